"""Trends in a real browser: filtered by keyboard, kept in the address, read on a phone, in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from conftest import settled
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
CHART = ".js-plotly-plot .modebar-btn"
PLOTLY = 60_000  # 5 MB of Plotly on two busy cores


def drawn(visit: Visit, path: str, **how: object) -> Page:
    page = visit(path, **how)
    page.wait_for_selector(CHART, timeout=PLOTLY)
    settled(page)
    return page


def test_the_bar_has_room_for_every_page(visit: Visit) -> None:
    page = visit("/trends")
    bar = page.get_by_role("navigation").first

    for name in ("Start", "Claims", "Trends", "Team"):
        expect(bar.get_by_role("link", name=name, exact=True)).to_be_in_viewport(ratio=1)


def test_a_payer_is_chosen_by_keyboard_alone_and_stands_in_the_address(visit: Visit) -> None:
    page = visit("/trends")
    answer = page.get_by_role("heading", level=2).first
    expect(answer).to_be_visible(timeout=PLOTLY)  # the claims are read once
    before = answer.inner_text()

    page.get_by_role("button", name="Filter: everything").focus()
    page.keyboard.press("Enter")
    field = page.get_by_role("combobox", name="Payer")
    expect(field).to_be_visible()
    field.focus()
    page.keyboard.insert_text("MEDICARE")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("payer=MEDICARE"), timeout=PLOTLY)
    settled(page)
    page.keyboard.press("Escape")  # the list of payers
    page.keyboard.press("Escape")  # the filter, which hides the page from a screen reader while it is open
    expect(answer).not_to_have_text(before, timeout=PLOTLY)
    expect(page.get_by_text("Filter: MEDICARE")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_finding_is_seen_before_anything_is_scrolled(visit: Visit, width: int, scheme: str) -> None:
    page = visit("/trends", width=width, height=844, scheme=scheme)

    expect(page.get_by_role("heading", level=2).first).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("Invented clinic").first).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("heading", level=2).first).to_contain_text("denials cost most")


def test_the_letters_of_a_chart_do_not_lie_on_each_other(visit: Visit) -> None:
    page = drawn(visit, "/trends", width=390)

    crossing = page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
            const boxes = [...plot.querySelectorAll('.xtick text, .gtitle, .legendtext')]
                .map(each => [each.textContent, each.getBoundingClientRect()]);
            return boxes.flatMap(([name, one], at) => boxes.slice(at + 1)
                .filter(([, other]) => one.left < other.right - 1 && other.left < one.right - 1
                    && one.top < other.bottom - 1 && other.top < one.bottom - 1)
                .map(([other]) => name + ' / ' + other));
        })"""
    )
    assert crossing == []


def test_a_phone_sees_the_way_of_the_claims_as_a_list(visit: Visit) -> None:
    page = visit("/journey", width=390)

    expect(page.locator(".uw-flow")).to_be_visible()
    expect(page.locator(".st-key-wideonly_flow")).to_be_hidden()
    expect(page.locator(".uw-flow").get_by_text("no answer yet")).to_be_visible()


def test_a_training_is_marked_by_keyboard(visit: Visit) -> None:
    page = visit("/trends?view=training")
    button = page.get_by_role("button", name="Mark it")
    button.focus()

    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Take this mark away").first).to_be_visible()
