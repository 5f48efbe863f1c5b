"""How long the check takes, beside the time that it takes just to read and sum the same file.

One visit in this process; files of lines by `python -m logic check` in a process of its own, start to end.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from logic.bench.measured import Run, RunError, run
from logic.bench.visits import frame, valid_visits
from logic.check import check
from logic.rulebook import load_rulebook

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 23)
SEED = 20261123
VISITS, WARM = 300, 30
TEMPLATE_VISITS = 20_000
MILLION = 1_000_000
SECONDS, GIGABYTE = 6.0, 1e9
# What a bare program does with the same file: read every column, sum the numbers.
FLOOR = (
    "import sys, polars as pl, polars.selectors as cs; "
    "frame = pl.read_parquet(sys.argv[1]); "
    "print(frame.height, frame.select(cs.numeric().sum()).row(0))"
)
# The same in pieces, for a file that bounded memory cannot hold at once.
FLOOR_IN_PIECES = (
    "import sys, polars as pl, polars.selectors as cs; "
    "print(pl.scan_parquet(sys.argv[1]).select(cs.numeric().sum(), pl.len().alias('lines'))"
    ".collect(engine='streaming').row(0))"
)
TOLD = (
    *("visit_id", "service_date", "payer", "setting", "discipline"),
    *("code", "minutes", "units", "modifiers", "dx"),
)
# A share of lines is spoiled, so that there is something to find, as in a practice's files.
SPOILED = 0.03


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of one visit: the middle one, and the one that 99 in 100 stay under."""

    p50: float
    p99: float
    count: int


@dataclass(frozen=True, slots=True)
class FileRun:
    """A file of so many lines: the check as a whole process, and the floor."""

    lines: int
    check: Run
    floor: Run
    findings: int


def main(*, big: bool = False, say: Callable[[str], None] = print, lines: int = MILLION) -> None:
    """Measure and print the table; `big` adds a file ten times as long."""
    say(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Polars {pl.__version__}")
    one = one_visit(VISITS)
    taken = f"p50 {one.p50 * 1e3:.1f} ms, p99 {one.p99 * 1e3:.1f} ms (n={one.count})"
    say(f"one visit, warm, all rules, with sentences: {taken}")
    say("files of service lines, Parquet to findings in Parquet, the whole process:")
    say(
        f"{'lines':>12} {'check':>9} {'memory':>9} {'findings':>12} {'floor':>9} {'ratio':>7} {'a million':>10}"
    )
    runs = []
    with tempfile.TemporaryDirectory(prefix="unitwise-bench-") as folder:
        for count in [lines, 10 * lines] if big else [lines]:
            measured = file_of(count, Path(folder))
            runs.append(measured)
            say(_row(measured))
    if len(runs) > 1:
        first, last = (one.check.seconds / one.lines for one in runs)
        say(f"time a line, the long file against the short one: {last / first:.2f} (1.00 is linear)")


def one_visit(count: int = VISITS) -> Timing:
    """Check that many different visits one by one, verdict and sentences and all, after some to warm up."""
    book = load_rulebook()
    frames = [frame([visit]) for visit in valid_visits(count + WARM, SEED)]
    seconds = []
    for lines in frames:
        begun = time.perf_counter()
        check(lines, book, TODAY).verdicts()
        seconds.append(time.perf_counter() - begun)
    taken = sorted(seconds[WARM:])
    return Timing(percentile(taken, 0.5), percentile(taken, 0.99), len(taken))


def percentile(ordered: list[float], share: float) -> float:
    """The value that this share of an ordered list does not pass."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def file_of(lines: int, folder: Path) -> FileRun:
    """Write a file of about that many lines, check it and read it bare, and remove all of it."""
    file, found, log = folder / "lines.parquet", folder / "findings.parquet", folder / "log.txt"
    count = write_lines(file, lines)
    check_it = [
        sys.executable,
        "-m",
        "logic",
        "check",
        str(file),
        "--out",
        str(found),
        "--today",
        TODAY.isoformat(),
    ]
    bare = [sys.executable, "-c", FLOOR if count <= 2 * MILLION else FLOOR_IN_PIECES, str(file)]
    run(bare, log)  # once unmeasured, so that the file is in the system's memory for both
    checked = run(check_it, log, allowed=(0, 1))
    if not found.is_file():  # a crash ends with 1 too
        raise RunError(f"the check wrote no findings: {checked.output[-2000:]}")
    measured = FileRun(count, checked, run(bare, log), findings_in(found))
    for each in (file, found, log):
        each.unlink(missing_ok=True)
    return measured


def write_lines(file: Path, lines: int) -> int:
    """Write Parquet of whole visits, some spoiled: the same ones again and again under other names; lines written."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only where a file is written

    template = _as_told(spoiled(frame(valid_visits(TEMPLATE_VISITS, SEED))))
    copies = max(1, round(lines / template.height))
    writer: pq.ParquetWriter | None = None
    for copy in range(copies):
        piece = template.with_columns(
            pl.concat_str(pl.lit(f"{copy}-"), "visit_id").alias("visit_id")
        ).to_arrow()
        writer = writer or pq.ParquetWriter(file, piece.schema, compression="zstd")
        writer.write_table(piece)
    if writer:
        writer.close()
    return copies * template.height


def spoiled(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines, a share of them with one unit more."""
    chance = pl.struct("visit_id", "line").hash(SEED) % 1000 < SPOILED * 1000
    return lines.with_columns(pl.when(chance).then(pl.col("units") + 1).otherwise("units").alias("units"))


def _as_told(lines: pl.DataFrame) -> pl.DataFrame:
    """The columns as a practice's file has them: modifiers and diagnoses as text, no column that nobody filled."""
    names = (
        "visit_id",
        "service_date",
        "payer",
        "setting",
        "discipline",
        "code",
        "minutes",
        "units",
        "modifiers",
        "dx",
    )
    return lines.select(names).with_columns(
        pl.col("modifiers").list.join(" ").fill_null(""),
        pl.col("dx").list.join(" ").fill_null(""),
    )


def findings_in(file: Path) -> int:
    """Rows of a findings file."""
    return int(pl.scan_parquet(file).select(pl.len()).collect().item())


def _row(one: FileRun) -> str:
    ratio = one.check.seconds / one.floor.seconds
    million = one.check.seconds / one.lines * MILLION
    return (
        f"{one.lines:>12,} {one.check.seconds:>7.2f} s {one.check.peak / GIGABYTE:>6.2f} GB {one.findings:>12,} "
        f"{one.floor.seconds:>7.2f} s {ratio:>6.1f}x {million:>8.2f} s"
    )
