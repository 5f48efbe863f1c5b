from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from logic.intake.paste import parse_line_text
from logic.rulebook import load_rulebook
from logic.visit import visit_lines

if TYPE_CHECKING:
    from logic.rulebook import RuleBook

WORDS = [
    "massage", "manual", "us", "gait", "97110", "97124", "G0283", "x2", "2u", "33", "33 min", "GP", "59", "-59",
    "M54.50", "9:05-9:38", ",", ";", "\n", "and", "traction", "foo", "1h 15m", "15.5", "mod 59", "(2)", "×3", "eval",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "massage 18, manual 13, gait 10, us 8",
            [
                {"code": "97124", "minutes": 18},
                {"code": "97140", "minutes": 13},
                {"code": "97116", "minutes": 10},
                {"code": "97035", "minutes": 8},
            ],
        ),
        ("97110 33 min x2 GP", [{"code": "97110", "minutes": 33, "units": 2, "modifiers": ["GP"]}]),
        (
            "97124 x 2 units 30min GP 59; 97140 1u 15m",
            [
                {"code": "97124", "minutes": 30, "units": 2, "modifiers": ["GP", "59"]},
                {"code": "97140", "minutes": 15, "units": 1},
            ],
        ),
        ("38 min massage", [{"code": "97124", "minutes": 38}]),
        (
            "38 min massage 10 min manual",
            [{"code": "97124", "minutes": 38}, {"code": "97140", "minutes": 10}],
        ),
        ("massage 18 manual 13", [{"code": "97124", "minutes": 18}, {"code": "97140", "minutes": 13}]),
        ("97140-59-GP 15 min x1", [{"code": "97140", "minutes": 15, "units": 1, "modifiers": ["59", "GP"]}]),
        ("97124 59 25", [{"code": "97124", "minutes": 25, "modifiers": ["59"]}]),
        ("97110 33, GP, x2", [{"code": "97110", "minutes": 33, "units": 2, "modifiers": ["GP"]}]),
        ("97124 effleurage 15", [{"code": "97124", "technique": "effleurage", "minutes": 15}]),
        ("97140 effleurage 15", [{"code": "97140", "technique": "effleurage", "minutes": 15}]),
        (
            "effleurage and petrissage 20",
            [{"code": "97124", "technique": "effleurage, petrissage", "minutes": 20}],
        ),
        ("97124 9:05-9:38 x2", [{"code": "97124", "units": 2, "start": "9:05", "stop": "9:38"}]),
        ("97124 18 M54.50, R26.2", [{"code": "97124", "minutes": 18, "dx": ["M54.50", "R26.2"]}]),
        ("1h 15m therapeutic exercise", [{"code": "97110", "minutes": 75}]),
        ("Therapeutic massage x 15 min", [{"code": "97124", "minutes": 15}]),
        (
            "97124: 18 minutes\n97140: 13 minutes",
            [{"code": "97124", "minutes": 18}, {"code": "97140", "minutes": 13}],
        ),
        ("massage (18 min)", [{"code": "97124", "minutes": 18}]),
        ("g0283 x1", [{"code": "G0283", "units": 1}]),
        # Where the units are told, a small number beside them can only be minutes.
        ("97140 7 x0", [{"code": "97140", "minutes": 7, "units": 0}]),
        ("97124 mod 59 15 min", [{"code": "97124", "minutes": 15, "modifiers": ["59"]}]),
        ("97124", [{"code": "97124"}]),
        ("", []),
        ("  ,;\n, ", []),
    ],
)
def test_what_a_person_types(text: str, lines: list[dict[str, object]], book: RuleBook) -> None:
    pasted = parse_line_text(text, book)
    assert pasted.problems == ()
    assert pasted.lines == lines


@pytest.mark.parametrize(
    ("text", "wrong", "fix"),
    [
        ("97124 59", "59 can mean more than one thing.", "Type 59 min, or mod 59."),
        ("97124 25 30", "30 can mean more than one thing.", "Type 25 min x30, if so."),
        ("97110 (2)", "2 can be minutes or units.", "Type 2 min, or x2."),
        ("97124 15.5 min", '"15.5 min" is not a whole number.', "Type whole minutes and whole units."),
        ("traction 12", '"traction" can be 97012 or 97140.', "Type the code that the note supports."),
        ("97110 x2 2u", "units are given twice: 2 and 2.", "Put each service on a line of its own."),
        (
            "97110 33 min 10 min",
            "minutes are given twice: 33 and 10.",
            "Put each service on a line of its own.",
        ),
        (
            "18 min",
            "No code and no technique is named.",
            "Type it first; for example massage 18 or 97124 18.",
        ),
        (
            "masage 18",
            '"masage" is neither a code nor a technique that the rule book knows.',
            "Did you mean 'massage'?",
        ),
        (
            "foo 12",
            '"foo" is neither a code nor a technique that the rule book knows.',
            "Type the five-character code.",
        ),
        (
            "97110 9:05-9:20 10:00-10:15",
            "Two times are given: 9:05-9:20 and 10:00-10:15.",
            "Put each service on a line of its own.",
        ),
        ("97110 20 min 33", "33 is neither minutes nor a modifier here.", "Type x2 for two units."),
    ],
)
def test_what_can_mean_two_things_is_asked(text: str, wrong: str, fix: str, book: RuleBook) -> None:
    pasted = parse_line_text(text, book)
    assert pasted.lines == []
    assert [(problem.row, problem.wrong, problem.fix) for problem in pasted.problems] == [(1, wrong, fix)]


def test_one_unclear_service_leaves_the_others(book: RuleBook) -> None:
    pasted = parse_line_text("massage 18, traction 12, gait 10", book)
    assert [line["code"] for line in pasted.lines] == ["97124", "97116"]
    assert [problem.row for problem in pasted.problems] == [2]


def test_too_long_a_text_is_one_problem(book: RuleBook) -> None:
    pasted = parse_line_text("massage 18, " * 10_000, book)
    assert pasted.lines == []
    assert len(pasted.problems) == 1


BOOK = load_rulebook()


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join)))
@example("x" * 19_999)
@example("1" * 19_999)
@example("a." * 9_000)
@example("97124 9:05-9:38 10:00-10:15")
def test_no_text_makes_it_fall_and_what_it_gives_is_a_visit(text: str) -> None:
    pasted = parse_line_text(text, BOOK)
    lines = [{"units": 1, **line} for line in pasted.lines]
    if lines:
        _, problems = visit_lines({"service_date": "2026-03-02", "lines": lines})
        assert {problem.column for problem in problems} <= {"minutes", "units", "start", "stop"}, (
            "only numbers too large"
        )
    for problem in pasted.problems:
        assert problem.wrong.endswith(".")
        assert problem.fix.endswith((".", "?"))
