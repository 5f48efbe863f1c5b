"""How long a team lead waits for the trends: from the change of a filter until a real Chromium has drawn it.

The app runs as `streamlit run` runs it, over a library of invented claims with a million service lines. Filters are
put and taken away by the mouse; the browser's own clock runs from the click to the frame that shows the last change of
the page, charts included. Beside it stands what the server computed, which other programs do not lengthen.

    python -m deploy.redraw --changes 12
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deploy.chromium import figures, go, rest, visitor
from deploy.load import SessionsError, computed
from logic.bench.speed import percentile
from logic.bench.trends import LINES, PAYERS, library

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

ALLOWED: Final = 0.5  # seconds from the change until it is drawn
QUIET: Final = 400  # milliseconds without a change after which the page is taken to stand
DRAWN: Final = ".js-plotly-plot .modebar-btn"

# From the next click on, until the script is idle and the page has not changed for a while: when it changed last, as
# the frame after the change shows it. What is open over the page (the filter itself) does not count.
WATCH: Final = """
quiet => {
  const page = document.querySelector('[data-testid="stMain"]');
  const app = document.querySelector('[data-testid="stApp"]');
  window.drawn = new Promise(done => {
    let begun = 0, last = 0, still = 0, waiting = false, ran = false;
    const seen = new MutationObserver(all => {
      if (!begun || waiting || all.every(each => each.target.closest?.('[data-testid="stPopover"]'))) return;
      waiting = true;
      requestAnimationFrame(() => setTimeout(() => { last = performance.now(); waiting = false; }));
    });
    const states = new MutationObserver(() => { ran ||= begun && app.dataset.testScriptState !== 'notRunning'; });
    states.observe(app, {attributes: true});
    seen.observe(page, {subtree: true, childList: true, characterData: true, attributes: true});
    addEventListener('click', () => { begun = performance.now(); }, {once: true, capture: true});
    const look = () => {
      const now = performance.now(), runs = app.dataset.testScriptState !== 'notRunning';
      if (!ran || runs || waiting) still = now;
      if (now - Math.max(still, last) > quiet) {
        seen.disconnect();
        states.disconnect();
        done((last - begun) / 1000);
      } else setTimeout(look, 50);
    };
    look();
  });
}
"""


@dataclass(frozen=True, slots=True)
class Waited:
    """Seconds of each change: until it is drawn, and what the server computed for it."""

    drawn: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)


def main(changes: int = 12, lines: int = LINES, say: Callable[[str], None] = print) -> bool:
    """Change filters so often, print what it took, and tell whether the middle one is in time."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        claims = library(home, lines, datetime.now().astimezone().date())
        say(f"{claims:,} invented claims with {lines:,} service lines are stored")
        with visitor(1280, 900, {"UNITWISE_HOME": folder}) as (page, server):
            go(page, server, "/trends")
            page.wait_for_selector(DRAWN)
            waited = change(page, server.process, changes)
    for title, taken in (("drawn", waited.drawn), ("computed by the server", waited.computed)):
        say(f"a filter of the trends, {title}: {figures(taken)} ({len(taken)} changes)")
    return percentile(sorted(waited.drawn), 0.5) <= ALLOWED


def change(page: Page, process: int, changes: int) -> Waited:
    """Choose one payer after another; the first, which warms everything up, is left out."""
    waited = Waited()
    page.get_by_role("button", name="Filter: ").click()
    field = page.get_by_role("combobox", name="Payer")
    for number in range(changes + 1):
        field.click()
        option = page.get_by_role("option", name=PAYERS[number % (len(PAYERS) - 1)])
        option.wait_for()
        told = page.locator("h2").first.inner_text()
        rest(page)
        before = computed(process)
        page.evaluate(WATCH, QUIET)
        option.click()
        seen = page.evaluate("window.drawn")
        if page.locator("h2").first.inner_text() == told:
            raise SessionsError(f"The page says the same after a filter was changed: {told}")
        if number:
            waited.drawn.append(seen)
            waited.computed.append(computed(process) - before)
        if (number + 1) % (len(PAYERS) - 1) == 0:
            page.get_by_role("button", name="Clear all").first.click()
            page.wait_for_timeout(1500)
    return waited


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m deploy.redraw", description=__doc__.splitlines()[0])
    options.add_argument("--changes", type=int, default=12, help="so many filters")
    options.add_argument("--lines", type=int, default=LINES, help="so many service lines are stored")
    asked = options.parse_args()
    if not main(asked.changes, asked.lines):
        raise SystemExit("That is not good enough: see above.")
