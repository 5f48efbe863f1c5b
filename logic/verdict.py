"""A verdict as people and programs read it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


FIRST_LINES = 12
"""So many line numbers are read out; of more only the first, and how many there are besides."""


def line_words(numbers: Sequence[int]) -> list[str]:
    """Line numbers as words for a list: all of a few, of many the first and how many more."""
    told = [str(number) for number in numbers[:FIRST_LINES]]
    more = len(numbers) - len(told)
    return [*told, f"{more:,} more"] if more else told


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not a pass. `line` is set where it is one line; `lines` are all that it speaks of."""

    rule: str
    name: str
    family: str
    state: str
    severity: str
    line: int | None
    lines: tuple[int, ...]
    code: str | None
    message: str
    fix: str
    sources: tuple[str, ...]
    to_confirm: bool

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON holds it."""
        told = asdict(self)
        return told | {"lines": list(self.lines), "sources": list(self.sources)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One visit's verdict; `findings` in the order of what to mend first; numbers are of rules."""

    visit_id: str
    verdict: str
    findings: tuple[Finding, ...]
    checked: int
    not_checked: int
    passed: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The verdict as JSON holds it."""
        return {
            "visit_id": self.visit_id,
            "verdict": self.verdict,
            "findings": [finding.to_dict() for finding in self.findings],
            "checked": self.checked,
            "not_checked": self.not_checked,
            "passed": list(self.passed),
        }
