"""Minutes and units, added up by code and by session, and whether a billed split can be accepted.

Source: CMS Pub. 100-04 ch. 5 sec. 20.2. A split is accepted when the total is right, each code has its full
15s and at most one unit more, and no code that got a left-over unit has fewer left-over minutes than one that
got none. A service that a pair edit keeps off the claim (`waived`) is counted with the units it would have had.
"""

from __future__ import annotations

import polars as pl

from logic.derive.columns import beside
from logic.derive.pairs import KEPT_BY_NOTE, KEPT_BY_RULE, KEPT_OPEN, KEPT_PERHAPS
from logic.derive.runs import Runs
from logic.derive.spread import spread

FIRST_UNIT_MINUTES, UNIT_MINUTES = 8, 15
ROUNDING = UNIT_MINUTES - FIRST_UNIT_MINUTES
MOST = 1440  # minutes of a day; more is nonsense, and another rule says so
OWN = ["session", "count_code"]

minutes = pl.col("code_minutes")
base, left_over = minutes // UNIT_MINUTES, minutes % UNIT_MINUTES


TIMED = pl.col("timed")
COUNTED = pl.col("counted_minutes")
ALONE = (
    pl.when(TIMED).then(COUNTED).alias("code_minutes"),
    pl.when(TIMED).then("units").alias("code_units"),
    TIMED.alias("count_first"),
    (TIMED & ~COUNTED.is_between(0, MOST).fill_null(value=False)).alias("implausible"),
    pl.lit(value=False).alias("out_of_order"),
)


def with_code_sums(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds to each timed line what its code has in the session; nulls on other lines.

    code_minutes (null where one line of the code has none), code_units, midpoint_due, implausible, and
    count_first: the code's first line. Only lines that share a code are added up.
    """
    at = _shared(lines)
    if not len(at):
        return lines.with_columns(*ALONE, *DUE_ALONE)
    lines = lines.with_columns(ALONE)
    summed = lines[ASKED][at].select(SHARED)
    lines = lines.with_columns(lines[name].clone().scatter(at, summed[name]) for name in summed.columns)
    return lines.with_columns(DUE)


# Units of a code that continues another (97130) without exactly one unit of that one (97129).
CONTINUES = pl.col("code") != pl.col("count_code")
FIRST_UNITS = pl.when(~CONTINUES).then("units").otherwise(0).sum().over(OWN)
FURTHER_UNITS = pl.when(CONTINUES).then("units").otherwise(0).sum().over(OWN)
SHARED = (
    pl.when(COUNTED.is_null().any().over(OWN))
    .then(None)
    .otherwise(COUNTED.sum().over(OWN))
    .alias("code_minutes"),
    pl.col("units").sum().over(OWN).alias("code_units"),
    pl.struct(OWN).is_first_distinct().alias("count_first"),
    ((FURTHER_UNITS > 0) & (FIRST_UNITS != 1)).alias("out_of_order"),
    pl.col("implausible").any().over(OWN),
    pl.col("waived").all().over(OWN),
    pl.col("kept_out").min().over(OWN),
    pl.col("clocked").any().over(OWN),
)


ASKED = sorted({name for sum_ in SHARED for name in sum_.meta.root_names()})


def _due_of(minutes: pl.Expr) -> tuple[pl.Expr, ...]:
    """What the minutes of a code support by themselves: midpoint_due, more_than_limit."""
    full, rest = minutes // UNIT_MINUTES, minutes % UNIT_MINUTES
    return (
        (full + ((rest >= FIRST_UNIT_MINUTES) & ~pl.col("full_unit_only"))).alias("midpoint_due"),
        # Minutes for more units than the limit takes, and the limit's units billed.
        (
            (full > pl.col("limit"))
            & (pl.col("day_code_units") >= pl.col("limit"))
            & (pl.col("limits_follow") == "mue")
        )
        .fill_null(value=False)
        .alias("more_than_limit"),
    )


DUE = _due_of(minutes)
DUE_ALONE = _due_of(pl.when(TIMED).then(COUNTED))


def _shared(lines: pl.DataFrame) -> pl.Series:
    """The places of the timed lines that are not alone with their code; 97130 counts with 97129."""
    continued = lines["timed"] & (lines["code"] != lines["count_code"])
    again = lines["timed"] & lines["code_again"]
    if not continued.any():
        return again.arg_true()
    of_continued = lines["session"].is_in(lines["session"].filter(continued).implode())
    at = ((lines["timed"] & of_continued) | again).arg_true()
    some = lines[[*OWN, "code"]][at]
    return at.filter(some.select(pl.struct(OWN).is_duplicated() | CONTINUES).to_series())


def _due(total: pl.Expr) -> pl.Expr:
    """Units that a total of timed minutes supports."""
    return pl.when(total >= FIRST_UNIT_MINUTES).then((total + ROUNDING) // UNIT_MINUTES).otherwise(0)


OF_A_CODE = (
    *("session", "code_minutes", "code_units", "implausible", "waived", "kept_out", "out_of_order"),
    (pl.col("code_units") - base).alias("over"),
    left_over.alias("left_over"),
    pl.lit(0, dtype=pl.Int32).alias("waived_units"),
)
got, none, perhaps = pl.col("over") == 1, pl.col("over") == 0, pl.col("kept_out") == KEPT_PERHAPS
# Of a pair that was not separate, column 2 has no claim on a left-over unit.
claims = none & ~perhaps & (pl.col("kept_out") != KEPT_BY_NOTE)
# More and less than the left-over minutes of any code, or its units over its full 15s.
MORE, LESS = (1 << 31) - 1, -(1 << 31)
SUMMED = {
    "timed_minutes": minutes.fill_null(0),
    "timed_units": pl.col("code_units").fill_null(0),
    "waived_units": pl.col("waived_units"),
}
OF_ANY = {
    "minutes_missing": minutes.is_null(),
    "implausible": pl.col("implausible").fill_null(value=False),
    "out_of_order": pl.col("out_of_order").fill_null(value=False),
    "compared": pl.col("over").is_not_null(),
    "kept_open": pl.col("kept_out").is_in(KEPT_OPEN).fill_null(value=False),
}
LEAST = {"least": pl.col("over").fill_null(MORE), "got": pl.when(got).then("left_over").fill_null(MORE)}
MOST_OF = {
    "most": pl.col("over").fill_null(LESS),
    "none": pl.when(claims).then("left_over").fill_null(LESS),
    "perhaps": pl.when(none & perhaps).then("left_over").fill_null(LESS),
}
OF_A_SPLIT = tuple(
    value.alias(name) for group in (SUMMED, OF_ANY, LEAST, MOST_OF) for name, value in group.items()
)
ANSWERS = (
    *("timed_minutes", "timed_units", "minutes_missing", "waived_units", "kept_open"),
    pl.col("implausible").alias("line_implausible"),
    _due(pl.col("timed_minutes")).alias("units_due"),
    (pl.col("implausible") | (pl.col("timed_minutes") > MOST)).alias("minutes_implausible"),
    (
        pl.when("compared").then((pl.col("least") >= 0) & (pl.col("most") <= 1))
        & (pl.col("got") >= pl.col("none"))
        & ~pl.col("out_of_order")
    ).alias("split_accepted"),
    (pl.col("got") < pl.col("perhaps")).alias("kept_claims"),
)


def by_session(lines: pl.DataFrame, sessions: int) -> pl.DataFrame:
    """A row a session: minutes and units of timed codes, units due, and whether the split can be accepted.

    Columns: timed_minutes, timed_units, units_due, waived_units, split_accepted, kept_open, kept_claims,
    minutes_missing, minutes_implausible. `kept_open`: an open question of separate services keeps a code out;
    `kept_claims`: and its left-over minutes are more than those of a code that got a unit for them.

    Nulls where a session has no timed code.
    """
    first = lines["count_first"]
    codes = lines.select(OF_A_CODE) if first.all() else lines.select(OF_A_CODE).filter(first)
    if codes["waived"].any():
        here = codes["session"].is_in(codes["session"].filter(codes["waived"]).implode()).arg_true()
        mended = _with_waived(codes[here])
        codes = codes.with_columns(
            codes[name].clone().scatter(here, mended[name]) for name in ("over", "waived_units")
        )
    runs, split = Runs(codes["session"]), codes.select(OF_A_SPLIT)
    counted = beside(
        runs.sum(split[list(SUMMED)]),
        runs.any(split[list(OF_ANY)]),
        runs.least(split[list(LEAST)]),
        runs.most(split[list(MOST_OF)]),
    ).select(ANSWERS)
    return spread(counted, codes["session"][runs.starts], sessions)


def _with_waived(codes: pl.DataFrame) -> pl.DataFrame:
    """Gives a waived service the units that it would have had, and adds `waived_units`.

    What the others leave of the session's total, between the fewest and the most that a valid split gives it;
    its full 15s are always its own, and a left-over unit where only a separate service would earn it may stay away.

    Only where one service of the session is waived: with more, the minutes do not say whose the units would be.
    """
    due = _due(minutes.sum().over("session"))
    missing = due - pl.col("code_units").sum().over("session")
    alone = pl.col("waived") & (pl.col("waived").sum().over("session") == 1)
    to_give = due - base.sum().over("session")
    mine = pl.col("left_over").filter("waived").first().over("session")
    ahead, beside = (
        (pl.col("left_over") > mine).sum().over("session"),
        (pl.col("left_over") >= mine).sum().over("session"),
    )
    ruled = pl.col("kept_out") == KEPT_BY_RULE
    least, most = base + (ruled & (beside <= to_give)), base + (ahead < to_give)
    would_have = pl.min_horizontal(pl.max_horizontal(missing, least), most)
    return codes.with_columns(
        pl.when(alone).then(would_have - base).otherwise("over").alias("over"),
        pl.when(alone).then(would_have).otherwise(0).cast(pl.Int32).alias("waived_units"),
    )
