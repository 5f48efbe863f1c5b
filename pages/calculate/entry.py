"""The calculators' way in: rows of a code and its numbers, a line to paste, examples, and the page's address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from logic.form_reading import vocabulary
from logic.intake.paste import parse_line_text
from pages.calculate.entry_fields import parsed
from pages.parts import links, live
from pages.parts.book import rule_book
from pages.parts.glossary import help_for
from pages.parts.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from logic.rulebook import RuleBook
    from pages.calculate.entry_fields import Field, Line, Paste, Value

FEWEST_ROWS: Final = 2


@dataclass(frozen=True)
class Entry:
    """The rows of one calculator.

    ``prefix`` begins the keys of its widgets, ``parameter`` is its name in the address, which carries codes
    and these fields and nothing else. ``label``: how a code is listed.
    """

    prefix: str
    parameter: str
    fields: tuple[Field, ...]
    examples: Mapping[str, Sequence[Line]]
    label: Callable[[str, RuleBook], str]
    paste: Paste | None = None

    def offer(self) -> None:
        """Show the examples; outside of the part that runs again with each change, for they never change."""
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown("Try these:", width="content")
            for name, example in self.examples.items():
                st.button(name, key=f"{self.prefix}_try_{name}", on_click=self._use_example, args=(example,))

    def show(self, book: RuleBook) -> None:
        """Show the fields; a changed number leaves them as they stand."""
        self._from_address()
        live.part(f"{self.prefix}_fields", partial(self._fields, book), self._given)

    def lines(self) -> list[Line]:
        """Give the rows that hold a code and at least one number."""
        lines: list[Line] = []
        for number in st.session_state[self._rows]:
            code = st.session_state.get(self._key("code", number))
            values = [self._value(field, number) for field in self.fields]
            if code and any(isinstance(value, int) for value in values):
                while not values[-1] and not isinstance(values[-1], int):
                    values.pop()
                lines.append((_meant(str(code)), tuple(values)))
        return lines

    def to_address(self) -> None:
        """Put codes and their numbers, and nothing else, into the address, so that it can be shared."""
        text = self.address(self.lines())
        if text:
            st.query_params[self.parameter] = text
        elif self.parameter in st.query_params:
            del st.query_params[self.parameter]

    def touched(self) -> None:
        """Say that this run comes from a widget of the page; for ``on_change`` of its other widgets."""
        st.session_state[f"{self.prefix}_touched"] = True

    def address(self, lines: Iterable[Line]) -> str:
        """Give lines as the address carries them; a half-typed one stays out of it."""
        whole = (line for line in lines if parsed(links.rows_as_text([line]), self.fields))
        return links.rows_as_text(whole)

    def fill(self, lines: Iterable[Line]) -> None:
        """Replace the rows on screen; only before they are drawn."""
        state = st.session_state
        start = max(state.get(self._rows, [0])) + 1
        self._forget(state.get(self._rows, []))
        lines = list(lines)
        state[self._rows] = list(range(start, start + max(len(lines), FEWEST_ROWS)))
        for number, (code, values) in zip(state[self._rows], lines, strict=False):
            state[self._key("code", number)] = code
            for field, value in zip(self.fields, values, strict=False):
                state[self._key(field.name, number)] = value

    @property
    def _rows(self) -> str:
        """The row numbers on screen; each row's widgets carry its number in their keys."""
        return f"{self.prefix}_rows"

    @property
    def _paste(self) -> str:
        return f"{self.prefix}_paste"

    @property
    def _problems(self) -> str:
        return f"{self.prefix}_problems"

    def _key(self, name: str, number: int) -> str:
        return f"{self.prefix}_{name}_{number}"

    def _from_address(self) -> None:
        """Take the rows from the address when it is new: a link, or the browser's way back.

        Not in a run that a widget of this page caused: the browser may then still send an address of before.
        """
        state = st.session_state
        touched = state.pop(f"{self.prefix}_touched", False)
        address = st.query_params.get(self.parameter, "")
        if self._rows not in state or (address and not touched and address != self.address(self.lines())):
            self.fill(parsed(address, self.fields))

    def _value(self, field: Field, number: int) -> Value:
        value = st.session_state.get(self._key(field.name, number))
        if field.choices:
            return value if value in field.choices[1:] else None
        return None if value is None else int(value)

    def _use_example(self, example: Sequence[Line]) -> None:
        self.fill(example)
        self._edited()

    def _given(self) -> tuple[tuple[int, ...], str, tuple[str, ...]]:
        """What the drawing of the fields depends on: their rows, the line in the paste box, what is wrong with it."""
        state = st.session_state
        return tuple(state[self._rows]), state.get(self._paste) or "", tuple(state.get(self._problems, ()))

    def _fields(self, book: RuleBook, rows: Sequence[int], _: str, problems: Sequence[str]) -> None:
        if self.paste is not None:
            self._paste_box(self.paste, book, problems)
        self._grid(book, rows)

    def _paste_box(self, paste: Paste, book: RuleBook, problems: Sequence[str]) -> None:
        st.text_input(
            "Type or paste a line",
            key=self._paste,
            placeholder=paste.placeholder,
            help=f"{paste.help} Patient names do not belong here.",
            live=True,
            autocomplete="off",
            max_chars=500,
            on_change=self._use_line,
            args=(paste, book),
        )
        for problem in problems:
            st.markdown(f":small[:orange-badge[not read] {plain(problem)}]")

    def _use_line(self, paste: Paste, book: RuleBook) -> None:
        """Fill the rows from the pasted line; what cannot be read is said, and the rest is used."""
        text = st.session_state[self._paste]
        if not text.strip():
            st.session_state[self._problems] = []
            return
        read = parse_line_text(text, book)
        st.session_state[self._problems] = [each.sentence() for each in read.problems]
        self.fill((str(line["code"]), paste.values(line)) for line in read.lines)
        live.again(self.touched)

    def _grid(self, book: RuleBook, rows: Sequence[int]) -> None:
        labels = {code: self.label(code, book) for code in book.codes}
        for place, number in enumerate(rows, start=1):
            self._row(place, number, labels, alone=len(rows) == 1)
        with st.container(horizontal=True):
            st.button("Add a row", icon=":material/add:", on_click=self._add, key=f"{self.prefix}_add")
            st.button(
                "Clear",
                icon=":material/restart_alt:",
                on_click=self._use_example,
                args=((),),
                key=f"{self.prefix}_clear",
            )

    def _row(self, place: int, number: int, labels: Mapping[str, str], *, alone: bool) -> None:
        """Show one row; only the first one's labels are seen, but every field has one for a screen reader."""
        many = len(self.fields) > 1
        row = st.container(
            horizontal=True,
            wrap=many,
            vertical_alignment="bottom",
            gap="xsmall" if many else "small",
            key=f"{self.prefix}_{'wide' if many else 'row'}_{number}",
        )
        seen = "visible" if place == 1 else "collapsed"
        of_row = "" if place == 1 else f", row {place}"
        row.selectbox(
            f"Service{of_row}",
            list(labels),
            index=None,
            format_func=lambda code: labels.get(code, code),
            placeholder="Code or word",
            key=self._key("code", number),
            label_visibility=seen,
            accept_new_options=True,
            on_change=self._edited,
            persist_state="session",
        )
        for field in self.fields:
            self._field(row, field, number, f"{field.label}{of_row}", seen)
        row.button(
            "",
            icon=":material/close:",
            key=self._key("remove", number),
            help=f"Remove row {place}",
            on_click=self._remove,
            args=(number,),
            disabled=alone,
        )

    def _field(self, row: Any, field: Field, number: int, label: str, seen: str) -> None:  # noqa: ANN401
        common: dict[str, Any] = {
            "key": self._key(field.name, number),
            "label_visibility": seen,
            "on_change": self._edited,
            "help": help_for(field.word) if field.word and seen == "visible" else None,
            "width": field.width,
            "persist_state": "session",
        }
        if field.choices:
            row.selectbox(label, field.choices, **common)
        else:
            placeholder = field.label if len(self.fields) > 1 and seen != "visible" else None
            row.number_input(label, value=None, step=1, placeholder=placeholder, **common)

    def _edited(self) -> None:
        """Empty the paste box, for the rows have moved on from it, and answer."""
        if self.paste is not None:
            st.session_state[self._paste], st.session_state[self._problems] = "", []
        live.again(self.touched)

    def _add(self) -> None:
        state = st.session_state
        state[self._rows] = [*state[self._rows], max(state[self._rows]) + 1]
        live.again(self.touched)

    def _forget(self, rows: Iterable[int]) -> None:
        """Drop what rows that go away held: Streamlit goes through all of a session for each field that it draws."""
        for number in rows:
            for name in ("code", *(field.name for field in self.fields)):
                st.session_state.pop(self._key(name, number), None)

    def _remove(self, number: int) -> None:
        state = st.session_state
        self._forget([number])
        state[self._rows] = [each for each in state[self._rows] if each != number]
        self._edited()


def _meant(typed: str) -> str:
    """Give the code that was typed, or the one that a typed word means."""
    code, book = typed.strip().upper(), rule_book()
    return code if code in book.codes else vocabulary(book)(typed) or code
