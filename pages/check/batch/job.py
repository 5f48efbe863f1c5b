"""An import that runs beside the page: it tells how far it is, can be stopped, and leaves no file behind."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import polars as pl
import streamlit as st

from logic.claims.drafts import TABLE
from logic.claims.errors import LibraryError
from logic.claims.importing import Outcome, import_files
from logic.claims.incoming import private_copies
from logic.intake.payers import payer_names
from logic.intake.problem_report import cut_off, every_problem, packed
from logic.problems import FileError
from logic.rulebook import default_home
from pages.check.batch import desk, mapping
from pages.parts.text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from typing import BinaryIO

    from streamlit.typing import UploadedFile

    from logic.claims.library import Library
    from logic.intake.profile import Profile
    from logic.rulebook import RuleBook

JOB: Final = "claims_job"
RESULT: Final = "claims_result"
EVERY: Final = 0.4
"""Seconds between two looks at how far it is."""
LISTING: Final = "listing what could not be read"
STRETCHES: Final = {
    LISTING: (1.0, 1.0),
    "reading": (0.05, 0.5),
    "checking": (0.5, 0.9),
    "completing claims": (0.9, 1.0),
}
SAYS: Final = {
    "reading": "reading it",
    "checking": "checking it",
    "completing claims": "checking claims again with what both files tell",
}


@dataclass(frozen=True)
class Result:
    """What became of a drop: an outcome for each file, or why none was taken. known: it brought no new claim.

    every: of the files (counted from 1) with more bad cells than an outcome tells, all of them: how many, and their
    CSV, compressed.
    """

    outcomes: tuple[Outcome, ...]
    trouble: tuple[str, str] | None = None
    known: bool = False
    every: Mapping[int, tuple[int, bytes]] = field(default_factory=dict)


@dataclass
class Job:
    """Files on their way into the library. Only the thread writes what the page reads."""

    library: Library
    book: RuleBook
    day: date
    home: Path
    payer: str | None
    files: list[tuple[BinaryIO, str]]
    profiles: list[Profile | None]
    many: int = 0
    number: int = 1
    what: str = ""
    share: float = 0.0
    outcomes: list[Outcome] = field(default_factory=list)
    every: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    trouble: tuple[str, str] | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Import one file after the other."""
        self.many = len(self.files)
        try:
            with private_copies(self.files, self.home) as paths:
                self.files.clear()  # the copies are on the disk; the memory is free again
                for number, (path, profile) in enumerate(zip(paths, self.profiles, strict=True), 1):
                    self.number = number
                    self.outcomes += import_files(
                        [path],
                        self.library,
                        self.book,
                        self.day,
                        profile=profile,
                        payer=self.payer,
                        progress=self._tell,
                        cancelled=self.stop.is_set,
                    )
                    self._list(path, profile)
        except LibraryError as error:
            self.trouble = error.wrong, error.fix
        except FileError as error:
            self.trouble = error.problem.wrong, error.problem.fix
        except OSError as error:
            self.trouble = (
                f"The files cannot be taken in ({error.strerror}).",
                "Make room on the disk, or set UNITWISE_HOME to a folder of yours.",
            )
        finally:
            self.files.clear()
            self.done.set()

    def _list(self, path: Path, profile: Profile | None) -> None:
        """Keep every bad cell of a table where its outcome tells only the first of them; the file is gone soon."""
        outcome = self.outcomes[-1]
        if outcome.record is not None and outcome.record.kind == TABLE and cut_off(outcome.problems):
            self._tell(LISTING, 1.0)
            names = payer_names(self.book)
            self.every[self.number] = packed(every_problem(path, self.payer, names, profile))

    def _tell(self, what: str, share: float) -> None:
        self.what, self.share = what, share

    @property
    def progress(self) -> float:
        """How far all of it is, 0 to 1."""
        begin, end = STRETCHES.get(self.what, (0.0, 0.05))
        here = begin + (end - begin) * self.share
        return min(1.0, (self.number - 1 + here) / max(1, self.many))

    @property
    def says(self) -> str:
        """What it does now."""
        if self.stop.is_set():
            return "Stopping. Nothing of the file at hand is kept."
        which = f"File {self.number} of {self.many}" if self.many > 1 else "The file"
        return f"{which}: {SAYS.get(self.what, self.what or 'taking it in')}…"


def start(
    library: Library,
    book: RuleBook,
    day: date,
    payer: str | None,
    files: Sequence[tuple[UploadedFile, Profile | None]],
) -> None:
    """Begin an import of files, tables with the mapping that they follow; the page then shows how far it is."""
    taken: list[tuple[BinaryIO, str]] = [(each, PurePath(each.name).suffix.lstrip(".")) for each, _ in files]
    job = Job(library, book, day, default_home(), payer, taken, [profile for _, profile in files])
    mapping.forget()
    st.session_state[JOB] = job
    st.session_state.pop(RESULT, None)
    st.session_state[desk.TURN] += 1
    threading.Thread(target=job.run, name="claims import", daemon=True).start()


def running() -> Job | None:
    """Give the import of this session that is not finished yet."""
    job = st.session_state.get(JOB)
    if not isinstance(job, Job):
        return None
    if job.done.is_set():
        _finish(job)
        return None
    return job


def _finish(job: Job) -> None:
    """Put what became of it where the page finds it."""
    del st.session_state[JOB]
    taken = [each for each in job.outcomes if each.record is not None]
    fresh = _with_claims(job)
    st.session_state[RESULT] = Result(
        tuple(job.outcomes), job.trouble, known=bool(taken) and not fresh, every=job.every
    )
    if taken:
        desk.came(fresh)


def _with_claims(job: Job) -> list[str]:
    """The new imports, where they brought a claim that no other one tells; else none: there is nothing to see."""
    ids = [each.record.id for each in job.outcomes if each.record is not None and not each.already]
    mine = job.library.submissions().filter(pl.col("import_id").is_in(ids)).limit(1)
    return ids if ids and not mine.collect().is_empty() else []


@st.fragment(run_every=EVERY)
def watch(job: Job) -> None:
    """Show how far an import is, with a button to stop it; at the end the page shows what came of it."""
    if job.done.is_set():
        st.rerun()
    with st.container(border=True, key="card_claims_job"):
        st.markdown("**Taking in your claims**")
        st.progress(job.progress, text=plain(job.says))
        st.button(
            "Stop",
            icon=":material/cancel:",
            key="claims_stop",
            on_click=job.stop.set,
            disabled=job.stop.is_set(),
        )
        st.caption("You may look at other pages meanwhile. A file is in whole or not at all.")
