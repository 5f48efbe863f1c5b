"""A random sample of claims to be looked at by a person, and what it says of all of them, with its uncertainty.

The program reads claims; a person reads the charts too. What that person finds in a random sample may be projected,
as far as its size carries.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from logic.intervals import Interval, clopper_pearson, margin, population_total, sample_size, wilson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

MARGINS: Final = (0.10, 0.05)
"""How far a 95% interval may reach to either side; the sample is as large as that asks for."""
FEWEST_FOR_DOLLARS: Final = 30
FEWEST_WITH_DOLLARS: Final = 5
"""Fewer claims with an amount than this, and an interval of dollars is only a rough one."""


@dataclass(frozen=True, slots=True)
class Size:
    """A size to choose from: so many claims, and how far the interval then reaches at most (0.1: 10 points)."""

    claims: int
    margin: float


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person found in the chart of one claim: right, or wrong by so many cents (None: not told)."""

    right: bool
    cents: int | None = None


@dataclass(frozen=True)
class Estimate:
    """What the marked claims of a sample say of all claims.

    share: of wrong claims, Wilson's interval. exact: the same by Clopper and Pearson, never too narrow. claims: how
    many of all, between what was found and what is left. cents: the wrong amount of all claims, None where
    `why_no_cents` says why. census: every claim was marked, so nothing is estimated.
    """

    population: int
    marked: int
    wrong: int
    share: Interval
    exact: Interval
    claims: Interval
    cents: Interval | None
    why_no_cents: str
    census: bool


def sizes(population: int) -> tuple[Size, ...]:
    """Sizes to choose from, smallest first: a first look, and as many as each of `MARGINS` asks for."""
    wanted = {min(FEWEST_FOR_DOLLARS, population), *(sample_size(population, each) for each in MARGINS)}
    return tuple(Size(each, margin(each, population)) for each in sorted(wanted - {0}))


def draw(claims: pl.DataFrame, size: int, seed: int) -> tuple[str, ...]:
    """The submissions of a simple random sample, in the order in which they are drawn.

    The same claims and seed give the same sample on every machine, in whatever order the claims come; a larger
    sample begins with the smaller one, so that nothing that was marked is lost.
    """
    ranked = sorted(
        (hashlib.blake2b(f"{seed}:{each}".encode(), digest_size=16).digest(), each)
        for each in claims["submission"].to_list()
    )
    return tuple(each for _, each in ranked[:size])


def estimate(sample: Sequence[str], marks: Mapping[str, Mark], population: int) -> Estimate | None:
    """What the marks say of the whole; None before anything is marked.

    Only the first claims of the sample up to the first that is not marked are used: what was picked out by hand
    is not random.
    """
    told: list[Mark] = []
    for each in sample:
        if each not in marks:
            break
        told.append(marks[each])
    if not told:
        return None
    marked, wrong = len(told), sum(not each.right for each in told)
    census = marked == population
    share, exact = wilson(wrong, marked), clopper_pearson(wrong, marked)
    if census:
        share = exact = Interval(share.estimate, share.estimate, share.estimate)
    claims = Interval(
        share.estimate * population,
        max(share.low * population, wrong),
        min(share.high * population, population - (marked - wrong)),
    )
    cents, why = _cents(told, population)
    return Estimate(population, marked, wrong, share, exact, claims, cents, why, census)


def _cents(told: Sequence[Mark], population: int) -> tuple[Interval | None, str]:
    amounts = [0.0 if each.right else each.cents for each in told]
    known = [each for each in amounts if each is not None]
    if len(known) < len(amounts):
        return None, "An amount is missing on a claim that was marked wrong."
    census = len(known) == population
    if len(known) < FEWEST_FOR_DOLLARS and not census:
        return None, (
            f"Dollars are projected from {FEWEST_FOR_DOLLARS} marked claims on; there are {len(known)} so far."
        )
    if census:
        whole = float(sum(known))
        return Interval(whole, whole, whole), ""
    found = population_total(known, population)
    # What was found is wrong for certain.
    return Interval(found.estimate, max(found.low, float(sum(known))), found.high), ""


def rough(marks: Sequence[Mark]) -> bool:
    """Whether so few claims have an amount that an interval of dollars is only a rough one."""
    return 0 < sum(bool(each.cents) and not each.right for each in marks) < FEWEST_WITH_DOLLARS
