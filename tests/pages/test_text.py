"""What stands on the screen is what was typed: Markdown makes nothing of it."""

from __future__ import annotations

import pytest

from pages.parts.text import plain


@pytest.mark.parametrize(
    "typed", ["https://example.com", "www.example.com", "WWW.EXAMPLE.COM", "a@b.example"]
)
def test_an_address_cannot_become_a_link(typed: str) -> None:
    shown = plain(typed)

    assert typed not in shown
    assert shown.replace("\u2060", "").replace("\\", "") == typed


@pytest.mark.parametrize("typed", ["10:30", "Robin", "a. b", "e.g. this", "8 @ home"])
def test_other_text_stays_as_it_is(typed: str) -> None:
    assert plain(typed) == typed
