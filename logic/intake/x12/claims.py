"""One 837P transaction: professional claims, segment by segment, into rows of service lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from logic.intake.x12.claim import Claim, Line
from logic.intake.x12.fields import elements, npi, place_and_frequency
from logic.intake.x12.kinds import head, parted
from logic.intake.x12.known import known
from logic.intake.x12.levels import NPI, Levels
from logic.intake.x12.sets import HEAD
from logic.intake.x12.unlikely import RESEND, charge_of, look_whether_whole, tell_what_is_missing
from logic.intake.x12.usual import RENDERS, How, Stretch, UnusualError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from logic.intake.x12.kinds import Kinds
    from logic.intake.x12.known import Service
    from logic.intake.x12.rows import ClaimRows
    from logic.intake.x12.separators import Separators
    from logic.intake.x12.troubles import Troubles


class ProfessionalClaims:
    """Give it the segments of a transaction in order; `rows` gets a row for each service line.

    `hashed` turns an id into its keyed hash. The component separator may be found out from the first service.
    handlers: what takes a segment, by its name; true where a level or a
    claim begins or `refused` says what it is instead.
    """

    def __init__(  # noqa: PLR0917 - what it writes to, how it reads, and where it stands in the file
        self,
        rows: ClaimRows,
        troubles: Troubles,
        hashed: Callable[[str], str | None],
        separators: Separators,
        submitted: date | None,
        entries: int,
    ) -> None:
        self.element, self._component = separators.element, separators.component
        self._known = known(self.element, self._component)
        self.refused = ""
        self._rows, self._troubles, self._hashed = rows, troubles, hashed
        self._levels = Levels(separators.element, hashed, submitted)
        self.segment = 0
        self.entries = entries
        self._claim: Claim | None = None
        self._line: Line | None = None
        self._other_payer = False
        self.handlers: Mapping[str, Callable[[str], bool | None]] = {
            "BHT": self._levels.begins,
            "HL": self._level,
            "SBR": self._subscriber,
            "NM1": self._name,
            "CLM": self._new_claim,
            "REF": self._reference,
            "HI": self._diagnoses,
            "LX": self._new_line,
            "SV1": self._service,
            "DTP": self._date,
            "SV2": self._institutional,
            "SV3": self._dental,
        }
        self._by_head = {head(name, self.element): take for name, take in self.handlers.items()}

    def end(self, *, whole: bool) -> None:
        """The transaction is over; not `whole` where the file broke off in it."""
        self._close_claim(incomplete=not whole)

    def take(self, segments: Sequence[str], kinds: Kinds, number: int) -> None:
        """Segments from behind a level (HL) to before another, as one by one but sooner; `number` the first one's."""
        how = How(self.element, self._component, self._known, self._hashed)
        try:
            stretch = Stretch(segments, kinds, how)
        except UnusualError as unusual:
            for first, last, usual in parted(kinds, unusual.at):
                behind = last if not usual else first + 1 if first else 0
                self._take_each(segments[first:behind], number + first)
                if behind < last:
                    self.take(segments[behind:last], kinds[behind:last], number + behind)
        else:
            self.entries += stretch.take(self._rows, self._levels, number, self.entries)

    def _take_each(self, segments: Sequence[str], number: int) -> None:
        for self.segment, segment in enumerate(segments, number):
            handler = self._by_head.get(segment[:HEAD])
            if handler is not None:
                handler(segment)

    def _level(self, segment: str) -> bool:
        self._close_claim()
        self._levels.level(segment)
        return True

    def _subscriber(self, segment: str) -> None:
        if self._claim is None:
            self._levels.subscriber(segment)
        else:
            self._other_payer = True  # loop 2320: what follows, up to the lines, is another payer's

    def _name(self, segment: str) -> None:
        e = elements(segment, self.element, 9)
        if e[1] == RENDERS:
            self._rendering(e[9] if e[8] == NPI else "")
        elif self._claim is None:
            self._levels.name(segment)

    def _rendering(self, number: str) -> None:
        if self._line is not None:
            self._line.provider = npi(number)
        elif self._claim is not None and not self._other_payer:
            self._claim.provider = npi(number)

    def _new_claim(self, segment: str) -> bool:
        self._close_claim()
        self._other_payer = False
        self.entries += 1
        e = elements(segment, self.element, 5)
        place, frequency = place_and_frequency(e[5], self._component)
        charge = charge_of(e[2], "the claim's charge", self.segment, "CLM", self._troubles)
        self._claim = Claim(self.segment, self._hashed(e[1]), charge, place, frequency)
        if self._claim.claim_id is None:
            self._troubles.add(
                "a claim without a number of its own",
                self.segment,
                "CLM",
                "The claim has no number of its own (CLM01), so it cannot be followed to its payment.",
                "Give each claim a number in the billing system.",
            )
        return True

    def _reference(self, segment: str) -> None:
        e = elements(segment, self.element, 2)
        what = e[1]
        if self._line is not None:
            if what == "6R":
                self._line.control = self._hashed(e[2])
        elif self._claim is not None and not self._other_payer and what == "F8":
            self._claim.replaces = self._hashed(e[2])
        if what == "G1" and self._claim is not None and not self._other_payer:
            self._claim.authorized = True

    def _diagnoses(self, segment: str) -> None:
        if self._claim is not None:
            self._claim.dx += f" {self._known.diagnoses(segment)}"

    def _new_line(self, segment: str) -> None:  # noqa: ARG002 - lines are counted, their own number is not relied on
        if self._claim is None:
            return
        self._close_line()
        self._other_payer = False
        self._line = Line(self.segment)

    def _service(self, segment: str) -> None:
        if self._claim is None:
            self._troubles.add(
                "a service outside a claim",
                self.segment,
                "SV1",
                "A service stands outside any claim; it was left out.",
                RESEND,
            )
            return
        if self._line is None or self._line.service is not None:
            self._close_line()
            self._line = Line(self.segment)
        self._line.service = service = self._known.service(segment)
        if service.component != self._component:
            self._component = service.component
            self._known = known(self.element, self._component)
        if service.code is None or service.charge is None or service.units is None:
            tell_what_is_missing(service, elements(segment, self.element, 4), self.segment, self._troubles)

    def _date(self, segment: str) -> None:
        days = self._known.days(segment)
        if days is None:
            return
        first, last = days
        if first is None:
            text = elements(segment, self.element, 3)[3]
            self._troubles.unreadable(self.segment, "DTP", "the date of service", text, RESEND)
        if self._line is not None:
            self._line.dated = True
            self._line.on, self._line.until = first, last
        elif self._claim is not None:
            self._claim.dated = True
            self._claim.on, self._claim.until = first, last

    def _institutional(self, segment: str) -> bool:  # noqa: ARG002
        return self._refuse("an institutional claim (837I)")

    def _dental(self, segment: str) -> bool:  # noqa: ARG002
        return self._refuse("a dental claim (837D)")

    def _refuse(self, what: str) -> bool:
        self.refused = what
        self._claim = self._line = None
        return True

    def _close_line(self) -> None:
        if self._line is not None and self._claim is not None:
            if self._line.service is not None:
                self._claim.lines.append((self._line.service, self._line))
            else:
                self._troubles.add(
                    "a line without its service",
                    self._line.segment,
                    "LX",
                    "A line has no service (SV1); it was left out.",
                    RESEND,
                )
        self._line = None

    def _close_claim(self, *, incomplete: bool = False) -> None:
        self._close_line()
        claim, self._claim = self._claim, None
        if claim is None:
            return
        if not claim.lines:
            self._troubles.add(
                "a claim without service lines",
                claim.segment,
                "CLM",
                "The claim has no service lines; it was left out.",
                RESEND,
            )
            return
        look_whether_whole(claim, self._troubles)
        patient, *above, submitted = self._levels.told()
        self._rows.add(
            (
                claim.claim_id,
                self.entries,
                patient,
                claim.frequency,
                claim.replaces,
                claim.dx,
                *above,
                claim.authorized,
                submitted,
                claim.charge,
                incomplete,
            ),
            [self._row(claim, *line, number) for number, line in enumerate(claim.lines, start=1)],
        )

    def _row(self, claim: Claim, service: Service, line: Line, number: int) -> tuple[Any, ...]:
        on = line.on or claim.on
        return (
            number,
            line.control,
            on,
            (line.until if line.on else claim.until) or on,
            service.code,
            service.modifiers,
            service.units,
            service.charge,
            service.place or claim.place,
            service.pointers,
            line.provider or claim.provider or self._levels.billing,
            line.segment,
        )
