"""The visit check in a real browser: typed by keyboard alone, fixed by a click, printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import settled
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from test_every_page import ACCEPTED

Visit = Callable[..., Page]

WRONG_CODE = "A unit on the wrong code"
EXAMPLES = ("A clean visit", WRONG_CODE, "Massage with manual therapy")


def verdict(page: Page) -> str:
    return page.locator(".st-key-visit_verdict").inner_text()


def example(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.locator(".st-key-visit_verdict").wait_for()
    settled(page)


def test_a_whole_visit_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/check")
    keyboard = page.keyboard
    page.get_by_role("combobox", name="Payer").focus()

    keyboard.type("Original")
    keyboard.press("Enter")
    settled(page)
    tab_to(page, "Date of service")
    keyboard.press("Control+a")
    keyboard.type("3/2/2026")
    tab_to(page, "1 · Code")
    for word in ("97110", "33", "3", "GP"):
        keyboard.type(word)
        keyboard.press("Tab")
        settled(page)
    # The next line follows at once: no button lies between.
    for word in ("manual therapy", "7", "0", "GP"):
        keyboard.type(word)
        keyboard.press("Tab")
        settled(page)

    # 40 minutes: 3 units; the third belongs to 97140 with 7 minutes left over, not to 97110 with 3.
    expect(page.locator(".st-key-visit_verdict")).to_contain_text("3 billed, 3 supported by 40 minutes")
    expect(page.locator(".st-key-visit_finding_U103_fail")).to_contain_text("Fail")
    tab_to(page, "Set the units to 97110 × 2, 97140 × 1")
    keyboard.press("Enter")

    units = page.get_by_role("textbox", name="Units", exact=True)
    expect(units.nth(0)).to_have_value("2")
    expect(units.nth(1)).to_have_value("1")
    expect(page.locator(".st-key-visit_finding_U103_fail")).to_have_count(0)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing of that name has the focus, as a person does who has no mouse."""
    for _ in range(60):
        named = page.evaluate(
            """() => { const e = document.activeElement; const labels = e.labels ? [...e.labels] : [];
                return e.matches('body, main') ? [] :
                    [e.getAttribute('aria-label'), e.innerText, ...labels.map(l => l.innerText)] }"""
        )
        # An icon's name stands on a line of its own before a button's words.
        if any(name in each.splitlines() for each in named if each):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {name}")


def test_the_verdict_follows_while_a_number_is_typed(visit: Visit) -> None:
    page = visit("/check")
    example(page, WRONG_CODE)

    page.get_by_role("textbox", name="Minutes", exact=True).nth(1).fill("22")

    # 33 + 22 = 55 minutes support 4 units; the field still has the focus, nothing was pressed.
    expect(page.locator(".st-key-visit_verdict")).to_contain_text("3 billed, 4 supported by 55 minutes")


def test_fixes_lead_to_a_pass_and_can_be_undone(visit: Visit) -> None:
    page = visit("/check")
    example(page, WRONG_CODE)

    page.get_by_role("button", name="Set the units to 97110 × 2, 97140 × 1").click()
    expect(page.locator(".st-key-visit_finding_U103_fail")).to_have_count(0)
    page.get_by_role("button", name="Add GP to lines 1 and 2").click()
    expect(page.locator(".st-key-visit_verdict")).to_contain_text("Pass")
    page.get_by_role("button", name="Undo").click()

    expect(page.locator(".st-key-visit_verdict")).to_contain_text("Fail: 1 thing to fix")
    # The fields are empty too; what they hold is sent with the next change.
    for field in page.get_by_role("textbox", name="Modifiers", exact=True).all():
        expect(field).to_have_value("")


def test_a_cleared_visit_comes_back(visit: Visit) -> None:
    page = visit("/check")
    example(page, WRONG_CODE)

    page.get_by_role("button", name="Start over").click()
    minutes = page.get_by_role("textbox", name="Minutes", exact=True)
    expect(minutes.first).to_have_value("")
    page.get_by_role("button", name="Undo").click()

    expect(minutes.first).to_have_value("33")
    expect(minutes.nth(1)).to_have_value("7")


def test_the_sheet_prints_what_the_screen_says(visit: Visit, tmp_path: Path) -> None:
    page = visit("/check")
    example(page, WRONG_CODE)

    with page.expect_download() as download:
        page.get_by_role("button", name="Sheet to print (PDF)").click()
    sheet = tmp_path / "sheet.pdf"
    download.value.save_as(sheet)

    text = " ".join(" ".join(each.extract_text() for each in PdfReader(sheet).pages).split())
    assert "Fail: do not bill the visit as it stands." in text
    assert "Timed units: 3 billed, 3 supported by 40 minutes." in text
    assert "U103 fail, lines 1 and 2." in text
    assert "Bill 2 units of 97110 and 1 unit of 97140." in text
    assert "2024-10-01, PAST" in text
    assert "To check again, paste: 97110 33 min x3, 97140 7 min x0" in text


def test_a_line_is_removed_from_the_menu(visit: Visit) -> None:
    page = visit("/check")
    example(page, WRONG_CODE)

    page.get_by_role("button", name="Remove a line").click()
    page.get_by_role("menuitem", name="Line 2 · 97140").click()
    settled(page)

    # 33 minutes alone support 2 units.
    expect(page.locator(".st-key-visit_verdict")).to_contain_text("3 billed, 2 supported by 33 minutes")


def test_answers_survive_a_closed_box_and_another_page(visit: Visit) -> None:
    page = visit("/check")
    example(page, WRONG_CODE)
    page.get_by_text("What the note shows: 6 of 6 questions open").click()
    page.get_by_role("radio", name="Yes").first.click()
    settled(page)
    page.get_by_text("What the note shows: 5 of 6 questions open").click()
    settled(page)

    page.get_by_role("link", name="Rule book").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rule book")
    page.get_by_role("link", name="Check a visit").first.click()

    expect(page.get_by_text("What the note shows: 5 of 6 questions open")).to_be_visible()
    assert page.get_by_role("textbox", name="Minutes", exact=True).first.input_value() == "33"


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
def test_axe_finds_nothing_of_ours_on_an_answer(visit: Visit, name: str, width: int, scheme: str) -> None:
    page = visit("/check", width=width, scheme=scheme)
    example(page, name)
    page.get_by_text("What the note shows").click()
    settled(page)

    found = Axe().run(page).response["violations"]

    ours = [
        (each["id"], [node["html"][:160] for node in each["nodes"]][:3])
        for each in found
        if each["id"] not in ACCEPTED
    ]
    assert ours == []


@pytest.mark.parametrize("width", [320, 390])
def test_an_answer_fits_a_phone(visit: Visit, width: int) -> None:
    page = visit("/check", width=width, height=844)
    example(page, WRONG_CODE)

    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    # The verdict stays in sight while the lines below are typed.
    page.get_by_role("textbox", name="Modifiers", exact=True).nth(1).scroll_into_view_if_needed()
    page.mouse.wheel(0, 600)
    page.wait_for_timeout(200)
    expect(page.locator(".st-key-visit_verdict")).to_be_in_viewport()
