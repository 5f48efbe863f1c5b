"""Read an X12 file: runs of segments here, envelopes, claims and remittances in their own modules."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from logic.intake.privacy import hasher
from logic.intake.x12.claims import ProfessionalClaims
from logic.intake.x12.envelopes import Envelopes
from logic.intake.x12.fields import day, elements
from logic.intake.x12.kinds import Run, head
from logic.intake.x12.parts import ADJUSTMENTS, PROVIDER_ADJUSTMENTS, REMIT_LINES
from logic.intake.x12.remittances import Remittance
from logic.intake.x12.rows import ClaimRows, Rows
from logic.intake.x12.segments import Segments
from logic.intake.x12.sets import ENVELOPE, GUIDE, GUIDES, HEAD, REFUSED, X12Counts
from logic.intake.x12.troubles import Troubles
from logic.problems import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    import polars as pl

    from logic.intake.x12.separators import Separators
    from logic.problems import Problem

LINES_PER_BATCH = 100_000
LAST_OF_ISA = 16


class X12File:
    """Iterate for batches: kind (`logic.intake.x12.parts.SCHEMAS`) → frame. Afterwards `problems` and `counts`.

    stream: opened in binary mode. key: the secret that turns ids into hashes. tick: told the bytes read.
    A file that cannot be read at all raises FileError at the first batch; one that breaks off keeps what was read.
    """

    def __init__(
        self,
        stream: BinaryIO,
        key: bytes,
        tick: Callable[[int], None] | None = None,
        lines_per_batch: int = LINES_PER_BATCH,
    ) -> None:
        self.counts = X12Counts()
        self._stream, self._tick, self._most = stream, tick, lines_per_batch
        self._troubles = Troubles()
        self._claim_lines, self._remit_lines = ClaimRows(lines_per_batch), Rows(REMIT_LINES)
        self._adjustments, self._provider = Rows(ADJUSTMENTS), Rows(PROVIDER_ADJUSTMENTS)
        self._rows: dict[str, ClaimRows | Rows] = {
            "claim_lines": self._claim_lines,
            "remit_lines": self._remit_lines,
            "adjustments": self._adjustments,
            "provider_adjustments": self._provider,
        }
        self._transaction: ProfessionalClaims | Remittance | None = None
        self._claims = self._entries = 0
        self._number = 0
        self._group_date: date | None = None
        self._guide = ""
        self._set = ""
        self._envelopes = Envelopes(self._troubles, lambda: self._end_transaction(whole=False))
        hash_of = hasher(key)
        self._hashed = lambda text: hash_of(text) if text else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the file, by segment."""
        return self._troubles.told()

    def __iter__(self) -> Iterator[dict[str, pl.DataFrame]]:
        """Batches of about `lines_per_batch` lines; a claim's lines are never in two of them."""
        try:
            for separators, pieces in Segments(self._stream, self._tick):
                yield from self._run(separators, pieces)
        except FileError as error:
            if not self._number:
                raise
            self._troubles.add("damage", self._number, "", error.problem.wrong, error.problem.fix)
        self._finish(self._number)
        while self._full():
            yield self._batch()
        yield self._batch()

    def _run(self, separators: Separators, pieces: list[str]) -> Iterator[dict[str, pl.DataFrame]]:
        """One run of segments; only those whose head is wanted are cut into elements, by who wants them."""
        element = separators.element
        segments = list(filter(None, map(str.strip, pieces)))
        run, first = Run(segments, element), self._number + 1
        envelope = {head(name, element) for name in ENVELOPE}
        transaction, handlers = self._transaction, self._wanted(element)
        numbered = enumerate(segments, start=first)
        for number, segment in numbered:
            begins = segment[:HEAD]
            handler = handlers.get(begins)
            if handler is not None and transaction is not None:
                transaction.segment = number
                turns = handler(segment)
                if not turns:
                    continue
                if transaction.refused:
                    self._refuse(transaction.refused, number)
                    transaction, handlers = None, {}
                    continue
                while self._full():
                    yield self._batch()
                if isinstance(transaction, ProfessionalClaims) and transaction.element == element:
                    at = number - first + 1
                    if last := run.behind.get(at - 1):
                        transaction.take(segments[at:last], run.kinds[at:last], number + 1)
                        next(islice(numbered, last - at, last - at), None)
            elif begins in envelope:
                self._envelope(elements(segment, element, LAST_OF_ISA), separators, number)
                transaction, handlers = self._transaction, self._wanted(element)
        self._number += len(segments)

    def _wanted(self, element: str) -> dict[str, Callable[[str], bool | None]]:
        """What the open transaction takes, by the head of the segment; what takes it says where a claim begins."""
        if self._transaction is None:
            return {}
        return {head(name, element): take for name, take in self._transaction.handlers.items()}

    def _full(self) -> bool:
        return max(map(len, self._rows.values())) >= self._most

    def _batch(self) -> dict[str, pl.DataFrame]:
        made = {kind: rows.frame() for kind, rows in self._rows.items() if len(rows)}
        for kind, frame in made.items():
            if kind == "claim_lines":
                self.counts.claim_lines += frame.height
                self.counts.claims += int((frame["line"] == 1).sum())
            elif kind == "remit_lines":
                self.counts.remit_lines += int((frame["line"] > 0).sum())
                self.counts.remitted_claims += int((frame["line"] <= 1).sum())
        return made

    def _envelope(self, e: list[str], separators: Separators, segment: int) -> None:
        name = e[0]
        if name not in ENVELOPE:  # begins like one
            return
        self._envelopes.take(e, segment)
        if name == "ISA":
            self.counts.interchanges += 1
        elif name == "GS":
            self._group_date, self._guide = day(e[4]), e[8]
        elif name == "ST":
            self._begin(e[1], e[3] or self._guide, separators, segment)
        elif name == "SE":
            self._end_transaction(whole=True)

    def _begin(self, kind: str, guide: str, separators: Separators, segment: int) -> None:
        self._set = kind
        found = GUIDE.search(guide)
        special = GUIDES.get(found[0], "") if found and kind == "837" else ""
        named = special or kind
        if kind == "837" and not special:
            self._transaction = ProfessionalClaims(
                self._claim_lines,
                self._troubles,
                self._hashed,
                separators,
                self._group_date,
                self._claims,
            )
        elif kind == "835":
            self._transaction = Remittance(
                self._remit_lines,
                self._adjustments,
                self._provider,
                self._troubles,
                self._hashed,
                separators,
                self._entries,
            )
        else:
            what = REFUSED.get(named)
            if what is None:
                what = (
                    f"a transaction set {kind}"
                    if kind.isdecimal() and len(kind) == 3
                    else "an unknown transaction"
                )
            self._refuse(what, segment)
            return
        self.counts.transactions[kind] = self.counts.transactions.get(kind, 0) + 1

    def _refuse(self, what: str, segment: int) -> None:
        if self._transaction is not None:
            self.counts.transactions[self._set] -= 1
        self._transaction = None
        self.counts.refused[what] = self.counts.refused.get(what, 0) + 1
        self._troubles.add(
            what,
            segment,
            "ST",
            f"This is {what}; Unitwise reads professional claims (837P) and remittances (835).",
            "Nothing is lost: the rest of the file was read.",
        )

    def _end_transaction(self, *, whole: bool) -> None:
        if self._transaction is not None:
            self._transaction.end(whole=whole)
            if isinstance(self._transaction, Remittance):
                self._entries = self._transaction.entries
            else:
                self._claims = self._transaction.entries
        self._transaction = None

    def _finish(self, segment: int) -> None:
        self.counts.segments = segment
        broke_off = self._envelopes.finish(segment)
        if not broke_off and not self.counts.transactions and not self.counts.refused:
            self._troubles.add(
                "no transaction",
                segment,
                "",
                "The file holds no claim (837P) and no remittance (835).",
                "Choose another file.",
            )
