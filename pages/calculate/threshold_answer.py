"""The threshold calculator's answer: where KX begins, the chart, every claim, the steps and the source."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.calculators.threshold_outlook import finding, of_counter, outlook, steps
from pages.calculate import threshold_chart as chart
from pages.parts import sources
from pages.parts.glossary import help_for
from pages.parts.text import count, listed, plain, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from logic.calculators.threshold import ClaimState, CounterState, ThresholdResult
    from logic.rulebook import RuleBook

MOST_ROWS: Final = 400


def invitation(year: int, book: RuleBook) -> None:
    """Show what to do while nothing is entered, and the amounts that most people look for."""
    limit = book.kx_threshold(date(year, 1, 1))
    if limit is None:
        st.header(f"The threshold of {year} is not known")
    else:
        st.header(f"KX from {plain(_dollars(limit.amount))} in {year}", help=help_for("kx"))
    st.markdown(
        "Enter the claims of the year, or take one of the examples above. The amounts of each year, for PT and SLP "
        "together and the same for OT:"
    )
    rows = [
        [row.from_.year, plain(_dollars(row.amount)) + sources.confirm_badge(row.to_confirm)]
        for row in reversed(book.amounts.kx_threshold)
    ]
    st.markdown(table(["Year", "KX above"], rows, right=(1,)))
    _sources(year, book)


def show(result: ThresholdResult, year: int, book: RuleBook, day: date) -> None:
    """Show the answer for the year's counters."""
    counters = [counter for counter in result.counters if counter.year == year]
    others = sorted({counter.year for counter in result.counters} - {year})
    if not counters:
        st.header(f"No claim of {year}")
    else:
        counter = counters[0] if len(counters) == 1 else _chosen(counters)
        _headline(counter, counters)
        own = of_counter(result.claims, counter)
        ahead = outlook(result.claims, counter)
        chart.show(own, counter, ahead)
        if ahead is None:
            st.caption("Claims on three days or more also show where the year would end at their pace.")
        else:
            st.markdown(f":small[{plain(ahead.says)}]")
        _claims(own)
        st.header("Step by step")
        told = enumerate(steps(result.claims, counter), start=1)
        st.markdown("\n".join(f"{at}. {plain(step)}" for at, step in told))
    if others:
        many = sum(state.claim.on.year != year for state in result.claims)
        st.info(
            f"{count(many, 'claim')} of {listed([str(each) for each in others])} "
            f"{'is' if many == 1 else 'are'} not in this count. Choose the year above to see them."
        )
    _sources(year, book)
    late = "".join(sources.late_words(book, each, "2026", day) for each in ("kx_threshold", "medical_review"))
    st.caption(
        "The address of this page holds the year, nothing else: dates and dollars stay out of it." + late
    )


def _chosen(counters: Sequence[CounterState]) -> CounterState:
    names = [counter.counter for counter in counters]
    if st.session_state.get("kx_counter") not in names:
        st.session_state["kx_counter"] = names[-1]  # PT and SLP stands last
    chosen = st.segmented_control("Counter", names, key="kx_counter", required=True)
    return next((counter for counter in counters if counter.counter == chosen), counters[-1])


def _headline(counter: CounterState, counters: Sequence[CounterState]) -> None:
    """Say where KX begins, and where the counters stand."""
    st.header(plain(finding(counter, None)), help=help_for("kx"))
    several = len(counters) > 1
    head = ["Used", "KX above", "Left before KX", "Review above"]
    rows = [
        [plain("not known" if each is None else _dollars(each)) for each in _amounts(one)] for one in counters
    ]
    if several:
        head = ["Counter", *head]
        rows = [[one.counter, *row] for one, row in zip(counters, rows, strict=True)]
    st.markdown(table(head, rows, right=range(several, len(head))))
    for each in counters:
        if each.threshold is None or each.used > each.threshold:
            st.markdown(plain(each.says))


def _amounts(counter: CounterState) -> tuple[Decimal | None, ...]:
    return counter.used, counter.threshold, counter.remaining, counter.review_from


def _claims(own: Sequence[ClaimState]) -> None:
    """Fold every claim away, with the total that it reached and what that means."""
    if not own:
        return
    with st.expander(f"Every claim: {count(len(own), 'line')}", icon=":material/list:"):
        rows = [
            [
                state.claim.on.isoformat(),
                state.claim.discipline.upper(),
                plain(_dollars(state.after - state.before)),
                plain(_dollars(state.after)),
                f"**{state.kx}**" if state.kx == "begins here" else state.kx,
            ]
            for state in own[:MOST_ROWS]
        ]
        st.markdown(table(["Date", "For", "Allowed", "Total", "KX"], rows, right=(2, 3)))
        if len(own) > MOST_ROWS:
            st.caption(f"And {len(own) - MOST_ROWS:,} more; the CSV below the chart has all of them.")


def _sources(year: int, book: RuleBook) -> None:
    """Cite the year's two amounts."""
    on = date(year, 1, 1)
    facts = [fact for fact in (book.kx_threshold(on), book.medical_review(on)) if fact is not None]
    ids = dict.fromkeys(each for fact in facts for each in fact.source)
    sources.line(book, list(ids), to_confirm=any(fact.to_confirm for fact in facts))


def _dollars(amount: Decimal | float) -> str:
    return f"${amount:,.2f}"
