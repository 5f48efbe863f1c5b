"""One set of categories for what payers deny, what our rules find and what learners believe.

The categories are those of content/denials.yaml; a rule belongs to the first one that names it, else to the first
that names its family.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.denials import Denials
    from logic.rulebook import RuleBook

OTHER: Final = "other"
"""A finding that no category of denials is about."""


def of_rules(denials: Denials, book: RuleBook) -> Mapping[str, str]:
    """Rule → category."""
    by_rule: dict[str, str] = {}
    by_family: dict[str, str] = {}
    for each in denials.categories:
        for rule in each.rules:
            by_rule.setdefault(rule, each.id)
        for family in each.families:
            by_family.setdefault(family, each.id)
    return {code: by_rule.get(code) or by_family.get(rule.family, OTHER) for code, rule in book.rules.items()}


def of_findings(findings: pl.LazyFrame, denials: Denials, book: RuleBook) -> pl.DataFrame:
    """The findings, narrow, each with its category."""
    rules = of_rules(denials, book)
    return findings.select(
        "submission",
        "service_date",
        "code",
        "rule",
        "family",
        "state",
        "severity",
        "charge",
        "provider",
        "payer_name",
        pl.col("rule").replace_strict(rules, default=OTHER, return_dtype=pl.String).alias("category"),
    ).collect()
