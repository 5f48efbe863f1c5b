"""Which characters separate the segments, elements and components of an interchange."""

from __future__ import annotations

import re
from dataclasses import dataclass

from logic.problems import FileError

ELEMENTS_OF_ISA = 16
LONGEST_ISA = 400  # 106 as the standard pads it; names of senders and receivers are at most 15 characters
_START = re.compile(r"(?:ISA|GS|ST)[^A-Za-z0-9\s]")
_VERSION = re.compile(r"[A-Za-z0-9]*")


@dataclass(frozen=True, slots=True)
class Separators:
    """The characters between segments, elements, components and repetitions."""

    segment: str
    element: str
    component: str = ":"
    repetition: str = ""


def start_of(text: str) -> int:
    """Where an interchange, a group or a transaction begins; -1 if nowhere."""
    found = _START.search(text)
    return found.start() if found else -1


def separators(text: str) -> Separators:
    """Separators of a text that begins with ISA, GS or ST.

    ISA names them by place: the one after ISA, its sixteenth element, and the character after that. Padding is
    not relied on. A file that begins at GS or ST tells the component separator only with its first service; the
    reader asks for it there.

    Errors: FileError where the beginning cannot be understood.
    """
    if text.startswith("ISA"):
        return _of_isa(text)
    element = text[2]
    wanted = 8 if text.startswith("GS") else 2
    at = 2
    for _ in range(wanted - 1):
        at = text.find(element, at + 1)
        if at < 0 or at > LONGEST_ISA:
            raise _damaged()
    end = _VERSION.match(text, at + 1)
    after = end.end() if end else at + 1
    if text.startswith("ST") and text[after : after + 1] == element:  # ST03, the version
        end = _VERSION.match(text, after + 1)
        after = end.end() if end else after + 1
    if after >= len(text):
        raise _damaged()
    return Separators(_terminator(text, after), element)


def _of_isa(text: str) -> Separators:
    element = text[3]
    at = 3
    repetition = ""
    for number in range(2, ELEMENTS_OF_ISA + 1):
        following = text.find(element, at + 1)
        if following < 0 or following > LONGEST_ISA:
            raise _damaged()
        if number == 12:
            repetition = text[at + 1 : following].strip()
        at = following
    if at + 2 >= len(text):
        raise _damaged()
    if repetition.isalnum():  # 004010 has the standard's name there
        repetition = ""
    return Separators(_terminator(text, at + 2), element, text[at + 1], repetition)


def _terminator(text: str, at: int) -> str:
    """The segment separator; a line break may be written as two characters."""
    return "\n" if text[at : at + 2] == "\r\n" else text[at]


def _damaged() -> FileError:
    return FileError(
        "The first segment of the file is damaged: its separators cannot be told.",
        "Send the file again from the clearinghouse, without opening it in an editor.",
    )
