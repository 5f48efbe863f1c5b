"""What is wrong with an input, where it stands and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in an input that cannot be used.

    row: the row as a person counts it in the file (the header is row 1; in Parquet the first record is row 1;
    in a typed visit the line, from 1), or None when the whole file or visit is meant.
    column: the heading as it stands in the file, or None. value: what stands there, shortened, or None.
    wrong and fix: one plain sentence each.
    """

    row: int | None
    column: str | None
    value: str | None
    wrong: str
    fix: str

    def sentence(self) -> str:
        """The problem in one line for a terminal or a page: where, what, how to mend it."""
        where = [f"row {self.row}"] if self.row is not None else []
        if self.column is not None:
            where.append(f"column {self.column}")
        place = ", ".join(where)
        value = "" if self.value is None else f' "{self.value}"'
        head = f"{place}{value}: " if place or value else ""
        return f"{head}{self.wrong} {self.fix}".strip()

    def to_dict(self, file: str | None = None) -> dict[str, object]:
        """The keys of the command line's `problems` list: file, row, column, value, wrong, fix."""
        return {
            "file": file,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "wrong": self.wrong,
            "fix": self.fix,
        }


class CellError(ValueError):
    """A cell that cannot be read: what is wrong and how to fix it, one sentence each."""

    def __init__(self, wrong: str, fix: str) -> None:
        super().__init__(f"{wrong} {fix}")
        self.wrong = wrong
        self.fix = fix


class FileError(ValueError):
    """The file as a whole cannot be used; `problem` says why."""

    def __init__(self, wrong: str, fix: str, value: str | None = None, row: int | None = None) -> None:
        super().__init__(f"{wrong} {fix}")
        self.problem = Problem(row, None, value, wrong, fix)


def shown(value: object) -> str:
    """A value as it may be shown: one line, no control characters, at most 80 characters."""
    text = "".join(c if c.isprintable() else " " for c in str(value)[: LONGEST_VALUE + 1])
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."
