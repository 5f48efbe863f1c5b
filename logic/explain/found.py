"""What the rules found: each rule in each state with its rows, and the facts that these are told with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from logic import states
from logic.derive.memory import FEW
from logic.explain.wording import BROKEN, WORDLESS, wording_of
from logic.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from logic.derive.derived import Derived
    from logic.explain.wording import Wording
    from logic.judge import Judged
    from logic.rulebook import RuleBook
    from logic.rules.rule import Rule

UNSURE = "unsure?"
POINTED = pl.Schema({"line": pl.Int64(), "lines": pl.List(pl.Int64()), "code": pl.String()})


@dataclass(frozen=True)
class Found:
    """A rule in one state: its place among the rules, its templates, and the rows `at` which it stands."""

    place: int
    state: int
    rule: Rule
    wording: Wording
    at: pl.Series

    @property
    def alike(self) -> bool:
        """Whether it says the same of every visit."""
        return self.rule.scope == "visit" and not self.wording.names and self.rule.explain is None

    @property
    def plain(self) -> bool:
        """Whether its facts are all in the derived frame, and none is the calculator's."""
        return self.rule.explain is None or self.wording is BROKEN

    def fact(self, name: str) -> str:
        """That fact's column among those of other rules."""
        return f"{self.rule.code} {name}"


def found_in(judged: Judged, book: RuleBook, asked: Sequence[int]) -> Iterator[Found]:
    """What is in one of those states, rule by rule."""
    numbers = {
        column.name: column.to_numpy()
        for frame in (judged.lines, judged.visits)
        for column in frame.iter_columns()
    }
    for place, rule in enumerate(all_rules()):
        mine = numbers[rule.code]
        if mine.max(initial=0) < states.FAIL:
            continue
        for state in asked:
            at = np.flatnonzero(mine == state)
            if len(at):
                broken = rule.code in judged.broken
                wording = BROKEN if broken else wording_of(book.rules[rule.code], state)
                yield Found(place, state, rule, wording, pl.Series(at, dtype=pl.UInt32))


def with_facts(derived: Derived, found: Sequence[Found]) -> Iterator[tuple[Found, pl.DataFrame]]:
    """For each, a row for each row that it speaks of: `session`, and its facts under the names of `Found.fact`.

    Where the calculator tells them, `line`, `lines` and `code` besides. A short frame is asked once for the facts of
    all; of a long one only the rows that each speaks of.
    """
    frames = {"line": derived.lines, "visit": derived.visits}
    asked_once = {
        scope: _asked_once(frame, [one for one in found if one.rule.scope == scope and one.plain])
        for scope, frame in frames.items()
        if len(frame) <= FEW
    }
    for one in found:
        frame = frames[one.rule.scope]
        if not one.plain:
            told, explained = _explained(frame[one.at], one, derived)
            yield explained, told.select(*_pointed(told), *_asked(told, [explained]))
        elif one.rule.scope in asked_once:
            yield one, next(asked_once[one.rule.scope])
        else:
            facts = _asked(frame, [one])
            yield one, _named_in(frame, facts)[one.at].select(facts)


def facts_of_rows(derived: Derived, found: Found, names: Sequence[str]) -> pl.DataFrame:
    """These facts of the rows that a rule speaks of, without what its calculator would add."""
    frame = derived.lines if found.rule.scope == "line" else derived.visits
    has = set(frame.columns)
    facts = [
        found.rule.facts.get(name, pl.col(name) if name in has else pl.lit(None)).alias(name)
        for name in names
    ]
    return _named_in(frame, facts)[found.at].select(facts)


def _named_in(frame: pl.DataFrame, facts: Sequence[pl.Expr]) -> pl.DataFrame:
    """The columns that some facts need, at least one."""
    return frame.select({name for fact in facts for name in fact.meta.root_names()} or {"session"})


def _asked_once(frame: pl.DataFrame, found: list[Found]) -> Iterator[pl.DataFrame]:
    """The rows of each of those findings in turn, with the facts of all of them."""
    if found:
        hits = frame.select(_asked(frame, found))[pl.concat([one.at for one in found])]
        for one, following in zip(found, accumulate(len(one.at) for one in found), strict=True):
            yield hits[following - len(one.at) : following]


def _explained(hits: pl.DataFrame, found: Found, derived: Derived) -> tuple[pl.DataFrame, Found]:
    """The rows with what the calculator tells of them; if it cannot, the finding stands with a plain sentence."""
    try:
        return found.rule.explain(hits, derived), found  # type: ignore[misc]
    except Exception:  # noqa: BLE001 - the rule has decided; its words must not take the verdict away
        return hits, replace(found, wording=WORDLESS)


def _pointed(told: pl.DataFrame) -> list[pl.Expr]:
    """The lines that the calculator points to, and their code."""
    has = set(told.columns)
    return [
        pl.col(name).cast(dtype) if name in has else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in POINTED.items()
    ]


def _asked(frame: pl.DataFrame, found: Sequence[Found]) -> list[pl.Expr]:
    """The session of each row, and the facts of those findings."""
    has = set(frame.columns)
    asked = {"session": pl.col("session")}
    for one in found:
        if one.rule.unsure is not None:
            asked[one.fact(UNSURE)] = one.rule.unsure
        for name in one.wording.names:
            fact = one.rule.facts.get(name)
            if fact is None:
                fact = pl.col(name) if name in has else pl.lit(None)
            asked[one.fact(name)] = fact
    return [fact.alias(name) for name, fact in asked.items()]
