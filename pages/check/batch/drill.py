"""The claims with a finding as a list, and one of them opened: the same words as in the visit check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from logic.batch.across import HOW, beside_words
from logic.batch.listing import Wanted
from logic.batch.one_claim import as_typed, one_claim
from logic.batch.summary import dollars
from pages.check import findings as cards
from pages.check import state as visit
from pages.check.batch import desk, words
from pages.check.batch import told as numbers
from pages.parts import links
from pages.parts import verdict as parts
from pages.parts.text import count, plain, table

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from logic.batch.one_claim import OneClaim
    from logic.claims.library import Library
    from logic.rulebook import RuleBook
    from logic.verdict import Finding
    from pages.check.batch.told import Told

AT_ONCE: Final = 10
LINES_AT_ONCE: Final = 20
"""Of more lines the others are folded away, so that what to fix is not far below."""
SHOWN: Final = "claims_shown"


def show(library: Library, told: Told, imports: tuple[str, ...] | None, book: RuleBook, day: date) -> None:
    """Show the list or the claim over the page, where one was asked for."""
    if not st.session_state.get(desk.DRILL):
        return
    title = "Invented claims" if library.invented else "Claims"
    box = st.dialog(title, width="medium", on_dismiss=desk.close)(_inside)
    box(library, told, imports, book, day)


def _inside(library: Library, told: Told, imports: tuple[str, ...] | None, book: RuleBook, day: date) -> None:
    opened = st.session_state.get(desk.OPENED)
    if opened is None:
        _list(library, told, imports, book)
    else:
        _one(library, opened, book, day)


def _list(library: Library, told: Told, imports: tuple[str, ...] | None, book: RuleBook) -> None:
    _filters(told, book)
    state = st.session_state
    wanted = Wanted(**{name: state.get(key) for name, key in desk.FILTERS.items()})
    found = numbers.claims(library, imports, wanted)
    if found.is_empty():
        st.markdown("No claim has all of that.")
        return
    most = min(state.get(SHOWN, AT_ONCE), found.height)
    st.markdown(f"**{count(found.height, 'claim')}**, most dollars first.")
    with st.container(gap="xsmall", key="claims_list"):
        for row in found.head(most).iter_rows(named=True):
            word, color = words.KINDS[row["kind"]]
            st.button(
                f":{color}-badge[{word}] {plain(words.claim(row))}",
                key=f"claims_open_{row['submission']}",
                on_click=desk.open_claim,
                args=(row["submission"],),
                width="stretch",
                wrap=True,
            )
    if most < found.height:
        st.button(
            f"Show {min(AT_ONCE, found.height - most)} more",
            key="claims_more",
            icon=":material/expand_more:",
            on_click=_more,
            args=(most + AT_ONCE,),
        )


def _more(most: int) -> None:
    st.session_state[SHOWN] = most


def _filters(told: Told, book: RuleBook) -> None:
    rules = sorted({each.rule for each in told.summary.risk.rules})
    names = {by: [each.name for each in found] for by, found in told.groups.items()}

    def title(rule: str) -> str:
        return f"{rule}: {book.rules[rule].title}" if rule in book.rules else rule

    boxes: tuple[tuple[str, str, list[str], Any], ...] = (
        ("rule", "Rule", rules, title),
        ("payer", "Payer", names["payer_name"], words.payer),
        ("provider", "Provider", names["provider"], words.provider),
        ("code", "Code", names["code"], str),
    )
    with st.container(horizontal=True, gap="small", key="claims_filters"):
        for name, label, options, said in boxes:
            key = desk.FILTERS[name]
            if st.session_state.get(key) not in options:
                st.session_state[key] = None
            st.selectbox(
                label,
                options,
                index=None,
                key=key,
                format_func=said,
                placeholder="Any",
                width=160,
                on_change=_more,
                args=(AT_ONCE,),
            )


def _one(library: Library, submission: str, book: RuleBook, day: date) -> None:
    st.button(
        "Back to the list",
        icon=":material/arrow_back:",
        key="claims_back",
        on_click=desk.open_claim,
        args=(None,),
    )
    found = one_claim(library, submission, book, day)
    if found is None:
        st.info("This claim is not there any more.", icon=":material/help:")
        return
    body(library, submission, found, book)


def body(library: Library, submission: str, found: OneClaim, book: RuleBook) -> None:
    """Show one claim: its verdict, its lines, what was found, what was not checked, and the way to the visit check."""
    verdict = found.verdict
    _, color, icon = parts.STATES[verdict.verdict]
    boxes = {"red": st.error, "orange": st.warning, "green": st.success}
    boxes.get(color, st.info)(
        f"**{plain(parts.headline(verdict).replace('this visit', 'this claim'))}**  \n{parts.coverage(verdict)}",
        icon=icon,
    )
    st.markdown(about(library, submission, found, book))
    lines_table(found.lines)
    for group in cards.grouped([each for each in verdict.findings if each.state != "not checked"]):
        _card(group, found, book)
    _rest(found, book)
    _hand_over(found)


def about(library: Library, submission: str, found: OneClaim, book: RuleBook) -> str:
    """Say whose claim it is without a name: days, payer, provider, charge, place in its file."""
    import polars as pl  # noqa: PLC0415 - only where a claim is opened

    row = library.submissions().filter(pl.col("submission") == submission).collect().row(0, named=True)
    payer = book.payers.get(row["payer"])
    told = [
        words.days(row["service_date"], row["last_date"]),
        words.payer(row["payer_name"]),
        *([f"checked as {payer.label}"] if payer is not None and payer.label != row["payer_name"] else []),
        words.provider(row["provider"]),
    ]
    if row["charge"] is not None:
        told.append(f"{dollars(row['charge'])} charged")
    if (first := next(iter(found.lines["row"].drop_nulls().sort()), None)) is not None:
        told.append(f"{'row' if row['source'] == 'table' else 'segment'} {first:,} of its file")
    said = plain(" · ".join(told))
    if found.beside:
        said += f"  \n{count(len(found.beside), 'more claim')} of this patient on the day; the rules looked at all."
    if found.apart:
        said += f"  \n{plain(beside_words(found.apart))} {HOW}"
    return said


def lines_table(lines: pl.DataFrame) -> None:
    """Show the lines of a claim."""
    several = lines["service_date"].n_unique() > 1
    rows = [
        [
            row["line"],
            *([words.day(row["service_date"])] if several else []),
            row["code"],
            row["units"],
            "not told" if row["minutes"] is None else row["minutes"],
            " ".join(row["modifiers"] or []) or "none",
            "not told" if row["charge"] is None else plain(f"${row['charge']:,.2f}"),
        ]
        for row in lines.iter_rows(named=True)
    ]
    head = ["Line", *(["Day"] if several else []), "Code", "Units", "Minutes", "Modifiers", "Charge"]
    numbers = tuple(head.index(each) for each in ("Units", "Minutes", "Charge"))
    with st.container(key="claims_table_lines"):
        st.markdown(table(head, rows[:LINES_AT_ONCE], right=numbers))
        if not (rest := rows[LINES_AT_ONCE:]):
            return
        fold = st.expander(count(len(rest), "more line"), key="claims_more_lines", on_change="rerun")
        if fold.open:
            fold.markdown(table(head, rest[: cards.UNFOLDED], right=numbers))
            if len(rest) > cards.UNFOLDED:
                fold.caption(f"And {len(rest) - cards.UNFOLDED:,} more in its file.")


def _card(group: list[Finding], found: OneClaim, book: RuleBook) -> None:
    first = group[0]
    with st.container(border=True, key=f"claims_finding_{first.rule}_{first.state[:4]}", gap="small"):
        st.markdown(cards.head(group))
        told = [plain(_told(each.message, found)) for each in group]
        cards.messages(told, f"claims_more_{first.rule}_{first.state[:4]}")
        if first.state == "fail":
            st.markdown(f"**To fix:** {plain(_told(first.fix, found))}")
        with st.popover("Why", icon=":material/menu_book:"):
            parts.why(first, book)
        st.markdown(cards.source(first, book))


def _told(sentence: str, found: OneClaim) -> str:
    """A sentence that names another claim of the day by its key, with the place in its file in the key's stead."""
    for key, row in found.beside.items():
        place = "another claim of the day" if row is None else f"the claim at place {row:,} of its file"
        sentence = sentence.replace(f"visit {key}", place)
    return sentence


def _rest(found: OneClaim, book: RuleBook) -> None:
    missed = [each for each in found.verdict.findings if each.state == "not checked"]
    if missed:
        groups = cards.grouped(missed)
        with st.expander(f"Not checked: {count(len(groups), 'rule')}, and why", icon=":material/help:"):
            st.markdown("\n".join(_missed(each) for each in groups))
    passed = [book.rules[rule] for rule in found.verdict.passed if rule in book.rules]
    if passed:
        with st.expander(f"Looked for and not found: {count(len(passed), 'rule')}", icon=":material/check:"):
            st.markdown("\n".join(f"- :gray-badge[{page.code}] {plain(page.title)}" for page in passed))


def _missed(group: list[Finding]) -> str:
    """Why a rule was not checked, and for how much more of the claim."""
    told = list(dict.fromkeys(each.message for each in group))
    more = f" And {len(told) - 1:,} more like it." if len(told) > 1 else ""
    return f"- :gray-badge[{group[0].rule}] {plain(told[0])}{more}"


def _hand_over(found: OneClaim) -> None:
    """Offer each day of the claim to the visit check; it goes there through the session, never through the address."""
    days = found.lines["service_date"].unique().sort().to_list()
    with st.container(horizontal=True, key="claims_hand_over"):
        for each in days:
            label = (
                "Try a change in the visit check"
                if len(days) == 1
                else f"{words.day(each)} in the visit check"
            )
            if st.button(label, key=f"claims_to_visit_{each.isoformat()}", icon=":material/fact_check:"):
                lines, shared = as_typed(found.lines.filter(found.lines["service_date"] == each))
                desk.close()
                visit.begin(each)
                visit.show(
                    visit.fresh(lines, shared, keep=False), "A claim was opened here to try changes on it."
                )
                st.switch_page(links.CHECK)
    st.caption("What you change there changes nothing here: a claim is mended where it is made.")
