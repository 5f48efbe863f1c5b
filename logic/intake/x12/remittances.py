"""One 835 transaction: what a payer paid, denied and took back, into rows of lines and of adjustments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.intake.x12.fields import cents, day, dollars, elements, npi, procedure, whole_units, word
from logic.intake.x12.paid import Paid, PaidClaim

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from logic.intake.x12.rows import Rows
    from logic.intake.x12.separators import Separators
    from logic.intake.x12.troubles import Troubles

ASK = "Ask the payer for the remittance again."
TRIPLES = 6
WHOLE_CLAIM = 0


class Remittance:
    """Give it the segments of a transaction in order; rows go to `lines`, `adjustments` and `provider`.

    handlers: what takes a segment, by its name; true where a claim begins.
    """

    def __init__(  # noqa: PLR0917 - three kinds of rows, each with its own place
        self,
        lines: Rows,
        adjustments: Rows,
        provider: Rows,
        troubles: Troubles,
        hashed: Callable[[str], str | None],
        separators: Separators,
        entries: int,
    ) -> None:
        self._element, self._component = separators.element, separators.component
        self.refused = ""
        self.entries = entries
        self._rows, self._adjustments, self._provider_rows = lines, adjustments, provider
        self._troubles, self._hashed = troubles, hashed
        self.segment = 0
        self._total: int | None = None
        self._paid_sum = 0
        self._provider_sum = 0
        self._paid_on: date | None = None
        self._trace: str | None = None
        self._payer = ""
        self._payee: str | None = None
        self._claim: PaidClaim | None = None
        self._line: Paid | None = None
        self.handlers: Mapping[str, Callable[[str], bool | None]] = {
            "BPR": self._payment,
            "TRN": self._traced,
            "N1": self._party,
            "CLP": self._new_claim,
            "NM1": self._name,
            "CAS": self._adjusted,
            "MOA": self._outpatient_remarks,
            "MIA": self._inpatient_remarks,
            "SVC": self._service,
            "DTM": self._date,
            "REF": self._reference,
            "AMT": self._amount,
            "LQ": self._remark,
            "PLB": self._provider_level,
        }

    def end(self, *, whole: bool) -> None:
        """The transaction is over; not `whole` where the file broke off in it."""
        self._close_claim(incomplete=not whole)
        if whole and self._total is not None and self._paid_sum - self._provider_sum != self._total:
            self._troubles.add(
                "payments that do not add up to the check",
                self.segment,
                "BPR",
                f"The claims and the provider's adjustments add up to "
                f"{dollars(self._paid_sum - self._provider_sum)}, the payment says {dollars(self._total)}.",
                ASK,
            )

    def _payment(self, segment: str) -> None:
        e = elements(segment, self._element, 16)
        self._total = cents(e[2])
        self._paid_on = day(e[16])

    def _traced(self, segment: str) -> None:
        e = elements(segment, self._element, 2)
        self._trace = self._hashed(e[2])

    def _party(self, segment: str) -> None:
        e = elements(segment, self._element, 4)
        if e[1] == "PR":
            self._payer = e[2].strip()
        elif e[1] == "PE" and e[3] == "XX":
            self._payee = npi(e[4])

    def _new_claim(self, segment: str) -> bool:
        e = elements(segment, self._element, 9)
        self._close_claim()
        self.entries += 1
        whole = Paid(self.segment, charge=cents(e[3]), paid=cents(e[4]))
        if whole.charge is None or whole.paid is None:
            text = e[3] if whole.charge is None else e[4]
            self._troubles.unreadable(self.segment, "CLP", "the claim's charge or payment", text, ASK)
        self._paid_sum += whole.paid or 0
        self._claim = PaidClaim(
            self._hashed(e[1]),
            word(e[2], 2),
            self._hashed(e[7]),
            word(e[6], 2),
            word(e[9], 1),
            cents(e[5]),
            whole,
        )
        return True

    def _name(self, segment: str) -> None:
        """Only numbers are taken: the patient's, hashed, and the provider's."""
        e = elements(segment, self._element, 9)
        if self._claim is None:
            return
        if e[1] == "QC":
            self._claim.patient = self._hashed(e[9])
        elif e[1] == "82" and e[8] == "XX":
            self._claim.whole.provider = npi(e[9])

    def _here(self) -> Paid | None:
        """What the segment at hand speaks of: the line, or else the claim."""
        return self._line if self._line is not None else self._claim.whole if self._claim else None

    def _adjusted(self, segment: str) -> None:
        e = elements(segment, self._element, 19)
        here = self._here()
        if here is None:
            return
        group = word(e[1], 2)
        for start in range(2, 2 + 3 * TRIPLES, 3):
            reason = word(e[start], 5)
            if not reason:
                continue
            amount = cents(e[start + 1])
            if amount is None:
                self._troubles.unreadable(
                    self.segment, "CAS", "the amount of an adjustment", e[start + 1], ASK
                )
                continue
            here.adjustments.append((group, reason, amount, whole_units(e[start + 2])))

    def _outpatient_remarks(self, segment: str) -> None:
        e = elements(segment, self._element, 7)
        self._claim_remarks(e[3:8])

    def _inpatient_remarks(self, segment: str) -> None:
        e = elements(segment, self._element, 23)
        self._claim_remarks([e[5], *e[20:24]])

    def _claim_remarks(self, codes: list[str]) -> None:
        if self._claim is not None:
            self._claim.whole.remarks += filter(None, (word(code, 6) for code in codes))

    def _service(self, segment: str) -> None:
        e = elements(segment, self._element, 7)
        if self._claim is None:
            self._troubles.add(
                "a service outside a claim",
                self.segment,
                "SVC",
                "A service stands outside any claim; it was left out.",
                ASK,
            )
            return
        self._close_line()
        procedure = self._procedure(e[1])
        billed = self._procedure(e[6])
        line = Paid(
            self.segment,
            code=procedure[0],
            modifiers=procedure[1],
            billed_code=billed[0],
            charge=cents(e[2]),
            paid=cents(e[3]),
            units=whole_units(e[5]) if e[5] else 1,  # an empty SVC05 means one
            units_billed=whole_units(e[7]),
        )
        if line.charge is None or line.paid is None:
            self._troubles.unreadable(
                self.segment, "SVC", "the charge or the payment", e[2] if line.charge is None else e[3], ASK
            )
        self._line = line

    def _procedure(self, text: str) -> tuple[str | None, str]:
        if self._component not in text and len(text) > 3 and text[:2].isalpha() and not text[2].isalnum():
            self._component = text[2]
        return procedure(text, self._component)

    def _date(self, segment: str) -> None:
        e = elements(segment, self._element, 2)
        if self._line is not None:
            if e[1] in {"472", "150"}:
                self._line.on = day(e[2])
        elif self._claim is not None:
            if e[1] == "232":
                self._claim.on = day(e[2])
        elif e[1] == "405" and self._paid_on is None:
            self._paid_on = day(e[2])

    def _reference(self, segment: str) -> None:
        e = elements(segment, self._element, 2)
        if self._line is None:
            return
        if e[1] == "6R":
            self._line.control = self._hashed(e[2])
        elif e[1] == "HPI":
            self._line.provider = npi(e[2])

    def _amount(self, segment: str) -> None:
        e = elements(segment, self._element, 2)
        if self._line is not None and e[1] == "B6":
            self._line.allowed = cents(e[2])

    def _remark(self, segment: str) -> None:
        e = elements(segment, self._element, 2)
        if self._line is not None and e[1] == "HE" and (code := word(e[2], 6)):
            self._line.remarks.append(code)

    def _provider_level(self, segment: str) -> None:
        e = elements(segment, self._element, 14)
        self._close_claim()
        for start in range(3, 3 + 2 * TRIPLES, 2):
            reason = word(e[start].partition(self._component)[0], 3)
            amount = cents(e[start + 1])
            if not reason or amount is None:
                continue
            self._provider_sum += amount
            self._provider_rows.add((self._trace, npi(e[1]), day(e[2]), reason, amount, self._paid_on))

    def _close_line(self) -> None:
        if self._line is not None and self._claim is not None:
            self._claim.lines.append(self._line)
        self._line = None

    def _close_claim(self, *, incomplete: bool = False) -> None:
        self._close_line()
        claim, self._claim = self._claim, None
        if claim is None:
            return
        if not incomplete and (wrong := claim.imbalance()):
            self._troubles.add("a claim that does not balance", claim.whole.segment, "CLP", wrong, ASK)
        for number, part in enumerate(claim.parts):
            for group, carc, amount, quantity in part.adjustments:
                self._adjustments.add((claim.claim_id, self.entries, number, group, carc, amount, quantity))
        if claim.lines:
            for number, line in enumerate(claim.lines, start=1):
                self._row(claim, line, number, incomplete=incomplete)
        else:
            self._row(claim, claim.whole, WHOLE_CLAIM, incomplete=incomplete)

    def _row(self, claim: PaidClaim, line: Paid, number: int, *, incomplete: bool) -> None:
        remarks = " ".join(dict.fromkeys((*line.remarks, *claim.whole.remarks)))
        self._rows.add(
            (
                claim.claim_id,
                claim.patient,
                claim.payer_claim,
                self._trace,
                self.entries,
                claim.status,
                claim.frequency or None,
                claim.filing or None,
                self._payer or None,
                line.provider or claim.whole.provider or self._payee,
                self._paid_on,
                claim.whole.charge,
                claim.whole.paid,
                claim.owes,
                number,
                line.control,
                line.on or claim.on,
                line.code,
                line.modifiers,
                line.billed_code,
                line.charge,
                line.paid,
                line.allowed,
                line.units if number else None,
                line.units_billed,
                remarks,
                line.balanced() if number else None,
                incomplete,
                line.segment,
            )
        )
