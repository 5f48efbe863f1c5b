"""A real Chromium before the running app, and the clocks that the measurements read."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from deploy.load import SessionsError, app
from logic.bench.speed import percentile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Page

    from deploy.load import Server

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
IDLE: Final = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@contextmanager
def visitor(
    width: int, height: int, settings: Mapping[str, str] | None = None
) -> Iterator[tuple[Page, Server]]:
    """Give a browser on the start page of an app of its own; both are ended afterwards.

    Args:
        width: of the window, in pixels.
        height: of the window.
        settings: more of the app's environment.

    """
    with app(settings) as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_browser(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(180_000)  # the first look at a page waits for everything that it rests on
        go(page, server, "/")  # until app.py has run once, Streamlit does not know the pages
        yield page, server
        browser.close()


def go(page: Page, server: Server, path: str) -> None:
    """Open a page of the app and wait until it stands."""
    page.goto(f"http://127.0.0.1:{server.port}{path}")
    page.wait_for_selector(f"{IDLE} h1")


def rest(page: Page) -> None:
    """Wait until the page has come to rest."""
    page.wait_for_timeout(300)
    page.wait_for_selector(IDLE)


def figures(taken: list[float]) -> str:
    """Say the middle time and the one that 95 in 100 stay under."""
    return ", ".join(f"p{int(100 * at)} {percentile(sorted(taken), at) * 1e3:.0f} ms" for at in (0.5, 0.95))


def say_now(text: str) -> None:
    """Print a line at once, into a file or a pipe too: who waits minutes wants to see how far it is."""
    print(text, flush=True)  # noqa: T201 - a program for the command line


def _browser() -> str:
    found = next((program for name in BROWSERS if (program := shutil.which(name))), None)
    if found is None:
        raise SessionsError("No Chromium on this machine: apt-get install chromium.")
    return found
