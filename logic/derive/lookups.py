"""The rule book as frames to join with, made once for each book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from logic.rulebook.base import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from logic.rulebook import PairEdition, RuleBook
    from logic.rulebook.base import Setting
    from logic.rulebook.models import Technique
    from logic.rulebook.payers import Payer

BEGINNING = date(1900, 1, 1)
REPEATABLE_IN_HOSPITAL = ("97150",)  # two group sessions a day: the hospital limit is 2


class Edit(NamedTuple):
    """What a pair edit says, and the days on which it holds."""

    indicator: str
    from_: date | None
    to: date | None

    def holds(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


@dataclass(frozen=True, eq=False)
class Lookups:
    """Frames and sets that derivation joins with.

    `codes`: a row a code and period (`code`, `code_period`); `code_breaks`: the days on which periods begin.
    `limits`: a row a code, period and setting. `edits`: by edit table, column 1 and column 2. `payers`: a row a payer.
    """

    book: RuleBook
    codes: pl.DataFrame
    code_breaks: pl.Series
    limits: pl.DataFrame
    edits: dict[tuple[str, str, str], tuple[Edit, ...]]
    edit_tables: pl.DataFrame
    families: pl.DataFrame
    payers: pl.DataFrame
    full_unit: pl.DataFrame
    techniques: dict[str, Technique]
    places: dict[str, str]
    distinct_modifiers: frozenset[str]
    unfit_modifiers: dict[str, str]
    telehealth_modifiers: dict[str, str]
    known_modifiers: frozenset[str]
    thresholds: pl.DataFrame


@lru_cache(maxsize=4)
def lookups(book: RuleBook) -> Lookups:
    """The look-ups of that rule book."""
    modifiers = book.modifiers
    unfit = {code: fact.why_unfit for code, fact in modifiers.items() if fact.unfit_for_timed_therapy}
    breaks = _code_breaks(book)
    return Lookups(
        book=book,
        codes=_codes(book, breaks),
        code_breaks=pl.Series("code_breaks", breaks, dtype=pl.Date),
        limits=_limits(book),
        edits=_edits(book),
        edit_tables=_edit_tables(book),
        families=_families(book),
        payers=_payers(book),
        full_unit=_full_unit(book),
        techniques=_techniques(book),
        places={place.code: place.therapy for place in book.places},
        distinct_modifiers=frozenset(code for code, fact in modifiers.items() if fact.group == "distinct"),
        unfit_modifiers={code: why for code, why in unfit.items() if modifiers[code].group != "telehealth"},
        telehealth_modifiers={
            code: why for code, why in unfit.items() if modifiers[code].group == "telehealth"
        },
        known_modifiers=frozenset(modifiers) | book.other_modifiers,
        thresholds=_thresholds(book),
    )


def period(breaks: Sequence[date] | pl.Series, day: str = "service_date") -> pl.Expr:
    """The number of the period that a day falls in, for periods that begin on `breaks`."""
    begins = breaks if isinstance(breaks, pl.Series) else pl.Series(breaks, dtype=pl.Date)
    return pl.lit(begins).search_sorted(pl.col(day), side="right").cast(pl.UInt16)


def _begin_days(periods: Iterable[Any]) -> set[date]:
    """The days on which something dated begins, or the day after it ends."""
    days: set[date] = set()
    for row in periods:
        days.add(row.from_)
        if row.to is not None:
            days.add(row.to + timedelta(days=1))
    return days


def _code_breaks(book: RuleBook) -> list[date]:
    days = _begin_days(row for code in book.codes.values() for row in code.medicare)
    days |= _begin_days(book.amounts.rvu) | _begin_days(book.amounts.conversion_factor)
    return sorted(days)


def _codes(book: RuleBook, breaks: list[date]) -> pl.DataFrame:
    rows = []
    for number, day in enumerate([BEGINNING, *breaks]):
        factor = book.conversion_factor(day)
        for code, fact in book.codes.items():
            status = fact.medicare_on(day)
            values = book.rvu(code, day)
            fee = None
            if values is not None and factor is not None:
                fee = float((values.work + values.pe_nonfacility + values.malpractice) * factor.amount)
            rows.append(
                {
                    "code": code,
                    "code_period": number,
                    "kind": fact.kind,
                    "timed": fact.kind == "timed",
                    "hands_on_time": fact.kind == "timed" or code == "97150",
                    "count_code": fact.continues or code,
                    "one_unit_a_day": fact.one_unit_a_day,
                    "therapy": fact.therapy,
                    "code_disciplines": " ".join(fact.disciplines),
                    "valid_from": fact.valid_from,
                    "valid_to": fact.valid_to,
                    "replaced_by": " or ".join(fact.replaced_by) or None,
                    "code_label": fact.label,
                    "medicare_status": status.status if status else None,
                    "use_instead": " or ".join(status.use_instead) if status else "",
                    "fee": fee,
                },
            )
    schema = {
        "code": pl.String,
        "code_period": pl.UInt16,
        "kind": pl.String,
        "timed": pl.Boolean,
        "hands_on_time": pl.Boolean,
        "count_code": pl.String,
        "one_unit_a_day": pl.Boolean,
        "therapy": pl.String,
        "code_disciplines": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "replaced_by": pl.String,
        "code_label": pl.String,
        "medicare_status": pl.String,
        "use_instead": pl.String,
        "fee": pl.Float64,
    }
    contested = {other for code in book.codes.values() for row in code.medicare for other in row.use_instead}
    disputed = pl.col("medicare_status").is_in(["bundled", "invalid", "noncovered"]) | pl.col("code").is_in(
        sorted(contested),
    )
    return pl.DataFrame(rows, schema=schema).with_columns(
        disputed.any().over("code").alias("status_disputed"),
        pl.lit(value=True).alias("in_rule_book"),
    )


def _limits(book: RuleBook) -> pl.DataFrame:
    """A row a code, setting and day on which a limit edition begins: limit (null = none published), MAI."""
    rows = []
    breaks = sorted(_begin_days(book.limit_editions))
    codes = sorted(set(book.codes) | {code for edition in book.limit_editions for code in edition.limits})
    for number, day in enumerate([BEGINNING, *breaks]):
        for setting in SETTINGS:
            covered = book.limits_cover(day, setting)
            for code in codes:
                limit = book.unit_limit(code, day, setting)
                if limit is not None or covered:
                    rows.append(
                        {
                            "code": code,
                            "setting": setting,
                            "limit_period": number,
                            "limit": limit.units if limit else None,
                            "limit_mai": limit.mai if limit else None,
                            "limits_cover": covered,
                        },
                    )
    schema = {
        "code": pl.String,
        "setting": pl.String,
        "limit_period": pl.UInt16,
        "limit": pl.Int32,
        "limit_mai": pl.Int8,
        "limits_cover": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema)


def limit_breaks(book: RuleBook) -> list[date]:
    """The days on which a unit-limit edition begins or ends."""
    return sorted(_begin_days(book.limit_editions))


def edit_breaks(book: RuleBook) -> list[date]:
    """The days on which a pair-edit edition begins or ends."""
    return sorted(_begin_days(book.pair_editions))


def _edit_owner(payer: Payer) -> str:
    return payer.id if payer.pair_edits.own else payer.pair_edits.follows


def _edit_rows(edition: PairEdition, setting: Setting) -> Iterable[tuple[str, str, Edit]]:
    for row in edition.rows(setting):
        yield row.column1, row.column2, Edit(row.indicator, row.from_, row.to)


def _edits(book: RuleBook) -> dict[tuple[str, str, str], tuple[Edit, ...]]:
    """Pair edits by edit table ("owner|period|setting"), column 1 and column 2."""
    found: dict[tuple[str, str, str], tuple[Edit, ...]] = {}
    owners = {_edit_owner(payer): payer for payer in book.payers.values()}
    for number, day in enumerate([BEGINNING, *edit_breaks(book)]):
        for setting in SETTINGS:
            published = [
                row
                for edition in book.pair_editions
                if edition.holds(day) and setting in edition.settings
                for row in _edit_rows(edition, setting)
            ]
            for owner, payer in owners.items():
                table = f"{owner}|{number}|{setting}"
                own = [(e.column1, e.column2, Edit(e.indicator, e.from_, e.to)) for e in payer.pair_edits.own]
                mine = {row[:2] for row in own}
                followed = published if payer.pair_edits.follows == "ncci" else []
                for column1, column2, edit in [*own, *(row for row in followed if row[:2] not in mine)]:
                    key = (table, column1, column2)
                    found[key] = (*found.get(key, ()), edit)
    return found


def _edit_tables(book: RuleBook) -> pl.DataFrame:
    """A row a payer, setting and period: edit_table, and whether a published edition covers the period."""
    rows = [
        {
            "payer": payer.id,
            "setting": setting,
            "edit_period": number,
            "edit_table": f"{_edit_owner(payer)}|{number}|{setting}",
            "edits_cover": book.edits_cover(day, setting),
        }
        for payer in book.payers.values()
        for number, day in enumerate([BEGINNING, *edit_breaks(book)])
        for setting in SETTINGS
    ]
    return pl.DataFrame(rows, schema_overrides={"edit_period": pl.UInt16})


def _families(book: RuleBook) -> pl.DataFrame:
    """The codes whose pairs with each other are all known in a period: edit_period, code."""
    rows = []
    for number, day in enumerate([BEGINNING, *edit_breaks(book)]):
        holding = [edition for edition in book.pair_editions if edition.table != "own" and edition.holds(day)]
        known = {code for edition in holding for code in (edition.family or book.codes)}
        rows += [(number, code, True) for code in sorted(known)]
    schema = {"edit_period": pl.UInt16, "code": pl.String, "in_family": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _payers(book: RuleBook) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "payer": payer.id,
                "payer_label": payer.label,
                "method": payer.counting.method,
                "edits_follow": payer.pair_edits.follows,
                "limits_follow": payer.unit_limits.follows,
                "status_follow": payer.code_status.follows,
                "therapy_needed": payer.therapy_modifier.needed,
                "assistant_needed": payer.assistant_modifier.needed,
                "threshold_needed": payer.threshold_modifier.needed,
                "at_needed": payer.at_on_manipulation.needed,
                "daily_cap": payer.daily_cap.units if payer.daily_cap else None,
                "cap_counts": payer.daily_cap.counts if payer.daily_cap else None,
                "cap_except": " ".join(payer.daily_cap.except_places) if payer.daily_cap else None,
                "massage_therapist_allowed": payer.who_may_bill.massage_therapist.allowed,
                "aide_allowed": payer.who_may_bill.aide.allowed,
                "chiropractor_allowed": payer.who_may_bill.chiropractor.allowed,
                "assistant_incident_to_allowed": payer.who_may_bill.assistant_incident_to.allowed,
                "athletic_trainer_allowed": payer.who_may_bill.athletic_trainer.allowed,
                "therapist_manipulation_allowed": payer.who_may_bill.therapist_manipulation.allowed,
                "split_lines_refused": payer.split_lines.refused,
                "filing_days": payer.timely_filing.days,
            }
            for payer in book.payers.values()
        ],
        schema_overrides={
            "daily_cap": pl.Int32,
            "cap_counts": pl.String,
            "cap_except": pl.String,
            "filing_days": pl.Int32,
        },
    )


def _full_unit(book: RuleBook) -> pl.DataFrame:
    rows = [(payer.id, code) for payer in book.payers.values() for code in payer.counting.full_unit_codes]
    return pl.DataFrame(rows, schema={"payer": pl.String, "code": pl.String}, orient="row").with_columns(
        full_unit_only=pl.lit(value=True),
    )


def _techniques(book: RuleBook) -> dict[str, Technique]:
    """Every spelling of a technique, in small letters, and what the vocabulary says of it."""
    words: dict[str, Technique] = {}
    for fact in book.techniques:
        for spelling in (fact.technique, *fact.aliases):
            words[" ".join(spelling.lower().replace("-", " ").split())] = fact
    return words


def _thresholds(book: RuleBook) -> pl.DataFrame:
    years = sorted({row.from_.year for row in book.amounts.kx_threshold})
    rows = [(year, float(row.amount)) for year in years if (row := book.kx_threshold(date(year, 7, 1)))]
    return pl.DataFrame(rows, schema={"year": pl.Int32, "threshold": pl.Float64}, orient="row")
