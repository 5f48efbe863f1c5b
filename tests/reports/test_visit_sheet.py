from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from logic import what_if
from logic.form_reading import read
from logic.reports import receipt
from logic.reports.visit_sheet import visit_pdf
from logic.rulebook import RuleBook
from logic.visit_form import Form, Row

TODAY = date(2026, 11, 23)


def form(*lines: str, **texts: str) -> Form:
    rows = []
    for number, line in enumerate(lines, 1):
        code, minutes, units, *modifiers = line.split()
        told = {"code": code, "minutes": minutes, "units": units, "modifiers": " ".join(modifiers)}
        rows.append(Row(str(number), told))
    visit = {
        "payer": "medicare",
        "service_date": "3/2/2026",
        "discipline": "pt",
        "treated_by": "pt",
        "dx": "M54.50",
    }
    return Form(visit | texts, tuple(rows))


def sheet(book: RuleBook, typed: Form) -> bytes:
    answer = what_if.answer(read(typed, book), book, TODAY)
    assert answer is not None
    return visit_pdf(answer, what_if.outlook(answer, book, TODAY), book, TODAY)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_sheet_holds_the_answer_the_visit_and_what_it_rests_on(book: RuleBook) -> None:
    # 33 + 7 = 40 minutes: 3 units, of which 97140 with 7 left over gets the third.
    text = text_of(sheet(book, form("97110 33 3 GP", "97140 7 0 GP", plan_of_care="yes")))

    assert "Fail: do not bill the visit as it stands." in text
    assert "3 billed, 3 supported by 40 minutes" in text
    assert "Original Medicare (Part B)" in text
    assert "2026-03-02" in text
    assert "U103 fail, lines 1 and 2" in text
    assert "D707 Is there a plan of care that covers this day and this service? yes" in text
    assert "D701 Does the day's note name every service" in text
    assert "Medicare Claims Processing Manual" in text
    assert "CMS pair edits (NCCI), third quarter 2024 2024-07-01 2024-10-01, PAST" in text
    assert f"Rule book: {receipt.book_print(book)}" in text
    assert "Write no name" in text


def test_every_choice_of_a_tie_is_printed(book: RuleBook) -> None:
    text = text_of(sheet(book, form("97110 20 3 GP", "97140 20 0 GP")))

    assert "the clinician's choice; the note says why" in text
    assert "97110 × 2, 97140 × 1. Or: Set the units to 97110 × 1, 97140 × 2" in text


def test_the_same_visit_gives_the_same_bytes(book: RuleBook) -> None:
    typed = form("97124 22 2 GP")

    assert sheet(book, typed) == sheet(book, typed)


def test_what_is_typed_is_text_and_never_markup(book: RuleBook) -> None:
    typed = form("97124 15 1 GP")
    typed = typed.with_row(typed.rows[0].having(technique="<b>5 & 6 < 7"))

    assert "<b>5 & 6 < 7" in text_of(sheet(book, typed))


@pytest.mark.parametrize("sign", ["→", "≥", "日本", "\N{NO-BREAK SPACE}", "ﬁ"])
def test_no_sign_breaks_the_sheet(book: RuleBook, sign: str) -> None:
    typed = form("97124 15 1 GP")
    typed = typed.with_row(typed.rows[0].having(technique=f"massage {sign}"))

    assert text_of(sheet(book, typed)).startswith("Unitwise visit check")


def test_a_changed_visit_changes_its_print(book: RuleBook) -> None:
    prints = set()
    for line in ("97124 22 1 GP", "97124 22 2 GP", "97124 23 2 GP"):
        answer = what_if.answer(read(form(line), book), book, TODAY)
        assert answer is not None
        prints.add(receipt.visit_print(answer.reading.lines, answer.verdict))

    assert len(prints) == 3


def test_a_changed_fact_changes_the_print_of_the_book_and_a_line_end_does_not(tmp_path: Path) -> None:
    fact = tmp_path / "fact.yaml"
    fact.write_bytes(b"limit: 4\n")
    before = receipt.folder_print([tmp_path])

    fact.write_bytes(b"limit: 4\r\n")
    assert receipt.folder_print([tmp_path]) == before
    fact.write_bytes(b"limit: 5\n")
    assert receipt.folder_print([tmp_path]) != before


def test_the_receipts_line_can_be_pasted_again(book: RuleBook) -> None:
    from logic.intake.paste import parse_line_text  # noqa: PLC0415 - only here

    answer = what_if.answer(read(form("97110 33 2 GP 59", "97140 7 1 GP"), book), book, TODAY)
    assert answer is not None
    line = receipt.again(answer.reading.lines)

    again = parse_line_text(line, book)

    assert line == "97110 33 min x2 GP 59, 97140 7 min x1 GP"
    assert again.problems == ()
    assert [(each["code"], each["minutes"], each["units"], each["modifiers"]) for each in again.lines] == [
        ("97110", 33, 2, ["GP", "59"]),
        ("97140", 7, 1, ["GP"]),
    ]
