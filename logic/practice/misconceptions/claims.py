"""Wrong beliefs about modifiers, pair edits, limits and diagnoses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from logic.practice.kinds import (
    codes,
    diagnosis,
    limits,
    messy_note,
    modifiers,
    pairs,
    threshold,
    who,
)

if TYPE_CHECKING:
    from logic.practice.case import Case, Step


def _about(case: Case, key: str) -> Any:  # noqa: ANN401 - each kind has a shape of its own
    """What a kind of case is about; None for another kind."""
    return case.facts.get(key)


def fifty_nine_by_reflex(case: Case, step: Step) -> str | None:
    """Two services on one day always get 59 on the second."""
    told = _about(case, messy_note.KEY)
    if told:
        return {"modifiers": "59 GP", "billed": str(told.as_if_paid)}.get(step.id)
    return pairs.MARKED if _about(case, pairs.KEY) and step.id == "do" else None


def fifty_nine_for_time(case: Case, step: Step) -> str | None:
    """59 tells that more time was spent."""
    line, day = _about(case, modifiers.KEY), _about(case, limits.KEY)
    if line and step.id == "beside" and line.units > 1:
        return "59"
    return limits.MARK if day and step.id == "do" and sum(day.lines) > day.limit else None


def kx_always(case: Case, step: Step) -> str | None:
    """KX on every line does no harm."""
    if _about(case, modifiers.KEY) and step.id == "beside":
        return "KX"
    if _about(case, messy_note.KEY) and step.id == "modifiers":
        return "GP KX"
    return threshold.EVERY if _about(case, threshold.KEY) and step.id == "kx" else None


def gp_on_everything(case: Case, step: Step) -> str | None:
    """GP is the therapy modifier, whoever's plan it is."""
    return "GP" if _about(case, modifiers.KEY) and step.id == "plan" else None


def one_counter_for_all(case: Case, step: Step) -> str | None:
    """All therapies of the year are added together."""
    year = _about(case, threshold.KEY)
    return str(sum(year.used.values())) if year and step.id == "used" else None


def charges_count(case: Case, step: Step) -> str | None:
    """What was charged counts toward the threshold."""
    year = _about(case, threshold.KEY)
    return str(year.charged) if year and step.id == "used" else None


def old_chart_of_edits(case: Case, step: Step) -> str | None:
    """A chart of edits, once right, stays right."""
    pair = _about(case, pairs.KEY)
    return "1" if pair and step.id == "edit" and pair.once_edit else None


def other_minutes_are_enough(case: Case, step: Step) -> str | None:
    """Separate minutes release every edit, also beside an adjustment of the same region."""
    pair = _about(case, pairs.KEY)
    if pair is None or not pair.minutes_only:
        return None
    if step.id == "do" and pair.edit == "1":
        return pairs.MARKED
    return "yes" if step.id == "shows" else None


def every_limit_is_absolute(case: Case, step: Step) -> str | None:
    """What is over a unit limit is lost."""
    day = _about(case, limits.KEY)
    if not day:
        return None
    if step.id == "mai":
        return str(limits.ABSOLUTE)
    return limits.NO_MORE if step.id == "do" and sum(day.lines) > day.limit else None


def each_line_its_own_limit(case: Case, step: Step) -> str | None:
    """A daily limit is one of each line."""
    day = _about(case, limits.KEY)
    return str(max(day.lines)) if day and step.id == "day" else None


def everyone_follows_medicare(case: Case, step: Step) -> str | None:
    """Where nothing is known of a payer, Medicare's rule holds."""
    chosen, pair = _about(case, codes.KEY), _about(case, pairs.KEY)
    treated, day = _about(case, who.KEY), _about(case, limits.KEY)
    if chosen and step.id == "paid":
        return str(chosen.paid_by_medicare)
    if pair and step.id == "edit":
        return str(pair.by_ncci)
    if treated and step.id == "may":
        return str(treated.by_medicare)
    return str(day.by_medicare) if day and step.id == "do" else None


def headings_will_do(case: Case, step: Step) -> str | None:
    """A diagnosis that says what it is needs no more characters."""
    return "yes" if _about(case, diagnosis.KEY) and step.id == "valid" else None


def more_diagnoses_are_better(case: Case, step: Step) -> str | None:
    """A line that points to every diagnosis is surer to be paid."""
    return diagnosis.EVERY if _about(case, diagnosis.KEY) and step.id == "pointer" else None


def pick_what_gets_paid(case: Case, step: Step) -> str | None:
    """A diagnosis is chosen so that the line is paid."""
    return diagnosis.SWAP if _about(case, diagnosis.KEY) and step.id == "link" else None


def any_diagnosis_will_do(case: Case, step: Step) -> str | None:
    """Any valid diagnosis supports any service."""
    return diagnosis.SPEAKS if _about(case, diagnosis.KEY) and step.id == "link" else None


BELIEFS = {
    "fifty-nine-by-reflex": fifty_nine_by_reflex,
    "fifty-nine-for-time": fifty_nine_for_time,
    "kx-always": kx_always,
    "gp-on-everything": gp_on_everything,
    "one-counter-for-all": one_counter_for_all,
    "charges-count": charges_count,
    "old-chart-of-edits": old_chart_of_edits,
    "other-minutes-are-enough": other_minutes_are_enough,
    "every-limit-is-absolute": every_limit_is_absolute,
    "each-line-its-own-limit": each_line_its_own_limit,
    "everyone-follows-medicare": everyone_follows_medicare,
    "headings-will-do": headings_will_do,
    "more-diagnoses-are-better": more_diagnoses_are_better,
    "pick-what-gets-paid": pick_what_gets_paid,
    "any-diagnosis-will-do": any_diagnosis_will_do,
}
