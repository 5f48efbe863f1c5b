from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.rulebook.editions import overlap, without

if TYPE_CHECKING:
    from tests.rulebook.conftest import Sandbox

DAY = date(2026, 3, 2)
SOURCE = "- {id: our-contract, publisher: Our clinic, title: Contract, seen: full}\n"
OWN_PAYER = (
    "{id}\nlabel: Plan\nabout: A plan of ours.\ncounting: {{method: midpoint, source: our-contract}}\n"
)


def limits(table: str, start: str, units: int, *, end: str = "null", edition: str = "own") -> str:
    head = f"table: {table}\nedition: {edition}\nfrom: {start}\nto: {end}\nsource: our-contract\n"
    return f'{head}limits: {{"97124": {{practitioner: {units}, mai: 2}}}}\n'


def edits(table: str, start: str, block: str, *, extra: str = "") -> str:
    return f"table: {table}\nedition: own\nfrom: {start}\nto: null\nsource: our-contract\n{extra}edits: {block}\n"


def test_a_new_payer_is_added_and_nothing_is_overridden(sandbox: Sandbox) -> None:
    sandbox.own("sources/ours.yaml", SOURCE)
    sandbox.own("payers/our-plan.yaml", "id: our-plan\n" + OWN_PAYER.format(id="").lstrip())
    book = sandbox.load()
    assert book.payers["our-plan"].counting.method == "midpoint"
    assert book.payers["medicare"].counting.method == "cms"
    assert book.overrides == ()


def test_the_same_payer_is_overridden_and_told(sandbox: Sandbox) -> None:
    sandbox.own("sources/ours.yaml", SOURCE)
    file = sandbox.own("payers/medicare.yaml", "id: medicare\n" + OWN_PAYER.format(id="").lstrip())
    book = sandbox.load()
    assert book.payers["medicare"].counting.method == "midpoint"
    (one,) = book.overrides
    assert (one.kind, one.id, one.file, one.replaces) == (
        "payers",
        "medicare",
        file.as_posix(),
        "content/payers/medicare.yaml",
    )


def test_an_own_payer_is_checked_like_ours(sandbox: Sandbox) -> None:
    sandbox.own("payers/our-plan.yaml", "id: our-plan\n" + OWN_PAYER.format(id="").lstrip())
    problem = sandbox.problem()
    assert problem.wrong == "the source 'our-contract' does not exist"
    assert problem.file.endswith("home/content/payers/our-plan.yaml")
    assert problem.line == 4


def test_a_misspelled_folder_is_not_passed_over(sandbox: Sandbox) -> None:
    sandbox.own("payer/our-plan.yaml", "id: our-plan\n")
    assert sandbox.problem().right == "Did you mean 'payers'?"


def test_an_own_limit_stands_over_the_published_one_for_its_days(sandbox: Sandbox) -> None:
    sandbox.own("sources/ours.yaml", SOURCE)
    sandbox.own("unit_limits/ours.yaml", limits("own", "2026-01-01", 2, end="2026-06-30"))
    book = sandbox.load()
    found = [book.unit_limit("97124", day) for day in (date(2025, 12, 31), DAY, date(2026, 7, 1))]
    assert [(one.units, one.mai, one.table) for one in found if one] == [
        (4, 3, "mue"),
        (2, 2, "own"),
        (4, 3, "mue"),
    ]
    hospital = book.unit_limit("97124", DAY, "outpatient_hospital")
    other = book.unit_limit("97140", DAY)
    assert hospital is not None
    assert other is not None
    assert (hospital.units, other.units) == (4, 6)
    assert [(one.kind, one.id) for one in book.overrides] == [("mue", "97124")]


def test_an_own_edition_covers_no_day_by_itself(sandbox: Sandbox) -> None:
    sandbox.own("sources/ours.yaml", SOURCE)
    sandbox.own("unit_limits/ours.yaml", limits("own", "2020-01-01", 2))
    sandbox.own(
        "pair_edits/ours.yaml", edits("own", "2020-01-01", '{practitioner: {"97110": {"1": ["97116"]}}}')
    )
    book = sandbox.load()
    assert book.unit_limit("97124", date(2020, 5, 1)) is not None
    assert not book.limits_cover(date(2020, 5, 1))
    assert book.pair_edit("97110", "97116", date(2020, 5, 1)) is not None
    assert not book.edits_cover(date(2020, 5, 1))


def test_own_edits_change_add_and_lift(sandbox: Sandbox) -> None:
    sandbox.own("sources/ours.yaml", SOURCE)
    block = (
        '{practitioner: {"97124": {"1": ["97140"]}, "97110": {"0": ["97116"]}, "97150": {none: ["97124"]}}}'
    )
    sandbox.own("pair_edits/ours.yaml", edits("own", "2026-01-01", block))
    book = sandbox.load()
    changed = book.pair_edit("97140", "97124", DAY)
    assert changed is not None
    assert (changed.column1, changed.indicator, changed.table) == ("97124", "1", "own")
    before = book.pair_edit("97140", "97124", date(2025, 12, 31))
    assert before is not None
    assert before.indicator == "0"
    added = book.pair_edit("97110", "97116", DAY, "outpatient_hospital")
    assert added is not None
    assert added.indicator == "0"
    assert book.pair_edit("97150", "97124", DAY) is None
    assert book.pair_edit("97150", "97124", date(2025, 12, 31)) is not None
    assert {one.id for one in book.overrides} == {"97140+97124", "97150+97124"}


def test_a_newer_edition_closes_the_older_by_its_date(sandbox: Sandbox) -> None:
    sandbox.own("sources/ours.yaml", SOURCE)
    newer = edits(
        "ncci",
        "2026-04-01",
        '{practitioner: {"97140": {"1": ["97124"]}}}',
        extra="settings: [practitioner]\n",
    )
    sandbox.own("pair_edits/newer.yaml", newer)
    book = sandbox.load()
    old, new = (
        book.pair_edit("97140", "97124", date(2026, 3, 31)),
        book.pair_edit("97140", "97124", date(2026, 4, 1)),
    )
    assert old is not None
    assert new is not None
    assert (old.indicator, new.indicator, old.to) == ("0", "1", date(2026, 3, 31))
    assert book.pair_edit("97150", "97124", date(2026, 4, 1)) is None
    hospital = book.pair_edit("97140", "97124", date(2026, 4, 1), "outpatient_hospital")
    assert hospital is not None
    assert (hospital.indicator, hospital.edition) == ("0", "2024-07-01")
    (one,) = book.overrides
    assert one.says == "2024-07-01 (practitioner) is closed on 2026-03-31 by own"
    reviews = {
        one.label.rsplit(", ", 1)[-1]: one.review_by for one in book.editions() if one.edition == "2024-07-01"
    }
    assert reviews["practitioner"] is None
    assert reviews["outpatient hospital"] == date(2024, 10, 1)
    for setting in ("practitioner", "outpatient_hospital"):
        for day in (date(2026, 3, 31), date(2026, 4, 1)):
            holding = [
                edition
                for edition in book.pair_editions
                if setting in edition.settings and edition.holds(day)
            ]
            assert len(holding) == 1


def test_an_edition_of_the_same_day_replaces_and_is_told(sandbox: Sandbox) -> None:
    sandbox.own("sources/ours.yaml", SOURCE)
    sandbox.own("unit_limits/same.yaml", limits("mue", "2024-07-01", 9))
    book = sandbox.load()
    found = book.unit_limit("97124", DAY)
    assert found is not None
    assert found.units == 9
    assert {one.says.split("(")[0] for one in book.overrides} == {"2024-07-01 "}
    assert all("is replaced by own" in one.says for one in book.overrides)


def test_two_own_rows_for_one_day_are_told(sandbox: Sandbox) -> None:
    sandbox.own("sources/ours.yaml", SOURCE)
    sandbox.own("unit_limits/a.yaml", limits("own", "2026-01-01", 2))
    sandbox.own("unit_limits/b.yaml", limits("own", "2026-02-01", 3))
    assert "has another own row for the same days" in sandbox.problem().wrong


def test_an_own_amount_of_a_new_year_is_added(sandbox: Sandbox) -> None:
    sandbox.own("sources/ours.yaml", SOURCE)
    rows = "rows:\n  - {from: 2027-01-01, to: 2027-12-31, amount: 2550, source: our-contract}\n"
    sandbox.own("amounts/kx.yaml", f"table: kx_threshold\n{rows}")
    book = sandbox.load()
    row = book.kx_threshold(date(2027, 5, 1))
    assert row is not None
    assert row.amount == 2550
    assert book.overrides == ()


def test_an_own_amount_takes_its_days_out_of_ours(sandbox: Sandbox) -> None:
    sandbox.own("sources/ours.yaml", SOURCE)
    row = "{name: sequestration, from: 2026-02-01, to: 2026-02-28, value: 0.0, source: our-contract}"
    sandbox.own("amounts/rates.yaml", f"table: payment_rates\nrows: [{row}]\n")
    book = sandbox.load()
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1))
    assert [rate.value for rate in (book.rate("sequestration", day) for day in days) if rate] == [
        0.02,
        0.0,
        0.0,
        0.02,
    ]
    assert [(one.kind, one.id) for one in book.overrides] == [("payment_rates", "sequestration")]


def test_a_broken_own_diagnosis_list_is_told(sandbox: Sandbox) -> None:
    sandbox.own("icd/mine.txt", "A00 0\n")
    assert "does not begin with" in sandbox.problem().wrong


BEGIN = date(2026, 1, 1)
DAYS = st.integers(0, 40).map(lambda days: BEGIN + timedelta(days=days))
WINDOWS = st.tuples(DAYS, st.none() | DAYS).filter(lambda pair: pair[1] is None or pair[0] <= pair[1])


@given(WINDOWS, WINDOWS)
def test_what_is_left_of_a_window_is_every_day_outside_the_hole(
    window: tuple[date, date | None], hole: tuple[date, date | None]
) -> None:
    def holds(one: tuple[date, date | None], day: date) -> bool:
        return one[0] <= day and (one[1] is None or day <= one[1])

    left = without(window, hole)
    shared = False
    for number in range(-1, 60):
        day = BEGIN + timedelta(days=number)
        expected = holds(window, day) and not holds(hole, day)
        shared |= holds(window, day) and holds(hole, day)
        assert sum(holds(one, day) for one in left) == int(expected)
    assert overlap(window, hole) == shared


@pytest.mark.parametrize("hole", [(date(2026, 2, 1), date(2026, 2, 10)), (date(2027, 1, 1), None)])
def test_a_hole_beside_the_window_takes_nothing(hole: tuple[date, date | None]) -> None:
    window = (date(2026, 3, 1), date(2026, 3, 31))
    assert without(window, hole) == [window]
