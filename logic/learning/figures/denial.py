"""The codes of a remittance, typed or chosen, and what they say: content/denials.yaml answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from logic.denials import codes_in
from logic.rulebook.base import Model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logic.rulebook import RuleBook


class Starts(Model):
    """Codes to try, as a remittance prints them; the first is shown first."""

    codes: tuple[str, ...] = Field(min_length=1)


def wrong(starts: Starts, _book: RuleBook) -> Iterator[tuple[str, str]]:
    """Name what holds no reason code and no remark code."""
    for text in starts.codes:
        _, carc, rarcs = codes_in(text)
        if not carc and not rarcs:
            yield f"{text!r} holds no reason code", "Write it like CO-16 M76."
