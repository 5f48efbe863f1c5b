"""What is said of two visits of one patient and day, with and without a biller's key."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from logic.check import check
from logic.visit import visit_lines

if TYPE_CHECKING:
    from logic.rulebook import RuleBook
    from logic.verdict import Finding

TODAY = date(2026, 3, 2)
MORNING = {"visit_id": "V-1", "code": "97110", "minutes": 8, "units": 1}
AFTERNOON = {"visit_id": "V-2", "code": "97112", "minutes": 8, "units": 1}


def said(book: RuleBook, rule: str, *lines: dict[str, Any], **told: str) -> list[Finding]:
    """The findings of a rule on one patient's Medicare PT visits of one day."""
    common = {
        "payer": "medicare",
        "service_date": "2026-03-02",
        "discipline": "pt",
        "patient_id": "P-77",
        "modifiers": "GP",
    }
    frame, problems = visit_lines({**common, **told, "lines": list(lines)})
    assert problems == ()
    found = [each for verdict in check(frame, book, TODAY).verdicts() for each in verdict.findings]
    return [each for each in found if each.rule == rule]


def test_a_biller_who_is_not_told_is_asked_for(book: RuleBook) -> None:
    found = said(book, "F907", MORNING, AFTERNOON)

    assert [each.state for each in found] == ["needs documentation"] * 2
    assert all("If one practitioner gave both" in each.message for each in found)


def test_one_billers_day_is_counted_together(book: RuleBook) -> None:
    """8 minutes in the morning, 8 in the afternoon: CMS counts the 16 of the day together (Pub. 100-04 ch. 5)."""
    found = said(book, "F907", MORNING, AFTERNOON, provider_id="B-1")

    assert [each.state for each in found] == ["fail"] * 2
    assert all(
        "16 timed minutes, which support 1 unit, and 2 units are billed" in each.message for each in found
    )


@pytest.mark.parametrize(
    ("minutes", "units", "state"),
    [
        ((15, 15), (1, 1), None),  # 30 minutes are 2 units, and each code has its full 15
        (
            (23, 7),
            (1, 1),
            "fail",
        ),  # 30 are 2 in all, and 97110 has them both: its 8 left over are more than 7
        ((20, 20), (1, 1), "needs documentation"),  # 40 are 3, and each visit by itself has 1
        ((30, 8), (2, 1), None),  # 38 are 3
        ((30, 7), (2, 1), "fail"),  # 37 are 2
        ((10, 26), (1, 1), "fail"),  # 36 are 2: 26 has a full 15 and 11 left over, which is more than 10
    ],
)
def test_the_days_minutes_and_units(
    minutes: tuple[int, int], units: tuple[int, int], state: str | None, book: RuleBook
) -> None:
    """The day as one: bands of Pub. 100-04 ch. 5 sec. 20.2, worked by hand."""
    lines = [
        {**line, "minutes": count, "units": billed}
        for line, count, billed in zip((MORNING, AFTERNOON), minutes, units, strict=True)
    ]
    found = said(book, "F907", *lines, provider_id="B-1")

    assert {each.state for each in found} == ({state} if state else set())


def test_a_key_on_one_of_two_visits_tells_nothing(book: RuleBook) -> None:
    found = said(book, "F907", {**MORNING, "provider_id": "B-1"}, AFTERNOON)

    assert [each.state for each in found] == ["needs documentation"] * 2


def test_a_third_visit_without_a_key_keeps_the_day_open(book: RuleBook) -> None:
    """15 and 15 would be right, but whose the third visit is, nobody said."""
    keyed = [{**line, "minutes": 15, "provider_id": "B-1"} for line in (MORNING, AFTERNOON)]
    third = {"visit_id": "V-3", "code": "97116", "minutes": 8, "units": 1}
    found = said(book, "F907", *keyed, third)

    assert {each.state for each in found} == {"needs documentation"}
    assert len(found) == 3


@pytest.mark.parametrize(
    ("there", "own", "state"),
    [
        ({"code": "97164"}, {"code": "97124", "modifiers": "GP 59"}, None),  # 97124 is column 1
        ({"code": "97150"}, {"code": "97124", "modifiers": "GP 59"}, None),  # 97124 is column 2
        ({"code": "97140"}, {"code": "97124", "modifiers": "GP 59"}, None),  # indicator 0: P207 says it
        ({"code": "97110"}, {"code": "97124", "modifiers": "GP 59"}, "fail"),
        ({"code": "99213"}, {"code": "97124", "modifiers": "GP 59"}, "not checked"),
        ({"code": "97164", "provider_id": "B-2"}, {"code": "97124", "modifiers": "GP XP"}, "not checked"),
        ({"code": "97110", "provider_id": "B-2"}, {"code": "97124", "modifiers": "GP XP"}, "fail"),
    ],
)
def test_a_modifier_may_release_an_edit_with_the_other_visit(
    there: dict[str, str], own: dict[str, str], state: str | None, book: RuleBook
) -> None:
    """The edits: rules.md sec. 5.1, CMS table of 2024-07-01."""
    other = {"visit_id": "V-1", "minutes": 15, "units": 1, **there}
    mine = {"visit_id": "V-2", "minutes": 15, "units": 1, **own}
    found = said(book, "P204", other, mine, provider_id="B-1")

    assert {each.state for each in found} == ({state} if state else set())


def test_what_cannot_be_released_is_not_told_to_be(book: RuleBook) -> None:
    """97140 and 97124 are indicator 0: no modifier helps; 97150 and 97124 are indicator 1."""
    massage = {"visit_id": "V-2", "code": "97124", "minutes": 15, "units": 1}
    fixes = {
        code: said(
            book,
            "P207",
            {"visit_id": "V-1", "code": code, "minutes": 15, "units": 1},
            massage,
            provider_id="B-1",
        )[0].fix
        for code in ("97140", "97150")
    }

    assert "No modifier releases this pair" in fixes["97140"]
    assert "XE" not in fixes["97140"]
    assert "XE on 97124" in fixes["97150"]


@pytest.mark.parametrize(("code", "day"), [("99213", "2026-03-02"), ("97140", "2024-01-05")])
def test_a_pair_that_no_table_knows_is_not_checked(code: str, day: str, book: RuleBook) -> None:
    """A code outside of the table, and a day before its first edition."""
    found = said(
        book,
        "P207",
        {"visit_id": "V-1", "code": code, "minutes": 15, "units": 1},
        {"visit_id": "V-2", "code": "97124", "minutes": 15, "units": 1},
        service_date=day,
        provider_id="B-1",
    )

    assert {each.state for each in found} == {"not checked"}
    assert len(found) == 2
