"""A receipt: two short prints by which a sheet can be held against the visit and the rule book it speaks of."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logic.rulebook.loading import CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from logic.rulebook import RuleBook
    from logic.verdict import Verdict

LENGTH = 16
KINDS = frozenset({".yaml", ".md"})


def visit_print(lines: pl.DataFrame, verdict: Verdict) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of what was told and what was answered."""
    told = [
        {name: _plain(value) for name, value in row.items() if value is not None} for row in lines.to_dicts()
    ]
    text = json.dumps({"lines": told, "verdict": verdict.to_dict()}, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def book_print(book: RuleBook) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of every file of the rule book, the practice's own with it."""
    return folder_print([CONTENT, Path(book.home) / "content"])


def folder_print(folders: Iterable[Path]) -> str:
    """The same for any folders: names and bytes of their YAML and Markdown files, in the order of their names."""
    whole = hashlib.sha256()
    for number, folder in enumerate(folders):
        files = sorted(each for each in folder.rglob("*") if each.suffix in KINDS and each.is_file())
        for file in files:
            # Line ends differ between machines and change no fact.
            content = file.read_bytes().replace(b"\r\n", b"\n")
            whole.update(f"{number}/{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            whole.update(content)
    return whole.hexdigest()[:LENGTH]


def again(lines: pl.DataFrame) -> str:
    """The visit as one line that can be pasted to check it again: ``97110 33 min x3 GP, 97140 7 min x0``."""
    parts = []
    for code, minutes, units, modifiers in lines.select("code", "minutes", "units", "modifiers").iter_rows():
        words = [code]
        if minutes is not None:
            words.append(f"{minutes} min")
        words += [f"x{units}", *(modifiers or [])]
        parts.append(" ".join(words))
    return ", ".join(parts)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a cell holds
    return value if isinstance(value, (str, int, float, bool, list)) else str(value)
