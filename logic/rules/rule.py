"""One rule: boolean expressions over derived columns, and the facts that its sentence tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from logic import states

if TYPE_CHECKING:
    from logic.derive.derived import Derived

Scope = Literal["line", "visit"]
Explain = Callable[[pl.DataFrame, "Derived"], pl.DataFrame]

NEVER = pl.lit(value=False)
ALWAYS = pl.lit(value=True)


@dataclass(frozen=True)
class Rule:
    """A rule as the judge runs it; its words live on the page of the same code.

    `applies`, `fails`, `unproven` and `undecided` are boolean expressions over the derived frame of the
    rule's scope: one row a service line, or one row a visit (one visit, one day, one discipline).
    `facts` are what the page's templates may name, besides the common ones of `logic.explain`.
    `rests_on` names the payer's facts that decide it ("counting", "who_may_bill.aide"), and `unsure` is true where
    a fact of the row does: a finding that rests on a fact still to confirm says so.
    `explain` adds facts that need the calculator; it sees only the rows that are not a pass.
    """

    code: str
    scope: Scope
    applies: pl.Expr
    fails: pl.Expr = NEVER
    unproven: pl.Expr = NEVER
    undecided: pl.Expr = NEVER
    facts: Mapping[str, pl.Expr] = field(default_factory=dict)
    explain: Explain | None = None
    rests_on: tuple[str, ...] = ()
    unsure: pl.Expr | None = None

    def state(self) -> pl.Expr:
        """The state of each row as a UInt8 of `logic.states`; what cannot be decided is never a pass."""
        nothing = _number(states.DOES_NOT_APPLY)
        return pl.when(self.applies).then(self._outcome()).otherwise(nothing).alias(self.code)

    def _outcome(self) -> pl.Expr:
        """The state where the rule applies; what it never says is not asked."""
        if self.undecided is ALWAYS:
            return _number(states.NOT_CHECKED)
        outcome = _number(states.PASS)
        if self.unproven is not NEVER:
            outcome = pl.when(self.unproven).then(_number(states.NEEDS_DOCUMENTATION)).otherwise(outcome)
        if self.fails is not NEVER:
            outcome = pl.when(self.fails).then(_number(states.FAIL)).otherwise(outcome)
            outcome = pl.when(self.fails.is_null()).then(_number(states.NOT_CHECKED)).otherwise(outcome)
        if self.undecided is not NEVER:
            outcome = pl.when(self.undecided).then(_number(states.NOT_CHECKED)).otherwise(outcome)
        return outcome


def _number(state: int) -> pl.Expr:
    return pl.lit(state, dtype=pl.UInt8)


def col(name: str) -> pl.Expr:
    """The derived column of that name."""
    return pl.col(name)


def no(name: str) -> pl.Expr:
    """True where a yes/no/unknown setting of the payer says no."""
    return pl.col(name) == "no"


def unknown(name: str) -> pl.Expr:
    """True where a yes/no/unknown setting of the payer is not known."""
    return pl.col(name) == "unknown"


def dated(name: str) -> pl.Expr:
    """A sentence of the look-ups with the line's own day where it says DAY."""
    return pl.col(name).str.replace("DAY", pl.col("service_date").cast(pl.String), literal=True)
