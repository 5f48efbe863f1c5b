"""Open the app without a browser and read what stands on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
LEARN = "pages/learn/lessons.py"
LESSON = "pages/learn/one_lesson.py"
ARTICLE = "pages/learn/article_audit.py"
UNITS = "pages/calculate/unit_calculator.py"
ASSISTANTS = "pages/calculate/assistant_calculator.py"
PAYMENT = "pages/calculate/payment_calculator.py"
THRESHOLD = "pages/calculate/threshold_calculator.py"
RULES = "pages/reference/rule_book.py"
TRENDS = "pages/review/trends.py"
JOURNEY = "pages/review/claim_journey.py"


def opened(page: str | None = None, **query: str | list[str]) -> AppTest:
    """The app on a page, as somebody finds it who followed a link."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    if page is not None:
        at.run()
        at.switch_page(page)
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def words(at: AppTest) -> str:
    """All text of the main part of the page."""
    found: list[str] = []
    for kind in (
        "title",
        "header",
        "subheader",
        "markdown",
        "caption",
        "info",
        "warning",
        "error",
        "success",
    ):
        found += [str(each.value) for each in getattr(at, kind)]
    found += [f"{each.label} {each.value}" for each in at.metric]
    found += [str(each.proto.body) for each in at.get("html")]
    return "\n".join(found)


def links(at: AppTest) -> list[Any]:
    """The links to pages."""
    return [each.proto for each in at.get("page_link")]


def with_table(at: AppTest, chart: str) -> AppTest:
    """The page with a chart's table opened."""
    at.session_state[f"{chart}_table"] = True
    return at.run()


def table(at: AppTest, heading: str) -> list[list[str]]:
    """The cells of the table on the page whose first heading this is, without their marks."""
    texts = [str(each.value) for each in at.markdown]
    text = next(text for text in texts if text.startswith(f"| {heading} |"))
    return [
        [cell.replace("*", "").replace("\\", "").strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()[2:]
    ]
