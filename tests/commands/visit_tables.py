"""Small tables of visits to check."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2026-11-23")
HEAD = "visit_id,service_date,payer,discipline,code,minutes,units,modifiers,dx\n"
PASSES = "P1,2026-03-02,medicare,pt,97124,23,2,GP,M54.50\n"
FAILS = "F1,2026-03-02,medicare,pt,97124,22,2,GP,M54.50\n"
NOT_CHECKED = "N1,2026-03-02,unknown,pt,97124,22,2,GP,M54.50\n"


def table(folder: Path, *rows: str, name: str = "lines.csv") -> str:
    path = folder / name
    path.write_text(HEAD + "".join(rows), "utf-8")
    return str(path)
