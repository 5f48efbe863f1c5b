"""A patient's day in several files: each file is checked by itself, so rules of the whole day did not see all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from logic.batch.claims import standing

if TYPE_CHECKING:
    from logic.claims.library import Library

RULES: Final = ("F905", "F907", "P207")
"""What looks at the other visits of a patient's day: repeats, the day's minutes, pair edits between visits."""
NOT_LOOKED: Final = (
    f"Whether they repeat each other, what the minutes of the whole day support, and pair edits between them "
    f"({', '.join(RULES)}) was not checked across files."
)
HOW: Final = "Import the visits of one day in one file, or look at these days by hand."


def across(library: Library) -> pl.DataFrame:
    """Claims that stand and whose patient has another one of the same day in another file: submission, import_id.

    A claim that a table completes was checked beside those of its 837P, and counts as one of that file.
    """
    sent = library.submissions().select(
        "import_id", "submission", "claim_id", "patient_id", "frequency", "submitted_on", "service_date"
    )
    stands = standing(sent.collect())[0].join(library.beside(), on="submission", how="left")
    stands = stands.with_columns(pl.coalesce("beside", "import_id").alias("file"))
    files = stands.filter(pl.col("patient_id").is_not_null()).filter(
        pl.col("file").n_unique().over("patient_id") > 1
    )
    if files.is_empty():
        return files.select("submission", "import_id")
    return (
        library.lines()
        .select("service_date", submission="visit_id")
        .join(files.lazy().select("submission", "import_id", "patient_id", "file"), on="submission")
        .unique()
        .filter(pl.col("file").n_unique().over("patient_id", "service_date") > 1)
        .select("submission", "import_id")
        .unique()
        .collect()
    )


def across_words(count: int) -> str:
    """What was not looked at, as a sentence; `count` of claims."""
    claims = "1 claim" if count == 1 else f"{count:,} claims"
    return f"For {claims}, another import holds a visit of the same patient on the same day. {NOT_LOOKED}"
