"""What the columns of a dropped table are taken for, to be confirmed or changed, and kept under a name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.claims.incoming import private_copies
from logic.columns import HEADINGS
from logic.intake.profiles import load_profiles, save_profile
from logic.intake.proposing import changed, named
from logic.intake.recognize import recognize
from logic.intake.x12.segments import looks_like_x12
from logic.problems import FileError
from logic.rulebook import default_home
from pages.parts.text import count, listed, plain, table

if TYPE_CHECKING:
    from streamlit.typing import UploadedFile

    from logic.intake.profile import Profile
    from logic.intake.recognition import FileColumn, Question, Recognition

SEEN: Final = "claims_seen"
HEAD: Final = 4096
NOT_READ: Final = "(not read)"
HOW: Final = {
    "profile": "the layout",
    "heading": "its heading",
    "content": "its cells",
    "you": "you",
    "": "",
}
STATES: Final = {"private": "private, not read", "unknown": "not known, not read", "not needed": "not needed"}


@dataclass(frozen=True)
class Confirmed:
    """How a file will be read; `ready`: nothing stands against it. profile: of a table."""

    ready: bool
    profile: Profile | None = None


def show(file: UploadedFile) -> Confirmed:
    """Show how a file will be read; of an X12 file there is nothing to ask."""
    file.seek(0)
    if looks_like_x12(file.read(HEAD)):
        return Confirmed(ready=True)
    key = f"claims_map_{file.file_id}"
    with st.container(border=True, key=f"card_{key}", gap="small"):
        found = _changed(_recognized(file), key)
        st.markdown(f"**{plain(file.name)}**{_said(found)}")
        if found.problem is not None:
            st.warning(plain(found.problem.sentence()), icon=":material/error:")
            return Confirmed(ready=True)  # the import says the same, and takes the other files
        for question in found.questions:
            _ask(question, key)
        _missing(found)
        with st.expander(
            f"{count(len(found.columns), 'column')}: what each is read as",
            icon=":material/table:",
            expanded=found.layout is None or not found.ready,
        ):
            _columns(found.columns)
            _change(found, key)
        _keep(found, key)
    return Confirmed(found.ready, found.profile)


def _recognized(file: UploadedFile) -> Recognition:
    """Look at a file once; it is on the disk only meanwhile."""
    seen: dict[str, Recognition] = st.session_state.setdefault(SEEN, {})
    if file.file_id not in seen:
        home = default_home()
        ending = PurePath(file.name).suffix.lstrip(".")
        with private_copies([(file, ending)], home) as [path]:
            seen[file.file_id] = recognize(path, load_profiles(home))
    return seen[file.file_id]


def _changed(found: Recognition, key: str) -> Recognition:
    """The recognition with what the person chose."""
    state = st.session_state
    columns = {}
    for column in found.columns:
        chosen = state.get(f"{key}_{column.position}")
        if chosen is not None and chosen != (column.column or NOT_READ):
            columns[column.position] = None if chosen == NOT_READ else chosen
    return changed(found, columns, dates=state.get(f"{key}_dates"), decimal=state.get(f"{key}_decimal"))


def _said(found: Recognition) -> str:
    if found.problem is not None:
        return ""
    read = sum(column.state == "read" for column in found.columns)
    said = f" · {read} of {count(len(found.columns), 'column')} read"
    if found.layout is not None:
        said += f", as **{plain(found.layout.label)}**"
        if found.layout.to_confirm:
            said += " :orange-badge[to confirm]"
    if found.private:
        said += f"  \nPrivate, so not read: {plain(listed([f'“{each}”' for each in found.private]))}."
    return said


def _ask(question: Question, key: str) -> None:
    words = dict(question.choices)
    st.radio(
        question.ask,
        list(words),
        index=None if question.open else list(words).index(question.assumed),
        format_func=lambda value: words[value],
        key=f"{key}_{question.about}",
        horizontal=True,
        help=question.decided_by or None,
    )


def _missing(found: Recognition) -> None:
    for each in found.missing:
        if each.required:
            st.warning(f"**{plain(each.says)}** {plain(each.supply)}", icon=":material/error:")
    others = [each for each in found.missing if not each.required]
    if others:
        st.caption(
            "Not told in this file: "
            + " ".join(f"**{plain(HEADINGS[each.column].label)}.** {plain(each.says)}" for each in others)
        )


def _columns(columns: tuple[FileColumn, ...]) -> None:
    st.markdown(
        table(
            ["In the file", "Read as", "Known by", "For example"],
            [
                [
                    plain(column.heading) or "(no heading)",
                    f"**{plain(HEADINGS[column.column].label)}**"
                    if column.column
                    else f":gray-badge[{STATES.get(column.state, column.state)}]",
                    plain(HOW[column.found] or column.why),
                    plain(", ".join(column.examples)),
                ]
                for column in columns
            ],
        )
    )


def _change(found: Recognition, key: str) -> None:
    can = [column for column in found.columns if column.choices]
    if not can:
        return
    st.markdown("**Wrong? Choose the column and what it holds.**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        at = st.selectbox(
            "Column of the file",
            [column.position for column in can],
            format_func=lambda position: next(each.heading for each in can if each.position == position),
            key=f"{key}_which",
            width=260,
        )
        column = next(each for each in can if each.position == at)
        options = [NOT_READ, *column.choices]
        now = column.column if column.column in options else NOT_READ
        own = f"{key}_{column.position}"
        st.session_state.setdefault(own, now)
        st.selectbox(
            "It holds",
            options,
            format_func=lambda name: HEADINGS[name].label if name in HEADINGS else "Not read",
            key=own,
            width=260,
            persist_state="session",
        )


def _keep(found: Recognition, key: str) -> None:
    """Offer to keep the mapping, so that next month's file is known by its headings."""
    if found.profile is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Keep this mapping as",
            key=f"{key}_name",
            placeholder="Our March export",
            max_chars=60,
            autocomplete="off",
            width=260,
            help="Next time a file with the same headings is read like this one without being asked.",
        )
        st.button(
            "Keep",
            icon=":material/bookmark_add:",
            key=f"{key}_keep",
            on_click=_save,
            args=(found.profile, f"{key}_name"),
        )
    if said := st.session_state.pop(f"{key}_name_said", ""):
        st.markdown(plain(said))


def _save(profile: Profile, field: str) -> None:
    label = str(st.session_state.get(field) or "").strip()
    try:
        kept = named(profile, label)
        save_profile(kept)
    except FileError as error:
        st.session_state[f"{field}_said"] = f"{error.problem.wrong} {error.problem.fix}"
        return
    st.session_state[f"{field}_said"] = f"Kept as {kept.label}."


def forget() -> None:
    """Let go of what was looked at."""
    for key in [each for each in st.session_state if str(each).startswith(("claims_map_", SEEN))]:
        del st.session_state[key]
