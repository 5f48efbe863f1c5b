"""What a change leaves standing looks the same when the whole page is drawn: no part is given too little."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import streamlit as st
from checks import CHECK, EXAMPLES
from screens import ASSISTANTS, PAYMENT, UNITS, opened
from streamlit.testing.v1 import AppTest

from pages.parts import live

pytestmark = pytest.mark.usefixtures("one_day")
Shown = dict[str, list[str]]


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The parts that each change draws again; every part stands in a container of its name."""
    found: list[list[str]] = []
    part = live.part

    def named(key: str, draw: Callable[..., object], given: Callable[[], live.Given]) -> None:
        def drawn(*values: object) -> None:
            with st.container(key=f"part_{key}"):
                draw(*values)

        part(key, drawn, given)

    def again(before_all: Callable[[], None] | None = None) -> None:
        found.append(live.moved())
        if before_all is not None:
            before_all()

    monkeypatch.setattr(live, "part", named)
    monkeypatch.setattr(live, "again", again)
    return found


def shown(at: AppTest) -> Shown:
    """Part → what it says, without the parts inside it."""
    return {key: _said(at.container(key=f"part_{key}")) for key in at.session_state[live.DRAWN]}


def _said(block: Any) -> list[str]:  # noqa: ANN401
    """The words of a part: texts, pictures, labels, and which fields cannot be used."""
    found: list[str] = []
    for child in block.children.values():
        if hasattr(child, "children"):
            if not str(getattr(child, "key", "") or "").startswith("part_"):
                found += [str(getattr(child, "label", "")), *_said(child)]
        else:
            proto = child.proto
            found.append(
                " ".join(str(getattr(proto, name, "")) for name in ("label", "body", "disabled", "help"))
            )
    return found


def check(at: AppTest, moved: list[list[str]], change: Callable[[], object]) -> None:
    """Make a change; whatever was not drawn again must say what it said."""
    before = shown(at)
    moved.clear()
    change()
    again = {each for names in moved for each in names}
    after = shown(at)
    within = {key: set(each.within) for key, each in at.session_state[live.DRAWN].items()}
    for key, said in after.items():
        if key not in again and not within[key] & again:
            assert before.get(key) == said, f"{key} stands as it was, and would say something else"
    assert not at.exception


@pytest.mark.parametrize(
    ("page", "query"),
    [
        (UNITS, {"minutes": "97110-33_97140-7"}),
        (ASSISTANTS, {"who": "97110-23-22_97140-10-5"}),
        (PAYMENT, {"lines": "97124-2_97110-1"}),
    ],
)
def test_a_calculator_leaves_nothing_standing_that_a_change_touches(
    page: str, query: dict[str, str], moved: list[list[str]]
) -> None:
    at, random = opened(page, **query), Random(5)

    for _ in range(8):
        at_field = random.randrange(len(at.number_input[:4]))
        minutes = random.choice([None, 0, 1, 7, 8, 15, 20, 22, 23, 38, 1500])
        check(at, moved, lambda: at.number_input[at_field].set_value(minutes).run())  # noqa: B023
    code = next(each for each in at.selectbox if "code" in str(each.key))
    check(at, moved, lambda: code.select("G0283").run())
    add = next(each for each in at.button if str(each.key).endswith("_add"))
    check(at, moved, lambda: add.click().run())


def test_the_walk_and_the_payer_leave_nothing_standing_that_they_touch(moved: list[list[str]]) -> None:
    at = opened(UNITS, minutes="97124-8_97140-14")

    check(at, moved, lambda: at.button(key="units_walk_next").click().run())
    assert sorted(*moved) == ["units_walk_buttons", "units_walk_stage"]
    check(at, moved, lambda: at.selectbox(key="units_payer").select("hns").run())
    check(at, moved, lambda: at.text_input(key="units_paste").set_value("exercise 33, flumox 20").run())
    check(at, moved, lambda: at.number_input[0].set_value(38).run())


def test_a_number_leaves_the_fields_of_the_calculator_standing(moved: list[list[str]]) -> None:
    at = opened(UNITS, minutes="97110-33_97140-7")

    at.number_input[0].set_value(34).run()

    assert moved == [["units_cards", "units_minutes", "units_walk_stage", "units_steps_cms"]]


@pytest.mark.parametrize("example", EXAMPLES.values())
def test_the_visit_check_leaves_nothing_standing_that_a_change_touches(
    example: str, moved: list[list[str]]
) -> None:
    at, random = opened(CHECK), Random(3)
    at.button(key=example).click().run()  # another form is put into the fields: the whole page is drawn
    texts = ("97140", "97124", "G0283", "8", "33", "x", "", "GP", "GP 59", "0", "3")

    for _ in range(10):
        field = random.choice([each for each in at.text_input if each.key != "visit_paste"])
        text = random.choice(texts)
        check(at, moved, lambda: field.set_value(text).run())  # noqa: B023
    check(at, moved, lambda: at.selectbox(key="visit_treated_by").select("pta").run())
    check(at, moved, lambda: at.selectbox(key="visit_payer").select("hns").run())


def test_minutes_leave_the_form_of_the_visit_standing(moved: list[list[str]]) -> None:
    at = opened(CHECK)
    at.button(key=EXAMPLES["clean"]).click().run()
    moved.clear()
    row = at.session_state["visit_rows"][0]

    at.text_input(key=f"visit_minutes_{row}").set_value("31").run()

    assert moved == [["visit_banner", "visit_why"]]
