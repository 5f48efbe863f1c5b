"""The rule book as frames to join with, made once for each book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from logic.derive.edit_tables import edit_breaks, edit_tables, edits, families
from logic.derive.periods import BEGINNING, begin_days
from logic.rulebook.base import SETTINGS

if TYPE_CHECKING:
    from logic.derive.edit_tables import Edit
    from logic.rulebook import RuleBook
    from logic.rulebook.models import Technique

REPEATABLE_IN_HOSPITAL = ("97150",)  # two group sessions a day: the hospital limit is 2


@dataclass(frozen=True, eq=False)
class Lookups:
    """Frames and sets that derivation joins with.

    `codes`: a row a code and period (`code`, `code_period`); `code_breaks` and the like: the days on which
    periods begin.
    `limits`: a row a code, period and setting. `edits`: by edit table, column 1 and column 2. `payers`: a row a payer.
    """

    book: RuleBook
    codes: pl.DataFrame
    code_breaks: pl.Series
    limits: pl.DataFrame
    limit_breaks: pl.Series
    edits: dict[tuple[str, str, str], tuple[Edit, ...]]
    edit_tables: pl.DataFrame
    edit_breaks: pl.Series
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
        code_breaks=pl.Series(breaks, dtype=pl.Date),
        limits=_limits(book),
        limit_breaks=pl.Series(limit_breaks(book), dtype=pl.Date),
        edits=edits(book),
        edit_tables=edit_tables(book),
        edit_breaks=pl.Series(edit_breaks(book), dtype=pl.Date),
        families=families(book),
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


def limit_breaks(book: RuleBook) -> list[date]:
    """The days on which a unit-limit edition begins or ends."""
    return sorted(begin_days(book.limit_editions))


def _code_breaks(book: RuleBook) -> list[date]:
    days = begin_days(row for code in book.codes.values() for row in code.medicare)
    days |= begin_days(book.amounts.rvu) | begin_days(book.amounts.conversion_factor)
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
    breaks = limit_breaks(book)
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
