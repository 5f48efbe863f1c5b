"""Claims and their corrections in one file: each is checked beside the others as they stood, never beside itself.

A corrected claim tells the same visit as the claim that it replaces; taken together they would look like a visit
billed twice. So originals are checked among originals, and a correction among the last versions so far.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, Self, TypeVar

import polars as pl

from logic.check import check
from logic.claims.drafts import REPLACEMENT, VOID
from logic.derive.repeats import repeated_visits, visit_prints
from logic.derive.same_day import DAY, day_keys, other_lines
from logic.elsewhere import Elsewhere, look_elsewhere
from logic.side_by_side import side_by_side
from logic.visit import empty_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from datetime import date

    from logic.check import Checked
    from logic.elsewhere import Marks
    from logic.rulebook import RuleBook

Made = TypeVar("Made")
LINES_AT_ONCE: Final = 1 << 17
"""So many lines keep memory small; more at once are hardly faster."""
CHECKING: Final = "checking"
_DAYS: Final = pl.Schema({"patient_id": pl.String(), "service_date": pl.Date()})
VERSIONS: Final = pl.Schema(
    {
        "visit_id": pl.String(),
        "claim_id": pl.String(),
        "service_date": pl.Date(),
        "frequency": pl.String(),
        "checked": pl.Boolean(),
    }
)


def checked_in_rounds(
    again: Callable[[str], Iterable[pl.DataFrame]],
    claims: pl.DataFrame,
    several: bool,
    book: RuleBook,
    day: date,
    *,
    make: Callable[[Checked], Made],
    marks: Marks | None = None,
) -> Generator[Made, None, None]:
    """Check every line, batch by batch, and give what `make` makes of each; two may be made at once.

    again: gives the canonical lines batch by batch, as often as it is asked, told what for. claims: columns of
    `VERSIONS`, a row a claim to be checked or a void, in the order of the file. several: there is more than one batch.
    marks: those of all lines, where they were taken before. What is under way when it is closed is ended first.
    """
    versions = _versions(claims)
    last = int(versions["version"].max() or 0)  # type: ignore[arg-type]  # of a column of integers
    first = None if not last else _names(versions.filter(pl.col("version") == 0))
    later = _Later.of(_names(versions.filter(pl.col("version") > 0)), again, marks) if last else None

    def checked(elsewhere: Elsewhere, lines: pl.DataFrame) -> Made:
        return make(check(lines, book, day, elsewhere.repeated, elsewhere.others))

    if marks is not None and first is not None:
        marks = marks.of(first)
    elsewhere = look_elsewhere(lambda what: _only(again(what), first), marks) if several else Elsewhere()
    del marks
    lines = again(CHECKING) if later is None else later.kept_from(again(CHECKING))
    yield from side_by_side(partial(checked, elsewhere), _only(lines, first))
    if later is None:
        return
    for number in range(1, last + 1):
        mine = _names(versions.filter(pl.col("version") == number))
        world = _names(versions.filter(pl.col("version") == pl.min_horizontal("last", pl.lit(number))))
        elsewhere = later.elsewhere(mine, world)
        yield from side_by_side(partial(checked, elsewhere), _in_pieces(_only(later.lines, mine)))


def _versions(claims: pl.DataFrame) -> pl.DataFrame:
    """Adds version (0 the first in this file) and last, the highest of that claim."""
    of_claim = ["claim_id", "service_date"]
    told = pl.col("claim_id").is_not_null()
    count = pl.col("frequency").is_in([REPLACEMENT, VOID]).cast(pl.Int32).cum_sum().over(of_claim)
    return (
        claims.select(VERSIONS.names())
        .with_columns(pl.when(told).then(count).otherwise(0).alias("version"))
        .with_columns(
            pl.when(told).then(pl.col("version") - pl.col("version").min().over(of_claim)).otherwise(0)
        )
        .with_columns(pl.when(told).then(pl.col("version").max().over(of_claim)).otherwise(0).alias("last"))
    )


def _names(versions: pl.DataFrame) -> pl.DataFrame:
    return versions.filter("checked").select("visit_id").unique()


def _only(lines: Iterable[pl.DataFrame], names: pl.DataFrame | None) -> Iterator[pl.DataFrame]:
    for frame in lines:
        some = frame if names is None else frame.join(names, on="visit_id", how="semi")
        if not some.is_empty():
            yield some


def _in_pieces(lines: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Few frames out of many that hold little each."""
    held: list[pl.DataFrame] = []
    for frame in lines:
        held.append(frame)
        if sum(one.height for one in held) >= LINES_AT_ONCE:
            yield pl.concat(held)
            held = []
    if held:
        yield pl.concat(held)


@dataclass(slots=True)
class _Later:
    """What the rounds after the first ask for, kept while the first is checked.

    names: the corrected claims. days: those of their patients. lines: of these claims. beside: of these days, whoever's
    claim it is. All by batch, in the order of the file.
    """

    names: pl.DataFrame
    days: pl.DataFrame
    lines: list[pl.DataFrame] = field(default_factory=list)
    beside: list[pl.DataFrame] = field(default_factory=list)

    @classmethod
    def of(
        cls, names: pl.DataFrame, again: Callable[[str], Iterable[pl.DataFrame]], marks: Marks | None
    ) -> Self:
        """Nothing is kept yet. marks, again: as in `checked_in_rounds`."""
        keys = (
            marks.of(names).keys
            if marks is not None
            else [day_keys(frame) for frame in _only(again("looking at corrected claims"), names)]
        )
        days = pl.concat(keys).select(DAY).unique() if keys else pl.DataFrame(schema=_DAYS)
        return cls(names, days)

    def kept_from(self, lines: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """The same frames, looked through as they pass."""
        for frame in lines:
            self.lines += _only([frame], self.names)
            beside = frame.join(self.days, on=DAY, how="semi")
            if not beside.is_empty():
                self.beside.append(beside)
            yield frame

    def elsewhere(self, mine: pl.DataFrame, world: pl.DataFrame) -> Elsewhere:
        """What some of the claims must know of the others of their patients' days, as far as they are in `world`."""
        own = list(_only(self.lines, mine))
        if not own:
            return Elsewhere()
        wanted = pl.concat(day_keys(frame) for frame in own).select(DAY).unique()
        beside = pl.concat([*_only(self.beside, world), empty_lines()]).join(wanted, on=DAY, how="semi")
        return Elsewhere(repeated_visits(visit_prints(beside)), other_lines(beside))
