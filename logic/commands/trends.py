"""`python -m logic trends`: the measures of what was imported, each with its formula and how sure it is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from logic.commands.terminal import UnusableError, as_json, open_book, say, stop, this_day
from logic.problems import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.learning.course import Course
    from logic.trends.comparative import Comparison
    from logic.trends.filters import Filters
    from logic.trends.view import TrendFrames

HELP = """Error and denial trends of what was imported: rates with formulas, what costs most, and since when.

Before the first import, or with --example, of the invented clinic. A number that the files do not tell is "not known",
which is not zero. Days of service choose the claims.

\b
Examples:
  python -m logic trends
  python -m logic trends --payer MEDICARE --from 2026-01-01 --to 2026-06-30
  python -m logic trends --example --json
"""
EMPTY: dict[str, Any] = {"measures": []}
Values = list[str] | None


def trends(  # noqa: PLR0917 - each is an option with a name
    payer: Annotated[
        Values, typer.Option("--payer", metavar="NAME", help="Of this payer; may be repeated.")
    ] = None,
    provider: Annotated[Values, typer.Option("--provider", metavar="NPI", help="Of this provider.")] = None,
    code: Annotated[
        Values, typer.Option("--code", metavar="CODE", help="With this code on the claim.")
    ] = None,
    discipline: Annotated[Values, typer.Option("--discipline", help="pt, ot or slp.")] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="From this day of service.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="Up to this day of service.")
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="The invented clinic, whatever was imported.")
    ] = False,
    in_json: Annotated[bool, typer.Option("--json", help="Everything as JSON on standard output.")] = False,
) -> None:
    """Tell the trends; see HELP."""
    from logic.claims.errors import LibraryError  # noqa: PLC0415 - a help text must not wait for it
    from logic.trends.filters import Filters  # noqa: PLC0415

    try:
        filters = Filters(
            tuple(payer or ()), tuple(provider or ()), tuple(code or ()), tuple(discipline or ()),
            _day("--from", first), _day("--to", last),
        )  # fmt: skip
        course, frames = _open(example=example)
        _known(frames, filters)
    except UnusableError as error:
        stop(error, in_json=in_json, empty=EMPTY)
    except LibraryError as error:
        problem = Problem(None, None, None, error.wrong, error.fix)
        stop(UnusableError([(None, problem)]), in_json=in_json, empty=EMPTY)
    told = report(frames.kept(filters), course, filters)
    if in_json:
        say(as_json(told))
    else:
        _tell(told)


def _open(*, example: bool) -> tuple[Course, TrendFrames]:
    from logic.claims.example import example_library  # noqa: PLC0415
    from logic.claims.library import open_library  # noqa: PLC0415
    from logic.learning.course import load_course  # noqa: PLC0415
    from logic.rulebook import default_home  # noqa: PLC0415
    from logic.trends.view import trend_frames  # noqa: PLC0415

    book, day, home = open_book(), this_day(), default_home()
    course = load_course(book)
    library = open_library(home)
    if example or not library.imports():
        library = example_library(home, book, day)
    return course, trend_frames(library, book, course.denials, day)


def report(frames: TrendFrames, course: Course, filters: Filters) -> dict[str, Any]:
    """Everything that is told, as plain values; amounts are cents, shares go from 0 to 1."""
    from dataclasses import asdict  # noqa: PLC0415

    from logic.trends import pareto as bars  # noqa: PLC0415
    from logic.trends.aging import aging  # noqa: PLC0415
    from logic.trends.comparative import comparative  # noqa: PLC0415
    from logic.trends.flow import flow  # noqa: PLC0415
    from logic.trends.measures import measures  # noqa: PLC0415
    from logic.trends.months import months  # noqa: PLC0415
    from logic.trends.titles import titles  # noqa: PLC0415
    from logic.trends.underpaid import underpaid  # noqa: PLC0415

    went, waiting, low = flow(frames), aging(frames), underpaid(frames)
    kinds = bars.pareto(frames, titles=titles(course.denials))
    denials, errors = months(frames), months(frames, "errors")
    days = frames.first_day, frames.last_day
    return {
        "invented": frames.invented,
        "day": frames.day.isoformat(),
        "filters": filters.query(),
        "claims": frames.claims.height,
        "visits": frames.firsts.height,
        "first_day": days[0].isoformat() if days[0] else None,
        "last_day": days[1].isoformat() if days[1] else None,
        "measures": [each.to_dict() for each in measures(frames, course.measures).values()],
        "findings": [
            denials.finding,
            errors.finding,
            bars.finding(kinds),
            went.finding,
            waiting.finding,
            low.finding,
        ],
        "settled": denials.settling.says,
        "denials": [asdict(bar) for bar in kinds],
        "months": [
            {
                "month": period.label,
                "denied": period.count,
                "answered": period.size,
                "waiting": period.waiting,
                "settled": period.settled,
                "errors": wrong.count,
                "claims": wrong.size,
            }
            for period, wrong in zip(denials.periods, errors.periods, strict=True)
        ],
        "flow": {
            "places": [asdict(node) for node in went.nodes],
            "ways": [asdict(link) for link in went.links],
            "answers_without_a_claim": went.unmatched,
        },
        "open": [asdict(bucket) for bucket in waiting.buckets],
        "comparisons": [_compared(each) for each in comparative(frames)],
        "underpaid": {"compared": low.compared, "claims": len(low.low), "cents": low.short, "note": low.note},
        "problems": [],
    }


def _compared(each: Comparison) -> dict[str, Any]:
    """A provider beside the others; numbers only where there are enough visits to compare."""
    gap = each.difference
    return {
        "measure": each.measure,
        "provider": each.provider,
        "discipline": each.discipline,
        "visits": each.cases,
        "mine": each.mine,
        "rest": each.rest,
        "low": gap.low if gap else None,
        "high": gap.high if gap else None,
        "says": each.says,
    }


def _tell(told: dict[str, Any]) -> None:
    if told["invented"]:
        say("These are the claims of an invented clinic. Import your own: python -m logic import FILE…")
    if not told["claims"]:
        say(_no_claims(told))
        return
    say(f"{told['visits']:,} visits billed, {told['first_day']} to {told['last_day']}, as of {told['day']}")
    for sentence in told["findings"]:
        say(f"  {sentence}")
    say()
    for each in told["measures"]:
        say(f"{each['name']}: {_number(each)}{' (to confirm)' if each['to_confirm'] else ''}")
        say(f"    {each['formula']}")
        if each["also"]:
            say(f"    {each['also']}")
    say()
    say(f"{'kind of denial':<34} {'lines':>7} {'dollars':>12} {'share':>6}")
    for bar in told["denials"]:
        dollars = f"{bar['amount'] / 100:,.2f}"
        say(f"{bar['title'][:34]:<34} {bar['count']:>7,} {dollars:>12} {bar['share']:>6.1%}")
    say()
    say(f"{'month':<8} {'denied':>7} {'answered':>9} {'rate':>6} {'waiting':>8} {'errors':>7} {'claims':>7}")
    for row in told["months"]:
        if not row["claims"]:
            continue
        rate = f"{row['denied'] / row['answered']:.1%}" if row["answered"] else "–"
        young = "" if row["settled"] else "   not settled yet"
        say(
            f"{row['month']:<8} {row['denied']:>7,} {row['answered']:>9,} {rate:>6} {row['waiting']:>8,} "
            f"{row['errors']:>7,} {row['claims']:>7,}{young}"
        )
    say(told["settled"])


def _no_claims(told: dict[str, Any]) -> str:
    if told["filters"]:
        return "No claim is left by these filters."
    answers = told["flow"]["answers_without_a_claim"]
    return (
        "No first payer's claims (837P) were imported, so nothing can be counted. "
        f"Payers' answers that wait for their claims: {answers:,}. Import the claims: python -m logic import FILE…"
    )


def _number(each: dict[str, Any]) -> str:
    """A measure in a line: its value, what it is made of, and how sure it is."""
    if each["value"] is None:
        return f"not known. {each['missing']}"
    if each["unit"] == "days":
        return f"{each['value']:g} days ({each['denominator']:,} cases)"
    made = (
        f"${each['numerator'] / 100:,.2f} of ${each['denominator'] / 100:,.2f}"
        if each["unit"] == "share of dollars"
        else f"{each['numerator']:,} of {each['denominator']:,}"
    )
    sure = f", 95% {each['low']:.1%} to {each['high']:.1%}" if each["low"] is not None else ""
    return f"{each['value']:.1%} ({made}{sure})"


def _day(option: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        problem = Problem(None, option, shown(text), "This is not a day.", "Write it as 2026-03-31.")
        raise UnusableError([(None, problem)]) from None


def _known(frames: TrendFrames, filters: Filters) -> None:
    """Refuse a value that is nowhere, which is a slip of the pen and no answer of zero. Errors: UnusableError."""
    from logic.rulebook.problems import did_you_mean  # noqa: PLC0415

    asked: Sequence[tuple[str, str, tuple[str, ...]]] = (
        ("--payer", "payer_name", filters.payers),
        ("--provider", "provider", filters.providers),
        ("--code", "code", filters.codes),
        ("--discipline", "discipline", filters.disciplines),
    )
    problems = [
        (None, Problem(None, option, shown(value), "No claim has this.", did_you_mean(value, there)))
        for option, column, values in asked
        for there in [frames.values(column)]
        for value in values
        if value not in there
    ]
    if problems:
        raise UnusableError(problems)
