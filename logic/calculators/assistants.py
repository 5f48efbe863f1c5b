"""Units with and without the assistant modifier (CQ for PT, CO for OT).

Order of work: units by the total-time rule; each one's full 15 minutes of a code; two units left of one code;
the final unit by its midpoint; else the 10% test. Minutes together count once, as the therapist's.

Sources: 42 USC 1395m(v); the CY 2022 fee-schedule rule as CMS's examples and trade sources describe it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from logic.calculators import assistant_words as words
from logic.calculators.facts import CalculatorError, known_code, plural
from logic.calculators.minutes import whole_minutes
from logic.calculators.units import UnitResult, cms

if TYPE_CHECKING:
    from logic.calculators.facts import CodeBook

QUARTER = 15
MIDPOINT = 8
MODIFIERS: dict[str, str | None] = {"pt": "CQ", "ot": "CO", "slp": None}
MOST_ALTERNATIVES = 20
Minutes = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Share:
    """Who furnished how many minutes of one service: therapist alone, assistant alone, both together."""

    therapist: int
    assistant: int
    together: int = 0

    @property
    def lead(self) -> int:
        """Minutes that count as the therapist's."""
        return self.therapist + self.together

    @property
    def total(self) -> int:
        """All minutes of the service, those together once."""
        return self.lead + self.assistant


@dataclass(frozen=True, slots=True)
class AssistantLine:
    """One claim line: a code's units with one modifier, or with none."""

    code: str
    units: int
    modifier: str | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another valid split of the units, and the lines that follow from it."""

    split: dict[str, int]
    lines: tuple[AssistantLine, ...]


@dataclass(frozen=True, slots=True)
class AssistantResult:
    """Lines of one visit with the assistant's modifier where it belongs.

    ``units`` is the count behind it; ``alternatives`` the lines of the other valid splits, if units tie;
    ``to_confirm`` what was decided by a reading of the rule that no published example settles; ``shares`` the
    minutes by person of each code as given.
    """

    discipline: str
    modifier: str | None
    lines: tuple[AssistantLine, ...]
    steps: tuple[str, ...]
    units: UnitResult
    alternatives: tuple[Alternative, ...]
    to_confirm: tuple[str, ...]
    shares: dict[str, Share]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form the command line prints."""
        return {
            "discipline": self.discipline,
            "lines": _as_dicts(self.lines),
            "steps": list(self.steps),
            "alternatives": [
                {"split": dict(other.split), "lines": _as_dicts(other.lines)} for other in self.alternatives
            ],
            "to_confirm": list(self.to_confirm),
        }


def assistants(
    discipline: str, services: Minutes, book: CodeBook, split: Mapping[str, int] | None = None
) -> AssistantResult:
    """Say which units of a visit carry the assistant modifier.

    Args:
        discipline: ``pt``, ``ot`` or ``slp``: whose plan of care it is.
        services: code → minutes of the therapist alone, the assistant alone and, optionally, both together.
        book: which codes are timed.
        split: the clinician's choice, where units tie; the preferred split if left out.

    Raises:
        CalculatorError: unknown discipline or code, minutes no visit can have, a split that is not valid.

    """
    plan = discipline.strip().lower()
    if plan not in MODIFIERS:
        raise CalculatorError(f"{discipline!r} is not a therapy discipline.", "Give pt, ot or slp.")
    shares: dict[str, Share] = {}
    for given, minutes in services.items():
        code = known_code(given, book)
        shares[code] = _sum((shares.get(code, Share(0, 0)), _share(code, minutes)))
    units = cms({code: share.total for code, share in shares.items()}, book)
    chosen = _chosen(units, split)
    modifier = MODIFIERS[plan]
    lines = _lines(units, chosen, shares, modifier)
    others = [other for other in units.splits if other != chosen][:MOST_ALTERNATIVES]
    alternatives = tuple(Alternative(other, _lines(units, other, shares, modifier)) for other in others)
    steps, to_confirm = words.tell(units, chosen, service_shares(units, shares), shares, modifier)
    if alternatives:
        steps = (*steps, words.alternatives([(other.split, other.lines) for other in alternatives], lines))
    return AssistantResult(plan, modifier, lines, steps, units, alternatives, to_confirm, shares)


def assistant_due(therapist: int, assistant: int, together: int, units: int) -> tuple[int, int]:
    """Give the units of one timed code that are due with and without the modifier.

    Args:
        therapist: minutes of the therapist alone.
        assistant: minutes of the assistant alone.
        together: minutes of both together; they count as the therapist's.
        units: units billed of the code; more or fewer than the minutes support is no error.

    Returns:
        Units with the modifier, units without; together always ``units``.

    """
    share = Share(therapist, assistant, together)
    with_it, without = share.assistant // QUARTER, share.lead // QUARTER
    if with_it + without > units:  # billed short of the full 15s: the therapist's come first
        without = min(without, units)
        return units - without, without
    left_lead, left_assistant = share.lead % QUARTER, share.assistant % QUARTER
    open_units = units - with_it - without
    if open_units > 1 and left_lead + left_assistant > QUARTER:
        with_it, without, open_units = with_it + 1, without + 1, open_units - 2
    elif open_units and left_lead + left_assistant:
        last = final_unit_due(left_lead, left_assistant)
        with_it, without, open_units = with_it + last, without + (not last), open_units - 1
    if open_units and over_a_tenth(share.assistant, share.total):  # no minutes stand behind these units
        return with_it + open_units, without
    return with_it, without + open_units


def final_unit_due(left_lead: int, left_assistant: int) -> bool:
    """Whether the last unit of a code carries the modifier: midpoint first, then the 10% test."""
    if left_lead >= MIDPOINT:
        return False
    if left_assistant >= MIDPOINT:
        return True
    return over_a_tenth(left_assistant, left_lead + left_assistant)


def over_a_tenth(assistant: int, total: int) -> bool:
    """Whether the assistant furnished more than 10% of the minutes, exactly."""
    return assistant * 10 > total


def service_shares(units: UnitResult, shares: Mapping[str, Share]) -> dict[str, Share]:
    """Add up the shares of codes that are one timed service (97129 and 97130)."""
    return {row.code: _sum(shares[code] for code in row.codes if code in shares) for row in units.rows}


def _share(code: str, given: Sequence[int]) -> Share:
    """Give the minutes of one code, each checked."""
    if not 2 <= len(given) <= 3:
        wrong = f"{code}: {plural(len(given), 'number')} of minutes given."
        fix = "Give the therapist's minutes, the assistant's and, if any, those of both together."
        raise CalculatorError(wrong, fix)
    return Share(*(whole_minutes(code, minutes) for minutes in given))


def _sum(parts: Iterable[Share]) -> Share:
    """Add shares up."""
    listed = list(parts)
    return Share(
        sum(part.therapist for part in listed),
        sum(part.assistant for part in listed),
        sum(part.together for part in listed),
    )


def _chosen(units: UnitResult, split: Mapping[str, int] | None) -> dict[str, int]:
    """Give the split to work with: the clinician's, if it is a valid one."""
    if split is None:
        return units.best
    wanted = {code: count for code, count in split.items() if count}
    if wanted not in units.splits:
        raise CalculatorError(
            f"{words.split_words(wanted)} is not a valid split of these minutes.",
            f"Choose {' or '.join(words.split_words(valid) for valid in units.splits[:5])}.",
        )
    return wanted


def _lines(
    units: UnitResult, split: Mapping[str, int], shares: Mapping[str, Share], modifier: str | None
) -> tuple[AssistantLine, ...]:
    """Give the claim lines of one split, in the order the codes were given."""
    joint = service_shares(units, shares)
    due: dict[str, tuple[int, int]] = {}
    for row in units.rows:
        count = sum(split.get(code, 0) for code in row.codes)
        share = joint[row.code]
        with_it, without = assistant_due(share.therapist, share.assistant, share.together, count)
        for code in row.codes:  # the first code takes the therapist's units first
            here = split.get(code, 0)
            plain = min(here, without)
            due[code] = (here - plain, plain)
            with_it, without = with_it - (here - plain), without - plain
    for code in units.untimed:
        share = shares[code]
        due[code] = (1, 0) if over_a_tenth(share.assistant, share.total) else (0, 1)
    lines: list[AssistantLine] = []
    for code in dict.fromkeys((*shares, *due)):
        with_it, without = due.get(code, (0, 0))
        if modifier is None:
            with_it, without = 0, with_it + without
        if without:
            lines.append(AssistantLine(code, without, None))
        if with_it:
            lines.append(AssistantLine(code, with_it, modifier))
    return tuple(lines)


def _as_dicts(lines: Sequence[AssistantLine]) -> list[dict[str, Any]]:
    """Give lines as the command line prints them."""
    return [{"code": line.code, "units": line.units, "modifier": line.modifier} for line in lines]
