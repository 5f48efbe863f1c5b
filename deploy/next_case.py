"""How long a learner waits for the next case: from the click until a real Chromium shows it.

The app runs as `streamlit run` runs it. Cases come from the mixed set, for which the tutor looks at the most; each is
answered before the next one is asked for, so that there is something to look at. Beside the time on the clock stands
the time that the server computed, which other programs of the machine do not lengthen.

    python -m deploy.next_case --cases 40
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deploy.chromium import figures, go, rest, say_now, visitor
from deploy.load import SessionsError, computed
from logic.bench.speed import percentile

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

MIXED: Final = "Mixed set"
ALLOWED: Final = 0.3  # seconds until the case is on the screen
WITHIN: Final = 30_000  # milliseconds; a case that has not come by then never will
TOLD_EVERY: Final = 10  # cases

# Two moments in the browser's own clock: the first picture with the new case, and the end of the script's run.
WATCH: Final = """
([name, within]) => new Promise(done => {
  const shown = () => document.querySelector('[class*="st-key-case_"]')?.className ?? '';
  const before = shown();
  const button = [...document.querySelectorAll('button')].find(each => each.innerText.includes(name));
  const begun = performance.now();
  let seen = 0;
  const look = () => {
    const there = shown();
    if (!seen && there && there !== before) seen = performance.now() - begun;
    const idle = document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning';
    if (seen && idle) done([seen / 1000, (performance.now() - begun) / 1000]);
    else if (performance.now() - begun > within) done(null);
    else requestAnimationFrame(look);
  };
  button.click();
  requestAnimationFrame(look);
})
"""


@dataclass(frozen=True, slots=True)
class Waited:
    """Seconds of each case: until it is seen, until everything stands, and what the server computed for it."""

    seen: list[float]
    stands: list[float]
    computed: list[float]


def main(cases: int = 40, say: Callable[[str], None] = say_now) -> bool:
    """Ask for so many cases, print what they took, and tell whether the middle one is in time."""
    say(f"{cases} cases are asked for, one or two seconds each: the page comes to rest before the next click")
    with visitor(390, 844) as (page, server):
        go(page, server, "/practice")
        waited = ask(page, server.process, cases, say)
    for title, taken in (
        ("on the screen", waited.seen),
        ("all of the page stands", waited.stands),
        ("computed by the server", waited.computed),
    ):
        say(f"next case, {title}: {figures(taken)} ({len(taken)} cases)")
    return percentile(sorted(waited.seen), 0.5) <= ALLOWED


def ask(page: Page, process: int, cases: int, say: Callable[[str], None] = say_now) -> Waited:
    """Ask for one case after another from the mixed set; the first, which warms everything up, is left out."""
    waited = Waited([], [], [])
    for number in range(cases + 1):
        page.get_by_role("button", name=MIXED).wait_for()
        rest(page)
        before = computed(process)
        taken = page.evaluate(WATCH, [MIXED, WITHIN])
        if taken is None:
            raise SessionsError(f"No other case {WITHIN / 1000:.0f} s after the click.")
        seen, stands = taken
        if number:
            waited.seen.append(seen)
            waited.stands.append(stands)
            waited.computed.append(computed(process) - before)
            if number % TOLD_EVERY == 0 and number < cases:
                say(f"  {number} cases: {figures(waited.seen)}")
        rest(page)
        page.get_by_role("button", name="Back to practice").click()
    return waited


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m deploy.next_case", description=__doc__.splitlines()[0])
    options.add_argument("--cases", type=int, default=40, help="so many cases")
    if not main(options.parse_args().cases):
        raise SystemExit("That is not good enough: see above.")
