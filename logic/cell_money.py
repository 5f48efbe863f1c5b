"""Amounts of money in a cell: dollars with a point, or with the comma of other countries; parentheses are minus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from logic.cell_dates import refuse_formula
from logic.problems import CellError

if TYPE_CHECKING:
    from logic.columns import Column

Decimal = Literal["point", "comma"]
LONGEST: Final = 40
_AMOUNT = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?|[+-]?\.\d+", re.ASCII)
_SURELY_COMMA = re.compile(r"\d{1,3}(\.\d{3})+,\d{1,2}", re.ASCII)
_SWAPPED: Final = str.maketrans(",.", ".,")


def swapped(text: str) -> str:
    """1.234,50 as 1,234.50."""
    return text.translate(_SWAPPED)


def read_money(column: Column, text: str, decimal: Decimal = "point") -> float:
    """The dollars in 65, $1,234.50, (12.00), 12.00- and, where the decimal is a comma, 1.234,50.

    1.234,50 can mean one thing only and is read either way. Errors: CellError.
    """
    bare = text.replace(" ", "").replace("\xa0", "")
    sign = ""
    if len(bare) > 2 and bare[0] == "(" and bare[-1] == ")":
        sign, bare = "-", bare[1:-1]
    elif bare[-1:] == "-":
        sign, bare = "-", bare[:-1]
    bare = bare.replace("$", "", 1)
    refuse_formula(column, bare)
    if decimal == "comma" or _SURELY_COMMA.fullmatch(bare.lstrip("-")):
        bare = swapped(bare)
    if len(bare) > LONGEST or (sign and bare[:1] in "+-") or not _AMOUNT.fullmatch(bare):
        raise CellError(
            f"{column.heading} must be an amount in dollars.",
            f"Write digits with a decimal point; for example {column.example}.",
        )
    amount = float(sign + bare.replace(",", ""))
    if abs(amount) > column.most:
        raise CellError(f"{column.heading} is more than {column.most:,} dollars.", "Write the true amount.")
    return amount
