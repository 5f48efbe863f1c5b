from __future__ import annotations

from pathlib import Path

import polars as pl

from logic.reports.table_files import ParquetFile


def piece(words: int) -> pl.DataFrame:
    """Rows with so many different words, told by number as the check tells its findings."""
    told = [f"word {number}" for number in range(words)]
    return pl.DataFrame({"word": pl.Series(told, dtype=pl.Enum(told)), "at": range(words)})


def test_pieces_with_few_and_with_many_words_make_one_file(tmp_path: Path) -> None:
    file = tmp_path / "table.parquet"
    pieces = [piece(3), piece(300), piece(70_000), piece(2)]
    written = ParquetFile(file, pieces[0].clear())

    for each in pieces:
        written.write(each)
    written.close()

    whole = pl.concat([each.with_columns(pl.col("word").cast(pl.String)) for each in pieces])
    assert pl.read_parquet(file).equals(whole)
