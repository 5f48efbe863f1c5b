"""The figures of the shipped lessons: each shows what it is there to show."""

from __future__ import annotations

import pytest

from logic.denials import category, codes_in
from logic.learning.course import load_course
from logic.learning.figures import cycle, denial, try_visit
from logic.learning.lesson import Figure
from logic.rulebook import load_rulebook

BOOK = load_rulebook()
COURSE = load_course(BOOK)


def shipped(name: str) -> list[tuple[str, Figure]]:
    """Each lesson with such a figure, and the figure."""
    return [
        (lesson.id, figure)
        for lesson in COURSE.lessons.values()
        for figure in lesson.figures
        if figure.name == name
    ]


@pytest.mark.parametrize(("lesson", "figure"), shipped("try_visit"))
def test_each_rule_of_a_visit_to_change_speaks_and_can_be_silenced(lesson: str, figure: Figure) -> None:
    starts: try_visit.Starts = figure.starts
    found = [{each.rule for each in try_visit.said(starts, picks, BOOK)} for picks in try_visit.every(starts)]

    assert set(starts.rules) == set().union(*found), lesson
    assert set() in found, lesson
    assert len({frozenset(each) for each in found}) > 1


@pytest.mark.parametrize(("lesson", "figure"), shipped("try_visit"))
def test_every_change_can_change_what_is_said(lesson: str, figure: Figure) -> None:
    """For each change there is a visit whose findings differ only by it."""
    starts: try_visit.Starts = figure.starts
    said = {
        picks: tuple((each.rule, each.state) for each in try_visit.said(starts, picks, BOOK))
        for picks in try_visit.every(starts)
    }

    for at, change in enumerate(starts.changes):
        rest: dict[tuple[int, ...], set[tuple[tuple[str, str], ...]]] = {}
        for picks, findings in said.items():
            rest.setdefault((*picks[:at], *picks[at + 1 :]), set()).add(findings)
        assert any(len(each) > 1 for each in rest.values()), (lesson, change.ask)


def test_a_choice_is_written_into_a_copy() -> None:
    _, figure = shipped("try_visit")[0]
    before = repr(figure.starts.visit)

    try_visit.changed(figure.starts, try_visit.every(figure.starts)[-1])

    assert repr(figure.starts.visit) == before


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        ({"rules": ("M999",)}, "'M999' is not a rule"),
        ({"visit": {"payer": "medicare", "lines": []}}, "a visit without lines"),
    ],
)
def test_a_spoiled_visit_is_named(spoiled: dict[str, object], said: str) -> None:
    _, figure = shipped("try_visit")[0]
    starts = figure.starts.model_copy(update=spoiled)

    assert [wrong for wrong, _ in try_visit.wrong(starts, BOOK)] == [said]


def test_a_value_that_cannot_be_read_and_a_line_that_is_not_there_are_named() -> None:
    _, figure = shipped("try_visit")[0]
    change = figure.starts.changes[0]
    unreadable = change.model_copy(
        update={"key": "minutes", "choices": (*change.choices, try_visit.Choice(text="many", value="many"))}
    )
    beyond = change.model_copy(update={"line": 9})

    for spoiled in (unreadable, beyond):
        starts = figure.starts.model_copy(update={"changes": (spoiled,)})
        assert len(list(try_visit.wrong(starts, BOOK))) == 1


def test_the_denials_to_try_show_every_kind_of_answer() -> None:
    _, figure = shipped("denial")[0]
    readings = []
    for text in figure.starts.codes:
        group, carc, rarcs = codes_in(text)
        readings.append(category(COURSE.denials, group, carc, rarcs))

    assert {each.kind for each in readings} == {"denial", "not a denial", "not in our list"}
    assert {each.unprocessable for each in readings} == {True, False}
    assert max(len(each.categories) for each in readings) == 2


def test_codes_to_try_without_a_code_are_named() -> None:
    starts = denial.Starts(codes=("CO-16", "nothing"))

    assert [wrong for wrong, _ in denial.wrong(starts, BOOK)] == ["'nothing' holds no reason code"]


def test_the_cycle_goes_from_the_visit_to_the_appeal_and_comes_back() -> None:
    _, figure = shipped("cycle")[0]
    starts: cycle.Starts = figure.starts

    assert [each.name for each in starts.steps] == [
        "Verify",
        "Document",
        "Code",
        "Check",
        "Submit",
        "Remit",
        "Denial",
        "Appeal",
    ]
    assert [each.name for each in starts.steps if each.back] == ["Check", "Submit", "Denial"]
