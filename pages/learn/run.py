"""The case that is being worked on: held for the session, and each answer kept at once for a learner with a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.practice.coach import Offer
from logic.practice.forms import to_answer
from logic.practice.grading import believed
from pages.learn import memory
from pages.parts import kept

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from logic.practice.case import Case, Form, Step
    from logic.store.records import Attempt, Learner

RUN: Final = "practice_run"
LONGEST_STEP: Final = 600.0  # somebody went for coffee; longer is not time spent


@dataclass
class Run:
    """One case on its way: the offer, what was answered, and since when. `attempt` is its id in the store."""

    offer: Offer
    mode: str
    step_began: datetime
    attempt: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    hinted: set[str] = field(default_factory=set)
    seconds: float = 0.0
    finished: bool = False

    @property
    def case(self) -> Case:
        """The case."""
        return self.offer.case

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of the steps that the learner answers; of a worked example the last one."""
        steps = to_answer(self.case, self.offer.form, self.offer.own)
        return steps or (self.case.steps[-1].id,) * (self.offer.form != "worked")

    @property
    def coming(self) -> Step | None:
        """The step to answer now; None when all are answered."""
        left = [name for name in self.asked if name not in self.answers]
        return self.case.step(left[0]) if left else None

    @property
    def right(self) -> bool:
        """Whether every answer so far is right."""
        return all(self.case.step(name).accepts(given) for name, given in self.answers.items())


def current() -> Run | None:
    """Give the case of this session, if one is open."""
    found: Run | None = st.session_state.get(RUN)
    return found


def begin(offer: Offer, mode: str, learner: Learner | None, answers: Mapping[str, str] | None = None) -> None:
    """Open a case; for a learner with a name it is noted in the store."""
    run = Run(offer, mode, kept.now(), answers=dict(answers or {}))
    run.attempt = memory.begun(offer, learner)
    st.session_state[RUN] = run


def resume(case: Case, attempt: Attempt, answers: Mapping[str, str]) -> None:
    """Take up a case that was left, with what was answered of it."""
    form: Form = "worked" if attempt.form == "worked" else "faded" if attempt.form == "faded" else "solo"
    run = Run(Offer(case, form, len(case.steps), ""), "next", kept.now(), attempt.id, dict(answers))
    run.seconds = attempt.seconds
    st.session_state[RUN] = run


def answer(run: Run, step: Step, given: str, learner: Learner | None) -> None:
    """Take an answer; the first one stands. It is on the disk before the page goes on."""
    if step.id in run.answers:
        return
    now = kept.now()
    spent = min((now - run.step_began).total_seconds(), LONGEST_STEP)
    run.answers[step.id] = given
    run.seconds += spent
    run.step_began = now
    beliefs = () if step.accepts(given) else believed(step, given)
    memory.answered(run, step, given, beliefs, spent, learner)
    if run.coming is None:
        finish(run, learner)


def finish(run: Run, learner: Learner | None) -> None:
    """Close the case, once; memory and levels of its concepts move with it."""
    if not run.finished:
        run.finished = True
        memory.finished(run, learner)


def leave() -> None:
    """Go back to the choice of what to practice; an unfinished case can be taken up again."""
    st.session_state.pop(RUN, None)
