"""Type a visit into the check without a browser, and read its cards and its verdict."""

from __future__ import annotations

from typing import Any

from screens import ROOT, opened
from streamlit.testing.v1 import AppTest

CHECK = "pages/check/visit_check.py"
EXAMPLES = {
    "clean": "visit_try_visit-clean",
    "wrong code": "visit_try_visit-wrong-code",
    "never together": "visit_try_visit-never-together",
}


def row(at: AppTest, place: int) -> str:
    return str(at.session_state["visit_rows"][place - 1])


def put(at: AppTest, place: int, **texts: str) -> None:
    """Type fields of a line, one after the other, as a person does."""
    for name, text in texts.items():
        at.text_input(key=f"visit_{name}_{row(at, place)}").set_value(text).run()


def field(at: AppTest, place: int, name: str) -> str:
    return str(at.text_input(key=f"visit_{name}_{row(at, place)}").value)


def visit(*lines: str, payer: str | None = "medicare", discipline: str | None = "pt", **more: str) -> AppTest:
    """A typed visit; a line is "97110 33 2 GP 59": code, minutes (- for none), units, modifiers."""
    at = opened(CHECK)
    state: Any = at.session_state
    state["visit_rows"] = list(range(1, len(lines) + 2))
    state["visit_payer"] = payer
    state["visit_discipline"] = discipline
    state["visit_service_date"] = "3/2/2026"
    state["visit_treated_by"] = "pt"
    state["visit_dx"] = "M54.50"
    for name, text in more.items():
        state[f"visit_{name}"] = text
    for number, line in enumerate(lines, 1):
        code, minutes, units, *modifiers = line.split()
        state[f"visit_code_{number}"] = code
        state[f"visit_minutes_{number}"] = "" if minutes == "-" else minutes
        state[f"visit_units_{number}"] = "" if units == "-" else units
        state[f"visit_modifiers_{number}"] = " ".join(modifiers)
    return at.run()


def cards(at: AppTest) -> dict[str, str]:
    """Rule -> the words of its card."""
    found = {}
    for key in (f"visit_finding_{rule}_{state}" for rule in rules() for state in ("fail", "need", "not ")):
        try:
            card = at.container(key=key)
        except KeyError:
            continue
        found[key.split("_")[2]] = "\n".join(each.value for each in card.markdown)
    return found


def rules() -> list[str]:
    return sorted(page.stem for page in (ROOT / "content" / "rules").glob("*.md"))


def buttons(at: AppTest, rule: str) -> list[str]:
    return [each.label for each in at.button if (each.key or "").startswith(f"visit_fix_{rule}_")]


def verdict(at: AppTest) -> str:
    boxes = [*at.error, *at.warning, *at.success, *at.info]
    return "\n".join(each.value for each in boxes)
