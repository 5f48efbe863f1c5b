"""The article that the project began from, judged statement by statement."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, get_args

from pydantic import Field

from logic.learning.models import Slug  # noqa: TC001  (pydantic reads it at run time)
from logic.learning.reading import cited, known, problem, read_list
from logic.rulebook.base import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from logic.rulebook import RuleBook
    from logic.rulebook.reading import Folder

FILE: Final = "article_claims.yaml"
MOST_WORDS: Final = 15
Verdict = Literal["ok", "imprecise", "wrong", "misframed", "overclaim", "gap"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
Topic = Literal[
    "code choice",
    "units and minutes",
    "modifiers",
    "pair edits",
    "who may bill",
    "documentation",
    "diagnosis",
    "payer rules",
    "claim cycle",
    "promises",
]
TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)


class Claim(Fact):
    """A statement of the article and what is right, or (verdict `gap`) what the article leaves out.

    `quote` is the article's own text, at most 15 words; `right` is the rule in our own words. `misframed` says that
    the warning is sound and what it warns against is turned around.
    """

    id: Slug
    section: str = ""
    quote: str = ""
    verdict: Verdict
    topic: Topic
    right: str = Field(min_length=1)
    lesson: Slug | None = None
    rules: tuple[str, ...] = ()


def read_claims(folder: Folder, book: RuleBook) -> dict[str, Claim]:
    """Give the statements in the article's order; note quotes that are too long or missing, and dead references."""
    claims = read_list(folder, FILE, Claim)
    for at, claim in enumerate(claims.values()):
        cited(folder, FILE, (at,), claim, book.sources)
        known(folder, FILE, (at, "rules"), claim.rules, book.rules)
        if (claim.verdict == "gap") == bool(claim.quote):
            right = "Quote the article, or write verdict: gap for what it leaves out."
            problem(folder, FILE, (at,), "a quote and the verdict gap do not go together", right)
        if bool(claim.quote) != bool(claim.section):
            right = "A quote stands under a heading of the article; a gap under none."
            problem(folder, FILE, (at,), "a quote and its section go together", right)
        if (words := len(claim.quote.split())) > MOST_WORDS:
            right = f"Quote at most {MOST_WORDS}."
            problem(folder, FILE, (at, "quote"), f"the quote has {words} words", right)
    return claims


def score(claims: Iterable[Claim]) -> Mapping[Verdict, int]:
    """Count the statements by verdict, every verdict named; gaps are counted and are no statements."""
    found = Counter(claim.verdict for claim in claims)
    return {verdict: found[verdict] for verdict in VERDICTS}


def rows(claims: Iterable[Claim], book: RuleBook) -> list[dict[str, str]]:
    """Give the statements as rows of text, for a table or a file; sources with how much was read and when."""
    return [
        {
            "id": claim.id,
            "section": claim.section,
            "quote": claim.quote,
            "verdict": claim.verdict,
            "topic": claim.topic,
            "what is right": claim.right,
            "sources": "; ".join(_read(source, book) for source in claim.source),
            "to confirm": "yes" if claim.to_confirm else "",
            "lesson": claim.lesson or "",
            "rules": " ".join(claim.rules),
        }
        for claim in claims
    ]


def _read(source: str, book: RuleBook) -> str:
    fact = book.sources[source]
    read = f", {fact.read_on.isoformat()}" if fact.read_on else ""
    return f"{fact.publisher}: {fact.title} ({fact.edition}; read: {fact.seen}{read})"
