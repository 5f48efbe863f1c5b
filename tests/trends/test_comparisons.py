"""Providers beside each other, kinds by provider and payer, before and after a training."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from logic.denials import Denials
from logic.intervals import difference_of_means
from logic.rulebook import RuleBook
from logic.trends.comparative import Comparison, comparative, finding
from logic.trends.effect import effect
from logic.trends.heat import heat
from logic.trends.view import TrendFrames
from tests.trends.by_hand import Paper, claim, frames, on

PAID = ("97110", 100_00, 80_00, (("CO", "45", 20_00),))
DENIED = ("97110", 100_00, 0, (("CO", "197", 100_00),))


def test_welch_as_worked_out_by_hand() -> None:
    # 27.5 (variance 9, 10 cases) and 25 (variance 16, 16 cases): parts 0.9 and 1; the spread is 1.9, its root 1.378405.
    # Degrees of freedom 1.9^2 / (0.81/9 + 1/15) = 3.61 / 0.156667 = 23.04, so 23: t is 2.069; half is 2.851919.
    gap = difference_of_means((27.5, 9, 10), (25, 16, 16))

    assert gap == pytest.approx((2.5, -0.351919, 5.351919), abs=1e-6)


def test_equal_values_have_no_width_and_one_value_no_interval() -> None:
    assert difference_of_means((3, 0, 5), (2, 0, 5)) == (1, 1, 1)
    with pytest.raises(ValueError, match="two values"):
        difference_of_means((3, 0, 1), (2, 0, 5))


def visits(provider: str, number: int, **more: object) -> list[dict[str, Any]]:
    return [claim(f"{provider}-{n}", provider=provider, **more) for n in range(number)]


def of(comparisons: tuple[Comparison, ...], measure: str, provider: str) -> Comparison:
    return next(each for each in comparisons if (each.measure, each.provider) == (measure, provider))


@pytest.fixture(scope="module")
def clinic(denials: Denials, book: RuleBook) -> TrendFrames:
    claims = [
        *visits("A", 40, units=4, minutes=60, modifiers=["GP", "59"]),
        *visits("B", 40, units=2, minutes=30, modifiers=["GP"]),
        *visits("C", 29, units=9, modifiers=["GP", "KX"]),
        *visits("D", 50, units=9, discipline="ot"),
    ]
    return frames(claims, Paper(), denials, book)


def test_a_provider_is_compared_with_the_others_of_the_discipline(clinic: TrendFrames) -> None:
    told = comparative(clinic)

    separate = of(told, "separate", "A")
    # 40 of 40 here; none of the 69 visits of B and C.
    assert (separate.mine, separate.rest, separate.cases, separate.rest_cases) == (1, 0, 40, 69)
    assert separate.differs
    assert separate.says == "More than elsewhere: 100.0% here, 0.0% elsewhere."
    units = of(told, "units", "B")
    # (40 x 4 + 29 x 9) / 69 = 421 / 69
    assert (units.mine, units.rest) == (2, pytest.approx(421 / 69))
    assert of(told, "minutes", "A").rest_cases == 40  # C tells no minutes


def test_few_visits_are_not_compared_and_not_shown(clinic: TrendFrames) -> None:
    told = comparative(clinic)

    few, alone = of(told, "units", "C"), of(told, "units", "D")
    assert (few.compared, few.mine, few.rest) == (False, None, None)
    assert few.says == "Under 30 visits are not compared: 29 here, 80 of the others."
    assert not alone.compared  # nobody else in occupational therapy
    assert of(told, "minutes", "C").says == "No visit tells it."
    # A and B differ from each other and from C in all four measures.
    assert finding(told) == "8 of 8 comparisons differ; chance alone makes about one in twenty."
    assert finding(()) == "Nobody has 30 visits and others to be compared with."


def test_a_cell_that_stands_out_is_named(denials: Denials, book: RuleBook) -> None:
    claims = [*visits("A", 100), *visits("B", 100), *visits("C", 10)]
    found = [
        {"import_id": "a", "submission": f"S{name}-{n}1", "rule": "P201", "state": "fail"}
        for name, number in (("A", 40), ("B", 5), ("C", 10))
        for n in range(number)
    ]
    found.append(found[0])  # one claim with two findings of a kind is one claim
    told = heat(frames(claims, Paper(), denials, book, findings=found), titles={"pair-edit": "Pair edits"})

    assert (told.rows, told.columns) == (("pair-edit",), ("A", "B", "C"))
    assert [(cell.count, cell.size, cell.rate, cell.out) for cell in told.cells[0]] == [
        (40, 100, 0.4, True),
        (5, 100, 0.05, False),
        (10, 10, None, False),
    ]
    assert told.finding == "Pair edits is frequent at A: 40% of 100 claims, more than chance makes."


def test_no_error_and_no_denial_are_said(denials: Denials, book: RuleBook) -> None:
    view = frames([claim("1")], Paper().answer("1", 20, PAID), denials, book)

    assert heat(view).finding == "The check found no error."
    assert heat(view, what="denials").finding == "Nothing was denied in what is looked at."


def trained(denials: Denials, book: RuleBook, before: int, after: int, day: int = 500) -> TrendFrames:
    """A visit on each of the 100 days before day 100 and after it; the first so many of each are denied."""
    claims, paper = [], Paper()
    for visit in [*range(100), *range(101, 201)]:
        claims.append(claim(str(visit), service_date=on(visit), submitted_on=on(visit)))
        hit = visit >= 100 - before if visit < 100 else visit <= 100 + after
        if visit + 20 <= day:
            paper.answer(str(visit), visit + 20, DENIED if hit else PAID, visit=visit)
    return frames(claims, paper, denials, book, day=on(day))


def test_a_training_that_helped(denials: Denials, book: RuleBook) -> None:
    told = effect(trained(denials, book, 45, 9), "authorization", on(100))

    assert (told.before.count, told.before.size) == (45, 90)
    assert (told.after.count, told.after.size) == (9, 90)
    assert told.difference is not None
    # Newcombe: 0.1 less 0.5, from Wilson's 0.0535-0.1791 and 0.3988-0.6012:
    # -0.4 - sqrt(0.0465^2 + 0.1012^2) and -0.4 + sqrt(0.0791^2 + 0.1012^2).
    assert told.difference == pytest.approx((-0.4, -0.5114, -0.2716), abs=0.0003)
    assert told.says.startswith("Rarer after the training: from 50.0% of 90 answered claims to 10.0% of 90")
    assert told.cannot_say


def test_no_change_is_said_as_no_clear_change(denials: Denials, book: RuleBook) -> None:
    told = effect(trained(denials, book, 9, 8), "authorization", on(100))

    assert told.says.startswith("No clear change")
    assert told.says.endswith("Zero is in it.")


def test_visits_that_are_not_settled_are_left_out(denials: Denials, book: RuleBook) -> None:
    # Answers take 20 days; on day 150 visits up to day 130 are settled.
    told = effect(trained(denials, book, 45, 9, day=150), "authorization", on(100))

    assert told.after.last == on(130)
    assert (told.after.size, told.waiting) == (30, 60)
    assert told.difference is not None
    early = effect(trained(denials, book, 45, 9, day=149), "authorization", on(100))
    assert early.difference is None
    assert early.says == "Too early or too few to say: 29 settled claims after the training, 30 are needed."


def test_another_kind_is_not_counted(denials: Denials, book: RuleBook) -> None:
    told = effect(trained(denials, book, 45, 9), "coverage", on(100), days=30)

    assert (told.before.count, told.after.count) == (0, 0)
    assert told.after.last - told.after.first == timedelta(days=29)
