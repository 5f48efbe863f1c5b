"""Which lines belong together: the day of a visit, and in it the session of one discipline."""

from __future__ import annotations

import polars as pl

from logic.derive.columns import starts
from logic.derive.runs import Runs

KEY = ("visit_id", "service_date")
DAY = (pl.col("visit_id").rle_id() + pl.col("service_date").rle_id()).rle_id().alias("day")


def together(lines: pl.DataFrame, read: tuple[pl.Expr, ...] = ()) -> pl.DataFrame:
    """The lines with each visit, and in it each day, in one run, in order of first appearance.

    Adds `day` (UInt32, 0-based), and `read`. A file that is already in order is not sorted again.
    """
    counted = lines.with_columns(*read, DAY)
    if lines.is_empty() or counted["day"][-1] == 0 or _in_order(counted):
        return counted
    visit, day = (pl.col("_at").min().over(by) for by in ("visit_id", KEY))
    return counted.with_row_index("_at").sort(visit, day, maintain_order=True).drop("_at").with_columns(DAY)


def _in_order(counted: pl.DataFrame) -> bool:
    """Whether no visit, and no day of one, comes back after another began."""
    heads = counted[list(KEY)][starts(counted["day"])]
    visits = heads["visit_id"].n_unique()
    if visits == len(heads):
        return True
    return visits == heads["visit_id"].rle_id()[-1] + 1 and heads.is_unique().all()


def numbered(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines with their place in the visit, `line` (1-based), where the source gave none."""
    if lines["line"].null_count() == 0:
        return lines
    return lines.with_columns(pl.coalesce("line", PLACE).alias("line"))


PLACE = pl.int_range(pl.len(), dtype=pl.Int32).over("day") + 1
TOLD = (
    pl.col("discipline").alias("discipline_told"),
    pl.coalesce("discipline", "therapy_discipline").alias("discipline"),
)
ONLY = pl.when(pl.col("discipline").is_null() & pl.col("one")).then("only").otherwise("discipline")
NUMBER = pl.col("discipline").cast(pl.Categorical).to_physical()
DISCIPLINE = (NUMBER.fill_null((1 << 32) - 1).alias("least"), NUMBER.fill_null(0).alias("most"))
SESSION = (pl.col("day") + pl.col("discipline").rle_id()).rle_id().alias("session")


def mixed(lines: pl.DataFrame) -> pl.DataFrame | None:
    """Sessions of a day whose lines name several payers or settings: session, mixed_words; None where none does."""
    told = ["payer_label", "setting_words"]
    if all(lines[name].n_unique() <= 1 for name in told):
        return None
    changes = pl.any_horizontal(pl.col(name) != pl.col(name).shift() for name in told)
    if not lines.select((changes & (pl.col("day") == pl.col("day").shift())).any()).item():
        return None
    several = [
        pl.when(pl.col(name).n_unique() > 1).then(pl.col(name).unique(maintain_order=True).str.join(" and "))
        for name in told
    ]
    words = pl.concat_str(several, separator="; ", ignore_nulls=True).replace("", None).alias("mixed_words")
    return (
        lines.select("day", "session")
        .unique(maintain_order=True)
        .join(lines.group_by("day").agg(words), on="day", maintain_order="left")
        .drop("day")
        .filter(pl.col("mixed_words").is_not_null())
    )


def sessions(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `discipline_told`, `discipline` (told, or by GP/GO/GN, or the day's only one) and `session`.

    PT and OT of one day are counted apart, so a day with both is two sessions. `session` is UInt32, 0-based.
    """
    lines = lines.with_columns(TOLD)
    told = lines["discipline"]
    if told.null_count() == 0 and told.n_unique() <= 1:
        return lines.with_columns(pl.col("day").alias("session"))
    days, day = Runs(lines["day"]), lines["day"]
    number = lines.select(DISCIPLINE)
    # A day that names none has the most below the least.
    one = (days.least(number[["least"]])["least"] >= days.most(number[["most"]])["most"])[day]
    if told.null_count():
        only = pl.DataFrame([told, one.alias("one"), days.first(told)[day].alias("only")])
        lines = lines.with_columns(only.select(ONLY.alias("discipline")))
    if one.all():
        return lines.with_columns(day.alias("session"))
    return _by_discipline(lines, one.not_().arg_true()).with_columns(SESSION)


def _by_discipline(lines: pl.DataFrame, mixed: pl.Series) -> pl.DataFrame:
    """The lines of each day, a discipline in one run. `mixed`: where the lines of days with several stand."""
    some = lines[["day", "discipline"]][mixed].with_columns(mixed.alias("at"))
    order = some.sort("day", "discipline", maintain_order=True)["at"]
    if order.equals(some["at"]):
        return lines
    return lines[pl.int_range(len(lines), dtype=pl.UInt32, eager=True).scatter(mixed, order)]
