"""The rules: one short expression each, beside its family; a page in content/rules gives each its words."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logic.rules.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of every module in this folder that has `RULES`, in the order of their codes."""
    modules = (import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    found = [rule for module in modules for rule in getattr(module, "RULES", ())]
    order = {letter: place for place, letter in enumerate("UPLCMXDWF")}
    return tuple(sorted(found, key=lambda rule: (order.get(rule.code[0], len(order)), rule.code)))
