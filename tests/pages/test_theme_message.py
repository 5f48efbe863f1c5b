from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from screens import opened
from streamlit import config
from streamlit.config import CustomThemeCategories
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from pages.parts import theme_message

SECTIONS = ["theme", *(f"theme.{each.value}" for each in CustomThemeCategories)]
Make = Callable[[CustomThemeConfig, str], None]


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Make:
    """Streamlit's own function, with which each of these tests begins."""
    found: Any = getattr(app_session, theme_message.NAME)
    own: Make = getattr(found, "_make", found)
    monkeypatch.setattr(app_session, theme_message.NAME, own)
    return own


def made(make: Make, section: str) -> CustomThemeConfig:
    msg = CustomThemeConfig()
    make(msg, section)
    return msg


@pytest.mark.parametrize("section", SECTIONS)
def test_a_browser_is_told_the_theme_that_streamlit_would_tell_it(own: Make, section: str) -> None:
    once = theme_message.Once(own)
    expected = made(own, section)

    assert [made(once, section) for _ in range(2)] == [expected, expected]


def test_the_theme_has_something_to_tell(own: Make) -> None:
    assert made(theme_message.Once(own), "theme.light").primary_color == "#0b6b6b"


def test_each_section_is_put_together_once(own: Make) -> None:
    asked: list[str] = []

    def make(msg: CustomThemeConfig, section: str) -> None:
        asked.append(section)
        own(msg, section)

    once = theme_message.Once(make)
    for section in (*SECTIONS, *SECTIONS):
        made(once, section)

    assert asked == SECTIONS


def test_a_configuration_read_anew_is_told_anew(own: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    once = theme_message.Once(own)
    before = made(once, "theme.light")
    options = {**config.get_config_options()}
    option = options["theme.light.primaryColor"] = type(options["theme.light.primaryColor"])(
        "theme.light.primaryColor"
    )
    option.set_value("#123456", "a test")
    monkeypatch.setattr(config, "_config_options", options)

    assert before.primary_color != "#123456"
    assert made(once, "theme.light").primary_color == "#123456"


def test_the_app_lets_it_be_put_together_once(own: Make) -> None:
    opened()

    after = getattr(app_session, theme_message.NAME)
    assert isinstance(after, theme_message.Once)
    assert after is not own
    opened()
    assert getattr(app_session, theme_message.NAME) is after
