"""The state of every rule on every line and visit, and the verdict that they add up to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl

from logic import states
from logic.derive.columns import starts
from logic.derive.memory import FEW
from logic.rules import all_rules
from logic.rules.few import FewRows, UnknownError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logic.derive.derived import Derived
    from logic.rules.rule import Rule, Scope

Flags: TypeAlias = "NDArray[np.uint8]"
VERDICTS = pl.Series(["pass", "not checked", "needs documentation", "fail"])
RULES_IN_A_WORD = 8  # 64 bits are or-ed at once
DECIDED = 1 << states.PASS | 1 << states.FAIL | 1 << states.NEEDS_DOCUMENTATION


@dataclass(frozen=True)
class Judged:
    """States as UInt8 columns named by rule: `lines` beside `derived.lines`, `visits` beside `derived.visits`.

    `broken` names the rules that could not run, and why; all their rows are "not checked".
    """

    derived: Derived
    lines: pl.DataFrame
    visits: pl.DataFrame
    broken: dict[str, str] = field(default_factory=dict)


@cache
def rules_of(scope: Scope) -> tuple[Rule, ...]:
    """The rules that speak of a line, or of a visit."""
    return tuple(rule for rule in all_rules() if rule.scope == scope)


def judge(derived: Derived) -> Judged:
    """Run every rule. One that raises leaves its rows "not checked", never silence."""
    broken: dict[str, str] = {}
    lines = _states(derived.lines, "line", broken)
    visits = _states(derived.visits, "visit", broken)
    return Judged(derived, lines, visits, broken)


@cache
def _expressions(scope: Scope) -> tuple[pl.Expr, ...]:
    return tuple(rule.state() for rule in rules_of(scope))


@cache
def _few_rows(scope: Scope) -> FewRows | None:
    try:
        return FewRows(rules_of(scope))
    except UnknownError:
        return None


def _states(frame: pl.DataFrame, scope: Scope, broken: dict[str, str]) -> pl.DataFrame:
    if 0 < len(frame) <= FEW and (few := _few_rows(scope)):
        try:
            return few.states(frame)
        except Exception:  # noqa: BLE001, S110 - below, the rule that raises is found and named
            pass
    try:
        return frame.select(_expressions(scope))
    except pl.exceptions.PolarsError:
        return pl.DataFrame([_alone(frame, rule, broken) for rule in rules_of(scope)])


def _alone(frame: pl.DataFrame, rule: Rule, broken: dict[str, str]) -> pl.Series:
    try:
        return frame.select(rule.state()).to_series()
    except pl.exceptions.PolarsError as error:
        broken[rule.code] = str(error).splitlines()[0]
        return pl.Series(rule.code, [states.NOT_CHECKED] * len(frame), dtype=pl.UInt8)


def verdicts(judged: Judged, deciding: frozenset[str]) -> pl.DataFrame:
    """One row a visit: visit_id, verdict, checked and not_checked (numbers of rules).

    `deciding` holds the rules of the families that keep a visit from passing when they could not be checked.
    """
    visits = judged.derived.visits
    if visits.is_empty():
        return pl.DataFrame(
            schema={
                "visit_id": pl.String,
                "verdict": pl.String,
                "checked": pl.Int64,
                "not_checked": pl.Int64,
            },
        )
    session_starts = starts(judged.derived.lines["session"])
    seen = np.hstack([_seen(_flags(judged.lines), session_starts), _flags(judged.visits)])
    visit_starts = starts(visits["visit_id"].rle_id()) if len(visits) > 1 else np.zeros(1, np.intp)
    seen = _seen(seen, visit_starts)
    unknown = (seen & 1 << states.NOT_CHECKED) > 0
    decided = ((seen & DECIDED) > 0) & ~unknown
    names = [name for frame in (judged.lines, judged.visits) for name in _in_words(frame.columns)]
    decides = np.array([name in deciding for name in names])
    of_any = np.bitwise_or.reduce(seen, axis=1)
    rank = np.select(
        [
            (of_any & 1 << states.FAIL) > 0,
            (of_any & 1 << states.NEEDS_DOCUMENTATION) > 0,
            unknown[:, decides].any(axis=1),
        ],
        [3, 2, 1],
        0,
    )
    return pl.DataFrame(
        {
            "visit_id": visits["visit_id"][visit_starts],
            "verdict": VERDICTS[rank],
            "checked": decided.sum(axis=1),
            "not_checked": unknown.sum(axis=1),
        },
    )


def _flags(frame: pl.DataFrame) -> Flags:
    """States as bits, so that what stands together can be or-ed; rules that do not exist fill the last word."""
    bits = np.zeros((len(frame), len(_in_words(frame.columns))), np.uint8)
    np.left_shift(np.uint8(1), frame.to_numpy(order="c"), out=bits[:, : frame.width])
    return bits


def _in_words(names: list[str]) -> list[str]:
    """The names of the rules, and as many empty ones as fill their last word."""
    return names + [""] * (-len(names) % RULES_IN_A_WORD)


def _seen(flags: Flags, starts: NDArray[np.intp]) -> Flags:
    words = np.bitwise_or.reduceat(flags.view(np.uint64), starts, axis=0)
    return np.asarray(words.view(np.uint8))
