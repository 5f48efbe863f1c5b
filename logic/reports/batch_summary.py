"""A batch on paper: the answer, errors by rule with their dollars, what was not checked and why, the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from logic.batch.audit_words import audit_sentences
from logic.batch.claims import ERROR, LOOK, NOTE
from logic.batch.coverage import reasons
from logic.batch.groups import groups
from logic.batch.summary import Summary, dollars, percent
from logic.calculators.facts import plural
from logic.reports import paper, receipt
from logic.trends.funnel import FEWEST_CASES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from logic.batch.audit import Estimate
    from logic.batch.claims import Batch
    from logic.rulebook import RuleBook

NO_ADVICE: Final = "Not legal or billing advice, and no promise of payment."
INVENTED: Final = "An invented clinic: nobody's claims. "
HEADINGS: Final = {
    ERROR: "Errors that a payer would likely deny or take back",
    LOOK: "To look at: may be right, may be money or trouble",
    NOTE: "The note must show",
}
MOST_REASONS: Final = 20
MOST_NAMES: Final = 25


@dataclass(frozen=True)
class Audit:
    """The sample that was looked at: how it was drawn, and what it says."""

    size: int
    seed: int
    estimate: Estimate


@dataclass(frozen=True)
class Sheet:
    """What the summary speaks of; `checked_with`: table → edition that the imports were checked with."""

    batch: Batch
    summary: Summary
    book: RuleBook
    today: date
    checked_with: Mapping[str, str]
    audit: Audit | None = None
    invented: bool = False


def summary_pdf(sheet: Sheet) -> bytes:
    """The summary as a PDF of letter size; the same input gives the same bytes."""
    label = INVENTED if sheet.invented else ""
    return paper.pdf(
        story(sheet),
        title="Batch check",
        subject="Claims checked: errors, dollars at risk, what was not checked",
        foot_words=f"{label}Unitwise batch check, {sheet.today.isoformat()}. {NO_ADVICE}",
    )


def story(sheet: Sheet) -> list[Any]:
    """The parts in their order: the answer first."""
    return [
        *_head(sheet),
        *_classes(sheet.summary),
        *(part for kind in (ERROR, LOOK, NOTE) for part in _rules(sheet, kind)),
        *_names(sheet),
        *_coverage(sheet.summary),
        *_audit(sheet.audit),
        *_editions(sheet),
    ]


def _head(sheet: Sheet) -> list[Any]:
    told = sheet.summary
    days = ""
    if told.first_day and told.last_day:
        days = f", dates of service {told.first_day.isoformat()} to {told.last_day.isoformat()}"
    state = (
        "fail"
        if told.wrong
        else "needs documentation"
        if told.look or told.note
        else "not checked"
        if told.open
        else "pass"
    )
    counted = f"{plural(told.claims, 'claim')} in {plural(told.lines, 'line')}{days}."
    gone = told.replaced + told.voids
    if gone:
        counted += f" Left out: {plural(gone, 'claim')} that a corrected one or a void took the place of."
    return [
        paper.text("Batch check", paper.TITLE),
        paper.text(
            f"{INVENTED if sheet.invented else ''}Checked with Unitwise, printed on {sheet.today.isoformat()}. "
            "No patient's name or number is on this sheet.",
            paper.SMALL,
        ),
        paper.gap(8),
        paper.box(state, told.sentence(), counted),
    ]


def _classes(told: Summary) -> list[Any]:
    rows: list[Sequence[object]] = [
        ["An error that a payer would likely deny or take back", f"{told.wrong:,}", _money(told, ERROR)],
        ["No error, but something to look at", f"{told.look:,}", _money(told, LOOK)],
        ["No error, but the note must show something", f"{told.note:,}", _money(told, NOTE)],
        ["Nothing found, and everything that decides was checked", f"{told.clean:,}", ""],
        ["Nothing found, but something that decides was not checked", f"{told.open:,}", ""],
        ["All", f"{told.claims:,}", dollars(told.risk.total.cents)],
    ]
    unknown = told.risk.total.unknown
    more = (
        f" {plural(unknown, 'line')} concerned tell no charge and are not in the dollars." if unknown else ""
    )
    return [
        paper.heading("Claims by their heaviest finding"),
        paper.grid(["Claims", "How many", "Dollars"], rows, [5, 1, 1.2], right=(1, 2)),
        paper.text(
            "Dollars are the charges of the lines concerned, each line once under its heaviest finding. A charge is "
            f"what was billed, not what would have been paid.{more}",
            paper.SMALL,
        ),
    ]


def _money(told: Summary, kind: str) -> str:
    amount = told.risk.kinds[kind]
    if amount.lines and amount.unknown == amount.lines:
        return "not told"
    return dollars(amount.cents)


def _rules(sheet: Sheet, kind: str) -> list[Any]:
    risk = sheet.summary.risk
    mine = [each for each in risk.rules if each.kind == kind]
    if not mine:
        return []
    rows: list[Sequence[object]] = [
        [
            each.rule,
            sheet.book.rules[each.rule].title if each.rule in sheet.book.rules else "",
            f"{each.claims:,}",
            dollars(each.amount.cents),
        ]
        for each in mine
    ]
    again, heavier = risk.overlap(kind)
    if again:
        rows.append(["", "Less: lines counted under another rule above as well", "", dollars(-again)])
    if heavier:
        rows.append(["", "Less: lines that stand under a heavier finding", "", dollars(-heavier)])
    rows.append(["", "Together, each line once", "", dollars(risk.kinds[kind].cents)])
    return [
        paper.heading(HEADINGS[kind]),
        paper.grid(["Rule", "What it says", "Claims", "Dollars"], rows, [0.7, 5, 0.9, 1.2], right=(2, 3)),
    ]


def _names(sheet: Sheet) -> list[Any]:
    parts: list[Any] = []
    for by, title in (("code", "code"), ("provider", "provider"), ("payer_name", "payer")):
        found = groups(sheet.batch, by)  # type: ignore[arg-type]  # one of the three
        rows = [
            [
                each.name,
                f"{each.claims:,}",
                f"{each.wrong:,}",
                f"{percent(each.share.estimate)} ({percent(each.share.low)} to {percent(each.share.high)})"
                if each.share
                else "too few to tell",
                dollars(each.cents),
            ]
            for each in found[:MOST_NAMES]
        ]
        parts += [
            paper.heading(f"Errors by {title}"),
            paper.grid(
                [title.capitalize(), "Claims", "With an error", "Rate, with 95% interval", "Dollars"],
                rows,
                [2.2, 0.8, 1, 2, 1.1],
                right=(1, 2, 3, 4),
            ),
        ]
        if len(found) > MOST_NAMES:
            parts.append(paper.text(f"And {len(found) - MOST_NAMES:,} more with fewer dollars.", paper.SMALL))
    parts.append(
        paper.text(
            f"A rate is told from {FEWEST_CASES} claims on. Rates whose intervals overlap may well be the same.",
            paper.SMALL,
        )
    )
    return parts


def _coverage(told: Summary) -> list[Any]:
    found = told.coverage
    said = "No question was asked."
    if found.share is not None:
        said = (
            f"{percent(found.share)} of {found.asked:,} questions could be answered: a question is one rule asked of "
            f"one line or visit. Every rule that applies was answered on {plural(found.whole, 'claim')}, some on "
            f"{found.part:,}, none on {found.none:,}."
        )
    why = reasons(found)
    rows = [[reason, ", ".join(rules), f"{count:,}"] for reason, count, rules in why[:MOST_REASONS]]
    parts: list[Any] = [
        paper.together(paper.heading("How much was checked, and why the rest was not"), paper.text(said))
    ]
    if rows:
        parts += [
            paper.gap(4),
            paper.grid(["Why not", "Rules", "Questions"], rows, [5, 1.8, 0.9], right=(2,)),
        ]
    if len(why) > MOST_REASONS:
        parts.append(paper.text(f"And {len(why) - MOST_REASONS:,} more reasons.", paper.SMALL))
    return parts


def _audit(audit: Audit | None) -> list[Any]:
    if audit is None:
        return []
    found = audit.estimate
    return [
        paper.heading("Audit sample"),
        paper.text(" ".join(audit_sentences(found))),
        paper.text(
            f"A simple random sample of {audit.size:,} of {found.population:,} claims, seed {audit.seed}: the same "
            "seed draws the same claims. Shares by Wilson's score interval; exact limits by Clopper and Pearson; "
            "dollars by the mean of the sample, Student's t and the finite population correction.",
            paper.SMALL,
        ),
    ]


def _editions(sheet: Sheet) -> list[Any]:
    rows: list[Sequence[object]] = []
    for each in sheet.book.editions():
        review = each.review_by.isoformat() if each.review_by else "no date set"
        rows.append(
            [
                each.label,
                sheet.checked_with.get(each.table, each.edition),
                f"{review}, PAST" if each.overdue(sheet.today) else review,
            ]
        )
    late = sum(each.overdue(sheet.today) for each in sheet.book.editions())
    parts: list[Any] = [paper.heading("The editions that the claims were checked with")]
    if late:
        parts.append(
            paper.text(
                f"{plural(late, 'table')} past the date for review: the values may have changed since."
            )
        )
    return [
        *parts,
        paper.grid(["Table", "Edition", "Look again by"], rows, [4, 2, 1.6]),
        paper.gap(6),
        paper.text(f"Rule book: {receipt.book_print(sheet.book)}. {NO_ADVICE}", paper.SMALL),
    ]
