from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

pytestmark = pytest.mark.parts_alone


def page() -> None:
    """Two numbers, a part for each, and a part around a third."""
    import streamlit as st  # noqa: PLC0415 - AppTest takes this function alone

    from pages.parts import live  # noqa: PLC0415

    def told(name: str, *values: object) -> None:
        st.session_state.setdefault("drawn", []).append(name)
        st.text(f"{name} {' '.join(map(str, values))}")

    def around(there: bool) -> None:
        told("around", there)
        if there:
            live.part("inside", lambda value: told("inside", value), lambda: (st.session_state.second,))

    live.begin()
    st.number_input("First", value=1, key="first", on_change=live.again)
    st.number_input("Second", value=1, key="second", on_change=live.again)
    st.number_input("Third", value=1, key="third", on_change=live.again)
    live.part("one", lambda value: told("one", value), lambda: (st.session_state.first,))
    live.part("around", around, lambda: (st.session_state.second > 0,))


def drawn(at: AppTest) -> list[str]:
    """The parts that were drawn since this was asked last."""
    names: list[str] = at.session_state["drawn"]
    at.session_state["drawn"] = []
    return names


def opened() -> AppTest:
    at = AppTest.from_function(page).run()
    assert drawn(at) == ["one", "around", "inside"]
    return at


def test_a_change_draws_the_part_that_it_touches() -> None:
    at = opened()

    at.number_input(key="first").set_value(5).run()

    assert drawn(at) == ["one"]
    assert [each.value for each in at.text] == ["one 5"]


def test_a_part_inside_another_is_drawn_alone() -> None:
    at = opened()

    at.number_input(key="second").set_value(5).run()

    assert drawn(at) == ["inside"]


def test_a_part_that_changes_draws_what_is_in_it_once() -> None:
    at = opened()

    at.number_input(key="second").set_value(-1).run()
    assert drawn(at) == ["around"]
    at.run()
    assert drawn(at) == ["one", "around"]
    at.number_input(key="second").set_value(2).run()

    assert drawn(at) == ["around", "inside"]


def test_a_change_that_touches_no_part_draws_what_the_field_stands_in() -> None:
    at = opened()

    at.number_input(key="third").set_value(5).run()

    assert drawn(at) == ["one", "around", "inside"]
    assert at.number_input(key="third").value == 5


def test_a_part_that_was_cut_short_is_drawn_again() -> None:
    at = opened()
    parts = at.session_state["live_parts"]
    parts["one"] = type(parts["one"])(parts["one"].given, None, ())

    at.number_input(key="second").set_value(5).run()

    assert drawn(at) == ["one", "inside"]


def test_a_part_that_is_not_there_yet_asks_for_the_whole_page() -> None:
    at = opened()
    parts = at.session_state["live_parts"]
    parts["gone"] = type(parts["one"])(lambda: (1,), None, ())

    at.number_input(key="first").set_value(5).run()

    assert drawn(at) == ["one", "around", "inside"]
    assert not at.exception
