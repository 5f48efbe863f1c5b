"""Columns as recognized, and a person's changes to them -> a profile that reads the file so."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from logic.columns import COLUMNS, HEADINGS, REQUIRED
from logic.intake.headings import ALIASES, part_number, plain
from logic.intake.profile import FIXED, SEVERAL, FirstTold, Profile
from logic.intake.recognition import FileColumn, Missing, Recognition
from logic.problems import FileError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from logic.cell_dates import DateOrder
    from logic.cell_money import Decimal
    from logic.intake.recognition import Question

THIS_FILE: Final = "this-file"
WANTED: Final[Mapping[str, str]] = {
    "minutes": "Units cannot be held against minutes.",
    "payer": "Which rules a payer follows is not known.",
    "modifiers": "Modifiers are not checked.",
    "dx": "Diagnoses are not checked.",
    "patient_id": "Two visits of one day and repeated claims are not seen.",
}
"""What is not checked without a column that is not required."""
_BY_PATIENT: Final = ("patient_id", "service_date")


def proposed(
    columns: Sequence[FileColumn],
    questions: Iterable[Question] = (),
    base: Profile | None = None,
    fixed: Mapping[str, str] | None = None,
) -> tuple[Profile | None, tuple[Missing, ...]]:
    """The profile that reads these columns, or None where a required one is missing; and all that is missing.

    base: a profile whose other settings are kept: the values of its columns, its sheet, its words.
    """
    told: dict[str, list[str]] = {}
    for column in columns:
        if column.column and column.heading.strip():
            told.setdefault(column.column, []).append(column.heading.strip())
    for several in told.values():
        several.sort(key=part_number)  # modifiers count in their order, wherever the columns stand
    headings = {
        name: _as_before(base, name, told[name])
        or (tuple(told[name]) if name in SEVERAL else (told[name][0],))
        for name in HEADINGS
        if name in told
    }
    visit_by: tuple[str, ...] = base.visit_by if base else ()
    if not all(part in headings for part in visit_by):
        visit_by = ()
    if not visit_by and "visit_id" not in headings and all(part in headings for part in _BY_PATIENT):
        visit_by = _BY_PATIENT
    fixed = {**(base.fixed if base else {}), **(fixed or {})}
    fixed = {name: word for name, word in fixed.items() if name in FIXED and name not in headings and word}
    absent = missing({*headings, *fixed}, visit_by, base)
    if any(each.required for each in absent):
        return None, absent
    answers = {question.about: question.assumed for question in questions}
    profile: dict[str, object] = {
        "id": base.id if base else THIS_FILE,
        "label": base.label if base else "This file",
        "columns": headings,
        "visit_by": visit_by,
        "fixed": fixed,
        "dates": answers.get("dates", base.dates if base else None),
        "decimal": answers.get("decimal", base.decimal if base else "point"),
    }
    if base:
        kept = (
            "about",
            "marks",
            "code_cell",
            "sheet",
            "only",
            "not_read",
            "cannot_tell",
            "source",
            "to_confirm",
            "note",
        )
        profile |= {name: getattr(base, name) for name in kept}
        profile["values"] = {name: words for name, words in base.values.items() if name in headings}
    return Profile.model_validate(profile), absent


def _as_before(base: Profile | None, name: str, told: Sequence[str]) -> tuple[str, ...] | FirstTold | None:
    """What the base says of the column, where the person left it as it was."""
    if base is None or name not in base.columns:
        return None
    there = {plain(heading) for heading in told}
    return base.columns[name] if there <= {plain(heading) for heading in base.headings(name)} else None


def missing(have: Iterable[str], visit_by: Sequence[str], base: Profile | None = None) -> tuple[Missing, ...]:
    """What is not told, required columns first. have: headings of ours that are told."""
    have = set(have)
    found = []
    for name in REQUIRED:
        if name in have or (name == "visit_id" and visit_by):
            continue
        others = ", ".join(ALIASES[name][:3])
        supply = f"Map the column that holds it (often called {others})."
        if name == "visit_id":
            supply = (
                "Map the column of the visit, claim or encounter; or map one of the patient: lines of one patient "
                "and one day are then taken as a visit."
            )
        found.append(Missing(name, True, f"No column tells {COLUMNS[name].label.lower()}.", supply))
    for name, without in WANTED.items():
        if name in have or (name == "minutes" and {"start", "stop"} <= have):
            continue
        why = base.cannot_tell.get(name, "") if base else ""
        supply = why or f"Export {COLUMNS[name].label.lower()} too, or choose it for the whole file."
        if not why and name not in FIXED:
            supply = f"Export {COLUMNS[name].label.lower()} too."
        found.append(Missing(name, False, without, supply))
    return tuple(found)


def changed(
    found: Recognition,
    columns: Mapping[int, str | None] | None = None,
    *,
    dates: DateOrder | None = None,
    decimal: Decimal | None = None,
    fixed: Mapping[str, str] | None = None,
) -> Recognition:
    """The recognition as a person corrected it.

    columns: position in the file -> heading of ours, None for a column that is not read. dates, decimal: answers
    to the questions. fixed: what holds for every line (payer, setting, discipline). Raises ValueError where a
    column may not be mapped so: what looks private may only be a patient's or a biller's key.
    """
    mapped = tuple(
        _mapped(column, columns) if columns and column.position in columns else column
        for column in found.columns
    )
    answers = {"dates": dates, "decimal": decimal}
    questions = tuple(
        replace(question, assumed=answer, open=False) if (answer := answers[question.about]) else question
        for question in found.questions
    )
    profile, absent = proposed(mapped, questions, found.profile or found.layout, fixed)
    return replace(found, columns=mapped, questions=questions, profile=profile, missing=absent)


def _mapped(column: FileColumn, columns: Mapping[int, str | None]) -> FileColumn:
    to = columns[column.position]
    if to is None:
        state = column.state if column.state in ("private", "not needed") else "unknown"
        return replace(column, column=None, found="", state=state)
    if to not in column.choices:
        raise ValueError(f"{column.heading} cannot be read as {to}.")
    return replace(
        column,
        column=to,
        found="you",
        state="read",
        examples=() if to in ("patient_id", "provider_id") else column.examples,
    )


def named(profile: Profile, label: str) -> Profile:
    """The profile under a name of the practice's own; a file with the same headings is known by it again.

    Errors: FileError where nothing of the name can be the name of a file.
    """
    words = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:60].strip("-")
    if not words:
        raise FileError("The name has no letter or digit.", "Give it a name like Our export.", shown(label))
    marks = profile.marks or profile.all_headings
    return Profile.model_validate(
        {
            **dict(profile),
            "id": words,
            "label": " ".join(label.split()),
            "marks": marks,
            "source": (),
            "to_confirm": False,
        }
    )
