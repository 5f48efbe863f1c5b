"""The four states of a rule, and the verdict that they add up to."""

from __future__ import annotations

from typing import Final, Literal, get_args

from logic.rulebook.base import Family

State = Literal["pass", "fail", "needs documentation", "not checked"]

# Numbers, because a million lines times seventy rules is a lot of words.
DOES_NOT_APPLY: Final = 0
PASS: Final = 1
FAIL: Final = 2
NEEDS_DOCUMENTATION: Final = 3
NOT_CHECKED: Final = 4

WORDS: Final[dict[int, State]] = {
    PASS: "pass",
    FAIL: "fail",
    NEEDS_DOCUMENTATION: "needs documentation",
    NOT_CHECKED: "not checked",
}

# Not knowing one of these keeps a visit from passing.
DECIDING_FAMILIES: Final = ("units", "pair edits", "unit limits", "modifiers")

FAMILIES: Final = get_args(Family)
