"""The rule book: content/ as frozen facts, looked up by the day of service.

`load_rulebook()` reads it, `RuleBook` answers, `ContentError` tells everything that is wrong with it.
"""

from __future__ import annotations

from logic.rulebook.book import Edition, RuleBook
from logic.rulebook.editions import LimitEdition, Override, PairEdit, PairEdition, UnitLimit
from logic.rulebook.loading import CONTENT, default_home, load_rulebook
from logic.rulebook.problems import ContentError, Problem

__all__ = [
    "CONTENT",
    "ContentError",
    "Edition",
    "LimitEdition",
    "Override",
    "PairEdit",
    "PairEdition",
    "Problem",
    "RuleBook",
    "UnitLimit",
    "default_home",
    "load_rulebook",
]
