"""Everything that is not a pass, a row each, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from logic import states
from logic.explain.templates import fields, render
from logic.rules import all_rules

if TYPE_CHECKING:
    from logic.judge import Judged
    from logic.rulebook import RuleBook
    from logic.rulebook.pages import RulePage
    from logic.rules.rule import Rule

SCHEMA = pl.Schema(
    {
        "session": pl.UInt32,
        "visit_id": pl.String,
        "service_date": pl.Date,
        "line": pl.Int64,
        "lines": pl.List(pl.Int64),
        "code": pl.String,
        "rule": pl.String,
        "family": pl.String,
        "state": pl.String,
        "severity": pl.String,
        "message": pl.String,
        "fix": pl.String,
    },
)
COMMON = ("visit_id", "service_date", "payer_label", "line", "code", "code_label", "units", "minutes")
COULD_NOT_RUN = "This rule could not run, so it was not checked."


def findings(judged: Judged, book: RuleBook) -> pl.DataFrame:
    """The findings of a judgement, columns as `SCHEMA`, rule by rule in the order of the rules.

    Lines that cannot be checked for the same reason are one finding.
    """
    found = [pl.DataFrame(schema=SCHEMA)]
    for rule in all_rules():
        frame, states_of = _scope(judged, rule)
        column = states_of[rule.code]
        worst = column.max()
        if not isinstance(worst, int) or worst < states.FAIL:
            continue
        for state in (states.FAIL, states.NEEDS_DOCUMENTATION, states.NOT_CHECKED):
            hits = frame.filter(column == state)
            if not hits.is_empty():
                found.append(_told(hits, state, rule, book.rules[rule.code], judged))
    return pl.concat(found)


def _scope(judged: Judged, rule: Rule) -> tuple[pl.DataFrame, pl.DataFrame]:
    if rule.scope == "line":
        return judged.derived.lines, judged.lines
    return judged.derived.visits, judged.visits


def _templates(state: int, page: RulePage) -> tuple[str, str]:
    message = {
        states.FAIL: page.says,
        states.NEEDS_DOCUMENTATION: page.needs_documentation or page.says,
        states.NOT_CHECKED: page.not_checked or page.says,
    }[state]
    return message, page.fix


def _told(hits: pl.DataFrame, state: int, rule: Rule, page: RulePage, judged: Judged) -> pl.DataFrame:
    if rule.code in judged.broken:
        message, fix = COULD_NOT_RUN, ""
    else:
        message, fix = _templates(state, page)
        if rule.explain is not None:
            hits = rule.explain(hits, judged.derived)
    names = tuple(dict.fromkeys((*fields(message), *fields(fix))))
    texts = _texts(hits, names, rule, message, fix)
    told = hits.select(
        "session",
        "visit_id",
        "service_date",
        _own(hits, "line", pl.Int64),
        _own(hits, "lines", pl.List(pl.Int64)),
        _own(hits, "code", pl.String),
        pl.lit(rule.code).alias("rule"),
        pl.lit(page.family).alias("family"),
        pl.lit(states.WORDS[state]).alias("state"),
        pl.lit(page.severity).alias("severity"),
    ).hstack(texts)
    told = told.with_columns(pl.coalesce("lines", pl.concat_list("line").list.drop_nulls()).alias("lines"))
    if state == states.NOT_CHECKED and rule.scope == "line" and len(told) > 1:
        told = _once_a_cause(told)
    return told.select(SCHEMA.names())


def _own(hits: pl.DataFrame, name: str, kind: Any) -> pl.Expr:
    if name in hits.columns:
        return pl.col(name).cast(kind)
    return pl.lit(None, dtype=kind).alias(name)


def _texts(hits: pl.DataFrame, names: tuple[str, ...], rule: Rule, message: str, fix: str) -> pl.DataFrame:
    """message and fix of each hit; each different set of facts is put into words once."""
    facts = hits.select((rule.facts.get(name, pl.col(name)) if name in {*rule.facts, *hits.columns}
                         else pl.lit(None)).alias(name) for name in names) if names else None
    if facts is None:
        same = pl.DataFrame({"message": [render(message, {})], "fix": [render(fix, {})]})
        return hits.select(
            pl.lit(same["message"][0]).alias("message"),
            pl.lit(same["fix"][0]).alias("fix"),
        ) if len(hits) == 1 else pl.select(
            pl.repeat(same["message"][0], len(hits)).alias("message"),
            pl.repeat(same["fix"][0], len(hits)).alias("fix"),
        )
    different = facts if len(facts) == 1 else facts.unique(maintain_order=True)
    words = [(render(message, row), render(fix, row)) for row in different.iter_rows(named=True)]
    told = pl.DataFrame(words, schema={"message": pl.String, "fix": pl.String}, orient="row")
    if len(different) == len(facts):
        return told
    table = different.hstack(told)
    return facts.join(table, on=list(names), how="left", nulls_equal=True, maintain_order="left").select(
        "message",
        "fix",
    )


def _once_a_cause(told: pl.DataFrame) -> pl.DataFrame:
    """Lines of a visit that the same thing keeps from being checked, as one finding that lists them."""
    alone = pl.len() == 1
    return told.group_by("session", "message", maintain_order=True).agg(
        pl.col("visit_id", "service_date", "rule", "family", "state", "severity", "fix").first(),
        pl.when(alone).then(pl.col("line").first()).alias("line"),
        pl.col("lines").explode(empty_as_null=True, keep_nulls=True).drop_nulls(),
        pl.when(pl.col("code").n_unique() == 1).then(pl.col("code").first()).alias("code"),
    )
