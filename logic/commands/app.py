"""The commands and their names."""

from __future__ import annotations

import typer

from logic.commands import assistants, bench, check, columns, import_, rulebook, sample, trends, units
from logic.commands.usage import Commands

HELP = """Unitwise: units, edits and modifiers of CPT 97124 and the other timed therapy codes.

Nothing here calls the network. No answer is legal advice; each names its source and its edition.

\b
Start here:
  python -m logic units 97110=33 97140=7          how many units do these minutes support?
  python -m logic assistants --discipline pt 97110=13+23     which units carry CQ?
  python -m logic check visits.csv --payer medicare          what is wrong with these lines?
  python -m logic import march.837 march.835      keep a month of claims and payments
  python -m logic trends                          which errors and denials cost most, and since when?
  python -m logic rulebook verify                 which editions, and what is still to confirm?

\b
Exit codes of every command:
  0  nothing failed
  1  something failed
  2  the input cannot be used; the message says where, what and how to mend it
"""

app = typer.Typer(
    cls=Commands,
    help=HELP,
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("units", help=units.HELP)(units.units)
app.command("assistants", help=assistants.HELP)(assistants.assistants)
app.command("check", cls=check.CheckCommand, help=check.HELP)(check.check)
app.command("columns", help=columns.HELP)(columns.columns)
app.command("import", help=import_.HELP)(import_.import_)
app.command("trends", help=trends.HELP)(trends.trends)
app.command("sample", help=sample.HELP)(sample.sample)
app.add_typer(rulebook.app, name="rulebook")
app.command("bench", help=bench.HELP)(bench.bench)
