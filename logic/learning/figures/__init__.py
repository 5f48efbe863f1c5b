"""Interactive figures: what a lesson may write in a ``figure`` block. One module each, drawn by its page's namesake.

A module holds `Starts`, the model of the block's other keys, and may hold `wrong(starts, book)`, which gives what
the model cannot see as (what is wrong, what would be right), and `cited(starts)`, the ids of sources it shows.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


@cache
def figures() -> dict[str, ModuleType]:
    """Give each figure's module by its name."""
    return {each.name: import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)}
