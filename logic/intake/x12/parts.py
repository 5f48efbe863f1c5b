"""What the reader gives: frames of claim lines and of remittances, and what it could not use."""

from __future__ import annotations

from typing import Final

import polars as pl

CLAIM_LINES = pl.Schema(
    {
        "claim_id": pl.String(),  # keyed hash of the claim's own number
        "entry": pl.UInt32(),  # which claim of the file, from 1
        "patient_id": pl.String(),  # keyed hash; null where the file gives no number of the patient's own
        "line": pl.UInt32(),
        "line_control": pl.String(),  # keyed hash
        "frequency": pl.String(),  # 1 original, 7 replacement, 8 void
        "replaces": pl.String(),  # keyed hash of the payer's number of the claim that this one replaces
        "service_date": pl.Date(),
        "last_date": pl.Date(),
        "code": pl.String(),
        "modifiers": pl.List(pl.String()),
        "units": pl.Int64(),
        "charge": pl.Int64(),  # cents
        "place_of_service": pl.String(),
        "dx": pl.List(pl.String()),
        "pointers": pl.List(pl.String()),
        "payer_name": pl.String(),
        "payer_code": pl.String(),
        "filing": pl.String(),  # claim filing indicator: MB Medicare Part B, CI commercial …
        "payer_order": pl.String(),  # P primary, S secondary, T tertiary
        "billing_npi": pl.String(),
        "provider": pl.String(),  # NPI of who rendered the line, else of the claim, else the billing one
        "authorized": pl.Boolean(),
        "submitted_on": pl.Date(),
        "claim_charge": pl.Int64(),  # cents
        "incomplete": pl.Boolean(),
        "segment": pl.UInt32(),
    },
)
OF_A_CLAIM: Final = (
    *("claim_id", "entry", "patient_id", "frequency", "replaces", "dx"),
    *("payer_name", "payer_code", "filing", "payer_order", "billing_npi"),
    *("authorized", "submitted_on", "claim_charge", "incomplete"),
)
"""Those of CLAIM_LINES that are the same on every line of a claim."""
REMIT_LINES = pl.Schema(
    {
        "claim_id": pl.String(),
        "patient_id": pl.String(),
        "payer_claim": pl.String(),  # keyed hash of the payer's number of the claim
        "remittance": pl.String(),  # keyed hash of the payment's trace number
        "entry": pl.UInt32(),  # which CLP of the file, from 1
        "status": pl.String(),  # CLP02
        "frequency": pl.String(),
        "filing": pl.String(),
        "payer_name": pl.String(),
        "provider": pl.String(),
        "paid_on": pl.Date(),
        "claim_charge": pl.Int64(),
        "claim_paid": pl.Int64(),
        "patient_owes": pl.Int64(),
        "line": pl.UInt32(),  # 0 where the claim has no service lines
        "line_control": pl.String(),
        "service_date": pl.Date(),
        "code": pl.String(),
        "modifiers": pl.List(pl.String()),
        "billed_code": pl.String(),  # where the payer paid another code than was billed
        "charge": pl.Int64(),
        "paid": pl.Int64(),
        "allowed": pl.Int64(),
        "units": pl.Int64(),  # paid units
        "units_billed": pl.Int64(),
        "remarks": pl.List(pl.String()),
        "balanced": pl.Boolean(),  # charge less the line's adjustments is what was paid
        "incomplete": pl.Boolean(),
        "segment": pl.UInt32(),
    },
)
ADJUSTMENTS = pl.Schema(
    {
        "claim_id": pl.String(),
        "entry": pl.UInt32(),
        "line": pl.UInt32(),  # 0: of the whole claim
        "group": pl.String(),
        "carc": pl.String(),
        "amount": pl.Int64(),
        "quantity": pl.Int64(),
    },
)
PROVIDER_ADJUSTMENTS = pl.Schema(
    {
        "remittance": pl.String(),
        "provider": pl.String(),
        "period_end": pl.Date(),
        "reason": pl.String(),
        "amount": pl.Int64(),
        "paid_on": pl.Date(),
    },
)
SCHEMAS = {
    "claim_lines": CLAIM_LINES,
    "remit_lines": REMIT_LINES,
    "adjustments": ADJUSTMENTS,
    "provider_adjustments": PROVIDER_ADJUSTMENTS,
}
