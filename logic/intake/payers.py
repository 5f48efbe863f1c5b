"""Payers by any of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from logic.columns import DEFAULTS
from logic.intake.harmless import NOT_SHOWN, surely_private
from logic.problems import Problem
from logic.visit import unknown_payer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.rulebook import RuleBook


def payer_names(book: RuleBook) -> dict[str, str]:
    """Lower-case id, label or alias -> payer id; an id wins over another payer's alias."""
    names: dict[str, str] = {}
    for payer in book.payers.values():
        for name in (payer.label, *payer.aliases):
            names.setdefault(" ".join(name.lower().split()), payer.id)
    return {**names, **{payer_id: payer_id for payer_id in book.payers}}


def with_payer_ids(
    frame: pl.DataFrame,
    payers: Mapping[str, str] | None,
    problems: list[Problem],
) -> pl.DataFrame:
    """The column payer as ids; a name that nobody knows becomes "unknown" and one problem.

    Without `payers` a name is taken as it is, in lower case. Null is "unknown".
    """
    if "payer" not in frame.columns:
        return frame
    different = frame["payer"].unique(maintain_order=True).drop_nulls()
    ids: dict[str, str] = {}
    for text in different.to_list():
        word = " ".join(text.lower().split())
        found = word if payers is None else payers.get(word) or payers.get(word.replace(" ", "-"))
        if found is None and payers is not None:
            at = frame.filter(pl.col("payer") == text)["row"]
            one = unknown_payer(text, at[0], payers)
            wrong = one.wrong if len(at) == 1 else f"{one.wrong} {len(at):,} rows name it."
            value = NOT_SHOWN if surely_private(text) else one.value
            problems.append(Problem(one.row, one.column, value, wrong, one.fix))
        ids[text] = found or DEFAULTS["payer"]
    column = pl.col("payer")
    if any(text != word for text, word in ids.items()):
        column = column.replace_strict(ids, return_dtype=pl.String)
    return frame.with_columns(column.fill_null(DEFAULTS["payer"]))
