"""The unit calculator's answer: the units, then why, then the source; a change draws the parts that it touches."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.calculators.facts import CalculatorError
from pages.calculate import keep
from pages.calculate import unit_cards as cards
from pages.calculate import unit_entry as entry
from pages.calculate import unit_words as words
from pages.calculate.unit_count import Count, last, now, standing
from pages.parts import live, sources, walk
from pages.parts import minutes as blocks
from pages.parts.book import rule_book
from pages.parts.glossary import help_for
from pages.parts.text import listed, plain, table

if TYPE_CHECKING:
    from logic.calculators.units import BothMethods, Method, UnitResult
    from logic.rulebook.payers import Payer

TAB: Final = "units_tab"
SOURCES: Final = {
    "cms": ("cms-100-04-ch5",),
    "midpoint": ("ptcg-methods", "predictionhealth-methods", "therapycomply-time"),
}


def show() -> None:
    """Show the answer to what stands in the fields."""
    live.part("units_answer", _answer, _frame)


def _frame() -> tuple[object, ...]:
    """What decides which parts stand; where there is no count, all that is said."""
    counted, (minutes, twice) = now(), entry.minutes()
    if isinstance(counted, Count):
        return counted.shown.rows != (), twice
    return counted, twice, minutes


def _answer(*_: object) -> None:
    entry.ENTRY.to_address()
    entry.said_twice(entry.minutes()[1])
    counted = now()
    if counted is None:
        invitation()
    elif isinstance(counted, CalculatorError):
        st.error(f"**{plain(counted.wrong)}**  \n{plain(counted.fix)}", icon=":material/error:")
    else:
        _standing(timed=bool(counted.shown.rows))


def invitation() -> None:
    """Show what to do while nothing is entered, and the table that most people look for."""
    st.header("Enter a service and its minutes")
    st.markdown("Or take one of the examples above. The bands of the Medicare total-time rule:")
    bands = [[str(units), f"{15 * units - 7} to {15 * units + 7}"] for units in range(1, 9)]
    st.markdown(table(["Units", "Timed minutes of the visit"], bands, right=(0,)))
    st.caption(
        "Fewer than 8 timed minutes in all support no timed unit. Each further unit begins 15 minutes later."
    )


def _standing(*, timed: bool) -> None:
    """Show both answers, why they differ, the pictures, the steps and what to keep."""
    st.header(
        "Units",
        help=f"**{words.NAMES['cms']}.** {help_for('total-time rule')}\n\n"
        f"**{words.NAMES['midpoint']}.** {help_for('midpoint rule')}",
    )
    live.part("units_cards", _cards, lambda: (standing().both, standing().payer))
    entry.ask_payer(rule_book())
    live.part("units_minutes", _minutes, lambda: (standing(),))
    if timed:
        blocks.folded("units_numbers", lambda: standing().shown.rows, _labels())
    st.header("Step by step")
    if timed:
        walk.through("units_walk", lambda: standing().shown, _labels())
    tabs = st.tabs(list(words.NAMES.values()), key=TAB, on_change=live.again)
    for tab, method in zip(tabs, words.NAMES, strict=True):
        with tab:
            live.part(f"units_steps_{method}", _steps, partial(_open_steps, method))
    held = last()  # a download has no session to ask
    keep.show(
        "units",
        lambda: words.text(held.count.both) if held.count else "",
        lambda: words.table_of(held.count.both) if held.count else [],
        shares="The address of this page holds the codes and minutes, nothing else.",
    )


def _cards(both: BothMethods, payer: Payer | None) -> None:
    """Show both counts and why they differ."""
    entry.ENTRY.to_address()
    st.html(cards.drawing(both, payer, rule_book()))
    st.info(plain(both.difference))


def _minutes(counted: Count) -> None:
    """Show what the payer says, the choice of a tie, how near the next unit is, and the picture."""
    _payer_words(counted.payer)
    _choice(counted.both.cms)
    st.html(cards.minutes(counted, _labels()))


def _open_steps(method: Method) -> tuple[Method, tuple[str, ...] | None]:
    """Give the steps of a method for its tab; none while another is open."""
    opened = st.session_state.get(TAB) or words.NAMES["cms"]
    counted = standing().both
    steps = counted.cms.steps if method == "cms" else counted.midpoint.steps
    return method, steps if opened == words.NAMES[method] else None


def _steps(method: Method, steps: tuple[str, ...] | None) -> None:
    if steps is not None:
        numbered = "\n".join(f"{at}. {plain(step)}" for at, step in enumerate(steps, start=1))
        st.markdown(f"{numbered}\n\n{sources.line_text(rule_book(), SOURCES[method])}")


def _labels() -> dict[str, str]:
    return {code: fact.label for code, fact in rule_book().codes.items()}


def _payer_words(payer: Payer | None) -> None:
    if payer is None:
        return
    if payer.counting.method == "unknown":
        st.warning(
            f"**We do not know how {plain(payer.label)} counts.** Ask the payer or read the contract before you "
            "choose between the two.",
            icon=":material/help:",
        )
    elif payer.counting.note:
        st.caption(plain(payer.counting.note))


def _choice(result: UnitResult) -> None:
    """List every split that a tie allows."""
    if result.choice is None:
        return
    labels = _labels()
    st.header("Your choice", help=help_for("tie"))
    st.markdown(plain(result.choice))
    shown = result.splits[: words.MOST_SPLITS]
    st.markdown(
        "\n".join(
            "- "
            + listed([f"{code} {plain(labels.get(code, ''))} × {units}" for code, units in split.items()])
            for split in shown
        )
    )
    if result.split_count > len(shown):
        st.caption(f"And {result.split_count - len(shown):,} more, equally valid.")
