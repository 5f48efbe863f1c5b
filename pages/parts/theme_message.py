"""The theme as Streamlit tells it to a browser when a run begins, put together once and not at every change of a field.

Streamlit 1.67 looks up some 240 options and sets their fields one by one each time, on the thread that also answers
everybody else: a quarter of what a change costs at the unit calculator. The result is the same until the configuration
is read anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

if TYPE_CHECKING:
    from collections.abc import Callable

# Private to Streamlit, so a test compares what it gives with and without us; where it is gone, nothing is changed.
NAME: Final = "_populate_theme_msg"


def once() -> None:
    """Let each section of the theme be put together once a process."""
    make = getattr(app_session, NAME, None)
    if make is not None and not isinstance(make, Once):
        setattr(app_session, NAME, Once(make))


class Once:
    """Fills a section's message as Streamlit does, from the one that was made before."""

    def __init__(self, make: Callable[[CustomThemeConfig, str], None]) -> None:
        """Keep Streamlit's own function, which makes a section's message."""
        self._make = make
        self._made: dict[str, CustomThemeConfig] = {}
        self._of: object = None

    def __call__(self, msg: CustomThemeConfig, section: str = "theme") -> None:
        """Fill the message with the section's options."""
        options = config.get_config_options()
        if options is not self._of:  # a change of config.toml gives new options
            self._made, self._of = {}, options
        if section not in self._made:
            made = CustomThemeConfig()
            self._make(made, section)
            self._made[section] = made
        if self._made[section].ByteSize():  # an empty section is left out, not sent as an empty one
            msg.MergeFrom(self._made[section])
