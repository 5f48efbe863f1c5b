"""Parts of a page that follow what is typed: after a change only those are drawn again that are given something else.

Streamlit draws a whole page, or a whole fragment, at every change: each element costs the server and the browser the
same whether it changed or not. Here each part says what its drawing is given, and a changed field asks for the parts
that are given something else than when they were drawn. A part may hold others; then it is given no more than what
decides which of them stand in it.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
Given = tuple[Any, ...]
DRAWN: Final = "live_parts"  # part → how it was drawn last, of the page that is open
ONCE: Final = "live_once"  # what was worked out from the fields as they stand
_WITHIN: Final[ContextVar[tuple[str, ...]]] = ContextVar("within", default=())


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part on the screen: what tells what it is given, what that was when it was drawn, and the parts around it."""

    given: Callable[[], Given]
    was: Given | None
    within: tuple[str, ...]


def begin() -> None:
    """Forget the parts of the page before; called before every page."""
    st.session_state[DRAWN], st.session_state[ONCE] = {}, {}


def once(key: str, make: Callable[[], T]) -> T:
    """Give what is worked out from the fields of a page, once for all the parts that a change touches."""
    made = st.session_state.setdefault(ONCE, {})
    if key not in made:
        made[key] = make()
    return made[key]  # type: ignore[no-any-return]


def part(key: str, draw: Callable[..., object], given: Callable[[], Given]) -> None:
    """Show a part of the page.

    Args:
        key: its name, one of a kind on the page.
        draw: shows it.
        given: tells what `draw` is given, from what is in the session; it must be quick, and show nothing.

    """
    within = _WITHIN.get()

    def run() -> None:
        drawn: dict[str, Drawn] = st.session_state.setdefault(DRAWN, {})
        for name in [name for name, each in drawn.items() if key in each.within]:
            del drawn[name]  # what is in here says so itself if it stands again
        drawn[key] = Drawn(given, None, within)  # for as long as the drawing may be cut short
        now = given()
        token = _WITHIN.set((*within, key))
        try:
            draw(*now)
        finally:
            _WITHIN.reset(token)
        drawn[key] = Drawn(given, now, within)

    run.__qualname__ = f"part.{key}"  # by its name Streamlit tells one fragment from another
    st.fragment(run, key=key)()


def again(before_all: Callable[[], None] | None = None) -> None:
    """Draw the parts again that are given something else now; for the end of a widget's callback.

    Where none is, this returns, and Streamlit draws what the widget itself stands in.

    Args:
        before_all: what to do before the whole page runs, which it does if a part is not there yet.

    """
    parts = moved()
    if not parts:
        return
    try:
        st.rerun(parts)
    except StreamlitAPIException:
        if before_all is not None:
            before_all()
        st.rerun()


def moved() -> list[str]:
    """Give the parts that are given something else now, in the order of the page; those inside another go with it."""
    st.session_state[ONCE] = {}
    found: list[str] = []
    for key, each in st.session_state.get(DRAWN, {}).items():
        if not {*each.within} & {*found} and each.given() != each.was:
            found.append(key)
    return found
