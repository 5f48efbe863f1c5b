"""How long a team lead waits for the trends: from a change until a real Chromium has drawn it.

The app runs as `streamlit run` runs it, over a library of invented claims with a million service lines. Payers and
providers are put into the filter and taken out, months changed for weeks, and the kind of denial of a chart chosen, all
by the mouse; the browser's own clock runs from the click to the frame that shows the last change of the page, charts
included. Beside it stands what the server computed, which other programs do not lengthen.

    python -m deploy.redraw --changes 12
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deploy.chromium import figures, go, rest, say_now, visitor
from deploy.load import SessionsError, computed
from logic.bench.speed import percentile
from logic.bench.trends import LINES, PAYERS, library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Page

    Act = Callable[[], object]

ALLOWED: Final = 0.5  # seconds from the change until it is drawn
QUIET: Final = 400  # milliseconds without a change after which the page is taken to stand
WITHIN: Final = 30_000  # milliseconds; what was not drawn by then never will be
SETTLING: Final = 1500  # milliseconds after a change that is not measured
PROVIDERS: Final = 8  # so many are put into the filter one after another
DRAWN: Final = ".js-plotly-plot .modebar-btn"

# From the next click until the script is idle and the page has not changed for a while: when it changed last,
# as the frame after the change shows it. What is open over the page (the filter itself) does not count. The script may
# have run between two looks at its state, so that a page that tells something else has been drawn anew all the same.
WATCH: Final = """
([quiet, within]) => {
  const page = document.querySelector('[data-testid="stMain"]');
  const app = document.querySelector('[data-testid="stApp"]');
  const told = () => page.innerText;
  const before = told();
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
    const end = seconds => { seen.disconnect(); states.disconnect(); done(seconds); };
    const look = () => {
      const now = performance.now(), runs = app.dataset.testScriptState !== 'notRunning';
      if (!ran || runs || waiting) still = now;
      if (now - Math.max(still, last) > quiet) end(told() === before ? null : (last - begun) / 1000);
      else if (begun && now - begun > within) end(null);
      else {
        if (!ran && begun && now - Math.max(begun, last) > 2000) ran = told() !== before;
        setTimeout(look, 50);
      }
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


def main(changes: int = 12, lines: int = LINES, say: Callable[[str], None] = say_now) -> bool:
    """Make so many changes of each kind, print what they took, and tell whether the middle one of each is in time."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        claims = library(home, lines, datetime.now().astimezone().date())
        say(f"{claims:,} invented claims with {lines:,} service lines are stored")
        good = True
        with visitor(1280, 900, {"UNITWISE_HOME": folder}) as (page, server):
            for name, ready in KINDS.items():
                go(page, server, "/trends")
                page.wait_for_selector(DRAWN)
                waited = change(page, server.process, ready, changes)
                good = good and percentile(sorted(waited.drawn), 0.5) <= ALLOWED
                say(
                    f"{name}, drawn: {figures(waited.drawn)}; computed by the server: {figures(waited.computed)} "
                    f"({len(waited.drawn)} changes)"
                )
    return good


def change(page: Page, process: int, ready: Callable[[Page, int], Act], changes: int) -> Waited:
    """Make one change after another; the first, which warms everything up, is left out."""
    waited = Waited()
    for number in range(changes + 1):
        act = ready(page, number)
        rest(page)
        before = computed(process)
        page.evaluate(WATCH, [QUIET, WITHIN])
        act()
        seen = page.evaluate("window.drawn")
        if seen is None:
            raise SessionsError(f"The page says the same {WITHIN / 1000:.0f} s after a change, or at once.")
        if number:
            waited.drawn.append(seen)
            waited.computed.append(computed(process) - before)
    return waited


def _listed(label: str, most: int) -> Callable[[Page, int], Act]:
    """Put one value more into a list of the filter; after so many all are taken out again."""

    def ready(page: Page, number: int) -> Act:
        open_filter = page.get_by_role("combobox", name=label)
        if not open_filter.is_visible():
            page.get_by_role("button", name="Filter: ").click()
        elif number % most == 0:
            page.get_by_role("button", name="Clear all").first.click()
            page.wait_for_timeout(SETTLING)
        open_filter.click()
        option = page.get_by_role("option").filter(has_not_text="Select all").first
        option.wait_for()
        return option.click

    return ready


def _period(page: Page, number: int) -> Act:
    """Change months for weeks, and weeks for months."""
    return page.get_by_text("By month" if number % 2 else "By week", exact=True).click


def _kind(page: Page, number: int) -> Act:
    """Choose another kind of denial for the chart; the page around it stays."""
    page.get_by_role("combobox", name="Kind of denial").press("ArrowDown")
    option = page.get_by_role("option").nth(1 + number % 2)
    option.wait_for()
    return option.click


KINDS: Final[Mapping[str, Callable[[Page, int], Act]]] = {
    "a payer": _listed("Payer", len(PAYERS) - 1),
    "a provider": _listed("Provider", PROVIDERS),
    "weeks or months": _period,
    "the kind of a chart": _kind,
}


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m deploy.redraw", description=__doc__.splitlines()[0])
    options.add_argument("--changes", type=int, default=12, help="so many of each kind")
    options.add_argument("--lines", type=int, default=LINES, help="so many service lines are stored")
    asked = options.parse_args()
    if not main(asked.changes, asked.lines):
        raise SystemExit("That is not good enough: see above.")
