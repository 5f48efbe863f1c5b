"""Everything that is not a pass, a row each, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

import polars as pl

from logic import states
from logic.explain.templates import fields, render
from logic.rules import all_rules
from logic.rules.rule import NEVER

if TYPE_CHECKING:
    from logic.derive.derived import Derived
    from logic.judge import Judged
    from logic.rulebook import RuleBook
    from logic.rulebook.pages import RulePage
    from logic.rulebook.payers import Payer
    from logic.rules.rule import Rule

SCHEMA = pl.Schema(
    {
        "session": pl.UInt32(),
        "visit_id": pl.String(),
        "service_date": pl.Date(),
        "line": pl.Int64(),
        "lines": pl.List(pl.Int64()),
        "code": pl.String(),
        "rule": pl.String(),
        "family": pl.String(),
        "state": pl.String(),
        "severity": pl.String(),
        "message": pl.String(),
        "fix": pl.String(),
        "to_confirm": pl.Boolean(),
    },
)
PART_TOLD = ("session", "visit_id", "service_date", "line", "lines", "code")
PART = pl.Schema(
    {name: SCHEMA[name] for name in PART_TOLD}
    | {"number": pl.UInt8, "state": pl.UInt8, "unsure": pl.Boolean, "message": pl.String(), "fix": pl.String},
)
COMMON = ("visit_id", "service_date", "payer_label", "line", "code", "code_label", "units", "minutes")
WHERE = ("session", "visit_id", "service_date")
NO_WORDS = "This rule has something to say here, but its sentence could not be made. Look the rule up in the rule book."
COULD_NOT_RUN = "This rule could not run, so it was not checked."


@dataclass(frozen=True)
class Wording:
    """The two templates that a rule's state is told with, and the facts that they name."""

    message: str
    fix: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Same:
    """A rule in one state whose sentence names no fact, and the visits it speaks of."""

    place: int
    state: int
    wording: Wording
    at: pl.Series


def findings(judged: Judged, book: RuleBook) -> pl.DataFrame:
    """The findings of a judgement, columns as `SCHEMA`, rule by rule in the order of the rules.

    What the same thing says of several lines of a visit is one finding that lists them.
    """
    rules, pages = all_rules(), [book.rules[rule.code] for rule in all_rules()]
    told = [pl.DataFrame(schema=PART)]
    same: list[Same] = []
    worst_of = _worst(judged.lines) | _worst(judged.visits)
    for place, rule in enumerate(rules):
        worst = worst_of[rule.code]
        if worst < states.FAIL:
            continue
        frame, column = _scope(judged, rule)
        for state in (states.FAIL, states.NEEDS_DOCUMENTATION, states.NOT_CHECKED):
            mask = column == state
            if state != worst and not mask.any():
                continue
            wording = BROKEN if rule.code in judged.broken else _wording(pages[place], state)
            if rule.scope == "visit" and not wording.names and rule.explain is None:
                same.append(Same(place, state, wording, mask.arg_true()))
            else:
                told.append(_told(frame, mask, (place, state), rule, wording, judged.derived))
    if same:
        told.append(_told_alike(judged.derived.visits, same))
    return _worded(pl.concat(told), judged.derived.visits, book)


def _worded(found: pl.DataFrame, visits: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    """The findings with the words that their rule's number and state stand for."""
    words = _words(book)
    number, payers = pl.col("number"), list(book.payers)
    payer = visits["payer"].cast(pl.Enum(payers)).to_physical().cast(pl.UInt16).gather(found["session"])
    unsure = pl.lit(unsure_payers(book)).gather(number.cast(pl.UInt16) * len(payers) + pl.lit(payer))
    return found.select(
        *PART_TOLD,
        *(pl.lit(words[name]).gather(number).alias(name) for name in ("rule", "family")),
        pl.lit(STATES).gather("state").alias("state"),
        pl.lit(words["severity"]).gather(number).alias("severity"),
        "message",
        "fix",
        (pl.col("unsure") | unsure).alias("to_confirm"),
    )


@lru_cache(maxsize=4)
def _words(book: RuleBook) -> pl.DataFrame:
    """rule, family and severity by the number of the rule."""
    pages = [book.rules[rule.code] for rule in all_rules()]
    return pl.DataFrame(
        {
            "rule": [page.code for page in pages],
            "family": [page.family for page in pages],
            "severity": [page.severity for page in pages],
        },
    )


@lru_cache(maxsize=4)
def unsure_payers(book: RuleBook) -> pl.Series:
    """For each rule and, within it, each payer: whether a finding rests on something still to confirm."""
    return pl.Series(
        [
            book.rules[rule.code].to_confirm
            or any(attrgetter(fact)(payer).to_confirm for fact in _facts_of(rule, payer))
            for rule in all_rules()
            for payer in book.payers.values()
        ],
        dtype=pl.Boolean,
    )


def _facts_of(rule: Rule, payer: Payer) -> list[str]:
    """The payer's facts that the rule rests on and the payer has (no payer must have a daily cap)."""
    return [fact for fact in rule.rests_on if attrgetter(fact)(payer) is not None]


def _worst(frame: pl.DataFrame) -> dict[str, int]:
    """The highest number of each rule's states."""
    return {name: worst or 0 for name, worst in frame.max().row(0, named=True).items()}


def _scope(judged: Judged, rule: Rule) -> tuple[pl.DataFrame, pl.Series]:
    if rule.scope == "line":
        return judged.derived.lines, judged.lines[rule.code]
    return judged.derived.visits, judged.visits[rule.code]


def _wording(page: RulePage, state: int) -> Wording:
    message = {
        states.FAIL: page.says,
        states.NEEDS_DOCUMENTATION: page.needs_documentation or page.says,
        states.NOT_CHECKED: page.not_checked or page.says,
    }[state]
    return Wording(message, page.fix, tuple(dict.fromkeys((*fields(message), *fields(page.fix)))))


STATES = pl.Series([states.WORDS.get(number, "") for number in range(states.NOT_CHECKED + 1)])
WORDLESS = Wording(NO_WORDS, "", ())
BROKEN = Wording(COULD_NOT_RUN, "", ())


def _told_alike(visits: pl.DataFrame, same: list[Same]) -> pl.DataFrame:
    """The findings of the rules that say the same sentence of every visit, all in one."""
    which = pl.concat(
        [pl.repeat(part, len(one.at), dtype=pl.UInt8, eager=True) for part, one in enumerate(same)]
    )
    return visits.select(WHERE)[pl.concat([one.at for one in same])].select(
        *WHERE,
        *(pl.lit(None, dtype=SCHEMA[name]).alias(name) for name in ("line", "lines", "code")),
        pl.Series("number", [one.place for one in same], dtype=pl.UInt8).gather(which),
        pl.Series("state", [one.state for one in same], dtype=pl.UInt8).gather(which),
        NEVER.alias("unsure"),
        pl.Series("message", [render(one.wording.message, {}) for one in same]).gather(which),
        pl.Series("fix", [render(one.wording.fix, {}) for one in same]).gather(which),
    )


def _told(  # noqa: PLR0917 - a finding is made of six things
    frame: pl.DataFrame,
    mask: pl.Series,
    numbers: tuple[int, int],
    rule: Rule,
    wording: Wording,
    derived: Derived,
) -> pl.DataFrame:
    """The findings of one rule in one state."""
    frame, mask, wording = _explained(frame, mask, rule, wording, derived)
    facts = _facts(rule, wording.names, frame)
    told_by = [*facts, *([] if rule.unsure is None else [rule.unsure])]
    needed = {*WHERE, "line", "lines", "code", *(name for fact in told_by for name in fact.meta.root_names())}
    hits = frame.select(name for name in frame.columns if name in needed).filter(mask).rechunk()
    number, state = numbers
    constant = (
        pl.lit(render(wording.message, {})).alias("message"),
        pl.lit(render(wording.fix, {})).alias("fix"),
    )
    told = hits.select(
        *WHERE,
        *(_own(name, frame) for name in ("line", "lines", "code")),
        pl.lit(number, dtype=pl.UInt8).alias("number"),
        pl.lit(state, dtype=pl.UInt8).alias("state"),
        (NEVER if rule.unsure is None else rule.unsure).alias("unsure"),
        *(() if wording.names else constant),
        *facts,
    )
    if wording.names:
        told = told.with_columns(*_texts(told, wording))
    if rule.scope == "line":
        told = told.with_columns(pl.concat_list("line").alias("lines"))
        if len(told) > 1:
            told = _once_a_cause(told)
    return told.select(PART.names())


def _explained(
    frame: pl.DataFrame,
    mask: pl.Series,
    rule: Rule,
    wording: Wording,
    derived: Derived,
) -> tuple[pl.DataFrame, pl.Series, Wording]:
    """The rows with what the calculator tells of them; if it cannot, the finding stands with a plain sentence."""
    if rule.explain is None or wording is BROKEN:
        return frame, mask, wording
    try:
        told = rule.explain(frame.filter(mask).rechunk(), derived)
    except Exception:  # noqa: BLE001 - the rule has decided; its words must not take the verdict away
        return frame, mask, WORDLESS
    return told, pl.repeat(value=True, n=len(told), eager=True), wording


@cache
def _fact_name(name: str) -> str:
    return f"_{name}"


def _facts(rule: Rule, names: tuple[str, ...], frame: pl.DataFrame) -> list[pl.Expr]:
    facts = []
    for name in names:
        fact = rule.facts.get(name)
        if fact is None:
            fact = pl.col(name) if name in frame.columns else pl.lit(None)
        facts.append(fact.alias(_fact_name(name)))
    return facts


def _own(name: str, frame: pl.DataFrame) -> pl.Expr:
    if name in frame.columns:
        return pl.col(name).cast(SCHEMA[name])
    return pl.lit(None, dtype=SCHEMA[name]).alias(name)


def _texts(rows: pl.DataFrame, wording: Wording) -> tuple[pl.Series, pl.Series]:
    """Message and fix of each row; each different set of facts is put into words once."""
    facts = rows.select(pl.col(_fact_name(name)).alias(name) for name in wording.names)
    different = facts if len(facts) == 1 else facts.unique(maintain_order=True)
    words = [
        (render(wording.message, row), render(wording.fix, row)) for row in different.iter_rows(named=True)
    ]
    told = pl.DataFrame(words, schema={"message": pl.String(), "fix": pl.String}, orient="row")
    if len(different) < len(facts):
        table = different.hstack(told)
        told = facts.join(table, on=list(wording.names), how="left", nulls_equal=True, maintain_order="left")
    return told["message"], told["fix"]


def _once_a_cause(told: pl.DataFrame) -> pl.DataFrame:
    """Lines of a visit of which the same is said, as one finding that lists them."""
    same = ["session", "message", "fix"]
    if not told.select(pl.struct(same).is_duplicated().any()).item():
        return told
    alone = pl.len() == 1
    return told.group_by(same, maintain_order=True).agg(
        pl.col("visit_id", "service_date", "number", "state").first(),
        pl.col("unsure").any(),
        pl.when(alone).then(pl.col("line").first()).alias("line"),
        pl.col("line").drop_nulls().alias("lines"),
        pl.when(pl.col("code").n_unique() == 1).then(pl.col("code").first()).alias("code"),
    )
