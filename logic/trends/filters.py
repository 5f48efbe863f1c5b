"""What a person looks at: payers, providers, codes, disciplines and days of service, and the same as URL text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlencode

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LISTS: Final = {"payer": "payers", "provider": "providers", "code": "codes", "discipline": "disciplines"}
DAYS: Final = {"from": "first", "to": "last"}
MOST: Final = 50
"""So many values of one kind are read from a URL."""
CODES_BETWEEN: Final = " "


@dataclass(frozen=True, slots=True)
class Filters:
    """An empty tuple or None leaves that open. Days are days of service, both included."""

    payers: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    disciplines: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    @property
    def none(self) -> bool:
        """Whether nothing is left out."""
        return self == Filters()

    def query(self) -> dict[str, list[str]]:
        """The filters as parameters of a URL: payer, provider, code, discipline, from, to."""
        told = {key: sorted(getattr(self, name)) for key, name in LISTS.items() if getattr(self, name)}
        days = {key: [getattr(self, name).isoformat()] for key, name in DAYS.items() if getattr(self, name)}
        return told | days

    def url_text(self) -> str:
        """The filters as the part of a URL after the question mark."""
        return urlencode(self.query(), doseq=True)

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Filters:
        """Read parameters of a URL; what is no filter or no day is left open, days in the wrong order are turned."""
        told: dict[str, tuple[str, ...]] = {}
        for key, name in LISTS.items():
            values = query.get(key, ())
            texts = [values] if isinstance(values, str) else list(values)
            told[name] = tuple(sorted({text.strip() for text in texts[:MOST]} - {""}))
        first, last = (_day(query.get(key, "")) for key in DAYS)
        if first and last and first > last:
            first, last = last, first
        return cls(**told, first=first, last=last)

    @classmethod
    def from_url_text(cls, text: str) -> Filters:
        """Read the part of a URL after the question mark."""
        return cls.from_query(parse_qs(text.lstrip("?"), max_num_fields=10 * MOST))

    def keep(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows that are looked at. A claim is kept for a code if the code is on it."""
        tests = []
        for column, name in (
            ("payer_name", "payers"),
            ("provider", "providers"),
            ("discipline", "disciplines"),
        ):
            if wanted := getattr(self, name):
                tests.append(pl.col(column).is_in(_there(frame, column, wanted).implode()))
        if self.codes:
            column = "codes" if "codes" in frame.columns else "code"
            tests.append(pl.col(column).is_in(_with_code(frame, column, self.codes).implode()))
        if self.first is not None:
            tests.append(pl.col("service_date") >= self.first)
        if self.last is not None:
            tests.append(pl.col("service_date") <= self.last)
        return frame.filter(tests) if tests else frame


def _there(frame: pl.DataFrame, column: str, wanted: Sequence[str]) -> pl.Series:
    return pl.Series(wanted, dtype=pl.String).cast(frame.schema[column], strict=False)


def _with_code(frame: pl.DataFrame, column: str, wanted: Sequence[str]) -> pl.Series:
    """Of the combinations of codes that occur, those with a wanted one."""
    told = frame.get_column(column).unique().drop_nulls()
    hit = [text for text in told.cast(pl.String) if not set(wanted).isdisjoint(text.split(CODES_BETWEEN))]
    return pl.Series(hit, dtype=pl.String).cast(frame.schema[column], strict=False)


def _day(text: str | Sequence[str]) -> date | None:
    one = text if isinstance(text, str) else next(iter(text), "")
    try:
        return date.fromisoformat(one.strip())
    except ValueError:
        return None
