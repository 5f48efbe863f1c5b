"""Questions that many lines ask, each answered once and remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

FEW = 64
MOST_REMEMBERED = 4096
Question = tuple[Any, ...]
Answer = Callable[[Sequence[Question]], pl.DataFrame]


class Memory:
    """Answers by question: a visit being typed asks the same ones at every key, a long file the same all over.

    `answer` gives a row of facts for each of some questions. What is known is replaced, never changed, so that
    sessions may ask at once.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._known: tuple[dict[Question, int], pl.DataFrame] = ({}, answer([]))

    def facts(self, asked: pl.DataFrame, key: pl.Expr | None = None) -> pl.DataFrame:
        """The facts of each row of `asked`, in its order. `key`: one number that stands for all its columns."""
        if asked.height <= FEW:
            return self._facts(asked.rows())
        by = asked.columns if key is None else ["_key"]
        keys = asked if key is None else asked.select(key.alias("_key"))
        number = pl.int_range(pl.len(), dtype=pl.UInt32)
        firsts = keys.with_columns(number.alias("_first")).unique(by)
        numbered = firsts.select(*by, number.alias("_place"))
        places = keys.join(numbered, on=by, how="left", nulls_equal=True, maintain_order="left")["_place"]
        return self._facts(asked[firsts["_first"]].rows())[places]

    def _facts(self, questions: Sequence[Question]) -> pl.DataFrame:
        if len(questions) > MOST_REMEMBERED:
            return self._answer(questions)
        places, facts = self._known
        unheard = list(dict.fromkeys(question for question in questions if question not in places))
        if len(places) + len(unheard) > MOST_REMEMBERED:
            places, facts, unheard = {}, facts.clear(), list(dict.fromkeys(questions))
        if unheard:
            places = places | {question: len(places) + at for at, question in enumerate(unheard)}
            facts = pl.concat([facts, self._answer(unheard)]).rechunk()
            self._known = places, facts
        return facts[[places[question] for question in questions]]
