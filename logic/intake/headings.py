"""The first row of a table -> which column is which, what is dropped as private, what is not known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from logic.cells import USUAL, CellStyle
from logic.columns import COLUMNS, HEADINGS, REQUIRED
from logic.problems import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

ALIASES: dict[str, tuple[str, ...]] = {
    "visit_id": (
        "visit",
        "visit number",
        "visit no",
        "encounter",
        "encounter id",
        "encounter number",
        "claim",
        "claim id",
        "claim number",
    ),
    "line": ("line number", "line no", "service line", "seq"),
    "service_date": ("date of service", "dos", "dos from", "from date", "service from", "visit date", "date"),
    "payer": (
        "payer id",
        "payer name",
        "payor",
        "payor name",
        "insurance",
        "insurance name",
        "insurer",
        "carrier",
    ),
    "setting": ("care setting",),
    "discipline": ("therapy discipline", "therapy type"),
    "treated_by": ("treated by role", "treating role"),
    "billed_by": ("billed by role", "billing role"),
    "code": (
        "cpt",
        "cpt code",
        "cpt hcpcs",
        "hcpcs",
        "hcpcs code",
        "hcpcs cpt",
        "procedure",
        "procedure code",
        "proc",
        "proc code",
        "service code",
        "billing code",
    ),
    "units": ("unit", "qty", "quantity", "billed units", "units billed"),
    "minutes": ("min", "mins", "duration", "duration minutes", "service minutes"),
    "total_minutes": ("total time", "total treatment time", "total treatment minutes"),
    "start_minute": ("start time", "time in", "start minute", "begin time"),
    "stop_minute": ("stop time", "end time", "time out", "stop minute", "end"),
    "modifiers": ("modifier", "mods", "mod", "modifier codes"),
    "dx": (
        "diagnosis",
        "diagnoses",
        "diagnosis code",
        "diagnosis codes",
        "dx code",
        "dx codes",
        "icd",
        "icd10",
        "icd 10",
        "icd code",
        "icd codes",
        "icd10 code",
        "icd10 codes",
    ),
    "pointers": (
        "pointer",
        "dx pointer",
        "dx pointers",
        "dx ptr",
        "diagnosis pointer",
        "diagnosis pointers",
        "ptr",
    ),
    "technique": ("techniques", "documented technique"),
    "place_of_service": ("pos", "place of service code", "pos code"),
    "submitted_on": ("submitted", "submission date", "date submitted", "submitted date"),
    "patient_id": ("patient", "patient key", "patient no", "patient number", "pt id"),
    "provider_id": ("billing npi", "biller key"),
    "ytd_amount": ("ytd", "year to date", "ytd allowed"),
    "charge": ("charges", "charge amount", "billed amount", "fee"),
}
_PARTS = {
    "modifiers": re.compile(r"(?:modifiers?|mod|m)(\d)"),
    "dx": re.compile(r"(?:dx|diag|diagnosis|icd|icd10)(?:code)?(\d{1,2})"),
}
_OURS = {"", "row", "file"}
"""Counted by ourselves, or no heading at all: not worth a word."""
_PRIVATE_WORDS = re.compile(
    r"name|dob|birth|address|street|city|zip|postal|phone|mobile|cell|fax|ssn|socialsecurity|email|mrn|medicalrecord"
    r"|member|subscriber|policy|insured|guarantor|gender|^sex$|^age$|notes?$|comment|remark|narrative|freetext"
)


ABSENT = "There is no column"
"""So begins what is said where a required column is not found."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a canonical column comes from: positions in the file (several for mod1, mod2 …), its heading.

    counted: start_minute and stop_minute are minutes after midnight, as in our own Parquet. first: of several
    positions the first that is not empty tells it; else they are put together. style: how its cells are written.
    values: what stands in a cell -> what it means.
    """

    positions: tuple[int, ...]
    heading: str
    counted: bool = False
    first: bool = False
    style: CellStyle = USUAL
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Headings:
    """What the first row says. `problems` that are not empty make the file unusable.

    visit_by: where no column tells the visit, what its lines share. fixed: what holds for every line.
    code_and_more: modifiers or words stand behind the code in its cell. hashed_visits: the visit's column looks
    private, and its values leave the door as keyed hashes. only: for a position, the pattern of what a row must
    hold to be a service line. notes: what is worth saying of a column.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    visit_by: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    code_and_more: bool = False
    hashed_visits: bool = False
    only: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()

    @property
    def visit_heading(self) -> str:
        """What tells the visit, as the file calls it."""
        if self.visit_by:
            return " + ".join(self.sources[name].heading for name in self.visit_by)
        return self.sources["visit_id"].heading

    @property
    def positions(self) -> list[int]:
        """The columns of the file that are read, each once."""
        return sorted({*places(self.sources), *self.only})

    @property
    def visit_sources(self) -> dict[str, Source]:
        """The columns that tell the visit."""
        return {name: self.sources[name] for name in self.visit_by or ("visit_id",)}


def places(sources: Mapping[str, Source]) -> list[int]:
    """The columns of the file that the sources take, each once."""
    return sorted({p for source in sources.values() for p in source.positions if p >= 0})


def plain(heading: str) -> str:
    """A heading without case, spaces, punctuation: "Procedure Code " -> "procedurecode"."""
    return re.sub(r"[^a-z0-9]+", "", heading.lower())


def private_heading(heading: str) -> bool:
    """Whether a heading names what is private: a name, a birth date, an address, free text."""
    return _PRIVATE_WORDS.search(plain(heading)) is not None


_EXACT = {plain(name): column.name for name, column in HEADINGS.items()}
_ALIAS = {plain(alias): name for name, aliases in ALIASES.items() for alias in aliases}


def recognized(names: Sequence[str], known: Collection[str] = ()) -> int:
    """How many of the names are columns of ours, or known beside them: tells the delimiter and the sheet."""
    ours = len({found for name in names if (found := _meaning(plain(name))[0])})
    return max(ours, len({plain(name) for name in names} & set(known))) if known else ours


def read_headings(names: Sequence[str], row: int = 1) -> Headings:
    """Which column is which. row: the heading's row in the file, for messages."""
    found: dict[str, dict[str, list[int]]] = {}
    dropped: list[str] = []
    unknown: list[str] = []
    for position, name in enumerate(names):
        meaning, how = _meaning(plain(name))
        if meaning is not None:
            found.setdefault(meaning, {}).setdefault(how, []).append(position)
        elif plain(name) not in _OURS:
            (dropped if private_heading(name) else unknown).append(shown(name))
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    for column in (name for name in COLUMNS if name in found):
        ways = found[column]
        parts = [p for how in sorted(ways.keys() - {"exact", "alias"}) for p in ways[how]]
        chosen = ways.get("exact") or ways.get("alias", [])
        if "exact" in ways:
            unknown.extend(shown(names[p]) for p in ways.get("alias", ()))
        if len(chosen) > 1 or ("exact" in ways and parts):
            problems.append(_twice(column, [names[p] for p in (*chosen, *parts)], row))
        else:
            sources[column] = _source((*chosen, *parts), column, names)
    if not found:
        return Headings(problems=(_no_headings(row),))  # nothing is named: the row may be a person's data
    problems.extend(_absent(name, names, row) for name in REQUIRED if name not in found)
    return Headings(sources, tuple(dropped), tuple(unknown), tuple(problems))


def meaning(heading: str) -> str | None:
    """Which column of ours a heading means by itself; None where it means none."""
    return _meaning(plain(heading))[0]


def in_our_words(heading: str) -> bool:
    """Whether a heading is one of our own names, and not only one of the names it is also known by."""
    return _meaning(plain(heading))[1] == "exact"


def counted_by_us(heading: str) -> bool:
    """Whether a heading is that of what the program counts itself, or none at all."""
    return plain(heading) in _OURS


def part_number(heading: str) -> int:
    """Which of several of its kind a heading is: 2 for mod2, 11 for dx11; 0 where it is the only one."""
    how = _meaning(plain(heading))[1]
    return int(how) if how.isdigit() else 0


def _source(positions: tuple[int, ...], column: str, names: Sequence[str]) -> Source:
    heading = names[positions[0]]
    return Source(positions, heading, column.endswith("_minute") and plain(heading).endswith("minute"))


def _meaning(word: str) -> tuple[str | None, str]:
    """The column, and how it is told: "exact", "alias", or the number of a part (mod2, dx11)."""
    if word in _EXACT:
        return _EXACT[word], "exact"
    if word in _ALIAS:
        return _ALIAS[word], "alias"
    for column, pattern in _PARTS.items():
        if match := pattern.fullmatch(word):
            return column, match[1].zfill(2)
    return None, ""


def _twice(column: str, names: list[str], row: int) -> Problem:
    heading = COLUMNS[column].heading
    listed = ", ".join(f'"{shown(name)}"' for name in names)
    return Problem(
        row,
        heading,
        shown(", ".join(names)),
        f"More than one column means {heading}: {listed}.",
        f"Keep one of them and name it {heading}.",
    )


def _no_headings(row: int) -> Problem:
    return Problem(
        row,
        None,
        None,
        "The first row names none of the columns.",
        f"Put a row of headings first; needed are {', '.join(REQUIRED)}.",
    )


def _absent(name: str, names: Sequence[str], row: int) -> Problem:
    others = ", ".join(ALIASES[name][:3])
    return Problem(
        row,
        name,
        shown(", ".join(names)),
        f"{ABSENT} {name}.",
        f"Add a column named {name} (also understood: {others}); the first row must name the columns.",
    )
