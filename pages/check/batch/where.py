"""Where the errors are: by code, provider and payer, with a rate only where there are enough claims for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.batch.summary import dollars, percent
from logic.trends.funnel import FEWEST_CASES
from pages.check.batch import desk, words
from pages.parts.csv_file import csv_of
from pages.parts.text import plain, table

if TYPE_CHECKING:
    from logic.batch.groups import By, Group
    from pages.check.batch.told import Told

LABELS: Final[dict[By, str]] = {"code": "Code", "provider": "Provider", "payer_name": "Payer"}
FILTER: Final[dict[By, str]] = {"code": "code", "provider": "provider", "payer_name": "payer"}
MOST: Final = 12


def show(told: Told) -> None:
    """Show the table of one of the three."""
    if not told.summary.wrong:
        return
    st.header("Where the errors are")
    by: By = st.segmented_control(
        "By",
        list(LABELS),
        default="code",
        format_func=LABELS.__getitem__,
        key="claims_by",
        required=True,
        label_visibility="collapsed",
    )
    found = told.groups[by]
    with st.container(key="claims_table_where"):
        st.markdown(
            table(
                [LABELS[by], "With an error", "Rate (95% interval)", "Charges"],
                [[plain(cell) for cell in _row(by, each)] for each in found[:MOST]],
                right=(1, 2, 3),
            )
        )
    more = f" The first {MOST} of {len(found):,}; the download holds all." if len(found) > MOST else ""
    st.caption(
        f"A rate is shown from {FEWEST_CASES} claims on; with fewer, chance alone moves it too much. Rates whose "
        f"intervals overlap may well be the same. This is no league table.{more}"
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wrong = [each.name for each in found if each.wrong]
        chosen = st.selectbox(
            f"Claims of which {LABELS[by].lower()}",
            wrong,
            format_func=lambda name: _name(by, name),
            key=f"claims_of_{by}",
            width=260,
        )
        st.button(
            "See its claims",
            key=f"claims_where_{by}",
            icon=":material/list_alt:",
            on_click=desk.drill,
            kwargs={FILTER[by]: chosen},
        )
        st.download_button(
            "As CSV",
            data=lambda: csv_of(_sheet(by, found)),
            file_name=f"claims-by-{LABELS[by].lower()}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"claims_csv_{by}",
        )


def _row(by: By, each: Group) -> list[str]:
    rate = "too few to tell"
    if each.share is not None:
        rate = f"{percent(each.share.estimate)} ({percent(each.share.low)} to {percent(each.share.high)})"
    money = dollars(each.cents) + (f" and {each.unknown:,} not told" if each.unknown else "")
    return [_name(by, each.name), f"{each.wrong:,} of {each.claims:,}", rate, money]


def _sheet(by: By, found: tuple[Group, ...]) -> list[list[object]]:
    """All rows as numbers for a spreadsheet; a rate that is not told is left empty."""
    rows: list[list[object]] = [
        [
            LABELS[by],
            "Claims",
            "With an error",
            "Rate",
            "Low",
            "High",
            "Dollars",
            "Lines without a charge",
            "Most often",
        ]
    ]
    for each in found:
        rate = [None] * 3 if each.share is None else [round(part, 4) for part in each.share]
        rows.append([each.name, each.claims, each.wrong, *rate, each.cents / 100, each.unknown, each.top])
    return rows


def _name(by: By, name: str) -> str:
    if by == "provider":
        return words.provider(name)
    return words.payer(name) if by == "payer_name" else name
