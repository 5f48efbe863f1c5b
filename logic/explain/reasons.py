"""Why rules were not checked, said of many lines at once: without the day, code or amount of one of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from logic import states
from logic.explain.found import facts_of_rows, found_in
from logic.explain.templates import fields, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logic.explain.found import Found
    from logic.judge import Judged
    from logic.rulebook import RuleBook

LONGEST: Final = 160
_SENTENCE: Final = re.compile(r"(?<=[.?!]) (?=[A-Z{])")
OF_ONE: Final = (
    (" (line {line})", ""),
    (" (line {partner_line})", ""),
    ("visit {other_visit}", "another visit"),
    ("{days_to_file} day(s)", "some days"),
    ("{service_date}", "that day"),
    ("{code}", "the code"),
    ("{column1}", "a first code"),
    ("{column2}", "a second code"),
    ("{unknown_dx}", "a diagnosis"),
    ("{unknown_modifier}", "a modifier"),
    ("{distinct_modifier}", "59 or an X modifier"),
    ("{technique}", "what stands there"),
    ("was {ytd_amount} before", "was told before"),
    ("{year} threshold is {threshold}", "year's threshold is in the rule book"),
)
"""What a template says of one line or visit, and what stands there instead when it is said of all."""
_DAYS: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_CODES: Final = re.compile(r"\b(?:\d{5}|[A-Z]\d{4})(?:, (?:\d{5}|[A-Z]\d{4}))*\b")


def not_checked(judged: Judged, book: RuleBook) -> Iterator[tuple[str, str, int]]:
    """Rule, reason and how many lines (of a rule of lines) or visits and days it holds for; a reason may come again."""
    for found in found_in(judged, book, (states.NOT_CHECKED,)):
        template = of_all(found.wording.message)
        for facts, count in _counted(judged, found, fields(template)):
            yield found.rule.code, _without_one(render(template, facts)), count


def of_all(template: str) -> str:
    """The template without what is of one line or visit; of a long one the first sentence."""
    for of_one, instead in OF_ONE:
        template = template.replace(of_one, instead)
    if len(template) > LONGEST:
        template = _SENTENCE.split(template, maxsplit=1)[0]
    return template[:1].upper() + template[1:]


def _counted(judged: Judged, found: Found, names: tuple[str, ...]) -> Iterator[tuple[dict[str, object], int]]:
    if not names:
        yield {}, len(found.at)
        return
    facts = facts_of_rows(judged.derived, found, names)
    for row in facts.group_by(names, maintain_order=True).len("_count").iter_rows(named=True):
        count = row.pop("_count")
        yield row, count


def _without_one(text: str) -> str:
    """The reason without days and codes that a fact brought in; "for 2026-01-05" is "for that day"."""
    return _CODES.sub("the code", _DAYS.sub("that day", text))
