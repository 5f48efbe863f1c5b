"""What a stranger broke, each with the smallest visits that show it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from logic.check import check
from logic.visit import visit_lines

if TYPE_CHECKING:
    from logic.rulebook import RuleBook
    from logic.verdict import Verdict

TODAY = date(2026, 11, 23)


def visit(name: str, *lines: dict[str, Any], **told: Any) -> pl.DataFrame:  # noqa: ANN401 - whatever is typed
    """A Medicare PT visit of March 2026 with those lines."""
    common = {"payer": "medicare", "service_date": "2026-03-02", "discipline": "pt", "modifiers": "GP"}
    frame, problems = visit_lines({"visit_id": name, **common, **told, "lines": list(lines)})
    assert not problems
    return frame


def verdicts(book: RuleBook, *visits: pl.DataFrame) -> dict[str, Verdict]:
    """The verdicts by visit."""
    return {verdict.visit_id: verdict for verdict in check(pl.concat(visits), book, TODAY).verdicts()}


def failed(verdict: Verdict) -> set[str]:
    """The rules that failed."""
    return {finding.rule for finding in verdict.findings if finding.state == "fail"}


def test_an_aides_minutes_earn_no_unit(book: RuleBook) -> None:
    """Medicare does not count an aide's time (MBPM ch. 15 sec. 230): 22 minutes of the therapist are one unit."""
    own = {"code": "97110", "minutes": 22, "units": 2, "treated_by": "pt"}
    aides = {"code": "97124", "minutes": 1, "units": 0, "treated_by": "aide"}

    assert "U101" in failed(verdicts(book, visit("A", own, aides))["A"])


def test_minutes_that_nobody_may_bill_are_not_missed(book: RuleBook) -> None:
    right = {"code": "97110", "minutes": 30, "units": 2, "treated_by": "pt"}
    massage = {"code": "97124", "minutes": 15, "units": 0, "treated_by": "lmt"}

    assert failed(verdicts(book, visit("A", right, massage))["A"]) == set()


def test_overlapping_services_are_named_from_their_own_visit(book: RuleBook) -> None:
    other = visit("P1", {"code": "97124", "units": 1, "minutes": 15, "start": "08:00", "stop": "08:15"})
    mine = visit(
        "P2",
        {"code": "97110", "units": 2, "minutes": 30, "start": "09:00", "stop": "09:30"},
        {"code": "97112", "units": 1, "minutes": 15, "start": "09:10", "stop": "09:25"},
    )
    told = [finding for finding in verdicts(book, other, mine)["P2"].findings if finding.rule == "U111"]

    assert len(told) == 1
    assert "97110 and 97112" in told[0].message
    assert "97124" not in told[0].message


def test_a_further_unit_needs_its_first(book: RuleBook) -> None:
    """97130 continues 97129, which is the first fifteen minutes and never more than one unit."""
    alone = visit("A", {"code": "97130", "minutes": 30, "units": 2})
    both = visit(
        "B", {"code": "97129", "minutes": 15, "units": 1}, {"code": "97130", "minutes": 15, "units": 1}
    )
    found = verdicts(book, alone, both)

    assert "U103" in failed(found["A"])
    assert failed(found["B"]) == set()


def test_minutes_that_cannot_be_true_decide_no_assistant_modifier(book: RuleBook) -> None:
    found = verdicts(book, visit("A", {"code": "97110", "minutes": -5, "units": 1, "treated_by": "pt"}))

    assert failed(found["A"]) == {"U109"}


def test_what_a_limit_keeps_out_is_not_under_billed(book: RuleBook) -> None:
    """75 minutes of massage make five units, and the limit is four."""
    assert failed(verdicts(book, visit("A", {"code": "97124", "minutes": 75, "units": 4}))["A"]) == set()


def test_a_chiropractors_at_on_massage_is_found(book: RuleBook) -> None:
    line = {"code": "97124", "minutes": 15, "units": 1, "modifiers": "GP AT", "treated_by": "dc"}

    assert {"M411", "W803"} <= failed(verdicts(book, visit("A", line))["A"])


def test_a_notice_that_is_not_on_file_cannot_be_claimed(book: RuleBook) -> None:
    line = {"code": "97124", "minutes": 15, "units": 1}

    assert "M410" in failed(verdicts(book, visit("A", line | {"modifiers": "GP GA"}, abn_on_file="no"))["A"])
    assert "M410" in failed(verdicts(book, visit("B", line | {"modifiers": "GP GZ"}, abn_on_file="yes"))["B"])
    assert "M410" not in failed(
        verdicts(book, visit("C", line | {"modifiers": "GP GA"}, abn_on_file="yes"))["C"]
    )


def test_kx_without_the_years_amount_is_no_pass(book: RuleBook) -> None:
    line = {"code": "97124", "minutes": 15, "units": 1, "modifiers": "GP KX"}
    verdict = verdicts(book, visit("A", line))["A"]
    (found,) = [finding for finding in verdict.findings if finding.rule == "M409"]

    assert verdict.verdict == "not checked"
    assert found.state == "not checked"
    assert "was not given" in found.message


def test_a_service_that_is_kept_off_is_asked_about_and_not_told_to_bill_nothing(book: RuleBook) -> None:
    group = {"code": "97150", "minutes": 30, "units": 1}
    massage = {"code": "97124", "minutes": 15, "units": 0}
    (found,) = [
        each for each in verdicts(book, visit("A", group, massage))["A"].findings if each.rule == "U102"
    ]

    assert found.state == "needs documentation"
    assert "97124 (15 minutes) stands at 0 units" in found.message
    assert found.fix.startswith("Read the note.")
    assert "no timed unit" not in found.fix


def test_a_payers_own_edit_is_known_whatever_else_it_uses(book: RuleBook) -> None:
    """HNS names 97124 beside 98940 itself; with a third code there are pairs that nobody knows."""
    pair = ({"code": "98940", "units": 1}, {"code": "97124", "minutes": 15, "units": 1})
    more = {"code": "97110", "minutes": 15, "units": 1}
    found = verdicts(book, visit("A", *pair, payer="hns"), visit("B", *pair, more, payer="hns"))
    told = {
        name: [each.message for each in verdict.findings if each.rule == "P206"]
        for name, verdict in found.items()
    }

    assert told["A"] == []
    assert len(told["B"]) == 1
    assert "knows a pair edit of HNS" in told["B"][0]
