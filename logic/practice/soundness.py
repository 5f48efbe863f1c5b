"""What makes a generated case fit to be shown: one clear answer, and nothing that gives it away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from logic.practice.case import NOTHING, several, units_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from logic.practice.case import Case, Step

CODE_OR_MODIFIER = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]|[A-Z0-9]{2}|[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")
NAMES = re.compile(r"\b(Mr|Mrs|Ms|Miss|Dr|DOB|born|date of birth|aged?\s\d|MRN|SSN)\b\.?", re.IGNORECASE)


def unsound(case: Case) -> tuple[str, ...]:
    """Everything that is wrong with the case, in words; none if it is fit to be shown."""
    found = [wrong for step in case.steps for wrong in _step(step)]
    shown = " ".join([case.story, *(f"{row.service} {row.detail} {row.code}" for row in case.rows)])
    found += [
        f"{step.id}: the text gives the answer away"
        for step in case.steps
        if given_away(step, f"{shown} {step.ask} {step.hint}")
    ]
    if NAMES.search(" ".join([shown, *(step.ask for step in case.steps)])):
        found.append("the text reads as if it named a person")
    if len({step.id for step in case.steps}) != len(case.steps) or not case.steps:
        found.append("steps without an id of their own")
    return tuple(found)


def _step(step: Step) -> Iterator[str]:
    """What is wrong with one step by itself."""
    if not step.right or len(set(step.right)) != len(step.right):
        yield f"{step.id}: no right answer, or one twice"
    if step.wrong.keys() & set(step.right):
        yield f"{step.id}: a right answer is called wrong"
    for answer in (*step.right, *step.wrong):
        if not _canonical(step, answer):
            yield f"{step.id}: {answer!r} is not an answer to it"
    values, texts = [o.value for o in step.options], [o.text for o in step.options]
    if len(set(values)) != len(values) or len(set(texts)) != len(texts):
        yield f"{step.id}: two options alike"
    if step.kind == "choice" and len(set(values) - set(step.right)) < 1:
        yield f"{step.id}: no option is wrong"


def _canonical(step: Step, answer: str) -> bool:
    """Whether a learner could give this answer, in just this form."""
    offered = {option.value for option in step.options}
    if step.kind == "choice":
        return answer in offered
    if step.kind == "several":
        return several(answer.split()) == answer and offered.issuperset(answer.split())
    if step.kind == "number":
        return bool(re.fullmatch(r"0|[1-9][0-9]*(\.[0-9]{2})?", answer))
    return answer == NOTHING or _units(answer, step)


def _units(answer: str, step: Step) -> bool:
    if not re.fullmatch(r"\S+=[1-9][0-9]*( \S+=[1-9][0-9]*)*", answer):
        return False
    pairs = [pair.rsplit("=", 1) for pair in answer.split()]
    return units_answer({code: int(count) for code, count in pairs}) == answer and {
        code for code, _ in pairs
    } <= set(step.codes)


def given_away(step: Step, text: str) -> bool:
    """Whether the text holds the right answer and not the wrong ones beside it."""
    if step.kind == "units":
        return bool(re.search(r"\b\d+ units?\b|[×=]\s?\d", text))
    if step.kind == "number":
        return any(re.search(rf"\b{re.escape(right)} units?\b", text) for right in step.right)
    right = set(step.right) if step.kind == "choice" else set(step.right[0].split())
    by_value = {o.value: o.value for o in step.options if CODE_OR_MODIFIER.fullmatch(o.value)}
    by_text = {o.value: o.text for o in step.options if " " in o.text}
    return any(_only_the_right(words, right, text) for words in (by_value, by_text))


def _only_the_right(words: Mapping[str, str], right: set[str], text: str) -> bool:
    """Whether the text says a right option's words, and not those of all the options that have some."""
    said = {value for value, word in words.items() if _says(text, word)}
    return bool(said & right) and said != words.keys()


def _says(text: str, words: str) -> bool:
    return words in text and bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text))
