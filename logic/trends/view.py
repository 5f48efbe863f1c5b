"""What the trends pages look at: narrow frames made once for a state of the library, and cut by filters in a blink."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

import polars as pl

from logic.trends.answers import answers
from logic.trends.categories import of_findings, of_rules
from logic.trends.denied import SERVICE, denied, echoes
from logic.trends.filters import CODES_BETWEEN, Filters
from logic.trends.journey import journey
from logic.trends.paths import with_paths
from logic.trends.reasons import refused_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from logic.denials import Denials
    from logic.rulebook import RuleBook

__all__ = ["Filters", "Kept", "TrendFrames", "trend_frames"]
WORDS: Final = pl.Categorical()
KX: Final = "KX"
SEPARATE: Final = ("59", "XE", "XP", "XS", "XU")
"""Modifiers that say that two services were separate."""
VERSION: Final = "2"
"""Of what is kept: another one is made anew."""


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
    remittance.
    invented: the claims are the invented clinic's.
    """

    claims: pl.DataFrame
    denied: pl.DataFrame
    findings: pl.DataFrame
    lines: pl.DataFrame
    answers: pl.DataFrame
    day: date
    invented: bool = False

    def kept(self, filters: Filters) -> TrendFrames:
        """What the filters leave; the same for every frame."""
        if filters.none:
            return self
        return TrendFrames(
            claims=filters.keep(self.claims),
            denied=filters.keep(self.denied),
            findings=filters.keep(self.findings),
            lines=filters.keep(self.lines),
            answers=filters.keep(self.answers),
            day=self.day,
            invented=self.invented,
        )

    def values(self, column: str) -> tuple[str, ...]:
        """What can be chosen of payer_name, provider, discipline or code, in alphabetical order."""
        if column == "code":
            texts = self.claims["codes"].unique().drop_nulls().cast(pl.String).to_list()
            return tuple(sorted({code for text in texts for code in text.split(CODES_BETWEEN)} - {""}))
        found = (frame[column].unique().drop_nulls().cast(pl.String) for frame in (self.claims, self.answers))
        return tuple(sorted({value for series in found for value in series}))

    @cached_property
    def firsts(self) -> pl.DataFrame:
        """The first claims, without their names: what most numbers are made of."""
        return self.claims.lazy().filter("first").drop("submission", "claim_id").collect()

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


FRAMES: Final = ("claims", "denied", "findings", "lines", "answers")


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

    told = denials.model_dump_json() + repr(sorted(of_rules(denials, book).items()))
    meanings = hashlib.blake2b(told.encode(), digest_size=4).hexdigest()
    folder = library.derived(f"trends-{VERSION}-{meanings}", make)
    read = {name: pl.read_parquet(folder / f"{name}.parquet") for name in FRAMES}
    return of_frames(read, day, invented=library.invented)


def of_frames(made: Mapping[str, pl.DataFrame], day: date, *, invented: bool = False) -> TrendFrames:
    """The five frames as one view, as of a day."""
    claims, denied_, findings, lines, answers_ = (made[name] for name in FRAMES)
    return TrendFrames(claims, denied_, findings, lines, answers_, day, invented)


def made_frames(
    submissions: pl.LazyFrame,
    findings: pl.LazyFrame,
    remit_lines: pl.LazyFrame,
    adjustments: pl.LazyFrame,
    *,
    denials: Denials,
    book: RuleBook,
) -> Mapping[str, pl.DataFrame]:
    """Make the five frames from those of the library (`logic.claims.frames`)."""
    refused = refused_lines(remit_lines, adjustments, denials)
    answered = answers(submissions, refused)
    went = journey(submissions, answered)
    services = denied(refused, answered, went)
    repeated = echoes(services)
    services = services.join(repeated, on=list(SERVICE), how="anti", nulls_equal=True, maintain_order="left")
    went = with_paths(
        went.with_columns(
            first=pl.col("first") & ~pl.col("chain").is_in(repeated["chain"].unique().implode())
        )
    )
    went = went.with_columns(claim=pl.col("submission").rank("ordinal").cast(pl.UInt32))
    number = went.select("submission", "claim")
    codes_of = went.select("submission", "claim", _joined("codes"), "discipline", "payer_name", "provider")
    told = answered.join(
        codes_of, on="submission", how="left", maintain_order="left", suffix="_sent"
    ).with_columns(
        pl.coalesce("payer_name_sent", "payer_name").alias("payer_name"),
        pl.coalesce("provider_sent", "provider").alias("provider"),
    )
    return {
        "claims": _narrow(_claims(went)),
        "denied": _narrow(services.join(number, on="submission", how="left", maintain_order="left")
            .with_columns(_joined("remarks"))
            .drop("patient_id", "payer")),
        "findings": _narrow(
            of_findings(findings, denials, book).join(
                went.select("submission", "claim", "discipline", "first"), on="submission", how="left"
            )
        ),
        "lines": _narrow(_first_lines(refused, answered, went)),
        "answers": _narrow(
            told.select(
                "submission", "claim", "claim_id", "paid_on", "service_date", "kind", "result", "status", "charge",
                "paid", "denied", "owes", "lines", "lines_denied", "payer_name", "provider", "discipline", "codes",
            )
        ),
    }  # fmt: skip


def _claims(went: pl.DataFrame) -> pl.DataFrame:
    marks = pl.col("modifiers").list
    return went.with_columns(
        _joined("codes"),
        kx=marks.contains(KX),
        separate=pl.any_horizontal(marks.contains(mark) for mark in SEPARATE),
        visit=pl.col("chain").rank("dense").cast(pl.UInt32),
    ).select(
        "submission", "claim", "claim_id", "visit", "place", "first", "service_date", "submitted_on", "payer_name",
        "provider", "discipline", "frequency", "source", "codes", "kx", "separate", "charge", "lines", "units",
        "minutes", "verdict", "incomplete", "status", "first_result", "result", "first_answer_on",
        "last_answer_on", "first_denied_on", "resolved_on", "days_to_answer", "first_pass", "paid", "allowed",
        "owes", "denied", "denied_first", "appealed", "corrected", "path_first", "path_then", "path_end",
    )  # fmt: skip


def _first_lines(refused: pl.DataFrame, answered: pl.DataFrame, went: pl.DataFrame) -> pl.DataFrame:
    """Lines of the first answer to each first claim: what line-level rates are made of."""
    firsts = went.filter("first").select(
        "submission", "first_answer_on", "discipline", "payer_name", "provider", "service_date"
    )
    entries = (
        answered.filter(pl.col("kind").is_in(["answer", "taken back"]))
        .select("import_id", "entry", "submission", "paid_on")
        .join(firsts, on="submission")
        .filter(pl.col("paid_on") == pl.col("first_answer_on"))
        .unique("submission", keep="first", maintain_order=True)
    )
    own = refused.select("import_id", "entry", "code", "billed_code", "charge", "refused", "paid", "allowed")
    return own.join(entries, on=["import_id", "entry"]).select(
        "service_date", "payer_name", "provider", "discipline",
        pl.coalesce("billed_code", "code").alias("code"),
        "charge", "refused", "paid", "allowed",
    )  # fmt: skip


def _joined(column: str) -> pl.Expr:
    return pl.col(column).list.unique().list.sort().list.join(CODES_BETWEEN).alias(column)


def _narrow(frame: pl.DataFrame) -> pl.DataFrame:
    """Words that repeat become categories; ids stay text."""
    ids = {"submission", "claim_id", "chain", "message", "fix"}
    return frame.with_columns(
        pl.col(name).cast(WORDS)
        for name, dtype in frame.schema.items()
        if dtype == pl.String and name not in ids
    )
