"""Errors of counting, of the clock and of limits."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from logic.bench import mixes
from logic.bench.errors import (
    WHOLE_VISIT,
    Injection,
    alone,
    billed,
    billed_timed,
    federal,
    longer,
    marked,
    on_line,
    places,
    timed,
)
from logic.bench.true_units import valid_splits

if TYPE_CHECKING:
    from random import Random

    from logic.bench.errors import Put
    from logic.bench.visits import Line, Visit

LIMIT = "one unit more may pass the day's limit of the code"
SHARES = "who gave a unit that the minutes do not hold cannot be told"
NO_PAIR = "with 0 units left on the other code nothing needs the distinct modifier"
TWICE = "minutes and units are counted twice"


def _one_plan(visit: Visit, random: Random) -> list[int] | None:
    """The timed lines of one plan that is counted by total time, each code on one line; None where there is none."""
    if not federal(visit) or "unbilled" in visit.traits:
        return None
    discipline = random.choice(sorted({str(line.get("discipline")) for line in visit.lines}))
    chosen = places(visit, lambda line: timed(line) and line.get("discipline") == discipline)
    return chosen if chosen and all(alone(visit, at) for at in chosen) else None


def _splits(visit: Visit, chosen: list[int]) -> list[dict[str, int]]:
    return valid_splits({visit.lines[at]["code"]: visit.lines[at]["minutes"] for at in chosen})


def too_many(visit: Visit, random: Random) -> tuple[int, ...] | None:
    """One unit more on a line whose code can have no more."""
    chosen = _one_plan(visit, random)
    if chosen is None:
        return None
    splits = _splits(visit, chosen)
    lines = visit.lines
    full = [at for at in chosen if lines[at]["units"] == max(split[lines[at]["code"]] for split in splits)]
    if not full:
        return None
    at = random.choice(full)
    lines[at]["units"] += 1
    return (at + 1,)


def too_few(visit: Visit, random: Random) -> tuple[int, ...] | None:
    """One unit fewer on a line whose code must have them."""
    chosen = _one_plan(visit, random)
    if chosen is None:
        return None
    splits = _splits(visit, chosen)
    lines = visit.lines
    least = [
        at for at in chosen if 0 < lines[at]["units"] == min(split[lines[at]["code"]] for split in splits)
    ]
    if not least:
        return None
    at = random.choice(least)
    lines[at]["units"] -= 1
    return (at + 1,)


def wrong_code(visit: Visit, random: Random) -> tuple[int, ...] | None:
    """A unit moved to a code that has no claim to it."""
    chosen = _one_plan(visit, random)
    if chosen is None:
        return None
    splits = _splits(visit, chosen)
    lines = visit.lines
    random.shuffle(chosen)
    for give in chosen:
        for take in chosen:
            most = max(split[lines[take]["code"]] for split in splits)
            if give != take and billed(lines[give]) and lines[take]["units"] == most:
                lines[give]["units"] -= 1
                lines[take]["units"] += 1
                return (take + 1,)
    return None


def _by_code(step: int, *, full: bool) -> Put:
    def put(visit: Visit, random: Random) -> tuple[int, ...] | None:
        if visit.told["payer"] not in mixes.BY_CODE:
            return None
        chosen = places(visit, lambda line: timed(line) and (billed(line) or full))
        chosen = [at for at in chosen if alone(visit, at)]
        if not chosen:
            return None
        at = random.choice(chosen)
        visit.lines[at]["units"] += step
        return (at + 1,)

    return put


def over_the_limit(visit: Visit, random: Random) -> tuple[int, ...] | None:
    """Massage far over its limit of four units a day, with the minutes to match."""
    chosen = places(
        visit, lambda line: line["code"] == "97124" and billed(line) and not line.get("assistant_minutes")
    )
    if not chosen or not federal(visit) or "unbilled" in visit.traits or "adjustment" in visit.traits:
        return None
    at = chosen[0]
    if not alone(visit, at) or (marked(visit.lines[at]) and "assistant" in visit.traits):
        return None
    more = random.choice([75, 90])
    longer(visit, at, more)
    visit.lines[at]["units"] += more // 15
    return (at + 1,)


def over_the_cap(visit: Visit, random: Random) -> tuple[int, ...] | None:
    """A fifth timed unit, minutes and all, for a payer who takes four."""
    if visit.told["payer"] not in mixes.TIMED_CAP or "assistant" in visit.traits:
        return None
    chosen = places(visit, lambda line: billed_timed(line) and not marked(line))
    if not chosen or sum(visit.lines[at]["units"] for at in chosen) != mixes.TIMED_CAP[visit.told["payer"]]:
        return None
    at = random.choice(chosen)
    longer(visit, at, 15)
    visit.lines[at]["units"] += 1
    return WHOLE_VISIT


def more_than_the_visit(visit: Visit, _: Random) -> tuple[int, ...] | None:
    """Timed minutes that are more than the whole treatment."""
    minutes = sum(line["minutes"] for line in visit.lines if line["code"] in mixes.TIMED)
    if minutes == 0 or "two plans" in visit.traits:
        return None
    visit.told["total_minutes"] = minutes - 1
    return WHOLE_VISIT


def overlap(visit: Visit, random: Random) -> tuple[int, ...] | None:
    """Two services by hand at the same time."""
    if "clock times" not in visit.traits or "two plans" in visit.traits:
        return None
    chosen = places(visit, lambda line: line["code"] in mixes.TIMED and line["minutes"] > 1)
    pairs = [(a, b) for a, b in pairwise(chosen) if b == a + 1]
    if not pairs:
        return None
    first, second = random.choice(pairs)
    early = visit.lines[second]["start_minute"] - visit.lines[first]["stop_minute"] + random.randint(1, 2)
    for name in ("start_minute", "stop_minute"):
        visit.lines[second][name] -= early
    return (first + 1, second + 1)


def _shorter(line: Line) -> None:
    line["stop_minute"] = line["start_minute"] + line["minutes"] - 1


def split_lines(visit: Visit, random: Random) -> tuple[int, ...] | None:
    """The units of a code on two lines without need."""
    chosen = places(
        visit, lambda line: billed_timed(line) and line["units"] > 1 and "assistant_minutes" not in line
    )
    chosen = [at for at in chosen if alone(visit, at)]
    if not chosen or visit.told["payer"] != "medicare":
        return None
    at = random.choice(chosen)
    line = visit.lines[at]
    rest = {**line, "minutes": 13, "units": 1}
    for name in ("start_minute", "stop_minute"):
        line.pop(name, None)
        rest.pop(name, None)
    line["minutes"] -= 13
    line["units"] -= 1
    if line["minutes"] == rest["minutes"]:
        return None
    visit.lines.append(rest)
    return (at + 1, len(visit.lines))


def second_line(visit: Visit, random: Random) -> tuple[int, ...] | None:
    """A line sent twice."""
    chosen = places(visit, billed)
    if not chosen:
        return None
    visit.lines.append(dict(visit.lines[random.choice(chosen)]))
    return (len(visit.lines),)


NOW_BILLED = "a code that had no units is billed now and stands in a pair edit"
MOVED = {"M406": SHARES, "M407": SHARES}
UNIT_ERRORS = (
    Injection("too many units", "U101", too_many, MOVED | {"L302": LIMIT, "P202": NOW_BILLED}),
    Injection("too few units", "U102", too_few, MOVED | {"P204": NO_PAIR}),
    Injection(
        "unit on the wrong code",
        "U103",
        wrong_code,
        MOVED | {"L302": LIMIT, "P204": NO_PAIR, "P202": NOW_BILLED},
        exact=False,
    ),
    Injection(
        "untimed code twice",
        "U106",
        on_line(
            lambda line: line["code"] in {"G0283", *mixes.EVALUATIONS}, lambda line: line.update(units=2)
        ),
        {"L301": "the limit of these codes is one", "L302": "the limit of these codes is one"},
    ),
    Injection(
        "minutes of two days",
        "U109",
        on_line(billed_timed, lambda line: line.update(minutes=2880), lambda _: True),
        {"U112": "no clock holds these minutes"},
    ),
    Injection("over the unit limit", "L302", over_the_limit),
    Injection(
        "line sent twice",
        "F904",
        second_line,
        dict.fromkeys(("U101", "U102", "U103", "U104", "U105", "U106", "L301", "L302", "U110", "U114"), TWICE)
        | {"U111": "the second line has the clock of the first", "M406": TWICE, "M407": TWICE},
    ),
    Injection("more than its own minutes", "U104", _by_code(1, full=True), MOVED),
    Injection("fewer than its own minutes", "U105", _by_code(-1, full=False), MOVED),
    Injection("more than the treatment", "U110", more_than_the_visit),
    Injection("two services at one time", "U111", overlap),
    Injection(
        "clock shorter than the minutes",
        "U112",
        on_line(lambda line: "start_minute" in line, _shorter, lambda _: True),
    ),
    Injection("one code on two lines", "U113", split_lines),
    Injection("over the payer's daily cap", "U114", over_the_cap),
)
