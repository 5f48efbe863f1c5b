"""Certain fixes of one line, by rule: each gives what becomes of the row, or None where it is not certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logic.calculators.facts import join_words
from logic.cells import read_cell
from logic.columns import HEADINGS
from logic.fix import Context, Edit, Part, modifiers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from logic.visit_form import Row

THERAPY: Final = {"pt": "GP", "ot": "GO", "slp": "GN"}
ASSISTANT: Final = {"pt": "CQ", "ot": "CO"}
# A visit by video needs a person to look; the others cannot be right on a timed therapy code.
LOOK_FIRST: Final = frozenset({"telehealth"})


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
