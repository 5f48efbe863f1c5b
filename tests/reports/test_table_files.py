from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from logic.reports.table_files import ParquetFile


def piece(words: int) -> pl.DataFrame:
    """Rows with so many different words, told by number as the check tells its findings."""
    told = [f"word {number}" for number in range(words)]
    return pl.DataFrame({"word": pl.Series(told, dtype=pl.Enum(told)), "at": range(words)})


PLAIN = piece(5).with_columns(pl.col("word").cast(pl.String))


@pytest.mark.parametrize(
    "pieces",
    [
        [piece(3), piece(300), piece(70_000), piece(2)],
        [piece(3), PLAIN, PLAIN.clear(), piece(300)],
        [PLAIN, piece(300), PLAIN],
        [piece(3).clear(), piece(300)],
    ],
    ids=["few and many words", "by number, then as they are", "as they are, then by number", "first none"],
)
def test_pieces_that_tell_their_words_another_way_make_one_file(
    tmp_path: Path, pieces: list[pl.DataFrame]
) -> None:
    file = tmp_path / "table.parquet"
    written = ParquetFile(file, pieces[0].clear())

    for each in pieces:
        written.write(each)
    written.close()

    whole = pl.concat([each.with_columns(pl.col("word").cast(pl.String)) for each in pieces])
    assert pl.read_parquet(file).equals(whole)
