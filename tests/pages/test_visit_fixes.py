"""What one click does to a typed visit: only what is certain, and it can be undone."""

from __future__ import annotations

import pytest
from checks import buttons, cards, field, visit
from screens import words

pytestmark = pytest.mark.usefixtures("one_day")


FIXES: dict[str, tuple[list[str], str, str, dict[tuple[int, str], str]]] = {
    "units over": (
        ["97124 22 2 GP"],
        "U101",
        "Set the units to 97124 × 1",
        {(1, "units"): "1"},
    ),
    "units under": (
        ["97124 23 1 GP"],
        "U102",
        "Set the units to 97124 × 2",
        {(1, "units"): "2"},
    ),
    "unit on the wrong code": (
        ["97110 33 3 GP", "97140 7 0 GP"],
        "U103",
        "Set the units to 97110 × 2, 97140 × 1",
        {(1, "units"): "2", (2, "units"): "1"},
    ),
    "untimed twice": (
        ["97110 15 1 GP", "97012 20 2 GP"],
        "U106",
        "Set 97012 to 1 unit on line 2",
        {(2, "units"): "1"},
    ),
    "split over lines": (
        ["97110 15 1 GP", "97110 16 1 GP"],
        "U113",
        "Put 97110 on one line",
        {(1, "units"): "2", (1, "minutes"): "31"},
    ),
    "no GP": (
        ["97110 15 1", "97140 15 1"],
        "M401",
        "Add GP to lines 1 and 2",
        {(1, "modifiers"): "GP", (2, "modifiers"): "GP"},
    ),
    "two plans": (
        ["97110 15 1 GP GO"],
        "M402",
        "Take GO off line 1",
        {(1, "modifiers"): "GP"},
    ),
    "wrong plan": (
        ["97110 15 1 GO"],
        "M403",
        "Replace GO with GP on line 1",
        {(1, "modifiers"): "GP"},
    ),
    "CQ and CO": (
        ["97110 15 1 GP CQ CO"],
        "M405",
        "Take CO off line 1",
        {(1, "modifiers"): "GP CQ"},
    ),
    "CQ for a therapist's minutes": (
        ["97110 15 1 GP CQ"],
        "M407",
        "Take CQ off line 1",
        {(1, "modifiers"): "GP"},
    ),
    "a modifier for time": (
        ["97110 30 2 GP 76"],
        "M411",
        "Take 76 off line 1",
        {(1, "modifiers"): "GP"},
    ),
    "59 that meets no edit": (
        ["97110 15 1 GP", "97124 15 1 GP 59"],
        "P204",
        "Take 59 off line 2",
        {(2, "modifiers"): "GP"},
    ),
    "97014 on Medicare": (
        ["97110 15 1 GP", "97014 15 1 GP"],
        "C503",
        "Replace 97014 with G0283 on line 2",
        {(2, "code"): "G0283"},
    ),
    "hot pack": (
        ["97110 15 1 GP", "97010 10 1 GP"],
        "C502",
        "Set 97010 to 0 units (kept in the note, not billed) on line 2",
        {(2, "units"): "0"},
    ),
}


@pytest.mark.parametrize(("lines", "rule", "label", "after"), FIXES.values(), ids=FIXES)
def test_a_certain_fix_is_one_click(
    lines: list[str], rule: str, label: str, after: dict[tuple[int, str], str]
) -> None:
    at = visit(*lines)
    assert buttons(at, rule) == [label]

    at.button(key=f"visit_fix_{rule}_0").click().run()

    assert not at.exception
    assert {(place, name): field(at, place, name) for place, name in after} == after
    assert rule not in cards(at)
    assert "Done: " in words(at)


def test_a_fix_can_be_undone() -> None:
    at = visit("97124 22 2 GP")
    at.button(key="visit_fix_U101_0").click().run()
    assert field(at, 1, "units") == "1"

    at.button(key="visit_undo").click().run()

    assert field(at, 1, "units") == "2"
    assert "U101" in cards(at)


def test_a_cleared_visit_can_be_undone() -> None:
    at = visit("97124 22 2 GP")

    at.button(key="visit_clear").click().run()
    assert field(at, 1, "minutes") == ""
    at.button(key="visit_undo").click().run()

    assert field(at, 1, "minutes") == "22"
    assert "U101" in cards(at)


def test_a_tie_offers_each_valid_split_as_a_choice() -> None:
    # 20 + 20 = 40 minutes: 3 units; one full 15 each, 5 left over each: either may have the third.
    at = visit("97110 20 3 GP", "97140 20 0 GP")

    assert set(buttons(at, "U103")) == {
        "Set the units to 97110 × 2, 97140 × 1",
        "Set the units to 97110 × 1, 97140 × 2",
    }
    assert "Your choice; say why in the note" in cards(at)["U103"]


def test_without_a_discipline_no_plan_is_guessed() -> None:
    at = visit("97110 15 1", discipline=None)

    assert "M401" in cards(at)
    assert buttons(at, "M401") == []


def test_a_payer_that_counts_each_code_alone_is_counted_so() -> None:
    # 22 minutes of one code: one full 15 and 7 left over, fewer than 8: one unit.
    at = visit("97124 22 2 GP", payer="hns")
    assert buttons(at, "U104") == ["Set the units to 97124 × 1"]

    at.button(key="visit_fix_U104_0").click().run()

    assert field(at, 1, "units") == "1"
    assert "U104" not in cards(at)


def test_cq_gets_its_gp_where_the_discipline_says_so() -> None:
    at = visit("97110 15 1 CQ", treated_by="pta")
    assert "M404" in cards(at)

    at.button(key="visit_fix_M404_0").click().run()

    assert field(at, 1, "modifiers") == "GP CQ"
    assert not {"M401", "M404"} & set(cards(at))


def test_a_needless_kx_goes_where_the_year_is_told() -> None:
    # 100 dollars before the visit; one unit cannot lift that over the threshold of 2026, 2,480.
    at = visit("97110 15 1 GP KX", ytd_amount="100")
    assert buttons(at, "M409") == ["Take KX off line 1"]

    at.button(key="visit_fix_M409_0").click().run()

    assert field(at, 1, "modifiers") == "GP"


NEVER = {
    "59 for an edit": ["98940 - 1 AT", "97124 15 1 GP"],
    "CQ for an assistant": ["97110 15 1 GP"],
    "KX": ["97110 15 1 GP"],
}


@pytest.mark.parametrize("lines", NEVER.values(), ids=NEVER)
def test_no_click_adds_59_cq_or_kx(lines: list[str]) -> None:
    at = visit(*lines, treated_by="pta", ytd_amount="9000")

    labels = [each.label for each in at.button if (each.key or "").startswith("visit_fix_")]

    assert not any(
        "Add" in label and any(mark in label for mark in ("59", "CQ", "KX", "X")) for label in labels
    )
