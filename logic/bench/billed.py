"""Billed visits around every valid split, as service lines: what the rules must accept and must refuse."""

from __future__ import annotations

from datetime import date
from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from logic import states
from logic.bench.proof import CODES, QUARTER, ProofFailed, Proved, construct
from logic.check import check

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from logic.rulebook import RuleBook

SERVICE_DATE = date(2026, 3, 2)
UNIT_RULES = ("U101", "U102", "U103")  # too many, too few, the right number on the wrong code


class Billed(NamedTuple):
    """One piece: service lines, and per visit whether its split is valid (visit_id, accept)."""

    lines: pl.DataFrame
    expected: pl.DataFrame


def billed_vectors(codes: int = 4, full: int = 1, piece: int = 50_000) -> Iterator[Billed]:
    """Give every multiset of remainders with billed units from one short of the full 15s to two beyond.

    Args:
        codes: most codes in a visit, 1 to 5.
        full: full 15s in the minutes of each code; with 0 nothing is billed one short.
        piece: most visits in one frame.

    Yields:
        Lines (visit_id, line, service_date, payer, discipline, code, minutes, units, modifiers) of Medicare
        physical therapy visits, and whether each visit's units are a valid split of its minutes.

    """
    for size in range(1, codes + 1):
        left = np.array(list(combinations_with_replacement(range(QUARTER), size)), np.uint8)
        built = construct(list(left.T))
        extras = np.array([e for e in product((-1, 0, 1, 2), repeat=size) if min(e) + full >= 0])
        masks = (np.clip(extras, 0, 1) << np.arange(size)).sum(axis=1)
        plain = ((extras >= 0) & (extras <= 1)).all(axis=1)
        step = max(1, piece // len(extras))
        for first in range(0, len(left), step):
            cases = left[first : first + step]
            valid = plain & (built[first : first + step, None] >> masks.astype(np.uint32) & 1).astype(bool)
            yield _frames(cases.astype(np.int64) + QUARTER * full, extras + full, valid, f"{size}-{first}")


def _frames(
    minutes: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    units: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    valid: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    name: str,
) -> Billed:
    """Cross the cases' minutes with the billed units, one line a code."""
    (cases, size), billed = minutes.shape, len(units)
    visits = pl.Series("visit_id", [f"{name}-{number}" for number in range(cases * billed)])
    lines = pl.DataFrame(
        {
            "visit_id": np.repeat(np.arange(len(visits)), size),
            "line": np.tile(np.arange(1, size + 1), len(visits)),
            "code": list(CODES[:size]) * len(visits),
            "minutes": np.repeat(minutes, billed, axis=0).ravel(),
            "units": np.tile(units, (cases, 1)).ravel(),
        }
    ).with_columns(
        visits.gather(np.repeat(np.arange(len(visits)), size)),
        pl.lit(SERVICE_DATE).alias("service_date"),
        pl.lit("medicare").alias("payer"),
        pl.lit("pt").alias("discipline"),
        pl.lit(["GP"], dtype=pl.List(pl.String)).alias("modifiers"),
    )
    return Billed(lines, pl.DataFrame({"visit_id": visits, "accept": valid.ravel()}))


def prove_rules(refused: Callable[[pl.DataFrame], Collection[str]], codes: int = 4, full: int = 1) -> Proved:
    """Compare the unit rules with ``construct`` on every billed vector.

    Args:
        refused: gives the visit_ids whose units the rules refuse, for lines as `billed_vectors` gives them.
        codes: most codes in a visit.
        full: full 15s in the minutes of each code.

    Raises:
        ProofFailed: with the first visit the two judge differently.

    """
    cases = billed = 0
    for lines, expected in billed_vectors(codes, full):
        ids = pl.Series(list(refused(lines)), dtype=pl.String)
        judged = expected.with_columns(pl.col("visit_id").is_in(ids.implode()).not_().alias("accepted"))
        differing = judged.filter(pl.col("accepted") != pl.col("accept"))
        if len(differing):
            first = differing.row(0, named=True)
            shown = lines.filter(visit_id=first["visit_id"]).select("code", "minutes", "units").rows()
            verdict = "accept" if first["accepted"] else "refuse"
            raise ProofFailed(f"{shown}: the rules {verdict} it, the construction does not")
        cases += len(expected)
        billed += len(lines)
    return Proved(cases, billed)


def refused_by_rules(lines: pl.DataFrame, book: RuleBook, rules: Collection[str] = UNIT_RULES) -> list[str]:
    """Give the visit_ids that any of the rules fails, as the check of a file would."""
    judged = check(lines, book, SERVICE_DATE).judged
    fails = judged.visits.select(pl.any_horizontal(pl.col(list(rules)) == states.FAIL)).to_series()
    return judged.derived.visits["visit_id"].filter(fails).to_list()
