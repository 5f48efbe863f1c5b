"""Pieces are worked on in order while the next is made; an error on either side ends both."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from logic.claims.errors import CancelledError
from logic.in_turn import in_turn

PATIENCE = 60  # seconds; only ever waited for where the two do not run beside each other


def test_every_piece_is_done_once_and_in_order() -> None:
    done: list[int] = []

    turns: list[None] = []

    in_turn(done.append, range(20), lambda: turns.append(None))

    assert done == list(range(20))
    assert len(turns) == 20


def test_the_next_piece_is_made_while_one_is_worked_on() -> None:
    second_is_made = threading.Event()
    in_time: list[bool] = []

    def pieces() -> Iterator[int]:
        yield 1
        second_is_made.set()
        yield 2

    in_turn(lambda _piece: in_time.append(second_is_made.wait(PATIENCE)), pieces())

    assert in_time == [True, True]


def test_an_error_of_the_work_is_raised_and_no_further_piece_is_done() -> None:
    done: list[int] = []

    def do(piece: int) -> None:
        if piece == 2:
            raise OSError("no room")
        done.append(piece)

    with pytest.raises(OSError, match="no room"):
        in_turn(do, range(5))

    assert done == [0, 1]


def test_an_error_of_the_pieces_waits_for_what_was_begun() -> None:
    broke, done = threading.Event(), []

    def pieces() -> Iterator[int]:
        yield 1
        broke.set()
        raise ValueError("broken off")

    def do(piece: int) -> None:
        broke.wait(PATIENCE)
        done.append(piece)

    with pytest.raises(ValueError, match="broken off"):
        in_turn(do, pieces())

    assert done == [1]


def test_who_stops_between_waits_for_what_was_begun() -> None:
    stopped, done = threading.Event(), []

    def do(piece: int) -> None:
        stopped.wait(PATIENCE)
        done.append(piece)

    def stop() -> None:
        stopped.set()
        raise CancelledError

    with pytest.raises(CancelledError):
        in_turn(do, range(5), stop)

    assert done == [0]
