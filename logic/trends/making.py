"""The frames of the trends from those of the library: joined, each thing once, narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from logic.trends.answers import answers
from logic.trends.categories import of_findings
from logic.trends.denied import SERVICE, denied, echoes
from logic.trends.filters import CODES_BETWEEN
from logic.trends.journey import journey
from logic.trends.paths import with_paths
from logic.trends.priced import priced
from logic.trends.reasons import refused_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.denials import Denials
    from logic.rulebook import RuleBook

WORDS: Final = pl.Categorical()
KX: Final = "KX"
SEPARATE: Final = ("59", "XE", "XP", "XS", "XU")
"""Modifiers that say that two services were separate."""


def made_frames(
    submissions: pl.LazyFrame,
    findings: pl.LazyFrame,
    remit_lines: pl.LazyFrame,
    adjustments: pl.LazyFrame,
    *,
    denials: Denials,
    book: RuleBook,
) -> Mapping[str, pl.DataFrame]:
    """Make the six frames from those of the library (`logic.claims.frames`)."""
    refused = refused_lines(remit_lines, adjustments, denials)
    answered = answers(submissions, refused)
    went = journey(submissions, answered)
    services = denied(refused, answered, went)
    repeated = echoes(services)
    services = services.join(repeated, on=list(SERVICE), how="anti", nulls_equal=True, maintain_order="left")
    went = with_paths(
        went.with_columns(
            first=pl.col("first") & ~pl.col("chain").is_in(repeated["chain"].unique().implode())
        )
    )
    went = went.with_columns(claim=pl.col("submission").rank("ordinal").cast(pl.UInt32))
    number = went.select("submission", "claim")
    codes_of = went.select("submission", "claim", _joined("codes"), "discipline", "payer_name", "provider")
    told = answered.join(
        codes_of, on="submission", how="left", maintain_order="left", suffix="_sent"
    ).with_columns(
        pl.coalesce("payer_name_sent", "payer_name").alias("payer_name"),
        pl.coalesce("provider_sent", "provider").alias("provider"),
    )
    return {
        "claims": _narrow(_claims(went)),
        "denied": _narrow(services.join(number, on="submission", how="left", maintain_order="left")
            .with_columns(_joined("remarks"))
            .drop("patient_id", "payer")),
        "findings": _narrow(
            of_findings(findings, denials, book).join(
                went.select("submission", "claim", "discipline", "first"), on="submission", how="left"
            )
        ),
        "lines": _narrow(_first_lines(refused, answered, went)),
        "priced": _narrow(priced(refused, answered, went.with_columns(_joined("codes"), alone=_alone()), book)),
        "answers": _narrow(
            told.select(
                "submission", "claim", "claim_id", "paid_on", "service_date", "kind", "result", "status", "charge",
                "paid", "denied", "owes", "lines", "lines_denied", "payer_name", "provider", "discipline", "codes",
            )
        ),
    }  # fmt: skip


def _claims(went: pl.DataFrame) -> pl.DataFrame:
    marks = pl.col("modifiers").list
    return went.with_columns(
        _joined("codes"),
        kx=marks.contains(KX),
        separate=pl.any_horizontal(marks.contains(mark) for mark in SEPARATE),
        visit=pl.col("chain").rank("dense").cast(pl.UInt32),
    ).select(
        "submission", "claim", "claim_id", "visit", "place", "first", "service_date", "submitted_on", "payer_name",
        "provider", "discipline", "frequency", "source", "codes", "kx", "separate", "charge", "lines", "units",
        "minutes", "verdict", "not_checked", "incomplete", "status", "first_result", "result", "first_answer_on",
        "last_answer_on", "first_denied_on", "resolved_on", "days_to_answer", "first_pass", "paid", "allowed",
        "owes", "denied", "denied_first", "appealed", "corrected", "path_first", "path_then", "path_end",
    )  # fmt: skip


def _first_lines(refused: pl.DataFrame, answered: pl.DataFrame, went: pl.DataFrame) -> pl.DataFrame:
    """Lines of the first answer to each first claim: what line-level rates are made of."""
    firsts = went.filter("first").select(
        "submission", "first_answer_on", "discipline", "payer_name", "provider", "service_date"
    )
    entries = (
        answered.filter(pl.col("kind").is_in(["answer", "taken back"]))
        .select("import_id", "entry", "submission", "paid_on")
        .join(firsts, on="submission")
        .filter(pl.col("paid_on") == pl.col("first_answer_on"))
        .unique("submission", keep="first", maintain_order=True)
    )
    own = refused.select("import_id", "entry", "code", "billed_code", "charge", "refused", "paid", "allowed")
    return own.join(entries, on=["import_id", "entry"]).select(
        "service_date", "payer_name", "provider", "discipline",
        pl.coalesce("billed_code", "code").alias("code"),
        "charge", "refused", "paid", "allowed",
    )  # fmt: skip


def _alone() -> pl.Expr:
    """Whether a claim is the only visit of its patient on its day."""
    visits = pl.col("chain").n_unique().over("patient_id", "service_date")
    return (pl.col("patient_id").is_not_null() & (visits == 1)).fill_null(value=False)


def _joined(column: str) -> pl.Expr:
    return pl.col(column).list.unique().list.sort().list.join(CODES_BETWEEN).alias(column)


def _narrow(frame: pl.DataFrame) -> pl.DataFrame:
    """Words that repeat become categories; ids stay text."""
    ids = {"submission", "claim_id", "chain", "message", "fix"}
    return frame.with_columns(
        pl.col(name).cast(WORDS)
        for name, dtype in frame.schema.items()
        if dtype == pl.String and name not in ids
    )
