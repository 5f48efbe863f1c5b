"""The two halves of a visit, a claim and a row of a table, brought in; and what is found of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from logic.claims.importing import Outcome, import_files
from logic.claims.library import Library
from logic.rulebook import RuleBook

DAY = date(2026, 11, 25)
HEADINGS = "visit_id,service_date,payer,discipline,code,minutes,units,modifiers,charge,treated_by\n"
Month = tuple[Path, Any, Any]
Frames = Callable[[Library], dict[str, pl.DataFrame]]


def put(name: str, text: str, library: Library, book: RuleBook, folder: Path) -> Outcome:
    path = folder / name
    path.write_text(text)
    (outcome,) = import_files([path], library, book, DAY)
    assert outcome.record is not None
    return outcome


def table(*rows: str) -> str:
    """Rows as "97110 23 2 GP": code, minutes, units, modifiers; of visit C1 at $50 a unit, treated by its therapist."""
    told = []
    for row in rows:
        code, minutes, units, *modifiers = row.split()
        words = " ".join(modifiers)
        told.append(f"C1,2026-03-02,medicare,pt,{code},{minutes},{units},{words},{int(units) * 50},pt\n")
    return HEADINGS + "".join(told)


def found(library: Library) -> list[tuple[str, str, str]]:
    frame = (
        library.findings()
        .collect()
        .join(library.submissions().collect().select("submission", "claim_id", "frequency"), on="submission")
    )
    return sorted(frame.select("claim_id", "rule", "message").rows())


def units_rules(library: Library) -> dict[str, int]:
    """How often each rule of units was answered."""
    answered = library.coverage().filter(pl.col("family") == "units", pl.col("state") != "not checked")
    return dict(answered.group_by("rule").agg(pl.col("count").sum()).sort("rule").iter_rows())
