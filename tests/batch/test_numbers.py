"""A batch of a few claims, every number worked out by hand."""

from __future__ import annotations

import pytest

from logic.batch.claims import batch_of
from logic.batch.coverage import coverage, reasons
from logic.batch.groups import groups
from logic.batch.listing import Wanted, listing
from logic.batch.payers import edits_unknown
from logic.batch.risk import Amount, risk
from logic.batch.summary import dollars, percent, summary
from logic.rulebook import RuleBook
from tests.batch.claims_made import Made


@pytest.fixture
def made() -> Made:
    """Five claims.

    A: three lines of $60, $50 and $40; two errors, both on line 1, one of them on line 2 too. B: one line of $70,
    needs documentation of the whole claim. C: an error of the whole claim, one line of $30, one without a charge.
    D: nothing found. E: nothing found, and what decides was not checked.
    """
    library = Made()
    library.claim("A", ("97110", 60.0), ("97124", 50.0), ("97140", 40.0), verdict="fail", not_checked=2)
    library.claim("B", ("97124", 70.0), verdict="needs documentation", provider="N2")
    library.claim("C", ("97110", 30.0), ("97124", None), verdict="fail", provider="N2", payer="HARBOR")
    library.claim("D", ("97110", 80.0))
    library.claim("E", ("97110", 90.0), verdict="not checked", checked=0, not_checked=4, provider=None)
    library.finding("A", "P201", (1, 2))
    library.finding("A", "M401", (1,))
    library.finding("A", "U102", (2, 3), severity="warning")
    library.finding("A", "D701", state="needs documentation")
    library.finding("B", "D701", state="needs documentation")
    library.finding("C", "U101")
    library.states("U101", "pass", 3)
    library.states("U101", "fail", 1)
    library.states("U101", "not checked", 2, "The lines tell no minutes.")
    library.states("U107", "not checked", 3, "The lines tell no minutes.")
    library.states("U107", "not checked", 1, "The payer's way of counting is not known.")
    library.states("U102", "needs documentation", 2)
    return library


def test_each_line_stands_once_under_its_heaviest_finding(made: Made) -> None:
    found = risk(batch_of(made))

    # A 1 and 2, C 1 and 2: 60 + 50 + 30 dollars and one charge that is not told.
    assert found.kinds["error"] == Amount(4, 14_000, 1)
    # A 3 alone: line 2 has an error too.
    assert found.kinds["look"] == Amount(1, 4_000, 0)
    # B 1: every line of A that D701 speaks of stands under something heavier.
    assert found.kinds["note"] == Amount(1, 7_000, 0)
    assert found.total == Amount(6, 25_000, 1)


def test_the_rules_add_up_to_the_total_once_the_overlap_is_taken_out(made: Made) -> None:
    found = risk(batch_of(made))
    cents = {(each.rule, each.kind): each.amount.cents for each in found.rules}

    assert cents == {
        ("P201", "error"): 11_000,
        ("M401", "error"): 6_000,
        ("U101", "error"): 3_000,
        ("U102", "look"): 9_000,
        ("D701", "note"): 22_000,
    }
    # P201 and M401 both speak of A 1.
    assert found.overlap("error") == (6_000, 0)
    # A 2 stands under its error.
    assert found.overlap("look") == (0, 5_000)
    # A 1, A 2 and A 3 stand under something heavier.
    assert found.overlap("note") == (0, 15_000)


def test_claims_by_their_heaviest_finding(made: Made) -> None:
    told = summary(batch_of(made))

    assert (told.claims, told.lines) == (5, 8)
    assert (told.wrong, told.look, told.note, told.clean, told.open) == (2, 0, 1, 1, 1)
    assert told.sentence() == (
        "2 of 5 claims have an error that a payer would likely deny or take back; at least $140.00 at risk; "
        "50% of the questions could be answered."
    )


def test_how_much_was_checked_and_why_the_rest_was_not(made: Made) -> None:
    found = coverage(batch_of(made))

    assert (found.asked, found.answered, found.share) == (12, 6, 0.5)
    assert [(each.rule, each.asked, each.missed) for each in found.rules] == [
        ("U107", 4, 4),
        ("U101", 6, 2),
        ("U102", 2, 0),
    ]
    assert (found.whole, found.part, found.none) == (3, 1, 1)
    assert reasons(found) == (
        ("The lines tell no minutes.", 5, ("U101", "U107")),
        ("The payer's way of counting is not known.", 1, ("U107",)),
    )


def test_by_code_provider_and_payer(made: Made) -> None:
    batch = batch_of(made)

    assert [
        (each.name, each.claims, each.wrong, each.cents, each.unknown) for each in groups(batch, "code")
    ] == [
        ("97110", 4, 2, 9_000, 0),
        ("97124", 3, 2, 5_000, 1),
        ("97140", 1, 0, 0, 0),
    ]
    assert [(each.name, each.claims, each.wrong, each.cents) for each in groups(batch, "provider")] == [
        ("N1", 2, 1, 11_000),
        ("N2", 2, 1, 3_000),
        ("not told", 1, 0, 0),
    ]
    assert [(each.name, each.wrong, each.top) for each in groups(batch, "payer_name")] == [
        ("MEDICARE", 1, "M401"),
        ("HARBOR", 1, "U101"),
    ]


def test_a_rate_is_told_from_thirty_claims_on() -> None:
    library = Made()
    for number in range(30):
        library.claim(f"A{number}", ("97110", 10.0), verdict="fail" if number < 3 else "pass", provider="N1")
        if number < 29:
            library.claim(f"B{number}", ("97110", 10.0), provider="N2")
    for number in range(3):
        library.finding(f"A{number}", "M401", (1,))

    many, few = groups(batch_of(library), "provider")

    assert (few.name, few.claims, few.share) == ("N2", 29, None)
    # 3 of 30 by Wilson: 3.5% to 25.6% (the formula by hand).
    assert many.share is not None
    assert [round(each, 3) for each in many.share] == [0.1, 0.035, 0.256]


def test_a_corrected_claim_takes_the_place_of_the_first_and_a_void_of_both() -> None:
    library = Made()
    library.claim("first", ("97110", 10.0), verdict="fail", claim_id="X")
    library.claim("second", ("97110", 20.0), claim_id="X", frequency="7")
    library.claim("sent", ("97110", 30.0), claim_id="Y")
    library.claim("taken back", ("97110", 30.0), claim_id="Y", frequency="8")
    library.claim("again", ("97110", 30.0), claim_id="Z")
    library.claim("numbered alike", ("97110", 40.0), claim_id="Z")
    library.finding("first", "M401", (1,))

    batch = batch_of(library)

    assert batch.claims["submission"].to_list() == ["second", "again", "numbered alike"]
    assert (batch.replaced, batch.voids) == (2, 1)
    assert batch.findings.is_empty()
    assert risk(batch).total == Amount(0, 0, 0)


def test_a_service_that_was_not_billed_has_a_charge_of_nothing() -> None:
    library = Made()
    library.claim("A", ("97110", 10.0), ("97124", None), verdict="fail")
    library.line_rows[1]["units"] = 0
    library.finding("A", "U101", (1, 2))

    assert risk(batch_of(library)).total == Amount(2, 1_000, 0)


def test_one_import_of_several() -> None:
    library = Made()
    library.claim("A", ("97110", 10.0))
    library.claim("B", ("97110", 20.0), import_id="two")

    assert batch_of(library, ["two"]).claims["submission"].to_list() == ["B"]
    assert batch_of(library, ["two"]).charges["charge"].to_list() == [2_000]
    assert summary(batch_of(library, [])).sentence() == "No claim stands in what was chosen."


@pytest.mark.parametrize(
    ("cents", "words"),
    [(0, "$0.00"), (6_550, "$65.50"), (412_000, "$4,120"), (99_999, "$999.99"), (-650, "-$6.50")],
)
def test_dollars(cents: int, words: str) -> None:
    assert dollars(cents) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0%"), (0.0001, "under 1%"), (0.624, "62%"), (0.9999, "over 99%"), (1.0, "100%")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(share: float, words: str) -> None:
    assert percent(share) == words


def test_the_claims_to_work_through(made: Made) -> None:
    batch = batch_of(made)

    assert listing(batch).select("submission", "kind", "cents", "unknown", "rules").rows() == [
        ("A", "error", 15_000, 0, ["M401", "P201", "U102", "D701"]),
        ("C", "error", 3_000, 1, ["U101"]),
        ("B", "note", 7_000, 0, ["D701"]),
    ]
    assert listing(batch, Wanted(rule="D701"))["submission"].to_list() == ["A", "B"]
    assert listing(batch, Wanted(rule="D701", provider="N2"))["submission"].to_list() == ["B"]
    assert listing(batch, Wanted(payer="HARBOR"))["submission"].to_list() == ["C"]
    assert listing(batch, Wanted(code="97140"))["cents"].to_list() == [4_000]


def test_payers_whose_pair_edits_nobody_knows_are_named(book: RuleBook) -> None:
    library = Made()
    library.claim("A", ("97110", 60.0), codes=["97110", "97140"], payer="HARBOR")
    library.claim("B", ("97110", 60.0), codes=["97110", "97110"], payer="HARBOR")
    library.claim("C", ("97110", 60.0), codes=["97110", "97140"])
    for row in library.claim_rows[:2]:
        row["payer"] = "commercial"

    # B holds one code, twice: it meets no other. Medicare's edits are in the rule book.
    assert edits_unknown(batch_of(library), book) == (("HARBOR",), 1)
