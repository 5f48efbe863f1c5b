"""What came of the last drop, and everything that was imported, each to be taken back."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.claims.errors import LibraryError
from logic.intake.problem_report import write_problems
from pages.check.batch import desk, job, words
from pages.parts.text import count, listed, plain, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.claims.importing import Outcome
    from logic.claims.library import Library
    from logic.claims.record import ImportRecord
    from logic.problems import Problem

MOST: Final = 8
FEW: Final = 3
"""So few are shown at once; more are folded away, so that the answer is not pushed off the screen."""
KINDS: Final = {
    "837P": "claims (837P)",
    "835": "payments (835)",
    "837P+835": "claims and payments",
    "table": "a table",
}


def refused() -> None:
    """Say above the answer which of the files that were dropped last were not taken in."""
    result = _last()
    if result is None:
        return
    if result.trouble is not None:
        st.warning(
            f"**{plain(result.trouble[0])}**  \n{plain(result.trouble[1])}", icon=":material/folder_off:"
        )
    for number, outcome in enumerate(result.outcomes, 1):
        which = _which(number, result)
        if outcome.cancelled:
            st.info(f"**{which} was stopped.** Nothing of it was kept.", icon=":material/cancel:")
        elif outcome.record is None:
            first = outcome.problems[0] if outcome.problems else None
            why = plain(first.sentence()) if first is not None else "It holds nothing to import."
            st.warning(f"**{which} was not taken in.** {why}", icon=":material/error:")


def came() -> None:
    """Say below the answer what the files that were dropped last held, and what of it was left out."""
    result = _last()
    if result is None:
        return
    taken = [(number, each) for number, each in enumerate(result.outcomes, 1) if each.record is not None]
    with st.container(key="claims_came", gap="small", border=bool(taken)):
        for number, outcome in taken:
            _one(number, outcome, _which(number, result), result.every.get(number))
        if result.known:
            st.markdown("This brought no new claim, so everything that was imported is shown.")
        st.button("Hide this", key="claims_came_hide", icon=":material/close:", on_click=_hide)


def _last() -> job.Result | None:
    result = st.session_state.get(job.RESULT)
    return result if isinstance(result, job.Result) else None


def _which(number: int, result: job.Result) -> str:
    return "The file" if len(result.outcomes) == 1 else f"File {number}"


def _hide() -> None:
    st.session_state.pop(job.RESULT, None)


def _one(number: int, outcome: Outcome, which: str, every: tuple[int, bytes] | None) -> None:
    if outcome.record is None:
        return
    said = f"**{which} holds {plain(words.holds(outcome.record))}.**"
    if outcome.already:
        said = f"**{which} is here already**, with {plain(words.holds(outcome.record))}. Nothing was counted twice."
    parts = [said]
    completed = outcome.record.counts.get("completed", 0)
    if completed and not outcome.already:
        parts.append(
            f"{count(completed, 'claim')} stand{'s' if completed == 1 else ''} in an 837P and in a table: what was "
            "billed is told by the 837P, minutes and what else a claim cannot tell by the table. Checked with both."
        )
    if outcome.dropped_columns:
        parts.append(f"Private, so not read: {plain(_quoted(outcome.dropped_columns))}.")
    if outcome.unknown_columns:
        parts.append(f"Not known, so not read: {plain(_quoted(outcome.unknown_columns))}.")
    st.markdown("  \n".join(parts))
    _problems(number, outcome.problems, every)
    if outcome.notes:
        with st.expander(f"{count(len(outcome.notes), 'note')} on how it was read", icon=":material/info:"):
            st.markdown("\n".join(f"- {plain(each.sentence())}" for each in outcome.notes[:MOST]))


def _quoted(names: Sequence[str]) -> str:
    return listed([f"“{each}”" for each in names])


def _problems(number: int, problems: tuple[Problem, ...], every: tuple[int, bytes] | None) -> None:
    if not problems:
        return
    many = every[0] if every else len(problems)
    title = f"{count(many, 'entry', 'entries')} could not be used; everything else was taken in"
    with st.expander(title, icon=":material/rule:", expanded=len(problems) <= FEW):
        with st.container(key=f"claims_table_problems_{number}"):
            st.markdown(
                table(
                    ["Row", "Column", "Value", "What is wrong", "To fix"],
                    [
                        [
                            "" if each.row is None else f"{each.row:,}",
                            *(plain(cell or "") for cell in (each.column, each.value, each.wrong, each.fix)),
                        ]
                        for each in problems[:MOST]
                    ],
                    right=(0,),
                )
            )
        st.download_button(
            f"All {many:,} as CSV" if many > MOST else "As CSV",
            data=lambda: gzip.decompress(every[1]) if every else _problem_file(problems),
            file_name="could-not-be-used.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"claims_problems_{number}",
        )


def _problem_file(problems: tuple[Problem, ...]) -> bytes:
    out = io.StringIO(newline="")
    write_problems(problems, out)
    return out.getvalue().encode("utf-8-sig")


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
