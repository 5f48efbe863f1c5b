"""A typed visit judged, with what would change the verdict: certain fixes, open questions, boundaries, methods."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from logic import states
from logic.calculators import units as calculator
from logic.calculators.facts import CalculatorError, plural
from logic.certain_fixes import UNIT_RULES, candidates, fill_units
from logic.check import check
from logic.fix import Context, Fix, UnitChoices
from logic.form_reading import Reading, read
from logic.practice.naming import named
from logic.visit_form import ANSWERS, Form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from logic.calculators.unit_results import BothMethods, UnitResult
    from logic.check import Checked
    from logic.rulebook import RuleBook
    from logic.rulebook.payers import Payer
    from logic.verdict import Finding, Verdict

PROOF: Final = {"P203": "separate_service"}
"""A rule about one line that an answer on that line settles."""

QUESTIONS: Final = {"D701", "D702", "D703", "D704", "D705", "D706", "D707"}
MISCOUNTED: Final = UNIT_RULES | {"U106"}
MAY_NOT_STAND: Final = frozenset({"pair edits", "unit limits", "code choice"})
"""Families whose failures say that the units themselves may not stand on the claim."""
THERAPY_MODIFIERS: Final = frozenset({"GP", "GO", "GN"})
Tally = dict[tuple[str, int], int]


@dataclass(frozen=True)
class Counts:
    """The visit's minutes by both methods; `mine` is the payer's own, None where its method is not known."""

    both: BothMethods
    mine: UnitResult | None


@dataclass(frozen=True)
class Answer:
    """A form judged.

    `questions`: findings that an answer would settle; `near`: sentences on the boundaries; `billed`: units of the
    timed codes whose minutes count; `misconceptions`: ids of the wrong rules that give just the units that were
    billed, where those are wrong; `kept`: codes at 0 units that a pair edit holds against a billed one.
    """

    reading: Reading
    checked: Checked
    verdict: Verdict
    counts: Counts | None
    questions: tuple[Finding, ...]
    near: tuple[str, ...]
    billed: int = 0
    misconceptions: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outlook:
    """What can be done by a click, by rule, and what the verdict would be then.

    `after_fixes`: with the first fix of each rule; `after_answers`: with yes to every open question as well.
    """

    fixes: Mapping[str, tuple[Fix, ...]]
    after_fixes: str | None = None
    after_answers: str | None = None


def payer_of(form: Form, book: RuleBook) -> Payer | None:
    """The payer that was chosen; the rule book's unknown payer where none was."""
    return book.payers.get(form.text("payer") or "unknown")


def counts_of(reading: Reading, book: RuleBook) -> Counts | None:
    """Units of the minutes told so far, where all of them are told, can be read and are of one discipline."""
    if (
        reading.stage == "unreadable"
        or not (reading.minutes or reading.left_out)
        or reading.untold
        or is_mixed(reading.form)
    ):
        return None
    payer = payer_of(reading.form, book)
    strict = payer.counting.full_unit_codes if payer is not None else ()
    try:
        both = calculator.both(reading.minutes, book, strict)
    except CalculatorError:
        return None
    method = "unknown" if payer is None else payer.counting.method
    return Counts(both, {"cms": both.cms, "midpoint": both.midpoint}.get(method))


def unit_choices(
    reading: Reading,
    book: RuleBook,
    counts: Counts | None,
    today: date,
    word: Callable[[str], str | None] | None = None,
) -> UnitChoices:
    """For a visit whose units are not typed yet: what the minutes support, each valid split a choice.

    A split that may not stand on a claim (a pair edit, a bundled code, a daily limit) is held back.
    """
    if counts is None or counts.mine is None or reading.stage != "unfinished":
        return UnitChoices()
    splits = fill_units(Context(reading, book, counts.mine))
    tallies = _recheck([each.on(reading.form) for each in splits], book, today, word) if splits else []
    good, against = [], set()
    for split, tally in zip(splits, tallies, strict=True):
        if tally is None:
            continue
        failing = {
            rule for rule, state in tally if state == states.FAIL and book.rules[rule].family in MAY_NOT_STAND
        }
        against |= failing
        if not failing:
            good.append(split)
    return UnitChoices(tuple(good), () if good else tuple(sorted(against)))


def answer(reading: Reading, book: RuleBook, today: date) -> Answer | None:
    """Judge a form that can be judged (stage "ready"); None for any other."""
    if reading.stage != "ready":
        return None
    checked = check(reading.lines, book, today)
    verdict = checked.verdicts()[0]
    counts = counts_of(reading, book)
    asked = tuple(finding for finding in verdict.findings if _open(finding, reading.form))
    timed = checked.judged.derived.lines.filter("timed")
    billed, kept = int(timed["units"].sum()), frozenset(timed.filter("waived")["code"])
    near = _near(counts, verdict, reading, book, billed)
    as_if = _as_if(counts, verdict, reading, book)
    return Answer(reading, checked, verdict, counts, asked, near, billed, as_if, kept)


def outlook(
    judged: Answer, book: RuleBook, today: date, word: Callable[[str], str | None] | None = None
) -> Outlook:
    """The fixes that hold when the changed visit is checked again, and the verdict after them.

    word: as for `logic.form_reading.read`; the changed forms are read with it again.
    """
    counts, form = judged.counts, judged.reading.form
    before = _tally(judged.checked).get(judged.verdict.visit_id, {})
    settled = {finding.rule for finding in judged.questions}
    context = Context(judged.reading, book, None if counts is None else counts.mine)
    offered = candidates(context, judged.verdict)
    if not offered:
        return Outlook({}, None, _verdict(before, settled, book))
    fixed = _all_of(form, offered)
    *tallies, after = _recheck([*(fix.on(form) for fix in offered), fixed], book, today, word)
    fixes: dict[str, list[Fix]] = defaultdict(list)
    for fix, tally in zip(offered, tallies, strict=True):
        if tally is not None and _better(fix, before, tally):
            fixes[fix.rule].append(fix)
    kept = {rule: tuple(each) for rule, each in fixes.items()}
    if after is None or not kept:
        return Outlook(kept, None, _verdict(before, settled, book))
    return Outlook(kept, _verdict(after, set(), book), _verdict(after, settled, book))


def _open(finding: Finding, form: Form) -> bool:
    """Whether an answer that nobody gave yet would settle the finding; a "no" is an answer."""
    if finding.state not in {"needs documentation", "not checked"}:
        return False
    if finding.rule in PROOF:
        rows = form.filled
        place = finding.line or 0
        return 0 < place <= len(rows) and not rows[place - 1].text(PROOF[finding.rule])
    return finding.rule in QUESTIONS and not form.text(ANSWERS[finding.rule][0])


def _verdict(tally: Tally, settled: set[str], book: RuleBook) -> str:
    """The verdict of a tally once the rules that an answer settles have passed; as `logic.judge` adds it up."""
    left = {(rule, state) for rule, state in tally if rule not in settled or state == states.FAIL}
    if any(state == states.FAIL for _, state in left):
        return states.WORDS[states.FAIL]
    if any(state == states.NEEDS_DOCUMENTATION for _, state in left):
        return states.WORDS[states.NEEDS_DOCUMENTATION]
    undecided = {rule for rule, state in left if state == states.NOT_CHECKED}
    if any(book.rules[rule].family in states.DECIDING_FAMILIES for rule in undecided):
        return states.WORDS[states.NOT_CHECKED]
    return states.WORDS[states.PASS]


def _all_of(form: Form, fixes: Sequence[Fix]) -> Form:
    """The form after the first fix of each rule."""
    first = {fix.rule: fix for fix in reversed(fixes)}
    for rule in dict.fromkeys(fix.rule for fix in fixes):
        form = first[rule].on(form)
    return form


def _recheck(
    forms: Sequence[Form], book: RuleBook, today: date, word: Callable[[str], str | None] | None
) -> list[Tally | None]:
    """Each changed form judged, all in one frame: the tally of its rules; None where it cannot be judged."""
    frames = []
    for number, form in enumerate(forms):
        again = read(form, book, word)
        if again.stage == "ready":
            frames.append(again.lines.with_columns(pl.lit(f"try {number}").alias("visit_id")))
    tallies = _tally(check(pl.concat(frames), book, today)) if frames else {}
    judged = {frame["visit_id"][0] for frame in frames}
    names = [f"try {number}" for number in range(len(forms))]
    return [tallies.get(name, {}) if name in judged else None for name in names]


def _tally(checked: Checked) -> dict[str, Tally]:
    """Visit -> how often each rule ended in each state."""
    judged = checked.judged
    found: dict[str, Tally] = {}
    for frame, states_of in ((judged.derived.lines, judged.lines), (judged.derived.visits, judged.visits)):
        visits = frame["visit_id"].to_list()
        for rule in states_of.columns:
            for visit, state in zip(visits, states_of[rule].to_list(), strict=True):
                if state >= states.FAIL:
                    own = found.setdefault(visit, {})
                    own[rule, state] = own.get((rule, state), 0) + 1
    return found


def _better(fix: Fix, before: Tally, after: Tally) -> bool:
    """Whether its own findings are fewer, and nothing that was right is wrong now.

    A fix of units may bill a line for the first time; what its modifiers then lack is a finding of its own.
    """
    for (rule, state), count in after.items():
        if state == states.FAIL and (rule, state) not in before:
            if fix.rule in UNIT_RULES and rule.startswith("M"):
                continue
            return False
        if state == states.FAIL and rule == fix.rule and count >= before.get((rule, state), 0):
            return False
    return True


def is_mixed(form: Form) -> bool:
    """Whether lines of two disciplines stand together; each is counted by itself."""
    if form.text("discipline"):
        return False
    held = {each for row in form.filled for each in _readable_modifiers(row.text("modifiers"))}
    return len(held & THERAPY_MODIFIERS) > 1


def _readable_modifiers(text: str) -> list[str]:
    return text.upper().replace(",", " ").split()


def _near(
    counts: Counts | None, verdict: Verdict, reading: Reading, book: RuleBook, billed: int
) -> tuple[str, ...]:
    """How far the count is from its boundaries, in sentences; information, never advice."""
    if counts is None or counts.mine is None or not reading.minutes:
        return ()
    payer = payer_of(reading.form, book)
    strict = payer.counting.full_unit_codes if payer is not None else ()
    mine = counts.mine
    said = [calculator.next_unit(reading.minutes, book, mine.method, strict).sentence]
    if mine.method == "cms" and any(finding.rule == "U101" for finding in verdict.findings):
        begins = 15 * billed - 7
        said.append(
            f"{plural(billed, 'unit')} would begin at {begins} timed minutes; this visit has {mine.timed_minutes}. "
            "If the note shows other minutes than were typed here, correct them."
        )
    return tuple(said)


def _as_if(counts: Counts | None, verdict: Verdict, reading: Reading, book: RuleBook) -> tuple[str, ...]:
    """The misconceptions that lead to the units billed, where a unit rule fails and the payer's method is known."""
    wrong = any(
        finding.state == states.WORDS[states.FAIL] and finding.rule in MISCOUNTED
        for finding in verdict.findings
    )
    if not wrong or counts is None or counts.mine is None:
        return ()
    payer = payer_of(reading.form, book)
    strict = payer.counting.full_unit_codes if payer is not None else ()
    sums = reading.lines.group_by("code", maintain_order=True).agg(pl.col("units").sum())
    billed = {str(code): int(units or 0) for code, units in sums.iter_rows()}
    if not set(strict).isdisjoint(billed):
        return ()  # a contract that wants the full 15 is the likelier reason than a wrong rule
    on = reading.lines["service_date"][0]
    return named(reading.minutes, billed, counts.mine.method, book, on=on)
