"""A file's columns recognized by name and content, for a person to confirm before anything is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from logic.columns import COLUMNS, HEADINGS
from logic.intake.contents import content, private, told
from logic.intake.contents import fits as fits_content
from logic.intake.guard import HASHED, NAMES_OF_THINGS, first_rows, needed_share
from logic.intake.headings import counted_by_us, in_our_words, meaning, part_number, plain, private_heading
from logic.intake.mapping import fits, follow, unneeded
from logic.intake.profile import SEVERAL
from logic.intake.proposing import proposed
from logic.intake.questions import date_question, decimal_question
from logic.intake.recognition import FileColumn, How, Question, Recognition
from logic.intake.table import open_table
from logic.intake.visit_file import is_visit_file
from logic.problems import FileError, Problem, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from logic.intake.chunk import Table
    from logic.intake.profile import Profile
    from logic.intake.profiles import Profiles

_MOST_EXAMPLES: Final = 3
_SHOWN: Final = frozenset({"code", "dx", "modifiers", "date", "time", "integer", "money", "pointers", "NPI"})
"""What examples are shown of."""
_TOLD_BY_CONTENT: Final[Mapping[str, str]] = {
    "code": "code",
    "dx": "dx",
    "modifiers": "modifiers",
    "date": "service_date",
    "NPI": "provider_id",
    "money": "charge",
}


@dataclass(slots=True)
class _Looked:
    """A file's headings, the cells at its top, and what each column is taken for: our name and how it was found."""

    table: Table
    cells: dict[int, list[str]]
    looks: dict[int, str] = field(default_factory=dict)
    hidden: dict[int, str] = field(default_factory=dict)
    taken: dict[int, tuple[str, How]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The headings."""
        return self.table.headings


def recognize(path: Path, profiles: Profiles | None = None, layout: Profile | None = None) -> Recognition:
    """Look at a table file's headings and first rows; never raises for what is in the file.

    profiles: those that the file is held against. layout: the one to take it for, whatever fits best.
    """
    if is_visit_file(path):
        wrong = "This is a file of visits; it needs no mapping."
        return Recognition(problem=Problem(None, None, None, wrong, "Check it as it is."))
    every = tuple(profiles.by_id.values()) if profiles else ()
    known = [heading for each in (*every, *([layout] if layout else [])) for heading in each.all_headings]
    try:
        table = open_table(path, known, layout.sheet if layout else None)
        seen = _Looked(table, first_rows(table, range(len(table.headings))))
        fitting = sorted(
            (each for each in every if fits(each, seen.names)), key=lambda each: -len(each.marks)
        )
        layout = layout or next(iter(fitting), None)
        _look(seen, layout)
        questions = tuple(_questions(seen, layout))
    except FileError as error:
        return Recognition(problem=error.problem)
    columns = tuple(_column(seen, layout, position) for position in range(len(seen.names)))
    profile, absent = proposed(columns, questions, layout)
    rows = max(map(len, seen.cells.values()), default=0)
    return Recognition(columns, profile, layout, tuple(each.id for each in fitting), questions, absent, rows)


def _look(seen: _Looked, layout: Profile | None) -> None:
    for position, cells in seen.cells.items():
        seen.looks[position] = content(cells)
        if why := private(cells):
            seen.hidden[position] = why
    if layout is not None:
        for name, source in follow(layout, seen.names).sources.items():
            for position in source.positions:
                if position >= 0 and not _refused(seen, position, name):
                    seen.taken[position] = (name, "profile")
    _by_heading(seen, layout)
    if layout is None:
        _by_content(seen)


def _by_heading(seen: _Looked, layout: Profile | None) -> None:
    """Columns whose heading says it; where several say the same, the one in our own words, else the first.

    Of a layout only what it does not tell: a column that its program has got since.
    """
    told = {column for column, _ in seen.taken.values()}
    if layout is not None:
        told |= {HEADINGS[name].name for name in layout.fixed} | ({"visit_id"} if layout.visit_by else set())
    claims: dict[str, list[int]] = {}
    for position, name in enumerate(seen.names):
        column = meaning(name)
        free = position not in seen.taken and not (layout is not None and unneeded(layout, name))
        if column is not None and column not in told and free and not _refused(seen, position, column):
            claims.setdefault(column, []).append(position)
    for column, positions in claims.items():
        whole = [p for p in positions if not part_number(seen.names[p])]
        ours = [p for p in whole if in_our_words(seen.names[p])]
        chosen = ours[:1] or (positions if column in SEVERAL else (whole or positions)[:1])
        seen.taken.update(dict.fromkeys(chosen, (column, "heading")))


def _by_content(seen: _Looked) -> None:
    """What no heading told: the only column of that content; for modifiers and diagnoses all of them."""
    have = {column for column, _ in seen.taken.values()}
    for looks, column in _TOLD_BY_CONTENT.items():
        found = [
            p
            for p, each in seen.looks.items()
            if each == looks
            and p not in seen.taken
            and plain(seen.names[p])
            and p not in seen.hidden
            and not private_heading(seen.names[p])
        ]
        if found and column not in have and (len(found) == 1 or column in SEVERAL):
            seen.taken.update(dict.fromkeys(found, (column, "content")))


def _refused(seen: _Looked, position: int, column: str) -> bool:
    """Whether what the cells look like forbids to read the column as that one."""
    if position not in seen.hidden or column in HASHED or column == "visit_id":
        return False
    why = private(seen.cells[position], needed_share(column))
    return why is not None and not (why == "names" and column in NAMES_OF_THINGS)


def _column(seen: _Looked, layout: Profile | None, position: int) -> FileColumn:
    name, looks, hidden = seen.names[position], seen.looks[position], seen.hidden.get(position, "")
    heading = shown(name)
    if position in seen.taken:
        column, how = seen.taken[position]
        why = (
            f"It looks like {hidden}; its values become keyed hashes."
            if hidden and column == "visit_id"
            else ""
        )
        quiet = hidden or private_heading(name) or column in (*HASHED, "visit_id")
        examples = () if quiet else _examples(seen.cells[position], looks)
        return FileColumn(position, heading, "read", COLUMNS[column].heading, how, examples, looks, why)
    if hidden or private_heading(name):
        why = f"It looks like {hidden}." if hidden else "Its heading names what is private."
        return FileColumn(position, heading, "private", looks=hidden, why=why)
    if counted_by_us(name) or (layout is not None and unneeded(layout, name)):
        return FileColumn(position, heading, "not needed", looks=looks)
    return FileColumn(
        position, heading, "unknown", examples=_examples(seen.cells[position], looks), looks=looks
    )


def _examples(cells: Sequence[str], looks: str) -> tuple[str, ...]:
    """Up to three values, each of them a code, a number, a day … and nothing else."""
    if looks not in _SHOWN:
        return ()
    found = (cell for cell in dict.fromkeys(told(cells)) if fits_content(looks, cell))
    return tuple(shown(cell) for cell, _ in zip(found, range(_MOST_EXAMPLES), strict=False))


def _questions(seen: _Looked, layout: Profile | None) -> Iterator[Question]:
    """What dates and amounts leave open; a column is read to its end where its top does not decide."""
    for position, (column, _) in seen.taken.items():
        if COLUMNS[column].kind == "date":
            given = layout.dates if layout else None
            question = date_question(seen.names[position], seen.cells[position], given)
            if question is not None and question.open and not question.decided_by:
                question = date_question(seen.names[position], _whole(seen.table, position), given)
            if question is not None:
                yield question
                break
    for position, (column, _) in seen.taken.items():
        if COLUMNS[column].kind == "money":
            question = decimal_question(
                seen.names[position], seen.cells[position], layout.decimal if layout else None
            )
            if question is not None:
                yield question
                break


def _whole(table: Table, position: int) -> Iterator[str]:
    """Every cell of a column that is not like one before it in its piece of the file."""
    for chunk in table.chunks([position]):
        if chunk.frame.height:
            yield from chunk.frame[str(position)].cast(str).drop_nulls().unique().to_list()
