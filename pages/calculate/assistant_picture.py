"""The picture of who gave which 15 minutes, and which units carry the modifier."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.calculators.assistant_blocks import ServiceShare, UnitShare, blocks
from pages.parts.text import count, plain, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from logic.calculators.assistants import AssistantResult

MOST_BLOCKS: Final = 16  # four hours of one code; beyond it the picture says the number


def show(result: AssistantResult, labels: Mapping[str, str]) -> None:
    """Draw each service; the same numbers stand in a table below for those who do not see it."""
    services = [service for service in blocks(result) if service.units]
    if not services:
        return
    st.header("Who gave which 15 minutes")
    st.html(drawing(services, labels, result.modifier))
    with st.expander("The same as a table", icon=":material/table:"):
        st.markdown(numbers(services, labels, result.modifier))


def drawing(services: Sequence[ServiceShare], labels: Mapping[str, str], modifier: str | None) -> str:
    """Give the picture as HTML with its description in words."""
    rows = "".join(_row(service, labels.get(service.codes[0], ""), modifier) for service in services)
    legend = (
        '<div class="uw-legend"><span><i class="uw-lead"></i>T therapist, also together</span>'
        '<span><i class="uw-help"></i>A assistant</span><span><i class="uw-lost"></i>earns no unit</span></div>'
    )
    words = escape(description(services, modifier), quote=True)
    return f'<div class="uw-minutes" role="img" aria-label="{words}">{rows}{legend}</div>'


def description(services: Sequence[ServiceShare], modifier: str | None) -> str:
    """Say the picture in words."""
    said = []
    for service in services:
        units = "; ".join(
            f"{_minutes(unit, 'therapist', 'assistant')}: {_verdict(unit, modifier)}"
            for unit in service.units
        )
        said.append(f"{'/'.join(service.codes)}: {units}.")
    return " ".join(said)


def numbers(services: Sequence[ServiceShare], labels: Mapping[str, str], modifier: str | None) -> str:
    """Give the same numbers as a Markdown table."""
    head = ["Code", "Therapist", "Assistant", "Together", "Units without", f"Units with {modifier or 'one'}"]
    cells = [
        [
            f"{'/'.join(each.codes)} {plain(labels.get(each.codes[0], ''))}",
            each.share.therapist,
            each.share.assistant,
            each.share.together,
            each.without,
            each.with_modifier,
        ]
        for each in services
    ]
    return table(head, cells, right=(1, 2, 3, 4, 5))


def _row(service: ServiceShare, label: str, modifier: str | None) -> str:
    shown = service.units[:MOST_BLOCKS]
    drawn = "".join(_unit(unit, modifier) for unit in shown)
    if len(service.units) > len(shown):
        drawn += f'<div class="uw-block">+{len(service.units) - len(shown)}</div>'
    minutes = count(service.share.total, "minute")
    name = f"<b>{escape('/'.join(service.codes))}</b> {escape(label)}<span>{minutes}</span>"
    told = f"{service.without} without" if service.without or not service.with_modifier else ""
    if service.with_modifier:
        told += f"{'<br>' if told else ''}{service.with_modifier} with {modifier}"
    return (
        f'<div class="uw-row"><div class="uw-name">{name}</div><div class="uw-bar">{drawn}</div>'
        f'<div class="uw-units">{told}</div></div>'
    )


def _unit(unit: UnitShare, modifier: str | None) -> str:
    """Give one block: each person's part as wide as their minutes, and the verdict below."""
    parts = "".join(
        f'<div class="{kind}" style="flex:{minutes} 0 auto">{letter} {minutes}</div>'
        for kind, letter, minutes in (("uw-lead", "T", unit.lead), ("uw-help", "A", unit.assistant))
        if minutes
    )
    lost = "" if unit.billed else " uw-lost"
    below = (
        "no unit" if not unit.billed else modifier if unit.modifier else f"no {modifier}" if modifier else ""
    )
    return f'<div class="uw-who"><div class="uw-share{lost}">{parts or "–"}</div><span>{below}</span></div>'


def _minutes(unit: UnitShare, lead: str, assistant: str) -> str:
    told = [
        f"{who} {minutes}" for who, minutes in ((lead, unit.lead), (assistant, unit.assistant)) if minutes
    ]
    return " and ".join(told) or "no minutes given"


def _verdict(unit: UnitShare, modifier: str | None) -> str:
    if not unit.billed:
        return "earns no unit"
    return f"a unit with {modifier}" if unit.modifier else "a unit without modifier"
