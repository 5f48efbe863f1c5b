"""What the unit calculator counts at the moment: the minutes in its fields by both methods, for one payer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.calculators.facts import CalculatorError
from logic.calculators.units import both
from pages.calculate import unit_entry as entry
from pages.parts import live
from pages.parts.book import rule_book

if TYPE_CHECKING:
    from logic.calculators.units import BothMethods, UnitResult
    from logic.rulebook.payers import Payer

LAST: Final = "units_last"


@dataclass(frozen=True, slots=True)
class Count:
    """Minutes counted. `payer`: whose rule decides; None shows both methods without choosing."""

    both: BothMethods
    payer: Payer | None

    @property
    def shown(self) -> UnitResult:
        """The count that the pictures show: the payer's own, and by total time where that is not known."""
        return (
            self.both.midpoint if self.payer and self.payer.counting.method == "midpoint" else self.both.cms
        )


@dataclass(slots=True)
class Last:
    """The last count of a session, for a download: it is made outside of the session, after a click."""

    count: Count | None = None


def now() -> Count | CalculatorError | None:
    """Give the count of what stands in the fields, what is wrong with it, or None while nothing is typed."""
    return live.once("units", _now)


def _now() -> Count | CalculatorError | None:
    minutes, _ = entry.minutes()
    if not minutes:
        return None
    book = rule_book()
    payer = book.payers.get(st.session_state.get(entry.PAYER, entry.ANY))
    try:
        result = both(minutes, book, payer.counting.full_unit_codes if payer else ())
    except CalculatorError as error:
        return error
    last().count = counted = Count(result, payer)
    return counted


def last() -> Last:
    """Give where the last count of this session is kept."""
    if LAST not in st.session_state:
        st.session_state[LAST] = Last()
    return st.session_state[LAST]  # type: ignore[no-any-return]


def standing() -> Count:
    """Give the count of a part that stands only where there is one.

    Raises:
        LookupError: nothing was ever counted here.

    """
    counted = now()
    found = counted if isinstance(counted, Count) else last().count
    if found is None:
        raise LookupError("Nothing was counted yet.")
    return found
