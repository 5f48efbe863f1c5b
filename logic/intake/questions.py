"""What cells leave open: is the day or the month first, is the comma a decimal. Other cells decide, or a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from logic.intake.recognition import Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from logic.cell_dates import DateOrder
    from logic.cell_money import Decimal

DATE_CHOICES: Final = (
    ("month first", "Month first: 3/4 is March 4"),
    ("day first", "Day first: 3/4 is April 3"),
)
DECIMAL_CHOICES: Final = (("point", "A point: 1,234.50"), ("comma", "A comma: 1.234,50"))
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})(?:[T ].*)?", re.ASCII)
_COMMA = re.compile(r"(?:^|\D)\d[\d.]*,\d{1,2}\D*$", re.ASCII)
_POINT = re.compile(r"(?:^|\D)\d[\d,]*\.\d{1,2}\D*$", re.ASCII)
_EITHER = re.compile(r"^\D*\d{1,3}\.\d{3}\D*$", re.ASCII)
_EXAMPLES: Final = 3


def date_question(heading: str, cells: Iterable[str], told: DateOrder | None) -> Question | None:
    """What the dates of a column leave open; None where they are written in one way only.

    cells: all of the column, as many as it takes to decide. told: what a profile says of them.
    """
    seen: dict[str, None] = {}
    votes: dict[str, str] = {}
    for cell in cells:
        match = _NUMBERS.fullmatch(cell.strip())
        if not match:
            continue
        seen.setdefault(cell.strip())
        if int(match[1]) > 12:
            votes.setdefault("day first", cell.strip())
        elif int(match[2]) > 12:
            votes.setdefault("month first", cell.strip())
        if len(votes) == 2:
            break
    if not seen:
        return None
    examples = tuple(seen)[:_EXAMPLES]
    if len(votes) == 1:
        ((order, cell),) = votes.items()
        return Question(
            "dates",
            _ask(examples),
            DATE_CHOICES,
            order,
            heading,
            examples,
            f"{cell} can only be read with the {order.split()[0]} first.",
            open=told not in (None, order),
        )
    if votes:
        cells_told = " and ".join(votes.values())
        both = f"{cells_told} cannot both be read: in one the day stands first, in the other the month."
        return Question("dates", both, DATE_CHOICES, told or "month first", heading, tuple(votes.values()))
    return Question(
        "dates", _ask(examples), DATE_CHOICES, told or "month first", heading, examples, open=told is None
    )


def _ask(examples: tuple[str, ...]) -> str:
    return f"Dates like {examples[0]}: which number is the month?"


def decimal_question(heading: str, cells: Iterable[str], told: Decimal | None) -> Question | None:
    """What the amounts of a column leave open; None where a point is the decimal and nothing speaks against it."""
    comma = point = either = ""
    for cell in cells:
        bare = cell.strip()
        comma = comma or (bare if _COMMA.search(bare) else "")
        point = point or (bare if _POINT.search(bare) else "")
        either = either or (bare if _EITHER.match(bare) else "")
    ask = f"Amounts like {comma or either}: is the comma or the point the decimal?"
    if comma and not point:
        decided = f"{comma} can only be read with a comma as the decimal."
        return Question(
            "decimal", ask, DECIMAL_CHOICES, "comma", heading, (comma,), decided, open=told == "point"
        )
    if comma:
        return Question(
            "decimal", ask, DECIMAL_CHOICES, told or "point", heading, (comma, point), open=told is None
        )
    if either and not point:
        return Question(
            "decimal", ask, DECIMAL_CHOICES, told or "point", heading, (either,), open=told is None
        )
    return None
