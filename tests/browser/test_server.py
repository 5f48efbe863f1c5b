"""The production server: headers, compression, deep links on a fresh process."""

from __future__ import annotations

import gzip
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import free_port, served, settled
from playwright.sync_api import Browser, Page
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "deploy.asgi:app", "--port", str(port), "--no-access-log"]
    with served(command, port, tmp_path_factory.mktemp("team")) as address:
        yield address


def came_to_the_units(page: Page, address: str) -> None:
    """Open a link to the unit calculator; its answer stands there, and no box that the page is not there."""
    page.goto(f"{address}/units?minutes=97110-33_97140-7")
    page.locator(".uw-value").first.wait_for(timeout=60_000)
    settled(page)
    assert page.locator(".uw-value").all_inner_texts() == ["3 timed units", "2 timed units"]
    assert page.get_by_text("Page not found").count() == 0


def test_a_deep_link_on_a_fresh_server_opens_its_page_without_a_policy_violation(
    browser: Browser, team: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    came_to_the_units(page, team)
    context.close()

    assert [line for line in said if "Content Security Policy" in line or "Refused" in line] == []


def test_a_deep_link_on_a_fresh_server_of_one_person_opens_its_page(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with served([*command, "--server.headless=true"], port, tmp_path) as address:
        context = browser.new_context()
        came_to_the_units(context.new_page(), address)
        context.close()


def test_every_answer_carries_the_headers(team: str) -> None:
    for path in ("/", "/_stcore/health", "/app/static/favicon.svg"):
        with urllib.request.urlopen(team + path) as answer:
            headers = answer.headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-eval" not in headers["Content-Security-Policy"]
        assert "script-src 'self' 'sha256-" in headers["Content-Security-Policy"]


def test_bundles_come_compressed_and_whole(team: str) -> None:
    with urllib.request.urlopen(f"{team}/") as answer:
        name = re.search(r"static/js/index\.[^\"]+\.js", answer.read().decode())
    assert name
    request = urllib.request.Request(f"{team}/{name[0]}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        packed = answer.read()
        assert answer.headers["Content-Encoding"] == "gzip"
    with urllib.request.urlopen(f"{team}/{name[0]}") as answer:
        plain = answer.read()

    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2


@pytest.mark.parametrize(
    "path", ["/static/../../../../etc/passwd.js", "/static/js/none.js", "/static/%2e%2e/x.js"]
)
def test_no_other_file_is_served(team: str, path: str) -> None:
    request = urllib.request.Request(team + path, headers={"Accept-Encoding": "gzip"})
    with suppress(urllib.error.HTTPError), urllib.request.urlopen(request) as answer:
        # Not refused: then it is Streamlit's own page for what is not there.
        assert answer.headers["Content-Type"].startswith("text/html")
        assert b"root:" not in answer.read()


def test_streamlit_still_has_the_names_we_rely_on() -> None:
    assert hasattr(PagesManager, "uses_pages_directory")
    assert config.get_option("runner.postScriptGC") is False
    assert Path(config.get_config_options()["runner.postScriptGC"].where_defined).name == "config.toml"
