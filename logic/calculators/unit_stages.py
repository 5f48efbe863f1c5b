"""A count of units told as a walk: one stage at a time, each with one or two sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from logic.calculators.facts import join_words, plural
from logic.calculators.unit_words import FEWEST, band, split_words

if TYPE_CHECKING:
    from logic.calculators.unit_results import CodeRow, UnitResult

Shows = Literal["minutes", "total", "units", "full", "left", "given"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what its picture shows, its name, and what happens in it."""

    shows: Shows
    title: str
    says: str


def stages(result: UnitResult) -> tuple[Stage, ...]:
    """Give the stages of a count; none without a timed code, fewer where the count ends early."""
    if not result.rows:
        return ()
    return _total_time(result) if result.method == "cms" else _midpoint(result)


def by_left_over(result: UnitResult) -> list[CodeRow]:
    """Give the rows with the most minutes left over first; equal ones as they were entered."""
    return sorted(result.rows, key=lambda row: row.left_over, reverse=True)


def to_give(result: UnitResult) -> int:
    """Give the units that remain when every code has its full 15s."""
    return result.timed_units - sum(row.full for row in result.rows)


def _total_time(result: UnitResult) -> tuple[Stage, ...]:
    """Tell the total-time rule."""
    rows, total, units = result.rows, result.timed_minutes, result.timed_units
    told = [Stage("minutes", "Minutes", _minutes(result))]
    if len(rows) > 1:
        added = " + ".join(str(row.minutes) for row in rows)
        says = f"The minutes of all timed codes are added: {added} = {total:,}."
    else:
        says = f"There is one timed code, so its {plural(total, 'minute')} are the total."
    told.append(Stage("total", "Total", says))
    if not units:
        says = f"{plural(total, 'timed minute')} in all is fewer than {FEWEST}: no timed unit."
        return (*told, Stage("units", "Units", says))
    says = f"{plural(total, 'minute')} lie in the band {band(units)}: {plural(units, 'unit')} for the visit."
    told.append(Stage("units", "Units", says))
    told.append(Stage("full", "Full 15s", _full(result)))
    open_units = to_give(result)
    if not open_units:
        rest = " What is left over earns none." if any(row.left_over for row in rows) else ""
        says = f"The full 15s use all of the units.{rest} {split_words(result.best)}."
        return (*told, Stage("given", "Units given", says))
    order = [f"{row.code} {row.left_over}" for row in by_left_over(result)]
    says = f"Minutes left over, most first: {join_words(order)}. There {_is(open_units)} still to give."
    told.append(Stage("left", "Left over", says))
    told.append(Stage("given", "Units given", _given(result)))
    return tuple(told)


def _midpoint(result: UnitResult) -> tuple[Stage, ...]:
    """Tell the per-code midpoint rule."""
    earned = [_alone(row) for row in result.rows]
    return (
        Stage("minutes", "Minutes", f"{_minutes(result)} Each code stands alone: nothing is added together."),
        Stage("full", "Full 15s", _full(result)),
        Stage("left", "Left over", f"8 or more minutes left over earn one more unit. {'; '.join(earned)}."),
        Stage("given", "Units given", f"{_capital(split_words(result.best))}."),
    )


def _alone(row: CodeRow) -> str:
    """Say what a code's own left-over earns; some payers want the full 15 of every unit."""
    if row.units > row.full:
        return f"{row.code} has {row.left_over} and earns one more"
    why = ", because this payer wants the full 15" if row.left_over >= FEWEST else ""
    return f"{row.code} has {row.left_over or 'none'} and earns none{why}"


def _minutes(result: UnitResult) -> str:
    told = [f"{'/'.join(row.codes)} {row.minutes}" for row in result.rows]
    left_out = " Untimed codes stay out." if result.untimed else ""
    return f"Minutes of each timed code: {join_words(told)}.{left_out}"


def _full(result: UnitResult) -> str:
    told = [f"{row.code} has {row.full or 'none'}" for row in result.rows]
    return f"Every full 15 minutes of a code is a unit of that code: {join_words(told)}."


def _given(result: UnitResult) -> str:
    """Say which codes got the units that were left, or that they tie."""
    if result.choice is not None:
        return result.choice
    takers = [row.code for row in by_left_over(result) if row.units > row.full]
    gets = "gets" if len(takers) == 1 else "each get"
    why = "" if len(result.rows) == 1 else ", at most one a code, most minutes left over first"
    return f"{join_words(takers)} {gets} one{why}. {split_words(result.best)}."


def _is(units: int) -> str:
    return f"{'is' if units == 1 else 'are'} {plural(units, 'unit')}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
