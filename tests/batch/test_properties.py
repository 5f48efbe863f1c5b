"""Whatever was found: parts and totals agree, and the order of the rows changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from logic.batch.claims import KINDS, Batch, batch_of
from logic.batch.groups import BYS, groups
from logic.batch.listing import listing
from logic.batch.risk import risk
from logic.batch.summary import summary
from tests.batch.claims_made import Made

RULES = ("U101", "P201", "M401", "D701")
STATES = (("fail", "error"), ("fail", "warning"), ("needs documentation", "error"))
CODES = ("97110", "97124", "97140")


@st.composite
def libraries(draw: Callable[..., object]) -> Made:
    """A few claims with a few lines and whatever findings."""
    library = Made()
    for number in range(draw(st.integers(0, 6))):
        name = f"claim {number}"
        charges = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(CODES), st.none() | st.integers(0, 50_000).map(lambda each: each / 100)
                ),
                min_size=1,
                max_size=4,
            )
        )
        found = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(RULES),
                    st.sampled_from(STATES),
                    st.lists(st.integers(1, len(charges)), unique=True, max_size=4),
                ),
                max_size=5,
            )
        )
        states = {state for _, (state, _), _ in found}
        verdict = (
            "fail"
            if "fail" in states
            else "needs documentation"
            if states
            else draw(st.sampled_from(["pass", "not checked"]))
        )
        provider = draw(st.sampled_from(["N1", "N2", None]))
        library.claim(name, *charges, verdict=verdict, provider=provider)
        for rule, (state, severity), lines in found:
            library.finding(name, rule, lines, state=state, severity=severity)
    return library


def batches() -> st.SearchStrategy[Batch]:
    return libraries().map(batch_of)


@given(batches())
@settings(deadline=None, max_examples=60)
def test_parts_and_totals_agree(batch: Batch) -> None:
    found = risk(batch)

    assert sum(each.cents for each in found.kinds.values()) == found.total.cents
    assert sum(each.lines for each in found.kinds.values()) == found.total.lines
    assert sum(each.unknown for each in found.kinds.values()) == found.total.unknown
    for kind in KINDS:
        again, heavier = found.overlap(kind)
        parts = sum(each.amount.cents for each in found.rules if each.kind == kind)
        assert again >= 0
        assert heavier >= 0
        assert parts - again - heavier == found.kinds[kind].cents
    for by in BYS:
        assert sum(each.cents for each in groups(batch, by)) == found.kinds["error"].cents
    assert found.total.cents <= sum(charge or 0 for charge in batch.charges["charge"])


@given(batches())
@settings(deadline=None, max_examples=60)
def test_each_claim_stands_in_one_class(batch: Batch) -> None:
    told = summary(batch)

    assert told.wrong + told.look + told.note + told.clean + told.open == told.claims
    assert told.clean == (batch.claims["verdict"] == "pass").sum()
    assert told.wrong + told.look == (batch.claims["verdict"] == "fail").sum()


@given(libraries(), st.randoms())
@settings(deadline=None, max_examples=40)
def test_the_order_of_the_rows_changes_nothing(library: Made, random: Random) -> None:
    def mixed(rows: list[dict[str, object]]) -> list[dict[str, object]]:
        return random.sample(rows, len(rows))

    turned = Made(mixed(library.claim_rows), mixed(library.finding_rows), mixed(library.line_rows))
    one, other = batch_of(library), batch_of(turned)

    assert summary(other) == summary(one)
    for by in BYS:
        assert groups(other, by) == groups(one, by)
    assert listing(other).equals(listing(one))
