from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import settled
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def test_an_answer_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/assistants")
    page.get_by_role("combobox", name="Service").first.focus()

    page.keyboard.type("97110")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("spinbutton", name="Therapist").first.focus()
    page.keyboard.type("13")
    page.keyboard.press("Tab")
    page.get_by_role("spinbutton", name="Assistant").first.focus()
    page.keyboard.type("23")
    page.keyboard.press("Tab")

    expect(page.get_by_role("heading", name="1 unit with CQ, 1 without")).to_be_visible()
    page.wait_for_url("**/assistants?who=97110-13-23")


def test_the_lines_can_be_downloaded_and_copied(visit: Visit, tmp_path: Path) -> None:
    page = visit("/assistants?who=97110-23-22")

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download (CSV)").click()
    file = tmp_path / "lines.csv"
    waiting.value.save_as(file)
    page.get_by_role("button", name="Copy").first.click()

    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["code,units,modifiers", "97110,2,GP", "97110,1,GP CQ"]
    expect(page.get_by_text("97110 × 1 GP CQ")).to_be_visible()


def test_the_strip_leads_from_one_calculator_to_the_next(visit: Visit) -> None:
    page = visit("/units")

    page.get_by_test_id("stMain").get_by_role("link", name="Assistant minutes").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Assistant minutes")
    assert page.get_by_role("link", name="Calculators").count()
