"""The visit check without a browser. Expectations are worked out by hand from the rules, never from the output."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from screens import ROOT, opened, words
from streamlit.testing.v1 import AppTest

import pages.parts.book

CHECK = "pages/check/visit_check.py"
EXAMPLES = {
    "clean": "visit_try_visit-clean",
    "wrong code": "visit_try_visit-wrong-code",
    "never together": "visit_try_visit-never-together",
}


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' visits are of March 2026; a later clock may find them late, an earlier one in the future."""
    monkeypatch.setattr(pages.parts.book, "today", lambda: date(2026, 11, 23))


def row(at: AppTest, place: int) -> str:
    return str(at.session_state["visit_rows"][place - 1])


def put(at: AppTest, place: int, **texts: str) -> None:
    """Type fields of a line, one after the other, as a person does."""
    for name, text in texts.items():
        at.text_input(key=f"visit_{name}_{row(at, place)}").set_value(text).run()


def field(at: AppTest, place: int, name: str) -> str:
    return str(at.text_input(key=f"visit_{name}_{row(at, place)}").value)


def visit(*lines: str, payer: str | None = "medicare", discipline: str | None = "pt", **more: str) -> AppTest:
    """A typed visit; a line is "97110 33 2 GP 59": code, minutes (- for none), units, modifiers."""
    at = opened(CHECK)
    state: Any = at.session_state
    state["visit_rows"] = list(range(1, len(lines) + 2))
    state["visit_payer"] = payer
    state["visit_discipline"] = discipline
    state["visit_service_date"] = "3/2/2026"
    state["visit_treated_by"] = "pt"
    state["visit_dx"] = "M54.50"
    for name, text in more.items():
        state[f"visit_{name}"] = text
    for number, line in enumerate(lines, 1):
        code, minutes, units, *modifiers = line.split()
        state[f"visit_code_{number}"] = code
        state[f"visit_minutes_{number}"] = "" if minutes == "-" else minutes
        state[f"visit_units_{number}"] = "" if units == "-" else units
        state[f"visit_modifiers_{number}"] = " ".join(modifiers)
    return at.run()


def cards(at: AppTest) -> dict[str, str]:
    """Rule -> the words of its card."""
    found = {}
    for key in (f"visit_finding_{rule}_{state}" for rule in rules() for state in ("fail", "need", "not ")):
        try:
            card = at.container(key=key)
        except KeyError:
            continue
        found[key.split("_")[2]] = "\n".join(each.value for each in card.markdown)
    return found


def rules() -> list[str]:
    return sorted(page.stem for page in (ROOT / "content" / "rules").glob("*.md"))


def buttons(at: AppTest, rule: str) -> list[str]:
    return [each.label for each in at.button if (each.key or "").startswith(f"visit_fix_{rule}_")]


def verdict(at: AppTest) -> str:
    boxes = [*at.error, *at.warning, *at.success, *at.info]
    return "\n".join(each.value for each in boxes)


# --- the empty page


def test_an_empty_page_invites_and_judges_nothing() -> None:
    at = opened(CHECK)

    assert not at.exception
    assert verdict(at) == ""
    assert "Nothing to check yet" in words(at)
    assert {each.key for each in at.button} >= set(EXAMPLES.values())
    assert "No names" in words(at)


# --- the three examples


def test_the_clean_example_passes() -> None:
    # 26 + 15 = 41 minutes: floor((41 + 7) / 15) = 3 units; 97110 has one full 15 and 11 left over, 97124 one and 0.
    at = opened(CHECK)
    at.button(key=EXAMPLES["clean"]).click().run()

    assert at.success[0].value.startswith("**Pass")
    assert "3 billed, 3 supported** by 41 minutes" in verdict(at)
    assert cards(at) == {}


def test_the_wrong_code_example_names_the_code_and_the_missing_modifier_in_that_order() -> None:
    # 33 + 7 = 40 minutes: 3 units; 97110 has two full 15s and 3 left over, 97140 none and 7: the third is 97140's.
    at = opened(CHECK)
    at.button(key=EXAMPLES["wrong code"]).click().run()

    assert at.error[0].value.startswith("**Fail: 2 things to fix")
    assert "(U103)" in at.error[0].value
    assert list(cards(at)) == ["M401", "U103"]  # by name here; on the page U103 comes first
    assert buttons(at, "U103") == ["Set the units to 97110 × 2, 97140 × 1"]
    assert buttons(at, "M401") == ["Add GP to lines 1 and 2"]


def test_the_never_together_example_offers_no_modifier() -> None:
    at = opened(CHECK)
    at.button(key=EXAMPLES["never together"]).click().run()

    assert at.error[0].value.startswith("**Fail: 1 thing to fix")
    assert "no modifier" in cards(at)["P201"]
    assert not any("Add" in label for label in buttons(at, "P201"))


# --- typing


def test_a_visit_typed_field_by_field_is_judged_when_it_is_whole() -> None:
    at = opened(CHECK)
    at.selectbox(key="visit_payer").set_value("medicare").run()
    at.text_input(key="visit_service_date").set_value("3/2/2026").run()
    put(at, 1, code="97124", minutes="22")
    assert "Not finished yet" in verdict(at)
    assert "22 timed minutes support 1 unit" in verdict(at)

    put(at, 1, units="2", modifiers="GP")

    # 22 minutes lie in the band 8 to 22.
    assert "2 billed, 1 supported** by 22 minutes" in verdict(at)
    assert "U101" in cards(at)

    put(at, 1, minutes="23")

    assert "2 billed, 2 supported** by 23 minutes" in verdict(at)
    assert "U101" not in cards(at)


def test_a_word_stands_for_its_code_and_the_next_line_waits_below() -> None:
    at = opened(CHECK)
    for place in (1, 2, 3):
        put(at, place, code="massage", minutes="15", units="1")

    labels = [each.label for each in at.text_input if (each.key or "").startswith("visit_code_")]

    assert labels == ["1 · Massage", "2 · Massage", "3 · Massage", "4 · Code"]


def test_minutes_may_come_from_the_clock() -> None:
    at = visit("97124 - 2 GP")
    assert "No minutes yet for 97124" in words(at)

    at.session_state["visit_start_1"] = "9:05"
    at.session_state["visit_stop_1"] = "9:28"
    at.run()

    assert "2 billed, 2 supported** by 23 minutes" in verdict(at)


def test_a_line_can_be_removed_and_the_form_emptied() -> None:
    at = visit("97110 33 3 GP", "97140 7 0 GP")

    at.button(key="visit_clear").click().run()

    assert "Nothing to check yet" in words(at)
    assert at.session_state["visit_payer"] == "medicare"
    assert at.session_state["visit_dx"] == ""


# --- fixes

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


# --- bad entries

BAD = {
    "four characters": ("code_1", "9712", "has five characters"),
    "a code and a modifier": ("code_1", "97124-59", "a code and modifiers"),
    "a decimal": ("minutes_1", "22.5", "must be a whole number"),
    "a word": ("minutes_1", "about 20", "must be a number"),
    "scientific": ("units_1", "1e3", "scientific notation"),
    "a formula": ("units_1", "=1+1", "formula"),
    "far too many": ("units_1", "123456", "more than units can be"),
    "month 13": ("service_date", "13/2/2026", "no month 13"),
    "year 1026": ("service_date", "3/2/1026", "1026"),
    "no date": ("service_date", "soon", "not a date"),
    "empty date": ("service_date", "", "is empty"),
    "a time": ("start_1", "25:00", "no such time"),
    "an amount": ("ytd_amount", "much", "amount in dollars"),
    "a control character": ("dx", "M54.50\x07", "control character"),
}


@pytest.mark.parametrize(("name", "text", "says"), BAD.values(), ids=BAD)
def test_a_bad_entry_is_said_beside_its_field_and_nothing_is_judged(name: str, text: str, says: str) -> None:
    at = visit("97110 15 1 GP")
    assert "1 billed, 1 supported" in verdict(at)

    at.session_state["visit_extras"] = ["times"]
    at.session_state[f"visit_{name}"] = text
    at.run()

    assert not at.exception
    assert "Not checked: 1 entry cannot be read" in verdict(at)
    assert says in "\n".join(each.value for each in at.markdown if "not read" in each.value)
    assert cards(at) == {}


# --- paste and links


def test_a_pasted_line_becomes_the_form_and_the_minutes_offer_their_units() -> None:
    # 18 + 13 + 10 + 8 = 49: 3 units; one full 15 for the first, two left for the largest left-overs: 13 and 10.
    at = opened(CHECK)
    at.selectbox(key="visit_payer").set_value("medicare").run()

    at.text_input(key="visit_paste").set_value("massage 18, manual 13, gait 10, us 8").run()

    assert [field(at, place, "code") for place in (1, 2, 3, 4)] == ["97124", "97140", "97116", "97035"]
    assert [each.label for each in at.button if (each.key or "").startswith("visit_fill_")] == [
        "Set the units to 97124 × 1, 97140 × 1, 97116 × 1, 97035 × 0"
    ]
    at.button(key="visit_fill_0").click().run()
    assert [field(at, place, "units") for place in (1, 2, 3, 4)] == ["1", "1", "1", "0"]
    assert "3 billed, 3 supported** by 49 minutes" in verdict(at)


def test_a_whole_pasted_line_is_judged_at_once() -> None:
    at = opened(CHECK)
    at.text_input(key="visit_paste").set_value("97110 33 min x2 GP, 97140 7 min x1 GP").run()

    assert field(at, 1, "units") == "2"
    assert field(at, 2, "modifiers") == "GP"
    assert at.text_input(key="visit_paste").value == ""


def test_what_cannot_be_pasted_is_said() -> None:
    at = opened(CHECK)
    at.text_input(key="visit_paste").set_value("massage 18, glorp 12").run()

    assert not at.exception
    assert "glorp" in words(at)
    assert field(at, 1, "code") == "97124"


def test_a_link_carries_codes_and_minutes() -> None:
    at = opened(CHECK, visit="97110-33_97140-7")

    assert [(field(at, n, "code"), field(at, n, "minutes")) for n in (1, 2)] == [
        ("97110", "33"),
        ("97140", "7"),
    ]
    assert field(at, 1, "units") == ""


@pytest.mark.parametrize(
    "address", ["", "x", "97110", "97110-", "'; drop", "97110--5", "🙂-1", "97110-33" * 500]
)
def test_a_broken_link_breaks_nothing(address: str) -> None:
    assert not opened(CHECK, visit=address).exception


# --- questions


def asked(at: AppTest) -> str:
    at.session_state["visit_note"] = True
    at.run()
    return "\n".join(each.label for each in at.get("button_group"))


def test_massage_details_are_asked_only_with_massage() -> None:
    massage = "how the massage was given"

    assert massage in asked(visit("97124 15 1 GP"))
    assert massage not in asked(visit("97110 15 1 GP"))


def test_a_separate_service_is_asked_only_where_59_meets_an_edit() -> None:
    # 97124 with group therapy 97150 is an edit of indicator 1; 97124 with exercise is none.
    separate = "were separate"

    assert separate in asked(visit("97150 20 1 GP", "97124 15 1 GP 59"))
    assert separate not in asked(visit("97110 15 1 GP", "97124 15 1 GP"))


def test_yes_to_the_proof_settles_it() -> None:
    at = visit("97150 20 1 GP", "97124 15 1 GP 59")
    assert at.warning[0].value.startswith("**Needs documentation")

    at.session_state["visit_separate_service_2"] = "Yes"
    at.run()

    assert "P203" not in cards(at)


def test_no_in_the_note_needs_documentation() -> None:
    at = visit("97110 15 1 GP")
    at.session_state["visit_plan_of_care"] = "No"
    at.run()

    assert at.warning[0].value.startswith("**Needs documentation")
    assert "D707" in cards(at)


# --- what is not known


def test_without_a_payer_both_counts_stand_and_nothing_passes() -> None:
    # 33 + 7: 3 units by total time; alone, 33 makes 2 and 7 none.
    at = visit("97110 33 3 GP", "97140 7 0 GP", payer=None)

    assert "Not checked" in at.info[0].value
    assert "3 by total time, 2 code by code" in verdict(at)
    assert "U108" in cards(at)
    assert buttons(at, "U108") == []


def test_what_would_change_the_verdict_is_said_without_advice() -> None:
    at = visit("97110 33 3", "97140 7 0")
    shown = words(at)

    assert "What would change this verdict" in [each.value for each in at.header]
    assert "With the 2 fixes above, the verdict would be **pass**" in shown
    # 40 minutes lie in the band 38 to 52.
    assert "From 53 it would be 4; under 38 it would be 2" in shown
    assert "Only minutes that were given and documented count" in shown


def test_editions_past_their_review_say_so() -> None:
    at = opened(CHECK)
    at.button(key=EXAMPLES["never together"]).click().run()

    # the pair edits of 2024-07-01 were to be looked at by 2024-10-01
    assert "past its review date 2024-10-01" in cards(at)["P201"]
    assert any("past the review date" in each.label for each in at.expander)


# --- a file


def test_a_file_is_counted_and_its_findings_listed() -> None:
    at = opened(CHECK)
    at.session_state["visit_file_box"] = True
    at.run()
    text = (
        "visit_id,service_date,payer,discipline,code,minutes,units,modifiers\n"
        "A,2026-03-02,medicare,pt,97110,15,1,GP\n"
        "B,2026-03-02,medicare,pt,97124,22,2,GP\n"
        "C,2026-03-02,medicare,pt,97124,,x,GP\n"
    )

    at.file_uploader(key="visit_file").upload("visits.csv", text.encode()).run()

    shown = words(at)
    assert not at.exception
    assert "**2 visits** in 2 lines" in shown
    assert "1 entry could not be used" in shown
    assert "| :red-badge[Fail] | 1 |" in shown
    assert list(at.dataframe[0].value["Rule"]) == ["U101"]  # 22 minutes support one unit
    assert list(at.dataframe[0].value["Visit"]) == ["B"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.xlsx", b"no"),
        ("a.parquet", b"PAR1"),
        ("a.yaml", b"a: ["),
    ],
)
def test_a_broken_file_is_said(name: str, content: bytes) -> None:
    at = opened(CHECK)
    at.session_state["visit_file_box"] = True
    at.run()

    at.file_uploader(key="visit_file").upload(name, content).run()

    assert not at.exception
    assert "could not be used" in words(at)


def test_typing_a_visit_imports_no_pandas() -> None:
    """The page's way from a typed form to its verdict and fixes, in a process of its own."""
    code = (
        "import sys, datetime\n"
        "import pages.check.entry, pages.check.findings, pages.check.around, pages.check.picture\n"
        "import pages.check.take_away, pages.check.file_check, pages.check.banner, pages.check.ways_in\n"
        "from logic.rulebook import load_rulebook\n"
        "from logic.visit_form import Form, Row, read, vocabulary\n"
        "from logic import what_if\n"
        "book = load_rulebook()\n"
        "form = Form({'payer': 'medicare', 'service_date': '3/2/2026', 'discipline': 'pt'},\n"
        "            (Row('1', {'code': '97124', 'minutes': '22', 'units': '2'}),))\n"
        "day = datetime.date(2026, 11, 23)\n"
        "answer = what_if.answer(read(form, book, vocabulary(book)), book, day)\n"
        "what_if.outlook(answer, book, day)\n"
        "print([name for name in ('pandas', 'pyarrow', 'altair', 'reportlab') if name in sys.modules])\n"
    )

    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
