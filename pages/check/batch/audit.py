"""An audit: a random sample of the claims, looked at one by one beside the chart, and what that says of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.batch import audit
from logic.batch.audit_words import audit_sentences
from logic.batch.one_claim import one_claim
from logic.batch.summary import percent
from pages.check.batch import drill
from pages.parts import verdict as parts
from pages.parts.csv_file import csv_of
from pages.parts.text import count, plain

if TYPE_CHECKING:
    from datetime import date

    from logic.claims.library import Library
    from logic.reports.batch_summary import Audit
    from logic.rulebook import RuleBook
    from pages.check.batch.told import Told

SAMPLE: Final = "claims_sample"  # (whose claims, size, seed)
MARKS: Final = "claims_marks"
AT: Final = "claims_sample_at"
MOST_SEED: Final = 999_999


def show(library: Library, told: Told, book: RuleBook, day: date) -> None:
    """Show the way to a sample, or the sample."""
    if not told.summary.claims:
        return
    st.header("Audit a random sample")
    drawn = _drawn(library, told)
    if drawn is None:
        _offer(library, told)
    else:
        _marking(library, told, book, day, drawn)


def taken(library: Library, told: Told) -> Audit | None:
    """Give the audit of these claims for the summary, where something was marked."""
    from logic.reports.batch_summary import Audit  # noqa: PLC0415 - reportlab takes 200 ms to import

    drawn = _drawn(library, told)
    if drawn is None:
        return None
    sample, seed = drawn
    found = audit.estimate(sample, st.session_state[MARKS], told.summary.claims)
    return None if found is None else Audit(len(sample), seed, found)


def _whose(library: Library, told: Told) -> tuple[str, str, frozenset[str] | None]:
    return str(library.root), library.state(), told.batch.imports


def _drawn(library: Library, told: Told) -> tuple[tuple[str, ...], int] | None:
    kept = st.session_state.get(SAMPLE)
    if kept is None or kept[0] != _whose(library, told):
        return None
    _, size, seed = kept
    return audit.draw(told.batch.claims, size, seed), seed


def _offer(library: Library, told: Told) -> None:
    st.markdown(
        "The program reads claims; you can read the charts. Look at a few that chance picks, say right or wrong, and "
        "read what that means for all of them, with how sure it is."
    )
    sizes = audit.sizes(told.summary.claims)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        size = st.selectbox(
            "How many claims",
            sizes,
            format_func=lambda each: _size(each, told.summary.claims),
            key="claims_sample_size",
            width=360,
        )
        seed = st.number_input(
            "Seed",
            1,
            MOST_SEED,
            1,
            key="claims_sample_seed",
            help="The same seed draws the same claims from the same imports, on any machine. Write it down, and the "
            "sample can be drawn again.",
            width=140,
        )
        st.button(
            "Draw the sample",
            icon=":material/casino:",
            key="claims_sample_draw",
            on_click=_draw,
            args=(_whose(library, told), size.claims, int(seed)),
        )


def _size(size: audit.Size, population: int) -> str:
    if size.claims == population:
        return f"all {size.claims:,}: a count, no estimate"
    return f"{size.claims:,}: within {percent(size.margin)} either way, 95 times in 100"


def _draw(whose: object, size: int, seed: int) -> None:
    st.session_state[SAMPLE] = (whose, size, seed)
    st.session_state[MARKS] = {}
    st.session_state[AT] = 0


def _marking(
    library: Library, told: Told, book: RuleBook, day: date, drawn: tuple[tuple[str, ...], int]
) -> None:
    sample, seed = drawn
    marks: dict[str, audit.Mark] = st.session_state[MARKS]
    found = audit.estimate(sample, marks, told.summary.claims)
    with st.container(key="claims_audit", gap="small"):
        if found is not None:
            st.markdown(f"**{plain(' '.join(audit_sentences(found)))}**")
            if found.cents is not None and not found.census and audit.rough(list(marks.values())):
                st.caption("Few claims have an amount, so the interval of dollars is only a rough one.")
        st.progress(len(marks) / len(sample), text=f"{len(marks):,} of {len(sample):,} marked")
        _one(library, book, day, sample)
        _below(told, sample, seed)


def _one(library: Library, book: RuleBook, day: date, sample: tuple[str, ...]) -> None:
    marks: dict[str, audit.Mark] = st.session_state[MARKS]
    at = min(st.session_state[AT], len(sample) - 1)
    submission = sample[at]
    with st.container(border=True, key="card_claims_sampled", gap="small"):
        st.markdown(f"**Claim {at + 1:,} of {len(sample):,}** {_marked(marks.get(submission))}")
        found = one_claim(library, submission, book, day)
        if found is None:
            st.info(
                "No line of this claim could be read, so there is nothing to show.", icon=":material/help:"
            )
        else:
            st.markdown(drill.about(library, submission, found, book))
            drill.lines_table(found.lines)
            word, color, _ = parts.STATES[found.verdict.verdict]
            rules = sorted({each.rule for each in found.verdict.findings if each.state != "not checked"})
            st.markdown(
                f"The program says :{color}-badge[{word}] {plain(', '.join(rules))}  \nNow look at the chart: is this "
                "claim right as it was billed?"
            )
        wrong = st.number_input(
            "If wrong: dollars wrong on this claim",
            min_value=0.0,
            value=None,
            step=1.0,
            format="%.2f",
            key=f"claims_wrong_{submission}",
            placeholder="Leave empty if you do not know",
            width=300,
        )
        with st.container(horizontal=True):
            st.button(
                "Right",
                icon=":material/check:",
                key="claims_right",
                on_click=_mark,
                args=(submission, at, True, None),
            )
            cents = None if wrong is None else round(wrong * 100)
            st.button(
                "Wrong",
                icon=":material/close:",
                key="claims_wrong",
                on_click=_mark,
                args=(submission, at, False, cents),
            )
            if at:
                st.button(
                    "One back",
                    icon=":material/arrow_back:",
                    key="claims_sample_back",
                    on_click=_go,
                    args=(at - 1,),
                )
            if submission in marks and at + 1 < len(sample):
                st.button(
                    "Next",
                    icon=":material/arrow_forward:",
                    key="claims_sample_next",
                    on_click=_go,
                    args=(at + 1,),
                )


def _marked(mark: audit.Mark | None) -> str:
    if mark is None:
        return ""
    return ":green-badge[marked right]" if mark.right else ":red-badge[marked wrong]"


def _mark(submission: str, at: int, right: bool, cents: int | None) -> None:
    st.session_state[MARKS] = st.session_state[MARKS] | {
        submission: audit.Mark(right, None if right else cents)
    }
    st.session_state[AT] = at + 1


def _go(at: int) -> None:
    st.session_state[AT] = at


def _below(told: Told, sample: tuple[str, ...], seed: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "The sample (CSV)",
            data=lambda: csv_of(_rows(told, sample)),
            file_name=f"audit-sample-{len(sample)}-seed-{seed}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="claims_sample_csv",
        )
        st.button(
            "Draw another sample", icon=":material/restart_alt:", key="claims_sample_again", on_click=_forget
        )
    st.caption(
        f"Drawn by seed {seed} from {count(told.summary.claims, 'claim')}. Marks are kept while this page is open; "
        "take the CSV along. Shares by Wilson's interval, exact ones by Clopper and Pearson. Only claims marked in the "
        "order in which they were drawn count: a choice is not chance."
    )


def _forget() -> None:
    for key in (SAMPLE, MARKS, AT):
        st.session_state.pop(key, None)


def _rows(told: Told, sample: tuple[str, ...]) -> list[list[object]]:
    marks: dict[str, audit.Mark] = st.session_state.get(MARKS, {})
    claims = {row["submission"]: row for row in told.batch.claims.iter_rows(named=True)}
    rows: list[list[object]] = [
        [
            "number",
            "service_date",
            "codes",
            "provider",
            "payer",
            "charge",
            "program_says",
            "marked",
            "dollars_wrong",
            "claim",
        ]
    ]
    for number, each in enumerate(sample, 1):
        row, mark = claims[each], marks.get(each)
        rows.append(
            [
                number,
                row["service_date"],
                " ".join(row["codes"] or []),
                row["provider"],
                row["payer_name"],
                None if row["charge"] is None else row["charge"] / 100,
                row["verdict"],
                "" if mark is None else "right" if mark.right else "wrong",
                "" if mark is None or mark.cents is None else mark.cents / 100,
                each,
            ]
        )
    return rows
