"""One lesson, the one that the address asks for: a page of its own, so that Learn on the bar leads back to the list."""

from __future__ import annotations

import streamlit as st

from pages.learn import lesson as lesson_page
from pages.learn import progress_state
from pages.parts import links
from pages.parts.book import course, rule_book
from pages.parts.text import plain

learning = course()
progress_state.settle(learning.lessons)
asked = st.query_params.get("show", "")
if asked in learning.lessons:
    st.query_params["show"] = asked  # a link inside one page does not write the address by itself
    lesson_page.show(learning.lessons[asked], learning, rule_book())
else:
    st.title("Lesson not found")
    if asked:
        st.warning(f"There is no lesson called **{plain(asked)}**.", icon=":material/search_off:")
    st.page_link(links.LEARN, label="All lessons", icon=":material/arrow_back:")
