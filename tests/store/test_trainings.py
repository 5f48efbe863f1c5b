"""Days of training are kept once, given in order and taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from logic.store import Store, StoreError
from logic.store.records import Learner
from tests.store.conftest import NOW, Place

DAY = date(2026, 2, 3)


def test_a_day_of_training_is_kept_once_and_taken_back(store: Store) -> None:
    later = store.mark_training("pair-edit", DAY, NOW)
    first = store.mark_training("units", DAY - timedelta(days=30), NOW)

    assert store.mark_training("pair-edit", DAY, NOW + timedelta(hours=1)) == later
    assert store.trainings() == [first, later]
    assert (later.category, later.held_on) == ("pair-edit", DAY)

    assert store.unmark_training(first.id)
    assert not store.unmark_training(first.id)
    assert store.trainings() == [later]


def test_a_training_that_has_not_been_held_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="has not come yet"):
        store.mark_training("pair-edit", NOW.date() + timedelta(days=2), NOW)
    with pytest.raises(StoreError, match="no kind of error"):
        store.mark_training(" ", DAY, NOW)

    assert store.trainings() == []


def test_today_in_the_farthest_zone_is_a_day_that_has_come(store: Store) -> None:
    tomorrow_in_utc = NOW.date() + timedelta(days=1)

    assert store.mark_training("units", tomorrow_in_utc, NOW).held_on == tomorrow_in_utc


def test_a_learner_who_is_deleted_leaves_the_days_of_training(store: Store, ana: Learner) -> None:
    kept = store.mark_training("pair-edit", DAY, NOW)
    store.delete_learner(ana.id)

    assert store.trainings() == [kept]


def test_a_database_of_the_first_version_gets_the_table_and_keeps_what_it_holds(
    place: Place, store: Store, ana: Learner
) -> None:
    with store._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE training")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    store.close()

    newer = place.open()

    assert newer.learner(ana.id) == ana
    assert newer.trainings() == []
    assert newer.mark_training("units", DAY, NOW).category == "units"
    newer.close()
