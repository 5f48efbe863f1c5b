from __future__ import annotations

from collections.abc import Callable

from conftest import settled
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    settled(page)


def test_from_the_start_page_through_a_lesson_by_keyboard(visit: Visit) -> None:
    page = visit("/", width=390, scheme="dark")
    page.get_by_role("link", name="Begin with lesson 1").press("Enter")
    heading(page, "Learn to bill therapy units")
    page.get_by_role("link", name="Open, about").press("Enter")
    heading(page, "What 97124 is, and what it is not")
    page.wait_for_url("**/lesson?show=what-97124-is")

    first, second = page.get_by_role("radiogroup", name="The note says").all()
    first.get_by_role("radio", name="97124", exact=True).press("Space")
    expect(page.get_by_role("alert")).to_contain_text("Not right.")
    expect(page.get_by_role("alert")).to_contain_text("Right is: 97140.")

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status").filter(has_text="Right. Moving a joint")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    second.get_by_role("radio", name="Ask the therapist").press("Space")
    expect(page.get_by_text("2 of 2 answers right")).to_be_visible()

    page.get_by_role("link", name="All lessons").press("Enter")
    heading(page, "Learn to bill therapy units")
    expect(page.get_by_text("done, 2 of 2 right")).to_be_visible()
    expect(page.get_by_text("Your next lesson")).to_be_visible()


def test_a_figure_answers_and_a_source_mark_leads_to_its_source(visit: Visit) -> None:
    page = visit("/lesson?show=left-overs-and-ties")
    expect(page.locator('[data-testid="stMetricValue"]')).to_have_text("3 timed units")
    expect(page.get_by_text("the clinician chooses, and the reason")).to_be_visible()

    page.get_by_role("slider", name="97124 Massage").press("ArrowRight")
    expect(page.get_by_text("the clinician chooses, and the reason")).to_have_count(0)

    page.get_by_role("link", name="[1]").first.press("Enter")
    expect(page.get_by_role("heading", name="Where this comes from")).to_be_in_viewport()
    assert page.url.endswith("/lesson?show=left-overs-and-ties#sources")


def test_a_lesson_survives_a_reload(visit: Visit) -> None:
    page = visit("/lesson?show=midpoint-rule")
    page.reload()
    heading(page, "The midpoint rule, and who uses it")
