from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import settled
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

CLAIMS = "1/5/2026 PT 1200\n2/5/2026 PT 1200\n3/5/2026 PT 100"


def with_claims(visit: Visit, **how: object) -> Page:
    page = visit("/threshold?year=2026", **how)
    box = page.get_by_role("textbox", name="Claims, one a line")
    box.fill(CLAIMS)
    box.press("Control+Enter")
    page.wait_for_selector(".js-plotly-plot .modebar-btn", timeout=60_000)  # 5 MB of Plotly on two busy cores
    settled(page)
    return page


def test_typed_claims_are_answered_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/threshold?year=2026")
    page.get_by_role("textbox", name="Claims, one a line").focus()

    page.keyboard.insert_text(CLAIMS)
    page.keyboard.press("Control+Enter")

    expect(
        page.get_by_role("heading", name="PT and SLP 2026: KX begins with the claim of 2026-03-05")
    ).to_be_visible()
    assert "1200" not in page.url


@pytest.mark.parametrize("form", ["PNG", "SVG"])
def test_the_chart_is_saved_by_the_browser_itself(visit: Visit, tmp_path: Path, form: str) -> None:
    page = with_claims(visit)
    page.get_by_text(form, exact=True).click()
    name = {"PNG": "Download plot as a PNG", "SVG": "Download plot"}[form]  # Plotly's own words
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_attached()

    button.focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    file = tmp_path / "chart"
    waiting.value.save_as(file)

    assert waiting.value.suggested_filename == f"kx-2026-pt-and-slp.{form.lower()}"
    assert file.read_bytes().startswith({"PNG": b"\x89PNG", "SVG": b"<svg"}[form])


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_chart_breaks_nothing(visit: Visit, width: int, scheme: str) -> None:
    page = with_claims(visit, width=width, scheme=scheme)

    found = [each["id"] for each in Axe().run(page).response["violations"]]

    assert found == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert "2026-03-05" in str(page.get_by_role("figure").get_attribute("aria-label"))
