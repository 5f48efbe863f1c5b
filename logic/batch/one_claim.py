"""One claim of a batch, checked again: the same rules, the same words as when a visit is typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from logic.batch.across import HOW, RULES, UNSEEN, others_across
from logic.batch.claims import CORRECTIONS, standing
from logic.check import check
from logic.claims.drafts import TABLE
from logic.claims.frames import COMPLETED
from logic.columns import COLUMNS
from logic.rules import all_rules
from logic.verdict import Finding
from logic.visit import canonical
from logic.visit_form import ANSWERS, LINE_FIELDS, VISIT_FIELDS

if TYPE_CHECKING:
    from datetime import date

    from logic.batch.claims import Source
    from logic.check import Checked
    from logic.rulebook import RuleBook
    from logic.verdict import Verdict


@dataclass(frozen=True)
class OneClaim:
    """A claim's lines and its verdict. beside: the patient's other claims of its days, with their first row.

    apart: how many more of them stand in another file, where rules of the whole day did not see them.
    """

    lines: pl.DataFrame
    verdict: Verdict
    beside: dict[str, int | None]
    apart: int = 0


def one_claim(library: Source, submission: str, book: RuleBook, today: date) -> OneClaim | None:
    """Check one claim beside what the same patient has on the same days in its file; None where it is not there.

    As when the file was imported: an original stands beside originals, a corrected claim beside what stands.
    """
    own = library.lines().filter(pl.col("visit_id") == submission).collect()
    if own.is_empty():
        return None
    beside = _beside(library, own, submission)
    # In the order of the file: of two visits alike, the second one repeats the first.
    together = pl.concat([own, beside]).sort("row", "line").drop("import_id")
    checked = check(canonical(together), book, today)
    verdict = next(each for each in checked.verdicts() if each.visit_id == submission)
    passed = _passed(checked, submission, verdict)
    rows = dict(beside.group_by("visit_id").agg(pl.col("row").min()).iter_rows())
    apart = others_across(library, submission)
    verdict = replace(verdict, passed=passed)
    return OneClaim(own.sort("line"), _unseen(verdict, book) if apart else verdict, rows, apart)


def _unseen(verdict: Verdict, book: RuleBook) -> Verdict:
    """The verdict of a claim whose day another file tells of too: what was not seen there is no pass."""
    found = {each.rule for each in verdict.findings}
    pages = [book.rules[rule] for rule in RULES if rule not in found]
    unseen = [
        Finding(
            page.code,
            page.name,
            page.family,
            "not checked",
            page.severity,
            None,
            (),
            None,
            UNSEEN,
            HOW,
            tuple(page.sources),
            page.to_confirm,
        )
        for page in pages
    ]
    passed = tuple(rule for rule in verdict.passed if rule not in RULES)
    return replace(
        verdict,
        verdict="not checked" if verdict.verdict == "pass" else verdict.verdict,
        findings=(*verdict.findings, *unseen),
        checked=verdict.checked - (len(verdict.passed) - len(passed)),
        not_checked=verdict.not_checked + len(unseen),
        passed=passed,
    )


def _beside(library: Source, own: pl.DataFrame, submission: str) -> pl.DataFrame:
    """The lines of the patient's other claims of those days, from the same file.

    A claim that a table completes stands beside those of the 837Ps, for some of its own file may not be completed.
    """
    patient, days = own["patient_id"][0], own["service_date"].unique().to_list()
    if patient is None:
        return own.clear()
    there = pl.col("patient_id") == patient
    claims = library.submissions().filter(there).collect()
    source = claims.filter(pl.col("submission") == submission)["source"]
    if source.to_list() == [COMPLETED]:
        claims = claims.filter(pl.col("source") != TABLE)
    else:
        claims = claims.filter(pl.col("import_id") == own["import_id"][0])
    corrected = claims["frequency"].is_in(CORRECTIONS).fill_null(value=False)
    mine = bool(corrected.filter(claims["submission"] == submission).any())
    world = standing(claims)[0] if mine else claims.filter(~corrected)
    names = world["submission"].to_list()
    return (
        library.lines()
        .filter(there & pl.col("service_date").is_in(days) & pl.col("visit_id").is_in(names))
        .filter(pl.col("visit_id") != submission)
        .collect()
    )


def _passed(checked: Checked, submission: str, verdict: Verdict) -> tuple[str, ...]:
    """The rules that ran on this claim, and found nothing."""
    judged = checked.judged
    found = {each.rule for each in verdict.findings}
    ran: set[str] = set()
    for rows, states in ((judged.derived.lines, judged.lines), (judged.derived.visits, judged.visits)):
        mine = states.filter(rows["visit_id"] == submission)
        ran |= {column.name for column in mine.iter_columns() if column.max()}
    return tuple(rule.code for rule in all_rules() if rule.code in ran - found)


def as_typed(lines: pl.DataFrame) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Lines of one day as the fields of the visit check: each line's, and what all of them share."""
    of_line = [column for column in COLUMNS.values() if column.heading in LINE_FIELDS]
    answers = {name for names in ANSWERS.values() for name in names}
    of_visit = [column for column in COLUMNS.values() if column.heading in {*VISIT_FIELDS, *answers}]
    rows = lines.sort("line").to_dicts()
    typed = [
        {
            column.heading: _typed(row[column.name], column.kind)
            for column in of_line
            if row[column.name] is not None
        }
        for row in rows
    ]
    visit = {}
    for column in of_visit:
        told = {str(row[column.name]): row[column.name] for row in rows}
        # What the lines do not agree on is not the visit's.
        if len(told) == 1 and (value := rows[0][column.name]) is not None:
            visit[column.heading] = _typed(value, column.kind)
    return typed, visit


def _typed(value: Any, kind: str) -> Any:  # noqa: ANN401 - whatever a cell holds
    if kind == "yes_no":
        return "yes" if value else "no"
    if kind == "time":
        return f"{value // 60:02d}:{value % 60:02d}"
    return value
