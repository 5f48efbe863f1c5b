from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from deploy.change import PLACES, Place, change
from deploy.load import Server


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_change_is_timed_until_its_answer_stands(
    visit: Callable[..., Page], app: str, place: Place
) -> None:
    server = Server(int(app.rpartition(":")[2]), os.getpid())

    taken, work = change(visit("/"), server, place, 2)

    assert len(taken) == 2
    assert all(0 < each < 30 for each in taken)
    assert work >= 0
