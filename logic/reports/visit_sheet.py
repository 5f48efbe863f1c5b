"""The sheet of one checked visit: the visit, the verdict, every finding, the answers, sources, editions, receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from logic.calculators.facts import join_words, plural
from logic.reports import paper, receipt
from logic.verdict import line_words
from logic.visit_form import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from logic.rulebook import RuleBook
    from logic.verdict import Finding
    from logic.what_if import Answer, Outlook

SEEN: Final = {"full": "read in full", "part": "read in part", "recalled": "recalled, not read: to confirm"}
NO_ADVICE: Final = "Not legal or billing advice. Write no name, birth date or member number on this sheet."
NO_ANSWER: Final = "not answered"
VERDICTS: Final = {
    "fail": "Fail: do not bill the visit as it stands.",
    "needs documentation": "Needs documentation: the note must show what is listed below.",
    "not checked": "Not checked: something that decides could not be checked, so this is not a pass.",
    "pass": "Pass: nothing found in what was checked.",
}


def visit_pdf(answer: Answer, outlook: Outlook, book: RuleBook, today: date) -> bytes:
    """The sheet as a PDF of letter size; the same input gives the same bytes."""
    return paper.pdf(
        story(answer, outlook, book, today),
        title="Visit check",
        subject="A visit checked before it is billed",
        foot_words=f"Unitwise visit check, {today.isoformat()}. {NO_ADVICE}",
    )


def story(answer: Answer, outlook: Outlook, book: RuleBook, today: date) -> list[Any]:
    """The parts of the sheet in their order: answer, visit, findings, answers, what was checked, sources."""
    verdict = answer.verdict
    return [
        paper.text("Visit check", paper.TITLE),
        paper.text(f"Checked on {today.isoformat()} with Unitwise. No names are on this sheet.", paper.SMALL),
        paper.gap(8),
        paper.box(verdict.verdict, VERDICTS[verdict.verdict], _summary(answer)),
        *_visit(answer, book),
        *_findings(answer, outlook, book),
        *_answers(answer, book),
        *_checked(answer, book),
        *_sources(answer, book),
        *_editions(book, today),
        *_receipt(answer, book),
    ]


def _summary(answer: Answer) -> str:
    verdict, counts = answer.verdict, answer.counts
    said = f"{plural(verdict.checked, 'rule')} checked, {verdict.not_checked} not checked."
    if counts is not None and counts.mine is not None and counts.mine.rows:
        minutes = plural(counts.mine.timed_minutes, "minute")
        said = (
            f"Timed units: {answer.billed} billed, {counts.mine.timed_units} supported by {minutes}. {said}"
        )
    return " ".join([said, *answer.reading.left_out_words])


def _minutes(row: dict[str, Any]) -> str:
    """The minutes of a line, by the clock where they were not told."""
    if row["minutes"] is not None:
        return str(row["minutes"])
    start, stop = row["start_minute"], row["stop_minute"]
    return "not told" if start is None or stop is None or stop <= start else f"{stop - start} by the clock"


def _visit(answer: Answer, book: RuleBook) -> list[Any]:
    lines = answer.reading.lines
    first = lines.row(0, named=True)
    payer = book.payers.get(first["payer"])
    told = [
        ("Payer", payer.label if payer is not None else first["payer"]),
        ("Date of service", first["service_date"].isoformat()),
        (
            "Setting",
            {"practitioner": "practice", "outpatient_hospital": "outpatient hospital"}.get(
                first["setting"], "not told"
            ),
        ),
        ("Discipline", (first["discipline"] or "not told").upper() if first["discipline"] else "not told"),
        ("Treated by", (first["treated_by"] or "not told").upper() if first["treated_by"] else "not told"),
        ("Diagnoses", " ".join(first["dx"]) if first["dx"] else "not told"),
    ]
    rows = []
    for row in lines.iter_rows(named=True):
        fact = book.codes.get(row["code"])
        rows.append(
            [
                row["line"],
                f"{row['code']} {fact.label if fact is not None else '(not in the rule book)'}",
                _minutes(row),
                row["units"],
                " ".join(row["modifiers"] or []) or "none",
                row["technique"] or "not told",
            ]
        )
    return [
        paper.heading("The visit as typed"),
        paper.rich(
            "; ".join(f"<b>{paper.markup(name)}:</b> {paper.markup(value)}" for name, value in told) + "."
        ),
        paper.gap(4),
        paper.grid(
            ["Line", "Code", "Minutes", "Units", "Modifiers", "Technique"],
            rows,
            [0.5, 3.6, 0.9, 0.7, 1.2, 1.6],
            right=(2, 3),
        ),
    ]


def _findings(answer: Answer, outlook: Outlook, book: RuleBook) -> list[Any]:
    found = [each for each in answer.verdict.findings if each.state != "not checked"]
    parts: list[Any] = [paper.heading("What was found")]
    if not found:
        return [*parts, paper.text("Nothing in what was checked.")]
    return [*parts, *(_finding(finding, outlook, book) for finding in found)]


def _finding(finding: Finding, outlook: Outlook, book: RuleBook) -> Any:  # noqa: ANN401 - a flowable
    page = book.rules[finding.rule]
    lines = line_words(finding.lines)
    where = f", {'line' if len(lines) == 1 else 'lines'} {join_words(lines)}" if lines else ""
    head = f"<b>{finding.rule} {paper.markup(finding.state)}</b>{where}. {paper.markup(page.title)}."
    if finding.to_confirm:
        head += " <b>To confirm.</b>"
    body = [paper.rich(head), paper.text(finding.message)]
    if finding.state == "fail":
        body.append(paper.rich(f"<b>To fix:</b> {paper.markup(finding.fix)}"))
        choices = outlook.fixes.get(finding.rule, ())
        if choices and choices[0].choice:
            words = ". Or: ".join(paper.markup(fix.label) for fix in choices)
            body.append(paper.rich(f"Equally valid, the clinician's choice; the note says why. {words}."))
    if page.denial:
        body.append(paper.text(f"How it comes back: {page.denial}", paper.SMALL))
    body.append(paper.text(f"Sources: {', '.join(finding.sources)}", paper.SMALL))
    return paper.together(*body, paper.gap(7))


def _answers(answer: Answer, book: RuleBook) -> list[Any]:
    form = answer.reading.form
    applies = {each.rule for each in answer.verdict.findings} | set(answer.verdict.passed)
    rows = []
    for rule, names in ANSWERS.items():
        if rule not in applies:
            continue
        told = (
            ", ".join(form.text(name) or "no day" for name in names)
            if any(map(form.text, names))
            else NO_ANSWER
        )
        rows.append([rule, book.rules[rule].asks or book.rules[rule].title, told])
    for number, row in enumerate(form.filled, 1):
        if row.text("separate_service"):
            ask = f"Line {number}: {book.rules['P203'].asks}"
            rows.append(["P203", ask, row.text("separate_service")])
    if not rows:
        return []
    return [
        paper.heading("What the note shows"),
        paper.grid(["Rule", "Question", "Answer"], rows, [0.6, 5.2, 1.6]),
    ]


def _checked(answer: Answer, book: RuleBook) -> list[Any]:
    missed = [each for each in answer.verdict.findings if each.state == "not checked"]
    parts: list[Any] = [paper.heading("What was not checked, and why")]
    if missed:
        parts += [paper.rich(f"<b>{each.rule}</b> {paper.markup(each.message)}") for each in missed]
    else:
        parts.append(paper.text("Every rule that applies was checked."))
    passed = [f"{rule} ({book.rules[rule].title})" for rule in answer.verdict.passed]
    return [
        *parts,
        paper.heading("Looked for and not found"),
        paper.text(
            f"{'; '.join(passed) or 'Nothing'}. What does not apply to this visit is not listed.", paper.SMALL
        ),
    ]


def _sources(answer: Answer, book: RuleBook) -> list[Any]:
    used = dict.fromkeys(source for finding in answer.verdict.findings for source in finding.sources)
    rows = []
    for each in used:
        source = book.sources.get(each)
        if source is not None:
            read = SEEN[source.seen] + (f", {source.read_on.isoformat()}" if source.read_on else "")
            named = ", ".join(
                part for part in (source.publisher, source.title, source.section, source.edition) if part
            )
            rows.append([each, f"{named} ({read})"])
    if not rows:
        return []
    return [paper.heading("Sources of these findings"), paper.grid(["Key", "Source"], rows, [1.4, 6])]


def _editions(book: RuleBook, today: date) -> list[Any]:
    rows: list[Sequence[object]] = []
    for each in book.editions():
        review = each.review_by.isoformat() if each.review_by else "no date set"
        rows.append([each.label, each.edition, f"{review}, PAST" if each.overdue(today) else review])
    late = sum(each.overdue(today) for each in book.editions())
    parts: list[Any] = [paper.heading("The rule book's editions")]
    if late:
        parts.append(
            paper.text(
                f"{plural(late, 'table')} past the date for review: the values may have changed since."
            )
        )
    return [*parts, paper.grid(["Table", "Edition", "Look again by"], rows, [4, 2, 1.6])]


def _receipt(answer: Answer, book: RuleBook) -> list[Any]:
    lines = answer.reading.lines
    return [
        paper.together(
            paper.heading("Receipt"),
            paper.text(f"Visit and verdict: {receipt.visit_print(lines, answer.verdict)}"),
            paper.text(f"Rule book: {receipt.book_print(book)}"),
            paper.text(f"To check again, paste: {receipt.again(lines)}"),
            paper.gap(6),
            paper.text(NO_ADVICE, paper.SMALL),
        )
    ]
