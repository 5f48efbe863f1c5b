"""The right answer of a question, from the calculators, the judge or the rule book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.calculators.assistants import assistants
from logic.calculators.facts import CalculatorError
from logic.calculators.units import cms, midpoint
from logic.check import check
from logic.learning.placeholders import PlaceholderError, filled, tell
from logic.practice.case import units_answer
from logic.visit import visit_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from logic.learning.lesson import Quiz
    from logic.rulebook import RuleBook


class QuizError(ValueError):
    """A question without one right answer: what is wrong, and what would be right."""

    def __init__(self, wrong: str, right: str) -> None:
        """Keep both sentences."""
        super().__init__(f"{wrong}. {right}")
        self.wrong = wrong
        self.right = right


def right_answer(quiz: Quiz, book: RuleBook, on: date) -> str:
    """Give the one option's answer that is right.

    Raises:
        QuizError: it cannot be worked out, or none or several of the options are right.

    """
    try:
        accepted = _accepted(quiz, book, on)
    except CalculatorError as error:
        raise QuizError(error.wrong.rstrip("."), error.fix) from error
    except PlaceholderError as error:
        raise QuizError(error.wrong, error.right) from error
    answers = [each.answer for each in quiz.options]
    if len(set(answers)) != len(answers):
        raise QuizError("two options have the same answer", "Give each option an answer of its own.")
    right = [answer for answer in answers if answer in accepted]
    if len(right) != 1:
        told = " or ".join(repr(each) for each in accepted)
        many = "no option has" if not right else f"{len(right)} options have"
        raise QuizError(f"{many} the right answer, {told}", "Let exactly one option have it.")
    return right[0]


def _accepted(quiz: Quiz, book: RuleBook, on: date) -> tuple[str, ...]:
    """Give every answer that is right, canonical."""
    if quiz.minutes is not None:
        return _counted(quiz, quiz.minutes, book)
    if quiz.services is not None:
        lines = assistants(quiz.discipline, quiz.services, book).lines
        named = {f"{line.code}-{line.modifier}" if line.modifier else line.code: line.units for line in lines}
        return (units_answer(named),)
    if quiz.visit is not None:
        return (_judged(quiz.visit, quiz.rule, book, on),)
    if quiz.fact is not None:
        return (tell(quiz.fact.strip("{} "), book, on).text,)
    return (filled(quiz.right or "", book, on).text,)


def _counted(quiz: Quiz, minutes: Mapping[str, int], book: RuleBook) -> tuple[str, ...]:
    result = cms(minutes, book) if quiz.method == "cms" else midpoint(minutes, book)
    if quiz.asks == "units":
        return (str(result.timed_units),)
    if quiz.asks == "splits":
        return (str(result.split_count),)
    return tuple(units_answer(split) for split in result.splits)


def _judged(visit: Mapping[str, Any], rule: str | None, book: RuleBook, on: date) -> str:
    """Give the state of one rule on the visit, or the verdict of all of them."""
    lines, problems = visit_lines(visit)
    if problems:
        raise QuizError(str(problems[0].wrong), str(problems[0].fix))
    verdict = check(lines, book, on).verdicts()[0]
    if rule is None:
        return verdict.verdict
    if rule not in book.rules:
        raise QuizError(f"{rule!r} is not a rule", "Name one of content/rules.")
    found = next((each.state for each in verdict.findings if each.rule == rule), None)
    return found or ("pass" if rule in verdict.passed else "does not apply")
