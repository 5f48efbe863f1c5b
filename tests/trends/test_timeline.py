"""One claim's way, event by event."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pytest

from logic.claims.frames import FINDINGS, SUBMISSIONS
from logic.denials import Denials
from logic.trends.timeline import Timeline, timeline
from logic.trends.view import Kept
from tests.trends.by_hand import Paper, claim, filled, on
from tests.trends.clinic import DAY, Clinic

PAID = ("97110", 100_00, 60_00, (("CO", "45", 25_00), ("PR", "2", 15_00)))
NO_MODIFIER = ("97124", 50_00, 0, (("CO", "4", 50_00),))
BACK = ("97110", -100_00, -60_00, (("CO", "45", -25_00), ("PR", "2", -15_00)))


@dataclass
class Shelf:
    """A library of frames in memory."""

    sent: pl.DataFrame
    lines: pl.DataFrame
    moved: pl.DataFrame
    invented: bool = True

    def submissions(self) -> pl.LazyFrame:
        return self.sent.lazy()

    def findings(self) -> pl.LazyFrame:
        return FINDINGS.to_frame().lazy()

    def remit_lines(self) -> pl.LazyFrame:
        return self.lines.lazy()

    def adjustments(self) -> pl.LazyFrame:
        return self.moved.lazy()

    def derived(self, name: str, make: object) -> object:
        raise NotImplementedError(name, make)


def told(claims: list[dict[str, object]], paper: Paper, submission: str, denials: Denials) -> Timeline:
    lines, moved = paper.frames()
    shelf: Kept = Shelf(filled(claims, SUBMISSIONS), lines, moved)  # type: ignore[assignment]
    return timeline(shelf, submission, denials, on(100))


def test_a_claim_that_was_denied_in_part_corrected_and_paid(denials: Denials) -> None:
    claims = [
        claim("1", charge=150_00, codes=["97110", "97124"]),
        claim("1", frequency="7", replaces="ICN1", submitted_on=on(30), charge=150_00),
        claim("2"),
    ]
    paper = Paper().answer("1", 20, PAID, NO_MODIFIER).answer("2", 20, PAID)
    paper.answer("1", 45, BACK, ("97124", -50_00, 0, ()), status="22")
    paper.answer(
        "1", 45, PAID, ("97124", 50_00, 30_00, (("CO", "45", 20_00),)), frequency="7", payer_claim="B"
    )

    for submission in ("S11", "S17"):  # the same way, whichever of its claims is asked for
        way = told(claims, paper, submission, denials)

        assert way.submissions == ("S11", "S17")
        assert [(event.on, event.kind, event.paid) for event in way.events] == [
            (on(0), "visit", None),
            (on(2), "sent", None),
            (on(20), "partly denied", 60_00),
            (on(30), "corrected", None),
            (on(45), "taken back", -60_00),
            (on(45), "paid", 90_00),
            (on(100), "now", 90_00),
        ]
        assert way.finding == "Sent 2 times, 2 answers, $90.00 paid; it stands as paid."

    first = way.events[2]
    assert first.undone
    assert (first.charge, first.denied, first.owes) == (150_00, 50_00, 15_00)
    line = first.lines[1]
    assert (line.code, line.charge, line.paid, line.refused) == ("97124", 50_00, 0, 50_00)
    (reason,) = line.reasons
    assert (reason.codes, reason.amount, reason.category, reason.denial) == ("CO-4", 50_00, "modifier", True)
    assert reason.says == "The payer cannot use the line with the modifiers it has."
    assert reason.fix == denials.named("modifier").fix
    assert [(one.codes, one.denial, one.fix) for one in first.lines[0].reasons] == [
        ("CO-45", False, ""),
        ("PR-2", False, ""),
    ]


def test_a_claim_without_an_answer_says_how_long_and_no_more(denials: Denials) -> None:
    way = told([claim("1")], Paper(), "S11", denials)

    assert way.status == "open"
    assert way.events[-1].says == (
        "98 days since it was sent. No answer is in these files; the payer may have answered elsewhere."
    )
    assert way.finding == "Sent once, no answer; it stands as open."


def test_codes_that_we_do_not_know_are_said_to_be_unknown(denials: Denials) -> None:
    odd = ("97110", 100_00, 0, (("CO", "299", 100_00),))
    way = told([claim("1")], Paper().answer("1", 20, odd, status="4"), "S11", denials)

    (reason,) = way.events[2].lines[0].reasons
    assert (reason.category, reason.fix) == (None, "")
    assert "not in our list" in reason.says
    assert way.status == "denied"


def test_a_voided_claim(denials: Denials) -> None:
    claims = [claim("1"), claim("1", frequency="8", replaces="ICN1", submitted_on=on(30))]
    way = told(claims, Paper().answer("1", 20, PAID), "S11", denials)

    assert [event.kind for event in way.events] == ["visit", "sent", "paid", "voided", "now"]
    assert way.status == "voided"


def test_a_submission_that_is_not_there(denials: Denials) -> None:
    with pytest.raises(KeyError):
        told([claim("1")], Paper(), "S99", denials)


def test_the_ways_of_the_invented_claims_add_up(clinic: Clinic, denials: Denials) -> None:
    shelf: Kept = Shelf(clinic.submissions, clinic.remit_lines, clinic.adjustments)  # type: ignore[assignment]
    replaced = {one.replaces: one for one in clinic.claims if one.replaces is not None}
    some = [one for one in clinic.claims if one.replaces is None][::60] + [
        one for one in clinic.claims if one.number in replaced
    ][:20]
    seen = 0
    for one in some:
        way = timeline(shelf, str(one.number), denials, DAY)
        chain = [one.number] + ([replaced[one.number].number] if one.number in replaced else [])
        mine = [answer for answer in clinic.answers if answer.claim.number in chain]
        assert way.submissions == tuple(map(str, chain))
        assert sum(event.paid or 0 for event in way.events[:-1]) == sum(answer.paid for answer in mine)
        assert way.events[-1].paid == sum(answer.paid for answer in mine)
        asked = [answer for answer in mine if not answer.reversal]
        assert [event.on for event in way.events if event.lines] == sorted(answer.paid_on for answer in asked)
        kinds = [event.kind for event in way.events]
        assert kinds.count("taken back") == len(mine) - len(asked)
        if "taken back" in kinds:  # and only then the corrected claim is answered
            assert kinds[kinds.index("taken back") + 1 :] in (["paid", "now"], ["denied", "now"])
            seen += 1
    assert seen > 3
