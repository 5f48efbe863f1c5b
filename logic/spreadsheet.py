"""Text in a spreadsheet stays text: what begins as a formula does gets an apostrophe before it."""

from __future__ import annotations

from typing import Final

import polars as pl
import polars.selectors as cs

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(words: str) -> str:
    """The words as a cell that no spreadsheet runs."""
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words


def without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as text, and an apostrophe before each text that a spreadsheet would take for a formula."""
    frame = frame.with_columns(cs.enum().cast(pl.String))
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    frame = frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(", ") for name in lists)
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    starts = "^[" + "".join(f"\\{start}" if start.isprintable() else start for start in FORMULA_STARTS) + "]"
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(starts))
        .then(pl.concat_str(pl.lit("'"), name))
        .otherwise(name)
        .alias(name)
        for name in texts
    )
