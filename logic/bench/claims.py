"""Imports: how long and how much memory, and whether one killed at any moment leaves anything half.

A million lines of a table, and 100,000 claims of an 837P, each by `python -m logic import` in a process of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.bench.measured import ROOT, run
from logic.bench.speed import GIGABYTE, MILLION, write_lines
from logic.calculators.facts import plural
from logic.claims.errors import LibraryError
from logic.claims.frames import KINDS
from logic.claims.library import FOLDER, open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from logic.bench.measured import Run
    from logic.claims.library import Library

CLAIMS: Final = 100_000
KILLS: Final = 50
SEED: Final = 20261125
SECONDS: Final = 25.0
MOST_MEMORY: Final = 1.5
CLAIM_SECONDS: Final = 8.0
PATIENTS: Final = 60_000
# A bare read of an 837P: every segment, every row, nothing kept.
READ: Final = (
    "import sys, time; from logic.intake.x12.read import X12File; begun = time.perf_counter(); "
    "file = X12File(open(sys.argv[1], 'rb'), b'k' * 32); rows = sum(len(f) for b in file for f in b.values()); "
    "print(file.counts.claims, rows, round(time.perf_counter() - begun, 2))"
)


@dataclass(frozen=True, slots=True)
class Killed:
    """runs: imports begun. killed: that were killed before they were done. wrong: what was found half, in words."""

    runs: int
    killed: int
    wrong: tuple[str, ...]


def main(
    say: Callable[[str], None] = print, lines: int = MILLION, claims: int = CLAIMS, kill: int = KILLS
) -> bool:
    """Measure and prove, print the figures; whether nothing was half. Times are told and not judged."""
    say(f"{os.cpu_count()} cores, load {' '.join(f'{one:.1f}' for one in os.getloadavg())} as this began")
    with tempfile.TemporaryDirectory(prefix="unitwise-bench-") as told:
        folder = Path(told)
        _table(folder, lines, say)
        _claims(folder, claims, say)
        proved = kills(folder / "small.837", folder / "killed", kill, SEED, say)
    say(f"{proved.runs} imports, {proved.killed} killed at random moments: {len(proved.wrong)} found half")
    for one in proved.wrong:
        say(f"  {one}")
    return not proved.wrong


def _table(folder: Path, lines: int, say: Callable[[str], None]) -> None:
    file = folder / "lines.csv"
    count = write_table(file, lines)
    measured = _import(file, folder / "home-table")
    say(
        f"{count:,} lines of CSV to stored findings, the whole process: {measured.seconds:.1f} s (bar {SECONDS:.0f}), "
        f"{measured.cpu:.1f} s of computing, {measured.peak / GIGABYTE:.2f} GB (bar {MOST_MEMORY})"
    )
    file.unlink()


def _claims(folder: Path, claims: int, say: Callable[[str], None]) -> None:
    large, log = folder / "large.837", folder / "log.txt"
    for name, count in (("large", claims), ("small", 2000)):
        _sample(count, folder / name)
        (folder / name / "claims.837").rename(folder / f"{name}.837")
        shutil.rmtree(folder / name)
    bare = run([sys.executable, "-c", READ, str(large)], log)
    found, _, seconds = bare.output.split()
    say(
        f"{int(found):,} claims of an 837P read: {seconds} s (bar {CLAIM_SECONDS:.0f}), "
        f"{bare.cpu:.1f} s of computing with the start, {bare.peak / GIGABYTE:.2f} GB"
    )
    measured = _import(large, folder / "home-claims")
    say(
        f"  and to stored findings: {measured.seconds:.1f} s, {measured.cpu:.1f} s of computing, "
        f"{measured.peak / GIGABYTE:.2f} GB"
    )
    large.unlink()


def _sample(claims: int, folder: Path) -> None:
    told = ["sample", "--claims", str(claims), "--seed", str(SEED), "--out", str(folder)]
    run([sys.executable, "-m", "logic", *told], folder.with_suffix(".txt"))


def _import(file: Path, home: Path) -> Run:
    return run(_command(file), home.with_suffix(".txt"), settings={"UNITWISE_HOME": str(home)})


def _command(file: Path) -> list[str]:
    return [sys.executable, "-m", "logic", "import", str(file)]


def write_table(file: Path, lines: int) -> int:
    """Write a CSV of about so many lines of whole visits, with patients and charges; the lines written."""
    parquet = file.with_suffix(".parquet")
    count = write_lines(parquet, lines)
    told = pl.scan_parquet(parquet)
    patient = pl.col("visit_id").hash(SEED) % PATIENTS  # by chance some come twice on a day
    told.with_columns(
        pl.concat_str(pl.lit("P"), patient.cast(pl.String)).alias("patient_id"),
        (pl.col("units") * 60.0).alias("charge"),
    ).collect().write_csv(file)
    parquet.unlink()
    return count


def kills(
    file: Path, home: Path, count: int, seed: int, say: Callable[[str], None] = lambda _text: None
) -> Killed:
    """Import a file so many times, kill each import at a random moment, and look each time what it left.

    What is in the library before stays there, so that the file may complete its claims.

    The library must be as it was before or hold the whole import, whoever looks; an import that was not killed is
    taken back. In the end it is imported once more and must tell what an import in a library of its own tells.
    """
    first = _first_file(home)
    library = open_library(home)
    _import(first, home)
    before, there = _told(library), len(library.imports())
    took = _whole_import(file, home)
    whole = _told(library)
    library.undo(library.imports()[-1].id)
    random, killed = Random(seed), 0
    wrong: list[str] = [] if _same(_told(library), before) else ["undo did not restore what was"]
    for number in range(1, count + 1):
        after = random.uniform(0, took * 1.1)
        ended = _ended_before(after, file, home)
        if ended is None:
            killed += 1
        else:
            took = min(took, ended)  # the machine is quicker now than when it was timed
        wrong += [
            f"kill {number} after {after:.2f} s: {one}" for one in _looked_at(home, there, before, whole)
        ]
        if number % 10 == 0:
            say(f"  {number} of {count}")
    _import(file, home)
    if not _same(_told(open_library(home)), whole):
        wrong.append("the import after the last kill is not what it should be")
    return Killed(count, killed, tuple(wrong))


def _first_file(home: Path) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    file = home / "first.csv"
    file.write_text("visit_id,service_date,code,minutes,units,charge\nV1,2026-03-02,97124,23,2,100\n")
    return file


def _whole_import(file: Path, home: Path) -> float:
    """Seconds from the moment the draft is there to the end of the program."""
    with _begun(file, home) as process:
        _draft_seen(home, process)
        begun = time.perf_counter()
        if process.wait():
            raise RuntimeError("the import failed though nobody killed it")
        return time.perf_counter() - begun


def _ended_before(after: float, file: Path, home: Path) -> float | None:
    """Seconds that an import took which ended before it was to be killed; None if it was killed."""
    with _begun(file, home) as process:
        _draft_seen(home, process)
        begun = time.perf_counter()
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            if process.wait() == -signal.SIGKILL:
                return None
        return time.perf_counter() - begun


def _begun(file: Path, home: Path) -> subprocess.Popen[bytes]:
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "UNITWISE_HOME": str(home)}
    return subprocess.Popen(  # noqa: S603 - this program itself
        _command(file), env=settings, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _draft_seen(home: Path, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None and not any((home / FOLDER).glob(".*.part")):
        time.sleep(0.005)


def _looked_at(
    home: Path, there: int, before: Mapping[str, pl.DataFrame], whole: Mapping[str, pl.DataFrame]
) -> list[str]:
    """What is wrong after a kill, in words; so many imports were there before."""
    try:
        library = open_library(home)
        told, count = _told(library), len(library.imports())
    except (LibraryError, pl.exceptions.PolarsError, OSError) as error:
        return [f"it cannot be read ({type(error).__name__})"]
    wrong = (
        []
        if _same(told, whole if count > there else before)
        else [f"{plural(count, 'import')}, but not what was told"]
    )
    names = {record.id for record in library.imports()} | {".lock"}
    wrong += [f"{path.name} was left" for path in library.root.iterdir() if path.name not in names]
    if count > there:
        library.undo(library.imports()[-1].id)
    return wrong


def _told(library: Library) -> dict[str, pl.DataFrame]:
    return {
        kind: library.coverage() if kind == "coverage" else getattr(library, kind)().collect()
        for kind in KINDS
    }


def _same(one: Mapping[str, pl.DataFrame], other: Mapping[str, pl.DataFrame]) -> bool:
    return all(frame.equals(other[kind]) for kind, frame in one.items())
