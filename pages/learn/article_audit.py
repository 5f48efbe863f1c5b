"""The article that the project began from, statement by statement: the score, then each verdict with what is right."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.learning.article import TOPICS, rows, score
from pages.parts import links, sources
from pages.parts.book import course, rule_book
from pages.parts.text import count, plain, prose, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.learning.article import Claim, Verdict

# Verdict → how it is said, its badge color. The words carry the meaning; the color only repeats it.
SAID: Final[dict[Verdict, tuple[str, str]]] = {
    "wrong": ("Wrong", "red"),
    "misframed": ("Turned around", "red"),
    "overclaim": ("Promises too much", "orange"),
    "imprecise": ("Not exact", "orange"),
    "ok": ("Right", "green"),
    "gap": ("Left out", "gray"),
}

book = rule_book()
learning = course()
claims = list(learning.article.values())


def badge(verdict: Verdict) -> str:
    """Give the verdict as a badge in words."""
    word, color = SAID[verdict]
    return f":{color}-badge[{word}]"


def headline() -> None:
    """Show the score: the finding in one sentence, then the numbers."""
    found = score(claims)
    said = sum(found.values()) - found["gap"]
    st.markdown(
        f"**Of {said} statements, {found['wrong']} are wrong and {found['misframed']} warns of the right thing the "
        f"wrong way around.** {found['imprecise']} are not exact, {found['overclaim']} promise too much, "
        f"{found['ok']} are right. And {count(found['gap'], 'thing')} that a biller needs are left out."
    )
    chips = "".join(
        f'<li class="uw-{color}"><b>{found[verdict]}</b> {word}</li>'
        for verdict, (word, color) in SAID.items()
    )
    st.html(f'<ul class="uw-score">{chips}</ul>')


def told(claim: Claim) -> str:
    """Give one statement as Markdown: its verdict, the quote, what is right, and where that was read."""
    where = plain(claim.section) if claim.section else "Nowhere in the article"
    rules = f" :small[Rules {', '.join(claim.rules)}.]" if claim.rules else ""
    parts = [
        f"{badge(claim.verdict)} :gray-badge[{claim.topic}] :small[{where}]",
        f"*“{plain(claim.quote)}”*" if claim.quote else "",
        f"{prose(claim.right)}{sources.confirm_badge(claim.to_confirm)}{rules}",
        f":small[{plain(claim.note)}]" if claim.note else "",
        sources.line_text(book, claim.source),
    ]
    return "\n\n".join(filter(None, parts))


def card(claim: Claim) -> None:
    """Show one statement among many: one piece of text and two links, for there are more than forty."""
    with st.container(border=True, key=f"card_{claim.id}"):
        st.markdown(told(claim))
        with st.container(horizontal=True, key=f"list_{claim.id}"):
            to_lesson(claim)
            links.to_claim(claim.id, "Open by itself")


def alone(claim: Claim) -> None:
    """Show one statement by itself, with links to its rules."""
    with st.container(border=True, key=f"card_{claim.id}"):
        st.markdown(told(claim), help=sources.TO_CONFIRM_MEANS if claim.to_confirm else None)
    with st.container(key=f"list_{claim.id}", gap=None):
        to_lesson(claim)
        for rule in claim.rules:
            links.to_rule(rule, f"**{rule}** {plain(book.rules[rule].title)}")


def to_lesson(claim: Claim) -> None:
    """Link to the lesson that teaches what is right."""
    if claim.lesson:
        links.to_lesson(claim.lesson, learning.lessons[claim.lesson].title, ":material/school:")


def listing(shown: Sequence[Claim]) -> None:
    """Show the statements as cards or as a table, and offer them as a file."""
    view = st.segmented_control(
        "Show as",
        ["Cards", "Table"],
        default="Cards",
        required=True,
        key="article_view",
        bind="query-params",
    )
    st.markdown(f"{count(len(shown), 'entry', 'entries')} of {len(claims)}.")
    if view == "Table":
        st.markdown(
            table(
                ["The article", "What is right"],
                [
                    [
                        f"{badge(each.verdict)} {f'“{plain(each.quote)}”' if each.quote else ''}",
                        f"{prose(each.right)}{sources.confirm_badge(each.to_confirm)} {' '.join(each.rules)}",
                    ]
                    for each in shown
                ],
            )
        )
    else:
        for each in shown:
            card(each)
    st.download_button(
        "Download these (CSV)",
        data=lambda: as_csv(shown),
        file_name="article_audit.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def as_csv(shown: Sequence[Claim]) -> bytes:
    """Give the statements as a CSV file that a spreadsheet opens with its letters right."""
    out = io.StringIO()
    lines = rows(shown, book)
    writer = csv.DictWriter(out, list(lines[0]) if lines else ["id"])
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def everything() -> None:
    """Show the score, the filters, and what they leave."""
    st.markdown(
        "Unitwise began from an article about CPT 97124. We read it sentence by sentence, kept what is right, and "
        "correct here what is not. Quotes are the article's own words; the rest is ours, with its source."
    )
    headline()
    verdicts = st.pills(
        "Verdict",
        list(SAID),
        format_func=lambda each: SAID[each][0],
        selection_mode="multi",
        key="article_verdict",
        bind="query-params",
    )
    topics = st.pills("Topic", TOPICS, selection_mode="multi", key="article_topic", bind="query-params")
    shown = [
        each
        for each in claims
        if (not verdicts or each.verdict in verdicts) and (not topics or each.topic in topics)
    ]
    if shown:
        listing(shown)
    else:
        st.markdown("No statement has this verdict and this topic. Take one of the filters away.")


st.title("The article, statement by statement")
asked = st.query_params.get("claim", "")
if asked in learning.article:
    st.query_params["claim"] = asked  # a link inside one page does not write the address by itself
    st.page_link(links.ARTICLE, label="All statements", icon=":material/arrow_back:")
    alone(learning.article[asked])
else:
    if asked:
        st.warning(f"No statement is called **{plain(asked)}**.", icon=":material/search_off:")
    everything()
