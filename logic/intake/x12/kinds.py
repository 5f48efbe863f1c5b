"""The segments of a run by their kind, and the stretches of it whose claims can be read many at once."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from logic.intake.x12.sets import ENVELOPE, HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

Kinds: TypeAlias = "NDArray[np.int8]"

OTHER, LEVEL, CLAIM, LINE, SERVICE, SUBSCRIBER, NAME, REFERENCE, DIAGNOSES, DATE, BREAK = range(11)
_NAMES: Final = {
    "HL": LEVEL,
    "CLM": CLAIM,
    "LX": LINE,
    "SV1": SERVICE,
    "SBR": SUBSCRIBER,
    "NM1": NAME,
    "REF": REFERENCE,
    "HI": DIAGNOSES,
    "DTP": DATE,
    **dict.fromkeys((*ENVELOPE, "BHT", "SV2", "SV3"), BREAK),
}
LEAST: Final = 200
"""Fewer segments are read sooner one by one."""


def head(name: str, element: str) -> str:
    """What a segment of that name begins with; a name of two letters is followed by the separator."""
    return (name + element)[:HEAD]


def kinds_of(segments: Sequence[str], element: str) -> Kinds:
    """The kind of each segment; all are `OTHER` where there are letters of two bytes."""
    lengths = np.fromiter(map(len, segments), np.intp, len(segments))
    try:
        letters = np.frombuffer(("".join(segments) + " " * HEAD).encode("latin-1"), np.uint8)
        heads, of_which = _heads(element)
    except UnicodeEncodeError:
        return np.zeros(len(segments), np.int8)
    begins = np.cumsum(lengths) - lengths
    here = letters[begins].astype(np.uint32)
    for at in range(1, HEAD):
        here = here << 8 | letters[begins + at]
    place = np.minimum(np.searchsorted(heads, here), len(heads) - 1)
    return np.where((heads[place] == here) & (lengths >= HEAD), of_which[place], np.int8(OTHER))


@lru_cache(maxsize=8)
def _heads(element: str) -> tuple[NDArray[np.uint32], Kinds]:
    """What segments begin with, as a number each, in their order; and their kinds."""
    numbers = {int.from_bytes(head(name, element).encode("latin-1")): kind for name, kind in _NAMES.items()}
    heads = sorted(numbers)
    return np.array(heads, np.uint32), np.array([numbers[one] for one in heads], np.int8)


def stretches(kinds: Kinds) -> dict[int, int]:
    """From each level (HL) behind which a long stretch begins to the level before which it ends.

    Between them stand whole levels of one transaction, and nothing that changes what a transaction is.
    """
    levels = np.flatnonzero(kinds == LEVEL)
    breaks = np.searchsorted(levels, np.flatnonzero(kinds == BREAK))
    edges = [0, *breaks.tolist(), len(levels)]
    ends = ((int(levels[a]), int(levels[b - 1])) for a, b in pairwise(edges) if b - a > 1)
    return {first: last for first, last in ends if last - first > LEAST}


def parted(kinds: Kinds, unusual: NDArray[np.intp]) -> Iterator[tuple[int, int, bool]]:
    """Parts of a stretch cut at levels: from where to where, and whether nothing in it is unusual.

    unusual: places; where there are none, all of it is.
    """
    levels = kinds == LEVEL
    begins = np.append(0, np.flatnonzero(levels))
    usual = np.full(len(begins), bool(len(unusual)))
    usual[np.cumsum(levels)[unusual]] = False
    edges = [0, *(np.flatnonzero(np.diff(usual)) + 1).tolist(), len(begins)]
    places = [*begins.tolist(), len(kinds)]
    for first, last in pairwise(edges):
        yield places[first], places[last], bool(usual[first])


class Run:
    """A run of segments; `behind` tells where the stretch ends that begins behind a level."""

    def __init__(self, segments: Sequence[str], element: str) -> None:
        self._segments, self._element = segments, element

    @cached_property
    def kinds(self) -> Kinds:
        """The kind of each segment."""
        return kinds_of(self._segments, self._element)

    @cached_property
    def behind(self) -> Mapping[int, int]:
        """As `stretches`."""
        return stretches(self.kinds)
