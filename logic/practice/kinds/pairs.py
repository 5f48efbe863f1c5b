"""Two codes on one day: is there an edit, does the note release it, and what is billed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from logic.practice.case import Option, Row, Step
from logic.practice.draft import Draft
from logic.practice.kinds._parts import (
    ASK,
    SETTING_WORDS,
    TO_CONFIRM,
    a_scene,
    because,
    because_or_ask,
    capital,
    options,
    or_ask,
    plain,
    sources,
)
from logic.rulebook.base import CodeText, Model, Setting

if TYPE_CHECKING:
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.kinds._parts import Scene
    from logic.practice.phrases import SeparatePhrase
    from logic.rulebook import RuleBook
    from logic.rulebook.editions import PairEdit

KEY = "pair"
NO_EDIT = "none"
BOTH, MARKED, FIRST_MARKED, FIRST_ONLY, SECOND_ONLY = "both", "marked", "first-marked", "first", "second"


class Asks(Model):
    """The parameters: pairs of codes in either order, and the settings that they are billed from."""

    pairs: Annotated[tuple[tuple[CodeText, CodeText], ...], Field(min_length=1)]
    settings: Annotated[tuple[Setting, ...], Field(min_length=1)] = ("practitioner",)


@dataclass(frozen=True, slots=True)
class Pair:
    """What the case is about. `column1` is the code that is paid, and the first one where there is no edit.

    `edit` is the answer: none, 1, 0 or ask. `once_edit`: an edit that has ended and that old charts still show.
    """

    column1: str
    column2: str
    edit: str
    by_ncci: str
    shows: bool
    minutes_only: bool
    adjustment: bool
    once_edit: bool


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a pair, a day and a note; None where our tables do not answer for the pair."""
    asks: Asks = blueprint.asks
    scene, setting = a_scene(blueprint, random, book, course), random.choice(asks.settings)
    codes = list(random.choice(asks.pairs))
    random.shuffle(codes)
    by_ncci = edit_between(codes[0], codes[1], setting, scene, payer=None)
    answer = edit_between(codes[0], codes[1], setting, scene, payer=scene.payer)
    if by_ncci == ASK:
        return None
    edit = book.pair_edit(codes[0], codes[1], scene.day, setting)
    column1, column2 = (edit.column1, edit.column2) if edit else codes
    adjustment = book.codes[column1].kind == "manipulation"
    note = _note(random, by_ncci, course, adjustment=adjustment)
    words = {"first": _short(column1, book), "second": _short(column2, book)}
    says = capital(random.choice(note.says).format(**words))
    pair = Pair(
        column1,
        column2,
        answer,
        by_ncci,
        note.shows,
        adjustment and "9:00" in says,
        adjustment,
        _once_edit(column1, column2, scene),
    )
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title="Two services on one day",
        story=f"{scene.when}. {capital(scene.label)}, billed by {SETTING_WORDS[setting]}. One patient, one day. {says}",
        steps=_steps(pair, note, edit if answer != ASK else None, scene),
        rows=tuple(
            Row(book.codes[code].label, code=code, detail=f"${random.randint(34, 89)} charged")
            for code in codes
        ),
        facts={KEY: pair},
        claim=_claim(pair, setting, scene),
    )


def edit_between(a: str, b: str, setting: Setting, scene: Scene, *, payer: str | None) -> str:
    """The indicator of the edit ("0", "1"), "none" where there is none, "ask" where nobody here can say.

    Without a payer: by the published edits.
    """
    book, day = scene.book, scene.day
    found = book.pair_edit(a, b, day, setting, payer)
    if found is not None and not found.lifted:
        return found.indicator if found.indicator in {"0", "1"} else NO_EDIT
    follows = payer is None or book.payers[payer].pair_edits.follows == "ncci"
    known = any(
        not edition.family or {a, b} <= edition.family
        for edition in book.pair_editions
        if edition.holds(day) and setting in edition.settings
    )
    return NO_EDIT if follows and known else ASK


def _short(code: str, book: RuleBook) -> str:
    """The service without what tells it from its sisters: chiropractic adjustment."""
    return plain(code, book).split(",", maxsplit=1)[0]


def _note(random: Random, edit: str, course: Course, *, adjustment: bool) -> SeparatePhrase:
    """What the note shows; minutes that overlap stand only where an edit is to be released."""
    fits = {"either", "yes" if adjustment else "no"}
    notes = [
        each
        for each in course.phrases.separate
        if each.adjustment in fits and (edit == "1" or each.shows or each.adjustment == "either")
    ]
    traps = [each for each in notes if adjustment and not each.shows and each.adjustment == "yes"]
    return random.choice(traps if traps and random.random() < 0.4 else notes)


def _once_edit(column1: str, column2: str, scene: Scene) -> bool:
    return any(
        {ended.column1, ended.column2} == {column1, column2} and ended.deleted_on < scene.day
        for edition in scene.book.pair_editions
        for ended in edition.withdrawn
    )


def _do(pair: Pair) -> str:
    if pair.edit in {ASK, NO_EDIT}:
        return ASK if pair.edit == ASK else BOTH
    return MARKED if pair.edit == "1" and pair.shows else FIRST_ONLY


def _steps(pair: Pair, note: SeparatePhrase, edit: PairEdit | None, scene: Scene) -> tuple[Step, ...]:
    follows, label = scene.terms.pair_edits, scene.label
    read = sources(edit, follows, otherwise=("cms-ncci-ptp",))
    said = or_ask(pair.edit, follows if pair.edit != ASK else None)
    first = Step(
        id="edit",
        concept="pair-edits",
        ask=f"What do the pair edits that {label} uses say of these two codes?",
        kind="choice",
        hint="Look the two codes up in the edition of that day, for that setting.",
        right=said,
        why=because_or_ask(_edit_words(pair, label), said, edit, follows if pair.edit != ASK else None),
        sources=read,
        options=options(
            {
                NO_EDIT: "Nothing: they are no edit",
                "1": "An edit with indicator 1: a modifier can release it, if the record shows a separate service",
                "0": "An edit with indicator 0: nothing releases it",
                ASK: "Not known: the payer has to be asked",
            }
        ),
    )
    do = _do(pair)
    billed = or_ask(do, follows if pair.edit != ASK else None)
    last = Step(
        id="do",
        concept="pair-edits",
        ask="What is billed?",
        kind="choice",
        hint="A modifier says something. Would it be true, and would anybody listen?",
        right=billed,
        why=because_or_ask(_do_words(pair, do), billed, note if pair.edit == "1" else None),
        sources=tuple(dict.fromkeys((*read, *(("aapc-59",) if do == MARKED else ())))),
        options=_ways(pair),
    )
    if pair.edit != "1":
        return (first, last)
    shows = Step(
        id="shows",
        concept="documentation",
        ask="Does the note show that one of the two was a separate service?",
        kind="choice",
        hint="Another place, another visit, or minutes of its own?",
        right=("yes" if note.shows else "no",),
        why=because(note.why, note),
        sources=note.source,
        options=options({"yes": "Yes", "no": "No"}),
    )
    return (first, shows, last)


def _ways(pair: Pair) -> tuple[Option, ...]:
    """What may be billed, right and wrong."""
    marked = "Both, with 59 or the X modifier that is true on"
    either_line = (
        f"It belongs on {pair.column2}, the line that the edit would deny. Medicare is said to take it on either "
        f"line since July 2019. {TO_CONFIRM}"
    )
    return (
        Option(BOTH, "Both, without a modifier for it"),
        Option(MARKED, f"{marked} {pair.column2}"),
        Option(FIRST_MARKED, f"{marked} {pair.column1}", either_line if pair.edit == "1" else ""),
        Option(FIRST_ONLY, f"{pair.column1}, and not {pair.column2}"),
        Option(SECOND_ONLY, f"{pair.column2}, and not {pair.column1}"),
        Option(ASK, "Nothing yet: ask the payer which edits it uses"),
    )


def _edit_words(pair: Pair, label: str) -> str:
    both = f"{pair.column1} and {pair.column2}"
    if pair.edit == NO_EDIT:
        ended = " It was one once, and old charts still show it." if pair.once_edit else ""
        return f"{both} are no pair edit on that day.{ended}"
    if pair.edit == ASK:
        return f"The rule book does not know which pair edits {label} uses."
    paid = f"{pair.column1} stands in column 1 and is paid, {pair.column2} in column 2."
    how = "nothing releases it" if pair.edit == "0" else "a modifier that is true can release it"
    return f"{both} are an edit with indicator {pair.edit}: {how}. {paid}"


def _do_words(pair: Pair, do: str) -> str:
    if do == ASK:
        return "Without knowing the payer's edits, nobody can say whether a modifier is wanted."
    if do == BOTH:
        return "With no edit there is nothing to release. 59 would be an error, and it has nothing to do with time."
    if do == MARKED:
        return f"The note shows a separate service. The modifier goes on {pair.column2}, which the edit would deny."
    if pair.edit == "0":
        stays = f"{pair.column2} stays in the note with 0 units"
        return f"{pair.column1} is paid. {stays}, and no modifier frees it, whatever the note shows."
    return (
        f"No separate service is shown, so no modifier would be true: {pair.column1}, and not {pair.column2}."
    )


def _claim(pair: Pair, setting: Setting, scene: Scene) -> dict[str, object]:
    """The two lines as they may be billed; a code that is not billed keeps its minutes with 0 units."""
    do = _do(pair)
    marked = {MARKED: pair.column2}.get(do)
    unbilled = {FIRST_ONLY: pair.column2}.get(do)
    lines = []
    for code in (pair.column1, pair.column2):
        fact = scene.book.codes[code]
        modifiers = ["GP"] if fact.therapy == "always" else ["AT"] if fact.kind == "manipulation" else []
        line: dict[str, object] = {
            "code": code,
            "units": 0 if code == unbilled else 1,
            "modifiers": [*modifiers, "59"] if code == marked else modifiers,
        }
        if code == marked:
            line["separate_service"] = True
        lines.append(line)
    return {"payer": scene.payer, "setting": setting, "service_date": scene.day, "lines": lines}
