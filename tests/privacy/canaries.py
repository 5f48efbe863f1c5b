"""10,000 made-up people's names, numbers and words, planted in files of every kind; and the search for them.

Every canary is unique and of a family that a pattern finds: ``Zq`` and eight small letters (names, streets, notes,
mail), 987-xx-xxxx (social-security numbers), (555) xxx-xxxx (phones), M and nine digits from 777 (members), and days
of the last century (births). Nobody has any of them.
"""

from __future__ import annotations

import random
import re
import string
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass

WANTED = 10_000
ROWS = 92
_FAMILIES = re.compile(
    r"zq[a-z]{8}|m777\d{6}"
    # digits only by themselves: a keyed hash holds runs of them by chance
    r"|(?<![a-z0-9])(?:987-?\d{2}-?\d{4}|\(?555\)?[ -]?\d{3}-?\d{4}|19\d\d-?\d\d-?\d\d|\d\d/\d\d/19\d\d)(?![a-z0-9])"
)
_MARKS = re.compile(r"[^a-z0-9]")


def bare(text: str) -> str:
    """Without case and punctuation, so that 987-00-0001 and 987000001 are the same."""
    return _MARKS.sub("", text.lower())


@dataclass
class Canaries:
    """Makes canaries and remembers each."""

    seed: int = 20_261_125
    planted: set[str] = field(default_factory=set)
    kinds: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.numbers = self.random.sample(range(1, 999_999), 20_000)
        days = [date(1920, 1, 1) + timedelta(days=at) for at in range(29_000)]
        self.days = self.random.sample(days, len(days))

    def _new(self, kind: str, shown: str) -> str:
        assert bare(shown) not in self.planted
        self.planted.add(bare(shown))
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        return shown

    def word(self, kind: str) -> str:
        return self._new(kind, "Zq" + "".join(self.random.choices(string.ascii_lowercase, k=8)))

    def name(self) -> str:
        return f"{self.word('names')} {self.word('names')}"

    def address(self) -> str:
        return f"{self.random.randrange(1, 999)} {self.word('addresses')} Street"

    def note(self) -> str:
        return f"Patient {self.word('notes')} says the knee hurts less, lives with {self.word('notes')} and walks daily"

    def mail(self) -> str:
        return f"{self.word('e-mails')}@example.com"

    def ssn(self) -> str:
        number = self.numbers.pop()
        return self._new("SSNs", f"987-{number // 10_000:02}-{number % 10_000:04}")

    def phone(self) -> str:
        number = self.numbers.pop() + 2_000_000
        return self._new("phones", f"(555) {number // 10_000:03}-{number % 10_000:04}")

    def member(self) -> str:
        return self._new("member ids", f"M777{self.numbers.pop():06}")

    def born(self) -> date:
        day = self.days.pop()
        self._new("birth dates", day.isoformat())
        return day

    def found_in(self, text: str) -> set[str]:
        """The canaries that stand in a text, in any case and with any punctuation."""
        found = set()
        for match in _FAMILIES.findall(text.lower()):
            plain = bare(match)
            if "/" in match:
                month, day, year = match.split("/")
                plain = f"{year}{month}{day}"
            found.add(plain)
        return found & self.planted

    def found_in_bytes(self, data: bytes) -> set[str]:
        """The same in raw bytes: as they stand, and as UTF-16."""
        return set().union(
            *(self.found_in(data.decode(form, "ignore")) for form in ("latin-1", "utf-16-le", "utf-16-be"))
        )
