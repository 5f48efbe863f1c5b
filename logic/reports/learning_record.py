"""The record of what a learner was tested on: scores, gain with its interval, every case, the rules of that day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from logic.calculators.facts import plural
from logic.intervals import wilson
from logic.practice import exams, mastery
from logic.reports import paper, receipt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from logic.learning.models import Concept
    from logic.rulebook import RuleBook
    from logic.store.records import Attempt, Exam, Learner, MasteryState

NO_CERTIFICATE: Final = "A record of practice. Not a certificate, license or credential."
WHAT_IT_IS_NOT: Final = (
    "This sheet records what one person answered in a practice program. It certifies nothing: nobody watched the "
    "tests or checked who took them, and a practice case is simpler than a chart. It is no license or credential and "
    "no promise that claims will be paid."
)
NAMES: Final = {"pre": "First test", "post": "Second test"}


def editions_of(book: RuleBook) -> dict[str, str]:
    """The dated tables of a rule book, label to edition: what a test stores when it begins."""
    return {each.label: each.edition for each in book.editions()}


def to_tell(taken: Sequence[Exam]) -> tuple[Exam | None, Exam | None]:
    """Choose what a record speaks of: the last second test with its first, or else the last first test alone."""
    if (pair := exams.latest_pair(taken)) is not None:
        return pair
    finished = [exam for exam in taken if exam.finished_at is not None and exam.kind == "pre"]
    return (finished[-1] if finished else None), None


def record_pdf(
    learner: Learner,
    taken: Sequence[Exam],
    levels: Mapping[str, MasteryState],
    *,
    concepts: Mapping[str, Concept],
    book: RuleBook,
    today: date,
) -> bytes:
    """The record as a PDF of letter size; the same input gives the same bytes.

    taken: the learner's tests, as `Store.exams` gives them. concepts: the course's, for their titles.

    Raises:
        ValueError: no test is finished, so there is nothing to record.

    """
    pre, post = to_tell(taken)
    told = [exam for exam in (pre, post) if exam is not None]
    if not told:
        raise ValueError("no test is finished")
    parts = [
        *_head(learner, told, today),
        *_scores(told),
        *(_gain(pre, post) if pre is not None and post is not None else []),
        *_concepts(told, levels, concepts),
        *_rules(told, book),
        *_cases(told, concepts),
    ]
    return paper.pdf(
        parts,
        title="Learning record",
        subject="What was tested, with score and gain",
        foot_words=f"Unitwise learning record, {today.isoformat()}. {NO_CERTIFICATE}",
    )


def _head(learner: Learner, told: Sequence[Exam], today: date) -> list[Any]:
    first = f"{told[-1].right} of {told[-1].total} right on {_day(told[-1])}"
    before = f"{told[0].right} of {told[0].total} right before, on {_day(told[0])}." if len(told) > 1 else ""
    return [
        paper.text("Learning record", paper.TITLE),
        paper.rich(f"<b>Name:</b> {_name(learner.name)}. <b>Printed:</b> {today.isoformat()}."),
        paper.gap(8),
        paper.box("not checked", first, before or "One test so far, so no gain can be told."),
        paper.gap(6),
        paper.text(WHAT_IT_IS_NOT, paper.SMALL),
    ]


def _name(name: str) -> str:
    """The chosen name, or a line to write it on where the sheet's letters do not hold it."""
    try:
        name.encode("cp1252")
    except UnicodeEncodeError:
        return "______________________ (this sheet has no letters for the chosen name: write it by hand)"
    return paper.markup(name)


def _day(exam: Exam) -> str:
    moment = exam.finished_at or exam.started_at
    return moment.date().isoformat()


def _scores(told: Sequence[Exam]) -> list[Any]:
    rows = []
    for exam in told:
        share = wilson(exam.right or 0, exam.total)
        minutes = max(round(exam.seconds / 60), 1)
        interval = f"{share.estimate:.0%} ({share.low:.0%} to {share.high:.0%})"
        rows.append(
            [NAMES[exam.kind], _day(exam), exam.total, exam.right, interval, plural(minutes, "minute")]
        )
    return [
        paper.heading("Scores"),
        paper.grid(
            ["Test", "Date (UTC)", "Cases", "Right", "Share, with 95% interval", "Time"],
            rows,
            [1.2, 1.2, 0.7, 0.7, 2.2, 1],
            right=(2, 3),
        ),
        paper.text(
            "A case is right when each of its steps is. Intervals of shares are Wilson's score intervals.",
            paper.SMALL,
        ),
    ]


def _gain(pre: Exam, post: Exam) -> list[Any]:
    found = exams.gain(pre, post)
    return [
        paper.heading("Gain"),
        paper.text(found.says),
        paper.text(f"{plural(found.gained, 'pair')} gained, {found.lost} lost. {exams.METHOD}", paper.SMALL),
    ]


def _concepts(
    told: Sequence[Exam], levels: Mapping[str, MasteryState], concepts: Mapping[str, Concept]
) -> list[Any]:
    scores = [{score.concept: score for score in exams.by_concept(exam)} for exam in told]
    rows = []
    for concept in dict.fromkeys(each for scored in scores for each in scored):
        cells = [scored.get(concept) for scored in scores]
        counts = [f"{each.right} of {each.total}" if each else "not asked" for each in cells]
        rows.append([_title(concept, concepts), *counts, mastery.level(levels.get(concept)).name])
    heads = [NAMES[exam.kind] for exam in told]
    return [
        paper.heading("By concept"),
        paper.grid(["Concept", *heads, "In practice today"], rows, [3.4, *[1.1] * len(heads), 1.4]),
        paper.text("A case or two of a concept are too few to tell a gain in it.", paper.SMALL),
    ]


def _title(concept: str, concepts: Mapping[str, Concept]) -> str:
    return concepts[concept].title if concept in concepts else concept


def _rules(told: Sequence[Exam], book: RuleBook) -> list[Any]:
    labels = dict.fromkeys(label for exam in told for label in exam.editions)
    rows = [[label, *(exam.editions.get(label, "not in it") for exam in told)] for label in labels]
    prints = [f"{NAMES[exam.kind]}: {exam.book or 'not noted'}" for exam in told]
    today = receipt.book_print(book)
    same = all(exam.book == today for exam in told)
    parts = [paper.heading("The rules that the answers were held against")]
    if rows:
        heads = [f"{NAMES[exam.kind]}, {_day(exam)}" for exam in told]
        parts.append(paper.grid(["Table", *heads], rows, [3.4, *[1.8] * len(heads)]))
    changed = "It is the same today." if same else f"It has changed since; today's is {today}."
    return [*parts, paper.text(f"Rule book. {'. '.join(prints)}. {changed}", paper.SMALL)]


def _cases(told: Sequence[Exam], concepts: Mapping[str, Concept]) -> list[Any]:
    rows = [
        [NAMES[exam.kind], item.number, _title(item.concept, concepts), item.case_id, _answered(item)]
        for exam in told
        for item in exam.items
    ]
    return [
        paper.heading("Every case"),
        paper.text("The key makes the same case again, with the same rule book.", paper.SMALL),
        paper.grid(["Test", "No.", "Concept", "Key", "Answer"], rows, [1, 0.5, 2.6, 2.6, 0.8], right=(1,)),
    ]


def _answered(item: Attempt) -> str:
    return "right" if item.right else "not right"
