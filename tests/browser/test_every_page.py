from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

Visit = Callable[..., Page]

PAGES = {
    "start": "/",
    "learn": "/learn",
    "a lesson": "/lesson?show=total-time-rule",
    "a lesson, to sort": "/lesson?show=what-97124-is",
    "a visit to change": "/lesson?show=pair-edits-and-59",
    "the cycle": "/lesson?show=from-visit-to-payment",
    "a denial": "/lesson?show=reading-a-denial",
    "the article": "/article",
    "a statement": "/article?claim=joint-mobilization-yes",
    "practice": "/practice",
    "my progress": "/progress",
    "the team": "/team",
    "trends": "/trends",
    "trends, who and where": "/trends?view=where&by=week",
    "trends, lessons and effect": "/trends?view=training",
    "trends, all measures": "/trends?view=measures",
    "the way of the claims": "/journey",
    "check": "/check",
    "claims, none yet": "/claims",
    "units, empty": "/units",
    "units, a tie": "/units?minutes=97124-20_97110-20_G0283-15",
    "assistants, empty": "/assistants",
    "assistants, a tie": "/assistants?who=97110-20_97124-5-15_G0283-8-1",
    "payment, empty": "/payment",
    "payment, every cut": "/payment?lines=97124-2_97110-1-CQ_97140-1_97999-1",
    "threshold": "/threshold?year=2026",
    "rules": "/rules",
    "a rule": "/rules?show=U101",
    "a code": "/rules?show=97124",
    "a payer": "/rules?show=hns",
    "the words": "/rules?rules_kind=Words",
    "a word": "/rules?show=word-pair-edit",
}

# Streamlit's own, each with its reason. Anything else is ours and fails.
ACCEPTED = {
    "presentation-role-conflict": "Streamlit's file uploader hides an input inside a labelled button",
    "empty-table-header": "the hidden table behind a data grid has an empty corner cell",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
def test_axe_finds_nothing_of_ours(visit: Visit, path: str, width: int, scheme: str) -> None:
    page = visit(path, width=width, scheme=scheme)

    found = Axe().run(page).response["violations"]

    ours = [
        (each["id"], each["impact"], [node["html"][:200] for node in each["nodes"]][:3])
        for each in found
        if each["id"] not in ACCEPTED
    ]
    assert ours == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("width", [320, 390])
def test_nothing_scrolls_sideways(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_request_leaves_the_machine(browser: Browser, app: str, path: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    foreign: list[str] = []
    errors: list[str] = []

    def look(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
            foreign.append(address)

    page.on("request", lambda request: look(request.url))
    page.on("websocket", lambda socket: look(socket.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(app + path)
    page.wait_for_selector("h1")
    page.wait_for_timeout(1500)
    context.close()

    assert foreign == []
    assert errors == []


def test_each_page_has_a_title_of_its_own(visit: Visit) -> None:
    paths = (
        "/",
        "/learn",
        "/article",
        "/check",
        "/claims",
        "/units",
        "/assistants",
        "/payment",
        "/threshold",
        "/rules",
        "/trends",
        "/journey",
    )
    titles = {path: visit(path).title() for path in paths}

    assert titles == {
        "/": "Start · Unitwise",
        "/learn": "Learn · Unitwise",
        "/article": "The article, audited · Unitwise",
        "/check": "Check a visit · Unitwise",
        "/claims": "Claims · Unitwise",
        "/units": "Unit calculator · Unitwise",
        "/assistants": "Assistant minutes · Unitwise",
        "/payment": "Payment estimate · Unitwise",
        "/threshold": "KX threshold · Unitwise",
        "/rules": "Rule book · Unitwise",
        "/trends": "Trends · Unitwise",
        "/journey": "Claim journey · Unitwise",
    }


def test_the_heading_font_is_ours(visit: Visit) -> None:
    page = visit("/")

    assert page.evaluate("document.fonts.check('600 34px \"Lesson Serif\"')")
    assert "Lesson Serif" in page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
