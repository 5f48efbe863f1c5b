"""A pasted line of notes -> service lines: "massage 18, manual 13, gait 10, us 8" or "97110 33 min x2 GP"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from logic.intake.paste_tokens import Head, Token, Vocabulary, tokens
from logic.problems import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.rulebook import RuleBook

LONGEST_TEXT = 20_000
FEWEST_MINUTES = 8
"""A smaller number, where no units are told beside it, may as well be a number of units."""
_BREAK = re.compile(r"[\n\r;]+")
_LIST_BREAK = re.compile(r",")


@dataclass(frozen=True, slots=True)
class Pasted:
    """lines: mappings with code and whatever was told of minutes, units, modifiers, dx, technique, start, stop.

    problems: a row is the service in the text, from 1; what they touch is not in lines.
    """

    lines: list[dict[str, object]]
    problems: tuple[Problem, ...]


def parse_line_text(text: str, book: RuleBook) -> Pasted:
    """Read services as a person writes them, separated by commas, semicolons or lines; never raises.

    A service is a code or a technique of the book's vocabulary, with minutes ("18", "18 min", "1h 15m"), units
    ("x2", "2 units"), modifiers, diagnoses (with a dot) and times ("9:05-9:28") in any order. What could mean
    two things is a problem that says what to type.
    """
    if len(text) > LONGEST_TEXT:
        wrong = f"The text has {len(text):,} characters."
        return Pasted([], (Problem(None, None, None, wrong, "Paste one visit."),))
    vocabulary = Vocabulary.of(book)
    lines: list[dict[str, object]] = []
    problems: list[Problem] = []
    number = 0
    for piece in _BREAK.split(text):
        for words in _services(piece, vocabulary):
            number += 1
            try:
                lines.append(_line(words, vocabulary))
            except _UnclearError as error:
                value = shown(" ".join(token.text for token in words))
                problems.append(Problem(number, None, value, error.wrong, error.fix))
    return Pasted(lines, tuple(problems))


class _UnclearError(ValueError):
    def __init__(self, wrong: str, fix: str) -> None:
        super().__init__(wrong)
        self.wrong, self.fix = wrong, fix


def _services(piece: str, vocabulary: Vocabulary) -> list[list[Token]]:
    """The tokens of each service; a piece between commas that names none belongs to the one before."""
    services: list[list[Token]] = []
    for part in _LIST_BREAK.split(piece):
        found = tokens(part, vocabulary)
        if not found:
            continue
        if (
            services
            and not any(token.kind in ("head", "word") for token in found)
            and _has_head(services[-1])
        ):
            services[-1].extend(found)
        else:
            services.extend(_by_head(found))
    return services


def _has_head(found: Sequence[Token]) -> bool:
    return any(token.kind == "head" for token in found)


def _by_head(found: list[Token]) -> list[list[Token]]:
    """Cut where the next service begins: before each head, or after it if the numbers come first."""
    at = [i for i, token in enumerate(found) if token.kind == "head"]
    starts = [i for n, i in enumerate(at) if n == 0 or not _same_service(found, at[n - 1], i)]
    if len(starts) < 2:
        return [found]
    if starts[0] == 0:
        cuts = starts
    else:
        ends = [at[n] + 1 for n in range(len(at)) if n + 1 == len(at) or at[n + 1] in starts]
        cuts = [0, *ends[:-1]]
    return [found[begin:end] for begin, end in zip(cuts, [*cuts[1:], len(found)], strict=True)]


def _same_service(found: list[Token], before: int, here: int) -> bool:
    """A code and a technique side by side are one service, and strokes of one code: "97124 effleurage 15"."""
    one, two = found[before].head, found[here].head
    if here != before + 1 or one is None or two is None:
        return False
    return one.is_code != two.is_code or (one.codes == two.codes and not one.is_code)


def _line(words: list[Token], vocabulary: Vocabulary) -> dict[str, object]:
    strange = [token.text for token in words if token.kind in ("word", "fraction")]
    if any(token.kind == "fraction" for token in words):
        raise _UnclearError(f'"{strange[0]}" is not a whole number.', "Type whole minutes and whole units.")
    if strange:
        wrong = f'"{" ".join(strange)}" is neither a code nor a technique that the rule book knows.'
        raise _UnclearError(wrong, vocabulary.near(" ".join(strange)))
    line = _code([token.head for token in words if token.head is not None])
    minutes, modifiers = _settle(words, vocabulary)
    _put(line, "minutes", minutes)
    _put(line, "units", [token.number for token in words if token.kind == "units"])
    if modifiers:
        line["modifiers"] = modifiers
    if dx := [token.text.upper() for token in words if token.kind == "dx"]:
        line["dx"] = dx
    times = [token for token in words if token.kind == "times"]
    if len(times) > 1:
        told = " and ".join(token.text for token in times)
        raise _UnclearError(f"Two times are given: {told}.", "Put each service on a line of its own.")
    if times:
        line["start"], line["stop"] = times[0].times
    return line


def _code(heads: list[Head]) -> dict[str, object]:
    """The code, and the technique where a code and a technique are both named."""
    if not heads:
        raise _UnclearError(
            "No code and no technique is named.", "Type it first; for example massage 18 or 97124 18."
        )
    codes = [head for head in heads if head.is_code]
    if codes:
        line: dict[str, object] = {"code": codes[0].codes[0]}
        if techniques := [head.text for head in heads if not head.is_code]:
            line["technique"] = ", ".join(techniques)
        return line
    if len(heads[0].codes) > 1:
        choices = " or ".join(heads[0].codes)
        raise _UnclearError(f'"{heads[0].text}" can be {choices}.', "Type the code that the note supports.")
    told = {"technique": ", ".join(head.text for head in heads)} if len(heads) > 1 else {}
    return {"code": heads[0].codes[0], **told}


def _settle(words: list[Token], vocabulary: Vocabulary) -> tuple[list[int], list[str]]:
    """Minutes and modifiers; a number without a word beside it is minutes, unless it can be a modifier."""
    minutes = [token.number for token in words if token.kind == "minutes"]
    modifiers = [token.text.upper() for token in words if token.kind == "modifier"]
    bare = [token.text for token in words if token.kind == "bare"]
    distinct = [text for text in bare if text in vocabulary.distinct]
    if minutes:
        if strange := [text for text in bare if text not in vocabulary.in_full]:
            raise _UnclearError(
                f"{strange[0]} is neither minutes nor a modifier here.", "Type x2 for two units."
            )
        return minutes, [*modifiers, *bare]
    others = [text for text in bare if text not in distinct]
    if len(others) > 1 or (distinct and not others):
        number = (distinct or others[1:])[0]
        choice = (
            f"Type {number} min, or mod {number}." if distinct else f"Type {others[0]} min x{number}, if so."
        )
        raise _UnclearError(f"{number} can mean more than one thing.", choice)
    if others and int(others[0]) < FEWEST_MINUTES and not any(token.kind == "units" for token in words):
        wrong = f"{others[0]} can be minutes or units."
        raise _UnclearError(wrong, f"Type {others[0]} min, or x{others[0]}.")
    return [int(text) for text in others], [*modifiers, *distinct]


def _put(line: dict[str, object], key: str, numbers: list[int]) -> None:
    if len(numbers) > 1:
        told = " and ".join(str(number) for number in numbers)
        raise _UnclearError(f"{key} are given twice: {told}.", "Put each service on a line of its own.")
    if numbers:
        line[key] = numbers[0]
