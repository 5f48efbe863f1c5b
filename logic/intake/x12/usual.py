"""Claims that are told as most are, many at once: each kind of segment is read in one go.

What is told in another way (lines that do not add up, a day that cannot be read …) is found before anything is taken,
and left to whoever reads the segments one by one. Here and there the same functions understand a segment.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from logic.intake.x12 import kinds as of
from logic.intake.x12.fields import cents, elements, npi, place_and_frequency
from logic.intake.x12.levels import BILLING, NPI

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from logic.intake.x12.kinds import Kinds
    from logic.intake.x12.known import Days, Known, Service
    from logic.intake.x12.levels import Levels
    from logic.intake.x12.rows import ClaimRows

    Places = NDArray[np.intp]

RENDERS: Final = "82"
_NOWHERE: Final = -2
_FOLLOWS: Final = np.zeros((of.SERVICE + 1, of.SERVICE + 1), bool)
"""Of levels, claims, lines and services, which may come next after which."""
for _before, _after in (
    (of.LEVEL, (of.LEVEL, of.CLAIM)),
    (of.CLAIM, (of.LINE,)),
    (of.LINE, (of.SERVICE,)),
    (of.SERVICE, (of.LINE, of.CLAIM, of.LEVEL)),
):
    _FOLLOWS[_before, _after] = True


@dataclass(frozen=True, slots=True)
class How:
    """How a transaction is read: its separators, what is known of its segments, and what hashes an id."""

    element: str
    component: str
    known: Known
    hashed: Callable[[str], str | None]


class UnusualError(Exception):
    """Some claims are told in another way: `at` their segments' places, all of them where it is empty."""

    def __init__(self, at: Places) -> None:
        super().__init__()
        self.at = at


class Stretch:
    """Segments from behind a level (HL) to before another one; making it raises UnusualError and changes nothing."""

    def __init__(self, segments: Sequence[str], kinds: Kinds, how: How) -> None:
        self._segments, self._kinds, self._how = segments, kinds, how
        self._look_at_shape()
        self._where_things_stand()
        self._services = self._understood_services()
        self._claims = [elements(text, how.element, 5) for text in self._texts(self._claims_at)]
        self._charges = [cents(e[2]) for e in self._claims]
        self._days_of_claims, self._days_of_lines = self._understood_days()
        self._look_whether_whole()

    def _look_at_shape(self) -> None:
        """Every claim must have lines, and every line one service."""
        at = np.flatnonzero((self._kinds > of.OTHER) & (self._kinds <= of.SERVICE))
        here = self._kinds[at]
        follows = _FOLLOWS[np.concatenate(([of.LEVEL], here)), np.concatenate((here, [of.LEVEL]))]
        if not follows.all():
            at = np.append(at, len(self._kinds) - 1)
            wrong = np.flatnonzero(~follows)
            raise UnusualError(np.unique(np.concatenate((at[wrong], at[np.maximum(wrong - 1, 0)]))))

    def _where_things_stand(self) -> None:
        kinds = self._kinds
        level, claim, line, payer = (
            _last(kinds == kind) for kind in (of.LEVEL, of.CLAIM, of.LINE, of.SUBSCRIBER)
        )
        self._in_claim = claim > np.maximum(level, -1)
        self._in_line = self._in_claim & (line > claim)
        # Loop 2320: what follows, up to the lines, is another payer's.
        self._of_other_payer = self._in_claim & (payer > np.maximum(claim, line))
        self._claims_at, self._lines_at = (np.flatnonzero(kinds == kind) for kind in (of.CLAIM, of.LINE))
        self._claim = np.cumsum(kinds == of.CLAIM) - 1
        self._line = np.cumsum(kinds == of.LINE) - 1
        self._claim_of_line = self._claim[self._lines_at]

    def _texts(self, at: Places) -> list[str]:
        segments = self._segments
        return [segments[place] for place in at.tolist()]

    def _understood_services(self) -> list[Service]:
        at = np.flatnonzero(self._kinds == of.SERVICE)
        services = list(map(self._how.known.service, self._texts(at)))
        different = {id(service): service for service in services}.values()
        if any(service.component != self._how.component for service in different):
            raise UnusualError(at[:0])
        if any(one.code is None or one.charge is None or one.units is None for one in different):
            wrong = [one.code is None or one.charge is None or one.units is None for one in services]
            raise UnusualError(at[wrong])
        return services

    def _understood_days(self) -> tuple[list[Days | None], list[Days | None]]:
        """The days of service of claims and of lines, where they tell some."""
        at = np.flatnonzero(self._kinds == of.DATE)
        days = list(map(self._how.known.days, self._texts(at)))
        told = np.fromiter((one is not None for one in days), bool, len(days))
        if not told.all():
            at, days = at[told], list(compress(days, told))
        wrong = [one is not None and one[0] is None for one in days]
        if any(wrong):
            raise UnusualError(at[wrong])
        of_claims: list[Days | None] = [None] * len(self._claims_at)
        of_lines: list[Days | None] = [None] * len(self._lines_at)
        in_line, in_claim = self._in_line[at], self._in_claim[at]
        for line, one in zip(self._line[at[in_line]].tolist(), compress(days, in_line), strict=True):
            of_lines[line] = one
        alone = in_claim & ~in_line
        for claim, one in zip(self._claim[at[alone]].tolist(), compress(days, alone), strict=True):
            of_claims[claim] = one
        return of_claims, of_lines

    def _look_whether_whole(self) -> None:
        """Claims must have a number and a charge that their lines add up to, and every line a day."""
        bad = np.fromiter(
            (
                charge is None or charge < 0 or not e[1]
                for e, charge in zip(self._claims, self._charges, strict=True)
            ),
            bool,
            len(self._claims),
        )
        if not bad.any() and len(bad):
            charges = np.fromiter((one.charge for one in self._services), np.int64, len(self._services))
            begins = np.searchsorted(self._claim_of_line, np.arange(len(bad)))
            bad = np.add.reduceat(charges, begins) != np.array(self._charges, np.int64)
        if None in self._days_of_lines:
            undated = np.fromiter((one is None for one in self._days_of_lines), bool, len(self._lines_at))
            of_them = self._claim_of_line[undated]
            without = [self._days_of_claims[claim] is None for claim in of_them.tolist()]
            bad[of_them[without]] = True
        if bad.any():
            raise UnusualError(self._claims_at[bad])

    def take(self, rows: ClaimRows, levels: Levels, number: int, entries: int) -> int:
        """Everything into rows, and what stands above claims into levels; how many claims there were.

        number: of the first segment in the file. entries: claims of the file before this stretch.
        """
        above = self._above(levels)
        count = len(self._claims)
        control, replaces, authorized = self._references()
        of_claims, of_lines = self._who_rendered()
        rendered = [one or two[BILLING] for one, two in zip(of_claims, above, strict=True)]
        how = self._how
        places = [place_and_frequency(e[5], how.component) for e in self._claims]
        claim_of_line = self._claim_of_line.tolist()
        services = self._services
        days = [
            line or self._days_of_claims[claim]
            for line, claim in zip(self._days_of_lines, claim_of_line, strict=True)
        ]
        begins = np.searchsorted(self._claim_of_line, np.arange(count))
        counts = np.diff(np.append(begins, len(services)))
        rows.add_many(
            counts.tolist(),
            [
                [how.hashed(e[1]) for e in self._claims],
                range(entries + 1, entries + 1 + count),
                [one[0] for one in above],
                [frequency for _, frequency in places],
                replaces,
                self._diagnoses(),
                *([one[at] for one in above] for at in range(1, 6)),
                authorized,
                [one[6] for one in above],
                self._charges,
                [False] * count,
            ],
            [
                (np.arange(len(services)) - begins[self._claim_of_line] + 1).tolist(),
                control,
                [one[0] for one in days],
                [one[1] or one[0] for one in days],
                [one.code for one in services],
                [one.modifiers for one in services],
                [one.units for one in services],
                [one.charge for one in services],
                [one.place or places[claim][0] for one, claim in zip(services, claim_of_line, strict=True)],
                [one.pointers for one in services],
                [one or rendered[claim] for one, claim in zip(of_lines, claim_of_line, strict=True)],
                (self._lines_at + number).tolist(),
            ],
        )
        return count

    def _above(self, levels: Levels) -> list[tuple[Any, ...]]:
        """What holds for each claim, as `Levels.told` has it."""
        kinds = self._kinds
        apart = (kinds == of.LEVEL) | (kinds == of.SUBSCRIBER) | (kinds == of.NAME)
        at = np.flatnonzero((apart & ~self._in_claim) | (kinds == of.CLAIM))
        take = {of.LEVEL: levels.level, of.SUBSCRIBER: levels.subscriber, of.NAME: levels.name}
        told = []
        for kind, segment in zip(kinds[at].tolist(), self._texts(at), strict=True):
            if kind == of.CLAIM:
                told.append(levels.told())
            else:
                take[kind](segment)
        return told

    def _references(self) -> tuple[list[str | None], list[str | None], list[bool]]:
        """The control number of each line; the number that each claim replaces, and whether it was authorized."""
        control: list[str | None] = [None] * len(self._lines_at)
        replaces: list[str | None] = [None] * len(self._claims)
        authorized = [False] * len(self._claims)
        at = np.flatnonzero((self._kinds == of.REFERENCE) & self._in_claim)
        where = (self._in_line[at], self._of_other_payer[at], self._line[at], self._claim[at])
        hashed, element = self._how.hashed, self._how.element
        of_line = f"REF{element}6R{element}"  # almost all of them
        for text, in_line, of_other, line, claim in zip(
            self._texts(at), *(each.tolist() for each in where), strict=True
        ):
            if in_line and text.startswith(of_line):
                control[line] = hashed(text[len(of_line) :].partition(element)[0])
                continue
            e = elements(text, element, 2)
            if in_line and e[1] == "6R":
                control[line] = hashed(e[2])
            elif of_other:
                continue
            elif e[1] == "G1":
                authorized[claim] = True
            elif e[1] == "F8" and not in_line:
                replaces[claim] = hashed(e[2])
        return control, replaces, authorized

    def _who_rendered(self) -> tuple[list[str | None], list[str | None]]:
        """The NPI of who rendered each claim, and each line, where it is told there."""
        of_claims: list[str | None] = [None] * len(self._claims)
        of_lines: list[str | None] = [None] * len(self._lines_at)
        at = np.flatnonzero((self._kinds == of.NAME) & self._in_claim)
        where = (self._in_line[at], self._of_other_payer[at], self._line[at], self._claim[at])
        for text, in_line, of_other, line, claim in zip(
            self._texts(at), *(each.tolist() for each in where), strict=True
        ):
            e = elements(text, self._how.element, 9)
            if e[1] != RENDERS:
                continue
            number = npi(e[9] if e[8] == NPI else "")
            if in_line:
                of_lines[line] = number
            elif not of_other:
                of_claims[claim] = number
        return of_claims, of_lines

    def _diagnoses(self) -> list[str]:
        """The codes of each claim, with a blank before each."""
        codes = [""] * len(self._claims)
        at = np.flatnonzero((self._kinds == of.DIAGNOSES) & self._in_claim)
        understood = map(self._how.known.diagnoses, self._texts(at))
        for claim, found in zip(self._claim[at].tolist(), understood, strict=True):
            codes[claim] += f" {found}"
        return codes


def _last(mark: NDArray[np.bool_]) -> Places:
    """At each place the last one up to it, itself too, that is marked."""
    return np.maximum.accumulate(np.where(mark, np.arange(len(mark)), _NOWHERE))
