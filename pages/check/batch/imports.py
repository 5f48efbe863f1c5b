"""What came of the last drop, and everything that was imported, each to be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.claims.errors import LibraryError
from pages.check.batch import desk, job, words
from pages.parts.csv_file import csv_of
from pages.parts.text import count, listed, plain, table

if TYPE_CHECKING:
    from logic.claims.importing import Outcome
    from logic.claims.library import Library
    from logic.claims.record import ImportRecord
    from logic.problems import Problem

MOST: Final = 8
KINDS: Final = {
    "837P": "claims (837P)",
    "835": "payments (835)",
    "837P+835": "claims and payments",
    "table": "a table",
}


def came() -> None:
    """Say what became of the files that were dropped last."""
    result = st.session_state.get(job.RESULT)
    if not isinstance(result, job.Result):
        return
    with st.container(key="claims_came", gap="small"):
        if result.trouble is not None:
            st.warning(
                f"**{plain(result.trouble[0])}**  \n{plain(result.trouble[1])}", icon=":material/folder_off:"
            )
        for number, outcome in enumerate(result.outcomes, 1):
            _one(number, outcome, alone=len(result.outcomes) == 1)
        st.button("Fine, hide this", key="claims_came_hide", on_click=_hide)


def _hide() -> None:
    st.session_state.pop(job.RESULT, None)


def _one(number: int, outcome: Outcome, *, alone: bool) -> None:
    which = "The file" if alone else f"File {number}"
    if outcome.cancelled:
        st.info(f"**{which} was stopped.** Nothing of it was kept.", icon=":material/cancel:")
        return
    if outcome.record is None:
        first = outcome.problems[0] if outcome.problems else None
        why = plain(first.sentence()) if first is not None else "It holds nothing to import."
        st.warning(f"**{which} was not taken in.** {why}", icon=":material/error:")
        return
    said = f"**{which} holds {plain(words.holds(outcome.record))}.**"
    if outcome.already:
        said = f"**{which} is here already**, with {plain(words.holds(outcome.record))}. Nothing was counted twice."
    parts = [said]
    if outcome.dropped_columns:
        parts.append(
            f"Not read, because it looks private: {plain(listed([f'“{each}”' for each in outcome.dropped_columns]))}."
        )
    if outcome.unknown_columns:
        parts.append(
            f"Not known, so not read: {plain(listed([f'“{each}”' for each in outcome.unknown_columns]))}."
        )
    st.info("  \n".join(parts), icon=":material/inventory_2:")
    _problems(number, outcome.problems, "could not be used")
    if outcome.notes:
        with st.expander(f"{count(len(outcome.notes), 'note')} on how it was read", icon=":material/info:"):
            st.markdown("\n".join(f"- {plain(each.sentence())}" for each in outcome.notes[:MOST]))


def _problems(number: int, problems: tuple[Problem, ...], what: str) -> None:
    if not problems:
        return
    st.markdown(f"**{count(len(problems), 'entry', 'entries')} {what}; everything else was taken in.**")
    st.markdown(
        table(
            ["Row", "Column", "Value", "What is wrong", "To fix"],
            [
                [
                    "" if each.row is None else f"{each.row:,}",
                    plain(each.column or ""),
                    plain(each.value or ""),
                    plain(each.wrong),
                    plain(each.fix),
                ]
                for each in problems[:MOST]
            ],
            right=(0,),
        )
    )
    head = ["row", "column", "value", "wrong", "fix"]
    st.download_button(
        f"All {len(problems):,} (CSV)" if len(problems) > MOST else "As CSV",
        data=lambda: csv_of(
            [head, *([each.row, each.column, each.value, each.wrong, each.fix] for each in problems)]
        ),
        file_name="could-not-be-used.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"claims_problems_{number}",
    )


def listing(library: Library) -> None:
    """Show everything that was imported; the newest first."""
    records = library.imports()
    if library.invented or not records:
        return
    st.header("What was imported")
    for record in reversed(records):
        _row(library, record)


def _row(library: Library, record: ImportRecord) -> None:
    with st.container(
        border=True, key=f"card_import_{record.id}", horizontal=True, vertical_alignment="center"
    ):
        problems = (
            f" {count(record.problem_count, 'entry', 'entries')} could not be used."
            if record.problem_count
            else ""
        )
        st.markdown(
            f"**{plain(words.holds(record))}**  \nFrom {KINDS.get(record.kind, record.kind)}, taken in on "
            f"{words.day(record.at)}.{problems}",
            width="stretch",
        )
        with st.popover("Take back", icon=":material/undo:"):
            st.markdown(
                "Takes this import out as if it had never been. Your own file is not touched; you can drop it again."
            )
            st.button(
                "Take it back",
                key=f"claims_undo_{record.id}",
                icon=":material/delete:",
                on_click=_undo,
                args=(library, record.id),
            )


def _undo(library: Library, import_id: str) -> None:
    try:
        library.undo(import_id)
    except LibraryError as error:
        st.session_state[job.RESULT] = job.Result((), (error.wrong, error.fix))
        return
    st.session_state.pop(job.RESULT, None)
    st.session_state[desk.SCOPE] = desk.ALL
    desk.close()
