from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def test_the_count_is_walked_through_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/units?minutes=97110-33_97140-7", width=390)
    page.get_by_role("button", name="Next").focus()

    for place in range(2, 7):
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Step {place} of 6")).to_be_visible()

    expect(page.get_by_role("button", name="Start again")).to_be_focused()
    picture = page.get_by_role("img", name="Units given. 97140 gets one")
    expect(picture).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Step 1 of 6")).to_be_visible()
