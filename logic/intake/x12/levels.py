"""What stands above the claims of an 837P and holds for each of them: who bills, who is insured, who pays."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from logic.intake.x12.fields import day, elements, npi, word

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

NPI = "XX"
BILLS, INSURED, PATIENT, PAYS = "85", "IL", "QC", "PR"
A_PERSON = "1"
MOST_KNOWN = 256
BILLING = 5  # its place among what is told
BILLER, SUBSCRIBER, DEPENDENT = "20", "22", "23"


class Levels:
    """Give it the segments that stand outside claims in order; `told` is what they say of the claim that follows.

    Only numbers and a payer's name are taken; names of persons stay where they are.
    """

    def __init__(self, element: str, hashed: Callable[[str], str | None], submitted: date | None) -> None:
        self._element, self._hashed = element, hashed
        self._submitted = submitted
        self.billing: str | None = None
        self._order = self._filing = ""
        self._payer: tuple[str, str] = ("", "")
        self._member: str | None = None
        self._patient: str | None = None
        self._dependent = False
        # Words that come again in every claim of a payer, each understood once.
        self._insurance_of = lru_cache(MOST_KNOWN)(partial(_insurance, element))
        self._payer_of = lru_cache(MOST_KNOWN)(partial(_payer, element))
        self._pays = f"NM1{element}{PAYS}{element}"

    def told(
        self,
    ) -> tuple[str | None, str | None, str | None, str | None, str | None, str | None, date | None]:
        """Patient, payer's name and code, filing, order, who bills, and the day it was sent."""
        return (
            self._patient if self._dependent else self._member,
            self._payer[0] or None,
            self._payer[1] or None,
            self._filing or None,
            self._order or None,
            self.billing,
            self._submitted,
        )

    def begins(self, segment: str) -> None:
        """BHT."""
        self._submitted = day(elements(segment, self._element, 4)[4]) or self._submitted

    def level(self, segment: str) -> None:
        """HL."""
        level = elements(segment, self._element, 3)[3]
        if level == BILLER:
            self.billing = None
        if level in {BILLER, SUBSCRIBER}:
            self._member, self._order, self._filing, self._payer = None, "", "", ("", "")
        self._dependent = level == DEPENDENT
        self._patient = None

    def subscriber(self, segment: str) -> None:
        """SBR."""
        self._order, self._filing = self._insurance_of(segment)

    def name(self, segment: str) -> None:
        """NM1."""
        if segment.startswith(self._pays):
            self._payer = self._payer_of(segment) or self._payer
            return
        e = elements(segment, self._element, 9)
        who = e[1]
        if who == BILLS:
            self.billing = npi(e[9]) if e[8] == NPI else None
        elif who == INSURED:
            self._member = self._hashed(e[9])
        elif who == PATIENT:
            self._patient = self._hashed(e[9])
        elif who == PAYS:
            self._payer = _payer(self._element, segment) or self._payer


def _insurance(element: str, segment: str) -> tuple[str, str]:
    e = elements(segment, element, 9)
    return word(e[1], 1), word(e[9], 2)


def _payer(element: str, segment: str) -> tuple[str, str] | None:
    """Name and code; None where a person pays for herself."""
    e = elements(segment, element, 9)
    return (e[3].strip(), word(e[9], 12)) if e[2] != A_PERSON else None
