"""What the trends pages look at: narrow frames made once for a state of the library, and cut by filters in a blink."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import polars as pl

from logic.trends.categories import of_rules
from logic.trends.filters import CODES_BETWEEN, Filters
from logic.trends.making import made_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from logic.denials import Denials
    from logic.rulebook import RuleBook

FAILED: Final = "fail"
REMEMBERED: Final = 3
"""So many choices of filters stay in memory."""
FILTERED: Final = ("service_date", "payer_name", "provider", "discipline", "codes")
"""What filters look at."""
__all__ = ["Filters", "Kept", "TrendFrames", "trend_frames"]


class Kept(Protocol):
    """What trends need of the library of claims."""

    @property
    def invented(self) -> bool: ...  # noqa: D102
    def submissions(self) -> pl.LazyFrame: ...  # noqa: D102
    def findings(self) -> pl.LazyFrame: ...  # noqa: D102
    def remit_lines(self) -> pl.LazyFrame: ...  # noqa: D102
    def adjustments(self) -> pl.LazyFrame: ...  # noqa: D102
    def derived(self, name: str, make: Callable[[Path], None]) -> Path: ...  # noqa: D102


@dataclass(frozen=True, eq=False)
class TrendFrames:
    """The frames of a view; day: as of when. Amounts are cents; words are categories.

    claims: a row a submission (see `logic.trends.journey`), with its number in these frames as `claim`, codes as
    one text, kx and separate (modifiers 59 or X), paths. denied: a row a refused service. findings: a row a finding,
    with category. lines: a row a service line of the first answer to a first claim. answers: a row a claim of a
    remittance. priced: a row a Medicare claim that can be compared with the fee schedule.
    invented: the claims are the invented clinic's.
    """

    claims: pl.DataFrame
    denied: pl.DataFrame
    findings: pl.DataFrame
    lines: pl.DataFrame
    answers: pl.DataFrame
    priced: pl.DataFrame
    day: date
    invented: bool = False

    def kept(self, filters: Filters) -> TrendFrames:
        """What the filters leave; the same for every frame. The last few are remembered: a page asks for them again."""
        return self if filters.none else self._parts(filters)

    @cached_property
    def _parts(self) -> Callable[[Filters], TrendFrames]:
        return lru_cache(maxsize=REMEMBERED)(lambda filters: _Part(self, filters))

    def values(self, column: str) -> tuple[str, ...]:
        """What can be chosen of payer_name, provider, discipline or code, in alphabetical order."""
        return self._values(column)

    @cached_property
    def _values(self) -> Callable[[str], tuple[str, ...]]:
        return cache(lambda column: _values(self, column))

    @cached_property
    def firsts(self) -> pl.DataFrame:
        """The first claims, without their names: what most numbers are made of."""
        return self.claims.lazy().filter("first").drop("submission", "claim_id").collect()

    @cached_property
    def judged(self) -> pl.DataFrame:
        """The first claims of which it is known whether they have an error: read whole, or with an error."""
        known = ~pl.col("incomplete") | (pl.col("verdict").cast(pl.String) == FAILED)
        return self.firsts if self.firsts.select(known.all()).item() else self.firsts.filter(known)

    @property
    def first_day(self) -> date | None:
        """The first day of service in it."""
        return self.claims["service_date"].min()  # type: ignore[return-value]

    @property
    def last_day(self) -> date | None:
        """The last day of service in it."""
        return self.claims["service_date"].max()  # type: ignore[return-value]

    @property
    def remitted(self) -> bool:
        """Whether there is any answer of a payer; without, nothing can be said of payment or denial."""
        return not self.answers.is_empty()


class _Part(TrendFrames):
    """What filters leave of a view; each frame is cut when it is looked at, for hardly a page looks at all."""

    def __init__(self, whole: TrendFrames, filters: Filters) -> None:
        self._whole: TrendFrames
        self._keep: Callable[[pl.DataFrame], pl.DataFrame]
        self.__dict__.update(day=whole.day, invented=whole.invented, _whole=whole, _keep=filters.keep)

    @cached_property
    def claims(self) -> pl.DataFrame:
        return self._keep(self._whole.claims)

    @cached_property
    def denied(self) -> pl.DataFrame:
        return self._keep(self._whole.denied)

    @cached_property
    def findings(self) -> pl.DataFrame:
        return self._keep(self._whole.findings)

    @cached_property
    def lines(self) -> pl.DataFrame:
        return self._keep(self._whole.lines)

    @cached_property
    def answers(self) -> pl.DataFrame:
        return self._keep(self._whole.answers)

    @cached_property
    def priced(self) -> pl.DataFrame:
        return self._keep(self._whole.priced)

    @cached_property
    def firsts(self) -> pl.DataFrame:
        return self._keep(self._whole.firsts)

    @cached_property
    def remitted(self) -> bool:
        return not self._keep(self._whole.answers.select(*FILTERED)).is_empty()


def _values(frames: TrendFrames, column: str) -> tuple[str, ...]:
    if column == "code":
        texts = frames.claims["codes"].unique().drop_nulls().cast(pl.String).to_list()
        return tuple(sorted({code for text in texts for code in text.split(CODES_BETWEEN)} - {""}))
    found = (frame[column].unique().drop_nulls().cast(pl.String) for frame in (frames.claims, frames.answers))
    return tuple(sorted({value for series in found for value in series}))


FRAMES: Final = ("claims", "denied", "findings", "lines", "answers", "priced")


def trend_frames(library: Kept, book: RuleBook, denials: Denials, day: date) -> TrendFrames:
    """Give the frames of a library, kept beside it until its imports change."""

    def make(folder: Path) -> None:
        made = made_frames(
            library.submissions(),
            library.findings(),
            library.remit_lines(),
            library.adjustments(),
            denials=denials,
            book=book,
        )
        for name, frame in made.items():
            frame.write_parquet(folder / f"{name}.parquet", statistics=False)

    folder = library.derived(f"trends-{_made_by(denials, book)}", make)
    read = {name: pl.read_parquet(folder / f"{name}.parquet") for name in FRAMES}
    return of_frames(read, day, invented=library.invented)


def _made_by(denials: Denials, book: RuleBook) -> str:
    """A word that changes when this program or the content that the frames rest on does."""
    told = [denials.model_dump_json(), repr(sorted(of_rules(denials, book).items())), repr(book.amounts)]
    for path in sorted(Path(__file__).parent.glob("*.py")):
        found = path.stat()
        told.append(f"{path.name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.blake2b("\n".join(told).encode(), digest_size=6).hexdigest()


def of_frames(made: Mapping[str, pl.DataFrame], day: date, *, invented: bool = False) -> TrendFrames:
    """The six frames as one view, as of a day."""
    claims, denied_, findings, lines, answers_, priced_ = (made[name] for name in FRAMES)
    return TrendFrames(claims, denied_, findings, lines, answers_, priced_, day, invented)
