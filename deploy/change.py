"""How long a changed field waits for its answer: on the unit calculator and the visit check, in a real Chromium.

The app runs as `streamlit run` runs it. Each change types other minutes into a field and presses Enter; the clock runs
from that key until the first picture that shows the new answer, which is worked out apart from the app. Who types and
waits instead of pressing Enter or going on to the next field waits for Streamlit's pause as well; it is not in here.
Beside it stands what the server computed for a change, which other programs of the machine lengthen less.

    python -m deploy.change --changes 60
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

from deploy.chromium import figures, go, rest, visitor
from deploy.load import SessionsError, computed
from logic.bench.speed import percentile
from logic.bench.true_units import units_due

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from deploy.load import Server

ALLOWED: Final = 0.15  # seconds until the answer is on the screen
WITHIN: Final = 30_000  # milliseconds; an answer that has not come by then never will
WARM: Final = 3  # changes that are left out: they wait for what is read only once

# From the key to the first picture whose answer holds these words, in the browser's own clock.
WATCH: Final = """
([answer, words, within]) => {
  window.waited = new Promise(done => addEventListener('keydown', () => {
    const begun = performance.now();
    const look = () => {
      const taken = performance.now() - begun;
      if (document.querySelector(answer)?.innerText.includes(words)) done(taken / 1000);
      else if (taken > within) done(null);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, {once: true, capture: true}));
}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A page with fields for minutes and an answer: where they are, and the words of the answer to a sum of minutes."""

    name: str
    address: str
    fields: str
    answer: str
    words: Callable[[int], str]
    opened_by: str = ""


def _units(total: int) -> str:
    """Say the number of units as the calculator does."""
    units = units_due(total)
    return f"{units} timed unit{'' if units == 1 else 's'}"


PLACES: Final = (
    Place(
        "unit calculator",
        "/units?minutes=97110-33_97140-7",
        '[data-testid="stNumberInput"] input',
        ".uw-value",
        _units,
    ),
    Place(
        "visit check",
        "/check",
        '[class*="st-key-visit_minutes_"] input',
        ".st-key-visit_verdict",
        lambda total: f"{units_due(total)} supported by {total} minutes",
        "A clean visit",
    ),
)


def main(changes: int = 60, say: Callable[[str], None] = print) -> bool:
    """Make so many changes on each page, print what they took, and tell whether the middle one is in time."""
    good = True
    with visitor(1280, 900) as (page, server):
        for place in PLACES:
            taken, work = change(page, server, place, changes)
            say(
                f"a change on the {place.name}, answer on the screen: {figures(taken)} ({len(taken)} changes); "
                f"computed by the server: {work * 1e3:.0f} ms each"
            )
            good = good and percentile(sorted(taken), 0.5) <= ALLOWED
    return good


def change(page: Page, server: Server, place: Place, changes: int) -> tuple[list[float], float]:
    """Give the seconds that each change took, and the seconds that the server computed for one."""
    go(page, server, place.address)
    if place.opened_by:
        page.get_by_role("button", name=place.opened_by).click()
    page.wait_for_selector(place.answer)
    rest(page)
    rest(page)  # a run that was only about to begin
    fields = page.locator(place.fields)
    minutes = [int(fields.nth(at).input_value() or 0) for at in range(fields.count())]
    random, taken, work = Random(1), [], 0.0
    for number in range(WARM + changes):
        at = random.choice([place for place, count in enumerate(minutes) if count])
        before = place.words(sum(minutes))
        while place.words(sum(minutes)) == before:  # the answer must be seen to change
            minutes[at] = random.randint(8, 60)
        words = place.words(sum(minutes))
        page.evaluate(WATCH, [place.answer, words, WITHIN])
        spent = computed(server.process)
        fields.nth(at).fill(str(minutes[at]))  # Enter follows at once, before the field sends by itself
        fields.nth(at).press("Enter")
        seconds = page.evaluate("() => window.waited")
        if seconds is None:
            raise SessionsError(f"The {place.name} never said: {words}.")
        rest(page)
        if number >= WARM:
            taken.append(seconds)
            work += computed(server.process) - spent
    return taken, work / changes


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m deploy.change", description=__doc__.splitlines()[0])
    options.add_argument("--changes", type=int, default=60, help="so many changes on each page")
    if not main(options.parse_args().changes):
        raise SystemExit("That is not good enough: see above.")
