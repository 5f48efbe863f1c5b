"""Fixes that are certain, as changes to the form: offered, never made, and checked again before they are shown.

Certain means: the rule book and what was told leave one answer (or, in a tie, a list of equally valid ones).
Nothing here adds 59, KX, CQ or CO, or chooses a diagnosis: those say what happened, and a click does not know.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from logic.calculators.facts import join_words
from logic.fix import Context, Edit, Fix, Part, modifiers_of
from logic.line_fixes import MENDS, THERAPY

if TYPE_CHECKING:
    from logic.verdict import Finding, Verdict
    from logic.visit_form import Row

MOST_CHOICES: Final = 6
UNIT_RULES: Final = frozenset({"U101", "U102", "U103", "U104", "U105"})


def candidates(context: Context, verdict: Verdict) -> list[Fix]:
    """Every fix that might be certain, in the order of the findings; the caller checks each again."""
    fixes: list[Fix] = []
    failing: dict[str, list[Finding]] = defaultdict(list)
    for finding in verdict.findings:
        if finding.state == "fail":
            failing[finding.rule].append(finding)
    for rule, findings in failing.items():
        if rule in UNIT_RULES:
            fixes += _splits(rule, context)
        elif rule == "U113":
            fixes += _one_line(context)
        elif rule in MENDS:
            rows = [row for finding in findings if (row := context.row(finding)) is not None]
            if rule == "M401":
                rows = _bare(context)
            told = [part for row in rows if (part := MENDS[rule](context, row)) is not None]
            if told:
                fixes.append(Fix(rule, _label(told, context), {part.row.key: part.edit for part in told}))
    return fixes


def fill_units(context: Context) -> list[Fix]:
    """Units for rows that have none yet: every valid split of the minutes, the untimed codes once."""
    if context.counts is None or context.reading.untold:
        return []
    return _splits("", context, only_blank=True)


def _bare(context: Context) -> list[Row]:
    """Therapy lines without GP, GO or GN, also those with 0 units: another fix may bill them."""
    known = context.book.codes
    return [
        row
        for row in context.form.filled
        if (fact := known.get(context.code(row))) is not None
        and fact.therapy == "always"
        and not any(each in THERAPY.values() for each in modifiers_of(row))
    ]


def _splits(rule: str, context: Context, *, only_blank: bool = False) -> list[Fix]:
    """Each valid split of the minutes as a fix; none where a code stands on several lines."""
    counts = context.counts
    if counts is None:
        return []
    rows = {context.code(row): row for row in context.form.filled}
    if len(rows) < len(context.form.filled):
        return []
    timed = {code for row in counts.rows for code in row.codes}
    splits = [split for split in counts.splits[: MOST_CHOICES + 1] if set(split) <= set(rows)]
    if len(splits) != len(counts.splits) or len(splits) > MOST_CHOICES:
        return []
    fixes = []
    for split in splits:
        due = {code: split.get(code, 0) for code in rows if code in timed}
        if only_blank:
            due |= dict.fromkeys((code for code in rows if code in counts.untimed), 1)
        edits = {
            rows[code].key: Edit({"units": str(units)})
            for code, units in due.items()
            if rows[code].text("units") != str(units)
        }
        if only_blank and any(
            rows[code].text("units") not in {"", str(units)} for code, units in due.items()
        ):
            continue
        words = ", ".join(f"{code} × {units}" for code, units in due.items())
        if edits:
            fixes.append(Fix(rule, f"Set the units to {words}", edits, choice=len(splits) > 1))
    return fixes


def _one_line(context: Context) -> list[Fix]:
    """U113: units and minutes of a code that stands on several lines, alike but for their numbers, on the first."""
    groups: dict[tuple[str, frozenset[str]], list[Row]] = defaultdict(list)
    for row in context.form.filled:
        groups[context.code(row), frozenset(modifiers_of(row))].append(row)
    edits: dict[str, Edit] = {}
    codes = []
    for (code, _), rows in groups.items():
        fact = context.book.codes.get(code)
        if len(rows) < 2 or fact is None or not fact.timed or any(row.text("start") for row in rows):
            continue
        sums = {name: [row.text(name) for row in rows] for name in ("units", "minutes")}
        if not all(text.isdecimal() for texts in sums.values() for text in texts):
            continue
        edits[rows[0].key] = Edit({name: str(sum(map(int, texts))) for name, texts in sums.items()})
        edits |= dict.fromkeys((row.key for row in rows[1:]), Edit(remove=True))
        codes.append(code)
    return [Fix("U113", f"Put {join_words(codes)} on one line", edits)] if edits else []


def _label(parts: list[Part], context: Context) -> str:
    """What the button says, as "Add GP to lines 1 and 2"; lines with the same verb are named together."""
    numbers = {row.key: str(number) for number, row in enumerate(context.form.filled, 1)}
    by_verb: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        by_verb[part.verb].append(numbers[part.row.key])
    said = [f"{verb} {'line' if len(at) == 1 else 'lines'} {join_words(at)}" for verb, at in by_verb.items()]
    return "; ".join([said[0], *(each[0].lower() + each[1:] for each in said[1:])])
