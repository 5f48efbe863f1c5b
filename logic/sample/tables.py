"""The invented claims as a table of service lines, with minutes, and the truth of what was done wrong beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.sample.payments import Answer
    from logic.sample.visits import SampleClaim

PAYER_IDS = {"MB": "medicare", "16": "medicare-advantage", "WC": "workers-comp", "CI": "unknown"}


def lines_table(claims: Sequence[SampleClaim]) -> pl.DataFrame:
    """A row a service line with the columns that `python -m logic check` reads; first claims only, no corrections."""
    return pl.DataFrame(
        [
            {
                "visit_id": claim.account,
                "service_date": claim.service_date,
                "payer": PAYER_IDS[claim.payer.filing],
                "discipline": claim.provider.discipline,
                "code": line.code,
                "minutes": line.minutes,
                "units": line.units,
                "modifiers": " ".join(line.modifiers),
                "dx": " ".join(claim.dx),
                "place_of_service": "11",
                "submitted_on": claim.submitted_on,
                "patient_id": f"P{claim.patient:06d}",
                "charge": line.charge / 100,
            }
            for claim in claims
            if claim.replaces is None and "sent twice" not in claim.errors
            for line in claim.lines
        ]
    )


def truth_table(claims: Sequence[SampleClaim], answers: Sequence[Answer]) -> pl.DataFrame:
    """A row a claim: its errors with the lines that show them, how it was answered, and when that was taken back."""
    by_number = {answer.claim.number: answer for answer in answers if not answer.reversal}
    taken_back = {answer.claim.number: answer.paid_on for answer in answers if answer.reversal}
    rows = []
    for claim in claims:
        answer = by_number.get(claim.number)
        denied = sorted({line.category for line in answer.lines} - {""}) if answer else []
        rows.append(
            {
                "claim": claim.account,
                "number": claim.number,
                "frequency": claim.frequency,
                "service_date": claim.service_date,
                "submitted_on": claim.submitted_on,
                "payer": claim.payer.name,
                "provider": claim.provider.npi,
                "errors": "; ".join(
                    f"{name} (line {', '.join(map(str, places))})" for name, places in claim.errors.items()
                ),
                "answered_on": answer.paid_on if answer else None,
                "paid": answer.paid / 100 if answer else None,
                "denied_for": "; ".join(denied),
                "taken_back_on": taken_back.get(claim.number),
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)
