"""Cells of any source -> canonical columns. A value is read once, however often it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from logic.calculators.facts import plural
from logic.cell_dates import FIRST_YEAR, LAST_YEAR
from logic.cells import NOT_TOLD, read_cell
from logic.columns import COLUMNS, Column
from logic.intake.harmless import harmless
from logic.problems import CellError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.intake.headings import Headings, Source

MANY = 5_000
"""From so many different values on, plain ones are cast by an expression instead of one by one."""
MOST_PROBLEMS = 1_000
"""So many bad cells of one column are listed one by one; the rest are counted."""
_PLAIN_TEXT = r"^[^\s\x00-\x1f](?:[^\s\x00-\x1f]| [^\s\x00-\x1f]){0,99}$"
_PLAIN_NUMBER = {"integer": r"^-?\d{1,6}$", "money": r"^-?\d{1,7}(\.\d{1,6})?$"}


@dataclass(slots=True)
class Cast:
    """A canonical frame in the making: `frame` has row, `bad` and the columns told, bad rows included."""

    frame: pl.DataFrame
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    most: int = MOST_PROBLEMS


def cast(frame: pl.DataFrame, sources: Mapping[str, Source], most: int = MOST_PROBLEMS) -> Cast:
    """Read every cell. A row with a cell that cannot be read has `bad` true and null in that cell.

    most: so many bad cells of one column are told one by one.
    """
    rows = frame["row"]
    done = Cast(pl.DataFrame({"row": rows}), most=most)
    bad: pl.Series | None = None
    columns: list[pl.Series] = []
    for name, source in sources.items():
        column = COLUMNS[name]
        values, wrong = _read(_cells(frame, source, column), column, source, rows, done)
        columns.append(values.alias(name))
        if wrong is not None:
            bad = wrong if bad is None else bad | wrong
    flag = pl.Series("bad", [False]).new_from_index(0, len(rows)) if bad is None else bad.alias("bad")
    done.frame = done.frame.with_columns(*columns, flag)
    return done


BEHIND_CODE = -1
"""The position of what stands behind the code in its cell."""
_CODE_AND_MORE = r"^\s*([A-Za-z0-9]{5})(?:\.0+)?(?:$|[\s,:;/*-]+(.*)$)"
_MODIFIERS_ONLY = r"^(?i)[A-Z0-9]{2}(?:[\s,:;/*-]+[A-Z0-9]{2})*\s*$"


def with_codes_apart(frame: pl.DataFrame, headings: Headings) -> pl.DataFrame:
    """The code alone in its column, modifiers behind it in a column of their own, words behind it nowhere."""
    if not headings.code_and_more or not frame.height:
        return frame
    name = str(headings.sources["code"].positions[0])
    text = pl.col(name).cast(pl.String)
    code, rest = (text.str.extract(_CODE_AND_MORE, group) for group in (1, 2))
    return frame.with_columns(
        pl.coalesce(code, text).alias(name),
        pl.when(rest.str.contains(_MODIFIERS_ONLY))
        .then(rest.str.replace_all(r"[*-]", " "))
        .otherwise(pl.lit(""))
        .alias(str(BEHIND_CODE)),
    )


def not_blank(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows in which at least one cell of ours holds something."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    if len(texts) < frame.width - 1:
        return frame  # a typed number or date is something
    empty = pl.all_horizontal(pl.col(name).fill_null("").str.strip_chars() == "" for name in texts)
    first = frame[texts[0]].fill_null("")
    if not (first.str.strip_chars() == "").any():
        return frame
    return frame.filter(~empty)


def _cells(frame: pl.DataFrame, source: Source, column: Column) -> pl.Series:
    names = [str(position) for position in source.positions]
    if source.values:
        told = [_cell_text(frame[name], column).str.strip_chars().replace(source.values) for name in names]
        frame = frame.with_columns(*(cells.alias(name) for cells, name in zip(told, names, strict=True)))
    if len(names) == 1:
        return frame[names[0]]
    if source.first:
        cells = (_cell_text(frame[name], column).str.strip_chars() for name in names)
        return pl.select(pl.coalesce(pl.when(each != "").then(each) for each in cells)).to_series()
    parts = [_cell_text(frame[name], column) for name in names]
    return frame.select(pl.concat_str(parts, separator=" ", ignore_nulls=True).alias(column.name))[
        column.name
    ]


def _cell_text(cells: pl.Series, column: Column) -> pl.Series:
    return _joined(cells) if isinstance(cells.dtype, pl.List) else _as_text(cells, column)


def _joined(lists: pl.Series) -> pl.Series:
    return lists.cast(pl.List(pl.String)).list.join(" ")


def _read(
    cells: pl.Series,
    column: Column,
    source: Source,
    rows: pl.Series,
    done: Cast,
) -> tuple[pl.Series, pl.Series | None]:
    """The values, and which rows are bad (None: none is)."""
    straight = _straight(cells, column, source)
    if straight is not None:
        return straight, None
    if isinstance(
        cells.dtype, pl.List
    ):  # a file that knows lists tells "not told" (null) from "none" (empty)
        text = _joined(cells)
        values, wrong = _by_value(text.fill_null(""), column, source, rows, done)
        return pl.select(pl.when(text.is_not_null()).then(values)).to_series(), wrong
    return _by_value(_as_text(cells, column).fill_null(""), column, source, rows, done)


def _straight(cells: pl.Series, column: Column, source: Source) -> pl.Series | None:  # noqa: PLR0911 - a table
    """Cells that need no reading: the type is right and every value is in range."""
    dtype = cells.dtype
    if column.required and cells.null_count():
        return None
    if column.kind == "integer" and dtype.is_integer():
        return cells.cast(column.dtype) if _all_between(cells, _least(column), column.most) else None
    if column.kind == "time" and dtype.is_integer() and source.counted:
        return cells.cast(column.dtype) if _all_between(cells, 0, 1439) else None
    if column.kind == "time" and dtype == pl.Time:
        return (cells.dt.hour().cast(pl.Int32) * 60 + cells.dt.minute()).cast(column.dtype)
    if column.kind == "date" and dtype in (pl.Date, pl.Datetime):
        return cells.cast(pl.Date) if _all_between(cells.dt.year(), FIRST_YEAR, LAST_YEAR) else None
    if column.kind == "yes_no" and dtype == pl.Boolean:
        return cells
    if column.kind == "money" and dtype.is_numeric():
        amounts = cells.cast(pl.Float64).fill_nan(None)
        return amounts if _all_between(amounts, -column.most, column.most) else None
    if column.kind == "text" and dtype == pl.String and not cells.null_count():
        heads = cells.filter(cells.ne_missing(cells.shift()))  # lines of a visit have its name again
        plain = heads.str.contains(_PLAIN_TEXT) & ~heads.str.to_lowercase().is_in(list(NOT_TOLD))
        return cells if plain.all() else None
    return None


def _least(column: Column) -> int:
    return 1 if column.name == "line" else -column.most


def _all_between(series: pl.Series, least: int, most: int) -> bool:
    if series.dtype.is_integer():
        signed = series.cast(pl.Int64, strict=False)  # what does not fit is out of range
        return signed.null_count() == series.null_count() and bool(signed.is_between(least, most).all())
    return bool(series.is_between(least, most).all())


def _as_text(cells: pl.Series, column: Column) -> pl.Series:
    if cells.dtype == pl.String:
        return cells
    if isinstance(cells.dtype, (pl.Binary, pl.Struct, pl.Array, pl.Object)):
        return pl.Series([f"<{cells.dtype}>"]).new_from_index(0, len(cells))
    if cells.dtype == pl.Float64 and column.kind != "money":
        whole = cells.fill_nan(None)
        return pl.select(
            pl.when(whole == whole.round())
            .then(whole.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(whole.cast(pl.String))
        ).to_series()
    return cells.cast(pl.String)


def _by_value(
    text: pl.Series,
    column: Column,
    source: Source,
    rows: pl.Series,
    done: Cast,
) -> tuple[pl.Series, pl.Series | None]:
    different = text.unique(maintain_order=True)
    plain = column.kind == "text" or source.style.decimal == "point"
    if plain and len(different) > MANY and column.kind in ("text", "integer", "money"):
        return _mostly_plain(text, column, source, rows, done)
    values: list[object] = []
    wrong: dict[str, CellError] = {}
    notes: dict[str, str] = {}
    for cell in different.to_list():
        try:
            reading = read_cell(column, _clock(cell) if source.counted else cell, source.style)
        except CellError as error:
            wrong[cell] = error
            values.append(None)
        else:
            values.append(reading.value)
            if reading.note:
                notes[cell] = reading.note
    table = pl.Series(values, dtype=column.dtype, strict=True)
    place = text.cast(pl.Enum(different)).to_physical()
    for cell, note in notes.items():
        at = rows.filter(text == cell)
        fix = "Write the year with four digits to be sure."
        done.notes.append(
            Problem(at[0], source.heading, harmless(cell), f"{note} ({plural(len(at), 'row')})", fix)
        )
    if not wrong:
        return table.gather(place), None
    mask = text.is_in(list(wrong))
    _tell(rows.filter(mask), text.filter(mask), wrong, source, done)
    return table.gather(place), mask


def _mostly_plain(
    text: pl.Series,
    column: Column,
    source: Source,
    rows: pl.Series,
    done: Cast,
) -> tuple[pl.Series, pl.Series | None]:
    if column.kind == "text":
        plain = text.str.contains(_PLAIN_TEXT) & ~text.str.to_lowercase().is_in(list(NOT_TOLD))
        quick = text
    else:
        plain = text.str.contains(_PLAIN_NUMBER[column.kind])
        quick = text.set(~plain, None).cast(column.dtype, strict=False)
        plain = plain & quick.is_between(_least(column), column.most).fill_null(value=False)
    odd = ~plain
    if not odd.any():
        return quick, None
    at = odd.arg_true()
    values, wrong = _odd_values(text.gather(at), column, source, rows.gather(at), done)
    result = quick.scatter(at, values)
    return result, None if wrong is None else odd.scatter(at, wrong)


def _odd_values(
    text: pl.Series,
    column: Column,
    source: Source,
    rows: pl.Series,
    done: Cast,
) -> tuple[pl.Series, pl.Series | None]:
    read: dict[str, object] = {}
    wrong: dict[str, CellError] = {}
    for cell in text.unique().to_list():
        try:
            read[cell] = read_cell(column, cell, source.style).value
        except CellError as error:
            wrong[cell] = error
    values = pl.Series([read.get(cell) for cell in text.to_list()], dtype=column.dtype, strict=True)
    if not wrong:
        return values, None
    mask = text.is_in(list(wrong))
    _tell(rows.filter(mask), text.filter(mask), wrong, source, done)
    return values, mask


def _clock(cell: str) -> str:
    """Minutes after midnight, as our own Parquet and CSV write them, as a time of day."""
    return (
        f"{int(cell) // 60:02}:{int(cell) % 60:02}"
        if cell.isascii() and cell.isdigit() and len(cell) < 5
        else cell
    )


def _tell(rows: pl.Series, cells: pl.Series, wrong: dict[str, CellError], source: Source, done: Cast) -> None:
    for row, cell in zip(rows.head(done.most), cells.head(done.most), strict=True):
        error = wrong[cell]
        done.problems.append(Problem(row, source.heading, harmless(cell), error.wrong, error.fix))
    if len(rows) > done.most:
        done.problems.append(
            Problem(
                rows[done.most],
                source.heading,
                None,
                f"{plural(len(rows) - done.most, 'more cell')} of this column cannot be read.",
                "Mend the ones above in the program that wrote the file, and export it again.",
            )
        )
