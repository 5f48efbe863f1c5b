"""The flow of visits: billed, first answer, what came then, how they stand. Every step holds every visit once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.calculators.facts import plural
from logic.trends.paths import END, FIRST, THEN

if TYPE_CHECKING:
    from logic.trends.view import TrendFrames

STEPS: Final = ("Visits billed", "First answer", "What came then", "How they stand")
BILLED: Final = "billed"


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the flow: step from 0, its name, visits and cents of charge."""

    id: str
    step: int
    name: str
    count: int
    charge: int


@dataclass(frozen=True, slots=True)
class Link:
    """Visits and cents of charge that go from one place to another."""

    source: str
    target: str
    count: int
    charge: int


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes into a place comes out of it, up to the last step; all steps hold the same visits.

    unmatched: answers of payers without a claim in the library; they are in no step.
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    unmatched: int
    finding: str

    def node(self, id_: str) -> Node | None:
        """The place of that id (``step:name``); None if nothing went there."""
        return next((node for node in self.nodes if node.id == id_), None)


def flow(frames: TrendFrames) -> Flow:
    """Give the flow of the first claims in view; a corrected claim is a step of its visit, not a visit."""
    paths = (
        frames.firsts.select("path_first", "path_then", "path_end", "charge")
        .group_by("path_first", "path_then", "path_end")
        .agg(pl.len().alias("count"), pl.col("charge").sum())
    )
    orders = (FIRST, THEN, END)
    nodes: dict[str, list[int]] = {}
    links: dict[tuple[str, str], list[int]] = {}
    places = {name: at for names in orders for at, name in enumerate(names)}
    rows = sorted(paths.iter_rows(), key=lambda row: [places[name] for name in row[:3]])
    for first, then, end, count, charge in rows:
        way = [f"0:{BILLED}", f"1:{first}", f"2:{then}", f"3:{end}"]
        for each in way:
            _add(nodes.setdefault(each, [0, 0]), count, charge)
        for pair in pairwise(way):
            _add(links.setdefault(pair, [0, 0]), count, charge)
    made = tuple(
        Node(id_, int(id_[0]), id_[2:], count, charge)
        for id_, (count, charge) in sorted(
            nodes.items(), key=lambda item: (item[0][0], places.get(item[0][2:], 0))
        )
    )
    unmatched = frames.answers.filter(
        pl.col("submission").is_null() & pl.col("kind").cast(pl.String).is_in(["answer", "taken back"])
    ).height
    ways = tuple(Link(source, target, count, charge) for (source, target), (count, charge) in links.items())
    return Flow(made, ways, unmatched, _finding(rows))


def _add(sums: list[int], count: int, charge: int) -> None:
    sums[0] += count
    sums[1] += charge


def _finding(rows: list[tuple[str, str, str, int, int]]) -> str:
    total = sum(row[3] for row in rows)
    if not total:
        return "No claim is in what is looked at."
    open_ = sum(row[3] for row in rows if row[2] == "open")
    if open_ == total:
        if total == 1:
            return "The visit that was billed has no answer in these files."
        return f"None of the {total:,} visits billed has an answer in these files."
    denied = [row for row in rows if row[0] in {"denied", "partly denied"}]
    refused = sum(row[3] for row in denied)
    mended = sum(row[3] for row in denied if row[2] == "paid")
    paid = sum(row[3] for row in rows if row[0] == "paid")
    answered = sum(row[3] for row in rows if row[0] != "no answer yet")
    tail = f"; of {refused:,} with a denial {mended:,} have none left" if refused else ""
    were, wait = ("was" if paid == 1 else "were"), ("waits" if open_ == 1 else "wait")
    return (
        f"{paid:,} of {plural(answered, 'answered visit')} {were} paid the first time{tail}. "
        f"{open_:,} {wait} for an answer."
    )
