"""Lines of a file -> a row a claim as it was sent, and the canonical lines that are to be checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.calculators.facts import counted
from logic.claims.identity import submissions
from logic.intake.privacy import hashed
from logic.intake.x12.service_lines import service_lines
from logic.problems import Problem
from logic.visit import START_STOP, canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

ORIGINAL, REPLACEMENT, VOID = "1", "7", "8"
FIRST_PAYER: Final = "P"
CLAIMS, TABLE = "837P", "table"
NOTHING_TO_DO: Final = "Nothing is to be done."
_NO_WORD: Final = pl.lit(None, dtype=pl.String)


@dataclass(frozen=True, slots=True)
class Drafts:
    """`claims`: columns of SUBMISSIONS without verdict and import_id. `lines`: canonical, visit_id the submission.

    Only lines that are to be checked: none of a void claim, and none of a claim to a second payer, whose services
    stand on the first payer's claim already.
    """

    claims: pl.DataFrame
    lines: pl.DataFrame


def of_claims(
    told: pl.DataFrame,
    payers: Mapping[str, str],
    labels: Mapping[str, str],
    key: bytes,
    *,
    payer: str | None = None,
    minutes: pl.DataFrame | None = None,
) -> Drafts:
    """Drafts of an 837P's claim lines (`logic.intake.x12.parts.CLAIM_LINES`).

    payers: lower-case name → id; labels: id → name that people read. payer: an id that holds for every claim.
    minutes: line_control and minutes, where somebody knows them: a claim tells none.
    """
    claims, lines = numbered_claims(told, payers, payer, minutes)
    names = submissions(told, "entry", key)
    names = names.with_columns(pl.col("entry").cast(pl.String).alias("visit_id")).drop("entry")
    claims = _with_payer_names(claims.join(names, on="visit_id", how="left", maintain_order="left"), labels)
    return Drafts(claims.drop("visit_id"), _under_submissions(claims, lines))


def numbered_claims(
    told: pl.DataFrame,
    payers: Mapping[str, str],
    payer: str | None = None,
    minutes: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row a claim, and every canonical line; visit_id is the claim's place in the file. Else as `of_claims`."""
    lines = service_lines(told, payers)
    if payer is not None:
        lines = lines.with_columns(pl.lit(payer).alias("payer"))
    if minutes is not None:
        lines = _with_minutes(lines, told, minutes)
    read = lines.group_by("visit_id", maintain_order=True).agg(
        pl.col("payer").first(),
        pl.col("discipline").drop_nulls().first(),
        pl.col("incomplete").any(),
        _sum_if_all_told("minutes"),
    )
    claims = (
        told.with_columns(pl.col("entry").cast(pl.String).alias("visit_id"))
        .group_by("visit_id", maintain_order=True)
        .agg(
            pl.col("claim_id", "patient_id", "payer_name", "payer_order", "replaces").first(),
            pl.col("provider").drop_nulls().first(),
            pl.col("frequency").first().fill_null(ORIGINAL),
            *_days(pl.col("service_date"), pl.col("last_date")),
            pl.col("submitted_on").first(),
            pl.col("claim_charge").first().alias("charge"),
            pl.len().cast(pl.UInt32).alias("lines"),
            pl.col("units").sum(),
            *_words(),
        )
        .join(read, on="visit_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("payer").fill_null("unknown"),
            pl.col("incomplete").fill_null(value=True),
            _NO_WORD.alias("setting"),
            pl.lit(CLAIMS).alias("source"),
        )
    )
    return claims, lines


def of_table(lines: pl.DataFrame, labels: Mapping[str, str], key: bytes) -> Drafts:
    """Drafts of a table's canonical lines; the visit's own reference becomes its hash here."""
    lines = lines.with_columns(hashed(lines["visit_id"], key))
    cents = (pl.col("charge") * 100).round().cast(pl.Int64).alias("charge")
    names = submissions(lines.with_columns(cents, claim_id="visit_id"), "visit_id", key)
    billed = pl.col("units") > 0
    claims = (
        lines.with_columns(
            cents, pl.coalesce("minutes", pl.when(START_STOP > 0).then(START_STOP)).alias("minutes")
        )
        .group_by("visit_id", maintain_order=True)
        .agg(
            *(pl.col(name).drop_nulls().first() for name in ("patient_id", "discipline", "setting")),
            pl.col("provider_id").drop_nulls().first().alias("provider"),
            pl.col("submitted_on").drop_nulls().first(),
            pl.col("payer").first(),
            *_days(pl.col("service_date"), pl.col("service_date")),
            pl.when(pl.col("charge").filter(billed).is_not_null().all())
            .then(pl.col("charge").filter(billed).sum())
            .alias("charge"),
            billed.sum().cast(pl.UInt32).alias("lines"),
            pl.col("units").cast(pl.Int64).sum(),
            _sum_if_all_told("minutes"),
            *_words(billed),
            pl.col("incomplete").fill_null(value=False).any(),
        )
        .join(names, on="visit_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("visit_id").alias("claim_id"),
            *(_NO_WORD.alias(name) for name in ("replaces", "payer_name", "payer_order")),
            pl.lit(ORIGINAL).alias("frequency"),
            pl.lit(TABLE).alias("source"),
        )
    )
    claims = _with_payer_names(claims, labels)
    return Drafts(claims.drop("visit_id"), _under_submissions(claims, lines))


def _days(first: pl.Expr, last: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    return first.min().alias("service_date"), last.max().alias("last_date")


def _words(billed: pl.Expr | None = None) -> tuple[pl.Expr, pl.Expr]:
    """Different codes and modifiers of the billed lines, in their order."""
    code, modifiers = pl.col("code"), pl.col("modifiers")
    if billed is not None:
        code, modifiers = code.filter(billed), modifiers.filter(billed)
    return (
        code.drop_nulls().unique(maintain_order=True).alias("codes"),
        modifiers.explode(empty_as_null=False).drop_nulls().unique(maintain_order=True).alias("modifiers"),
    )


def _sum_if_all_told(name: str) -> pl.Expr:
    return pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).cast(pl.Int64).sum()).alias(name)


def _with_minutes(lines: pl.DataFrame, told: pl.DataFrame, minutes: pl.DataFrame) -> pl.DataFrame:
    known = told.select(pl.col("entry").cast(pl.String).alias("visit_id"), "line", "line_control").join(
        minutes, on="line_control"
    )
    by_line = known.select("visit_id", "line", pl.col("minutes").cast(pl.Int32))
    return canonical(
        lines.drop("minutes").join(by_line, on=["visit_id", "line"], how="left", maintain_order="left")
    )


def _with_payer_names(claims: pl.DataFrame, labels: Mapping[str, str]) -> pl.DataFrame:
    label = pl.col("payer").replace_strict(dict(labels), default=None, return_dtype=pl.String)
    return claims.with_columns(pl.coalesce("payer_name", label, "payer").alias("payer_name"))


def _under_submissions(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines of the claims to be checked, under the name of their submission."""
    names = claims.filter(to_be_checked()).select("visit_id", "submission")
    lines = lines.join(names, on="visit_id", maintain_order="left")
    return canonical(lines.with_columns(pl.col("submission").alias("visit_id")).drop("submission"))


def checked_lines(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines of the claims to be checked."""
    if claims.select(to_be_checked().all()).item():
        return lines
    return lines.join(claims.filter(to_be_checked()), on="visit_id", how="semi", maintain_order="left")


def left_out_notes(claims: pl.DataFrame) -> tuple[Problem, ...]:
    """What is not checked although it could be read, and why."""
    left_out = claims.remove(to_be_checked())
    voids = int((left_out["frequency"] == VOID).sum())
    notes = []
    if apart := left_out.height - voids:
        wrong = (
            f"{counted(apart, 'claim', 'goes', 'go')} to a second or third payer and "
            f"{'is' if apart == 1 else 'are'} not checked, so that nothing counts twice."
        )
        notes.append(Problem(None, None, None, wrong, NOTHING_TO_DO))
    if voids:
        wrong = (
            f"{counted(voids, 'claim', 'takes', 'take')} an earlier one back (void) and "
            f"{'is' if voids == 1 else 'are'} not checked."
        )
        notes.append(Problem(None, None, None, wrong, NOTHING_TO_DO))
    return tuple(notes)


def to_be_checked() -> pl.Expr:
    """Whether the rules are run on a claim: it is to a first payer, and does not take one back."""
    return (pl.col("payer_order").fill_null(FIRST_PAYER) == FIRST_PAYER) & (pl.col("frequency") != VOID)
