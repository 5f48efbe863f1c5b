"""The levels that hold transactions: which stands open, what its end must say, and what is missing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logic.calculators.facts import counted
from logic.intake.x12.sets import ENDS, LEVELS
from logic.intake.x12.troubles import harmless

if TYPE_CHECKING:
    from collections.abc import Callable

    from logic.intake.x12.troubles import Troubles

INNER: Final = {"ISA": "GS", "GS": "ST"}
END_OF: Final = {"ISA": "IEA", "GS": "GE", "ST": "SE"}


class Envelopes:
    """Give it the segments of `ENVELOPE`; it tells `troubles` what does not fit.

    broken: called where a transaction ends that has no end.
    """

    def __init__(self, troubles: Troubles, broken: Callable[[], None]) -> None:
        self._troubles, self._broken = troubles, broken
        # GS in the interchange, ST in the group, segments since ST
        self._counted = dict.fromkeys(LEVELS, 0)
        self._open = dict.fromkeys(LEVELS, "")
        self._ended = 0  # the segment that ended a level, until another one begins

    def take(self, e: list[str], segment: int) -> None:
        """One of them, cut into elements; its number in the file."""
        name = e[0]
        self._outside(segment - 1)
        self._ended = segment if name in ENDS else 0
        if name == "ISA":
            self._close("ISA", segment)
            self._open["ISA"], self._counted["ISA"] = e[13] or "?", 0
        elif name == "GS":
            self._close("GS", segment)
            self._counted["ISA"] += 1
            self._open["GS"], self._counted["GS"] = e[6] or "?", 0
        elif name == "ST":
            self._close("ST", segment)
            self._counted["GS"] += 1
            self._open["ST"], self._counted["ST"] = e[2] or "?", segment
        elif name == "SE":
            self._count("SE", e[1], segment - self._counted["ST"] + 1, e[2], self._open["ST"], segment)
            self._open["ST"] = ""
        elif name == "GE":
            self._close("ST", segment)
            self._count("GE", e[1], self._counted["GS"], e[2], self._open["GS"], segment)
            self._open["GS"] = ""
        else:
            self._close("GS", segment)
            self._count("IEA", e[1], self._counted["ISA"], e[2], self._open["ISA"], segment)
            self._open["ISA"] = ""

    def finish(self, segment: int) -> bool:
        """The file ends after that segment; whether it broke off."""
        self._outside(segment)
        if not any(self._open.values()):
            return False
        if self._open["ST"]:
            self._broken()
        level = next(level for level in ("ST", "GS", "ISA") if self._open[level])
        self._troubles.add(
            "a file that breaks off",
            segment,
            "",
            f"The file ends inside {LEVELS[level].lower()}, after segment {segment:,}. What was read is kept.",
            "Ask for the whole file; import it and the claims that are here already are not counted twice.",
        )
        self._open = dict.fromkeys(self._open, "")
        return True

    def _outside(self, last: int) -> None:
        """Say what stands after the end of a level and before the next beginning, up to a segment."""
        if not self._ended or last <= self._ended:
            return
        self._troubles.add(
            "segments outside any transaction",
            self._ended + 1,
            "",
            f"{counted(last - self._ended, 'segment', 'stands', 'stand')} outside any transaction; "
            "nothing there was read.",
            "Look whether two files were joined or a line was lost; ask for the file again if claims are missing.",
        )

    def _close(self, level: str, segment: int) -> None:
        """A level begins anew, or a higher one ends, while one stands open: its end is missing."""
        if level in INNER:
            self._close(INNER[level], segment)
        if not self._open[level]:
            return
        if level == "ST":
            self._broken()
        end = END_OF[level]
        self._troubles.add(
            f"a missing {end}",
            segment,
            end,
            f"{LEVELS[level]} has no end ({end}); what it held up to here was read.",
            "Ask for the file again if claims are missing.",
        )
        self._open[level] = ""

    def _count(  # noqa: PLR0917 - what the end says, and what was seen
        self, name: str, told: str, counted: int, control: str, opened: str, segment: int
    ) -> None:
        if told.isdecimal() and told.isascii() and int(told) != counted:
            self._troubles.add(
                f"a wrong count in {name}",
                segment,
                name,
                f"{name} says {int(told):,}, counted were {counted:,}.",
                "Look whether the file was cut or edited; what stands in it was read.",
                harmless(told),
            )
        if opened and control.strip() != opened.strip():
            self._troubles.add(
                f"a control number in {name} that is not the one at the beginning",
                segment,
                name,
                "The control number at the end is not the one at the beginning.",
                "Look whether two files were joined; what stands in it was read.",
            )
