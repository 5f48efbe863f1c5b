"""What comes next for a learner: what is due, then what is begun, then the next concept, mixed once it is practiced.

Reviews come first, since forgetting is what they are for. A new concept begins when those that it needs are practiced,
with a worked example, then with steps filled in, then alone. Between its cases come practiced ones: mixed practice
tells what to do when, and it is the better teacher once each sort is known (72% against 38% in a trial of mixed
practice), not before. Claims with errors and messy notes wait until their concept is practiced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

from logic.practice import mastery, schedule
from logic.practice.fresh import fresh_seed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from logic.practice.case import Form
    from logic.practice.fresh import Print
    from logic.store.records import Standing

Why = Literal["due", "learning", "new", "mixed"]

AFTER_PRACTICE: Final = frozenset({"spot_error", "messy_note"})
"""Kinds that help only those who know the rule: finding errors showed its worth a week later, and after mastery."""
BLOCK: Final = 2
"""Cases of one concept in a row before another one comes between."""


class Concept(Protocol):
    """What choosing needs to know of a concept."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def title(self) -> str:
        """Its title."""
        ...

    @property
    def needs(self) -> Sequence[str]:
        """What should be known before."""
        ...


class PracticeBlueprint(Protocol):
    """What choosing needs to know of a blueprint."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def kind(self) -> str:
        """Its kind."""
        ...

    @property
    def concept(self) -> str:
        """The concept that it practices."""
        ...

    @property
    def difficulty(self) -> int:
        """From 1, easy, to 3, hard."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """The next case: what makes it, in which form, and why it comes now, as a word and in a sentence."""

    blueprint: str
    seed: int
    concept: str
    form: Form
    why: Why
    says: str
    fingerprint: str = ""


class Chooser:
    """Chooses from one course; `wanted` are concepts that a lead assigned, which come before the others."""

    def __init__(
        self,
        concepts: Mapping[str, Concept],
        blueprints: Iterable[PracticeBlueprint],
        *,
        wanted: Sequence[str] = (),
        looks: Print | None = None,
    ) -> None:
        self.concepts = concepts
        self.looks = looks
        self.blueprints: dict[str, list[PracticeBlueprint]] = {each: [] for each in concepts}
        for blueprint in blueprints:
            if blueprint.concept in self.blueprints:
                self.blueprints[blueprint.concept].append(blueprint)
        self.path = [each for each in _path(concepts, wanted) if self.blueprints[each]]

    def next_case(self, standing: Standing, now: datetime) -> Choice | None:
        """Give the next case for a learner, or None where the course has no case at all.

        Deterministic: the same standing and moment choose the same case, and never one that the learner has met.
        """
        concept, why = self._concept(standing, now)
        return None if concept is None else self._case(concept, why, standing, now)

    def of_concept(self, concept: str, standing: Standing, now: datetime) -> Choice | None:
        """Give the next case of a concept that the learner chose, or None where it has none."""
        if not self.blueprints.get(concept):
            return None
        card = standing.cards.get(concept)
        if card is not None and schedule.due({concept: card}, now):
            return self._case(concept, "due", standing, now)
        state = standing.mastery.get(concept)
        why: Why = (
            "new" if concept not in standing.forms else "mixed" if mastery.is_practiced(state) else "learning"
        )
        return self._case(concept, why, standing, now)

    def _concept(self, standing: Standing, now: datetime) -> tuple[str | None, Why]:
        practiced = [each for each in self.path if mastery.is_practiced(standing.mastery.get(each))]
        taught = {
            each: card for each, card in standing.cards.items() if each in practiced or each in standing.forms
        }
        ready = {each: card for each, card in taught.items() if each in self.path}
        if due := [card.concept for card in schedule.due(ready, now)]:
            return _another(due, standing.recent[:1]), "due"
        # The path puts each concept behind what it needs.
        following = next((each for each in self.path if each not in practiced), None)
        if following is None:
            return self._kept_fresh(practiced, standing, now), "mixed"
        mixed = _longest_ago(practiced, standing)
        if mixed is not None and standing.recent[:BLOCK] == (following,) * BLOCK:
            return mixed, "mixed"
        return following, "learning" if following in standing.forms else "new"

    def _kept_fresh(self, practiced: Sequence[str], standing: Standing, now: datetime) -> str | None:
        """With all practiced: first what one right case would lift, then what was seen longest ago."""
        lifted = [
            each
            for each in practiced
            if (moment := mastery.may_climb_at(standing.mastery.get(each))) is not None and moment <= now
        ]
        return _longest_ago(lifted or practiced, standing)

    def _case(self, concept: str, why: Why, standing: Standing, now: datetime) -> Choice:
        state = standing.mastery.get(concept)
        known = mastery.is_practiced(state)
        fit = [each for each in self.blueprints[concept] if known or each.kind not in AFTER_PRACTICE]
        wanted = _difficulty(state.streak if state is not None else 0, known=known)
        best = min(
            fit or self.blueprints[concept],
            key=lambda each: (abs(each.difficulty - wanted), standing.given.get(each.id, 0), each.id),
        )
        seed, look = fresh_seed(best.id, standing.met, standing.learner_id, self.looks)
        form: Form = "solo" if known else _form(standing.forms.get(concept, frozenset()))
        return Choice(best.id, seed, concept, form, why, self._says(concept, why, standing, now), look)

    def _says(self, concept: str, why: Why, standing: Standing, now: datetime) -> str:
        title, state = self.concepts[concept].title, standing.mastery.get(concept)
        match why:
            case "due":
                chance = round(100 * schedule.retention(standing.cards[concept], now))
                return f"{title} is due: about {chance} in 100 would still know it."
            case "new":
                return f"{title} is new: what it builds on is practiced."
            case "learning":
                return f"{title}: {mastery.next_step(state, now)}"
            case "mixed":
                return f"{title}, mixed in: telling which rule applies is part of knowing it."


def _path(concepts: Mapping[str, Concept], wanted: Sequence[str]) -> list[str]:
    """Every concept once: the wanted ones first, each behind what it needs, then the others in the course's order."""
    path: dict[str, None] = {}

    def add(concept: str, above: tuple[str, ...] = ()) -> None:
        if concept in concepts and concept not in above:
            for need in concepts[concept].needs:
                add(need, (*above, concept))
            path.setdefault(concept)

    for each in (*wanted, *concepts):
        add(each)
    return list(path)


def _another(concepts: Sequence[str], last: Sequence[str]) -> str:
    """The first that is not the last one again, if there is another."""
    return next((each for each in concepts if each not in last), concepts[0])


def _longest_ago(concepts: Sequence[str], standing: Standing) -> str | None:
    return min(concepts, key=lambda each: standing.mastery[each].last_at, default=None)


def _form(forms: frozenset[str]) -> Form:
    """Worked, then faded, then alone."""
    return "solo" if "faded" in forms or "solo" in forms else "faded" if "worked" in forms else "worked"


def _difficulty(streak: int, *, known: bool) -> int:
    """Easy cases first; the harder ones as the row grows."""
    return 3 if known or streak >= 4 else 2 if streak >= 2 else 1
