"""Write an edition that was loaded from CMS's files, and tell what became of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from logic.rulebook.base import Setting
    from logic.rulebook.official_files import Part

HEADS = {"ncci": ("CMS pair edits (NCCI)", "cms-ncci-ptp"), "mue": ("CMS unit limits (MUE)", "cms-ncci-mue")}


@dataclass(frozen=True)
class LoadReport:
    """What was loaded: where it was written, and how many rows were read, kept and left out, and why."""

    file: Path
    edition: str
    rows: int
    kept: int
    outside: int = 0
    ended: int = 0
    not_applicable: int = 0
    unreadable: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    replaced: bool = False

    def text(self) -> str:
        """The report for a terminal."""
        did = "replaced" if self.replaced else "written"
        lines = [f"{self.edition}: {self.kept} of {self.rows} rows kept; {self.file} {did}."]
        lines += [
            f"  {count} left out: {why}."
            for count, why in (
                (self.outside, "a code that is not in the rule book"),
                (self.ended, "ended before the edition begins"),
                (self.not_applicable, "marked 9, not applicable"),
                (len(self.unreadable), "could not be read"),
            )
            if count
        ]
        lines += [f"  Could not be read: {row}" for row in self.unreadable[:10]]
        return "\n".join([*lines, *(f"  Mind: {warning}" for warning in self.warnings)])


@dataclass
class Counts:
    """What happened to the rows."""

    rows: int = 0
    kept: int = 0
    outside: int = 0
    ended: int = 0
    not_applicable: int = 0
    unreadable: list[str] = field(default_factory=list)


def quoted(code: str) -> str:
    """Write a code so that YAML reads it as text."""
    return f'"{code}"'


def head(kind: str, setting: Setting, edition: date, given: Sequence[Part]) -> list[str]:
    """The first keys of an edition's file; CMS's next quarter is the day to review it."""
    label, source = HEADS[kind]
    month = edition.month + 3
    review = date(edition.year + month // 13, month if month <= 12 else month - 12, 1)
    return [
        "# Written by Unitwise from the CMS files named below. Load them again rather than edit this file.",
        f"table: {kind}",
        f"label: {label}, {edition}",
        f"edition: {edition}",
        f"from: {edition}",
        "to: null",
        f"review_by: {review}",
        f"settings: [{setting}]",
        f"source: {source}",
        f'note: "Loaded from {", ".join(part.name for part in given)}."'.replace("\\", "/"),
    ]


def write(
    target: Path, lines: list[str], edition: date, counts: Counts, warnings: Sequence[str] = ()
) -> LoadReport:
    """Write beside the target first, so that a broken write never leaves half a file."""
    replaced = target.exists()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    draft.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
    draft.replace(target)
    return LoadReport(
        file=target,
        edition=str(edition),
        rows=counts.rows,
        kept=counts.kept,
        outside=counts.outside,
        ended=counts.ended,
        not_applicable=counts.not_applicable,
        unreadable=tuple(counts.unreadable),
        warnings=tuple(warnings),
        replaced=replaced,
    )
