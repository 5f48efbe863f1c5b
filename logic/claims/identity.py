"""By what a claim, a payment and a file are known again: keyed hashes of what they say.

The key stays on this machine, so that none of them can be worked out from a list of likely numbers.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.claims.matching import FACTS
from logic.intake.privacy import hashed, hasher

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable
    from pathlib import Path

ID_DIGITS: Final = 16
_CONTENT_BYTES: Final = 32
_BLOCK: Final = 1 << 20
_OF_A_LINE: Final = ("code", "modifiers", "units", "charge", "service_date", "last_date")
_OF_A_CLAIM: Final = (
    "claim_id",
    "frequency",
    "replaces",
    "payer_name",
    "payer_code",
    "payer_order",
    "nobody",
)


def content_hash(path: Path, key: bytes, tick: Callable[[int], None] = lambda _count: None) -> str:
    """The hash of a file's bytes; `tick` is told the bytes read. Errors: OSError."""
    digest = hashlib.blake2b(key=key, digest_size=_CONTENT_BYTES)
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            tick(len(block))
    return digest.hexdigest()


def hashed_number(text: str, key: bytes) -> str:
    """A claim's, patient's or control number as it stands in the frames; for looking one up by its own number."""
    return hasher(key)(text)


def submissions(lines: pl.DataFrame, claim: str, key: bytes) -> pl.DataFrame:
    """What each claim of these lines is known by: `claim` (the column that tells claims apart), submission.

    The same claim in another file has the same: its number, frequency, what it replaces, its payer, and each line's
    code, modifiers, units, charge and dates; of a table also minutes and what else it tells of the treatment. A claim
    without a number is known by its patient in place of it. Columns that a source does not have count as empty.
    """
    have = set(lines.columns)
    facts = [name for name in FACTS if name in have and lines[name].null_count() < lines.height]
    wanted = lines.with_columns(
        pl.lit(None, dtype=pl.String).alias(name)
        for name in (*_OF_A_CLAIM, *_OF_A_LINE, "patient_id")
        if name not in have
    ).with_columns(pl.when(pl.col("claim_id").is_null()).then("patient_id").alias("nobody"))
    by_claim = wanted.group_by(claim, maintain_order=True).agg(
        pl.concat_str(
            [*(_text(wanted, name) for name in _OF_A_LINE), *(_fact(name) for name in facts)],
            separator="|",
            ignore_nulls=True,
        ).str.join("~"),
        *(pl.col(name).first() for name in _OF_A_CLAIM),
    )
    told = by_claim.select(
        claim,
        pl.concat_str(
            pl.col(_OF_A_LINE[0]),
            *(pl.col(name).fill_null("") for name in _OF_A_CLAIM if name != "frequency"),
            pl.col("frequency").fill_null("1"),
            separator="\n",
        ).alias("submission"),
    )
    return told.with_columns(hashed(told["submission"], key))


_OF_A_PAYMENT: Final = (
    *("remittance", "claim_id", "payer_claim", "status", "paid_on", "payer_name"),
    *("claim_charge", "claim_paid", "patient_owes"),
)
_ABOUT: Final = ("remittance", "claim_id", "payer_claim", "status")
_OF_A_PAID_LINE: Final = (
    "line_control",
    "code",
    "modifiers",
    "service_date",
    "charge",
    "paid",
    "allowed",
    "units",
)


def payments(lines: pl.DataFrame, key: bytes, seen: Counter[str]) -> pl.DataFrame:
    """What each payment of these remittance lines is known by: entry, payment, about, incomplete.

    A payment that stands again in the same file is another one, for what is taken back may be paid anew: `seen`
    counts them over the batches of a file. `about` is the check, claim and status, whatever the lines.
    """
    told = lines.group_by("entry", maintain_order=True).agg(
        pl.concat_str([_text(lines, name) for name in _OF_A_PAID_LINE], separator="|")
        .str.join("~")
        .alias("lines"),
        *(_text(lines, name).first() for name in _OF_A_PAYMENT),
        pl.col("incomplete").any(),
    )
    whole = told.select("entry", pl.concat_str("lines", *_OF_A_PAYMENT, separator="\n").alias("payment"))
    prints = []
    for print_ in hashed(whole["payment"], key).to_list():
        prints.append(f"{print_}-{seen[print_]}")
        seen[print_] += 1
    about = told.select(pl.concat_str(_ABOUT, separator="\n").alias("about"))["about"]
    return told.select(
        "entry", pl.Series("payment", prints, dtype=pl.String), hashed(about, key), "incomplete"
    )


def _fact(name: str) -> pl.Expr:
    """With its name, so that a column that is there and empty is as one that is not there."""
    return pl.format("{}={}", pl.lit(name), pl.col(name).cast(pl.String))


def _text(frame: pl.DataFrame, name: str) -> pl.Expr:
    if isinstance(frame.schema[name], pl.List):
        return pl.col(name).list.join(",").fill_null("")
    return pl.col(name).cast(pl.String).fill_null("")
