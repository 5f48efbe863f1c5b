"""What a file has wrong, a few of each kind in full and the rest counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from logic.problems import Problem

MOST_OF_A_KIND = 20


@dataclass(slots=True)
class Troubles:
    """Problems by kind; `row` of each is the segment's number in the file."""

    found: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(  # noqa: PLR0917 - as a Problem has them
        self, kind: str, segment: int | None, name: str | None, wrong: str, fix: str, value: str | None = None
    ) -> None:
        """Note one; `value` only where it can be nothing but digits and signs, never a text of the file's."""
        self.counts[kind] += 1
        if self.counts[kind] <= MOST_OF_A_KIND:
            self.found.append(Problem(segment, name, value, wrong, fix))

    def unreadable(self, segment: int, name: str, what: str, text: str, fix: str) -> None:
        """Note an element that is empty or cannot be read."""
        wrong = f"{what[0].upper()}{what[1:]} {'is empty' if not text else 'cannot be read'}."
        self.add(f"{what} that cannot be read", segment, name, wrong, fix, harmless(text))

    def impossible(self, segment: int, name: str, what: str, text: str, fix: str) -> None:
        """Note an element that can be read and cannot be true; `what` is its sentence without the full stop."""
        self.add(what, segment, name, f"{what}.", fix, harmless(text))

    def told(self) -> tuple[Problem, ...]:
        """All that is kept, and one sentence a kind for those that are only counted."""
        more = [
            Problem(
                None,
                None,
                None,
                f"{count - MOST_OF_A_KIND:,} more of this kind: {kind}.",
                "The first are listed.",
            )
            for kind, count in self.counts.items()
            if count > MOST_OF_A_KIND
        ]
        return (*self.found, *more)


def harmless(text: str) -> str | None:
    """A value that may be shown: short, and made of digits and signs only."""
    return text if text and len(text) <= 20 and not text.strip("0123456789.-+/: ") else None
