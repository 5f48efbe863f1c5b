"""The unit calculator's answer as HTML: both counts beside each other, and the minutes in blocks with their words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from logic.calculators.unit_words import boundary
from pages.calculate import unit_words as words
from pages.parts import minutes as blocks
from pages.parts.text import count, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.calculators.units import BothMethods, UnitResult
    from logic.rulebook import RuleBook
    from logic.rulebook.payers import Payer
    from pages.calculate.unit_count import Count

TO_CONFIRM: Final = '<span class="uw-badge uw-orange">to confirm</span>'


def drawing(both: BothMethods, payer: Payer | None, book: RuleBook) -> str:
    """Give both answers: the number, the split in words, and who counts so."""
    shown = "".join(_card(each, payer, book) for each in (both.cms, both.midpoint))
    return f'<div class="uw-cards">{shown}</div>'


def minutes(counted: Count, labels: Mapping[str, str]) -> str:
    """Give how near the next unit is, the picture of the minutes, and which do not count."""
    name = words.NAMES[counted.shown.method]
    near = f'<p class="uw-small">{name}: {escape(boundary(counted.shown))}</p>'
    picture = blocks.drawing(counted.shown, labels) if counted.shown.rows else ""
    left_out = "".join(f"<li>{escape(each)}</li>" for each in counted.both.cms.not_counted)
    if left_out:
        left_out = f"<p><b>Minutes not counted</b></p><ul>{left_out}</ul>"
    return f'<div class="uw-text">{near}<h2>The minutes</h2>{picture}{left_out}</div>'


def _card(result: UnitResult, payer: Payer | None, book: RuleBook) -> str:
    said = "<br>".join(escape(line) for line in words.others(result))
    best = escape(words.in_words(result.best)) if result.best else "No timed unit"
    return (
        f'<section><p class="uw-name">{words.NAMES[result.method]}</p>'
        f'<p class="uw-value">{count(result.timed_units, "timed unit")}</p>'
        f"<p><b>{best}</b>{'<br>' if said else ''}{said}</p>{_who(result.method, payer, book)}</section>"
    )


def _who(method: str, payer: Payer | None, book: RuleBook) -> str:
    """Say which payers of the rule book count this way; of the one that was chosen, whether it does."""
    if payer is not None:
        if payer.counting.method != method:
            return ""
        confirm = f" {TO_CONFIRM}" if payer.counting.to_confirm else ""
        return f'<p><span class="uw-badge uw-blue">{escape(payer.label)} counts so</span>{confirm}</p>'
    payers = [
        escape(each.label) + (f" {TO_CONFIRM}" if each.counting.to_confirm else "")
        for each in book.payers.values()
        if each.counting.method == method
    ]
    said = f"Counts so: {listed(payers)}." if payers else "No payer of the rule book is known to count so."
    return f'<p class="uw-small">{said}</p>'
