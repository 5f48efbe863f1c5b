"""A confirmed profile laid over a file's first row -> which column is which."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from logic.cells import read_cell
from logic.columns import HEADINGS, REQUIRED
from logic.intake.cast import BEHIND_CODE
from logic.intake.headings import Headings, Source, plain, private_heading
from logic.intake.profile import FirstTold
from logic.problems import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.intake.profile import Profile


def follow(profile: Profile, names: Sequence[str], row: int = 1) -> Headings:
    """The headings of a file as the profile understands them. row: the heading's row, for messages.

    Headings are compared without case, spaces and punctuation. A required column whose headings are not there is
    a problem; any other is absent. What the profile does not name is not read.
    """
    at: dict[str, int] = {}
    twice: list[int] = []
    for position, name in enumerate(names):
        if (word := plain(name)) and at.setdefault(word, position) != position:
            twice.append(position)
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for heading, told in profile.columns.items():
        column = HEADINGS[heading]
        wanted = profile.headings(heading)
        positions = tuple(dict.fromkeys(at[plain(name)] for name in wanted if plain(name) in at))
        if positions:
            sources[column.name] = Source(
                positions,
                names[positions[0]],
                first=isinstance(told, FirstTold) and len(positions) > 1,
                style=profile.style,
                values=profile.values.get(heading, {}),
            )
        elif heading in REQUIRED or heading in profile.visit_by:
            problems.append(_absent(profile, heading, wanted, row))
    if profile.code_cell == "code and more" and "code" in sources:
        apart = sources.get("modifiers", Source((), sources["code"].heading))
        sources["modifiers"] = replace(apart, positions=(BEHIND_CODE, *apart.positions))
    used = {position for source in sources.values() for position in source.positions}
    used |= {at[plain(heading)] for heading in profile.only if plain(heading) in at}
    notes = tuple(_said_twice(names[p], row) for p in twice if at[plain(names[p])] in used)
    rest = [name for position, name in enumerate(names) if position not in used and plain(name)]
    private = [name for name in rest if private_heading(name)]
    unknown = [name for name in rest if not private_heading(name) and not unneeded(profile, name)]
    return Headings(
        sources,
        tuple(map(shown, private)),
        tuple(map(shown, unknown)),
        tuple(problems),
        profile.visit_by,
        {name: str(read_cell(HEADINGS[name], word).value) for name, word in profile.fixed.items()},
        profile.code_cell == "code and more",
        only={
            at[plain(heading)]: pattern(words)
            for heading, words in profile.only.items()
            if plain(heading) in at
        },
        notes=notes,
    )


def fits(profile: Profile, names: Sequence[str]) -> bool:
    """Whether every mark of the layout is among the headings."""
    there = {plain(name) for name in names}
    return bool(profile.marks) and all(plain(mark) in there for mark in profile.marks)


def pattern(words: Sequence[str]) -> str:
    """A regular expression for any of the words, * and ? standing for characters, in any case."""
    told = (re.escape(word).replace(r"\*", ".*").replace(r"\?", ".") for word in words)
    return f"^(?i:{'|'.join(told)})$"


def unneeded(profile: Profile, name: str) -> bool:
    """Whether a heading is one that the profile knows and does not read."""
    word = plain(name)
    return any(
        re.fullmatch("[a-z0-9]*".join(map(plain, heading.split("*"))), word) for heading in profile.not_read
    )


def _absent(profile: Profile, heading: str, wanted: Sequence[str], row: int) -> Problem:
    listed = " or ".join(f'"{name}"' for name in wanted)
    return Problem(
        row,
        heading,
        None,
        f"The profile {profile.label} takes {heading} from {listed}, which is not in the file.",
        "Choose the profile of this layout, or map the column anew.",
    )


def _said_twice(name: str, row: int) -> Problem:
    wrong = f'More than one column is called "{shown(name)}"; the first was read.'
    return Problem(row, shown(name), None, wrong, "Give each column a heading of its own.")
