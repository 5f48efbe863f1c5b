from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.trends.filters import Filters

WORDS = st.lists(st.text(min_size=1, max_size=12).filter(lambda text: text == text.strip()), max_size=3).map(
    lambda words: tuple(sorted(set(words)))
)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(payers=WORDS, providers=WORDS, codes=WORDS, disciplines=WORDS, days=st.tuples(DAYS, DAYS))
def test_filters_come_back_from_their_url(
    payers: tuple[str, ...],
    providers: tuple[str, ...],
    codes: tuple[str, ...],
    disciplines: tuple[str, ...],
    days: tuple[date | None, date | None],
) -> None:
    first, last = days
    if first and last and first > last:
        first, last = last, first
    filters = Filters(payers, providers, codes, disciplines, first, last)

    assert Filters.from_url_text(filters.url_text()) == filters
    assert Filters.from_query(filters.query()) == filters


@given(st.text(max_size=200))
def test_any_text_in_the_address_gives_filters(text: str) -> None:
    assert isinstance(Filters.from_url_text(text), Filters)


@pytest.mark.parametrize(
    "text", ["from=2026-13-01", "to=yesterday", "color=red", "payer=", "from=20260101&from=x"]
)
def test_what_is_no_filter_is_left_open(text: str) -> None:
    left = Filters.from_url_text(text)

    assert left.none or left == Filters(first=date(2026, 1, 1))


def test_days_in_the_wrong_order_are_turned() -> None:
    filters = Filters.from_url_text("from=2026-06-01&to=2026-05-01")

    assert (filters.first, filters.last) == (date(2026, 5, 1), date(2026, 6, 1))
