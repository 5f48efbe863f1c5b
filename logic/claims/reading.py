"""A file of any kind -> batches for the library: drafts of claims with their lines, and payments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

import polars as pl

from logic.claims.claims_file import HEAD
from logic.claims.drafts import left_out_notes, of_claims, of_table, to_be_checked
from logic.derive.lookups import lookups
from logic.derive.techniques import facts_of
from logic.intake.batches import scan_batches
from logic.intake.payers import payer_names
from logic.intake.visit_file import is_visit_file
from logic.intake.x12.read import X12File
from logic.intake.x12.segments import looks_like_x12
from logic.problems import FileError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from logic.claims.drafts import Drafts
    from logic.claims.work import Work
    from logic.intake.profile import Profile
    from logic.rulebook import RuleBook

LINES_AT_ONCE: Final = 1 << 17
CLAIM_LINES: Final = "claim_lines"
LINES: Final = "lines"


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of a file: claims as they were sent, and payments by kind (`logic.intake.x12.parts.SCHEMAS`)."""

    claims: Drafts | None = None
    payments: Mapping[str, pl.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What a file was found to hold, and what of it could not be used."""

    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    dropped_columns: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


class Source(Protocol):
    """A file that is read once, piece by piece: by kind the frames of an X12 file, or one of a table's lines."""

    size: int

    def pieces(self, work: Work) -> Iterator[Mapping[str, pl.DataFrame]]:
        """Everything in it; `work` is told how far it is. Errors: FileError, OSError, CancelledError."""

    def batch(self, piece: Mapping[str, pl.DataFrame]) -> Batch:
        """What the library keeps of a piece; may be asked in another thread, in the order of the pieces."""

    def told(self) -> Told:
        """What the file held; asked after the last batch."""


@dataclass(frozen=True, slots=True)
class How:
    """How files are read. payer: an id that holds for every line. profile: the mapping that tables follow.

    minutes: line_control and minutes of claim lines, where somebody knows them.
    """

    payer: str | None = None
    profile: Profile | None = None
    minutes: pl.DataFrame | None = None


def open_source(path: Path, book: RuleBook, key: bytes, asked: How) -> Source:
    """How a file is read, by what it is. Errors: FileError, OSError."""
    if is_visit_file(path):
        raise FileError(
            "A YAML visit is one visit to look at, not a file of claims; it is not imported.",
            "Check it with python -m logic check, or import an 837P, an 835 or a table.",
        )
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if looks_like_x12(head):
        return X12Source(path, book, key, asked.payer, asked.minutes)
    return TableSource(path, book, key, asked)


def _labels(book: RuleBook) -> dict[str, str]:
    return {payer.id: payer.label for payer in book.payers.values()}


class X12Source:
    """An 837P, an 835, or a file that holds both."""

    def __init__(
        self, path: Path, book: RuleBook, key: bytes, payer: str | None, minutes: pl.DataFrame | None
    ) -> None:
        self.size = path.stat().st_size
        self._path, self._key, self._payer, self._minutes = path, key, payer, minutes
        self._payers, self._labels = payer_names(book), _labels(book)
        self._file: X12File | None = None
        self._left_out: list[pl.DataFrame] = []

    def pieces(self, work: Work) -> Iterator[Mapping[str, pl.DataFrame]]:
        """Claims and payments as they come."""
        with self._path.open("rb") as stream:
            self._file = X12File(stream, self._key, work.tick, LINES_AT_ONCE)
            yield from self._file

    def batch(self, piece: Mapping[str, pl.DataFrame]) -> Batch:
        """Drafts of the claims; the payments as they are."""
        payments = {kind: frame for kind, frame in piece.items() if kind != CLAIM_LINES}
        return Batch(self._drafts(piece[CLAIM_LINES]) if CLAIM_LINES in piece else None, payments)

    def _drafts(self, lines: pl.DataFrame) -> Drafts:
        drafts = of_claims(
            lines, self._payers, self._labels, self._key, payer=self._payer, minutes=self._minutes
        )
        self._left_out.append(drafts.claims.remove(to_be_checked()).select("payer_order", "frequency"))
        return drafts

    def told(self) -> Told:
        """Problems by segment, and what was kept without being checked."""
        file = self._file
        if file is None:
            return Told()
        notes = left_out_notes(pl.concat(self._left_out)) if self._left_out else ()
        counts = {
            "segments": file.counts.segments,
            "rows_read": file.counts.claim_lines + file.counts.remit_lines,
            "remitted": file.counts.remitted_claims,
        }
        return Told(file.problems, notes, counts=counts)


class TableSource:
    """A CSV, spreadsheet or Parquet file of service lines."""

    def __init__(self, path: Path, book: RuleBook, key: bytes, asked: How) -> None:
        self._scanned = scan_batches(path, LINES_AT_ONCE, asked.payer, payer_names(book), asked.profile)
        self._book, self._key, self._labels = book, key, _labels(book)
        self.size = self._scanned.rows

    def pieces(self, work: Work) -> Iterator[Mapping[str, pl.DataFrame]]:
        """Visits as they come, their lines together."""
        for lines in self._scanned:
            if lines.height:
                yield {LINES: lines}
            work.tick(lines.height)

    def batch(self, piece: Mapping[str, pl.DataFrame]) -> Batch:
        """Drafts of the visits."""
        known = with_known_techniques(piece[LINES], self._book)
        return Batch(of_table(known, self._labels, self._key))

    def told(self) -> Told:
        """What the reader says of the table."""
        intake = self._scanned.intake()
        return Told(
            intake.problems,
            intake.notes,
            intake.dropped_columns,
            intake.unknown_columns,
            {"rows_read": intake.rows_read},
        )


def with_known_techniques(lines: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    """Techniques by the words of the rule book; what else stands there is free text, and is not kept."""
    told = lines["technique"].drop_nulls().unique()
    free = [text for text in told.to_list() if facts_of(text, lookups(book)) is None]
    if not free:
        return lines
    words = dict.fromkeys(free, "another technique")
    return lines.with_columns(pl.col("technique").replace(words))
