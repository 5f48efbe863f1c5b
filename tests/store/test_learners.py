from __future__ import annotations

import pytest

from logic.store import NameTakenError, Store, StoreError, UnknownLearnerError
from logic.store.records import Learner
from tests.store.conftest import NOW


def test_a_learner_is_found_again_by_id_and_by_name(store: Store, ana: Learner) -> None:
    assert store.learner(ana.id) == ana
    assert store.learner_named("  aNA ") == ana
    assert store.learner("nobody") is None
    assert store.learner_named("Bea") is None


@pytest.mark.usefixtures("ana")
def test_a_name_is_taken_whatever_its_capitals_and_spaces(store: Store) -> None:
    with pytest.raises(NameTakenError, match="ANA is taken"):
        store.add_learner(" ANA", NOW)
    bea = store.add_learner("Bea", NOW)
    with pytest.raises(NameTakenError):
        store.rename_learner(bea.id, "ana")

    assert [each.name for each in store.learners()] == ["Ana", "Bea"]


def test_a_learner_can_write_the_own_name_differently(store: Store, ana: Learner) -> None:
    assert store.rename_learner(ana.id, "ANA").name == "ANA"
    assert store.rename_learner(ana.id, "Ana Lee").name == "Ana Lee"
    assert store.learner_named("ana") is None


@pytest.mark.parametrize("name", ["", "   ", "\0", "\n\t", "x" * 61])
def test_a_name_that_nobody_could_read_is_refused(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="name is"):
        store.add_learner(name, NOW)
    assert store.learners() == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana \n Lee ", "Ana Lee"),
        ("Ana\0Lee", "Ana Lee"),
        ("Zo\u0065\u0308", "Zoë"),
        ("Robert'); DROP TABLE learner;--", "Robert'); DROP TABLE learner;--"),
        ("Ana\udcff", "Ana"),
        ("李小龙", "李小龙"),
    ],
)
def test_a_name_is_kept_on_one_line_and_as_it_was_meant(store: Store, typed: str, kept: str) -> None:
    assert store.add_learner(typed, NOW).name == kept
    assert [each.name for each in store.learners()] == [kept]


def test_a_team_stays_one_however_it_is_written(store: Store, ana: Learner) -> None:
    bea = store.add_learner("Bea", NOW, "  Front  DESK")
    cy = store.add_learner("Cy", NOW)

    assert bea.team == "front desk"
    assert store.teams() == ["front desk"]
    assert store.learners("front desk") == [ana, bea]
    assert store.learners("") == [cy]
    assert store.set_team(ana.id, "").team == ""
    assert store.learners("front desk") == [bea]


def test_a_learner_who_is_gone_is_told_so(store: Store) -> None:
    with pytest.raises(UnknownLearnerError, match="no longer here"):
        store.rename_learner("nobody", "Ana")
    with pytest.raises(UnknownLearnerError):
        store.set_team("nobody", "team")


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="a time needs its zone"):
        store.add_learner("Ana", NOW.replace(tzinfo=None))
    assert store.learners() == []
