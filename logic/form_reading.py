"""The form's texts -> canonical lines, or what is missing and what cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Literal

from logic.calculators.facts import join_words, plural
from logic.cells import read_cell
from logic.columns import HEADINGS
from logic.problems import CellError
from logic.visit import empty_lines, visit_lines
from logic.visit_form import LINE_FIELDS, VISIT
from logic.who_counts import why_left_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import polars as pl

    from logic.rulebook import RuleBook
    from logic.rulebook.models import Code
    from logic.visit_form import Form, Row

Stage = Literal["empty", "unreadable", "unfinished", "ready"]
_CODE: Final = re.compile(r"[A-Za-z0-9]{5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Minutes of a timed code that earn no unit here, and why, as the end of a sentence."""

    code: str
    minutes: int
    why: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """An entry that cannot be read: which row (`VISIT` for none), which field, what is wrong, how to mend it."""

    row: str
    name: str
    wrong: str
    fix: str


@dataclass(frozen=True)
class Reading:
    """The form as read.

    `lines`: canonical lines, empty unless the stage is "ready"; `waiting`: sentences on what is still to be
    typed; `codes`: row key -> its code, also where a word named it; `minutes`: code -> minutes as far as told and
    as they count here; `left_out`: row key -> minutes that do not; `clocked`: rows whose minutes were taken from
    start and stop.
    """

    form: Form
    stage: Stage
    lines: pl.DataFrame
    troubles: tuple[Trouble, ...] = ()
    waiting: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    minutes: Mapping[str, int] = field(default_factory=dict)
    untold: tuple[str, ...] = ()
    clocked: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)

    def trouble(self, row: str, name: str) -> Trouble | None:
        """What is wrong with one field, if anything is."""
        return next((each for each in self.troubles if each.row == row and each.name == name), None)

    @property
    def left_out_words(self) -> tuple[str, ...]:
        """A sentence for each reason why minutes of a code have no part in the count."""
        sums: dict[tuple[str, str], int] = {}
        for each in self.left_out.values():
            sums[each.code, each.why] = sums.get((each.code, each.why), 0) + each.minutes
        return tuple(
            f"Left out of the count: {plural(minutes, 'minute')} of {code}, because {why}."
            for (code, why), minutes in sums.items()
        )


def read(form: Form, book: RuleBook, word: Callable[[str], str | None] | None = None) -> Reading:
    """Read the form; a visit of which any part cannot be read, or is still missing, is not judged.

    form: texts as typed; rows without anything in them count nothing. An empty field of the visit, or empty
    minutes, mean "not told"; empty modifiers mean that the line has none. Minutes left empty are taken from
    start and stop. book: for the codes that are timed. word: a plain word -> the code it names, or None.
    """
    rows = form.filled
    if not rows:
        return Reading(form, "empty", empty_lines(), _visit_troubles(form))
    troubles = [*_visit_troubles(form)]
    codes: dict[str, str] = {}
    clocked: dict[str, int] = {}
    lines: list[dict[str, str]] = []
    for row in rows:
        found = _row_troubles(row, word)
        troubles += found
        codes[row.key] = _code(row, word)
        if not found and (spent := _clock(row)) is not None:
            clocked[row.key] = spent
        lines.append(_line(row, codes[row.key]))
    minutes, untold, left_out = _minutes(form, codes, clocked, troubles, book)
    so_far = Reading(
        form,
        "unfinished",
        empty_lines(),
        codes=codes,
        minutes=minutes,
        untold=untold,
        clocked=clocked,
        left_out=left_out,
    )
    if troubles:
        return replace(so_far, stage="unreadable", troubles=tuple(troubles))
    if waiting := _waiting(rows, codes):
        return replace(so_far, waiting=waiting)
    visit = {name: form.text(name) for name in form.texts if form.text(name)}
    frame, problems = visit_lines({**visit, "lines": lines})
    if problems:  # nothing that the fields above let through should come here; say it rather than hide it
        left = tuple(Trouble(VISIT, each.column or "", each.wrong, each.fix) for each in problems)
        return replace(so_far, stage="unreadable", troubles=left)
    return replace(so_far, stage="ready", lines=frame)


def _line(row: Row, code: str) -> dict[str, str]:
    line = {name: row.text(name) for name in LINE_FIELDS if row.text(name) or name == "modifiers"}
    return line | {"code": code}


def _code(row: Row, word: Callable[[str], str | None] | None) -> str:
    typed = row.text("code")
    if _CODE.fullmatch(typed) and any(sign.isdigit() for sign in typed):
        return typed.upper()
    named = word(typed) if word is not None and typed else None
    return named or typed.upper()


def _visit_troubles(form: Form) -> tuple[Trouble, ...]:
    found = [_trouble(VISIT, name, text) for name, text in form.texts.items() if text.strip()]
    told = [each for each in found if each is not None]
    if not form.text("service_date"):
        told.append(
            Trouble(VISIT, "service_date", "The date of service is empty.", "Write it like 3/2/2026.")
        )
    return tuple(told)


def _row_troubles(row: Row, word: Callable[[str], str | None] | None) -> list[Trouble]:
    found = []
    for name in LINE_FIELDS:
        text = _code(row, word) if name == "code" else row.text(name)
        if text:
            found.append(_trouble(row.key, name, text))
    return [each for each in found if each is not None]


def _trouble(row: str, name: str, text: str) -> Trouble | None:
    column = HEADINGS[name]
    try:
        read_cell(column, text)
    except CellError as error:
        # The heading of a column is a computer's word; the label is the one that stands over the field.
        wrong = re.sub(rf"^{re.escape(column.heading)}\b", column.label, error.wrong)
        return Trouble(row, name, wrong, error.fix)
    return None


def _clock(row: Row) -> int | None:
    """Minutes from start and stop, where no minutes were typed."""
    if row.text("minutes") or not (row.text("start") and row.text("stop")):
        return None
    start, stop = (read_cell(HEADINGS[name], row.text(name)).value for name in ("start", "stop"))
    if not isinstance(start, int) or not isinstance(stop, int) or stop <= start:
        return None
    return stop - start


def _minutes(
    form: Form,
    codes: Mapping[str, str],
    clocked: Mapping[str, int],
    troubles: Iterable[Trouble],
    book: RuleBook,
) -> tuple[dict[str, int], tuple[str, ...], dict[str, LeftOut]]:
    """Minutes by code as far as they can be counted, the timed codes that have none, and what is left out."""
    bad = {(each.row, each.name) for each in troubles}
    minutes: dict[str, int] = {}
    untold: list[str] = []
    left_out: dict[str, LeftOut] = {}
    for row in form.filled:
        code = codes[row.key]
        fact = book.codes.get(code)
        if fact is None or (row.key, "code") in bad or (row.key, "minutes") in bad:
            continue
        typed = read_cell(HEADINGS["minutes"], row.text("minutes")).value
        spent = typed if isinstance(typed, int) else clocked.get(row.key)
        why = _why_left_out(fact, form, book) if fact.timed else None
        if spent and why is not None and 0 <= spent <= 1440:
            left_out[row.key] = LeftOut(code, spent, why)
        elif spent is not None and 0 <= spent <= 1440:
            minutes[code] = minutes.get(code, 0) + spent
        elif fact.timed and spent is None and why is None:
            untold.append(code)
    return minutes, tuple(dict.fromkeys(untold)), left_out


def _why_left_out(fact: Code, form: Form, book: RuleBook) -> str | None:
    """Why minutes of this code would not count, as far as the form tells who treated, whose payer and when."""
    try:
        day = read_cell(HEADINGS["service_date"], form.text("service_date")).value
    except CellError:
        day = None
    payer = book.payers.get(form.text("payer"))
    on = day if isinstance(day, date) else None
    return why_left_out(fact, payer, on, form.text("treated_by"), form.text("billed_by"))


def _waiting(rows: Iterable[Row], codes: Mapping[str, str]) -> tuple[str, ...]:
    no_code, no_units = [], []
    for number, row in enumerate(rows, 1):
        if not row.text("code"):
            no_code.append(str(number))
        elif not row.text("units"):
            no_units.append(codes[row.key])
    said = []
    if no_code:
        said.append(
            f"Line {join_words(no_code)} still {'needs its' if len(no_code) == 1 else 'need their'} code."
        )
    if no_units:
        said.append(f"Billed units are missing for {join_words(no_units)}; type 0 for what was not billed.")
    return tuple(said)


@cache
@lru_cache(maxsize=4)
def vocabulary(book: RuleBook) -> Callable[[str], str | None]:
    """Give the function that knows the rule book's words: "massage" -> "97124"; None for a word of two codes."""
    words: dict[str, set[str]] = {}
    for code, fact in book.codes.items():
        words.setdefault(fact.label.lower(), set()).add(code)
    for word in book.techniques:
        for name in (word.technique, *word.aliases):
            words.setdefault(name.lower(), set()).update(word.codes)
    known = {name: next(iter(codes)) for name, codes in words.items() if len(codes) == 1}
    return lambda text: known.get(" ".join(text.lower().split()))
