"""The rule book as it is shipped, without a practice's own folder; for tests that hypothesis calls many times."""

from __future__ import annotations

from pathlib import Path

from logic.rulebook import load_rulebook

BOOK = load_rulebook(Path(__file__).parent / "no practice folder")
