"""A running app and a real Chromium; what is missing is skipped with a reason, in CI it is a failure."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests import small_clinic

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).parent))

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def missing(reason: str) -> None:
    if os.environ.get("UNITWISE_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        missing("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as play:
        try:
            opened = play.chromium.launch(executable_path=program, args=FLAGS)
        except Error as error:
            missing(f"Chromium does not start: {str(error).splitlines()[0]}")
        yield opened
        opened.close()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def served(command: list[str], port: int, home: Path) -> Iterator[str]:
    """Start a server, wait until it answers, and end it afterwards."""
    address = f"http://127.0.0.1:{port}"
    log = home / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "UNITWISE_HOME": str(home)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            for _ in range(300):
                if server.poll() is not None:
                    pytest.fail(f"the server ended at once:\n{log.read_text()[-2000:]}")
                try:
                    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                        break
                except OSError:
                    time.sleep(0.1)
            else:
                pytest.fail(f"the server does not answer:\n{log.read_text()[-2000:]}")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app as the README starts it; gives its address."""
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
    home = tmp_path_factory.mktemp("home")
    small_clinic.make(home, datetime.now().astimezone().date())  # a quick one; else a page would wait for it
    with served(command, port, home) as address:
        # As a readiness probe does: until app.py has run once, Streamlit does not know the pages of a deep link.
        with urllib.request.urlopen(f"{address}/_stcore/script-health-check", timeout=60):
            pass
        yield address


@pytest.fixture
def visit(browser: Browser, app: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the app and wait until it stands still."""
    expect.set_options(timeout=15_000)  # two busy cores
    contexts = []

    def opened(path: str = "/", width: int = 1280, height: int = 900, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(app + path)
        settled(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def settled(page: Page) -> None:
    """Wait until the script has run and the page has drawn it; twice, for a run that is only about to begin."""
    still = '[data-testid="stApp"][data-test-script-state="notRunning"]'
    for _ in range(2):
        page.wait_for_selector(still)
        page.wait_for_selector("h1")
        page.wait_for_timeout(250)
    page.wait_for_selector(still)
