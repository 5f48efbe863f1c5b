"""One 837P transaction: professional claims, segment by segment, into rows of service lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from logic.intake.x12.claim import Claim, Line
from logic.intake.x12.fields import cents, day, dollars, elements, npi, place_and_frequency, whole_units, word
from logic.intake.x12.known import MINUTES, MOST_UNITS, known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from logic.intake.x12.known import Service
    from logic.intake.x12.parts import ClaimRows
    from logic.intake.x12.separators import Separators
    from logic.intake.x12.troubles import Troubles

NPI = "XX"
RESEND = "Ask for the file again, or correct the claim where it was made."


class ProfessionalClaims:
    """Give it the segments of a transaction in order; `rows` gets a row for each service line.

    `hashed` turns an id into its keyed hash. The component separator may be found out from the first service.
    handlers: what takes a segment, by its name; true where a claim begins or `refused` says what it is instead.
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
        self._element, self._component = separators.element, separators.component
        self._known = known(self._element, self._component)
        self.refused = ""
        self._rows, self._troubles, self._hashed = rows, troubles, hashed
        self._submitted = submitted
        self.segment = 0
        self._billing: str | None = None
        self._order = self._filing = ""
        self._payer: tuple[str, str] = ("", "")
        self._member: str | None = None
        self._patient: str | None = None
        self._dependent = False
        self.entries = entries
        self._claim: Claim | None = None
        self._line: Line | None = None
        self._other_payer = False
        self.handlers: Mapping[str, Callable[[str], bool | None]] = {
            "BHT": self._begins,
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

    def end(self, *, whole: bool) -> None:
        """The transaction is over; not `whole` where the file broke off in it."""
        self._close_claim(incomplete=not whole)

    def _begins(self, segment: str) -> None:
        self._submitted = day(elements(segment, self._element, 4)[4]) or self._submitted

    def _level(self, segment: str) -> None:
        self._close_claim()
        level = elements(segment, self._element, 3)[3]
        if level == "20":
            self._billing = None
        if level in {"20", "22"}:
            self._member, self._order, self._filing, self._payer = None, "", "", ("", "")
        self._dependent = level == "23"
        self._patient = None

    def _subscriber(self, segment: str) -> None:
        if self._claim is not None:
            self._other_payer = True  # loop 2320: what follows, up to the lines, is another payer's
            return
        e = elements(segment, self._element, 9)
        self._order, self._filing = word(e[1], 1), word(e[9], 2)

    def _name(self, segment: str) -> None:
        """Only numbers and a payer's name are taken; names of persons stay where they are."""
        e = elements(segment, self._element, 9)
        who = e[1]
        if who == "82":
            self._rendering(e[9] if e[8] == NPI else "")
        elif self._claim is not None:
            return
        elif who == "85":
            self._billing = npi(e[9]) if e[8] == NPI else None
        elif who == "IL":
            self._member = self._hashed(e[9])
        elif who == "QC":
            self._patient = self._hashed(e[9])
        elif who == "PR" and e[2] != "1":  # 1 is a person who pays for herself
            self._payer = (e[3].strip(), word(e[9], 12))

    def _rendering(self, number: str) -> None:
        if self._line is not None:
            self._line.provider = npi(number)
        elif self._claim is not None and not self._other_payer:
            self._claim.provider = npi(number)

    def _new_claim(self, segment: str) -> bool:
        self._close_claim()
        self._other_payer = False
        self.entries += 1
        e = elements(segment, self._element, 5)
        place, frequency = place_and_frequency(e[5], self._component)
        charge = self._charge("CLM", "the claim's charge", e[2])
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
        e = elements(segment, self._element, 2)
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
            self._known = known(self._element, self._component)
        if service.code is None or service.charge is None or service.units is None:
            self._say_what_is_missing(service, elements(segment, self._element, 4))

    def _say_what_is_missing(self, service: Service, e: list[str]) -> None:
        if service.charge is None:
            self._charge("SV1", "the charge", e[2])
        if service.code is None:
            self._troubles.unreadable(self.segment, "SV1", "the code", e[1], RESEND)
        if service.units is None and e[3] != MINUTES and whole_units(e[4]) is not None:
            wrong = f"The units cannot be more than {MOST_UNITS}"
            self._troubles.impossible(self.segment, "SV1", wrong, e[4], RESEND)
        elif service.units is None:
            self._troubles.unreadable(self.segment, "SV1", "the units", e[4], RESEND)

    def _date(self, segment: str) -> None:
        days = self._known.days(segment)
        if days is None:
            return
        first, last = days
        if first is None:
            text = elements(segment, self._element, 3)[3]
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
        self._look_whether_whole(claim)
        patient = self._patient if self._dependent else self._member
        self._rows.add(
            (
                claim.claim_id,
                self.entries,
                patient,
                claim.frequency,
                claim.replaces,
                claim.dx,
                self._payer[0] or None,
                self._payer[1] or None,
                self._filing or None,
                self._order or None,
                self._billing,
                claim.authorized,
                self._submitted,
                claim.charge,
                incomplete,
            ),
            [self._row(claim, *line, number) for number, line in enumerate(claim.lines, start=1)],
        )

    def _look_whether_whole(self, claim: Claim) -> None:
        charges = [service.charge for service, _ in claim.lines if service.charge is not None]
        if claim.charge is not None and len(charges) == len(claim.lines) and sum(charges) != claim.charge:
            self._troubles.add(
                "lines that do not add up to their claim",
                claim.segment,
                "CLM",
                f"The lines add up to {dollars(sum(charges))}, the claim says {dollars(claim.charge)}.",
                "Look whether a line of the claim is missing.",
            )
        for _, line in claim.lines:
            if not line.dated and not claim.dated:
                self._troubles.add(
                    "a line without a date of service",
                    line.segment,
                    "DTP",
                    "The line has no date of service; its claim was not checked.",
                    RESEND,
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
            line.provider or claim.provider or self._billing,
            line.segment,
        )

    def _charge(self, name: str, what: str, text: str) -> int | None:
        """Cents of a charge; a claim cannot charge less than nothing."""
        charge = cents(text)
        if charge is None:
            self._troubles.unreadable(self.segment, name, what, text, RESEND)
        elif charge < 0:
            wrong = f"{what[0].upper()}{what[1:]} cannot be below zero"
            self._troubles.impossible(self.segment, name, wrong, text, RESEND)
            return None
        return charge
