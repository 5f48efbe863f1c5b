"""A rule that cannot run is told as not checked: never silence, never a pass."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import polars as pl
import pytest

from logic import judge as judging
from logic.bench.visits import frame, valid_visits
from logic.check import Checked, check
from logic.explain import findings as explaining
from logic.rules import all_rules
from logic.rules.rule import Rule, Scope
from tests.properties.strategies import BOOK, TODAY

LINES = frame(valid_visits(300, 5))
DECIDING = ("units", "pair edits", "unit limits", "modifiers")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """What the judge remembers of the rules is forgotten before and after."""
    forget()
    yield
    forget()


def forget() -> None:
    for module in (judging, explaining):
        for thing in list(vars(module).values()):
            if hasattr(thing, "cache_clear") and thing is not all_rules:
                thing.cache_clear()


def with_rule(monkeypatch: pytest.MonkeyPatch, broken: Rule) -> Checked:
    """The check with that rule in the place of the one of its code."""
    rules = tuple(broken if rule.code == broken.code else rule for rule in all_rules())

    def rules_of(scope: Scope) -> tuple[Rule, ...]:
        return tuple(rule for rule in rules if rule.scope == scope)

    monkeypatch.setattr(judging, "rules_of", rules_of)
    for module in (judging, explaining):
        if hasattr(module, "all_rules"):
            monkeypatch.setattr(module, "all_rules", lambda: rules)
    forget()
    return check(LINES, BOOK, TODAY)


def broken_rule(code: str, how: str) -> Rule:
    rule = next(rule for rule in all_rules() if rule.code == code)
    if how == "no such column":
        return dataclasses.replace(rule, fails=pl.col("no such column"))
    if how == "no such column to apply":
        return dataclasses.replace(rule, applies=pl.col("no such column"))
    return dataclasses.replace(rule, fails=pl.lit("x").cast(pl.Int8) > 0)


@pytest.mark.parametrize("how", ["no such column", "no such column to apply", "bad cast"])
@pytest.mark.parametrize(
    "code", ["U101", "U109", "P201", "L302", "M401", "C502", "X602", "D701", "W801", "F904"]
)
def test_it_is_not_checked(code: str, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = check(LINES, BOOK, TODAY)
    result = with_rule(monkeypatch, broken_rule(code, how))

    assert set(result.judged.broken) == {code}
    told = result.findings.filter(rule=code)
    assert set(told["state"]) == {"not checked"}
    assert set(told["visit_id"]) == set(LINES["visit_id"])
    assert all("could not run" in message for message in told["message"])
    others = [name for name in sound.findings.columns if name != "session"]
    kept = result.findings.filter(pl.col("rule") != code).select(others)
    assert kept.rows() == sound.findings.filter(pl.col("rule") != code).select(others).rows()
    verdicts = set(result.visits["verdict"])
    if BOOK.rules[code].family in DECIDING:
        assert "pass" not in verdicts
    else:
        assert "pass" in verdicts


@pytest.mark.parametrize("code", [rule.code for rule in all_rules() if rule.explain is not None])
def test_words_that_cannot_be_found_do_not_hide_a_finding(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule has run; only its sentence raises."""

    def raises(*_: object) -> pl.DataFrame:
        raise ValueError("no words")

    rule = next(rule for rule in all_rules() if rule.code == code)
    odd = dataclasses.replace(rule, explain=raises, fails=pl.lit(value=True), undecided=pl.lit(value=False))
    result = with_rule(monkeypatch, dataclasses.replace(odd, applies=pl.col("has_timed")))
    told = result.findings.filter(rule=code)
    assert not told.is_empty()
    assert set(told["state"]) <= {"fail", "not checked"}
    assert told["message"].null_count() == 0
    assert "pass" not in set(
        result.visits.filter(pl.col("visit_id").is_in(told["visit_id"].implode()))["verdict"]
    )
