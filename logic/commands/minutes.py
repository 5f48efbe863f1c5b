"""Arguments like 97110=33 and 97110=13+23 -> minutes by code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from logic.calculators.facts import plural
from logic.commands.terminal import UnusableError
from logic.problems import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

_ARGUMENT = re.compile(r"\s*([A-Za-z0-9]+)\s*[=:]\s*(.*?)\s*", re.ASCII)
_WHOLE = re.compile(r"\d{1,6}", re.ASCII)


def read_minutes(
    arguments: Iterable[str], parts: tuple[int, ...], example: str
) -> dict[str, tuple[int, ...]]:
    """Code -> its minutes, as many numbers as `parts` allows. Errors: UnusableError, a row for each argument."""
    found: dict[str, tuple[int, ...]] = {}
    problems: list[Problem] = []
    for row, argument in enumerate(arguments, 1):
        match = _ARGUMENT.fullmatch(argument)
        if not match:
            wrong = "This is not a code with its minutes."
            problems.append(
                Problem(row, None, shown(argument), wrong, f"Write code=minutes, like {example}.")
            )
            continue
        code, numbers = match[1].upper(), match[2].split("+")
        if len(numbers) not in parts:
            wrong = f"{code} has {plural(len(numbers), 'number')} of minutes."
            problems.append(Problem(row, code, shown(match[2]), wrong, f"Write it like {example}."))
        elif bad := [number for number in numbers if not _WHOLE.fullmatch(number.strip())]:
            wrong = "Minutes are a whole number, 0 or more."
            problems.append(Problem(row, code, shown(bad[0]), wrong, f"Write it in digits, like {example}."))
        elif code in found:
            wrong = f"{code} is given twice."
            problems.append(
                Problem(row, code, shown(match[2]), wrong, "Give it once, with its minutes added up.")
            )
        else:
            found[code] = tuple(int(number) for number in numbers)
    if problems:
        raise UnusableError((None, problem) for problem in problems)
    return found
