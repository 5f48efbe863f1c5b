from __future__ import annotations

import re
from collections.abc import Callable

from conftest import settled
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

Visit = Callable[..., Page]


def metrics(page: Page) -> list[str]:
    return page.locator(".uw-value").all_inner_texts()


def test_a_count_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/units")
    page.get_by_role("combobox", name="Service").first.focus()

    page.keyboard.type("97110")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("spinbutton", name="Minutes").first.focus()
    page.keyboard.type("33")
    page.keyboard.press("Tab")

    expect(page.locator(".uw-value").first).to_have_text("2 timed units")
    page.wait_for_url("**/units?minutes=97110-33")


def test_a_word_in_the_place_of_a_code_is_its_code(visit: Visit) -> None:
    page = visit("/units?minutes=97110-33_97140-7")
    service = page.get_by_role("combobox", name="Service", exact=True).first
    service.focus()

    page.keyboard.type("massage")
    page.keyboard.press("Enter")

    page.wait_for_url("**/units?minutes=97124-33_97140-7")
    assert metrics(page) == ["3 timed units", "2 timed units"]
    page.reload()
    expect(service).to_have_value(re.compile("^97124"))


def test_a_link_opens_on_its_answer_and_survives_a_reload(visit: Visit) -> None:
    page = visit("/units?minutes=97110-33_97140-7")
    assert metrics(page) == ["3 timed units", "2 timed units"]

    page.reload()
    settled(page)

    assert metrics(page) == ["3 timed units", "2 timed units"]


def test_an_example_and_a_change_are_answered_on_the_spot(visit: Visit) -> None:
    page = visit("/units")

    page.get_by_role("button", name="A tie").click()
    expect(page.locator(".uw-value").first).to_have_text("3 timed units")
    minutes = page.get_by_role("spinbutton", name="Minutes").first
    minutes.fill("40")
    minutes.press("Enter")

    expect(page.locator(".uw-value").first).to_have_text("4 timed units")
    page.wait_for_url("**/units?minutes=97124-40_97110-20")


def test_rows_survive_a_look_at_another_page(visit: Visit) -> None:
    page = visit("/units?minutes=97110-33_97140-7")

    page.get_by_role("link", name="Rule book").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rule book")
    page.get_by_role("link", name="Calculators").first.click()

    expect(page.locator(".uw-value").first).to_have_text("3 timed units")


def test_the_way_back_undoes_a_change(visit: Visit) -> None:
    page = visit("/units?minutes=97124-22")
    minutes = page.get_by_role("spinbutton", name="Minutes").first
    minutes.fill("23")
    minutes.press("Enter")
    expect(page.locator(".uw-value").first).to_have_text("2 timed units")

    page.go_back()

    expect(page.locator(".uw-value").first).to_have_text("1 timed unit")
    assert page.get_by_role("spinbutton", name="Minutes").first.input_value() == "22"


def test_a_change_asks_for_the_live_part_alone(visit: Visit) -> None:
    page = visit("/units?minutes=97124-22")
    sent: list[str | bytes] = []

    def note(frame: str | bytes) -> None:
        sent.append(frame)

    page.on("websocket", lambda line: line.on("framesent", note))
    page.reload()
    settled(page)

    minutes = page.get_by_role("spinbutton", name="Minutes").first
    minutes.fill("23")
    minutes.press("Enter")

    expect(page.locator(".uw-value").first).to_have_text("2 timed units")
    asked = BackMsg()
    asked.ParseFromString(sent[-1] if isinstance(sent[-1], bytes) else sent[-1].encode())
    assert asked.rerun_script.fragment_id
