"""A lesson is read strictly: what is wrong in it stops at start-up and is told to its author."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from logic.calculators.minutes import sort_minutes
from logic.learning.lesson import Lesson, Words
from logic.learning.lessons import read_lesson, read_lessons
from logic.practice.case import units_answer
from logic.practice.counting import Counting
from logic.practice.misconceptions.wrong_units import WRONG_UNITS
from logic.rulebook import RuleBook
from logic.rulebook.loading import CONTENT
from logic.rulebook.reading import Folder

PATTERN = (CONTENT / "lessons" / "050-total-time-rule.md").read_text("utf-8")
FILE = "content/lessons/050-total-time-rule.md"


def problems(book: RuleBook, old: str, new: str) -> list[str]:
    """What is said of the pattern lesson once a piece of it was changed."""
    assert old in PATTERN, old
    lesson, found = read_lesson(PATTERN.replace(old, new, 1), FILE, 50, book)
    assert (lesson is None) == bool(found)
    return [str(each) for each in found]


def read(book: RuleBook, old: str = "", new: str = "") -> Lesson:
    lesson, found = read_lesson(PATTERN.replace(old, new, 1), FILE, 50, book)
    assert found == []
    assert lesson is not None
    return lesson


def test_numbers_come_from_the_calculators(book: RuleBook) -> None:
    lesson = read(book)
    texts = " ".join(each.text for each in lesson.sections["Worked example"] if isinstance(each, Words))

    assert "97110 × 2, 97140 × 1" in texts  # Medicare manual, chapter 5 section 20.2, example 3
    assert [each.right for each in lesson.questions] == ["1", "1"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Then count. [cms-100-04-ch5]\n- Fewer", "Then count.\n\nAnd so on.\n\n- Fewer", "without a source"),
        ("[cms-100-04-ch5] [fcso-therapy]", "[cms-100-04-ch5] [fcso-theraphy]", "'fcso-therapy'"),
        ("oig-pt-2018]\nreviewed", "oig-pt-2018, ngs-chiro]\nreviewed", "'ngs-chiro' is cited nowhere"),
        ("rules: [U101", "rules: [U999", "'U999' is not a rule"),
        ("minutes: 5\n", "minutes: 9\n", "minutes"),
        ("reviewed:", "revieved:", "Did you mean 'reviewed'?"),
        ("## Remember", "## Remember this", "'Remember'"),
        ("{band 3}", "{bands 3}", "Did you mean 'band'?"),
        ("{units 97110=33 97140=7}", "{units 97110=33 97149=7}", "97149 is not in the rule book"),
        ("{units 97110=33 97140=7}", "{units 97110-33}", "Write it like 97110=33"),
        ("figure: minutes", "figure: minuets", "Did you mean 'minutes'?"),
        ("method: cms\n", "methd: cms\n", "minutes.methd"),
        ('{"97112": 24, "97110": 23}\nmethod', '{"97112": 24, "97110": 99}\nmethod', "starts at 99 minutes"),
        ('quiz\nask: "A Medicare visit: 22', 'quizz\nask: "A Medicare visit: 22', "Did you mean 'quiz'?"),
        ('- {answer: 1, because: "{band 1}', '- {answer: 3, because: "{band 1}', "no option has the right answer"),
        ("{answer: 3, because", "{answer: 1, text: x, because", "same answer"),
        ('minutes: {"97124": 22}\nsource', 'minutes: {"97124": 22}\nright: 1\nsource', "2 keys tell the right answer"),
        ('minutes: {"97124": 22}\nsource: cms-100-04-ch5\n', 'minutes: {"97124": 22}\n', "source"),
        ("in one discipline", "[here](https://example.com)", "a link in the text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(book: RuleBook, old: str, new: str, told: str) -> None:
    found = problems(book, old, new)

    assert any(told in each for each in found), found
    assert all(each.startswith(FILE) for each in found)


def test_a_question_with_its_answer_left_out_is_refused(book: RuleBook) -> None:
    text = re.sub(r'  - \{answer: 1, because: "Together.*\n', "", PATTERN)
    _, found = read_lesson(text, FILE, 50, book)

    assert "no option has the right answer" in str(found[0])
    assert found[0].line is not None
    assert PATTERN.split("\n")[found[0].line - 1] == "```quiz"


def test_what_rests_on_recalled_sources_alone_says_so(book: RuleBook) -> None:
    recalled = next(each for each, source in book.sources.items() if source.seen == "recalled")
    text = PATTERN.replace("you do not change them. [fcso-therapy]", f"you do not change them. [{recalled}]")
    text = text.replace("Then count. [cms-100-04-ch5]\n", f"Then count.\n\nSo. [{recalled}]\n\n", 1)
    lesson, found = read_lesson(
        text.replace("oig-pt-2018]\n", f"oig-pt-2018, {recalled}]\n", 1), FILE, 50, book
    )

    assert lesson is None  # the first bullet lost its source
    assert "without a source" in str(found[0])

    text = text.replace("Then count.\n", "Then count. [fcso-therapy]\n", 1)
    lesson, found = read_lesson(
        text.replace("oig-pt-2018]\n", f"oig-pt-2018, {recalled}]\n", 1), FILE, 50, book
    )
    assert lesson is not None, found
    said = [each.text for each in lesson.sections["Remember"] if isinstance(each, Words)]
    assert said[1] == f"So. [{recalled}] [to confirm]"
    assert "[to confirm]" not in said[0]


def test_a_file_with_a_strange_name_is_named(tmp_path: Path, book: RuleBook) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "total-time.md").write_text(PATTERN, "utf-8")
    (tmp_path / "lessons" / "060-other.md").write_text(PATTERN, "utf-8")
    folder = Folder(tmp_path, "content")

    read_lessons(folder, book)

    told = " ".join(str(each) for each in folder.problems)
    assert "content/lessons/total-time.md: a file that is not read" in told
    assert "Write id: other" in told


def test_a_wrong_way_to_count_that_an_answer_names_gives_just_that_answer(book: RuleBook) -> None:
    """In the lessons as shipped; the wrong rules are functions that know nothing of lessons."""
    checked = 0
    for lesson in read_lessons(Folder(CONTENT, "content"), book).values():
        for question in lesson.questions:
            quiz = question.quiz
            if quiz.minutes is None or quiz.asks == "splits":
                continue
            visit = sort_minutes(quiz.minutes, book)
            untimed = {code: quiz.minutes[code] for code in visit.untimed}
            counting = Counting(visit.timed, untimed, method=quiz.method)
            for option in quiz.options:
                for name in set(option.believed) & WRONG_UNITS.keys():
                    split = WRONG_UNITS[name](counting)
                    assert split is not None, (lesson.id, name)
                    given = str(sum(split.values())) if quiz.asks == "units" else units_answer(split)
                    assert given == option.answer, (lesson.id, name)
                    checked += 1
    assert checked > 15


def test_the_right_answer_names_no_wrong_rule(book: RuleBook) -> None:
    told = problems(book, "{answer: 1, because:", "{answer: 1, believed: [twenty-two-is-two], because:")
    assert any("is the right answer" in each for each in told)
