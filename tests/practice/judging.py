"""The judge on the claims of many cases at once: which rules fail on each."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from logic.check import check
from logic.practice.generate import case
from logic.visit import visit_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from logic.learning.course import Course
    from logic.practice.case import Case
    from logic.rulebook import RuleBook

TODAY = date(2026, 11, 25)
SEEDS = 200


@cache
def cases_of(kind: str, book: RuleBook, course: Course, seeds: int = SEEDS) -> tuple[Case, ...]:
    """Cases of every blueprint of a kind, made once."""
    found = [blueprint for blueprint in course.blueprints.values() if blueprint.kind == kind]
    assert found, f"no blueprint of kind {kind}"
    return tuple(case(blueprint, seed, book, course) for blueprint in found for seed in range(seeds))


def found_by_the_judge(
    claims: Mapping[str, Mapping[str, Any]], book: RuleBook, state: str = "fail"
) -> dict[str, set[tuple[str, int | None]]]:
    """For each claim by its name, the rules in that state with their line; lines at 0 where it is the visit."""
    frames = []
    for name, claim in claims.items():
        lines, problems = visit_lines({**claim, "visit_id": name})
        assert not problems, (name, problems)
        frames.append(lines)
    findings = check(pl.concat(frames), book, TODAY).findings.filter(state=state)
    found: dict[str, set[tuple[str, int | None]]] = {name: set() for name in claims}
    for row in findings.iter_rows(named=True):
        found[row["visit_id"]].add((row["rule"], row["line"]))
    return found


def failing(claims: Iterable[Case], book: RuleBook) -> dict[str, set[str]]:
    """The rules that fail on the claims that cases call right; cases without a claim are left out."""
    by_name = {each.id: each.claim for each in claims if each.claim}
    return {name: {rule for rule, _ in found} for name, found in found_by_the_judge(by_name, book).items()}
