"""The frames of the library: what is kept of claims, findings and payments, and how the pieces hang together.

A submission is a claim as it was sent once; a corrected claim is another submission of the same claim id.
Payments are joined to claims by `claim_id` and `line_control`; rows of one payment by (import_id, entry, line).
Amounts are whole cents. No name, birth date, address or free text is in any of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from logic.columns import SCHEMA
from logic.intake.x12 import parts

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Final = pl.List(pl.String())
_IMPORT: Final = {"import_id": pl.String()}

SUBMISSIONS: Final = pl.Schema(
    {
        **_IMPORT,
        "submission": pl.String(),  # keyed hash of the claim as it was sent
        "claim_id": pl.String(),  # keyed hash of the claim's own number; a corrected claim keeps it
        "patient_id": pl.String(),  # keyed hash
        "provider": pl.String(),  # NPI of who rendered it, else of who bills; from a table its keyed hash
        "payer": pl.String(),  # id in the rule book
        "payer_name": pl.String(),  # what a person reads
        "payer_order": pl.String(),  # P first payer, S second, T third; null where the file does not tell
        "discipline": pl.String(),
        "setting": pl.String(),
        "frequency": pl.String(),  # 1 original, 7 replacement, 8 void
        "replaces": pl.String(),  # keyed hash of the payer's number of the claim that this one replaces
        "service_date": pl.Date(),  # the first day
        "last_date": pl.Date(),
        "submitted_on": pl.Date(),
        "charge": pl.Int64(),  # cents
        "lines": pl.UInt32(),
        "units": pl.Int64(),
        "minutes": pl.Int64(),  # null where a line tells none
        "codes": _WORDS,
        "modifiers": _WORDS,
        "verdict": pl.String(),
        "checked": pl.UInt32(),  # rules that were decided, as `logic.judge.verdicts` counts them
        "not_checked": pl.UInt32(),  # rules that could not be
        "incomplete": pl.Boolean(),
        "source": pl.String(),  # 837P, table, or 837P+table: a claim that a table completes
    }
)
COMPLETED: Final = "837P+table"
FINDINGS: Final = pl.Schema(
    {
        **_IMPORT,
        "submission": pl.String(),
        "service_date": pl.Date(),
        "line": pl.UInt32(),  # null: of the whole claim
        "lines": pl.List(pl.UInt32()),
        "code": pl.String(),
        "rule": pl.String(),
        "family": pl.String(),
        "state": pl.String(),  # fail or needs documentation
        "severity": pl.String(),
        "charge": pl.Int64(),  # cents of the lines concerned; null where a charge is not told
        "provider": pl.String(),
        "payer": pl.String(),
        "payer_name": pl.String(),
        "message": pl.String(),
        "fix": pl.String(),
    }
)
COVERAGE: Final = pl.Schema(
    {
        **_IMPORT,
        "rule": pl.String(),
        "family": pl.String(),
        "state": pl.String(),
        "reason": pl.String(),  # of not checked, in words
        "count": pl.UInt32(),
    }
)
LINES: Final = pl.Schema({**_IMPORT, **SCHEMA})
"""Canonical service lines; `visit_id` is the submission."""
REMIT_LINES: Final = pl.Schema({**_IMPORT, **parts.REMIT_LINES})
ADJUSTMENTS: Final = pl.Schema({**_IMPORT, **parts.ADJUSTMENTS})
PROVIDER_ADJUSTMENTS: Final = pl.Schema({**_IMPORT, **parts.PROVIDER_ADJUSTMENTS})
KINDS: Final[Mapping[str, pl.Schema]] = {
    "submissions": SUBMISSIONS,
    "findings": FINDINGS,
    "coverage": COVERAGE,
    "lines": LINES,
    "remit_lines": REMIT_LINES,
    "adjustments": ADJUSTMENTS,
    "provider_adjustments": PROVIDER_ADJUSTMENTS,
}
"""Each kind of frame by the name of its Parquet file."""
