"""The sentence templates of rule pages: "{timed_minutes} timed minutes support {units_due} unit(s)."."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_GIVEN = "not given"
PLURAL = re.compile(r"(?<![\w.,$])(-?\d[\d,.]*)(\s+(?:[\w-]+\s+)?)(\w+)\((e?s)\)")


@cache
def fields(template: str) -> tuple[str, ...]:
    """The names in a template, each once, in order."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(template) if name))


def render(template: str, facts: Mapping[str, Any]) -> str:
    """The sentence, with "1 unit(s)" read as "1 unit" and "3 unit(s)" as "3 units"."""
    told = {name: words(facts.get(name)) for name in fields(template)}
    return plural(template.format_map(told))


def words(value: object) -> str:
    """A fact as it stands in a sentence."""
    if value is None or value == "":
        return NOT_GIVEN
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def plural(text: str) -> str:
    """Settle every "(s)" and "(es)" by the number before it."""
    if "s)" not in text:
        return text

    def settle(match: re.Match[str]) -> str:
        number, between, word, ending = match.groups()
        return f"{number}{between}{word}" + ("" if number in {"1", "-1"} else ending)

    return re.sub(r"\((e?s)\)", r"\1", PLURAL.sub(settle, text))
