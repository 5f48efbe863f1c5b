"""What a visit check asks, what it says of what it does not know, and a file of visits."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from checks import CHECK, EXAMPLES, buttons, cards, verdict, visit
from screens import ROOT, opened, words

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

pytestmark = pytest.mark.usefixtures("one_day")


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


def test_typing_a_visit_imports_no_pandas() -> None:
    """The page's way from a typed form to its verdict and fixes, in a process of its own."""
    code = (
        "import sys, datetime\n"
        "import pages.check.entry, pages.check.findings, pages.check.around, pages.check.picture\n"
        "import pages.check.take_away, pages.check.banner, pages.check.ways_in\n"
        "from logic.rulebook import load_rulebook\n"
        "from logic.form_reading import read, vocabulary\n"
        "from logic.visit_form import Form, Row\n"
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
