"""Where the pages are, and links from one to another."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from streamlit.navigation.page import Page

START: Final = "pages/start/doors.py"
LEARN: Final = "pages/learn/lessons.py"
LESSON: Final = "pages/learn/one_lesson.py"
PRACTICE: Final = "pages/learn/practice.py"
PROGRESS: Final = "pages/learn/progress.py"
TEAM: Final = "pages/review/team.py"
TRENDS: Final = "pages/review/trends.py"
JOURNEY: Final = "pages/review/claim_journey.py"
CHECK: Final = "pages/check/visit_check.py"
CLAIMS: Final = "pages/check/batch_check.py"
UNITS: Final = "pages/calculate/unit_calculator.py"
ASSISTANTS: Final = "pages/calculate/assistant_calculator.py"
ARTICLE: Final = "pages/learn/article_audit.py"
PAYMENT: Final = "pages/calculate/payment_calculator.py"
THRESHOLD: Final = "pages/calculate/threshold_calculator.py"
RULES: Final = "pages/reference/rule_book.py"


def pages() -> list[Page]:
    """Give the pages in the order of the navigation, each run its own.

    Looking seventeen files up takes longer than a calculator's answer, so they are looked up once a process.
    """
    context = get_script_run_ctx()
    if context is None:
        return _pages()
    app = str(context.pages_manager.main_script_parent)
    if app not in _KNOWN:
        _KNOWN[app] = _pages()
    return [copy(page) for page in _KNOWN[app]]


_KNOWN: Final[dict[str, list[Page]]] = {}


def _pages() -> list[Page]:
    """Give the pages; a flat list, because sections break its list semantics."""
    return [
        st.Page(START, title="Start", url_path="start", default=True, help="Where to begin."),
        st.Page(
            LEARN,
            title="Learn",
            url_path="learn",
            help="Short lessons: what the codes are, how units are counted, what is denied and why.",
        ),
        st.Page(LESSON, title="Lesson", url_path="lesson", visibility="hidden"),
        st.Page(
            PRACTICE,
            title="Practice",
            url_path="practice",
            help="Cases made for you, graded step by step; what is due comes first.",
        ),
        st.Page(PROGRESS, title="My progress", url_path="progress", visibility="hidden"),
        st.Page(
            CHECK,
            title="Check a visit",
            url_path="check",
            help="Codes, minutes and units of one visit: what is wrong, why, and what to fix.",
        ),
        st.Page(
            CLAIMS,
            title="Claims",
            url_path="claims",
            help="A month of claims and payments: which errors cost money, and what to fix first.",
        ),
        st.Page(
            UNITS,
            title="Calculators",
            url_path="units",
            help="Units from minutes, assistant minutes, payment estimate, KX threshold.",
        ),
        # On the bar stands one of the calculators; each has links to the others.
        st.Page(ASSISTANTS, title="Assistant minutes", url_path="assistants", visibility="hidden"),
        st.Page(PAYMENT, title="Payment estimate", url_path="payment", visibility="hidden"),
        st.Page(THRESHOLD, title="KX threshold", url_path="threshold", visibility="hidden"),
        st.Page(
            ARTICLE,
            title="The article, audited",
            url_path="article",
            visibility="hidden",  # reached from the lessons; the bar on top has no room for everything
        ),
        st.Page(
            RULES,
            title="Rule book",
            url_path="rules",
            help="Every rule, code, edit and limit, with its source and its date.",
        ),
        st.Page(
            TRENDS,
            title="Trends",
            url_path="trends",
            help="For a lead: what denials and errors cost, whether it is getting worse, which lesson mends it.",
        ),
        st.Page(JOURNEY, title="Claim journey", url_path="journey", visibility="hidden"),
        st.Page(
            TEAM,
            title="Team",
            url_path="team",
            help="For a lead: who has learned what, what the team believes, and what to assign.",
        ),
    ]


def title(page: Page) -> str:
    """Give the page's own title, where the word on the bar stands for several."""
    return {"units": "Unit calculator"}.get(page.url_path, page.title)


def to_rule(show: str, label: str | None = None) -> None:
    """Link to one entry of the rule book: a rule, a code, a modifier, a payer or a source."""
    st.page_link(
        RULES,
        label=label or f"{show} in the rule book",
        icon=":material/menu_book:",
        help="",
        query_params={"show": show},
    )


def to_lesson(lesson: str, label: str, icon: str | None = None) -> None:
    """Link to one lesson."""
    st.page_link(
        LESSON, label=label, icon=icon, help="", query_params={"show": lesson, **remembered.carried()}
    )


def to_word(word: str, label: str) -> None:
    """Link to one word of the glossary."""
    to_rule(f"word-{word}", label)


def to_claim(claim: str, label: str) -> None:
    """Link to one statement of the audited article."""
    st.page_link(ARTICLE, label=label, icon=":material/link:", help="", query_params={"claim": claim})


def to_practice(concept: str, label: str) -> None:
    """Link to practice of one concept."""
    asked = {"concept": concept, **remembered.carried()}
    st.page_link(PRACTICE, label=label, icon=":material/exercise:", help="", query_params=asked)


def to_progress(label: str) -> None:
    """Link to the learner's own progress."""
    st.page_link(
        PROGRESS, label=label, icon=":material/insights:", help="", query_params=remembered.carried()
    )


def to_units(minutes: Mapping[str, int], label: str) -> None:
    """Link to the calculator with codes and minutes, and nothing else, in the address."""
    st.page_link(
        UNITS,
        label=label,
        icon=":material/calculate:",
        query_params={"minutes": as_text(minutes)},
    )


def to_assistants(rows: Mapping[str, Sequence[int]], discipline: str, label: str) -> None:
    """Link to the assistant calculator: code → minutes of the therapist, of the assistant, and of both together."""
    st.page_link(
        ASSISTANTS,
        label=label,
        icon=":material/calculate:",
        query_params={"who": rows_as_text(rows.items()), "discipline": discipline},
    )


def as_text(minutes: Mapping[str, int]) -> str:
    """``97110-33_97140-7``: the form that the address carries."""
    return rows_as_text((code, (count,)) for code, count in minutes.items())


def from_text(text: str) -> list[tuple[str, int]]:
    """Read ``97110-33_97140-7``; parts that are not a code and minutes are left out."""
    return [
        (code, int(parts[0]))
        for code, parts in rows_from_text(text)
        # isdecimal, not isdigit: int() refuses superscripts
        if len(parts) == 1 and parts[0].isdecimal() and len(parts[0]) <= 4
    ]


def rows_as_text(rows: Iterable[tuple[str, Sequence[object]]]) -> str:
    """``97110-13-10_97124-2-CQ``: rows of a code and its values; what was left out between two of them is 0."""
    return "_".join(
        "-".join([code, *("0" if value is None else str(value) for value in values)]) for code, values in rows
    )


def rows_from_text(text: str) -> list[tuple[str, list[str]]]:
    """Read rows of a code and its values as text; a part that begins with no code is left out."""
    found: list[tuple[str, list[str]]] = []
    for part in text.split("_")[:30]:
        code, *values = part.split("-")
        if code.isascii() and code.isalnum() and len(code) == 5:
            found.append((code.upper(), values))
    return found
