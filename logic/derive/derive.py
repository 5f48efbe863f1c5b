"""Lines -> the same lines with what the rules need. The only way from intake to the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from logic.derive import counting, repeats
from logic.derive.assistants import with_assistants
from logic.derive.columns import Constants, beside
from logic.derive.derived import Derived
from logic.derive.diagnoses import with_diagnoses
from logic.derive.facts import with_facts
from logic.derive.identify import numbered, sessions, together
from logic.derive.lookups import lookups
from logic.derive.modifiers import with_modifiers
from logic.derive.pairs import with_pairs
from logic.derive.same_day import other_lines, with_same_day
from logic.derive.techniques import with_techniques
from logic.derive.visits import visits
from logic.derive.whole_day import with_whole_day
from logic.visit import canonical

if TYPE_CHECKING:
    from datetime import date

    from logic.rulebook import RuleBook


def derive(
    lines: pl.DataFrame,
    book: RuleBook,
    today: date,
    repeated: pl.DataFrame | None = None,
    others: pl.DataFrame | None = None,
) -> Derived:
    """Everything a rule may ask of these lines.

    `lines`: canonical service lines (`logic.columns`). `today` dates the question. `repeated`: visits that
    repeat another (`repeats.repeated_visits`), and `others`: lines of the patients' other visits that day
    (`same_day.other_lines`), where a caller cuts a long file and must look across the cuts.
    """
    tables = lookups(book)
    lines = numbered(together(lines.rechunk(), READ))
    lines = sessions(with_modifiers(lines, tables))
    lines = with_facts(lines, tables)
    lines = repeats.with_repeats(lines)
    lines = with_techniques(with_diagnoses(with_pairs(lines, tables), tables), tables)
    several = lines["patient_id"].null_count() < len(lines) and lines["day"][-1] > 0
    if others is None and several:
        others = other_lines(lines)
    if others is not None:
        others = with_modifiers(others, tables)
    lines = with_same_day(lines, others, tables)
    lines = with_assistants(lines)
    lines = counting.with_code_sums(lines)
    frame = visits(lines, tables, today)
    frame = with_whole_day(frame, others, lambda day: derive(canonical(day), book, today).visits)
    if repeated is None and several:
        repeated = repeats.repeated_visits(repeats.visit_prints(lines))
    if repeated is None:
        frame = NO_REPEAT.on(frame)
    else:
        frame = frame.join(repeated, on=["visit_id", "service_date"], how="left", maintain_order="left")
    return Derived(_with_visit_facts(lines, frame, tables.thresholds), frame, tables)


def _with_visit_facts(lines: pl.DataFrame, frame: pl.DataFrame, thresholds: pl.DataFrame) -> pl.DataFrame:
    """Adds to each line its visit's flags that rules ask for."""
    return _with_threshold(beside(lines, frame[OF_A_VISIT][lines["session"]]), thresholds)


def _with_threshold(lines: pl.DataFrame, thresholds: pl.DataFrame) -> pl.DataFrame:
    """Adds threshold, and the year-to-date allowed dollars after this visit: a full-fee estimate, and its double.

    A locality may pay more than the national fee, so KX is called needless only if twice the fee stays below.
    """
    if lines["ytd_amount"].null_count() == len(lines):
        return NO_AMOUNT.on(lines)
    amounts = lines.select(AMOUNTS).join(thresholds, on="year", how="left", maintain_order="left")
    return lines.hstack(amounts.select(IN_WORDS))


def dollars(name: str) -> pl.Expr:
    """Dollars as people write them: "$2,480" or "$2,480.50"."""
    whole = pl.col(name).floor().cast(pl.Int64)
    thousands = (
        pl.when(whole >= 1000)
        .then(
            pl.concat_str(
                (whole // 1000).cast(pl.String), pl.lit(","), (whole % 1000).cast(pl.String).str.zfill(3)
            ),
        )
        .otherwise(whole.cast(pl.String))
    )
    cents = ((pl.col(name) - pl.col(name).floor()) * 100).round().cast(pl.Int64)
    tail = (
        pl.when(cents > 0)
        .then(pl.concat_str(pl.lit("."), cents.cast(pl.String).str.zfill(2)))
        .otherwise(pl.lit(""))
    )
    return pl.concat_str(pl.lit("$"), thousands, tail)


READ = (
    pl.col("incomplete").fill_null(value=False),
    pl.when(pl.col("ytd_amount").is_finite()).then("ytd_amount").alias("ytd_amount"),
)
NO_REPEAT = Constants(pl.lit(None, dtype=pl.String).alias("repeats_visit"))
OF_A_VISIT = ["minutes_implausible", "day_codes", "edits_known"]
NO_AMOUNT = Constants(
    *(pl.lit(None, dtype=pl.Float64).alias(name) for name in ("threshold", "ytd_after", "ytd_after_most")),
    *(pl.lit(None, dtype=pl.String).alias(name) for name in ("ytd_words", "threshold_words")),
)
FEE = pl.when(pl.col("billed")).then(pl.col("units") * pl.col("fee")).otherwise(0)
OF_THE_VISIT = pl.when(FEE.is_null().any().over("session")).then(None).otherwise(FEE.sum().over("session"))
AMOUNTS = (
    pl.col("service_date").dt.year().cast(pl.Int32).alias("year"),
    "ytd_amount",
    (pl.col("ytd_amount") + OF_THE_VISIT).alias("ytd_after"),
    (pl.col("ytd_amount") + 2 * OF_THE_VISIT).alias("ytd_after_most"),
)
IN_WORDS = (
    *("threshold", "ytd_after", "ytd_after_most"),
    dollars("ytd_amount").alias("ytd_words"),
    dollars("threshold").fill_null("not in the rule book for that year").alias("threshold_words"),
)
