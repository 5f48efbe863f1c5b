"""One run of `check`: files in, batches through the rules, verdicts out, everything counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from logic.check import check
from logic.claims.claims_file import is_x12_file, read_claims
from logic.claims.rounds import checked_in_rounds
from logic.commands.terminal import progress
from logic.elsewhere import Elsewhere, look_elsewhere
from logic.intake.batches import scan_batches
from logic.intake.payers import payer_names
from logic.intake.visit_file import is_visit_file, read_visit_yaml
from logic.side_by_side import side_by_side

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import polars as pl

    from logic.check import Checked
    from logic.commands.check_outputs import Output
    from logic.intake.batches import Batches
    from logic.intake.profile import Profile
    from logic.intake.table import Intake
    from logic.problems import Problem
    from logic.rulebook import RuleBook


@dataclass(slots=True)
class Counts:
    """What a run read and found. problems and notes: (file, problem) each."""

    files: int = 0
    rows_read: int = 0
    rows_checked: int = 0
    visits: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    notes: list[tuple[str, Problem]] = field(default_factory=list)
    dropped: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def failed(self) -> int:
        """Visits with the verdict fail."""
        return self.verdicts.get("fail", 0)


@dataclass(frozen=True, slots=True)
class Ready:
    """A checked batch: its lines, visits and verdicts in numbers, and what writes it."""

    lines: int
    visits: int
    verdicts: dict[str, int]
    write: Callable[[], None]


class Run:
    """Checks file after file and hands what the rules made of each batch to the output."""

    def __init__(
        self,
        book: RuleBook,
        day: dt.date,
        payer: str | None,
        output: Output,
        profile: Profile | None = None,
    ) -> None:
        self.book, self.day, self.payer, self.output = book, day, payer, output
        self.profile = profile
        self.payers = payer_names(book)
        self.counts = Counts()

    def file(self, path: Path) -> None:
        """Check one file; never raises for what is in it."""
        self.counts.files += 1
        if is_visit_file(path):
            intake = read_visit_yaml(path, self.payer, self.payers)
            if intake.lines.height:
                self._done(self._batch(path, Elsewhere(), intake.lines))
        elif is_x12_file(path):
            intake = self._claims(path)
        else:
            batches = self._scan(path)
            elsewhere = self._elsewhere(path, batches)
            with progress(path.name, batches.rows) as advance:
                told = (lines for lines in batches if lines.height)
                for ready in side_by_side(partial(self._batch, path, elsewhere), told):
                    self._done(ready)
                    advance(ready.lines)
            intake = batches.intake()
        self._count(str(path), intake)

    def _claims(self, path: Path) -> Intake:
        """Check the claims of an 837P; what else the file holds is told."""
        with progress(path.name, path.stat().st_size) as advance:
            file = read_claims(path, self.payers, self.payer, advance)
        size = self.output.lines_per_batch

        def again(_what: str) -> Iterator[pl.DataFrame]:
            return file.batches(size)

        several = file.lines.height > size
        make = partial(self._ready, path)
        for ready in checked_in_rounds(again, file.claims, several, self.book, self.day, make=make):
            self._done(ready)
        return file.intake

    def _scan(self, path: Path) -> Batches:
        return scan_batches(path, self.output.lines_per_batch, self.payer, self.payers, self.profile)

    def _elsewhere(self, path: Path, batches: Batches) -> Elsewhere:
        """What a batch must know of others: only asked where patients are told and batches are several."""
        reader = batches.reader
        if reader is None or batches.rows <= batches.lines_per_batch:
            return Elsewhere()
        if "patient_id" not in reader.headings.sources:
            return Elsewhere()
        return look_elsewhere(lambda what: self._again(path, what))

    def _again(self, path: Path, what: str) -> Iterator[pl.DataFrame]:
        """The lines of a file once more, batch by batch."""
        batches = self._scan(path)
        with progress(what, batches.rows) as advance:
            for lines in batches:
                yield lines
                advance(lines.height)

    def _batch(self, path: Path, elsewhere: Elsewhere, lines: pl.DataFrame) -> Ready:
        return self._ready(path, check(lines, self.book, self.day, elsewhere.repeated, elsewhere.others))

    def _ready(self, path: Path, checked: Checked) -> Ready:
        """All that can be made of a batch while another is."""
        return Ready(
            checked.judged.lines.height,
            checked.visits.height,
            dict(checked.visits["verdict"].value_counts().iter_rows()),
            self.output.batch(str(path), checked),
        )

    def _done(self, ready: Ready) -> None:
        self.counts.rows_checked += ready.lines
        self.counts.visits += ready.visits
        for verdict, count in ready.verdicts.items():
            self.counts.verdicts[verdict] = self.counts.verdicts.get(verdict, 0) + count
        ready.write()

    def _count(self, file: str, intake: Intake) -> None:
        self.counts.rows_read += intake.rows_read
        self.counts.problems.extend((file, problem) for problem in intake.problems)
        self.counts.notes.extend((file, note) for note in intake.notes)
        if intake.dropped_columns:
            self.counts.dropped[file] = intake.dropped_columns
        if intake.unknown_columns:
            self.counts.unknown[file] = intake.unknown_columns
