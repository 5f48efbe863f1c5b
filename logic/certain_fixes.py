"""Fixes that are certain, as changes to the form: offered, never made, and checked again before they are shown.

Certain means: the rule book and what was told leave one answer (or, in a tie, a list of equally valid ones).
Nothing here adds 59, KX, CQ or CO, or chooses a diagnosis: those say what happened, and a click does not know.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from logic.calculators.facts import join_words
from logic.cells import read_cell
from logic.columns import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from logic.calculators.units import UnitResult
    from logic.rulebook import RuleBook
    from logic.verdict import Finding, Verdict
    from logic.visit_form import Form, Reading, Row

THERAPY: Final = {"pt": "GP", "ot": "GO", "slp": "GN"}
ASSISTANT: Final = {"pt": "CQ", "ot": "CO"}
MOST_CHOICES: Final = 6
UNIT_RULES: Final = frozenset({"U101", "U102", "U103", "U104", "U105"})
# A visit by video needs a person to look; the others cannot be right on a timed therapy code.
LOOK_FIRST: Final = frozenset({"telehealth"})


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of a row: fields that read anew, modifiers taken off and put in front, or the row removed."""

    texts: Mapping[str, str] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    remove: bool = False

    def on(self, row: Row) -> Row:
        """The row after the edit."""
        if self.drop or self.add:
            kept = [each for each in modifiers_of(row) if each not in {*self.drop, *self.add}]
            row = row.having(modifiers=" ".join([*self.add, *kept]))
        return row.having(**self.texts)


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the form that settles findings of one rule.

    `label`: what the button says; `edits`: row key -> what becomes of the row; `choice`: one of several that
    are equally valid, so the note must say why.
    """

    rule: str
    label: str
    edits: Mapping[str, Edit]
    choice: bool = False

    def on(self, form: Form) -> Form:
        """The form after the fix; fixes of other rules may have changed it before."""
        for key, edit in self.edits.items():
            row = next((each for each in form.rows if each.key == key), None)
            if row is None:
                continue
            form = form.without_row(key) if edit.remove else form.with_row(edit.on(row))
        return form


@dataclass(frozen=True)
class Context:
    """What a fix may look at: the form as read, the rule book, and the units by the payer's method."""

    reading: Reading
    book: RuleBook
    counts: UnitResult | None

    @property
    def form(self) -> Form:
        """The form itself."""
        return self.reading.form

    def row(self, finding: Finding) -> Row | None:
        """The row that a finding speaks of."""
        rows = self.form.filled
        return rows[finding.line - 1] if finding.line is not None and finding.line <= len(rows) else None

    def code(self, row: Row) -> str:
        """The code of a row, also where a word names it."""
        return self.reading.codes[row.key]


@dataclass(frozen=True, slots=True)
class Part:
    """A fix of one line: the verb ("Add GP to"), the row and what becomes of it."""

    verb: str
    row: Row
    edit: Edit


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


def modifiers_of(row: Row) -> list[str]:
    """The modifiers of a row, in their order."""
    value = read_cell(HEADINGS["modifiers"], row.text("modifiers")).value
    return list(value) if isinstance(value, list) else []


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


def _take_off(row: Row, gone: list[str]) -> Part | None:
    return Part(f"Take {join_words(gone)} off", row, Edit(drop=tuple(gone))) if gone else None


def _add_therapy(context: Context, row: Row) -> Part | None:
    wanted = THERAPY.get(context.form.text("discipline"))
    if wanted is None:
        return None
    return Part(f"Add {wanted} to", row, Edit(add=(wanted,)))


def _keep_one_therapy(context: Context, row: Row) -> Part | None:
    wanted = THERAPY.get(context.form.text("discipline"))
    held = [each for each in modifiers_of(row) if each in THERAPY.values()]
    return _take_off(row, [each for each in held if each != wanted]) if wanted in held else None


def _right_therapy(context: Context, row: Row) -> Part | None:
    wanted = THERAPY.get(context.form.text("discipline"))
    held = [each for each in modifiers_of(row) if each in THERAPY.values()]
    if wanted is None or len(held) != 1 or held[0] == wanted:
        return None
    return Part(f"Replace {held[0]} with {wanted} on", row, Edit(drop=(held[0],), add=(wanted,)))


def _partner(context: Context, row: Row) -> Part | None:
    """M404: the plan that CQ or CO goes with, where the discipline told says the same."""
    discipline = context.form.text("discipline")
    held = modifiers_of(row)
    if ASSISTANT.get(discipline) not in held or any(each in THERAPY.values() for each in held):
        return None
    return _add_therapy(context, row)


def _one_assistant(context: Context, row: Row) -> Part | None:
    right = ASSISTANT.get(context.form.text("discipline"))
    wrong = [each for each in ("CQ", "CO") if each != right]
    return _take_off(row, wrong) if right is not None else None


def _no_assistant(_: Context, row: Row) -> Part | None:
    return _take_off(row, [each for each in modifiers_of(row) if each in {"CQ", "CO"}])


def _no_threshold(_: Context, row: Row) -> Part | None:
    return _take_off(row, ["KX"])


def _no_distinct(context: Context, row: Row) -> Part | None:
    group = {code for code, fact in context.book.modifiers.items() if fact.group == "distinct"}
    return _take_off(row, [each for each in modifiers_of(row) if each in group])


def _no_unfit(context: Context, row: Row) -> Part | None:
    known = context.book.modifiers
    unfit = [each for each in modifiers_of(row) if each in known and known[each].unfit_for_timed_therapy]
    if any(known[each].group in LOOK_FIRST for each in unfit):
        return None
    return _take_off(row, unfit)


def _one_unit(context: Context, row: Row) -> Part | None:
    return Part(f"Set {context.code(row)} to 1 unit on", row, Edit({"units": "1"}))


def _not_billed(context: Context, row: Row) -> Part | None:
    return Part(
        f"Set {context.code(row)} to 0 units (kept in the note, not billed) on", row, Edit({"units": "0"})
    )


def _if_both(context: Context, row: Row) -> Part | None:
    """P201: what may be billed where both were done; the label says the condition."""
    return Part(
        f"Both were done: set {context.code(row)} to 0 units (kept in the note) on", row, Edit({"units": "0"})
    )


def _instead(context: Context, row: Row) -> Part | None:
    day = read_cell(HEADINGS["service_date"], context.form.text("service_date")).value
    status = context.book.medicare_status(context.code(row), day)  # type: ignore[arg-type]  # a date, or unread
    if status is None or len(status.use_instead) != 1:
        return None
    right = status.use_instead[0]
    return Part(f"Replace {context.code(row)} with {right} on", row, Edit({"code": right}))


MENDS: Final[Mapping[str, Callable[[Context, Row], Part | None]]] = {
    "U106": _one_unit,
    "C502": _not_billed,
    "C503": _instead,
    "M401": _add_therapy,
    "M402": _keep_one_therapy,
    "M403": _right_therapy,
    "M404": _partner,
    "M405": _one_assistant,
    "M407": _no_assistant,
    "M409": _no_threshold,
    "M411": _no_unfit,
    "P201": _if_both,
    "P204": _no_distinct,
}


def _label(parts: list[Part], context: Context) -> str:
    """What the button says, as "Add GP to lines 1 and 2"; lines with the same verb are named together."""
    numbers = {row.key: str(number) for number, row in enumerate(context.form.filled, 1)}
    by_verb: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        by_verb[part.verb].append(numbers[part.row.key])
    said = [f"{verb} {'line' if len(at) == 1 else 'lines'} {join_words(at)}" for verb, at in by_verb.items()]
    return "; ".join([said[0], *(each[0].lower() + each[1:] for each in said[1:])])
