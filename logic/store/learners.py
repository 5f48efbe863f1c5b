"""Learners: a chosen name, a team, and nothing more."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from logic.store.base import Base, new_id
from logic.store.errors import NameTakenError, StoreError, UnknownLearnerError
from logic.store.records import Learner
from logic.store.tables import AssignmentRow, LearnerRow

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_NAME = 60
_COLUMNS = (LearnerRow.id, LearnerRow.name, LearnerRow.team, LearnerRow.created_at)


class Learners(Base):
    """Who learns here."""

    def add_learner(self, name: str, now: datetime, team: str = "") -> Learner:
        """Enter a learner.

        Raises:
            NameTakenError: somebody has that name; capitals make no difference.
            StoreError: the name is empty or longer than 60 characters.

        """
        learner = Learner(new_id(), clean_name(name), clean_team(team), now)
        try:
            with self._writing() as connection:
                learner = Learner(learner.id, learner.name, spelled(connection, learner.team), now)
                connection.execute(
                    insert(LearnerRow).values(
                        id=learner.id,
                        name=learner.name,
                        name_key=name_key(learner.name),
                        team=learner.team,
                        created_at=now,
                    )
                )
        except IntegrityError:
            raise _taken(learner.name) from None
        return learner

    def learner(self, learner_id: str) -> Learner | None:
        """Give the learner of that id, or None."""
        with self._reading() as connection:
            row = connection.execute(select(*_COLUMNS).where(LearnerRow.id == learner_id)).first()
        return None if row is None else Learner(*row)

    def learner_named(self, name: str) -> Learner | None:
        """Give the learner of that name, whatever its capitals, or None."""
        with self._reading() as connection:
            query = select(*_COLUMNS).where(LearnerRow.name_key == name_key(name))
            row = connection.execute(query).first()
        return None if row is None else Learner(*row)

    def learners(self, team: str | None = None) -> list[Learner]:
        """Give the learners by name: of one team (``""`` for those without), or all with None."""
        query = select(*_COLUMNS).order_by(LearnerRow.name_key)
        if team is not None:
            query = query.where(LearnerRow.team == team)
        with self._reading() as connection:
            return [Learner(*row) for row in connection.execute(query)]

    def teams(self) -> list[str]:
        """Give the teams that have a learner, by name."""
        query = select(LearnerRow.team).where(LearnerRow.team != "").distinct()
        with self._reading() as connection:
            return sorted(connection.scalars(query), key=str.casefold)

    def rename_learner(self, learner_id: str, name: str) -> Learner:
        """Give a learner another name. Errors: as in `add_learner`, and UnknownLearnerError."""
        name = clean_name(name)
        try:
            return self._change(learner_id, name=name, name_key=name_key(name))
        except IntegrityError:
            raise _taken(name) from None

    def set_team(self, learner_id: str, team: str) -> Learner:
        """Put a learner into a team, or into none with ``""``. Errors: UnknownLearnerError."""
        return self._change(learner_id, team=clean_team(team))

    def _change(self, learner_id: str, **values: str) -> Learner:
        with self._writing() as connection:
            if "team" in values:
                values["team"] = spelled(connection, values["team"])
            query = update(LearnerRow).where(LearnerRow.id == learner_id).values(**values)
            row = connection.execute(query.returning(*_COLUMNS)).first()
        if row is None:
            raise UnknownLearnerError
        return Learner(*row)


def clean_name(name: str) -> str:
    """A name on one line, without signs that cannot be seen. Errors: StoreError."""
    name = _one_line(name)
    if not name:
        raise StoreError("The name is empty.", "Write a name that you will know again; initials will do.")
    if len(name) > LONGEST_NAME:
        raise StoreError(f"The name is longer than {LONGEST_NAME} characters.", "Shorten it.")
    return name


def clean_team(team: str) -> str:
    """A team's name on one line; empty is no team. Errors: StoreError."""
    team = _one_line(team)
    if len(team) > LONGEST_NAME:
        raise StoreError(f"The team's name is longer than {LONGEST_NAME} characters.", "Shorten it.")
    return team


def name_key(name: str) -> str:
    """What two spellings of one name share."""
    return unicodedata.normalize("NFKC", _one_line(name)).casefold()


def _one_line(words: str) -> str:
    words = unicodedata.normalize("NFC", words.encode("utf-8", "ignore").decode("utf-8"))
    seen = "".join(sign if sign.isprintable() else " " for sign in words)
    return re.sub(r"\s+", " ", seen).strip()


def spelled(connection: Connection, team: str) -> str:
    """The team as it is written already, so that "Front Desk" and "front desk" stay one."""
    if not team:
        return team
    known = [*connection.scalars(select(LearnerRow.team).distinct())]
    known += [each for each in connection.scalars(select(AssignmentRow.team).distinct()) if each is not None]
    return next((each for each in known if name_key(each) == name_key(team)), team)


def _taken(name: str) -> NameTakenError:
    return NameTakenError(f"{name} is taken.", "Choose it from the list if it is you; else write another.")
