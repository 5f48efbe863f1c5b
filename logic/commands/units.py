"""`python -m logic units`: minutes -> units, by both methods, with the steps."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from logic.calculators.facts import plural
from logic.commands.minutes import read_minutes
from logic.commands.terminal import UnusableError, as_json, open_book, say, stop
from logic.problems import Problem

if TYPE_CHECKING:
    from logic.calculators.unit_results import BothMethods, UnitResult

HELP = """How many units do the documented minutes support?

Give each code with its minutes. Untimed codes count one unit whatever their minutes.

\b
Examples:
  python -m logic units 97110=33 97140=7
  python -m logic units 97124=18 97140=13 97116=10 G0283=15
  python -m logic units --method cms 97124=22 --json

\b
Methods:
  cms       Medicare: all timed minutes are added, 8 to 22 support one unit, 23 to 37 two …
  midpoint  each code for itself: 8 minutes or more of a 15-minute unit support it
  both      side by side (the default), and why they differ
"""
TITLES = {"cms": "CMS total time (Medicare)", "midpoint": "Midpoint, each code for itself"}
EXAMPLE = "97110=33"


class Method(StrEnum):
    """Which way to count."""

    cms = "cms"
    midpoint = "midpoint"
    both = "both"


def units(
    minutes: Annotated[list[str], typer.Argument(metavar="CODE=MINUTES", help="A code and its minutes.")],
    method: Annotated[Method, typer.Option(help="cms, midpoint or both.")] = Method.both,
    in_json: Annotated[bool, typer.Option("--json", help="Give JSON for programs.")] = False,
) -> None:
    """Print the units that the minutes support."""
    try:
        result = _count(minutes)
    except UnusableError as error:
        stop(error, in_json=in_json, empty={"methods": {}})
    chosen = {name: one for name, one in _methods(result).items() if method.value in (name, "both")}
    if in_json:
        say(as_json({"methods": {name: _as_dict(one) for name, one in chosen.items()}}))
        return
    for name, one in chosen.items():
        _tell(TITLES[name], one)
    if method is Method.both:
        say(result.difference)


def _count(arguments: list[str]) -> BothMethods:
    given = read_minutes(arguments, (1,), EXAMPLE)
    from logic.calculators.facts import CalculatorError  # noqa: PLC0415 - a help text must not wait for it
    from logic.calculators.units import both  # noqa: PLC0415

    try:
        return both({code: numbers[0] for code, numbers in given.items()}, open_book())
    except CalculatorError as error:
        raise UnusableError([(None, Problem(None, None, None, error.wrong, error.fix))]) from None


def _methods(result: BothMethods) -> dict[str, UnitResult]:
    return {"cms": result.cms, "midpoint": result.midpoint}


def _as_dict(result: UnitResult) -> dict[str, Any]:
    return {
        "timed_minutes": result.timed_minutes,
        "timed_units": result.timed_units,
        "splits": [dict(split) for split in result.splits],
        "untimed": dict(result.untimed),
        "steps": _steps(result),
    }


def _steps(result: UnitResult) -> list[str]:
    """The steps of the count, and then what has no part in it and why."""
    return [*result.steps, *result.not_counted]


def _tell(title: str, result: UnitResult) -> None:
    say(f"{title}: {plural(result.timed_units, 'timed unit')} from {plural(result.timed_minutes, 'minute')}")
    for split in result.splits:
        say("  " + (", ".join(f"{code} x{count}" for code, count in split.items()) or "no timed unit"))
    for code, count in result.untimed.items():
        say(f"  {code} x{count} (untimed)")
    if result.choice:
        say(f"  {result.choice}")
    say("  Steps:")
    for number, step in enumerate(_steps(result), 1):
        say(f"    {number}. {step}")
    say()
