"""A visit as a person types it -> the canonical table of service lines."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping, Sequence

import polars as pl

from logic.cells import Value, read_cell
from logic.columns import COLUMNS, DEFAULTS, HEADINGS, REQUIRED, SCHEMA, Column
from logic.problems import CellError, Problem, shown

__all__ = [
    "COLUMNS",
    "DEFAULTS",
    "REQUIRED",
    "SCHEMA",
    "Column",
    "canonical",
    "empty_lines",
    "lines_of",
    "visit_lines",
    "visit_records",
]

TYPED_VISIT = "visit"
"""The visit_id of a typed visit that names none."""

_LISTS = frozenset({"modifiers", "dx", "pointers"})


def empty_lines() -> pl.DataFrame:
    """The canonical table without a line."""
    return pl.DataFrame(schema=dict(SCHEMA))


def canonical(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every canonical column, in order and typed; others are left out.

    Absent optional columns become nulls (not told), payer "unknown"; row and line are counted where absent.
    Errors: ValueError names a required column that is absent.
    """
    if dict(frame.schema) == SCHEMA and not any(frame[name].null_count() for name in DEFAULTS):
        return frame[list(SCHEMA)]
    if absent := [name for name in REQUIRED if name not in frame.columns]:
        raise ValueError(f"required columns are absent: {', '.join(absent)}")
    have = set(frame.columns)
    columns = [
        pl.col(name).cast(dtype) if name in have else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in SCHEMA.items()
    ]
    frame = frame.select(columns).with_columns(
        pl.col(name).fill_null(word) for name, word in DEFAULTS.items()
    )
    counted = []
    if "row" not in have:
        counted.append(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias("row"))
    if "line" not in have:
        counted.append(_lines_counted(frame))
    return frame.with_columns(counted) if counted else frame


START_STOP = pl.col("stop_minute") - pl.col("start_minute")


def by_the_clock() -> pl.Expr:
    """Whether a line's minutes are told by start and stop alone: the most that they can be, for some may be rest."""
    return pl.col("minutes").is_null() & (START_STOP > 0).fill_null(value=False)


def _lines_counted(frame: pl.DataFrame) -> pl.Expr:
    """1, 2, 3 … inside each visit; without a grouping where each visit's lines stand together."""
    begins = pl.col("visit_id").ne_missing(pl.col("visit_id").shift())
    if together(frame["visit_id"]):
        at = pl.int_range(pl.len(), dtype=pl.UInt32)
        return (at - pl.when(begins).then(at).forward_fill() + 1).cast(pl.UInt32).alias("line")
    return pl.col("visit_id").cum_count().over("visit_id").cast(pl.UInt32).alias("line")


def lines_numbered(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The frame with lines that tell the lines of a visit apart, and how many visits had to be counted anew.

    A visit is counted anew where a line has no number or two have the same.
    """
    counted = frame.select(_lines_counted(frame)).to_series()
    if (counted == frame["line"]).all(ignore_nulls=False):
        return frame, 0
    prints = frame.select((pl.col("visit_id").hash() ^ pl.col("line").hash()).alias("print")).to_series()
    if frame["line"].null_count() == 0 and prints.n_unique() == frame.height:
        return frame, 0
    twice = pl.struct("visit_id", "line").is_duplicated()
    unclear = frame.filter(pl.col("line").is_null() | twice)["visit_id"].unique()
    if not len(unclear):
        return frame, 0
    again = pl.col("visit_id").is_in(unclear.implode())
    return frame.with_columns(pl.when(again).then(counted).otherwise("line").alias("line")), len(unclear)


def together(visits: pl.Series) -> bool:
    """Whether the lines of each visit stand next to each other."""
    heads = visits.filter(visits.ne_missing(visits.shift()))
    return heads.hash().n_unique() == len(heads)


def visit_lines(
    visit: Mapping[str, object],
    payers: Mapping[str, str] | None = None,
) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """A typed or YAML visit -> the canonical table and what is wrong with the visit.

    visit: column headings at visit level (they hold for each line) and `lines`, a list of mappings with the
    same keys; a line's own value wins. Lists may be lists or texts; yes/no words or booleans; times "9:05"
    or "09:05". payers: lower-case payer name or alias -> payer id; an unknown name is a problem and the lines
    stay, as payer "unknown". Without it a payer's name is taken as it is, in lower case.
    Any other problem of the visit's own keys empties the table. A line with a problem is left out, and the
    others have `incomplete` true: half a visit must not be judged as if it were whole.
    """
    records, problems = visit_records(visit, payers)
    return (lines_of(records) if records else empty_lines()), problems


def lines_of(records: Sequence[Mapping[str, Value]]) -> pl.DataFrame:
    """The canonical table of records as :func:`visit_records` gives them, of one visit or of many."""
    told = set().union(*records)
    present = {name: dtype for name, dtype in SCHEMA.items() if name in told}
    return canonical(pl.DataFrame(records, schema=present, orient="row"))


def visit_records(
    visit: Mapping[str, object],
    payers: Mapping[str, str] | None = None,
) -> tuple[list[dict[str, Value]], tuple[Problem, ...]]:
    """A visit as :func:`visit_lines` reads it -> a record for each line, and what is wrong with the visit."""
    problems: list[Problem] = []
    lines = visit.get("lines")
    if not isinstance(lines, Sequence) or isinstance(lines, str) or not lines:
        problem = Problem(
            None,
            "lines",
            None if lines is None else shown(lines),
            "The visit has no list of lines.",
            'Write lines: and one entry for each code; for example - {code: "97124", minutes: 23, units: 2}.',
        )
        return [], (problem,)
    shared = _read_keys({k: v for k, v in visit.items() if k != "lines"}, None, problems, payers)
    shared.setdefault("visit_id", TYPED_VISIT)
    records: list[dict[str, Value]] = []
    told: dict[int, set[str]] = {}
    for number, line in enumerate(lines, 1):
        if not isinstance(line, Mapping):
            problems.append(
                Problem(
                    number,
                    "lines",
                    shown(line),
                    "The line is not a set of keys and values.",
                    'Write it as {code: "97124", minutes: 23, units: 2}.',
                )
            )
            continue
        record = {**shared, **_read_keys(line, number, problems, payers)}
        told[number] = {*visit, *line}
        records.append({"row": number, "line": number, **record})
    problems.extend(_missing(told))
    unread = {problem.row for problem in problems if problem.column != "payer"}
    records = [record for record in records if record["row"] not in unread]
    if None in unread or not records:
        return [], tuple(problems)
    if unread:
        records = [record | {"incomplete": True} for record in records]
    return records, tuple(problems)


def _missing(told: Mapping[int, set[str]]) -> list[Problem]:
    """Required keys that a line has neither itself nor from the visit; said once where no line has it."""
    missing: list[Problem] = []
    for name in (name for name in REQUIRED if name != "visit_id"):
        without: list[int | None] = [number for number, keys in told.items() if name not in keys]
        if len(without) == len(told):
            without = [None] if told else []
        wrong, fix = f"{name} is missing.", f"Add it, like {name}: {COLUMNS[name].example}."
        missing.extend(Problem(number, name, None, wrong, fix) for number in without)
    return missing


def _read_keys(
    keys: Mapping[str, object],
    number: int | None,
    problems: list[Problem],
    payers: Mapping[str, str] | None,
) -> dict[str, Value]:
    record: dict[str, Value] = {}
    for key, value in keys.items():
        column = HEADINGS.get(str(key))
        if column is None:
            problems.append(unknown_key(str(key), number))
            continue
        if value is None and column.name not in _LISTS and not column.required:
            continue
        if column.name in _LISTS and isinstance(value, Sequence) and not isinstance(value, str):
            value = " ".join(as_text(piece) for piece in value)  # noqa: PLW2901 - one cell, one text
        if isinstance(value, (Mapping, list, tuple)):
            problems.append(
                Problem(
                    number,
                    column.heading,
                    shown(value),
                    f"{column.heading} takes one value, not a list.",
                    f"Write one value; for example {column.example}.",
                )
            )
            continue
        text = as_text(value)
        try:
            record[column.name] = read_cell(column, text).value
        except CellError as error:
            problems.append(Problem(number, column.heading, shown(text), error.wrong, error.fix))
            continue
        if column.name == "payer":
            record["payer"] = payer_id(text, number, problems, payers)
    return record


def payer_id(text: str, number: int | None, problems: list[Problem], payers: Mapping[str, str] | None) -> str:
    """The id of a payer by id or alias; an unknown name adds a problem and gives "unknown"."""
    word = " ".join(text.lower().split())
    if payers is None or not word:
        return word or DEFAULTS["payer"]
    found = payers.get(word)
    if found is None:
        problems.append(unknown_payer(text, number, payers))
    return found or DEFAULTS["payer"]


def unknown_payer(text: str, row: int | None, payers: Mapping[str, str]) -> Problem:
    """The problem of a payer's name that the rule book does not know."""
    near = difflib.get_close_matches(text.lower(), payers, 1, 0.7)
    hint = f"Did you mean {payers[near[0]]}? " if near else ""
    return Problem(
        row,
        "payer",
        shown(text),
        "This payer is not in the rule book; it is checked as payer unknown.",
        f"{hint}Payers: {', '.join(sorted(set(payers.values())))}.",
    )


def unknown_key(key: str, number: int | None) -> Problem:
    """The problem of a key that no column has, with the nearest name there is."""
    near = difflib.get_close_matches(key.lower(), [*HEADINGS, "lines"], 1, 0.6)
    fix = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join([*HEADINGS, 'lines'])}."
    return Problem(
        number, shown(key), None, f"{shown(key)} is not a key of a visit; its value was not read.", fix
    )


def as_text(value: object) -> str:
    """A typed value as the text a person would have typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
