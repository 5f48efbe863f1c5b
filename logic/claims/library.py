"""The library of imports: what was imported, as frames over all of it, each claim and payment once."""

from __future__ import annotations

import hashlib
import shutil
from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.claims.drafts import FIRST_PAYER
from logic.claims.frames import COVERAGE, KINDS
from logic.claims.place import RECORD, Place
from logic.claims.record import VERSION, ImportRecord, read_record
from logic.claims.shared import Hidden, hidden
from logic.intake.privacy import machine_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

FOLDER: Final = "claims"
DERIVED: Final = "derived"
KEPT_STATES: Final = 2
"""Derived folders of one name that stay: somebody may still read the one before the newest."""


class Library:
    """The imports in a folder. Frames are lazy: nothing is read before they are collected.

    A library looks at the disk each time it is asked, so what another process imported is there at once.
    `invented`: nobody's data, the sample clinic's. Errors of every method: LibraryError.
    """

    def __init__(self, root: Path, key_folder: Path, *, invented: bool = False) -> None:
        self.root = root
        self.invented = invented
        self.place = Place(root)
        self._key_folder = key_folder
        self._known: tuple[dict[str, int], tuple[ImportRecord, ...]] = ({}, ())
        self._hidden: tuple[tuple[ImportRecord, ...], dict[str, Hidden]] = ((), {})

    @cached_property
    def key(self) -> bytes:
        """The secret that turns numbers into hashes. Errors: FileError where it cannot be read or made."""
        return machine_key(self._key_folder)

    def imports(self) -> tuple[ImportRecord, ...]:
        """What was imported, in the order it was."""
        seen = self.place.seen(RECORD)
        if seen != self._known[0]:
            records = [read_record(self.root / name / RECORD) for name in seen]
            self._known = seen, tuple(sorted(records, key=lambda record: record.number))
        return self._known[1]

    def undo(self, import_id: str) -> bool:
        """Take an import away as if it had never been; whether it was there."""
        if import_id not in {record.id for record in self.imports()}:
            return False
        was_there = self.place.remove(import_id)
        shutil.rmtree(self.root / DERIVED, ignore_errors=True)  # what was worked out from it goes with it
        return was_there

    def state(self) -> str:
        """A word that changes when the set of imports does."""
        told = [f"{VERSION}", *(f"{record.number}:{record.content_hash}" for record in self.imports())]
        return hashlib.blake2b("\n".join(told).encode(), digest_size=8).hexdigest()

    def submissions(self, *, every_payer: bool = False) -> pl.LazyFrame:
        """SUBMISSIONS; claims to a second or third payer only where `every_payer` is asked for."""
        frame = self._frame("submissions")
        return (
            frame
            if every_payer
            else frame.filter(pl.col("payer_order").fill_null(FIRST_PAYER) == FIRST_PAYER)
        )

    def findings(self) -> pl.LazyFrame:
        """FINDINGS."""
        return self._frame("findings")

    def lines(self) -> pl.LazyFrame:
        """LINES: of the claims that the rules were run on."""
        return self._frame("lines")

    def told_elsewhere(self, import_ids: Collection[str]) -> int:
        """How many claims of these imports, by number and day, are told by none of them but by another."""
        of_claim = pl.coalesce("claim_id", "submission").alias("claim"), pl.col("service_date")
        held = [
            pl.scan_parquet(path).select(of_claim)
            for name in import_ids
            if (path := self.root / name / "submissions.parquet").exists()
        ]
        if not held:
            return 0
        told = self.submissions(every_payer=True).filter(pl.col("import_id").is_in(list(import_ids)))
        left = (
            pl.concat(held)
            .unique()
            .join(told.select(of_claim), on=["claim", "service_date"], how="anti", nulls_equal=True)
        )
        return int(left.select(pl.len()).collect().item())

    def beside(self) -> pl.DataFrame:
        """Claims that a table completes, and the import of the 837P beside whose claims each was checked."""
        told = [
            pl.read_parquet(path, columns=["submission", "beside"])
            for record in self.imports()
            if (path := self.root / record.id / "completed_submissions.parquet").exists()
        ]
        schema = dict.fromkeys(("submission", "beside"), pl.String())
        return pl.concat(told).unique("submission", keep="first") if told else pl.DataFrame(schema=schema)

    def remit_lines(self) -> pl.LazyFrame:
        """REMIT_LINES."""
        return self._frame("remit_lines")

    def adjustments(self) -> pl.LazyFrame:
        """ADJUSTMENTS."""
        return self._frame("adjustments")

    def provider_adjustments(self) -> pl.LazyFrame:
        """PROVIDER_ADJUSTMENTS."""
        return self._frame("provider_adjustments")

    def coverage(self) -> pl.DataFrame:
        """COVERAGE of every import, as each was checked; a claim in two files is in both counts.

        A claim that a table completes is counted as it was checked with both, and its halves are not.
        """
        records = self.imports()
        aside = self._set_aside(records)
        frames, changes = [], []
        for record in records:
            folder = self.root / record.id
            if (path := folder / "coverage.parquet").exists():
                frames.append(pl.read_parquet(path))
            if aside[record.id].partners and (path := folder / "completed_coverage.parquet").exists():
                changed = pl.read_parquet(path)
                changes.append(changed.filter(pl.col("partner").is_in(list(aside[record.id].partners))))
        told = pl.concat(frames) if frames else pl.DataFrame(schema=COVERAGE)
        return with_changes(told, changes) if changes else told

    def derived(self, name: str, make: Callable[[Path], None]) -> Path:
        """A folder of things worked out from the whole library: made by `make` once for each state, then kept."""
        shelf = Place(self.root / DERIVED)
        wanted = f"{name}-{self.state()}"
        folder = shelf.root / wanted
        if folder.is_dir():
            return folder
        shelf.open()
        shelf.make(wanted, make)
        older = sorted(
            (path for path in shelf.root.glob(f"{name}-*") if path.name != wanted),
            key=lambda path: path.stat().st_mtime,
        )
        for path in older[: max(0, len(older) + 1 - KEPT_STATES)]:
            shutil.rmtree(path, ignore_errors=True)
        return folder

    def _frame(self, kind: str) -> pl.LazyFrame:
        records = self.imports()
        aside = self._set_aside(records)
        frames = [
            aside[record.id].without(
                kind,
                pl.scan_parquet(
                    path, schema=dict(KINDS[kind]), missing_columns="insert", extra_columns="ignore"
                ),
            )
            for record in records
            for name in (kind, f"completed_{kind}")
            if (path := self.root / record.id / f"{name}.parquet").exists()
        ]
        return pl.concat(frames) if frames else pl.LazyFrame(schema=KINDS[kind])

    def _set_aside(self, records: tuple[ImportRecord, ...]) -> dict[str, Hidden]:
        """Of each import, what another import already tells; looked for once for each set of imports."""
        known, found = self._hidden
        if known != records:
            found = hidden(self.root, records)
            self._hidden = records, found  # in one step: sessions share a library
        return found


def with_changes(told: pl.DataFrame, changes: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """COVERAGE with what the completed claims change in it."""
    names = [name for name in COVERAGE if name != "count"]
    both = [told.with_columns(pl.col("count").cast(pl.Int64)), *(each.drop("partner") for each in changes)]
    return (
        pl.concat(both)
        .group_by(names, maintain_order=True)
        .agg(pl.col("count").sum())
        .filter(pl.col("count") > 0)
        .select(pl.col(name).cast(dtype) for name, dtype in COVERAGE.items())
    )


def open_library(home: Path) -> Library:
    """The library in the practice's own folder; what dead processes left there is removed. Errors: LibraryError."""
    library = Library(home / FOLDER, home)
    library.place.open()
    return library
