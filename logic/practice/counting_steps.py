"""The steps from a visit's minutes to its units: what is asked, what is right, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logic.calculators import unit_words
from logic.calculators.facts import join_words, plural
from logic.practice.case import Option, Step, several, units_answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.calculators.unit_results import CodeRow, UnitResult
    from logic.practice.counting import Counting
    from logic.practice.visit_words import Idle
    from logic.rulebook import RuleBook

BY_TOTAL = ("cms-100-04-ch5", "fcso-therapy")
ONLY, TIED, ANY = "only", "tied", "any"
BY_CODE = ("predictionhealth-methods", "therapycomply-time", "ptcg-methods")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the steps are about: the minutes, their right count, and how each thing was told."""

    counting: Counting
    result: UnitResult
    told: Mapping[str, str]  # code or idle id → how the note tells of it
    idle: Mapping[str, Idle]
    book: RuleBook
    to_confirm: bool

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the method is written."""
        return BY_TOTAL if self.counting.method == "cms" else BY_CODE

    def label(self, code: str) -> str:
        """The code with its plain name."""
        return f"{code} {self.book.codes[code].label}"


def counts(asked: Asked) -> Step | None:
    """Which of the minutes are treatment; None where all are."""
    counting = asked.counting
    if not counting.idle:
        return None
    whys = dict.fromkeys(asked.idle[one].why for one in counting.idle)
    right = [*counting.timed, *counting.untimed]
    return Step(
        id="counts",
        concept="minutes-that-count",
        ask="Which of these are minutes of treatment?",
        kind="several",
        right=(several(right),),
        why=f"{' '.join(whys)} Everything else is treatment.",
        sources=tuple(dict.fromkeys(s for one in counting.idle for s in asked.idle[one].source)),
        options=tuple(
            Option(name, _capital(words), asked.idle[name].why if name in asked.idle else "")
            for name, words in asked.told.items()
        ),
        hint="Would the patient be treated in that minute?",
    )


def timed(asked: Asked) -> Step | None:
    """Which codes are timed; None where all are."""
    counting = asked.counting
    if not counting.untimed:
        return None
    untimed = join_words([asked.label(code) for code in counting.untimed])
    verb = "is" if len(counting.untimed) == 1 else "are"
    options = [Option(c, asked.label(c)) for c in asked.told if c in {**counting.timed, **counting.untimed}]
    return Step(
        id="timed",
        concept="timed-or-not",
        ask="Which of these codes are counted by time?",
        kind="several",
        right=(several(counting.timed),),
        why=f"{untimed} {verb} not timed: one unit, however long it took.",
        sources=("cms-100-04-ch5", "uhc-therapy"),
        options=tuple(options),
        hint="A timed code needs someone at the patient's side, and says how many minutes a unit is.",
    )


def untimed(asked: Asked) -> Step | None:
    """The units of the untimed code; None where there is none."""
    if not asked.counting.untimed:
        return None
    code, minutes = next(iter(asked.counting.untimed.items()))
    return Step(
        id="untimed",
        concept="timed-or-not",
        ask=f"How many units does {asked.label(code)} get?",
        kind="number",
        right=("1",),
        why=f"It is not timed, so its {plural(minutes, 'minute')} make it one, like any other number of minutes.",
        sources=("cms-100-04-ch5",),
        hint="Is it counted by time at all?",
    )


def total(asked: Asked) -> Step:
    """The timed minutes in all."""
    minutes = asked.counting.timed
    added = " + ".join(str(each) for each in minutes.values())
    return Step(
        id="total",
        concept="total-time",
        ask="How many timed minutes are there in all?",
        kind="number",
        right=(str(asked.result.timed_minutes),),
        why=f"Add the treatment minutes of the timed codes: {added} = {asked.result.timed_minutes}."
        if len(minutes) > 1
        else f"There is one timed code, with {plural(asked.result.timed_minutes, 'minute')}.",
        sources=BY_TOTAL,
        hint="Timed codes only, and only their minutes of treatment.",
    )


def units(asked: Asked) -> Step:
    """The units that the total supports."""
    count, minutes = asked.result.timed_units, asked.result.timed_minutes
    if count:
        why = f"{minutes} minutes lie in the band {unit_words.band(count)}: {plural(count, 'unit')}."
    else:
        why = f"{plural(minutes, 'minute')} in all is fewer than 8: no timed unit."
    return Step(
        id="units",
        concept="total-time",
        ask="How many timed units does that total support?",
        kind="number",
        right=(str(count),),
        why=why,
        sources=BY_TOTAL,
        hint="Each full 15 is one; a rest of 8 or more is one more.",
    )


def full(asked: Asked) -> Step:
    """The full 15s of each code."""
    rows = asked.result.rows
    told = "; ".join(_full(row) for row in rows)
    return Step(
        id="full",
        concept="left-overs",
        ask="How many full 15s does each code have?",
        kind="units",
        right=(units_answer({row.code: row.full for row in rows}),),
        why=f"{told}.",
        sources=BY_TOTAL,
        codes=tuple(row.code for row in rows),
        hint="Divide each code's minutes by 15 and drop what is left, for now.",
    )


def split(asked: Asked, concept: str = "left-overs") -> Step:
    """Which code gets how many units; every valid tie is right."""
    result, counting = asked.result, asked.counting
    right = tuple(units_answer({**each, **dict.fromkeys(counting.untimed, 1)}) for each in result.splits)
    if counting.method == "cms":
        why = _why_split(result)
        ask = "How many units does each code get?"
        hint = "Full 15s first. Then one unit each to the largest left-overs, until the total is used up."
    else:
        why = " ".join(_alone(row, asked) for row in result.rows)
        ask = "Each code is counted by itself. How many units does each get?"
        hint = "Look at one code at a time, as if the others were not there."
    if counting.untimed:
        why += f" {join_words(list(counting.untimed))}: 1 unit{' each' * (len(counting.untimed) > 1)}, not by time."
    if asked.to_confirm:
        why += " That this payer counts so is to confirm."
    return Step(
        id="split",
        concept="ties" if result.split_count > 1 else concept,
        ask=ask,
        kind="units",
        right=right,
        why=why,
        sources=asked.sources,
        codes=(*counting.timed, *counting.untimed),
        hint=hint,
    )


def tie(asked: Asked) -> Step:
    """Whether another split would be right as well."""
    result = asked.result
    if result.choice is not None:
        why = f"{result.choice.split(':')[0]}. The clinician chooses, and the note should say why."
    else:
        why = "No two left-overs tie for the last one, so only one way is right."
    return Step(
        id="tie",
        concept="ties",
        ask="Could these units be shared out another way and still be right?",
        kind="choice",
        right=(TIED if result.split_count > 1 else ONLY,),
        why=why,
        sources=BY_TOTAL,
        options=(
            Option(ONLY, "No, there is one right way"),
            Option(TIED, "Yes, between codes whose left-overs are equal"),
            Option(ANY, "Yes, on any of the codes, as long as the total is right"),
        ),
        hint="Compare the left-overs of the last code that got a unit and the first that did not.",
    )


def unbilled(asked: Asked) -> Step | None:
    """What becomes of a service that earned no unit; None where each has one."""
    result = asked.result
    without = [row for row in result.rows if not any(each.get(row.code) for each in result.splits)]
    if not without:
        return None
    row = without[0]
    name = asked.label(row.code)
    return Step(
        id="unbilled",
        concept="left-overs",
        ask=f"{name} got nothing here. What do you do with it?",
        kind="choice",
        right=("leave-it",),
        why=f"The units are used up by other codes, so {row.code} is not billed. "
        f"Its {plural(row.minutes, 'minute')} stay in the note: they were added up with the rest.",
        sources=("cms-100-04-ch5", "cms-100-02-ch15"),
        options=(
            Option("leave-it", "Leave it off the claim and keep its minutes in the note"),
            Option("bill-one", "Bill one anyway, because it was done", "Units come from the count."),
            Option(
                "drop-it", "Take it out of the note as well", "Its minutes shift the count, so they stay."
            ),
            Option(
                "add-minutes", "Write in a few more minutes, so that it earns one", "Only real minutes count."
            ),
        ),
        hint="What was done is one thing; what it earns is another.",
    )


def _why_split(result: UnitResult) -> str:
    """The total-time rule on this visit, in two or three sentences."""
    rows = result.rows
    said = f"Full 15s first: {'; '.join(_full(row) for row in rows)}."
    open_units = result.timed_units - sum(row.full for row in rows)
    if not result.timed_units:
        return "The total is under 8 minutes, so no code gets a unit."
    if not open_units:
        return f"{said} That uses all {plural(result.timed_units, 'unit')}."
    if result.choice is not None:
        return f"{said} {result.choice}"
    takers = [row for row in rows if row.units > row.full]
    most = join_words([f"{row.code} ({row.left_over} left)" for row in takers])
    return f"{said} {plural(open_units, 'unit')} to give, to the largest left-over: {most}."


def _full(row: CodeRow) -> str:
    """``97124 has 1 and 8 left``."""
    left = f"{row.left_over} left" if row.left_over else "nothing left"
    return f"{row.code} has {row.full or 'none'} and {left}"


def _alone(row: CodeRow, asked: Asked) -> str:
    """One code by its own minutes."""
    if row.code in asked.counting.full_unit_codes:
        rule = "this payer wants the full 15 for each unit of it (to confirm)"
    elif row.left_over >= 8:
        rule = f"{row.left_over} left, 8 or more, so one more"
    elif row.left_over:
        rule = f"{row.left_over} left, under 8"
    else:
        rule = "nothing is left"
    full_15s = plural(row.full, "full 15") if row.full else "no full 15"
    return f"{row.code}: {plural(row.minutes, 'minute')}, {full_15s}; {rule}: {row.units}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
