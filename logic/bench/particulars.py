"""What else a practice may tell of an invented visit: threshold, clock, plan, notes, who, where, when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from logic.bench import mixes

if TYPE_CHECKING:
    from random import Random

    from logic.bench.visits import Visit


def threshold(visit: Visit, random: Random, _: int) -> None:
    """Allowed dollars so far: far below, above with KX, or so near that this visit crosses with KX."""
    amount = mixes.THRESHOLD[visit.told["service_date"].year]
    paid = any(line["units"] > 0 for line in visit.lines)
    if visit.told["payer"] != "medicare" or "adjustment" in visit.traits or not paid or random.random() < 0.5:
        return
    where = random.choice(("below", "above", "crossing"))
    if where == "below":
        visit.told["ytd_amount"] = random.randrange(0, 1200) + 0.25
        return
    visit.told["ytd_amount"] = amount + random.randrange(1, 2000) + 0.5 if where == "above" else amount - 1.0
    visit.traits.add(f"KX {where}")
    for line in visit.lines:
        line["modifiers"] = [*line["modifiers"], "KX"]


def clock(visit: Visit, random: Random, _: int) -> None:
    """Start and stop of each service, one after the other."""
    if random.random() < 0.8 or any("minutes" not in line for line in visit.lines):
        return
    visit.traits.add("clock times")
    at = random.randrange(8 * 60, 15 * 60)
    for line in visit.lines:
        at += random.randrange(3)
        line["start_minute"] = at
        at += line["minutes"] + random.choice((0, 0, 1))
        line["stop_minute"] = at


def total(visit: Visit, random: Random, _: int) -> None:
    """Total treatment minutes, timed and untimed."""
    if random.random() < 0.3:
        visit.traits.add("total minutes")
        visit.told["total_minutes"] = sum(line.get("minutes", 0) for line in visit.lines)


def plan(visit: Visit, random: Random, _: int) -> None:
    """The note's and plan's questions: all yes, or some no, which is never a failure."""
    how = random.choices(("untold", "yes", "some no"), (60, 30, 10))[0]
    if how == "untold":
        return
    visit.traits.add("all documented" if how == "yes" else "something not documented")
    visit.told |= dict.fromkeys(mixes.ANSWERS, True)
    if how == "some no":
        visit.told[random.choice(mixes.ANSWERS)] = False
    day = visit.told["service_date"]
    first = day - timedelta(days=random.randrange(0, 85))
    certified = first + timedelta(days=random.randrange(0, 30))
    visit.told |= {
        "first_treatment_on": first,
        "plan_certified_on": certified,
        "treatment_days_since_report": random.randrange(1, 11),
    }


def who(visit: Visit, random: Random, _: int) -> None:
    """Who treated; an assistant alone marks every billed line of a plan that has assistants."""
    disciplines = {line.get("discipline") for line in visit.lines}
    if (
        "assistant" in visit.traits
        or len(disciplines) > 1
        or "treated_by" in visit.told
        or random.random() < 0.6
    ):
        return
    discipline = str(next(iter(disciplines)))
    evaluated = any(line["code"] in mixes.EVALUATIONS for line in visit.lines)
    if any("assistant_minutes" in line for line in visit.lines):
        return
    visit.told |= {"treated_by": discipline, "billed_by": random.choice((discipline, "facility"))}
    if discipline in mixes.ASSISTANT and not evaluated and random.random() < 0.3:
        visit.traits.add("assistant alone")
        visit.told["treated_by"] = mixes.ASSISTANT[discipline]
        for line in visit.lines:
            if line["units"]:
                line["modifiers"] = [mixes.ASSISTANT_MODIFIER[discipline], *line["modifiers"]]


def claim(visit: Visit, random: Random, number: int) -> None:
    """Place, patient, day of filing, pointers, techniques."""
    day = visit.told["service_date"]
    if random.random() < 0.4:
        visit.told["place_of_service"] = random.choice(mixes.PLACES[visit.told["setting"]])
    if random.random() < 0.4:
        visit.told["patient_id"] = f"P{number % 997}"
    if random.random() < 0.3:
        visit.told["submitted_on"] = day + timedelta(days=random.choice((0, 3, 30, 200, 364)))
    if random.random() < 0.3 and "adjustment" not in visit.traits:
        visit.traits.add("pointers")
        names = "ABC"[: len(visit.told["dx"])] if random.random() < 0.5 else "123"[: len(visit.told["dx"])]
        visit.told["pointers"] = list(names)
    if random.random() < 0.3:
        for line in visit.lines:
            if line["code"] in mixes.TECHNIQUES:
                visit.traits.add("technique")
                line["technique"] = random.choice(mixes.TECHNIQUES[line["code"]])
    if random.random() < 0.1 and len(visit.lines) == 1 and "adjustment" not in visit.traits:
        visit.told.pop("discipline", None)


PARTICULARS = (threshold, clock, total, plan, who, claim)
