"""Words on the command line that cannot be used: in JSON too where JSON was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from typer._click.exceptions import UsageError  # typer keeps its own click
from typer.core import TyperGroup

from logic.commands.terminal import UnusableError, stop
from logic.problems import Problem

if TYPE_CHECKING:
    from typer._click import Context

EMPTY: dict[str, dict[str, Any]] = {
    "units": {"methods": {}},
    "assistants": {"lines": [], "steps": []},
    "columns": {"columns": [], "questions": [], "missing": [], "profile": None},
    "check": {"visits": [], "editions": [], "rows_read": 0, "rows_checked": 0},
}
"""What a program finds beside `problems` where a command could not begin."""


class Commands(TyperGroup):
    """The commands; after `--json`, an error of usage is a JSON object on standard output and exit code 2."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **more: Any) -> Context:  # noqa: ANN401 - passed on as it came
        """The context of a call, remembering whether JSON was asked for."""
        in_json = "--json" in args
        try:
            context = super().make_context(info_name, args, *rest, **more)
        except UsageError as error:
            _tell(error, in_json=in_json)
            raise
        context.meta["json"] = in_json
        return context

    def invoke(self, ctx: Context) -> Any:  # noqa: ANN401 - whatever a command gives
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            _tell(error, in_json=ctx.meta["json"])
            raise


def _tell(error: UsageError, *, in_json: bool) -> None:
    """End with the problem as JSON, where it was asked for."""
    if not in_json:
        return
    place = error.ctx.info_name if error.ctx is not None else None
    path = error.ctx.command_path if error.ctx is not None else "python -m logic"
    problem = Problem(None, None, None, error.format_message(), f"{path} --help tells how it is used.")
    try:
        stop(UnusableError([(None, problem)]), in_json=True, empty=EMPTY.get(place or "", {}))
    except typer.Exit as end:
        raise end from None
