"""Wrong beliefs about who may treat, about notes, and about what comes back for a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.practice.kinds import cycle, denial, note, who

if TYPE_CHECKING:
    from logic.practice.case import Case, Step


def a_license_is_enough(case: Case, step: Step) -> str | None:
    """Whoever holds a license may bill therapy."""
    treated = case.facts.get(who.KEY)
    return "yes" if treated and step.id == "may" and treated.by in {"lmt", "dc", "atc"} else None


def supervised_is_billable(case: Case, step: Step) -> str | None:
    """What a therapist supervises is billed as the therapist's."""
    treated = case.facts.get(who.KEY)
    if not treated or treated.by not in {"aide", "lmt", "atc"}:
        return None
    if step.id == "may":
        return "yes"
    return who.THERAPIST if step.id == "under" else None


def incident_to_covers_all(case: Case, step: Step) -> str | None:
    """What a physician ordered can be billed under the physician."""
    treated = case.facts.get(who.KEY)
    if not treated or not treated.for_physician:
        return None
    return {"may": "yes", "under": who.PHYSICIAN}.get(step.id)


def the_claim_writes_the_note(case: Case, step: Step) -> str | None:
    """What the note lacks is written in from the claim."""
    missing = case.facts.get(note.KEY)
    return note.OURSELVES if missing and step.id == "mend" and missing.rule != note.NOTHING_MISSING else None


def rejection_is_denial(case: Case, step: Step) -> str | None:
    """Whatever is not paid is denied, and is appealed."""
    answer, line = case.facts.get(cycle.KEY), case.facts.get(denial.KEY)
    if line:
        return denial.APPEAL if step.id == "again" and line.reading.unprocessable else None
    if not answer or answer.kind not in {"rejection", "denial"}:
        return None
    return {"kind": "denial", "next": "appeal-with-records"}.get(step.id)


def just_send_it_again(case: Case, step: Step) -> str | None:
    """Whatever was not paid is sent once more."""
    answer = case.facts.get(cycle.KEY)
    if not answer or answer.kind != "denial":
        return None
    return {"next": "mend-and-resend"}.get(step.id)


def paid_less_is_denied(case: Case, step: Step) -> str | None:
    """Every lower amount on a remittance is a denial."""
    answer, line = case.facts.get(cycle.KEY), case.facts.get(denial.KEY)
    if line:
        return denial.APPEAL if step.id == "again" and line.reading.not_denial else None
    if not answer or answer.kind not in {"adjustment", "payment"}:
        return None
    return {"kind": "denial", "next": "appeal-with-records"}.get(step.id)


def unpaid_is_the_patients(case: Case, step: Step) -> str | None:
    """What the payer does not pay, the patient pays."""
    line = case.facts.get(denial.KEY)
    if line and step.id == "bears":
        return "patient"
    answer = case.facts.get(cycle.KEY)
    return "bill-the-patient" if answer and step.id == "next" and answer.kind == "denial" else None


BELIEFS = {
    "a-license-is-enough": a_license_is_enough,
    "supervised-is-billable": supervised_is_billable,
    "incident-to-covers-all": incident_to_covers_all,
    "the-claim-writes-the-note": the_claim_writes_the_note,
    "rejection-is-denial": rejection_is_denial,
    "just-send-it-again": just_send_it_again,
    "paid-less-is-denied": paid_less_is_denied,
    "unpaid-is-the-patients": unpaid_is_the_patients,
}
