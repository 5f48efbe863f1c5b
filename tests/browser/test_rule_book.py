from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def test_a_search_answers_while_one_types_and_opens_the_entry(visit: Visit) -> None:
    page = visit("/rules")

    page.get_by_role("searchbox", name="Search the rule book").press_sequentially("kneading", delay=20)
    expect(page.get_by_text("entries found")).to_be_visible()
    page.get_by_role("link", name="petrissage").first.click()

    expect(page.get_by_role("heading", name="Petrissage")).to_be_visible()
    page.wait_for_url("**/rules?show=technique-petrissage")


def test_the_way_back_leads_to_the_list(visit: Visit) -> None:
    page = visit("/rules?show=U101")

    page.get_by_role("link", name="Back to the list").click()

    expect(page.get_by_role("link", name="U102").first).to_be_visible()


def test_another_part_leaves_the_entry(visit: Visit) -> None:
    page = visit("/rules?show=U101")

    page.get_by_text("Two codes together").first.click()

    expect(page.get_by_role("heading", name="Two codes together")).to_be_visible()
    expect(page.get_by_text("97124 is denied when 97140 is billed")).to_be_visible()
    page.wait_for_url("**/rules")
