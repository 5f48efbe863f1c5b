"""Where a learner stands: in the store for a learner with a name, else in the session alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.practice import assigned
from logic.practice.diagnosis import Answered
from logic.practice.review import reviewed
from logic.store.errors import StoreError
from logic.store.records import Answer, Met, Standing
from pages.parts import kept

if TYPE_CHECKING:
    from logic.practice.case import Step
    from logic.practice.coach import Coach, Offer
    from logic.store.records import Learner
    from pages.learn.run import Run

SESSION: Final = "practice_memory"


@dataclass
class SessionMemory:
    """What a learner without a name did since the page was opened; it is gone when the page is closed."""

    standing: Standing
    history: list[Answered] = field(default_factory=list)
    cases: int = 0
    right: int = 0


def of_session() -> SessionMemory:
    """Give the session's own memory."""
    found: SessionMemory | None = st.session_state.get(SESSION)
    if found is None:
        found = SessionMemory(Standing("nobody", {}, {}, Met()))
        st.session_state[SESSION] = found
    return found


def standing(learner: Learner | None) -> Standing:
    """Give everything that decides what comes next."""
    store = kept.store() if learner else None
    if store is None or learner is None:
        return of_session().standing
    return store.standing(learner.id)


def history(learner: Learner | None, coach: Coach) -> list[Answered]:
    """Give the answers so far as evidence of beliefs, the oldest first."""
    store = kept.store() if learner else None
    if store is None or learner is None:
        return of_session().history
    return coach.evidence(store.history(learner.id))


def wanted(learner: Learner | None) -> tuple[str, ...]:
    """Give the concepts that a lead assigned, the most urgent first."""
    store = kept.store() if learner else None
    if store is None or learner is None:
        return ()
    return assigned.wanted(store.assignments(learner.id))


def begun(offer: Offer, learner: Learner | None) -> str | None:
    """Note that a case was opened; give its id in the store, or None without one."""
    store = kept.store() if learner else None
    if store is None or learner is None:
        _met(offer)
        return None
    try:
        return store.start_attempt(learner.id, offer.case, offer.form, kept.now(), offer.fingerprint).id
    except StoreError as error:
        kept.trouble(error)
        return None


def _met(offer: Offer) -> None:
    mine, case = of_session(), offer.case
    was = mine.standing
    met = Met(was.met.case_ids | {case.id}, was.met.fingerprints | {offer.fingerprint})
    forms = {**was.forms, case.concept: was.forms.get(case.concept, frozenset()) | {offer.form}}
    given = Counter(was.given) + Counter([case.blueprint])
    recent = (case.concept, *was.recent)[:10]
    mine.standing = replace(was, met=met, forms=forms, given=given, recent=recent)


def answered(  # noqa: PLR0917 - an answer and everything about it
    run: Run, step: Step, given: str, beliefs: tuple[str, ...], seconds: float, learner: Learner | None
) -> None:
    """Keep an answer."""
    store = kept.store() if learner and run.attempt else None
    if store is None or run.attempt is None:
        of_session().history.append(Answered(run.case.id, step, given))
        return
    try:
        store.give_answer(
            run.attempt,
            step.id,
            given,
            right=step.accepts(given),
            now=kept.now(),
            concept=step.concept,
            hinted=step.id in run.hinted,
            misconceptions=beliefs,
            seconds=seconds,
        )
    except StoreError as error:
        kept.trouble(error)


def finished(run: Run, learner: Learner | None) -> None:
    """Move the memory and the level of the concepts that the case asked about."""
    now = kept.now()
    store = kept.store() if learner and run.attempt else None
    if store is not None and run.attempt is not None:
        try:
            store.finish_attempt(run.attempt, now, run.seconds, reviewed)
        except StoreError as error:
            kept.trouble(error)
        return
    mine = of_session()
    mine.cases += 1
    mine.right += run.right
    answers = [
        Answer(
            "",
            run.case.id,
            name,
            run.case.step(name).concept,
            given,
            run.case.step(name).accepts(given),
            name in run.hinted,
            now,
        )
        for name, given in run.answers.items()
    ]
    new = reviewed(mine.standing.cards, mine.standing.mastery, answers, now)
    mine.standing = replace(
        mine.standing,
        cards={**mine.standing.cards, **{card.concept: card for card in new.cards}},
        mastery={**mine.standing.mastery, **{level.concept: level for level in new.mastery}},
    )
