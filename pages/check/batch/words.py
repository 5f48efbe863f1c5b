"""How the page of claims says a provider, a claim, a number of dollars."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from logic.batch.claims import ERROR, LOOK, NOTE
from logic.batch.groups import NOT_TOLD
from logic.batch.summary import dollars
from pages.parts.text import count, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from logic.batch.risk import Amount
    from logic.claims.record import ImportRecord

NPI_DIGITS: Final = 10
KINDS: Final = {
    ERROR: ("Error", "red"),
    LOOK: ("Look", "orange"),
    NOTE: ("Note", "gray"),
}


def provider(name: str | None) -> str:
    """``NPI 1999999943``; of a table's hashed key its first digits, for more tell nobody anything."""
    if name is None or name == NOT_TOLD:
        return NOT_TOLD
    return f"NPI {name}" if len(name) == NPI_DIGITS and name.isdecimal() else f"key {name[:6]}"


def payer(name: str | None) -> str:
    """The payer as a person reads it: not in capitals alone."""
    if name is None or name == NOT_TOLD:
        return NOT_TOLD
    return name.title() if name.isupper() and len(name) > 4 else name


def day(value: date) -> str:
    """``Mar 2, 2026``."""
    return f"{value:%b} {value.day}, {value.year}"


def days(first: date | None, last: date | None) -> str:
    """``Mar 2 to Mar 31, 2026``; empty where no day is told."""
    if first is None or last is None:
        return ""
    if first == last:
        return day(first)
    begin = f"{first:%b} {first.day}" if first.year == last.year else day(first)
    return f"{begin} to {day(last)}"


def amount(told: Amount) -> str:
    """Dollars, and where some charges are not told, that they are not."""
    if told.lines and told.unknown == told.lines:
        return "charge not told"
    least = "at least " if told.unknown else ""
    return f"{least}{dollars(told.cents)}"


def claim(row: Mapping[str, Any]) -> str:
    """A claim of the list in a line: day, codes, payer, dollars, rules."""
    codes = list(dict.fromkeys(row["codes"] or []))
    shown = ", ".join(codes[:4]) + ("…" if len(codes) > 4 else "")
    money = dollars(row["cents"]) if row["unknown"] == 0 else "charge not told"
    rules = list(row["rules"])
    more = f" and {len(rules) - 3} more" if len(rules) > 3 else ""
    return f"{day(row['service_date'])} · {shown} · {payer(row['payer_name'])} · {money} · {', '.join(rules[:3])}{more}"


def holds(record: ImportRecord) -> str:
    """What an import holds: ``1,204 claims and 980 answers, Mar 2 to Mar 31, 2026``."""
    counts = record.counts
    parts = []
    if counts.get("submissions"):
        parts.append(count(counts["submissions"], "claim"))
    if counts.get("remitted"):
        parts.append(count(counts["remitted"], "answer"))
    when = days(record.first_day, record.last_day)
    return listed(parts or ["nothing that can be used"]) + (f", {when}" if when else "")


def told_apart(records: Sequence[ImportRecord]) -> dict[str, str]:
    """What each import holds, by its id; where two hold the same, with the number of each: a choice needs one name."""
    said = {each.id: holds(each) for each in records}
    often = Counter(said.values())
    return {
        each.id: f"{said[each.id]} (import {each.number})" if often[said[each.id]] > 1 else said[each.id]
        for each in records
    }


def places(lines: Sequence[int]) -> str:
    """``line 1``, ``lines 1 and 2``."""
    numbers = [str(each) for each in lines]
    return f"{'line' if len(numbers) == 1 else 'lines'} {listed(numbers)}"
