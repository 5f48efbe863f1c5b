"""Rule book: search, every entry with its source and date, two codes together, editions."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from logic.states import FAMILIES
from pages.parts import editions, links
from pages.parts.book import course, rule_book, today
from pages.parts.glossary import help_for
from pages.parts.sources import TO_CONFIRM_MEANS, confirm_badge
from pages.parts.text import count, plain, prose
from pages.reference import confirm_list, entry_page, pair_lookup, shelf

PARTS = {
    "search": "Search",
    "pairs": "Two codes together",
    "editions": "Editions",
    "confirm": "To confirm",
}
MOST_HITS = 40

book = rule_book()
day = today()
learning = course()
glossary = learning.glossary
everything = shelf.entries(book, glossary.values())


def leave_entry() -> None:
    """Close the open entry: the reader wants another part of the book."""
    st.query_params.pop("show", None)
    st.session_state.rules_open = ""


def late_letter() -> None:
    """Keep an entry open that was opened while the search box still sent its last letters."""
    if opened := st.session_state.get("rules_open"):
        st.query_params["show"] = opened


def hit(entry: shelf.Entry) -> None:
    """Link to an entry."""
    label = entry.title if entry.kind == "technique" else f"**{plain(entry.name)}** {plain(entry.title)}"
    st.page_link(
        links.RULES, label=label + confirm_badge(entry.to_confirm), help="", query_params={"show": entry.show}
    )


def listing(entries: list[shelf.Entry], key: str) -> None:
    """Link to entries, close under each other."""
    with st.container(key=f"list_{key}", gap=None):
        for each in entries:
            hit(each)


def search() -> None:
    """Search everything; with nothing asked, list one kind."""
    query = st.text_input(
        "Search the rule book",
        key="rules_query",
        type="search",
        live=True,
        placeholder="97124, kneading, CQ, GP missing, UnitedHealthcare",
        on_change=late_letter,
        persist_state="session",
    )
    kind = st.pills(
        "Kind",
        list(shelf.KINDS),
        format_func=shelf.KINDS.get,
        default=None,
        key="rules_kind",
        bind="query-params",
    )
    hits = shelf.find([each for each in everything if kind in (None, each.kind)], query)
    if query.strip():
        results(hits, query)
    else:
        contents(kind or "rule")


def results(hits: list[shelf.Entry], query: str) -> None:
    """Show what a search found, by kind."""
    if not hits:
        st.markdown(
            f"Nothing found for **{plain(query)}**. Try one word, a code, or a modifier. "
            "What is not in the book is not checked either; it is never taken as allowed."
        )
        return
    st.caption(f"{count(len(hits), 'entry', 'entries')} found.")
    order = list(dict.fromkeys(each.kind for each in hits))
    shown = sorted(hits[:MOST_HITS], key=lambda each: order.index(each.kind))
    for name, group in groupby(shown, key=lambda each: each.kind):
        st.header(shelf.KINDS[name])
        listing(list(group), name)
    if len(hits) > MOST_HITS:
        st.caption(f"And {len(hits) - MOST_HITS} more: add a word to narrow the search.")


def contents(kind: str) -> None:
    """List everything of a kind; rules by family, words from A to Z with what they mean."""
    if kind == "word":
        from_a_to_z()
        return
    if kind != "rule":
        st.header(shelf.KINDS[kind])
        listing([each for each in everything if each.kind == kind], kind)
        return
    for family in FAMILIES:
        rules = [
            each for each in everything if each.kind == "rule" and book.rules[each.show].family == family
        ]
        if rules:
            st.header(family.capitalize())
            listing(sorted(rules, key=lambda each: each.show), family.replace(" ", "_"))


def from_a_to_z() -> None:
    """List the words by their first letter, each with its explanation."""
    words = {each.show: each for each in everything if each.kind == "word"}
    for letter, group in groupby(glossary.values(), key=lambda word: word.word[0].upper()):
        st.header(letter)
        with st.container(key=f"list_words_{letter}", gap=None):
            for word in group:
                hit(words[shelf.word_address(word)])
                st.markdown(prose(word.says))


st.title("Rule book")
asked = st.query_params.get("show", "")
entry = shelf.named(everything, asked) if asked else None
st.session_state.rules_open = entry.show if entry else ""
part = st.segmented_control(
    "Part of the book",
    list(PARTS),
    format_func=PARTS.get,
    default="search",
    required=True,
    key="rules_part",
    label_visibility="collapsed",
    on_change=leave_entry,
)

if entry is not None:
    st.query_params["show"] = entry.show  # a link inside one page does not write the address by itself
    st.page_link(links.RULES, label="Back to the list", icon=":material/arrow_back:")
    entry_page.show(entry, book, day, glossary)
elif part == "pairs":
    pair_lookup.show(book, day)
elif part == "editions":
    st.header("Editions", help=help_for("review by"))
    editions.listing(book, day)
elif part == "confirm":
    st.header("To confirm")
    st.markdown(TO_CONFIRM_MEANS)
    confirm_list.show(book, learning)
else:
    if asked:
        st.warning(f"The rule book has no entry called **{plain(asked)}**.", icon=":material/search_off:")
    st.markdown(
        f"{count(len(book.rules), 'rule')}, {count(len(book.codes), 'code')}, "
        f"{count(len(book.payers), 'payer')}, {count(len(glossary), 'word')}: in plain words, each with its "
        "source and its date."
    )
    search()
