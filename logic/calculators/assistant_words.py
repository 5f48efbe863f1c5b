"""The assistant calculator's sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.calculators.facts import plural
from logic.calculators.unit_words import split_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from logic.calculators.assistants import AssistantLine, Share
    from logic.calculators.unit_results import UnitResult

TWO_UNITS = 23  # the fewest minutes that are two units by themselves
__all__ = ["alternatives", "split_words", "tell"]

NO_MODIFIER = (
    "A speech-language plan of care has no assistant modifier: Medicare does not pay for the work of a "
    "speech-language assistant as therapy."
)
TEN_PERCENT = (
    "The 10% test is worked exactly: the assistant's minutes × 10 against all minutes of that unit. "
    "CMS has described two ways of rounding, which can differ by a minute."
)
TWO_SHORT = (
    "Two units of one code were left with fewer than 23 minutes between therapist and assistant: no "
    "published example settles it, and one unit with and one without the modifier is our reading."
)
ONE_SERVICE = (
    "Which code of a service reported with two codes carries the modifier is our reading: the later units."
)


def tell(
    units: UnitResult,
    split: Mapping[str, int],
    services: Mapping[str, Share],
    shares: Mapping[str, Share],
    modifier: str | None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the steps in words, and what is to confirm."""
    steps = list(units.steps)
    if any(share.together for share in shares.values()):
        steps.append("Minutes together count once, as the therapist's.")
    steps.extend(units.not_counted)
    if modifier is None:
        return (*steps, NO_MODIFIER), ("That Medicare has no speech-language assistant modifier.",)
    confirm: dict[str, None] = {}
    for row in units.rows:
        count = sum(split.get(code, 0) for code in row.codes)
        told, open_questions = _timed("/".join(row.codes), services[row.code], count, modifier)
        steps.append(told)
        confirm.update(dict.fromkeys(open_questions))
        if len([code for code in row.codes if split.get(code)]) > 1 and services[row.code].assistant:
            confirm[ONE_SERVICE] = None
    for code in units.untimed:
        steps.append(_untimed(code, shares[code], modifier))
        if shares[code].assistant and shares[code].lead:
            confirm[TEN_PERCENT] = None
    return tuple(steps), tuple(confirm)


def alternatives(
    others: Sequence[tuple[Mapping[str, int], Sequence[AssistantLine]]], lines: Sequence[AssistantLine]
) -> str:
    """Say that units tie, which split was used, and what the others would give."""
    listed = "; ".join(line_words(other) for _, other in others)
    return f"Units tie: worked out here for {line_words(lines)}. The clinician may choose instead: {listed}."


def line_words(lines: Sequence[AssistantLine]) -> str:
    """``97110 × 1, 97110 × 1 with CQ``."""
    return ", ".join(
        f"{line.code} × {line.units}{f' with {line.modifier}' if line.modifier else ''}" for line in lines
    )


def _timed(name: str, share: Share, count: int, modifier: str) -> tuple[str, list[str]]:
    """Tell one timed code: the full 15s, then what is left; with what is to confirm."""
    lead, assistant = share.lead, share.assistant
    said = f"{name}: therapist {lead}, assistant {assistant}, {plural(count, 'unit')}."
    if not count:
        unbilled = f" The assistant's {plural(assistant, 'minute')} create no modifier." if assistant else ""
        return f"{said} Not billed.{unbilled}", []
    if not assistant or not lead:
        who, carries = ("therapist", "no modifier") if lead else ("assistant", modifier)
        return f"{said} All of it by the {who}: {carries}.", []
    if lead >= 15:
        said += f" The therapist's {plural(lead // 15, 'full 15')}: no modifier."
    if assistant >= 15:
        said += f" The assistant's {plural(assistant // 15, 'full 15')}: {modifier}."
    open_units = count - lead // 15 - assistant // 15
    if not open_units:
        return f"{said} What is left over earns no unit.", []
    rest, confirm = _open_units(open_units, lead % 15, assistant % 15, modifier)
    return f"{said} {rest}", confirm


def _open_units(open_units: int, lead: int, assistant: int, modifier: str) -> tuple[str, list[str]]:
    """Tell the units that remain when the full 15s are taken: two of one code, or the last one."""
    left = f"therapist {lead} and assistant {assistant} minutes left over"
    if open_units > 1:
        short = lead + assistant < TWO_UNITS
        reading = " (our reading, to confirm: they are fewer than 23 minutes)" if short else ""
        confirm = [TWO_SHORT] if short else []
        return f"Two units remain for {left}: one without, one with {modifier}{reading}.", confirm
    if lead >= 8:
        why, confirm = "the therapist alone has 8 or more, so no modifier", []
    elif assistant >= 8:
        why, confirm = f"the therapist has under 8 and the assistant 8 or more, so {modifier}", []
    else:
        tenth = _tenth(assistant, lead + assistant, modifier)
        why, confirm = f"neither has 8, so the 10% test decides: {tenth}", [TEN_PERCENT]
    return f"One unit remains for {left}: {why}.", confirm


def _untimed(code: str, share: Share, modifier: str) -> str:
    """Tell one untimed code: the assistant's share of the whole service."""
    if not share.total:
        return f"{code}: no minutes were given, so nobody's share can be judged; no modifier here."
    verdict = _tenth(share.assistant, share.total, modifier)
    return f"{code} is not timed, so the whole service is judged: {verdict}."


def _tenth(assistant: int, total: int, modifier: str) -> str:
    """Tell the 10% test."""
    over = assistant * 10 > total
    share = f"{assistant} of {plural(total, 'minute')} by the assistant"
    return f"{share} is {'more than' if over else 'not more than'} 10%: {modifier if over else 'no modifier'}"
