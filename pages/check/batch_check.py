"""Claims: drop a month of them, and read which errors cost money, where they are, and what was not checked."""

from __future__ import annotations

import streamlit as st

from pages.check.batch import (
    answer,
    audit,
    desk,
    drill,
    dropping,
    imports,
    job,
    looks,
    rules,
    take_away,
    told,
    unchecked,
    where,
    words,
)
from pages.parts import claims_in_use
from pages.parts.book import rule_book, today

book = rule_book()
day = today()
desk.begin()
looks.style()
st.title("Claims")
own = claims_in_use.imported()
running = job.running()
records = own.imports()
invented = st.session_state[desk.WHOSE] == desk.INVENTED

if running is not None:
    job.watch(running)
imports.refused()

if not records and not invented:
    if running is None:
        st.markdown(
            "**Drop a month of claims, and read in seconds which errors cost money.** Every rule that your files allow "
            "is run on every line, as in the check of one visit, and what could not be checked is said."
        )
        dropping.show(own, book, day)
        with st.container(border=True, key="card_claims_invented"):
            st.markdown(
                "**No file at hand?** Look around in a clinic that this program invented: 18 months, nobody's claims."
            )
            st.button(
                "See the invented clinic",
                icon=":material/visibility:",
                key="claims_invented",
                on_click=desk.look_at_invented,
            )
else:
    library = claims_in_use.invented() if invented else own
    if invented:
        with st.container(horizontal=True, vertical_alignment="center", key="claims_invented_strip"):
            st.markdown(
                ":gray-badge[Invented clinic] Nobody's claims, made by this program so that you can look around.",
                width="stretch",
            )
            st.button(
                "Back to your claims" if records else "Drop your own files",
                icon=":material/upload_file:",
                key="claims_mine",
                on_click=desk.look_at_mine,
            )
    elif len(records) > 1:
        last = [each for each in st.session_state[desk.DROPPED] if each in {one.id for one in records}]
        options = [
            desk.ALL,
            *([desk.LAST] if len(last) > 1 else []),
            *(each.id for each in reversed(records)),
        ]
        names = {desk.ALL: "Everything that was imported", desk.LAST: "What was dropped last"}
        names |= words.told_apart(records)
        if st.session_state.get(desk.SCOPE) == desk.LAST and len(last) == 1:
            st.session_state[desk.SCOPE] = last[0]
        if st.session_state.get(desk.SCOPE) not in options:
            st.session_state[desk.SCOPE] = desk.ALL
        st.selectbox("Which claims", options, format_func=lambda each: names[each], key=desk.SCOPE, width=520)
    chosen = desk.chosen(library.imports())
    numbers = told.told(library, chosen)
    answer.show(numbers)
    if not invented:
        imports.came()
    drill.show(library, numbers, chosen, book, day)
    if not invented and running is None:
        with st.expander("Add files", icon=":material/upload_file:"):
            dropping.show(own, book, day)
    rules.show(numbers, book)
    where.show(numbers)
    unchecked.show(numbers, book)
    audit.show(library, numbers, book, day)
    take_away.show(library, numbers, book, day)
    imports.listing(library)
