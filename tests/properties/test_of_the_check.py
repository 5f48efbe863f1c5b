"""What must hold of the check whatever the visit."""

from __future__ import annotations

import json
from collections import Counter
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logic.bench.visits import Visit, frame, valid_visits
from logic.check import Checked, check
from logic.columns import SCHEMA
from logic.derive.repeats import repeated_visits, visit_prints
from logic.verdict import Finding, Verdict
from logic.visit import canonical
from tests.properties.strategies import BOOK, REQUIRED, TODAY, UNTIMED, garbage, seeds, timed_minutes, visits

SOME = settings(max_examples=40, deadline=None)
COMPARED = (
    *("visit_id", "service_date", "line", "lines", "code", "rule"),
    *("family", "state", "severity", "message", "fix"),
)


def checked(lines: pl.DataFrame, repeated: pl.DataFrame | None = None) -> Checked:
    return check(lines, BOOK, TODAY, repeated)


def found(result: Checked, columns: tuple[str, ...] = COMPARED) -> Counter[tuple[object, ...]]:
    rows = result.findings.select(columns).iter_rows()
    return Counter(tuple(tuple(cell) if isinstance(cell, list) else cell for cell in row) for row in rows)


def verdicts(result: Checked) -> dict[str, tuple[object, ...]]:
    return {row[0]: row[1:] for row in result.visits.iter_rows()}


@SOME
@given(visits(), seeds())
def test_order_of_lines_changes_no_verdict_and_no_finding(made: list[Visit], seed: int) -> None:
    """Rows of a visit, and the visits among each other, in any order; each row keeps its number."""
    lines = frame(made)
    order = list(range(len(lines)))
    Random(seed).shuffle(order)
    before, after = checked(lines), checked(lines[order])
    assert verdicts(after) == verdicts(before)
    # Which of two equal lines is "the later", and the order in which a sentence lists codes, follow the rows.
    unordered = ("visit_id", "rule", "state", "code")
    assert found(after, unordered) == found(before, unordered)


@SOME
@given(visits(2, 6), st.data())
def test_a_batch_in_two_halves_gives_the_same(made: list[Visit], data: st.DataObject) -> None:
    lines = frame(made)
    at = data.draw(st.integers(1, len(made) - 1))
    first = {visit.told["visit_id"] for visit in made[:at]}
    repeated = repeated_visits(visit_prints(lines))
    halves = [
        checked(lines.filter(pl.col("visit_id").is_in(first)), repeated),
        checked(lines.filter(~pl.col("visit_id").is_in(first)), repeated),
    ]
    whole = checked(lines)
    assert found(halves[0]) + found(halves[1]) == found(whole)
    assert verdicts(halves[0]) | verdicts(halves[1]) == verdicts(whole)


@SOME
@given(visits(), seeds())
def test_names_of_visits_change_nothing(made: list[Visit], seed: int) -> None:
    lines = frame(made)
    names = [visit.told["visit_id"] for visit in made]
    numbers = Random(seed).sample(range(10**6), len(names))
    new = {name: f"no {number}" for name, number in zip(names, numbers, strict=True)}
    renamed = lines.with_columns(pl.col("visit_id").replace_strict(new))
    before, after = checked(lines), checked(renamed)
    silent = tuple(name for name in COMPARED if name not in {"visit_id", "message", "fix"})
    assert found(after, silent) == found(before, silent)
    assert list(verdicts(after).values()) == list(verdicts(before).values())


@SOME
@given(visits(1, 3), st.sampled_from(UNTIMED), st.integers(1, 60), st.booleans())
def test_an_untimed_code_never_changes_timed_units(
    made: list[Visit], code: str, minutes: int, billed: bool
) -> None:
    lines = frame(made)
    more = lines.group_by("visit_id", maintain_order=True).first().select(list(SCHEMA))
    more = more.with_columns(
        pl.lit(code).alias("code"),
        pl.lit(minutes, dtype=pl.Int32).alias("minutes"),
        pl.lit(int(billed), dtype=pl.Int32).alias("units"),
        pl.lit(99, dtype=pl.UInt32).alias("line"),
        pl.lit(None, dtype=pl.String).alias("technique"),
    )
    counted = ("timed_minutes", "timed_units", "units_due", "split_accepted")
    key = ("visit_id", "discipline")
    before, after = (
        checked(part).judged.derived.visits.filter("has_timed").select(*key, *counted).sort(key)
        for part in (lines, pl.concat([lines, more]))
    )
    assert after.rows() == before.rows()


@SOME
@given(timed_minutes(), st.data())
def test_one_more_minute_never_loses_a_unit(minutes: dict[str, int], data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(minutes)))
    due = []
    for told in (minutes, {**minutes, code: minutes[code] + 1}):
        rows = [
            {"visit_id": "A", "service_date": TODAY, "code": code, "units": 0, "minutes": count, "payer": payer,
             "discipline": "pt"}
            for payer in ("medicare", "hns")
            for code, count in told.items()
        ]  # fmt: skip
        by_payer = []
        for payer in ("medicare", "hns"):
            lines = canonical(pl.DataFrame([row for row in rows if row["payer"] == payer]))
            derived = checked(lines).judged.derived
            by_payer.append((derived.visits["units_due"].sum(), derived.lines["midpoint_due"].sum()))
        due.append(by_payer)
    assert all(
        after >= before for pair in zip(*due, strict=True) for before, after in zip(*pair, strict=True)
    )


@SOME
@given(visits(1, 4))
def test_a_failure_is_told_in_whole_sentences(made: list[Visit]) -> None:
    fails = checked(frame(made)).findings.filter(state="fail")
    for message, fix in fails.select("message", "fix").iter_rows():
        for text in (message, fix):
            assert "{" not in text
            assert "}" not in text
            assert "not given" not in text
            assert "None" not in text
            assert "  " not in text
        assert message.endswith((".", "!", "?")), message
        assert fix


@settings(max_examples=150, deadline=None)
@given(garbage())
def test_anything_the_table_can_hold_is_checked(lines: pl.DataFrame) -> None:
    result = checked(lines)
    assert not result.judged.broken
    told = result.verdicts()
    assert {verdict.visit_id for verdict in told} == set(lines["visit_id"])
    assert all(verdict.verdict in {"pass", "fail", "needs documentation", "not checked"} for verdict in told)
    assert result.findings["message"].null_count() == 0
    assert result.findings["fix"].null_count() == 0
    assert contract(result) == {visit: row[0] for visit, row in verdicts(result).items()}


def contract(result: Checked) -> dict[str, str]:
    rank = ("pass", "not checked", "needs documentation", "fail")
    deciding = {"units", "pair edits", "unit limits", "modifiers"}
    out = dict.fromkeys(result.visits["visit_id"].to_list(), "pass")
    for visit, state, family in result.findings.select("visit_id", "state", "family").iter_rows():
        if state != "not checked" or family in deciding:
            out[visit] = max(out[visit], state, key=rank.index)
    return out


@SOME
@given(visits(1, 3), st.sampled_from(["unknown", "nobody", ""]))
def test_an_unknown_payer_never_passes_units(made: list[Visit], payer: str) -> None:
    lines = frame(made).with_columns(pl.lit(payer).alias("payer"))
    result = checked(lines)
    timed = result.judged.derived.visits.filter("has_timed")["visit_id"]
    for visit, (verdict, *_) in verdicts(result).items():
        if visit in timed:
            assert verdict != "pass"
    told = result.findings.filter(pl.col("family") == "units")["visit_id"]
    assert set(timed) <= set(told)


@SOME
@given(visits(1, 3))
def test_a_verdict_survives_json(made: list[Visit]) -> None:
    result = checked(frame(made))
    for verdict in result.verdicts():
        told = json.loads(json.dumps(verdict.to_dict()))
        assert told == verdict.to_dict()
        findings = tuple(
            Finding(**{**one, "lines": tuple(one["lines"]), "sources": tuple(one["sources"])})
            for one in told["findings"]
        )
        again = Verdict(**{**told, "findings": findings, "passed": tuple(told["passed"])})
        assert again == verdict
    tables = {
        "visit_id": [verdict.visit_id for verdict in result.verdicts()],
        "verdict": [verdict.verdict for verdict in result.verdicts()],
    }
    assert result.visits.select(*tables).to_dict(as_series=False) == tables
    assert sum(len(verdict.findings) for verdict in result.verdicts()) == result.findings.height


OPTIONAL = [
    name for name in SCHEMA if name not in {*REQUIRED, "row", "line", "discipline", "payer", "setting"}
]


@pytest.mark.parametrize("hidden", OPTIONAL)
def test_telling_less_never_makes_a_failure(hidden: str) -> None:
    """A valid visit stays without failure when one column is not told."""
    lines = frame(valid_visits(1_500, 77)).with_columns(pl.lit(None, dtype=SCHEMA[hidden]).alias(hidden))
    fails = checked(lines).findings.filter(state="fail")
    assert fails.is_empty(), fails.unique("rule").select("visit_id", "rule", "message").rows()


@pytest.mark.parametrize("hidden", ["minutes", "modifiers"])
def test_what_decides_and_is_not_told_is_never_a_pass(hidden: str) -> None:
    """Start and stop tell minutes too, so they are hidden with them."""
    gone = [hidden, "start_minute", "stop_minute"] if hidden == "minutes" else [hidden]
    lines = frame(valid_visits(1_500, 78)).with_columns(
        pl.lit(None, dtype=SCHEMA[name]).alias(name) for name in gone
    )
    result = checked(lines)
    visits_ = result.judged.derived.visits
    asked = visits_.filter("has_timed" if hidden == "minutes" else "any_billed")["visit_id"].unique()
    passed = result.visits.filter(pl.col("verdict") == "pass")["visit_id"]
    assert not set(asked) & set(passed)
