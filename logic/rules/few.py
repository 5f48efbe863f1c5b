"""The rules on a few rows: their own expressions, walked row by row.

Polars plans each of a thousand small operations anew for every frame, which for one visit takes far longer than
working them out. So the same expression trees are read once and walked in Python, nulls as Polars treats them.
What this does not know is left to Polars (`Unknown`); a test holds the two equal.
"""

from __future__ import annotations

import io
import json
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import polars as pl

from logic import states
from logic.rules.rule import ALWAYS, NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.rules.rule import Rule

Row = tuple[Any, ...]
Worked = Callable[[Row], Any]
Node = Any  # a part of an expression as Polars writes it in JSON
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtEq": operator.le,
    "Gt": operator.gt,
    "GtEq": operator.ge,
    "Plus": operator.add,
    "Minus": operator.sub,
    "Multiply": operator.mul,
}


class UnknownError(Exception):
    """An expression holds something that is not worked out here."""


class FewRows:
    """The states of some rules, worked out without a query."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._places: dict[str, int] = {}
        self._rules = [self._state(rule) for rule in rules]
        self._schema = dict.fromkeys((rule.code for rule in rules), pl.UInt8)

    def states(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A column a rule, as `Rule.state` gives it."""
        rows = frame[list(self._places)].rows()
        told = [[state(row) for row in rows] for state in self._rules]
        return pl.DataFrame(told, schema=self._schema, orient="col")

    def _state(self, rule: Rule) -> Worked:
        applies = self._worked(rule.applies)
        if rule.undecided is ALWAYS:
            return lambda row: states.NOT_CHECKED if applies(row) else states.DOES_NOT_APPLY
        undecided, fails, unproven = (
            None if part is NEVER else self._worked(part)
            for part in (rule.undecided, rule.fails, rule.unproven)
        )

        def state(row: Row) -> int:
            if not applies(row):
                return states.DOES_NOT_APPLY
            if undecided and undecided(row):
                return states.NOT_CHECKED
            if fails:
                failed = fails(row)
                if failed is None:
                    return states.NOT_CHECKED
                if failed:
                    return states.FAIL
            return states.NEEDS_DOCUMENTATION if unproven and unproven(row) else states.PASS

        return state

    def _worked(self, expression: pl.Expr) -> Worked:
        return self._node(json.loads(expression.meta.serialize(format="json")))

    def _node(self, node: Node) -> Worked:
        """The value of a part of an expression by the row."""
        ((kind, told),) = node.items()
        if kind == "Column":
            return operator.itemgetter(self._places.setdefault(told, len(self._places)))
        if kind == "Literal":
            value = _literal(node)
            return lambda _: value
        if kind == "BinaryExpr":
            return _binary(told["op"], self._node(told["left"]), self._node(told["right"]))
        if kind == "Ternary":
            return _chosen(*(self._node(told[part]) for part in ("predicate", "truthy", "falsy")))
        if kind == "Function":
            return self._function(told)
        raise UnknownError(kind)

    def _function(self, told: Node) -> Worked:
        function, inputs = told["function"], [self._node(each) for each in told["input"]]
        name = json.dumps(function)
        for known, make in FUNCTIONS.items():
            if name == known:
                return make(*inputs)
        raise UnknownError(name)


def _literal(node: Node) -> Any:  # noqa: ANN401 - whatever was written
    value = pl.select(pl.Expr.deserialize(io.StringIO(json.dumps(node)), format="json")).to_series()
    if len(value) != 1:
        raise UnknownError(str(node))
    told = value[0]
    return told.to_list() if isinstance(told, pl.Series) else told


def _binary(op: str, left: Worked, right: Worked) -> Worked:
    if op in {"And", "LogicalAnd"}:
        return _both(left, right)
    if op in {"Or", "LogicalOr"}:
        return _either(left, right)
    if op == "EqValidity":
        return lambda row: left(row) == right(row)
    if op == "NotEqValidity":
        return lambda row: left(row) != right(row)
    if op not in COMPARE:
        raise UnknownError(op)
    compare = COMPARE[op]

    def compared(row: Row) -> Any:  # noqa: ANN401
        one, other = left(row), right(row)
        return None if one is None or other is None else compare(one, other)

    return compared


def _both(left: Worked, right: Worked) -> Worked:
    def both(row: Row) -> bool | None:
        one = left(row)
        if one is False:
            return False
        other = right(row)
        if other is False:
            return False
        return None if one is None or other is None else True

    return both


def _either(left: Worked, right: Worked) -> Worked:
    def either(row: Row) -> bool | None:
        one = left(row)
        if one is True:
            return True
        other = right(row)
        if other is True:
            return True
        return None if one is None or other is None else False

    return either


def _chosen(predicate: Worked, truthy: Worked, falsy: Worked) -> Worked:
    return lambda row: truthy(row) if predicate(row) else falsy(row)


def _not(value: Worked) -> Worked:
    def opposite(row: Row) -> bool | None:
        told = value(row)
        return None if told is None else not told

    return opposite


def _filled(value: Worked, instead: Worked) -> Worked:
    def filled(row: Row) -> Any:  # noqa: ANN401
        told = value(row)
        return instead(row) if told is None else told

    return filled


def _of_told(answer: Callable[..., Any]) -> Callable[..., Worked]:
    """Null where one of the values is null, else what `answer` makes of them."""

    def make(*inputs: Worked) -> Worked:
        def worked(row: Row) -> Any:  # noqa: ANN401
            values = [each(row) for each in inputs]
            return None if None in values else answer(*values)

        return worked

    return make


def _replaced(value: Worked, old: Worked, new: Worked, default: Worked | None = None) -> Worked:
    if default is None:  # a strict replacement may raise
        raise UnknownError("replace_strict")
    table = dict(zip(old(()), new(()), strict=True))
    return lambda row: table[told] if (told := value(row)) in table else default(row)


FUNCTIONS: dict[str, Callable[..., Worked]] = {
    '{"Boolean": "Not"}': _not,
    '{"Boolean": "IsNull"}': lambda value: lambda row: value(row) is None,
    '{"Boolean": "IsNotNull"}': lambda value: lambda row: value(row) is not None,
    '{"Boolean": {"IsIn": {"nulls_equal": false}}}': _of_told(lambda told, many: told in many),
    '{"Boolean": {"IsBetween": {"closed": "Both"}}}': _of_told(lambda told, low, high: low <= told <= high),
    '"FillNull"': _filled,
    '{"StringExpr": "StartsWith"}': _of_told(str.startswith),
    '{"StringExpr": {"Contains": {"literal": true, "strict": false}}}': _of_told(
        lambda text, part: part in text
    ),
    '{"ReplaceStrict": {"return_dtype": {"Literal": "String"}}}': _replaced,
}
