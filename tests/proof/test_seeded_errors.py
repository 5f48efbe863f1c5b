"""Thousands of invented visits: none that is valid fails; each error put into one is found where it is."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import polars as pl
import pytest

from logic.bench import mixes
from logic.bench.error_kinds import ERROR_KINDS
from logic.bench.errors import Injection, copied
from logic.bench.visits import Visit, frame, valid_visits
from logic.check import Checked, check
from logic.rulebook import load_rulebook

TODAY = date(2026, 11, 23)
BOOK = load_rulebook()
SEED, VALID, POOL, EACH = 1, 10_000, 25_000, 300
BENCH = Path(mixes.__file__).parent
REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "data"
GENERATOR = ("visits", "particulars", "mixes", "true_units")
KINDS_OF_ERRORS = ("errors", "unit_errors", "modifier_errors", "claim_errors", "error_kinds")
DECIDING = ("units", "pair edits", "unit limits", "modifiers")
# What must occur among 10,000 valid visits, and how often at least.
OCCURS = {
    "tie": 300,
    "assistant": 1000,
    "assistant split": 300,
    "assistant alone": 200,
    "KX above": 300,
    "KX crossing": 300,
    "pair released": 300,
    "unbilled": 300,
    "hospital": 1000,
    "two plans": 300,
    "ot": 300,
    "slp": 100,
    "adjustment": 100,
    "clock times": 1000,
    "total minutes": 1000,
    "all documented": 1000,
    "something not documented": 300,
    "pointers": 1000,
    "technique": 1000,
    "each code by itself": 300,
    **{payer: 50 for payer, _ in mixes.PAYERS},
}


@pytest.fixture(scope="module")
def pool() -> list[Visit]:
    return valid_visits(POOL, SEED)


Tell = Callable[[str], None]


def contract(checked: Checked) -> dict[str, str]:
    """Each visit's verdict by the words of the contract, from its findings alone."""
    verdicts = dict.fromkeys(checked.visits["visit_id"].to_list(), "pass")
    found = checked.findings.select("visit_id", "state", "family").unique().rows()
    for visit, state, family in found:
        rank = ("pass", "not checked", "needs documentation", "fail")
        if state != "not checked" or family in DECIDING:
            verdicts[visit] = max(verdicts[visit], state, key=rank.index)
    return verdicts


def fails(checked: Checked) -> pl.DataFrame:
    return checked.findings.filter(pl.col("state") == "fail")


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """Prints a count past pytest's capture, so that the log of a run holds it."""

    def out(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{text}")

    return out


def test_no_valid_visit_fails(pool: list[Visit], tell: Tell) -> None:
    visits = pool[:VALID]
    checked = check(frame(visits), BOOK, TODAY)
    found = fails(checked)
    assert found.is_empty(), found.unique("rule").select("visit_id", "rule", "message").rows()
    assert not checked.judged.broken
    assert checked.visits.height == VALID
    verdicts = dict(checked.visits.select("visit_id", "verdict").iter_rows())
    assert verdicts == contract(checked)
    counts = Counter(verdicts.values())
    assert counts["pass"] > VALID / 2  # "not checked" everywhere would prove nothing
    lines = sum(len(visit.lines) for visit in visits)
    tell(f"{VALID:,} valid visits, {lines:,} lines: 0 failed; {dict(counts)}")


def test_the_valid_visits_hold_what_is_hard(pool: list[Visit], tell: Tell) -> None:
    seen = Counter(trait for visit in pool[:VALID] for trait in visit.traits)
    tell(f"of them: {dict(sorted((name, seen[name]) for name in OCCURS))}")
    assert not {name: seen[name] for name, least in OCCURS.items() if seen[name] < least}
    lines = [line for visit in pool[:VALID] for line in visit.lines]
    held = {code for line in lines for code in line["modifiers"]}
    assert held >= {*mixes.PLAN_MODIFIER.values(), "CQ", "CO", "KX", "AT", *mixes.RELEASES}
    assert sum(bool(set(mixes.RELEASES) & set(line["modifiers"])) for line in lines) > 300


@pytest.mark.parametrize("kind", ERROR_KINDS, ids=lambda kind: f"{kind.rule}-{kind.name.replace(' ', '-')}")
def test_error_is_found(kind: Injection, pool: list[Visit], tell: Tell) -> None:
    visits, truth = spoiled(kind, pool)
    assert len(visits) == EACH
    checked = check(frame(visits), BOOK, TODAY)
    found = fails(checked)
    named: dict[str, set[int]] = {}
    single: dict[str, set[int]] = {}
    for visit, line, lines in found.filter(rule=kind.rule).select("visit_id", "line", "lines").iter_rows():
        named.setdefault(visit, set()).update(lines or ())
        single.setdefault(visit, set()).update(() if line is None else (line,))

    assert named.keys() == truth.keys(), f"missed {truth.keys() - named.keys()}"
    if kind.exact:
        assert named == truth
    else:
        assert all(truth[visit] <= lines for visit, lines in named.items())
    assert all(lines <= truth[visit] for visit, lines in single.items())
    unexplained = found.filter(~pl.col("rule").is_in([kind.rule, *kind.also]))
    assert unexplained.is_empty(), unexplained.unique("rule").select("visit_id", "rule", "message").rows()
    assert set(contract(checked).values()) == {"fail"}
    assert set(checked.visits["verdict"]) == {"fail"}
    beside = sorted(set(found["rule"]) - {kind.rule})
    tell(f"{kind.name}: {len(truth)} of {len(truth)} found by {kind.rule}; beside it {beside or 'nothing'}")


def spoiled(kind: Injection, pool: list[Visit]) -> tuple[list[Visit], dict[str, set[int]]]:
    """The first visits of the pool that can have this error, each with it, and the lines at fault."""
    random = Random(f"{kind.rule} {kind.name}")
    visits, truth = [], {}
    for visit in pool:
        candidate = copied(visit)
        lines = kind.put(candidate, random)
        if lines is not None:
            visits.append(candidate)
            truth[candidate.told["visit_id"]] = set(lines)
        if len(visits) == EACH:
            break
    return visits, truth


def test_a_visit_sent_twice_is_found(pool: list[Visit]) -> None:
    twice = [visit for visit in pool if "patient_id" in visit.told][:EACH]
    copies = [copied(visit) for visit in twice]
    for visit in copies:
        visit.told["visit_id"] = "again-" + visit.told["visit_id"]
    found = fails(check(frame(twice + copies), BOOK, TODAY))
    assert set(found["rule"]) == {"F905"}
    assert set(found["visit_id"]) == {visit.told["visit_id"] for visit in copies}


def test_there_are_at_least_fifteen_kinds_each_with_a_rule_of_its_own() -> None:
    assert len({kind.rule for kind in ERROR_KINDS}) == len(ERROR_KINDS) >= 15
    assert {kind.rule for kind in ERROR_KINDS} <= set(BOOK.rules)
    assert all(reason for kind in ERROR_KINDS for reason in kind.also.values())
    assert not [kind for kind in ERROR_KINDS if set(kind.also) - set(BOOK.rules)]


@pytest.mark.parametrize("name", [*GENERATOR, *KINDS_OF_ERRORS])
def test_the_generator_asks_neither_calculators_nor_rules(name: str) -> None:
    tree = ast.parse((BENCH / f"{name}.py").read_text(encoding="utf-8"))
    asked = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    allowed = ("logic.bench", "logic.visit")
    assert not {module for module in asked if module.startswith("logic") and not module.startswith(allowed)}


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the published tables are not beside the repository")
def test_generator_agrees_with_the_published_tables() -> None:
    table = pl.read_csv(REFERENCE / "ncci_ptp_therapy_family_2024Q3.csv", infer_schema_length=0)
    active = table.filter(pl.col("deletion_date").is_null() & (pl.col("setting") == "practitioner"))
    edits = {(a, b): i for a, b, i in active.select("column1", "column2", "modifier_indicator").iter_rows()}

    def met(codes: set[str]) -> dict[tuple[str, str], str]:
        return {pair: indicator for pair, indicator in edits.items() if set(pair) <= codes}

    for codes, first, second in mixes.RELEASED:
        assert met(set(codes.split())) == {(first, second): "1"}, codes
    plain = [codes for codes, _ in mixes.MIX] + list(mixes.OT_MIX) + list(mixes.SPEECH_MIX)
    plain += [" ".join(codes for _, codes in plans) for plans in mixes.TWO_PLANS]
    for codes in plain:
        assert not met(set(codes.split())), codes
    for codes in mixes.UNBILLED_MIX:
        assert met(set(codes.split())) == {(mixes.FORBIDDEN_BY, mixes.FORBIDDEN): "0"}, codes
