"""What the rule book answers to one question: a code, of a payer, in a setting, on days of certain periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from logic.derive.lookups import REPEATABLE_IN_HOSPITAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.derive.lookups import Lookups
    from logic.derive.memory import Question

Facts = dict[str, Any]
FLAGS = (
    "timed",
    "hands_on_time",
    "one_unit_a_day",
    "in_rule_book",
    "status_disputed",
    "limits_cover",
    "in_family",
    "full_unit_only",
)
WORKED_OUT = {
    "in_family": pl.Boolean(),
    "full_unit_only": pl.Boolean(),
    "setting_words": pl.String(),
    "may_repeat_here": pl.Boolean(),
    "status_why_not": pl.String(),
    "limit_why_not": pl.String(),
    "replaced_words": pl.String(),
}


class Answers:
    """The look-ups by their keys."""

    def __init__(self, lookups: Lookups) -> None:
        keyed = {
            ("code", "code_period"): lookups.codes,
            ("payer",): lookups.payers,
            ("code", "setting", "limit_period"): lookups.limits,
            ("payer", "setting", "edit_period"): lookups.edit_tables,
        }
        self._schema = {
            name: kind
            for key, frame in keyed.items()
            for name, kind in frame.schema.items()
            if name not in key
        } | WORKED_OUT
        self._codes, self._payers, self._limits, self._edit_tables = (
            {
                tuple(row[name] for name in key): {name: row[name] for name in row if name not in key}
                for row in frame.iter_rows(named=True)
            }
            for key, frame in keyed.items()
        )
        self._families = frozenset(lookups.families.select("edit_period", "code").iter_rows())
        self._full_unit = frozenset(lookups.full_unit.select("payer", "code").iter_rows())

    def facts(self, questions: Sequence[Question]) -> pl.DataFrame:
        """A row for each question: code, payer, setting, and the periods of code, limit and edits."""
        rows = [tuple(self._answer(question).values()) for question in questions]
        return pl.DataFrame(rows, schema=self._schema, orient="row")

    def _answer(self, question: Question) -> Facts:
        code, payer, setting, code_period, limit_period, edit_period = question
        facts: Facts = dict.fromkeys(self._schema)
        facts |= self._codes.get((code, code_period), {})
        facts |= self._payers.get((payer,), {})
        facts |= self._limits.get((code, setting, limit_period), {})
        facts |= self._edit_tables.get((payer, setting, edit_period), {})
        facts["in_family"] = (edit_period, code) in self._families
        facts["full_unit_only"] = (payer, code) in self._full_unit
        facts |= {name: facts[name] or False for name in FLAGS}
        facts["count_code"] = facts["count_code"] or code
        hospital = setting == "outpatient_hospital"
        facts["setting_words"] = "an outpatient hospital" if hospital else "a practitioner"
        facts["may_repeat_here"] = hospital and code in REPEATABLE_IN_HOSPITAL
        facts["status_why_not"] = _status_why_not(code, facts)
        facts["limit_why_not"] = _limit_why_not(code, facts)
        successor = facts["replaced_by"]
        facts["replaced_words"] = (
            "The rule book names no successor." if successor is None else f"It was replaced by {successor}."
        )
        return facts


def _status_why_not(code: str, facts: Facts) -> str | None:
    """Why it is not known whether the payer pays for the code at all."""
    if facts["status_follow"] == "unknown" and facts["status_disputed"]:
        return f"the rule book does not know whether {facts['payer_label']} pays for {code}"
    if facts["status_follow"] == "medicare" and facts["in_rule_book"] and facts["medicare_status"] is None:
        return f"the rule book has no Medicare status of {code} for DAY"
    return None


def _limit_why_not(code: str, facts: Facts) -> str | None:
    """Why the code's unit limit is not known."""
    if facts["limits_follow"] == "unknown":
        return f"the rule book does not know the unit limits of {facts['payer_label']}"
    if facts["limits_follow"] != "mue" or facts["limit"] is not None:
        return None
    if facts["in_rule_book"] and not facts["limits_cover"]:
        return "no unit-limit edition in the rule book covers DAY"
    return f"{code} has no limit in the table that the rule book holds"
