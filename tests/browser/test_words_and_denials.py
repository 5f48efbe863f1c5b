from __future__ import annotations

from collections.abc import Callable

from conftest import settled
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def test_a_word_of_a_lesson_opens_by_keyboard_and_leads_to_the_rule_book(visit: Visit) -> None:
    page = visit("/lesson?show=pair-edits-and-59")

    page.get_by_role("button", name="Indicator").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("9: the edit was withdrawn")).to_be_visible()
    page.get_by_role("link", name="In the rule book").click()
    expect(page.get_by_role("heading", name="Indicator")).to_be_visible()
    page.wait_for_url("**/rules?show=word-indicator")


def test_codes_of_a_remittance_are_typed_and_read(visit: Visit) -> None:
    page = visit("/lesson?show=reading-a-denial")
    box = page.get_by_role("textbox", name="Codes as the remittance prints them")

    box.fill("pr 49 n429")
    box.press("Enter")
    expect(page.get_by_text("The amount is the patient's to pay.")).to_be_visible()
    page.get_by_role("button", name="CO-45").click()

    expect(page.get_by_text("Not a denial.")).to_be_visible()


def test_a_visit_is_changed_until_nothing_is_found(visit: Visit) -> None:
    page = visit("/lesson?show=pair-edits-and-59")
    expect(page.get_by_text("P202", exact=True).first).to_be_visible()

    page.get_by_role("radio", name="97110 exercise").click()
    settled(page)

    expect(page.get_by_text("P201, P202, P203 and P204: nothing found.")).to_be_visible()


def test_filters_of_the_article_stand_in_the_address(visit: Visit) -> None:
    page = visit("/article")

    page.get_by_role("button", name="Promises too much").click()
    expect(page.get_by_text("2 entries of 41.")).to_be_visible()
    page.wait_for_url("**/article?article_verdict=Promises+too+much")
    page.reload()
    settled(page)

    expect(page.get_by_text("2 entries of 41.")).to_be_visible()
