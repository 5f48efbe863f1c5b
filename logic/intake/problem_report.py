"""Everything in a file that could not be used, as a CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from typing import TYPE_CHECKING, Final

from logic.intake.cast import MOST_PROBLEMS
from logic.intake.table import open_reader
from logic.problems import FileError
from logic.spreadsheet import plain_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import TextIO

    from logic.intake.profile import Profile
    from logic.problems import Problem

HEAD: Final = ("row", "column", "value", "what is wrong", "how to fix it")
ALL: Final = 1 << 31


def write_problems(problems: Iterable[Problem], out: TextIO) -> int:
    """Write a row for each problem; how many there were. Values are shown only where they are harmless."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    count = 0
    for problem in problems:
        cells = ("" if cell is None else str(cell) for cell in _cells(problem))
        writer.writerow(plain_cell(cell) for cell in cells)
        count += 1
    return count


def _cells(problem: Problem) -> tuple[object, ...]:
    return problem.row, problem.column, problem.value, problem.wrong, problem.fix


def cut_off(told: Iterable[Problem]) -> bool:
    """Whether a reading told no more of its problems: of a column it tells some thousand, and how many more."""
    return max(Counter(problem.column for problem in told).values(), default=0) > MOST_PROBLEMS


def packed(problems: Iterable[Problem]) -> tuple[int, bytes]:
    """How many problems, and their CSV for a spreadsheet, compressed (gzip): a million rows take some megabytes."""
    out = io.BytesIO()
    with gzip.open(out, "wt", compresslevel=3, encoding="utf-8-sig", newline="") as text:
        count = write_problems(problems, text)
    return count, out.getvalue()


def every_problem(
    path: Path,
    payer: str | None = None,
    payers: Mapping[str, str] | None = None,
    profile: Profile | None = None,
) -> Iterator[Problem]:
    """Every bad cell and row of a table file, in the file's order, however many; never raises for its content.

    What a reading tells is cut off at some thousand problems of a column; this reads the file once more and holds
    no more than a piece of it. What follows from them, such as incomplete visits, is left out. Arguments: as in
    `read_lines`.
    """
    try:
        reader = open_reader(path, payer, payers, profile)
        reader.most = ALL
        yield from reader.problems
        if reader.headings.problems:
            return
        reader.problems.clear()
        for _ in reader.frames():
            yield from sorted(reader.problems, key=lambda problem: problem.row or 0)
            reader.problems.clear()
            reader.torn.clear()
    except FileError as error:
        yield error.problem
