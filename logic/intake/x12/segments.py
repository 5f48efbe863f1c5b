"""The segments of an X12 file, one after the other, in memory that does not grow with the file."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, BinaryIO

from logic.intake.x12.separators import LONGEST_ISA, Separators, separators, start_of
from logic.problems import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLOCK = 1 << 18
LONGEST_SEGMENT = 100_000  # the longest that the standard allows is far below; beyond it the file is damaged
END_OF_FILE = "\x1a"  # old programs mark the end of a file with it
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def looks_like_x12(head: bytes) -> bool:
    """Whether a file that begins with these bytes is an X12 file."""
    text = head.decode(_encoding(head), errors="replace").lstrip("\ufeff\xef\xbb\xbf \t\r\n\0")
    return start_of(text[:LONGEST_ISA]) == 0


class Segments:
    """Iterate for runs of segments as text, their outer blanks still on, each run with its separators.

    A run is what one block of the file holds; a new interchange may bring separators of its own, and begins a run
    then. `tick` is told the bytes read since it was last called.
    """

    def __init__(self, stream: BinaryIO, tick: Callable[[int], None] | None = None) -> None:
        self._stream = stream
        self._tick = tick
        head = stream.read(BLOCK)
        self._ended = len(head) < BLOCK
        # Latin-1 never fails and keeps ASCII; what else there is in a name or an address is not let in.
        self._decoder = codecs.getincrementaldecoder(_encoding(head))(errors="replace")
        self._text = self._decoder.decode(head)
        self._told(len(head))
        at = start_of(self._text)
        if at < 0:
            raise FileError(
                "This is not an X12 file: no ISA, GS or ST segment begins it.",
                "Choose the 837P or 835 file as it came from the clearinghouse.",
            )
        self._text = self._text[at:]
        self.separators: Separators = separators(self._text)

    def __iter__(self) -> Iterator[tuple[Separators, list[str]]]:
        """Every segment; the rest of a file that ends without a terminator, too."""
        while True:
            yield from self._ready()
            if self._ended:
                break
            self._read()
        if self._text.strip().strip(END_OF_FILE):
            yield self.separators, [self._text]

    def _ready(self) -> Iterator[tuple[Separators, list[str]]]:
        """The whole segments of the text at hand; what is left of it is kept."""
        cut_anew = True
        while cut_anew:
            cut_anew = False
            here, maybe_another = self.separators, "ISA" in self._text
            pieces = self._text.split(here.segment)
            self._text = pieces.pop()
            for at, piece in enumerate(pieces if maybe_another else ()):
                if "ISA" not in piece or not piece.lstrip().startswith("ISA"):
                    continue
                rest = [piece.lstrip(), *pieces[at + 1 :], self._text]
                if not self._ended and sum(map(len, rest)) < LONGEST_ISA:
                    self._text = here.segment.join(rest)
                    del pieces[at:]
                    break
                if self._renewed(rest):
                    cut_anew = True
                    del pieces[at:]
                    break
            yield here, pieces
            if not cut_anew and self._text.lstrip().startswith("ISA"):
                cut_anew = self._renewed([self._text.lstrip()])
        if len(self._text) > LONGEST_SEGMENT:
            raise FileError(
                f"A segment does not end for {LONGEST_SEGMENT:,} characters.",
                "The file is damaged there; ask for it again. What stands before was read.",
            )

    def _renewed(self, rest: list[str]) -> bool:
        """Whether an interchange that begins here has separators of its own; then the text is cut anew by them."""
        head = ""
        for piece in rest:
            head += piece + self.separators.segment
            if len(head) > LONGEST_ISA:
                break
        try:
            new = separators(head)
        except FileError:
            return False
        if new == self.separators:
            return False
        self._text = self.separators.segment.join(rest)
        self.separators = new
        return True

    def _read(self) -> None:
        block = self._stream.read(BLOCK)
        self._ended = len(block) < BLOCK
        self._text += self._decoder.decode(block, final=self._ended)
        self._told(len(block))

    def _told(self, count: int) -> None:
        if self._tick is not None and count:
            self._tick(count)


def _encoding(head: bytes) -> str:
    """UTF-16 by its mark or by the empty bytes between ASCII letters; else Latin-1."""
    for mark, name in _WIDE.items():
        if head.startswith(mark):
            return name
    if head[1:8:2] == b"\0\0\0\0":
        return "utf-16-le"
    if head[0:8:2] == b"\0\0\0\0":
        return "utf-16-be"
    return "latin-1"
