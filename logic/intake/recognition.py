"""What a file seems to be: column by column, with what is asked and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from logic.columns import HEADINGS

if TYPE_CHECKING:
    from logic.intake.profile import Profile
    from logic.problems import Problem

State = Literal["read", "private", "unknown", "not needed"]
How = Literal["profile", "heading", "content", "you", ""]
KEYS: Final = ("patient_id", "provider_id")
"""What private columns may be mapped to: these leave the door as keyed hashes."""


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One column of the file.

    column: our column's heading, None where it is not read. found: by the profile, its heading, what its cells
    look like, or by the person. examples: up to three harmless values; none of what may be private. looks: what
    the cells look like. why: a sentence where there is something to say.
    """

    position: int
    heading: str
    state: State
    column: str | None = None
    found: How = ""
    examples: tuple[str, ...] = ()
    looks: str = ""
    why: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """What a person may map the column to."""
        if not self.heading.strip():
            return ()
        return KEYS if self.state == "private" or self.why else tuple(HEADINGS)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that can be read in two ways. open: nobody answered, and other cells do not decide it."""

    about: Literal["dates", "decimal"]
    ask: str
    choices: tuple[tuple[str, str], ...]
    """Value and what a person reads."""
    assumed: str
    heading: str
    examples: tuple[str, ...] = ()
    decided_by: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class Missing:
    """A column of ours that the file does not tell, and what would supply it. required: nothing is read without."""

    column: str
    required: bool
    says: str
    supply: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a file seems to be. `profile` reads it so: confirm it, change it (`changed`), keep it, pass it on.

    profile is None where nothing can be read yet: `missing` says why. layout: the profile that the file was taken
    for, if any. fitting: ids of all that fit, the best first. problem: the file cannot be opened at all.
    """

    columns: tuple[FileColumn, ...] = ()
    profile: Profile | None = None
    layout: Profile | None = None
    fitting: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    missing: tuple[Missing, ...] = ()
    rows_seen: int = 0
    problem: Problem | None = None

    @property
    def ready(self) -> bool:
        """Whether the file can be read as it is recognized, without a question that nobody answered."""
        return self.profile is not None and not any(question.open for question in self.questions)

    @property
    def private(self) -> tuple[str, ...]:
        """Headings of columns that are dropped."""
        return tuple(column.heading for column in self.columns if column.state == "private")
