"""What the store takes and gives: small frozen records; all times are UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

ExamKind = Literal["pre", "post"]
ItemKind = Literal["lesson", "concept"]


@dataclass(frozen=True, slots=True)
class Learner:
    """A person who learns; `team` is empty where there is none."""

    id: str
    name: str
    team: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One case given to a learner. `right` is None until it is finished; `seconds` is time spent on it.

    `form` is ``worked``, ``faded``, ``solo`` or ``exam``; an exam's attempts carry its id and count from 1.
    """

    id: str
    learner_id: str
    case_id: str
    blueprint: str
    concept: str
    form: str
    started_at: datetime
    finished_at: datetime | None = None
    seconds: float = 0.0
    right: bool | None = None
    exam_id: str | None = None
    number: int = 0
    fingerprint: str = ""

    @property
    def seed(self) -> int:
        """The seed that makes the case again with its blueprint."""
        return int(self.case_id.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class Answer:
    """The first answer to one step of an attempt, canonical, with the misconceptions that it fits."""

    attempt_id: str
    case_id: str
    step: str
    concept: str
    given: str
    right: bool
    hinted: bool
    at: datetime
    seconds: float | None = None
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """What a learner has been given before: ids of cases (``blueprint:seed``) and fingerprints of their texts."""

    case_ids: frozenset[str] = frozenset()
    fingerprints: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CardState:
    """The memory of one concept. `state` is the scheduler's JSON; `stability` is in days."""

    concept: str
    state: str
    due_at: datetime
    stability: float
    reps: int
    lapses: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class MasteryState:
    """A level of `logic.practice.mastery`, since when, right cases in a row, cases in all."""

    concept: str
    level: str
    since: datetime
    streak: int
    cases: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that decides what comes next for a learner.

    `recent` are the concepts of the latest practice cases, the latest first; `forms` the forms of cases given by
    concept, and `given` how many by blueprint, both without tests.
    """

    learner_id: str
    cards: Mapping[str, CardState]
    mastery: Mapping[str, MasteryState]
    met: Met
    recent: tuple[str, ...] = ()
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    given: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a finished attempt changes: the new cards and levels of the concepts that it touched."""

    cards: tuple[CardState, ...] = ()
    mastery: tuple[MasteryState, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonRead:
    """A lesson that was opened; the quiz figures are of the latest round, None before the first."""

    lesson: str
    first_at: datetime
    last_at: datetime
    seconds: float = 0.0
    quiz_right: int | None = None
    quiz_total: int | None = None
    quiz_at: datetime | None = None

    @property
    def done(self) -> bool:
        """Whether its questions were answered."""
        return self.quiz_at is not None


@dataclass(frozen=True, slots=True)
class QuizAnswer:
    """The latest answer to a question of a lesson, whether the first was right, and how many there were."""

    lesson: str
    question: str
    given: str
    right: bool
    first_right: bool
    tries: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ExamItem:
    """One case of a test before it is given: the blueprint and the seed that make it, and its concept."""

    blueprint: str
    seed: int
    concept: str
    fingerprint: str = ""

    @property
    def case_id(self) -> str:
        """The id of the case."""
        return f"{self.blueprint}:{self.seed}"


@dataclass(frozen=True, slots=True)
class Exam:
    """A test. `items` are its attempts in their order; `right` is None until it is finished.

    `pre_id` names the pre-test that a post-test is held against. `book` is the print of the rule book, `editions`
    its dated tables (label to edition) as they were on that day.
    """

    id: str
    learner_id: str
    kind: ExamKind
    pre_id: str | None
    started_at: datetime
    finished_at: datetime | None
    seconds: float
    right: int | None
    total: int
    book: str
    editions: Mapping[str, str]
    items: tuple[Attempt, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: a lesson to read or a concept to practice."""

    kind: ItemKind
    target: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a lead asked of a team or of one learner; `due_on` is a day, or None for whenever.

    `lead` is empty where the lead was deleted as a learner.
    """

    id: str
    lead: str
    items: tuple[Item, ...]
    team: str | None
    learner_id: str | None
    due_on: date | None
    note: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Training:
    """A day on which the team was trained in one kind of error, by its category in content/denials.yaml."""

    id: str
    category: str
    held_on: date


@dataclass(frozen=True, slots=True)
class Sighted:
    """A misconception: how often it fitted, for how many learners, and when last."""

    misconception: str
    count: int
    learners: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a learner stands: everything that a lead sees, and nothing more."""

    learner: Learner
    lessons: tuple[LessonRead, ...]
    mastery: tuple[MasteryState, ...]
    misconceptions: tuple[Sighted, ...]
    cases: int
    right: int
    seconds: float
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Deleted:
    """How many rows went, by table, and from how many backup copies.

    `compacted` is False where another window was reading: then the file's log may hold traces until the app ends.
    """

    rows: Mapping[str, int]
    backups: int
    compacted: bool
