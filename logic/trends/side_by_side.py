"""Practice, our check and the payers on one set of kinds: where the same thing is wrong in more than one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from logic.trends.titles import titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from logic.learning.course import Course
    from logic.store.records import Sighted
    from logic.trends.view import TrendFrames


class Row(NamedTuple):
    """A kind: answers in practice that fit a wrong rule of it, claims with an error found, denied lines."""

    category: str
    title: str
    practice: int
    found: int
    denied: int


def side_by_side(frames: TrendFrames, sighted: Iterable[Sighted], course: Course) -> tuple[Row, ...]:
    """Give a row for each kind that stands in one of the three, most denied first.

    A wrong rule belongs to the kind of denial that its concept names; one whose concept names none is left out.
    """
    practice: dict[str, int] = {}
    for one in sighted:
        if (belief := course.misconceptions.get(one.misconception)) is None:
            continue
        if (category := course.concepts[belief.concept].denied_as) is not None:
            practice[category] = practice.get(category, 0) + one.count
    errors = frames.findings.filter(pl.col("state").cast(pl.String) == "fail")
    found = _counted(errors.select("submission", pl.col("category").cast(pl.String)).unique())
    denied = _counted(frames.denied.select(pl.col("category").cast(pl.String)))
    named = titles(course.denials)
    rows = [
        Row(
            name,
            named.get(name, name),
            practice.get(name, 0),
            found.get(name, 0),
            denied.get(name, 0),
        )
        for name in practice.keys() | found.keys() | denied.keys()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.denied, -row.found, -row.practice, row.title)))


def finding(rows: Sequence[Row]) -> str:
    """Say what is most frequent in more than one of the three, and only that."""
    views = {2: "in practice", 3: "in our check", 4: "among denials"}
    first = {
        said: max(rows, key=lambda row: row[at]).title
        for at, said in views.items()
        if any(row[at] for row in rows)
    }
    if not first:
        return "Nothing stands in any of the three yet."
    tops = list(first.values())
    often = max(dict.fromkeys(tops), key=tops.count)
    if tops.count(often) > 1:
        return f"{often} is most frequent {' and '.join(said for said, title in first.items() if title == often)}."
    return f"Most frequent: {', '.join(f'{title} {said}' for said, title in first.items())}."


def _counted(frame: pl.DataFrame) -> dict[str, int]:
    return dict(frame.group_by("category").len().iter_rows())
