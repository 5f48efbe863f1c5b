"""The measures of a view: each with the two numbers it is made of, its formula in words and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

from logic.intervals import Interval, wilson
from logic.trends.definitions import MEASURES
from logic.trends.view import FAILED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from logic.trends.definitions import Definition
    from logic.trends.view import TrendFrames

Unit = Literal[
    "share of claims", "share of lines", "share of answers", "share of dollars", "days", "not known"
]
APPEAL_DAYS: Final = 120
FOUR_WEEKS: Final = 28
ANSWERED: Final = ("first_pass", "first_answer_on", "charge")
NO_ANSWERS: Final = (
    "There is no remittance (835) in these files, so nothing is known of payments and denials."
)
NO_CASES: Final = "There is nothing to count in what is looked at."
NOT_IN_FILES: Final = "Not in these files."


@dataclass(frozen=True, slots=True)
class Measure:
    """One number. numerator and denominator: claims, lines or answers, cents for dollars, days and cases for days.

    value: a share from 0 to 1, or days; None where it is not known, and `missing` says why. interval: 95%
    (Wilson), for shares of things that are counted. also: a neighbor's number that belongs beside it.
    """

    definition: Definition
    unit: Unit
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    interval: Interval | None = None
    missing: str = ""
    also: str = ""

    @property
    def id(self) -> str:
        """The measure's id."""
        return self.definition.id

    def to_dict(self) -> dict[str, Any]:
        """Give plain values; dollars in cents."""
        return {
            "id": self.id,
            "name": self.definition.name,
            "formula": self.definition.formula,
            "source": list(self.definition.source),
            "to_confirm": self.definition.to_confirm,
            "unit": self.unit,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "low": self.interval.low if self.interval else None,
            "high": self.interval.high if self.interval else None,
            "missing": self.missing,
            "also": self.also,
            "note": self.definition.note,
        }


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a measure is made of, before it has its words."""

    unit: Unit
    numerator: int | None = None
    denominator: int | None = None
    median: float | None = None
    also: str = ""
    missing: str = ""


def measures(frames: TrendFrames, definitions: Mapping[str, Definition]) -> Mapping[str, Measure]:
    """Work out the measures of a view that are defined here, by id, in the order of the definitions."""
    return {name: _measure(definition, _WORKS[name](frames)) for name, definition in definitions.items()}


def _measure(definition: Definition, counted: _Counted) -> Measure:
    if counted.missing or not counted.denominator or counted.numerator is None:
        missing = counted.missing or NO_CASES
        return Measure(definition, counted.unit, counted.numerator, counted.denominator, missing=missing)
    if counted.unit == "days":
        return Measure(
            definition, "days", counted.numerator, counted.denominator, counted.median, also=counted.also
        )
    dollars = counted.unit == "share of dollars"
    return Measure(
        definition,
        counted.unit,
        counted.numerator,
        counted.denominator,
        counted.numerator / counted.denominator,
        None if dollars else wilson(counted.numerator, counted.denominator),
        also=counted.also,
    )


def _of_answers(work: Callable[[TrendFrames], _Counted]) -> Callable[[TrendFrames], _Counted]:
    """Work it out only where there are answers: without, it is not known, which is not zero."""

    def guarded(frames: TrendFrames) -> _Counted:
        if frames.remitted:
            return work(frames)
        return _Counted(work(frames).unit, missing=NO_ANSWERS)

    return guarded


def _sum(frame: pl.DataFrame, what: pl.Expr) -> int:
    return int(frame.select(what.sum()).item() or 0)


def _clean(frames: TrendFrames) -> _Counted:
    known = frames.judged
    clean = known.remove(pl.col("verdict").cast(pl.String) == FAILED)
    partly = _sum(clean, pl.col("not_checked") > 0)
    out = frames.firsts.height - known.height
    also = [
        f"In {partly:,} of these some rule could not be checked." if partly else "",
        f"{out:,} more had a line that could not be read, and {'is' if out == 1 else 'are'} left out."
        if out
        else "",
    ]
    return _Counted("share of claims", clean.height, known.height, also=" ".join(filter(None, also)))


def _answered(frames: TrendFrames) -> pl.DataFrame:
    return frames.firsts.lazy().filter(pl.col("first_pass").is_not_null()).select(*ANSWERED).collect()


def _initial(frames: TrendFrames) -> _Counted:
    answered = _answered(frames)
    denied = _sum(answered, ~pl.col("first_pass"))
    sent = frames.firsts.height
    waiting = sent - answered.height
    have = "has" if waiting == 1 else "have"
    also = (
        f"{waiting:,} more {have} no answer yet; over all {sent:,} sent it is {denied / sent:.1%}."
        if waiting
        else ""
    )
    return _Counted("share of claims", denied, answered.height, also=also)


def _initial_lines(frames: TrendFrames) -> _Counted:
    return _Counted("share of lines", _sum(frames.lines, pl.col("refused") > 0), frames.lines.height)


def _initial_dollars(frames: TrendFrames) -> _Counted:
    return _Counted(
        "share of dollars", _sum(frames.lines, pl.col("refused")), _sum(frames.lines, pl.col("charge"))
    )


def _primary(frames: TrendFrames) -> _Counted:
    answers = frames.answers.filter(pl.col("kind").is_in(["answer", "taken back"]))
    last = answers["paid_on"].max()
    if not isinstance(last, date):
        return _Counted("share of answers", 0, 0)
    recent = answers.filter(pl.col("paid_on") > last - timedelta(days=FOUR_WEEKS))
    return _Counted(
        "share of answers",
        _sum(recent, pl.col("paid").fill_null(0) <= 0),
        recent.height,
        also=f"The last answer is of {last}.",
    )


def _first_pass(frames: TrendFrames) -> _Counted:
    answered = _answered(frames)
    return _Counted("share of claims", _sum(answered, pl.col("first_pass")), answered.height)


def _left(frames: TrendFrames) -> _Counted:
    before = frames.day - timedelta(days=APPEAL_DAYS)
    left = frames.denied.filter(
        (pl.col("last_denied_on") <= before)
        & ~pl.col("overturned")
        & ~pl.col("waiting")
        & pl.col("initial")
        & (pl.col("group").cast(pl.String) != "PR")
    )
    old = _answered(frames).filter(pl.col("first_answer_on") <= before)
    return _Counted("share of dollars", _sum(left, pl.col("amount")), _sum(old, pl.col("charge")))


def _overturned(frames: TrendFrames) -> _Counted:
    waiting = _sum(frames.denied, pl.col("waiting"))
    also = _sent_again(waiting)
    return _Counted(
        "share of lines", _sum(frames.denied, pl.col("overturned")), frames.denied.height, also=also
    )


def _sent_again(waiting: int) -> str:
    if not waiting:
        return ""
    told = "was sent again and waits" if waiting == 1 else "were sent again and wait"
    return f"{waiting:,} more {told} for an answer."


def _overturned_dollars(frames: TrendFrames) -> _Counted:
    won = _sum(frames.denied.filter("overturned"), pl.col("amount"))
    return _Counted("share of dollars", won, _sum(frames.denied, pl.col("amount")))


def _sent_back(frames: TrendFrames) -> _Counted:
    return _Counted("share of lines", _sum(frames.denied, pl.col("unprocessable")), frames.denied.height)


def _rejections(frames: TrendFrames) -> _Counted:
    _ = frames
    return _Counted("not known", missing=NOT_IN_FILES)


def _preventable(frames: TrendFrames) -> _Counted:
    could = frames.denied.filter(pl.col("weight").cast(pl.String) == "preventable")
    unsure = _sum(frames.denied.filter(pl.col("weight").is_null()), pl.col("amount"))
    also = f"Of ${unsure / 100:,.2f} the codes do not tell which kind it was." if unsure else ""
    return _Counted(
        "share of dollars", _sum(could, pl.col("amount")), _sum(frames.denied, pl.col("amount")), also=also
    )


def _unanswered(frames: TrendFrames) -> _Counted:
    status = pl.col("status").cast(pl.String)
    still, in_force = frames.claims.select(
        (status == "open").sum().alias("open"),
        (~status.is_in(["voided", "replaced"])).sum().alias("in_force"),
    ).row(0)
    return _Counted("share of claims", still, in_force)


def _days(frame: pl.DataFrame, days: pl.Expr) -> _Counted:
    """The median of days, with the middle half beside it. The numerator is the days of all together."""
    told = frame.select(days.alias("days")).drop_nulls().filter(pl.col("days") >= 0)["days"]
    if told.is_empty():
        return _Counted("days", 0, 0)
    low, high = told.quantile(0.25, "nearest"), told.quantile(0.75, "nearest")
    also = f"The middle half took {low:.0f} to {high:.0f} days."
    return _Counted("days", int(told.sum()), len(told), float(told.median()), also)  # type: ignore[arg-type]


def _between(first: str, last: str) -> pl.Expr:
    return (pl.col(last) - pl.col(first)).dt.total_days()


_WORKS: Final[Mapping[str, Callable[[TrendFrames], _Counted]]] = {
    "clean-claims": _clean,
    "initial-denials": _of_answers(_initial),
    "initial-denials-lines": _of_answers(_initial_lines),
    "initial-denials-dollars": _of_answers(_initial_dollars),
    "primary-denials": _of_answers(_primary),
    "first-pass": _of_answers(_first_pass),
    "denial-write-offs": _of_answers(_left),
    "overturned": _of_answers(_overturned),
    "overturned-dollars": _of_answers(_overturned_dollars),
    "sent-back": _of_answers(_sent_back),
    "rejections": _rejections,
    "preventable": _of_answers(_preventable),
    "unanswered": _of_answers(_unanswered),
    "days-to-send": lambda frames: _days(frames.firsts, _between("service_date", "submitted_on")),
    "days-to-answer": _of_answers(lambda frames: _days(frames.claims, pl.col("days_to_answer"))),
    "days-to-denial": _of_answers(
        lambda frames: _days(frames.claims, _between("submitted_on", "first_denied_on"))
    ),
    "days-to-resolution": _of_answers(
        lambda frames: _days(frames.denied.filter("overturned"), _between("first_denied_on", "overturned_on"))
    ),
}
if set(_WORKS) != set(MEASURES):
    raise AssertionError(sorted(set(_WORKS) ^ set(MEASURES)))
