"""How our sheets look on paper: type, colors, tables, the foot of each page."""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE: Final = letter
MARGIN: Final = 0.8 * inch
WIDTH: Final = PAGE[0] - 2 * MARGIN - 12  # a frame keeps 6 points on either side
INK, GREY, LINE = HexColor("#0b1918"), HexColor("#4b5856"), HexColor("#d8d2c4")
STATES: Final = {
    "fail": (HexColor("#8f1d17"), HexColor("#fbe9e6")),
    "needs documentation": (HexColor("#7a3a05"), HexColor("#fbeedb")),
    "not checked": (HexColor("#3b4745"), HexColor("#eeeae0")),
    "pass": (HexColor("#1d5a37"), HexColor("#e6f2ea")),
}

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=13, textColor=INK)
SMALL = ParagraphStyle("small", BODY, fontSize=8, leading=10.5, textColor=GREY)
NUMBER = ParagraphStyle("number", BODY, alignment=TA_RIGHT)
HEAD = ParagraphStyle("head", BODY, fontName="Helvetica-Bold", fontSize=8.5, leading=11)
HEAD_RIGHT = ParagraphStyle("head right", HEAD, alignment=TA_RIGHT)
TITLE = ParagraphStyle("title", fontName="Times-Bold", fontSize=20, leading=24, textColor=INK)
HEADING = ParagraphStyle(
    "heading", fontName="Times-Bold", fontSize=13, leading=16, spaceBefore=12, spaceAfter=4
)

# The standard fonts of a PDF hold Western letters; a few signs of ours are written out.
SIGNS: Final = {"→": "->", "≥": ">=", "≤": "<=", "≠": "is not", "\N{NO-BREAK SPACE}": " ", "−": "-"}


def text(words: object, style: ParagraphStyle = BODY) -> Paragraph:
    """A paragraph of plain words; nothing in them is markup."""
    return Paragraph(markup(words), style)


def rich(words: str, style: ParagraphStyle = BODY) -> Paragraph:
    """A paragraph whose words are markup of our own making."""
    return Paragraph(words, style)


def markup(words: object) -> str:
    """Plain words as markup that shows them as they are."""
    plain = str(words)
    for sign, written in SIGNS.items():
        plain = plain.replace(sign, written)
    return escape(plain.encode("cp1252", "replace").decode("cp1252"), quote=False)


def heading(words: str) -> Paragraph:
    """A heading."""
    return Paragraph(markup(words), HEADING)


def box(state: str, first: str, second: str) -> Table:
    """The verdict: words on the color of its state, which only repeats them."""
    ink, ground = STATES[state]
    style = ParagraphStyle("verdict", BODY, fontName="Helvetica-Bold", fontSize=12, leading=16, textColor=ink)
    table = Table(
        [[text(first, style)], [text(second, ParagraphStyle("second", BODY, textColor=ink))]], [WIDTH]
    )
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), ground),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, 0), 8),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 8),
            ]
        )
    )
    return table


def grid(
    head: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[float], right: Sequence[int] = ()
) -> Table:
    """A table with a rule under each row; widths are shares of the page, `right` the columns with numbers."""
    cells = [[text(word, HEAD_RIGHT if at in right else HEAD) for at, word in enumerate(head)]]
    cells += [[text(cell, NUMBER if at in right else BODY) for at, cell in enumerate(row)] for row in rows]
    table = Table(cells, [WIDTH * share / sum(widths) for share in widths], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def together(*parts: Any) -> KeepTogether:  # noqa: ANN401 - reportlab's flowables
    """Parts that stay on one page."""
    return KeepTogether(list(parts))


def gap(points: float) -> Spacer:
    """A little air."""
    return Spacer(1, points)


def pdf(parts: list[Any], *, title: str, subject: str, foot_words: str) -> bytes:
    """Give the parts as a PDF of letter size; the same parts give the same bytes. foot_words: on every page."""
    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=PAGE,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        author="Unitwise",
        subject=subject,
        invariant=1,
        lang="en-US",
    )
    draw = foot(foot_words)
    document.build(parts, onFirstPage=draw, onLaterPages=draw)
    return file.getvalue()


def foot(words: str) -> Any:  # noqa: ANN401 - a page callback of reportlab
    """Give the callback that writes the foot of a page."""

    def draw(canvas: Any, document: Any) -> None:  # noqa: ANN401
        canvas.saveState()
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, 0.5 * inch, words)
        canvas.drawRightString(PAGE[0] - MARGIN, 0.5 * inch, f"Page {document.page}")
        canvas.restoreState()

    return draw
