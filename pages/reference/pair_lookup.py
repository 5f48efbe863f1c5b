"""Two codes together: the pair edit in force on a date, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import sources
from pages.parts.glossary import help_for
from pages.parts.text import plain
from pages.reference.code_page import SETTINGS

if TYPE_CHECKING:
    from datetime import date

    from logic.rulebook import RuleBook
    from logic.rulebook.editions import PairEdit

FIRST: Final = "97140"
SECOND: Final = "97124"


def show(book: RuleBook, day: date) -> None:
    """Ask for two codes, a date and a setting, and answer at once."""
    st.header("Two codes together", help=help_for("pair edit"))
    codes = list(book.codes)

    def label(code: str) -> str:
        return f"{code} · {book.codes[code].label}" if code in book.codes else code

    one, other = st.columns(2)
    first = one.selectbox(
        "One code",
        codes,
        index=codes.index(FIRST),
        format_func=label,
        key="pairs_one",
        accept_new_options=True,
    )
    second = other.selectbox(
        "The other code",
        codes,
        index=codes.index(SECOND),
        format_func=label,
        key="pairs_two",
        accept_new_options=True,
    )
    when, where = st.columns(2)
    on = when.date_input("Date of service", day, key="pairs_date", format="YYYY-MM-DD")
    setting = where.selectbox(
        "Billed by", list(SETTINGS), format_func=SETTINGS.get, key="pairs_setting", help=help_for("setting")
    )
    if first and second and on and setting:
        _answer((str(first).strip().upper(), str(second).strip().upper()), on, setting, book, day)


def _answer(codes: tuple[str, str], on: date, setting: str, book: RuleBook, day: date) -> None:
    first, second = codes
    if first == second:
        st.info("These are the same code. Units of one code stand on one line; the unit limits say how many.")
        return
    edit = book.pair_edit(first, second, on, setting)
    if edit is not None:
        _edit(edit, book, day)
    elif not book.edits_cover(on, setting):
        st.warning(
            f"**Not checked.** The rule book holds no edition of the pair edits for {on.isoformat()}. "
            "Load the edition of that quarter, or look it up at CMS.",
            icon=":material/help:",
        )
    elif unknown := [code for code in (first, second) if not _covered(code, on, setting, book)]:
        st.warning(
            f"**Not checked.** {' and '.join(map(plain, unknown))} is not among the codes of the edition in force, "
            "so no edit here does not mean that there is none.",
            icon=":material/help:",
        )
    else:
        st.success(
            f"**No edit between {first} and {second} on {on.isoformat()}.** They can stand on one claim. No 59 or X "
            "modifier belongs here; adding one would be an error of its own.",
            icon=":material/check_circle:",
        )
        _edition(on, setting, book, day)
    for payer in book.payers.values():
        own = book.pair_edit(first, second, on, setting, payer=payer.id)
        if own is not None and own.table == payer.id:
            st.markdown(
                f"**{plain(payer.label)}** has an edit of its own: {own.column2} with {own.column1}, "
                f"{_meaning(own)}{sources.confirm_badge(own.to_confirm)}"
            )
            sources.line(book, own.source, to_confirm=own.to_confirm)


def _edit(edit: PairEdit, book: RuleBook, day: date) -> None:
    """Say what the edit does, then the modifier, then the source."""
    box = st.error if edit.indicator == "0" else st.warning
    box(
        f"**{edit.column2} is denied when {edit.column1} is billed for the same patient on the same day.** "
        f"{_meaning(edit)}",
        icon=":material/block:" if edit.indicator == "0" else ":material/call_split:",
    )
    days = f"from {edit.from_.isoformat()}" + (f" to {edit.to.isoformat()}" if edit.to else "")
    st.markdown(
        f"Column 1 (paid): **{edit.column1}** · Column 2 (denied): **{edit.column2}** · "
        f"Indicator **{edit.indicator}**",
        help=help_for("indicator"),
    )
    st.markdown(
        f"Edition {plain(edit.edition)}, held here {days}{sources.confirm_badge(edit.to_confirm)}"
        f"{sources.late_words(book, edit.table, edit.edition, day)}"
    )
    if edit.rationale:
        st.caption(plain(edit.rationale))
    sources.line(book, edit.source, to_confirm=edit.to_confirm)


def _meaning(edit: PairEdit) -> str:
    if edit.indicator == "0":
        return "Indicator 0: no modifier releases it."
    return (
        f"Indicator 1: only a separate site, session or interval that the record shows releases it, with XE, XP, XS, "
        f"XU or 59 on {edit.column2}."
    )


def _covered(code: str, on: date, setting: str, book: RuleBook) -> bool:
    """Whether an edition in force speaks of the code at all."""
    return any(
        (code in each.family) if each.family else (code in book.codes)
        for each in book.pair_editions
        if each.table != "own" and setting in each.settings and each.holds(on)
    )


def _edition(on: date, setting: str, book: RuleBook, day: date) -> None:
    for each in book.pair_editions:
        if each.table != "own" and setting in each.settings and each.holds(on):
            late = sources.late_words(book, each.table, each.edition, day)
            st.markdown(f"Edition {plain(each.edition)}{late}")
            sources.line(book, each.source, to_confirm=each.to_confirm)
