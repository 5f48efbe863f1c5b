"""Proof that constructing the valid splits and accepting a billed split are the same thing.

Counting is written twice on purpose: the calculator builds every valid split, the unit rules accept or refuse
a billed one. Here both are written once more, over whole arrays and apart from each other, and compared:

* ``construct``: units by division; left-over units to the largest remainders, equal ones in every way.
* ``accept``: units by the printed bands; each code has its full 15s or one more; no code that got a left-over
  unit has a smaller remainder than one that got none.

``prove_remainders`` tries every remainder vector with every billed vector from one unit short of the full 15s
to two beyond. ``prove_minutes`` walks every multiset of minutes and finds the same sets again: a split
depends on the minutes mod 15 alone. ``prove_calculator`` runs the calculator on every multiset of remainders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement, product
from math import comb

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.uint8]  # minutes of one code, one element a visit
Units = npt.NDArray[np.int16]
Sets = npt.NDArray[np.uint32]  # bit e: the codes in e, one bit each, may get the left-over units
Splits = Callable[[Mapping[str, int]], Iterable[Mapping[str, int]]]
QUARTER = 15
MOST_CODES = 5
# Pub. 100-04 ch. 5 sec. 20.2 prints the first minute of units 1 to 8 and says the pattern goes on.
PRINTED = (8, 23, 38, 53, 68, 83, 98, 113)
CODES = ("97110", "97112", "97124", "97530", "97116")
TAIL = 3  # codes walked as one array; the codes before them are walked one by one


class ProofFailed(AssertionError):  # noqa: N818 - it says what happened
    """A case where the two disagree, with its numbers."""


@dataclass(frozen=True, slots=True)
class Proved:
    """How much was compared: cases (remainder vectors, or multisets of minutes) and billed vectors in all."""

    cases: int
    billed: int


def multisets(codes: int, minutes: int) -> int:
    """Count the multisets of 1 to ``codes`` codes with 1 to ``minutes`` minutes each."""
    return sum(comb(minutes + size - 1, size) for size in range(1, codes + 1))


def prove_remainders(codes: int = MOST_CODES) -> Proved:
    """Compare both for every ordered remainder vector and every billed vector around its full 15s.

    Raises:
        ProofFailed: with the first disagreement.

    """
    cases = billed = 0
    for size in range(1, codes + 1):
        left = _every_remainder(size)
        built = construct(left)
        rest, to_give = _printed(left)
        for extra in product((-1, 0, 1, 2), repeat=size):
            taken = accept(rest, to_give, extra)
            wanted = (built >> np.uint32(_mask(extra)) & 1).astype(bool) if set(extra) <= {0, 1} else False
            _agree(taken == wanted, left, f"{extra} beyond the full 15s")
        cases += built.size
        billed += built.size * 4**size
    return Proved(cases, billed)


def prove_minutes(
    codes: int = 4, minutes: int = 60, workers: int = 1, tick: Callable[[int], object] | None = None
) -> Proved:
    """Compare both for every multiset of 1 to ``codes`` codes with 1 to ``minutes`` minutes each.

    Args:
        codes: most codes in a visit, up to 5.
        minutes: most minutes of a code, up to 255.
        workers: processes to share the work.
        tick: told how many multisets each finished piece held.

    Raises:
        ProofFailed: with the first disagreement.

    """
    pieces = [
        (size, minutes, last)
        for size in range(1, codes + 1)
        for last in (range(minutes, 0, -1) if size > TAIL else [0])
    ]
    cases = billed = 0
    for (size, *_), done in zip(pieces, _each(pieces, workers), strict=True):
        cases += done
        billed += done * 2**size
        if tick is not None:
            tick(done)
    return Proved(cases, billed)


def prove_calculator(splits: Splits, codes: int = MOST_CODES, full: int = 0) -> Proved:
    """Compare the calculator with ``construct`` on every multiset of remainders.

    Args:
        splits: gives every valid split of minutes by code, such as ``lambda m: cms(m, book).splits``.
        codes: most codes in a visit.
        full: the codes have 0 to ``full`` full 15s beside their remainders, in turn.

    Raises:
        ProofFailed: with the first disagreement.

    """
    cases = billed = 0
    for size in range(1, codes + 1):
        base = [place % (full + 1) for place in range(size)]
        vectors = list(combinations_with_replacement(range(QUARTER), size))
        sets = construct(list(np.array(vectors, np.uint8).T))
        for left, built in zip(vectors, sets.tolist(), strict=True):
            minutes = {c: QUARTER * b + rest for c, b, rest in zip(CODES, base, left, strict=False)}
            wanted = sorted(
                tuple(b + (mask >> place & 1) for place, b in enumerate(base))
                for mask in range(2**size)
                if built >> mask & 1
            )
            given = sorted(tuple(split.get(code, 0) for code in minutes) for split in splits(minutes))
            if given != wanted:
                raise ProofFailed(f"{minutes}: calculated {given}, constructed {wanted}")
            cases += 1
            billed += len(given)
    return Proved(cases, billed)


def construct(minutes: Sequence[Column]) -> Sets:
    """Build every valid split of each visit: its set of codes that may get the left-over units."""
    left = np.stack([column % QUARTER for column in minutes])
    to_give = (_total(minutes) + 7) // QUARTER
    for column in minutes:
        to_give -= column // QUARTER
    order = np.sort(left, axis=0)[::-1]
    edge = np.full(to_give.shape, QUARTER, np.uint8)  # nothing to give: no remainder is high enough
    sure = np.zeros(to_give.shape, np.uint8)
    tied = np.zeros(to_give.shape, np.uint8)
    for place, column in enumerate(order):
        edge[to_give == place + 1] = column[to_give == place + 1]
    for place, column in enumerate(left):
        sure |= (column > edge).astype(np.uint8) << np.uint8(place)
        tied |= (column == edge).astype(np.uint8) << np.uint8(place)
    open_units = to_give.astype(np.uint8) - np.bitwise_count(sure)
    sets = np.zeros(to_give.shape, np.uint32)
    for mask in range(2 ** len(left)):
        gets = (np.bitwise_and(mask, ~tied) == sure) & (np.bitwise_count(mask & tied) == open_units)
        sets |= gets.astype(np.uint32) << np.uint32(mask)
    return sets


def accept(rest: Sequence[Column], to_give: Units, extra: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Accept or refuse in each visit one billed vector, given as units beyond each code's full 15s."""
    if min(extra) < 0 or max(extra) > 1:
        return np.zeros(to_give.shape, np.bool_)
    lowest_got = np.full(to_give.shape, QUARTER, np.uint8)
    highest_not = np.zeros(to_give.shape, np.uint8)
    for column, more in zip(rest, extra, strict=True):
        if more:
            np.minimum(lowest_got, column, out=lowest_got)
        else:
            np.maximum(highest_not, column, out=highest_not)
    fits: npt.NDArray[np.bool_] = (to_give == sum(extra)) & (lowest_got >= highest_not)
    return fits


def _prove_piece(piece: tuple[int, int, int]) -> int:
    """Compare the multisets of one size whose last code before the tail has these minutes (0: no such)."""
    size, minutes, last = piece
    tail = _tails(min(size, TAIL), minutes)
    tail = tail[:, np.searchsorted(tail[0], last) :]
    done = 0
    for before in combinations_with_replacement(range(1, last + 1), max(size - TAIL - 1, 0)):
        heads = (*before, last) if last else ()
        columns = [np.full(tail.shape[1], head, np.uint8) for head in heads] + list(tail)
        built = construct(columns)
        rest, to_give = _printed(columns)
        taken = np.zeros(built.shape, np.uint32)
        for mask in range(2**size):
            extra = [mask >> place & 1 for place in range(size)]
            taken |= accept(rest, to_give, extra).astype(np.uint32) << np.uint32(mask)
        _agree(taken == built, columns, "construct and accept differ")
        place = np.zeros(built.shape, np.int32)
        for column in rest:
            place = place * QUARTER + column
        _agree(_by_remainder(size)[place] == built, columns, "not a matter of minutes mod 15 alone")
        done += built.size
    return done


def _each(pieces: Sequence[tuple[int, int, int]], workers: int) -> Iterator[int]:
    """Prove the pieces in order, in this process or in several."""
    if workers == 1:
        yield from map(_prove_piece, pieces)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_prove_piece, pieces)


def _total(minutes: Sequence[Column]) -> Units:
    """Add the minutes of each visit."""
    total = np.zeros(minutes[0].shape, np.int16)
    for column in minutes:
        total += column
    return total


def _printed(minutes: Sequence[Column]) -> tuple[list[Column], Units]:
    """Give the remainders, and the units of the printed bands beyond all full 15s."""
    begins = [*PRINTED, *range(PRINTED[-1] + QUARTER, len(minutes) * 256, QUARTER)]
    bands = np.searchsorted(begins, np.arange(len(minutes) * 256), side="right").astype(np.int16)
    units = bands[_total(minutes)]
    for column in minutes:
        units -= column // QUARTER
    return [column % QUARTER for column in minutes], units


@cache
def _by_remainder(size: int) -> Sets:
    """Give the constructed set of every ordered remainder vector."""
    return construct(_every_remainder(size))


@cache
def _tails(size: int, minutes: int) -> npt.NDArray[np.uint8]:
    """Give every multiset of one size as columns, in lexical order."""
    return np.array(list(combinations_with_replacement(range(1, minutes + 1), size)), np.uint8).T.copy()


def _every_remainder(size: int) -> list[Column]:
    """Give every ordered remainder vector as columns, the last code fastest."""
    return list(np.indices((QUARTER,) * size, np.uint8).reshape(size, -1))


def _mask(extra: Sequence[int]) -> int:
    """Give the codes with one unit more as bits."""
    return sum(more << place for place, more in enumerate(extra))


def _agree(same: npt.NDArray[np.bool_], minutes: Sequence[Column], what: str) -> None:
    """Raise with the first visit where the two differ."""
    if not same.all():
        first = int(np.argmin(same))
        raise ProofFailed(f"{[int(column[first]) for column in minutes]} minutes: {what}")
