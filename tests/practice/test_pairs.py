"""Generated cases of pair edits, held against the table of CMS, pairs worked by hand, and the judge."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from logic.practice.kinds import pairs
from tests.practice.cms_tables import table
from tests.practice.judging import cases_of, failing, found_by_the_judge

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.rulebook import RuleBook


def test_every_pair_is_answered_as_in_the_cms_table(book: RuleBook, course: Course) -> None:
    published = {
        (row["setting"], frozenset((row["column1"], row["column2"]))): row
        for row in table("ncci_ptp_therapy_family_2024Q3.csv")
        if not row["deletion_date"]
    }
    seen: Counter[str] = Counter()
    for case in cases_of("pairs", book, course):
        pair: pairs.Pair = case.facts[pairs.KEY]
        setting = case.claim["setting"]
        row = published.get((setting, frozenset((pair.column1, pair.column2))))
        expected = row["modifier_indicator"] if row else "none"
        if case.payer == "commercial":
            expected = "ask"
        # that a plan and UnitedHealthcare use these edits is recalled, so whoever asks them is right too
        recalled = case.payer in {"medicare-advantage", "uhc-commercial"}
        assert case.step("edit").right == ((expected, "ask") if recalled else (expected,)), (case.story, pair)
        if row:
            assert (pair.column1, pair.column2) == (row["column1"], row["column2"])
        seen[expected] += 1
    assert min(seen[each] for each in ("0", "1", "none", "ask")) > 30


@pytest.mark.parametrize(
    ("payer", "setting", "codes_of", "shows", "edit", "do"),
    [
        ("medicare", "practitioner", ("97140", "97124"), True, "0", "first"),
        ("medicare", "practitioner", ("97140", "97124"), False, "0", "first"),
        ("medicare", "outpatient_hospital", ("97140", "97124"), True, "0", "first"),
        ("medicare", "practitioner", ("97124", "97530"), True, "none", "both"),
        ("medicare", "practitioner", ("97140", "97530"), True, "none", "both"),
        ("medicare", "practitioner", ("97124", "97164"), True, "1", "marked"),
        ("medicare", "practitioner", ("97124", "97164"), False, "1", "first"),
        ("medicare", "practitioner", ("97150", "97124"), True, "1", "marked"),
        ("uhc-commercial", "practitioner", ("98941", "97124"), False, "1", "first"),
        ("medicare", "practitioner", ("97161", "97750"), True, "0", "first"),
        ("medicare", "outpatient_hospital", ("97161", "97750"), True, "1", "marked"),
        ("commercial", "practitioner", ("97012", "97140"), True, "ask", "ask"),
    ],
)
def test_pairs_worked_by_hand(
    book: RuleBook,
    course: Course,
    payer: str,
    setting: str,
    codes_of: tuple[str, str],
    shows: bool,
    edit: str,
    do: str,
) -> None:
    """From the CMS tables of 2024-07-01 and AAPC: column 1 is paid, the modifier goes on column 2."""
    found = [
        case
        for case in cases_of("pairs", book, course)
        if case.payer == payer
        and case.claim["setting"] == setting
        and {case.facts[pairs.KEY].column1, case.facts[pairs.KEY].column2} == set(codes_of)
        and case.facts[pairs.KEY].shows == shows
    ]
    assert found
    for case in found:
        pair = case.facts[pairs.KEY]
        too = ("ask",) if payer == "uhc-commercial" else ()
        assert case.step("edit").right == (edit, *too)
        assert case.step("do").right == (do, *too)
        if edit in {"0", "1"}:
            assert (pair.column1, pair.column2) == codes_of


PAIR_RULES = {"P201", "P202", "P203", "P204", "P205"}


def test_the_judge_passes_the_pair_as_it_is_billed(book: RuleBook, course: Course) -> None:
    for name, rules in failing(cases_of("pairs", book, course), book).items():
        assert not rules & PAIR_RULES, (name, rules)


def test_the_judge_fails_the_pair_billed_the_other_way(book: RuleBook, course: Course) -> None:
    wrong: dict[str, dict[str, Any]] = {}
    expected: dict[str, str] = {}
    for case in cases_of("pairs", book, course, 150):
        pair: pairs.Pair = case.facts[pairs.KEY]
        if pair.edit == "ask":
            continue
        reflex = {"none": "P204", "0": "P201"}.get(pair.edit)
        lines = [dict(line, units=1) for line in case.claim["lines"]]
        if reflex is None:
            reflex = "P202" if pair.shows else "P203"
            lines[1] = _remarked(lines[1], marked=not pair.shows)
        else:
            lines[1] = _remarked(lines[1], marked=True)
        wrong[case.id] = {**case.claim, "lines": lines}
        expected[case.id] = reflex
    found = found_by_the_judge(wrong, book)
    assert {*expected.values()} == {"P201", "P202", "P203", "P204"}
    for name, rule in expected.items():
        assert rule in {each for each, _ in found[name]}, (name, rule, found[name])


def _remarked(line: dict[str, Any], *, marked: bool) -> dict[str, Any]:
    plain = [each for each in line["modifiers"] if each != "59"]
    return {**line, "modifiers": [*plain, "59"] if marked else plain, "separate_service": not marked}
