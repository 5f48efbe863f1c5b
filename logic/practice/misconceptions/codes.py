"""Wrong beliefs about which code a treatment is, and which codes a payer pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from logic.practice.case import several
from logic.practice.kinds import messy_note
from logic.practice.kinds.codes import BY_TIME, KEY, Chosen

if TYPE_CHECKING:
    from logic.practice.case import Case, Step


def _chosen(case: Case) -> Chosen | None:
    return cast("Chosen | None", case.facts.get(KEY))


def massage_is_mobilization(case: Case, step: Step) -> str | None:
    """All work by hand on muscle and joints is 97124."""
    chosen, told = _chosen(case), case.facts.get(messy_note.KEY)
    if told and step.id == "codes" and not told.never_together:
        return several(["97124" if code == "97140" else code for code in told.billed])
    return "97124" if chosen and step.id == "code" and "97140" in chosen.possible else None


def massage_is_manual_therapy(case: Case, step: Step) -> str | None:
    """Massage is one of the manual therapy techniques, so it is 97140."""
    chosen, told = _chosen(case), case.facts.get(messy_note.KEY)
    if told and step.id == "codes" and not told.never_together:
        return several(["97140" if code == "97124" else code for code in told.billed])
    return "97140" if chosen and step.id == "code" and "97124" in chosen.possible else None


def every_service_by_time(case: Case, step: Step) -> str | None:
    """Whatever took minutes is counted by its minutes."""
    return BY_TIME if _chosen(case) and step.id == "timed" else None


def what_was_done_is_paid(case: Case, step: Step) -> str | None:
    """Whatever was done and documented is paid on a line of its own."""
    told = case.facts.get(messy_note.KEY)
    if told and step.id == "codes":
        return several([*told.billed, *told.kept])
    return "yes" if _chosen(case) and step.id == "paid" else None


BELIEFS = {
    "massage-is-mobilization": massage_is_mobilization,
    "massage-is-manual-therapy": massage_is_manual_therapy,
    "every-service-by-time": every_service_by_time,
    "what-was-done-is-paid": what_was_done_is_paid,
}
