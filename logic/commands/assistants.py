"""`python -m logic assistants`: minutes of therapist and assistant -> lines with and without CQ or CO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from logic.commands.minutes import read_minutes
from logic.commands.terminal import UnusableError, as_json, open_book, say, stop
from logic.problems import Problem

if TYPE_CHECKING:
    from logic.calculators.assistants import AssistantResult

HELP = """Which units carry the assistant's modifier (CQ, CO)?

Give each code with the therapist's minutes, the assistant's, and those of both together if there are any.

\b
Examples:
  python -m logic assistants --discipline pt 97110=13+23
  python -m logic assistants --discipline pt 97110=13+23 97140=30+0+0
  python -m logic assistants --discipline ot 97530=20+15 --json
"""
EXAMPLE = "97110=13+23 (therapist+assistant) or 97110=13+23+5 (and together)"


def assistants(
    minutes: Annotated[
        list[str],
        typer.Argument(metavar="CODE=THERAPIST+ASSISTANT[+TOGETHER]", help="A code and whose minutes."),
    ],
    discipline: Annotated[str, typer.Option(help="pt, ot or slp: whose plan of care.")],
    in_json: Annotated[bool, typer.Option("--json", help="Give JSON for programs.")] = False,
) -> None:
    """Print the lines with the modifier where it belongs."""
    try:
        result = _count(discipline, minutes)
    except UnusableError as error:
        stop(error, in_json=in_json, empty={"lines": [], "steps": []})
    lines = [{"code": one.code, "units": one.units, "modifier": one.modifier} for one in result.lines]
    if in_json:
        say(as_json({"lines": lines, "steps": list(result.steps)}))
        return
    for one in result.lines:
        say(f"{one.code} x{one.units}  {one.modifier or 'no assistant modifier'}")
    if not result.lines:
        say("No unit.")
    say("Steps:")
    for number, step in enumerate(result.steps, 1):
        say(f"  {number}. {step}")
    for fact in result.to_confirm:
        say(f"To confirm: {fact}")


def _count(discipline: str, arguments: list[str]) -> AssistantResult:
    given = read_minutes(arguments, (2, 3), EXAMPLE)
    from logic.calculators import assistants as calculator  # noqa: PLC0415 - a help text must not wait for it
    from logic.calculators.facts import CalculatorError  # noqa: PLC0415

    try:
        return calculator.assistants(discipline, given, open_book())
    except CalculatorError as error:
        raise UnusableError([(None, Problem(None, None, None, error.wrong, error.fix))]) from None
