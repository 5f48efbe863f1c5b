"""The flow, the aging and the Pareto: what goes in comes out, and nothing is counted twice."""

from __future__ import annotations

import pytest

from logic.denials import Denials
from logic.rulebook import RuleBook
from logic.trends.aging import aging
from logic.trends.filters import Filters
from logic.trends.flow import Flow, flow
from logic.trends.making import made_frames
from logic.trends.pareto import finding, pareto
from logic.trends.view import TrendFrames
from tests.trends.by_hand import Paper, claim, frames, on
from tests.trends.clinic import DAY, Clinic

PAID = ("97110", 100_00, 80_00, (("CO", "45", 20_00),))
DENIED = ("97110", 100_00, 0, (("CO", "50", 100_00),))
BACK = ("97110", -100_00, -80_00, (("CO", "45", -20_00),))
PARTS = (PAID, ("97124", 50_00, 0, (("CO", "236", 50_00),)))


@pytest.fixture(scope="module")
def view(clinic: Clinic, denials: Denials, book: RuleBook) -> TrendFrames:
    kept = (clinic.submissions, clinic.findings, clinic.remit_lines, clinic.adjustments)
    return TrendFrames(**made_frames(*(one.lazy() for one in kept), denials=denials, book=book), day=DAY)


def adds_up(told: Flow) -> None:
    for node in told.nodes:
        into = [link for link in told.links if link.target == node.id]
        out = [link for link in told.links if link.source == node.id]
        for ways in [into] if node.step == 3 else [out] if node.step == 0 else [into, out]:
            assert sum(way.count for way in ways) == node.count
            assert sum(way.charge for way in ways) == node.charge
    for step in range(4):
        assert sum(node.count for node in told.nodes if node.step == step) == told.nodes[0].count


@pytest.mark.parametrize("filters", ["", "payer=MEDICARE", "code=97124", "from=2026-04-01&to=2026-04-30"])
def test_the_flow_adds_up_at_every_place(view: TrendFrames, filters: str) -> None:
    part = view.kept(Filters.from_url_text(filters))
    told = flow(part)

    adds_up(told)
    assert told.nodes[0].count == part.claims.filter("first").height
    assert told.nodes[0].charge == part.claims.filter("first")["charge"].sum()


def test_every_way_a_claim_can_go(denials: Denials, book: RuleBook) -> None:
    claims = [claim(str(n)) for n in range(8)]
    claims += [
        claim("2", frequency="7", replaces="ICN2", submitted_on=on(30)),
        claim("3", frequency="7", replaces="ICN3", submitted_on=on(30)),
        claim("5", frequency="8", replaces="ICN5", submitted_on=on(30)),
    ]
    paper = Paper().answer("1", 20, PAID).answer("2", 20, *PARTS).answer("3", 20, DENIED, status="4")
    paper.answer("2", 50, PAID, frequency="7", payer_claim="ICN2B")
    paper.answer("4", 20, DENIED, status="4").answer("4", 60, PAID)
    paper.answer("6", 20, PAID).answer("6", 40, BACK, status="22")
    paper.answer("7", 20, PAID).answer("7", 40, BACK, status="22").answer("7", 40, DENIED, status="4")
    paper.answer("99", 20, PAID)

    told = flow(frames(claims, paper, denials, book))

    adds_up(told)
    assert {
        (link.source[2:], link.target[2:]): link.count for link in told.links if link.source[0] != "0"
    } == {
        ("no answer yet", "nothing more"): 1,  # 0
        ("no answer yet", "voided"): 1,  # 5
        ("paid", "nothing more"): 1,  # 1
        ("paid", "taken back"): 1,  # 6
        ("paid", "answered again"): 1,  # 7
        ("partly denied", "sent again"): 1,  # 2
        ("denied", "sent again"): 1,  # 3
        ("denied", "answered again"): 1,  # 4
        ("nothing more", "open"): 1,
        ("nothing more", "paid"): 1,
        ("sent again", "paid"): 1,
        ("sent again", "open"): 1,
        ("answered again", "paid"): 1,
        ("answered again", "denied"): 1,
        ("taken back", "reversed"): 1,
        ("voided", "voided"): 1,
    }
    assert told.unmatched == 1


def test_open_claims_by_age(denials: Denials, book: RuleBook) -> None:
    # Sent on days 0, 1 and 100; looked at on day 121: 121, 120 and 21 days old.
    claims = [claim(str(n), service_date=on(day), submitted_on=on(day)) for n, day in enumerate((0, 1, 100))]
    claims.append(claim("9", service_date=on(0), submitted_on=on(0)))
    paper = Paper().answer("9", 20, PAID)

    told = aging(frames(claims, paper, denials, book, day=on(121)))

    assert [(bucket.label, bucket.count) for bucket in told.buckets] == [
        ("0 to 30 days", 1),
        ("31 to 60 days", 0),
        ("61 to 90 days", 0),
        ("91 to 120 days", 1),
        ("over 120 days", 1),
    ]
    assert [bucket.late for bucket in told.buckets] == [1, 0, 0, 1, 1]
    assert (told.oldest, told.buckets[-1].charge) == (121, 100_00)
    assert (told.usual, told.late, told.late_charge) == (20, 3, 300_00)  # the only answer took 20 days


def test_aging_says_when_there_is_no_remittance(denials: Denials, book: RuleBook) -> None:
    told = aging(frames([claim("1")], Paper(), denials, book))

    assert told.not_remitted
    assert told.finding == "No remittance (835) is in these files, so no claim shows an answer: 1 look open."


def test_the_bars_by_hand(denials: Denials, book: RuleBook) -> None:
    paper = Paper().answer("1", 20, DENIED, status="4").answer("2", 20, *PARTS).answer("3", 20, *PARTS)
    view = frames([claim(n, charge=150_00) for n in "123"], paper, denials, book)

    bars = pareto(view, titles={"medical-necessity": "Medical necessity", "pair-edit": "Pair edits"})

    # $100 for need; two times $50 for the pair: equal, so by name.
    assert [(bar.title, bar.count, bar.amount, bar.share, bar.running) for bar in bars] == [
        ("Medical necessity", 1, 100_00, 0.5, 0.5),
        ("Pair edits", 2, 100_00, 0.5, 1.0),
    ]
    assert [bar.weight for bar in bars] == ["contested", "preventable"]
    assert finding(bars) == "Medical necessity makes 50% of the denied dollars."
    assert finding(pareto(view, order="count"), "count") == "pair-edit makes 67% of the denied lines."


def test_the_bars_hold_every_denied_line(view: TrendFrames) -> None:
    for by in ("category", "carc", "code", "payer_name"):
        bars = pareto(view, by)
        assert sum(bar.count for bar in bars) == view.denied.height
        assert sum(bar.amount for bar in bars) == view.denied["amount"].sum()
        assert bars[-1].running == pytest.approx(1)


def test_nothing_denied_says_so(denials: Denials, book: RuleBook) -> None:
    view = frames([claim("1")], Paper().answer("1", 20, PAID), denials, book)

    assert finding(pareto(view)) == "Nothing was denied in what is looked at."
