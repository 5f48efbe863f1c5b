from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from logic.calculators.assistants import assistants
from logic.calculators.units import cms, midpoint
from logic.rulebook import RuleBook
from tests import published
from tests.published import Case
from tests.wrong_implementations import WRONG, WRONG_DUE, Wrong, WrongDue

BY_ID = {"ids": lambda case: case["id"]}


def in_any_order(splits: Iterable[dict[str, int]]) -> list[list[tuple[str, int]]]:
    return sorted(sorted(split.items()) for split in splits)


@pytest.mark.parametrize("case", published.cases("units"), **BY_ID)
def test_units(case: Case, book: RuleBook) -> None:
    if case["method"] == "cms":
        result = cms(case["minutes"], book)
    else:
        result = midpoint(case["minutes"], book, frozenset(case.get("full_unit_codes", ())))
    assert in_any_order(result.splits) == in_any_order(case["splits"])
    assert result.untimed == case.get("untimed", {})


@pytest.mark.parametrize("case", published.cases("assistants"), **BY_ID)
def test_assistant_units(case: Case, book: RuleBook) -> None:
    result = assistants(case["discipline"], case["minutes"], book)
    due = {}
    for line in result.lines:
        with_it, without = due.setdefault(line.code, [0, 0])
        due[line.code] = [with_it + line.units, without] if line.modifier else [with_it, without + line.units]
    assert due == case["due"]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_each_wrong_way_of_counting_is_caught(wrong: Wrong, book: RuleBook) -> None:
    caught = [
        case["id"]
        for case in published.cases("units", method="cms")
        if in_any_order(wrong(case["minutes"], lambda code: book.codes[code].kind == "timed"))
        != in_any_order(case["splits"])
    ]
    assert caught, f"no case catches {wrong.__name__}"


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_each_wrong_way_of_counting_is_sometimes_right(wrong: Wrong, book: RuleBook) -> None:
    # a way that fails every case would be caught by any case, and prove nothing
    assert any(
        in_any_order(wrong(case["minutes"], lambda code: book.codes[code].kind == "timed"))
        == in_any_order(case["splits"])
        for case in published.cases("units", method="cms")
    )


@pytest.mark.parametrize("wrong", WRONG_DUE, ids=lambda wrong: wrong.__name__)
def test_each_wrong_way_of_marking_is_caught(wrong: WrongDue, book: RuleBook) -> None:
    answers = [
        wrong(*case["minutes"][code], with_it + without, book.codes[code].kind == "timed") == with_it
        for case in published.cases("assistants")
        for code, (with_it, without) in case["due"].items()
    ]
    assert not all(answers), f"no case catches {wrong.__name__}"
    assert any(answers)


def test_right_counting_is_not_caught(book: RuleBook) -> None:
    for case in published.cases("units", method="cms"):
        assert in_any_order(cms(case["minutes"], book).splits) == in_any_order(case["splits"])


def test_ids_keep_their_meaning() -> None:
    frozen = dict(line.split() for line in published.FROZEN.read_text(encoding="utf-8").splitlines())
    assert published.fingerprints() == frozen, "see tests/cases/README.md"


def test_ids_are_unique() -> None:
    for name in ("units", "assistants"):
        ids = [case["id"] for case in published.cases(name)]
        assert len(ids) == len(set(ids))


def test_sources_exist(book: RuleBook) -> None:
    for name in ("units", "assistants"):
        for case in published.cases(name):
            given = case["source"] if isinstance(case["source"], list) else [case["source"]]
            assert set(given) <= set(book.sources), case["id"]
            assert case["seen"] in {"full", "part", "recalled", "derived"}, case["id"]


@dataclass
class Absent:
    """Stands for the shared cases where there are none, so that the skip is seen."""

    name: str

    def __getitem__(self, key: str) -> str:
        return f"{self.name} absent"


def shared(name: str) -> list[Any]:
    return published.shared(name) or [Absent(name)]


@pytest.mark.parametrize("case", shared("cases_units.yaml"), **BY_ID)
def test_shared_units(case: Case, book: RuleBook) -> None:
    if isinstance(case, Absent):
        pytest.skip(published.WHY_SKIPPED)
    minutes = {service["code"]: service["minutes"] for service in case["services"]}
    count = cms if case["method"] == "cms" else midpoint
    result = count(minutes, book)
    valid = [case["expected"]["units"], *case["expected"]["acceptable"]]
    assert in_any_order({**split, **result.untimed} for split in result.splits) == in_any_order(valid)
    assert result.timed_units + sum(result.untimed.values()) == case["expected"]["total_units"]


@pytest.mark.parametrize("case", shared("cases_assistant.yaml"), **BY_ID)
def test_shared_assistants(case: Case, book: RuleBook) -> None:
    if isinstance(case, Absent):
        pytest.skip(published.WHY_SKIPPED)
    parts = ("therapist_minutes", "assistant_minutes", "together_minutes")
    services = {service["code"]: tuple(service[part] for part in parts) for service in case["services"]}
    result = assistants(case["discipline"], services, book)
    wanted = {}
    for line in case["expected"]["lines"]:
        wanted[line["code"], True] = line["with_modifier"]
        wanted[line["code"], False] = line["without_modifier"]
    given = {(line.code, line.modifier is not None): line.units for line in result.lines}
    assert given == {key: units for key, units in wanted.items() if units}
