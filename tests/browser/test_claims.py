"""The page of claims in a real browser: dropped, confirmed, answered, opened, taken along, taken back."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import free_port, served, settled
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from test_every_page import ACCEPTED
from test_visit_check import tab_to

from logic.sample.clinic import Plan
from logic.sample.visits import visits
from logic.sample.x12_text import claims_text

Open = Callable[..., Page]

# Headings of nobody's export: the claim's number has to be mapped by hand, and dates can be read in two ways.
TABLE = (
    "Ticket,DOS,CPT Code,Minutes,Units,Mods,Charge,Patient Name\n"
    "T-1,3/2/2026,97124,22,2,GP,110.00,Doe Jane\n"  # 22 minutes support one unit
    "T-2,3/3/2026,97110,15,1,,65.00,Roe Rob\n"  # GP is missing
    "T-3,3/4/2026,97110,15,1,GP,65.00,Poe Pat\n"
    "T-4,3/5/2026,97110,x,1,GP,65.00,Loe Lee\n"  # cannot be read
)
ERRORS = "2 of 3 claims have an error that a payer would likely deny or take back; $175.00 at risk"


@pytest.fixture
def claims(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """The page of claims of a server of its own, where nothing was imported yet."""
    yield from _opened(browser, tmp_path)


@pytest.fixture(scope="module")
def clinic(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """The same for tests that only look at the invented clinic, which takes some seconds to be made."""
    yield from _opened(browser, tmp_path_factory.mktemp("clinic"))


def _opened(browser: Browser, home: Path) -> Iterator[Open]:
    expect.set_options(timeout=60_000)  # two busy cores, and an import
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        f"--server.port={port}",
        "--server.headless=true",
    ]
    contexts = []
    with served(command, port, home) as address:
        with urllib.request.urlopen(f"{address}/_stcore/script-health-check", timeout=60):
            pass

        def opened(width: int = 1280, scheme: str = "light") -> Page:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            contexts.append(context)
            page = context.new_page()
            page.set_default_timeout(60_000)
            page.goto(f"{address}/claims")
            settled(page)
            return page

        yield opened
        for context in contexts:
            context.close()


def drop(page: Page, name: str, content: bytes) -> None:
    page.set_input_files(
        "input[type=file]", files=[{"name": name, "mimeType": "application/octet-stream", "buffer": content}]
    )
    page.get_by_role("button", name="Check these claims").wait_for()
    settled(page)


def month(number: int = 150) -> bytes:
    plan = Plan(first_day=date(2026, 3, 2), months=1, seed=3, claims=number, training_on=None)
    return "".join(claims_text(list(visits(plan)), date(2026, 4, 2))).encode()


def choose(page: Page, box: str, option: str) -> None:
    page.get_by_role("combobox", name=box, exact=True).focus()
    page.keyboard.type(option)
    page.keyboard.press("Enter")
    settled(page)


def axe(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [
        (each["id"], [node["html"][:160] for node in each["nodes"]][:3])
        for each in found
        if each["id"] not in ACCEPTED
    ]


def test_a_table_is_mapped_answered_opened_taken_along_and_taken_back(claims: Open, tmp_path: Path) -> None:
    page = claims()
    drop(page, "march.csv", TABLE.encode())

    # The program asks for what it does not know, and begins no sooner.
    expect(page.get_by_text("No column tells visit.")).to_be_visible()
    expect(page.get_by_role("button", name="Check these claims")).to_be_disabled()
    assert "Doe" not in page.locator("[data-testid=stMain]").inner_text()
    choose(page, "It holds", "Visit")
    page.get_by_text("Month first: 3/4 is March 4").click()
    settled(page)
    choose(page, "Payer of everything in these files", "Original Medicare")
    page.get_by_role("button", name="Check these claims").click()

    expect(page.locator(".st-key-claims_answer")).to_contain_text(ERRORS)
    settled(page)
    expect(page.locator(".st-key-claims_came")).to_contain_text("Patient Name")
    expect(page.locator(".st-key-claims_came")).to_contain_text("minutes must be a number")

    page.locator(".st-key-claims_rule_U101_error button").click()
    page.locator(".st-key-claims_list button").first.click()
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("22 timed minutes")
    expect(box).to_contain_text("Bill 1 unit of 97124.")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)

    with page.expect_download() as download:
        page.get_by_role("button", name="Findings (CSV)").click()
    file = tmp_path / "findings.csv"
    download.value.save_as(file)
    rows = pl.read_csv(file)
    assert set(rows.filter(pl.col("state") == "fail")["rule"]) == {"U101", "M401"}
    with page.expect_download() as download:
        page.get_by_role("button", name="Summary to print (PDF)").click()
    sheet = tmp_path / "summary.pdf"
    download.value.save_as(sheet)
    text = " ".join(" ".join(each.extract_text() for each in PdfReader(sheet).pages).split())
    assert ERRORS in text

    page.get_by_role("button", name="Take back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Drop a month of claims, and read in seconds")).to_be_visible()


def test_a_month_of_837p_is_answered_and_a_claim_tried_in_the_visit_check(claims: Open) -> None:
    page = claims()
    drop(page, "march.837", month())
    page.get_by_role("button", name="Check these claims").click()
    expect(page.locator(".st-key-claims_answer")).to_contain_text("of 150 claims have an error")
    settled(page)

    page.get_by_role("button", name="See the claims, most dollars first").click()
    page.locator(".st-key-claims_list button").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Try a change in the visit check").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Check a visit")
    settled(page)
    expect(page.locator(".st-key-visit_verdict")).to_contain_text("Fail")
    assert page.url.endswith("/check")


def test_by_keyboard_alone(claims: Open) -> None:
    page = claims()
    drop(page, "march.837", month(60))
    page.get_by_role("combobox", name="Payer of everything in these files").focus()
    tab_to(page, "Check these claims")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-claims_answer")).to_be_visible()
    settled(page)

    page.get_by_role("link", name="Claims", exact=True).focus()
    tab_to(page, "See the claims, most dollars first")
    page.keyboard.press("Enter")
    page.locator(".st-key-claims_list").wait_for()
    settled(page)
    for _ in range(40):
        if page.evaluate("!!document.activeElement.closest('.st-key-claims_list')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".st-key-claims_back").wait_for()
    settled(page)  # a key that falls while the list is being replaced goes to nobody
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
def test_the_invented_clinic_is_found_fault_with_by_nobody(clinic: Open, width: int, scheme: str) -> None:
    page = clinic(width, scheme)
    page.get_by_role("button", name="See the invented clinic").click()
    answer = page.locator(".st-key-claims_answer")
    answer.wait_for(timeout=180_000)
    settled(page)

    # It says on every screen that it is invented, and the answer stands in the first of them.
    expect(page.get_by_text("Invented clinic", exact=True)).to_be_visible()
    expect(answer.get_by_text("have an error that a payer would likely deny")).to_be_in_viewport()
    assert axe(page) == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width

    page.get_by_role("button", name="See the claims, most dollars first").click()
    page.locator(".st-key-claims_list").wait_for()
    settled(page)
    expect(page.get_by_role("heading", name="Invented claims")).to_be_visible()
    assert axe(page) == []
    page.locator(".st-key-claims_list button").first.click()
    page.locator(".st-key-claims_back").wait_for()
    settled(page)
    assert axe(page) == []


def test_a_mapping_that_was_kept_is_known_again(claims: Open) -> None:
    page = claims(390)
    drop(page, "march.csv", TABLE.encode())
    choose(page, "It holds", "Visit")
    page.get_by_text("Month first: 3/4 is March 4").click()
    settled(page)
    page.get_by_role("textbox", name="Keep this mapping as").fill("Front desk export")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept as Front desk export.")).to_be_visible()

    page.reload()
    settled(page)
    drop(page, "april.csv", TABLE.replace("3/2/2026", "4/2/2026").encode())

    expect(page.get_by_text("Front desk export")).to_be_visible()
    expect(page.get_by_role("button", name="Check these claims")).to_be_enabled()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
