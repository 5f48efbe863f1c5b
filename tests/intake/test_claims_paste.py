from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.intake.claims_paste import parse_claims


@pytest.mark.parametrize(
    ("line", "discipline", "dollars"),
    [
        ("1/6/2026 PT 112.40", "pt", "112.40"),
        ("1/6/2026, OT, 112.40", "ot", "112.40"),
        ("2026-01-06,SLP,112.40", "slp", "112.40"),
        ("2026-01-06,112.40", "pt", "112.40"),
        ("1/6/2026\tPT\t$1,112.40", "pt", "1112.40"),
        ('2026-01-06,OT,"1,112.40"', "ot", "1112.40"),
        ("1/6/2026, 1,112.40, SLP", "slp", "1112.40"),
        ("1/6/2026 ot $ 12", "ot", "12"),
        ("Jan 6, 2026\tPhysical therapy\t12", "pt", "12"),
        ("1/6/2026;OT;12.5", "ot", "12.5"),
    ],
)
def test_a_claim_is_read_as_people_write_it(line: str, discipline: str, dollars: str) -> None:
    read = parse_claims(line, "pt")

    assert read.problems == ()
    assert [(each.on, each.discipline, each.allowed) for each in read.claims] == [
        (date(2026, 1, 6), discipline, Decimal(dollars))
    ]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("2026-01-06,PT,1,112.40", "more than one amount"),  # 1 and 112.40, or 1,112.40? Never guessed
        ("2026-01-06,2,112.40", "more than one amount"),
        ("1/6/2026 PT", "no amount"),
        ("13/6/2026 PT 5", "13/6/2026 is not a date"),
        ("2/30/2026 PT 10", "2/30/2026 is not a date"),
        ("1/6/2026 PT -5", "below zero"),
        ("1/6/2026 XX 5", "none of PT, OT and SLP"),
        ("1/6/2026\tPT\t97110\t5", "more than one amount"),
        ("1/6/2026\tPT\tpaid\t5", "more than a date"),
        (",", "begin with a date"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line_and_a_fix(line: str, wrong: str) -> None:
    read = parse_claims(f"1/5/2026 PT 10\n{line}", "pt")

    assert len(read.claims) == 1
    (problem,) = read.problems
    assert problem.row == 2
    assert wrong in problem.wrong
    assert problem.fix


def test_headings_and_empty_lines_are_passed_over() -> None:
    read = parse_claims("Date\tDiscipline\tAllowed\n\n1/6/2026\tPT\t10\n\n", "pt")

    assert (len(read.claims), read.problems) == (1, ())


def test_what_could_not_be_read_is_never_repeated() -> None:
    read = parse_claims("1/5/2026 PT 10\nJane Doe 12\n1/6/2026 Jane 12\n1/6/2026\tPT\tDoe\t12", "pt")

    assert len(read.problems) == 3
    assert not any(name in each.sentence() for each in read.problems for name in ("Jane", "Doe"))


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    parse_claims(text, "pt")
