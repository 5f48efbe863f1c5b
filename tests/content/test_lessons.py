"""What the lessons say as a whole; the reader itself refuses a lesson without sources or with a wrong answer."""

from __future__ import annotations

import re
from datetime import date

import pytest

from logic.learning.course import load_course
from logic.learning.lesson import Lesson, Words
from logic.rulebook import load_rulebook

BOOK = load_rulebook()
COURSE = load_course(BOOK)
WORDS_A_MINUTE = 180
FIGURE = 1.0  # minutes that people spend on a figure, and on a question
QUESTION = 0.5

# Pieces of the AMA's descriptors, long enough to be told from plain words. Never a whole one.
DESCRIPTORS = (
    r"effleurage, petrissage",
    r"stroking, compression, percussion",
    r"1 or more (areas|regions), each 15",
    r"use of dynamic activities",
    r"mobilization/ ?manipulation, manual lymph",
    r"direct \(one-on-one\) patient contact",
    r"application of a modality",
)  # fmt: skip


def text(lesson: Lesson) -> str:
    parts = [lesson.title, lesson.idea]
    for section in lesson.sections.values():
        parts += [each.text for each in section if isinstance(each, Words)]
    for question in lesson.questions:
        parts.append(question.quiz.ask)
        parts += [f"{each.text} {each.because}" for each in question.quiz.options]
    return "\n".join(parts)


@pytest.mark.parametrize("lesson", COURSE.lessons.values(), ids=lambda each: each.id)
def test_a_lesson_keeps_its_promise_of_minutes(lesson: Lesson) -> None:
    reading = len(text(lesson).split()) / WORDS_A_MINUTE
    whole = reading + FIGURE * len(lesson.figures) + QUESTION * len(lesson.questions)

    assert whole <= lesson.minutes + 0.5, f"about {whole:.1f} minutes"


@pytest.mark.parametrize("lesson", COURSE.lessons.values(), ids=lambda each: each.id)
def test_no_descriptor_stands_in_a_lesson(lesson: Lesson) -> None:
    said = text(lesson)

    assert [each for each in DESCRIPTORS if re.search(each, said, re.IGNORECASE)] == []


@pytest.mark.parametrize("lesson", COURSE.lessons.values(), ids=lambda each: each.id)
def test_every_lesson_has_something_to_play_with(lesson: Lesson) -> None:
    assert lesson.figures
    assert lesson.reviewed >= date(2026, 11, 1)


@pytest.mark.parametrize("lesson", COURSE.lessons.values(), ids=lambda each: each.id)
def test_sentences_are_short(lesson: Lesson) -> None:
    plain = re.sub(r"\[[a-z0-9 -]+\]|\*\*|^\|.*$|^>|^[-\d.]+ ", "", text(lesson), flags=re.MULTILINE)
    sentences = [each for each in re.split(r"(?<=[.?!:])\s+|\n", plain) if each.strip()]
    lengths = [len(each.split()) for each in sentences]

    assert max(lengths) <= 36, max(sentences, key=lambda each: len(each.split()))
    assert sum(lengths) / len(lengths) <= 14


def test_every_concept_is_taught_where_it_says() -> None:
    untaught = [
        each.id for each in COURSE.concepts.values() if each.id not in COURSE.lessons[each.lesson].teaches
    ]

    assert untaught == []


# What the article says wrongly, and the lesson that corrects it where it teaches the rule.
@pytest.mark.parametrize(
    ("lesson", "said", "right"),
    [
        ("what-97124-is", "can be billed under CPT 97124", "That is wrong"),
        ("timed-and-untimed", "is often billed based on time", "always"),
        ("who-may-treat-and-bill", "performed by licensed physical or occupational therapists", "assistants"),
    ],
)
def test_the_article_is_corrected_openly(lesson: str, said: str, right: str) -> None:
    quoted = [each.text for each in COURSE.lessons[lesson].sections["The idea"] if isinstance(each, Words)]
    correction = next(each for each in quoted if each.startswith(">"))

    assert said in correction
    assert right in correction
