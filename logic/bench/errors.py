"""One kind of error put into a valid visit, with the truth beside it: which rule must find it, and on which line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from logic.bench import mixes
from logic.bench.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from logic.bench.visits import Line

    Put = Callable[[Visit, Random], "tuple[int, ...] | None"]

WHOLE_VISIT: tuple[int, ...] = ()
CLOCK = ("start_minute", "stop_minute")


@dataclass(frozen=True)
class Injection:
    """An error that somebody makes.

    `put` changes a visit and answers the lines at fault (`WHOLE_VISIT`: the visit as such), or None where this
    visit cannot have it. `also`: rules that may fail with it, each with the reason. `exact`: the finding names
    those lines and no other.
    """

    name: str
    rule: str
    put: Put
    also: Mapping[str, str] = field(default_factory=dict)
    exact: bool = True


def copied(visit: Visit) -> Visit:
    """The visit once more, to be spoiled without harm."""
    lines = [
        {name: list(x) if isinstance(x, list) else x for name, x in line.items()} for line in visit.lines
    ]
    return Visit(dict(visit.told), lines, set(visit.traits))


def federal(visit: Visit) -> bool:
    """Whether the payer is Medicare or stands in for it."""
    return visit.told["payer"] in mixes.FEDERAL


def known_edits(visit: Visit) -> bool:
    """Whether the payer is known to follow the published pair edits."""
    return visit.told["payer"] in {*mixes.FEDERAL, "uhc-commercial"}


def billed(line: Line) -> bool:
    """Whether it has units."""
    return bool(line["units"] > 0)


def timed(line: Line) -> bool:
    """Whether it is counted by time and stands for itself (the code that goes on in another does not)."""
    return line["code"] in mixes.TIMED and line["code"] not in {mixes.FIRST_15, mixes.FURTHER_15}


def billed_timed(line: Line) -> bool:
    """Both."""
    return billed(line) and timed(line)


def therapy(line: Line) -> bool:
    """A billed line of physical or occupational therapy."""
    return billed(line) and line.get("discipline") in mixes.ASSISTANT


def places(visit: Visit, wanted: Callable[[Line], bool]) -> list[int]:
    """Where lines of that kind stand, 0-based."""
    return [at for at, line in enumerate(visit.lines) if wanted(line)]


def alone(visit: Visit, at: int) -> bool:
    """Whether the code of that line stands on no other line of its plan."""
    keys = Counter((line["code"], line.get("discipline")) for line in visit.lines)
    return keys[visit.lines[at]["code"], visit.lines[at].get("discipline")] == 1


def marked(line: Line) -> bool:
    """Whether it carries an assistant's modifier."""
    return bool({"CQ", "CO"} & set(line["modifiers"]))


def on_line(
    wanted: Callable[[Line], bool],
    change: Callable[[Line], None],
    fits: Callable[[Visit], bool] = federal,
) -> Put:
    """Puts an error into one line of that kind, where the visit fits."""

    def put(visit: Visit, random: Random) -> tuple[int, ...] | None:
        chosen = places(visit, wanted)
        if not chosen or not fits(visit):
            return None
        at = random.choice(chosen)
        change(visit.lines[at])
        return (at + 1,)

    return put


def longer(visit: Visit, at: int, minutes: int) -> None:
    """That many minutes of the therapist more on a line, everything else told of the visit to match."""
    line = visit.lines[at]
    line["minutes"] += minutes
    if "therapist_minutes" in line:
        line["therapist_minutes"] += minutes
    if "total_minutes" in visit.told:
        visit.told["total_minutes"] += minutes
    for other in visit.lines:
        for name in CLOCK:
            other.pop(name, None)
