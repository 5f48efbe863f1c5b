"""A Parquet file -> frames with the types it has: strings are read like cells, proper types go through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from logic.intake.chunk import Chunk
from logic.problems import FileError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ROWS_AT_ONCE = 1 << 17


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """One Parquet file. Its first record is row 1, for it has no row of headings."""

    path: Path
    headings: tuple[str, ...]
    heading_row: int = 0
    at_once: int = ROWS_AT_ONCE

    def chunks(self, positions: Sequence[int]) -> Iterator[Chunk]:
        """The columns at `positions`, typed as in the file. Errors: FileError."""
        names = [self.headings[p] for p in positions]
        following = 1
        try:
            with parquet.ParquetFile(self.path) as file:
                for batch in file.iter_batches(batch_size=self.at_once, columns=names):
                    frame = pl.DataFrame(pl.from_arrow(batch)).select(
                        pl.col(name).alias(str(p)) for p, name in zip(positions, names, strict=True)
                    )
                    rows = pl.int_range(following, following + frame.height, dtype=pl.UInt32, eager=True)
                    following += frame.height
                    yield Chunk(frame.with_columns(rows.alias("row")))
        except (pa.ArrowException, OSError, pl.exceptions.PolarsError) as error:
            raise _damaged(error) from None


def open_parquet(path: Path) -> ParquetTable:
    """Errors: FileError where the file is damaged."""
    try:
        with parquet.ParquetFile(path) as file:
            return ParquetTable(path, tuple(file.schema_arrow.names))
    except (pa.ArrowException, OSError) as error:
        raise _damaged(error) from None


def _damaged(error: Exception) -> FileError:
    return FileError("The Parquet file is damaged or cut short.", "Write it again.", shown(error))
