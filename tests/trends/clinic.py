"""The invented clinic as the library keeps it: read from its 837P and 835 text by the X12 reader."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

import polars as pl

from logic.claims.frames import ADJUSTMENTS, FINDINGS, REMIT_LINES, SUBMISSIONS
from logic.intake.x12.read import X12File
from logic.rulebook import RuleBook
from logic.sample.clinic import Plan
from logic.sample.payments import Answer, answered
from logic.sample.tables import PAYER_IDS
from logic.sample.visits import SampleClaim, visits
from logic.sample.x12_text import claims_text, payments_text

DAY = date(2026, 7, 1)


@dataclass(frozen=True)
class Clinic:
    """Frames as the library gives them, and what was invented."""

    submissions: pl.DataFrame
    remit_lines: pl.DataFrame
    adjustments: pl.DataFrame
    findings: pl.DataFrame
    claims: list[SampleClaim]
    answers: list[Answer]


def invented(plan: Plan, book: RuleBook) -> Clinic:
    """The frames of a plan."""
    items = list(answered(visits(plan), plan, book))
    claims = [item for item in items if isinstance(item, SampleClaim)]
    answers = [item for item in items if isinstance(item, Answer)]
    lines = _read(_claims(claims))["claim_lines"]
    paid = _read(list(payments_text(answers, DAY)))
    return Clinic(
        _submissions(lines, claims),
        _kept(paid["remit_lines"], REMIT_LINES),
        _kept(paid["adjustments"], ADJUSTMENTS),
        FINDINGS.to_frame(),
        claims,
        answers,
    )


def _claims(claims: list[SampleClaim]) -> list[str]:
    """One interchange a day of sending, so that every claim tells when it was sent."""
    days = sorted({claim.submitted_on for claim in claims})
    return [
        segment
        for day in days
        for segment in claims_text([claim for claim in claims if claim.submitted_on == day], day)
    ]


def _read(segments: list[str]) -> dict[str, pl.DataFrame]:
    found: dict[str, list[pl.DataFrame]] = {}
    for batch in X12File(io.BytesIO("".join(segments).encode()), b"k" * 32):
        for kind, frame in batch.items():
            found.setdefault(kind, []).append(frame)
    return {kind: pl.concat(frames) for kind, frames in found.items()}


def _kept(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    return frame.with_columns(import_id=pl.lit("one")).select(schema.names()).cast(dict(schema))


def _submissions(lines: pl.DataFrame, claims: list[SampleClaim]) -> pl.DataFrame:
    """What the library makes of claim lines. `submission` is the sample's own number, for finding it again."""
    by_entry = lines.group_by("entry", maintain_order=True).agg(
        pl.col(
            "claim_id",
            "patient_id",
            "provider",
            "filing",
            "payer_name",
            "frequency",
            "replaces",
            "submitted_on",
        ).first(),
        pl.col("claim_charge").first().alias("charge"),
        pl.col("incomplete").any(),
        pl.col("service_date").min(),
        pl.col("last_date").max(),
        pl.len().cast(pl.UInt32).alias("lines"),
        pl.col("units").sum(),
        pl.col("code").unique(maintain_order=True).alias("codes"),
        pl.col("modifiers").explode().drop_nulls().unique(maintain_order=True),
    )
    in_order = sorted(claims, key=lambda claim: claim.submitted_on)  # as _claims writes them
    return (
        by_entry.with_columns(
            import_id=pl.lit("one"),
            submission=pl.Series([str(claim.number) for claim in in_order]),
            payer=pl.col("filing").replace_strict(PAYER_IDS),
            discipline=pl.Series([claim.provider.discipline for claim in in_order]),
            payer_order=pl.lit("P"),
            setting=pl.lit("practitioner"),
            minutes=pl.lit(None),
            verdict=pl.lit("not checked"),
            checked=pl.lit(10),
            not_checked=pl.lit(5),
            source=pl.lit("837P"),
        )
        .select(SUBMISSIONS.names())
        .cast(dict(SUBMISSIONS))
    )
