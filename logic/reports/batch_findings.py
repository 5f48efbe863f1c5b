"""The findings of a batch as a file to work through: CSV, XLSX or Parquet."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.intake.privacy import HASH_BYTES
from logic.reports.table_files import SHEET_ROWS, WRITERS

if TYPE_CHECKING:
    from logic.batch.claims import Batch, Source
    from logic.rulebook import RuleBook

COLUMNS: Final = pl.Schema(
    {
        "service_date": pl.Date(),
        "row_in_file": pl.UInt32(),  # of a table the row, of an 837P the segment, where the claim begins
        "provider": pl.String(),
        "payer": pl.String(),
        "codes": pl.String(),
        "lines": pl.String(),
        "charge": pl.Float64(),  # dollars of the lines concerned
        "rule": pl.String(),
        "title": pl.String(),
        "state": pl.String(),
        "severity": pl.String(),
        "message": pl.String(),
        "fix": pl.String(),
        "sources": pl.String(),
        "claim": pl.String(),  # the key by which Unitwise knows the claim; nothing in the practice's own files has it
        "import": pl.String(),
    }
)
NAMES: Final = "visit "
KEY: Final = rf"{NAMES}[0-9a-f]{{{2 * HASH_BYTES}}}\b"
OTHER: Final = "another claim of the day"
ORDER: Final = ("fail", "needs documentation")


def findings_table(library: Source, batch: Batch, book: RuleBook) -> pl.LazyFrame:
    """A row a finding of the claims that stand, columns as `COLUMNS`; what fails first, then by day.

    The claim's own number is not in it, for it is not kept: day, provider, codes and the row in the file find it.
    Where a finding names another claim of the day by its key, the place of that claim in its file is told instead.
    """
    rows = (
        library.lines()
        .group_by("visit_id")
        .agg(pl.col("row").min().alias("row_in_file"))
        .rename({"visit_id": "submission"})
    )
    claims = batch.claims.lazy().select(
        "submission", pl.col("codes").list.unique(maintain_order=True).list.join(" ")
    )
    pages = pl.LazyFrame(
        [
            {"rule": code, "title": page.title, "sources": ", ".join(page.sources)}
            for code, page in book.rules.items()
        ]
    )
    found = library.findings()
    if batch.imports is not None:
        found = found.filter(pl.col("import_id").is_in(sorted(batch.imports)))
    return (
        _placed(found, rows)
        .join(claims, on="submission")
        .join(rows, on="submission", how="left")
        .join(pages, on="rule", how="left")
        .with_columns(
            (pl.col("charge") / 100).alias("charge"),
            pl.col("lines").cast(pl.List(pl.String)).list.join(" "),
            pl.col("payer_name").alias("payer"),
            pl.col("submission").alias("claim"),
            pl.col("import_id").alias("import"),
        )
        .sort(pl.col("state").cast(pl.Enum(ORDER)), "service_date", "claim", "rule", "lines", nulls_last=True)
        .select(COLUMNS.names())
        .cast(dict(COLUMNS))  # type: ignore[arg-type]  # a mapping of names to types
    )


def _placed(found: pl.LazyFrame, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The findings with ``visit KEY`` in their sentences replaced by where that claim stands."""
    named = pl.col("message").str.extract_all(KEY).list.explode().alias("named")
    keys = found.select(named).drop_nulls().unique().with_columns(pl.col("named").str.strip_prefix(NAMES))
    places = dict(keys.join(rows, left_on="named", right_on="submission", how="left").collect().iter_rows())
    if not places:
        return found
    told = {
        f"{NAMES}{key}": OTHER if row is None else f"the claim at place {row:,} of its file"
        for key, row in places.items()
    }
    return found.with_columns(
        pl.col("message", "fix").str.replace_many(list(told), list(told.values()), leftmost=True)
    )


def findings_bytes(table: pl.LazyFrame, ending: str) -> bytes:
    """The table as the bytes of a .csv, .xlsx or .parquet file.

    Raises:
        ValueError: more rows than a worksheet holds.

    """
    frame = table.collect()
    if ending == ".xlsx" and frame.height > SHEET_ROWS:
        raise ValueError(f"more findings than a worksheet's {SHEET_ROWS:,} rows")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"findings{ending}"
        writer = WRITERS[ending](path, frame.clear())
        if frame.height:
            writer.write(frame)
        writer.close()
        return path.read_bytes()
