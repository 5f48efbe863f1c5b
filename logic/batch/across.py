"""A patient's day in several files: each file is checked by itself, so rules of the whole day did not see all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from logic.batch.claims import standing
from logic.calculators.facts import counted

if TYPE_CHECKING:
    from logic.batch.claims import Source

RULES: Final = ("F905", "F907", "P207")
"""What looks at the other visits of a patient's day: repeats, the day's minutes, pair edits between visits."""
NOT_LOOKED: Final = (
    f"Whether they repeat each other, what the minutes of the whole day support, and pair edits between them "
    f"({', '.join(RULES)}) was not checked across files."
)
UNSEEN: Final = (
    "Another import holds a visit of the same patient on the same day, which this rule did not see."
)
HOW: Final = "Import the visits of one day in one file, or look at these days by hand."


def across(library: Source) -> pl.DataFrame:
    """Claims that stand and whose patient has another one of the same day in another file: submission, import_id.

    A claim that a table completes was checked beside those of its 837P, and counts as one of that file.
    """
    several = pl.col("file").n_unique().over("patient_id", "service_date") > 1
    return _days(library).filter(several).select("submission", "import_id").unique().collect()


def others_across(library: Source, submission: str) -> int:
    """How many claims another file holds of the patient and the days of this one, which stands."""
    patient = library.submissions().filter(pl.col("submission") == submission).select("patient_id").collect()
    if patient.is_empty() or patient.item() is None:
        return 0
    days = _days(library, pl.col("patient_id") == patient.item()).collect()
    own = days.filter(pl.col("submission") == submission)
    others = days.filter(pl.col("service_date").is_in(own["service_date"].implode()))
    return others.filter(~pl.col("file").is_in(own["file"].implode()))["submission"].n_unique()


def _days(library: Source, whose: pl.Expr | None = None) -> pl.LazyFrame:
    """The days of the claims that stand, of patients whom several files know, with the file of each."""
    sent = library.submissions().select(
        "import_id", "submission", "claim_id", "patient_id", "frequency", "submitted_on", "service_date"
    )
    claims = (sent if whose is None else sent.filter(whose)).collect()
    stands = standing(claims)[0].join(library.beside(), on="submission", how="left")
    stands = stands.with_columns(pl.coalesce("beside", "import_id").alias("file"))
    files = stands.filter(
        pl.col("patient_id").is_not_null() & (pl.col("file").n_unique().over("patient_id") > 1)
    ).select("submission", "import_id", "patient_id", "file")
    if files.is_empty():
        return files.lazy().with_columns(pl.lit(None, pl.Date).alias("service_date"))
    lines = library.lines().select("service_date", submission="visit_id")
    return lines.join(files.lazy(), on="submission").unique()


def across_words(count: int) -> str:
    """What was not looked at, as a sentence; `count` of claims."""
    claims = "1 claim" if count == 1 else f"{count:,} claims"
    return f"For {claims}, another import holds a visit of the same patient on the same day. {NOT_LOOKED}"


def beside_words(count: int) -> str:
    """The same for one claim; `count` of the claims of its patient and days that another import holds."""
    return (
        f"{counted(count, 'more claim', 'of this patient and day stands', 'of this patient and day stand')} in "
        f"another import. {NOT_LOOKED}"
    )
