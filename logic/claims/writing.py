"""Frames into the Parquet files of a draft, batch by batch, each file for its owner alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Self

import polars as pl

from logic.claims.place import private_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType


class Writers:
    """A file a kind, made when its first rows come; a batch is a row group."""

    def __init__(self, folder: Path, schemas: Mapping[str, pl.Schema]) -> None:
        self.folder, self.schemas = folder, schemas
        self.rows: dict[str, int] = dict.fromkeys(schemas, 0)
        self._open: dict[str, tuple[Any, Any]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in list(self._open):
            try:
                self.close(name)
            except OSError:
                if error is None:
                    raise

    def path(self, kind: str) -> Path:
        """Where the rows of a kind go."""
        return self.folder / f"{kind}.parquet"

    def write(self, kind: str, frame: pl.DataFrame) -> None:
        """Rows of a kind, with the columns of its schema in any order. Errors: OSError."""
        from pyarrow import parquet  # noqa: PLC0415 - a help text must not wait for it

        if frame.is_empty():
            return
        table = frame.select(
            pl.col(name).cast(dtype) for name, dtype in self.schemas[kind].items()
        ).to_arrow()
        if kind not in self._open:
            stream = os.fdopen(private_stream(self.path(kind)), "wb")
            # Snappy for its speed: these files are read again and again.
            writer = parquet.ParquetWriter(stream, table.schema, compression="snappy", store_schema=False)
            self._open[kind] = writer, stream
        self._open[kind][0].write_table(table)
        self.rows[kind] += frame.height

    def close(self, kind: str) -> None:
        """The rows of a kind are complete. Errors: OSError."""
        writer, stream = self._open.pop(kind)
        try:
            writer.close()
        finally:
            stream.close()


def batches(path: Path) -> Iterator[pl.DataFrame]:
    """What was written, batch by batch as it was; nothing where there is no such file."""
    from pyarrow import parquet  # noqa: PLC0415

    if not path.exists():
        return
    with parquet.ParquetFile(path) as file:
        heights = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
    told, at = pl.scan_parquet(path, glob=False), 0  # Polars reads its own frames in a quarter of the time
    for height in heights:
        yield told.slice(at, height).collect()
        at += height


def several(path: Path) -> bool:
    """Whether more than one batch was written."""
    from pyarrow import parquet  # noqa: PLC0415

    return path.exists() and parquet.read_metadata(path).num_row_groups > 1
