"""A table file of any length -> canonical frames of whole visits, in bounded memory."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from pyarrow import parquet

from logic.intake.table import Intake, no_rows, open_reader
from logic.problems import FileError
from logic.visit import empty_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from logic.intake.profile import Profile
    from logic.intake.table import Reader

LINES_PER_BATCH = 1_000_000
_WRITE_AT_ONCE = 250_000
MOST_PARTS = 256


@dataclass(slots=True)
class Batches:
    """Iterate once for the frames; `intake()` afterwards tells the problems and counts (its lines are empty).

    rows: rows in the file, blank ones too. together: whether each visit's lines stand next to each other.
    """

    reader: Reader | None
    rows: int
    together: bool
    lines_per_batch: int
    failed: Intake | None = None

    def __iter__(self) -> Iterator[pl.DataFrame]:
        """Canonical frames; the lines of a visit are never in two of them."""
        if self.reader is None or self.reader.headings.problems:
            return
        try:
            if self.together or self.rows <= self.lines_per_batch:
                yield from _as_they_stand(
                    self.reader, self.lines_per_batch if self.together else self.rows + 1
                )
            else:
                yield from _parted(self.reader, min(-(-self.rows // self.lines_per_batch), MOST_PARTS))
        except FileError as error:
            self.reader.problems.append(error.problem)

    def intake(self) -> Intake:
        """Problems, notes and counts of what was read so far."""
        if self.reader is None:
            return self.failed or Intake(empty_lines())
        if not self.reader.rows_read and not self.reader.problems and not self.reader.others:
            self.reader.problems.append(no_rows(self.reader))
        return self.reader.intake(empty_lines())


def scan_batches(
    path: Path,
    lines_per_batch: int = LINES_PER_BATCH,
    payer: str | None = None,
    payers: Mapping[str, str] | None = None,
    profile: Profile | None = None,
) -> Batches:
    """Read a file in batches of about `lines_per_batch` lines; never raises for what is in the file.

    A first pass reads what tells the visit alone. Where a visit's lines do not stand together and the file is
    longer than a batch, the rows go through a private folder of temporary Parquet files, parted by visit; it
    is removed. payer, payers, profile: as in `read_lines`.
    """
    try:
        reader = open_reader(path, payer, payers, profile)
        if reader.headings.problems:
            return Batches(reader, 0, True, lines_per_batch)
        rows, together = _first_pass(reader)
    except FileError as error:
        return Batches(None, 0, True, lines_per_batch, Intake(empty_lines(), (error.problem,)))
    return Batches(reader, rows, together, lines_per_batch)


def _first_pass(reader: Reader) -> tuple[int, bool]:
    """Rows in the file, and whether no visit comes back after another began."""
    heads: list[np.ndarray] = []
    last: int | None = None
    rows = 0
    for number, visits in reader.visits():
        rows += number
        hashes = visits.hash(seed=1).to_numpy()
        if not len(hashes):
            continue
        begins = np.empty(len(hashes), dtype=bool)
        begins[0] = last is None or hashes[0] != last
        np.not_equal(hashes[1:], hashes[:-1], out=begins[1:])
        heads.append(hashes[begins])
        last = hashes[-1]
    every = np.concatenate(heads) if heads else np.empty(0, dtype=np.uint64)
    every.sort()
    return rows, bool((every[1:] != every[:-1]).all())


def _as_they_stand(reader: Reader, lines_per_batch: int) -> Iterator[pl.DataFrame]:
    held: list[pl.DataFrame] = []
    count = 0
    for frame in reader.frames():
        if not frame.width:
            continue
        held.append(frame)
        count += frame.height
        if count >= lines_per_batch:
            ready, rest = _before_last_visit(pl.concat(held))
            for piece in cut_at_visits(ready, lines_per_batch):
                yield reader.lines(piece)
            held, count = [rest], rest.height
    for piece in cut_at_visits(pl.concat(held), lines_per_batch) if held else ():
        yield reader.lines(piece)


def cut_at_visits(frame: pl.DataFrame, lines_per_batch: int) -> Iterator[pl.DataFrame]:
    """Pieces of about so many lines, cut where a visit begins."""
    visits = frame["visit_id"].fill_null(strategy="forward")
    begins = visits.ne_missing(visits.shift()).arg_true().to_numpy()
    cut = 0
    while cut < frame.height:
        later = begins[np.searchsorted(begins, cut + lines_per_batch) :]
        following = int(later[0]) if len(later) else frame.height
        yield frame.slice(cut, following - cut)
        cut = following


def _before_last_visit(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The visits that are surely whole, and the last one, which may go on."""
    visits = frame["visit_id"].fill_null(strategy="forward")
    others = visits.ne_missing(visits[-1]).arg_true()
    cut = others[-1] + 1 if len(others) else 0
    return frame.head(cut), frame.slice(cut)


def _parted(reader: Reader, parts: int) -> Iterator[pl.DataFrame]:
    folder = Path(tempfile.mkdtemp(prefix="unitwise-"))  # rights for the owner alone
    try:
        _write_parts(reader, folder, parts)
        for part in sorted(folder.iterdir()):
            yield reader.lines(pl.read_parquet(part))
            part.unlink()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_parts(reader: Reader, folder: Path, parts: int) -> None:
    writers: dict[int, parquet.ParquetWriter] = {}
    held: list[pl.DataFrame] = []
    try:
        for frame in reader.frames():
            if not frame.width:
                continue
            held.append(frame)
            if sum(piece.height for piece in held) >= _WRITE_AT_ONCE:
                _write(pl.concat(held), writers, folder, parts)
                held = []
        if held:
            _write(pl.concat(held), writers, folder, parts)
    finally:
        for writer in writers.values():
            writer.close()


def _write(
    frame: pl.DataFrame,
    writers: dict[int, parquet.ParquetWriter],
    folder: Path,
    parts: int,
) -> None:
    part = (pl.col("visit_id").fill_null("").hash(seed=2) % parts).alias("part")
    for key, piece in frame.with_columns(part).partition_by("part", as_dict=True, include_key=False).items():
        number = int(key[0])
        table = piece.to_arrow()
        if number not in writers:
            writers[number] = parquet.ParquetWriter(
                folder / f"{number:05}.parquet", table.schema, compression="lz4"
            )
        writers[number].write_table(table)
