"""Kinds of cases, one module each: `Asks`, the parameters a blueprint gives it, and `make`, which draws a case."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.draft import Draft
    from logic.rulebook import RuleBook
    from logic.rulebook.base import Model


class Kind(Protocol):
    """What a module of this folder holds. A name that begins with an underscore is no kind."""

    @property
    def Asks(self) -> type[Model]:  # noqa: N802 - the module's class
        """The parameters; a blueprint's `asks` is one of these."""
        ...

    def make(self, blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
        """Draw a case; None where this draw makes no good one, and another is wanted.

        Everything by chance comes from `random`. The right answers come from the calculators, the rule book or
        the judge. `Step.wrong` is left empty: `logic.practice.generate` fills it from the misconceptions.
        """
        ...


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Every kind by the name of its module."""
    names = (info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    return {name: cast("Kind", import_module(f"{__name__}.{name}")) for name in names}
