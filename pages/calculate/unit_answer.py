"""The unit calculator's answer: the units first, then why, then the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.calculate import keep
from pages.parts import minutes as blocks
from pages.parts import sources, walk
from pages.parts.glossary import help_for
from pages.parts.text import count, listed, plain, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.calculators.units import BothMethods, NextUnit, UnitResult
    from logic.rulebook import RuleBook
    from logic.rulebook.payers import Payer

NAMES: Final = {"cms": "Medicare total-time rule", "midpoint": "Per-code midpoint rule"}
WORDS: Final = {"cms": "total-time rule", "midpoint": "midpoint rule"}
SOURCES: Final = {
    "cms": ("cms-100-04-ch5",),
    "midpoint": ("ptcg-methods", "predictionhealth-methods", "therapycomply-time"),
}
MOST_SPLITS: Final = 6


def invitation() -> None:
    """Show what to do while nothing is entered, and the table that most people look for."""
    st.header("Enter a service and its minutes")
    st.markdown("Or take one of the examples above. The bands of the Medicare total-time rule:")
    bands = [[str(units), f"{15 * units - 7} to {15 * units + 7}"] for units in range(1, 9)]
    st.markdown(table(["Units", "Timed minutes of the visit"], bands, right=(0,)))
    st.caption(
        "Fewer than 8 timed minutes in all support no timed unit. Each further unit begins 15 minutes later."
    )


def units(result: BothMethods, book: RuleBook, payer: Payer | None) -> None:
    """Show both answers and why they differ."""
    st.header("Units")
    for column, each in zip(st.columns(2, border=True), (result.cms, result.midpoint), strict=True):
        with column:
            _card(each, book, payer)
    st.info(plain(result.difference))


def why(result: BothMethods, near: NextUnit, book: RuleBook, payer: Payer | None) -> None:
    """Show the payer's word, the tie, where the count begins and ends, the picture, the steps and the sources."""
    labels = {code: fact.label for code, fact in book.codes.items()}
    _payer_words(payer)
    _choice(result.cms, labels)
    st.markdown(f":small[{plain(near.sentence)}]")
    st.header("The minutes")
    shown = result.midpoint if payer and payer.counting.method == "midpoint" else result.cms
    blocks.picture(shown, labels)
    _not_counted(result.cms)
    st.header("Step by step")
    walk.through(shown, labels, "units_walk")
    for tab, each in zip(st.tabs(list(NAMES.values())), (result.cms, result.midpoint), strict=True):
        with tab:
            steps = "\n".join(f"{at}. {plain(step)}" for at, step in enumerate(each.steps, start=1))
            st.markdown(f"{steps}\n\n{sources.line_text(book, SOURCES[each.method])}")
    _keep(result)


def _keep(result: BothMethods) -> None:
    """Offer both answers to take along, every valid split of each."""
    text, rows = [], [["method", "split", "code", "minutes", "units"]]
    for each in (result.cms, result.midpoint):
        minutes = {row.code: str(row.minutes) for row in each.rows}
        ways = [_words(split) or "no timed unit" for split in each.splits[:MOST_SPLITS]]
        text.append(f"{NAMES[each.method]}: {listed(ways, 'or')}")
        for number, split in enumerate(each.splits, start=1):
            codes = dict.fromkeys((*minutes, *split, *each.untimed))
            units = {**split, **each.untimed}
            rows += [
                [NAMES[each.method], str(number), code, minutes.get(code, ""), str(units.get(code, 0))]
                for code in codes
            ]
    keep.show(
        "units",
        "\n".join(text),
        rows,
        shares="The address of this page holds the codes and minutes, nothing else.",
    )


def _card(result: UnitResult, book: RuleBook, payer: Payer | None) -> None:
    """Show one method's answer: the number, the split in words, and who counts so."""
    st.metric(
        NAMES[result.method],
        count(result.timed_units, "timed unit"),
        help=help_for(WORDS[result.method]),
    )
    said = _split(result)
    if payer is None:
        said += f"\n\n:small[{_who(result.method, book)}]"
    elif payer.counting.method == result.method:
        confirm = sources.confirm_badge(payer.counting.to_confirm)
        said += f"\n\n:blue-badge[{plain(payer.label)} counts so]{confirm}"
    st.markdown(said)


def _split(result: UnitResult) -> str:
    """Say what to report, in words; a tie shows each way."""
    text = "**No timed unit**" if not result.best else f"**{_words(result.best)}**"
    if 1 < result.split_count <= 2:
        text += f"  \nor {_words(result.splits[1])}: your choice"
    elif result.split_count > 2:
        text += f"  \nor {count(result.split_count - 1, 'other split')}: your choice"
    if result.untimed:
        text += f"  \nand, not by time, {_words(result.untimed)}"
    return text


def _words(split: Mapping[str, int]) -> str:
    return ", ".join(f"{code} × {units}" for code, units in split.items())


def _who(method: str, book: RuleBook) -> str:
    """Say which payers of the rule book count this way."""
    payers = [
        plain(each.label) + sources.confirm_badge(each.counting.to_confirm)
        for each in book.payers.values()
        if each.counting.method == method
    ]
    return f"Counts so: {listed(payers)}." if payers else "No payer of the rule book is known to count so."


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


def _choice(result: UnitResult, labels: Mapping[str, str]) -> None:
    """List every split that a tie allows."""
    if result.choice is None:
        return
    st.header("Your choice", help=help_for("tie"))
    st.markdown(plain(result.choice))
    shown = result.splits[:MOST_SPLITS]
    st.markdown(
        "\n".join(
            "- "
            + listed([f"{code} {plain(labels.get(code, ''))} × {units}" for code, units in split.items()])
            for split in shown
        )
    )
    if result.split_count > len(shown):
        st.caption(f"And {result.split_count - len(shown):,} more, equally valid.")


def _not_counted(result: UnitResult) -> None:
    if result.not_counted:
        st.markdown(
            "**Minutes not counted**\n\n" + "\n".join(f"- {plain(each)}" for each in result.not_counted)
        )
