# ruff: noqa: ARG001 - every way takes the same arguments, and some ways are wrong by looking away
"""Ways of counting that people and programs really use, and that are wrong: the cases must catch every one.

Each takes the minutes of a visit in the order they were entered, and whether a code is timed, and gives the
splits it believes in. Most were seen in public calculators, engines or pages.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

from logic.calculators.assistants import assistant_due

Minutes = dict[str, int]
Split = dict[str, int]
Wrong = Callable[[Minutes, Callable[[str], bool]], list[Split]]

# Relative fees, dearest first: what a program that follows the money would do.
DEAREST_FIRST = ("97530", "97112", "97124", "97110", "97116", "97140", "97035")


def _clean(split: Split) -> list[Split]:
    return [{code: units for code, units in split.items() if units}]


def _timed(minutes: Minutes, timed: Callable[[str], bool]) -> Minutes:
    return {code: spent for code, spent in minutes.items() if timed(code)}


def _due(total: int) -> int:
    return (total + 7) // 15 if total >= 8 else 0


def _share_out(minutes: Minutes, units: int) -> list[Split]:
    """Full 15s, then one each to the largest left-overs, as far as the units go; ties by order."""
    split = {code: spent // 15 for code, spent in minutes.items()}
    for code in sorted(minutes, key=lambda code: -(minutes[code] % 15)):
        if sum(split.values()) < units:
            split[code] += 1
    return _clean(split)


def per_code_rounding(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Round every code on its own, as the midpoint rule does."""
    return _clean({code: (spent + 7) // 15 for code, spent in _timed(minutes, timed).items()})


def floor_of_the_total(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Only full quarters of the total count."""
    mine = _timed(minutes, timed)
    return _share_out(mine, sum(mine.values()) // 15)


def only_full_fifteens(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """What is left over of each code is lost."""
    return _clean({code: spent // 15 for code, spent in _timed(minutes, timed).items()})


def biggest_code_takes_all(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """All units on the code with most minutes."""
    mine = _timed(minutes, timed)
    return _clean({max(mine, key=mine.__getitem__): _due(sum(mine.values()))}) if mine else [{}]


def biggest_code_takes_the_rest(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Full 15s right, left-over units to the code with most minutes in all."""
    mine = _timed(minutes, timed)
    if not mine:
        return [{}]
    split = {code: spent // 15 for code, spent in mine.items()}
    split[max(mine, key=mine.__getitem__)] += _due(sum(mine.values())) - sum(split.values())
    return _clean(split)


def largest_left_over_takes_the_rest(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Every left-over unit to the one code with most minutes left over."""
    mine = _timed(minutes, timed)
    if not mine:
        return [{}]
    split = {code: spent // 15 for code, spent in mine.items()}
    split[max(mine, key=lambda code: mine[code] % 15)] += _due(sum(mine.values())) - sum(split.values())
    return _clean(split)


def share_by_proportion(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Units in proportion to minutes, fractions by largest remainder."""
    mine = _timed(minutes, timed)
    total = sum(mine.values())
    units = _due(total)
    split = {code: units * spent // total for code, spent in mine.items()} if total else {}
    for code in sorted(split, key=lambda code: -(units * mine[code] % total)):
        if sum(split.values()) < units:
            split[code] += 1
    return _clean(split)


def eight_minute_gate_per_code(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Services under 8 minutes are struck out before anything is added up."""
    mine = {code: spent for code, spent in _timed(minutes, timed).items() if spent >= 8}
    return _share_out(mine, _due(sum(mine.values())))


def eight_minute_gate_on_left_overs(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """A left-over unit only where 8 or more minutes are left."""
    mine = _timed(minutes, timed)
    open_units = _due(sum(mine.values())) - sum(spent // 15 for spent in mine.values())
    order = sorted(mine, key=lambda code: -(mine[code] % 15))[:open_units]
    return _clean({c: spent // 15 + (c in order and spent % 15 >= 8) for c, spent in mine.items()})


def equal_split(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Units dealt out one by one to the codes in turn."""
    mine = _timed(minutes, timed)
    split = dict.fromkeys(mine, 0)
    for turn in range(_due(sum(mine.values()))):
        split[list(mine)[turn % len(mine)]] += 1
    return _clean(split)


def twenty_two_is_two(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Bands that begin a minute early."""
    mine = _timed(minutes, timed)
    return _share_out(mine, (sum(mine.values()) + 8) // 15)


def any_minute_is_a_unit(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Every begun 15 minutes of a code."""
    return _clean({code: -(-spent // 15) for code, spent in _timed(minutes, timed).items()})


def dearest_code_first(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Left-over units to the code that pays best."""
    mine = _timed(minutes, timed)
    split = {code: spent // 15 for code, spent in mine.items()}
    open_units = _due(sum(mine.values())) - sum(split.values())
    priced = [*DEAREST_FIRST, *mine]
    order = sorted((code for code in mine if mine[code] % 15), key=priced.index)
    return _clean({code: units + (code in order[:open_units]) for code, units in split.items()})


def untimed_minutes_counted(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Untimed minutes join the total; their code is then left off."""
    units = _due(sum(minutes.values()))
    return _share_out(_timed(minutes, timed), units)


def first_entered_first_served(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Each code in the order entered takes its rounded-up share while units last."""
    mine = _timed(minutes, timed)
    rest, split = _due(sum(mine.values())), {}
    for code, spent in mine.items():
        split[code] = min(rest, -(-spent // 15))
        rest -= split[code]
    return _clean(split)


def minutes_carried_over(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """What one code leaves over is added to the next code entered."""
    before, split, run = 0, {}, 0
    for code, spent in _timed(minutes, timed).items():
        run += spent
        split[code] = _due(run) - before
        before = _due(run)
    return _clean(split)


def table_ends_at_eight(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """No more units than the printed table shows."""
    mine = _timed(minutes, timed)
    if len(mine) == 1:
        return _clean({code: min(8, _due(spent)) for code, spent in mine.items()})
    return _share_out(mine, min(8, _due(sum(mine.values()))))


def tie_settled_in_silence(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """One split only, where the clinician has a choice."""
    mine = _timed(minutes, timed)
    return _share_out(mine, _due(sum(mine.values())))


def any_split_of_the_right_total(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """Only the sum is checked."""
    mine = _timed(minutes, timed)
    units = _due(sum(mine.values()))
    places = range(units + len(mine) - 1)
    splits = []
    for bars in combinations(places, len(mine) - 1):
        edges = (-1, *bars, units + len(mine) - 1)
        counts = [right - left - 1 for left, right in pairwise(edges)]
        splits.extend(_clean(dict(zip(mine, counts, strict=True))))
    return splits


def further_cognitive_units_on_the_first_code(minutes: Minutes, timed: Callable[[str], bool]) -> list[Split]:
    """97129 and 97130 counted as if they were two services."""
    mine = _timed(minutes, timed)
    splits = _share_out(mine, _due(sum(mine.values())))
    return splits if not {"97129", "97130"} & mine.keys() else [{"97129": sum(splits[0].values())}]


WRONG: tuple[Wrong, ...] = (
    per_code_rounding,
    floor_of_the_total,
    only_full_fifteens,
    biggest_code_takes_all,
    biggest_code_takes_the_rest,
    largest_left_over_takes_the_rest,
    share_by_proportion,
    eight_minute_gate_per_code,
    eight_minute_gate_on_left_overs,
    equal_split,
    twenty_two_is_two,
    any_minute_is_a_unit,
    dearest_code_first,
    untimed_minutes_counted,
    first_entered_first_served,
    minutes_carried_over,
    table_ends_at_eight,
    tie_settled_in_silence,
    any_split_of_the_right_total,
    further_cognitive_units_on_the_first_code,
)


# The assistant modifier: minutes of the therapist, the assistant and both, units of the code, whether it is timed
# → units with the modifier.
WrongDue = Callable[[int, int, int, int, bool], int]


def any_assistant_minute(therapist: int, assistant: int, together: int, units: int, timed: bool) -> int:
    """One minute of an assistant marks every unit."""
    return units if assistant else 0


def a_tenth_of_the_service(therapist: int, assistant: int, together: int, units: int, timed: bool) -> int:
    """The 10% test on all minutes of a code marks all its units, as if no unit stood for itself."""
    return units if assistant * 10 > therapist + assistant + together else 0


def a_tenth_or_more(therapist: int, assistant: int, together: int, units: int, timed: bool) -> int:
    """Exactly a tenth counts as more than a tenth; timed codes right."""
    if timed:
        return assistant_due(therapist, assistant, together, units)[0]
    return units if assistant * 10 >= therapist + assistant + together else 0


def most_of_it(therapist: int, assistant: int, together: int, units: int, timed: bool) -> int:
    """Whoever furnished most of a code has all its units."""
    return units if assistant > therapist + together else 0


def together_is_the_assistants(therapist: int, assistant: int, together: int, units: int, timed: bool) -> int:
    """Minutes together count as the assistant's."""
    return assistant_due(therapist, assistant + together, 0, units)[0]


def no_midpoint_for_the_last_unit(
    therapist: int, assistant: int, together: int, units: int, timed: bool
) -> int:
    """The 10% test on the last unit, as it was before 2022."""
    lead = therapist + together
    left = units - lead // 15 - assistant // 15
    over = (assistant % 15) * 10 > lead % 15 + assistant % 15
    return assistant // 15 + (left if left and over else 0)


def assistants_full_fifteens_only(
    therapist: int, assistant: int, together: int, units: int, timed: bool
) -> int:
    """Only the assistant's full 15s are marked."""
    return assistant // 15


WRONG_DUE: tuple[WrongDue, ...] = (
    any_assistant_minute,
    a_tenth_of_the_service,
    a_tenth_or_more,
    most_of_it,
    together_is_the_assistants,
    no_midpoint_for_the_last_unit,
    assistants_full_fifteens_only,
)
