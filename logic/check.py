"""Check service lines: derive, judge, explain. Pages, command line and batches all come through here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from logic import judge as judging
from logic import states
from logic.derive.derive import derive
from logic.explain import findings as explaining
from logic.rules import all_rules
from logic.verdict import Finding, Verdict
from logic.visit import canonical

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from logic.judge import Judged
    from logic.rulebook import RuleBook

STATE_ORDER = ("fail", "needs documentation", "not checked")
SEVERITY_ORDER = ("error", "warning", "note")


@dataclass(frozen=True)
class Checked:
    """What the rules made of some lines.

    `findings`: everything that is not a pass (`logic.explain.findings.SCHEMA`); `visits`: a row a visit with
    its verdict (`logic.judge.verdicts`). Both are worked out when first asked for.
    """

    judged: Judged
    book: RuleBook

    @cached_property
    def findings(self) -> pl.DataFrame:
        """One row a finding, rule by rule."""
        return explaining.findings(self.judged, self.book)

    @property
    def findings_by_number(self) -> pl.DataFrame:
        """The same in less memory: words that many findings share are an Enum, another one for other lines."""
        return explaining.findings(self.judged, self.book, by_number=True)

    @cached_property
    def visits(self) -> pl.DataFrame:
        """One row a visit: visit_id, verdict, checked, not_checked."""
        return judging.verdicts(self.judged, _deciding(self.book))

    def verdicts(self) -> list[Verdict]:
        """A verdict a visit, findings in the order of what to mend first. For what a person reads, not for millions."""
        by_visit: dict[str, list[Finding]] = {}
        for row in self.findings.iter_rows(named=True):
            by_visit.setdefault(row["visit_id"], []).append(self._finding(row))
        return [
            Verdict(
                visit_id=visit,
                verdict=verdict,
                findings=tuple(sorted(by_visit.get(visit, ()), key=_first_to_mend)),
                checked=checked,
                not_checked=not_checked,
                passed=self._passed() if len(self.visits) == 1 else (),
            )
            for visit, verdict, checked, not_checked in self.visits.iter_rows()
        ]

    def _finding(self, row: dict[str, object]) -> Finding:
        page = self.book.rules[str(row["rule"])]
        lines = row["lines"]
        return Finding(
            rule=page.code,
            name=page.name,
            family=page.family,
            state=str(row["state"]),
            severity=page.severity,
            line=row["line"] if isinstance(row["line"], int) else None,
            lines=tuple(lines) if isinstance(lines, list) else (),
            code=row["code"] if isinstance(row["code"], str) else None,
            message=str(row["message"]),
            fix=str(row["fix"]),
            sources=tuple(page.sources),
            to_confirm=bool(row["to_confirm"]),
        )

    def _passed(self) -> tuple[str, ...]:
        """The rules that ran, and found nothing."""
        frames = (self.judged.lines, self.judged.visits)
        ran = {column.name for frame in frames for column in frame.iter_columns() if column.max()}
        passed = ran.difference(self.findings["rule"])
        return tuple(rule.code for rule in all_rules() if rule.code in passed)


@lru_cache(maxsize=4)
def _deciding(book: RuleBook) -> frozenset[str]:
    """The rules that keep a visit from passing when they could not be checked."""
    return frozenset(code for code, page in book.rules.items() if page.family in states.DECIDING_FAMILIES)


def _first_to_mend(finding: Finding) -> tuple[int, int, bool, int]:
    deciding = finding.family in states.DECIDING_FAMILIES
    return (
        STATE_ORDER.index(finding.state),
        SEVERITY_ORDER.index(finding.severity),
        not deciding,
        states.FAMILIES.index(finding.family),
    )


def check(
    lines: pl.DataFrame,
    book: RuleBook,
    today: date,
    repeated: pl.DataFrame | None = None,
    others: pl.DataFrame | None = None,
) -> Checked:
    """Check canonical service lines (`logic.columns`) with that rule book, as of that day.

    `repeated`: visits known to repeat others outside these lines (`logic.derive.repeats.repeated_visits`);
    `others`: lines outside of them, of the same patients and days (`logic.derive.same_day.other_lines`).
    """
    return Checked(judging.judge(derive(canonical(lines), book, today, repeated, others)), book)
