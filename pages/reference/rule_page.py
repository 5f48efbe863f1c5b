"""A rule's page: what it checks, why, worked examples, how to fix, limits, and where it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from pages.parts import sources
from pages.parts.text import plain, prose, table
from pages.parts.verdict import STATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from logic.rulebook import RuleBook
    from logic.rulebook.pages import Example, RulePage

SEVERITY: Final = {
    "error": ":red-badge[error]",
    "warning": ":orange-badge[warning]",
    "note": ":gray-badge[note]",
}
SCOPE: Final = {"visit": "looks at the visit as a whole", "line": "looks at each line"}
HEADINGS: Final = {
    "visit_id": "Visit",
    "service_date": "Date",
    "dx": "Diagnoses",
    "together_minutes": "Minutes together",
    "start": "Start",
    "stop": "Stop",
}
MOST_SHOWN: Final = 3
WIDEST: Final = 5  # columns that stand beside each other on a phone without breaking a word


def show(page: RulePage, book: RuleBook) -> None:
    """Show the whole page of a rule."""
    st.header(f"{page.code} {plain(page.title)}")
    st.markdown(
        f"{SEVERITY[page.severity]} :gray-badge[{page.family}]{sources.confirm_badge(page.to_confirm)} "
        f"This rule {SCOPE[page.scope]}."
    )
    _section(page, "What it checks")
    _section(page, "Why it matters")
    if page.denial:
        st.markdown(f"**How it comes back.** {plain(page.denial)}")
    _section(page, "How to fix")
    _examples(page)
    _section(page, "Limits")
    st.subheader("Where it was read")
    st.markdown(sources.cited(book, page.sources))
    if page.note:
        st.markdown(plain(page.note))
    if page.to_confirm:
        st.caption(sources.TO_CONFIRM_MEANS)
    st.caption(f"{page.code} {page.name}, in the rule book since version {page.since}.")


def _section(page: RulePage, heading: str) -> None:
    if text := page.sections.get(heading, ""):
        st.subheader(heading)
        st.markdown(prose(text))


def _examples(page: RulePage) -> None:
    """Show the examples; each of them is also a test of the rule."""
    if not page.examples:
        return
    st.subheader("Examples")
    for example in page.examples[:MOST_SHOWN]:
        _example(example)
    rest = page.examples[MOST_SHOWN:]
    if rest:
        with st.expander(f"{len(rest)} more {'example' if len(rest) == 1 else 'examples'}"):
            for example in rest:
                _example(example)


def _example(example: Example) -> None:
    with st.container(border=True):
        st.markdown(plain(example.intro))
        shared = {name: value for name, value in example.visit.items() if name != "lines"}
        lines = example.visit["lines"]
        if shared:
            st.caption(
                ", ".join(f"{_heading(name).lower()} {_cell(value)}" for name, value in shared.items())
            )
        st.markdown(lines_table(lines))
        st.markdown(_expected(example))


def lines_table(lines: Sequence[Mapping[str, Any]]) -> str:
    """Give the lines as a Markdown table: a row a line, or a column a line where a phone could not hold the fields."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    if len(names) > WIDEST and len(lines) < WIDEST:
        head = ["Line", *(str(number) for number in range(1, len(lines) + 1))]
        return table(head, [[_heading(name), *(_cell(line.get(name)) for line in lines)] for name in names])
    cells = [[_cell(line.get(name)) for name in names] for line in lines]
    numbers = [at for at, name in enumerate(names) if name == "units" or name.endswith("minutes")]
    return table([_heading(name) for name in names], cells, right=numbers)


def _expected(example: Example) -> str:
    """Say what this rule makes of the example."""
    expect = example.expect
    if expect.state == "does not apply":
        return ":gray-badge[does not apply]"
    word, color, _ = STATES[expect.state]
    text = f":{color}-badge[{word}]"
    if expect.line is not None:
        text += f" on line {expect.line}"
    if expect.says:
        text += f": {plain(expect.says)}"
    return text


def _heading(name: str) -> str:
    return HEADINGS.get(name, name.replace("_", " ").capitalize())


def _cell(value: Any) -> str:  # noqa: ANN401 - an example holds whatever a visit can
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return plain(", ".join(map(str, value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(value) or "none"
