"""An import in the making: batches in, then everything checked, into the Parquet files of a folder aside."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Final, Self

import polars as pl

from logic.calculators.facts import counted
from logic.claims.drafts import VOID, to_be_checked
from logic.claims.frames import KINDS, SUBMISSIONS
from logic.claims.identity import payments
from logic.claims.judged import Counts, kept_findings
from logic.claims.rounds import CHECKING, VERSIONS, checked_in_rounds
from logic.claims.shared import PAYMENTS, PAYMENTS_SCHEMA
from logic.claims.writing import Writers, batches, several
from logic.elsewhere import Marks
from logic.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    from logic.check import Checked
    from logic.claims.drafts import Drafts
    from logic.claims.reading import Batch
    from logic.claims.work import Work
    from logic.rulebook import RuleBook

VERDICT: Final = {"verdict": pl.String(), "checked": pl.UInt32(), "not_checked": pl.UInt32()}
_VERDICTS: Final = pl.Schema({"submission": pl.String(), **VERDICT})
DRAFTS: Final = "drafts"
"""Not kept: the claims as they were read, before their verdicts are known."""
DRAFTS_SCHEMA: Final = pl.Schema({name: dtype for name, dtype in SUBMISSIONS.items() if name not in VERDICT})
NOT_JUDGED: Final = "not checked"
"""The verdict of a claim that the rules were not run on: a void, one to a second payer, one without a readable line."""
_BRIEF: Final = ("submission", "provider", "payer", "payer_name")
"""What is kept in memory of each claim while its lines are checked."""


class DraftFolder:
    """`add` every batch, `check` once; then `counts`, `days` and `kind` tell what came of it. Errors: OSError."""

    def __init__(self, folder: Path, import_id: str, key: bytes) -> None:
        self._id, self._key = import_id, key
        self._path = folder / f"{DRAFTS}.parquet"
        self._writers = Writers(folder, {**KINDS, DRAFTS: DRAFTS_SCHEMA, PAYMENTS: PAYMENTS_SCHEMA})
        self._brief: list[pl.DataFrame] = []
        self._versions: list[pl.DataFrame] = []
        self._marks = Marks()
        self._paid: Counter[str] = Counter()
        self._days: list[date] = []
        self._kinds: set[str] = set()
        self.again = 0
        """Claims that stood in the file before, just the same."""

    def __enter__(self) -> Self:
        self._writers.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writers.__exit__(kind, error, trace)

    @property
    def lines(self) -> int:
        """Lines to be checked."""
        return self._writers.rows["lines"]

    def add(self, batch: Batch) -> None:
        """Some of the file."""
        if batch.claims is not None:
            self._add_claims(batch.claims)
        for kind, frame in batch.payments.items():
            self._kinds.add("835")
            self._writers.write(kind, self._named(frame))
            if kind == "remit_lines":
                self._writers.write(PAYMENTS, payments(frame, self._key, self._paid))
                self._span(frame["service_date"])

    def _add_claims(self, drafts: Drafts) -> None:
        claims, lines = drafts.claims, drafts.lines
        new = claims["submission"].is_first_distinct()
        if self._brief:
            new &= ~claims["submission"].is_in(pl.concat(self._brief)["submission"].implode())
        if not new.all():
            self.again += int((~new).sum())
            claims, lines = _without_repeats(claims, lines, new)
        self._kinds.update(claims["source"].unique())
        self._brief.append(claims.select(_BRIEF))
        self._versions.append(_version_rows(claims))
        self._span(claims["service_date"])
        self._writers.write(DRAFTS, self._named(claims))
        self._marks.add(lines)
        self._writers.write("lines", self._named(lines))

    def check(self, book: RuleBook, day: date, work: Work) -> None:
        """Run the rules on every line; write findings, coverage and the claims with their verdicts."""
        for kind in (DRAFTS, "lines"):
            if self._writers.rows[kind]:
                self._writers.close(kind)
        if not self._brief:
            return
        brief, counts = pl.concat(self._brief), Counts()
        verdicts = [pl.DataFrame(schema=_VERDICTS)]
        path = self._writers.path("lines")

        def again(what: str) -> Iterator[pl.DataFrame]:
            for lines in batches(path):
                yield lines.drop("import_id")
                if what == CHECKING:  # told when it is done
                    work.step()
                else:
                    work.meanwhile(what, lines.height)

        def told(checked: Checked) -> tuple[pl.DataFrame, Counts, pl.DataFrame, int]:
            lines = checked.judged.lines.height
            return kept_findings(checked, brief), Counts.of(checked), _verdicts(checked), lines

        claims, marks, self._marks = pl.concat(self._versions), self._marks, Marks()
        rounds = checked_in_rounds(again, claims, several(path), book, day, make=told, marks=marks)
        del marks  # it is the rounds' to forget
        with closing(rounds):
            for found, counted, judged, lines in rounds:
                self._writers.write("findings", self._named(found))
                counts.add(counted)
                verdicts.append(judged)
                work.tick(lines)
        families = {code: page.family for code, page in book.rules.items()}
        self._writers.write("coverage", counts.frame(self._id, families))
        self._with_verdicts(pl.concat(verdicts))

    def _with_verdicts(self, verdicts: pl.DataFrame) -> None:
        for claims in batches(self._path):
            told = claims.join(verdicts, on="submission", how="left", maintain_order="left")
            unjudged = {"verdict": NOT_JUDGED, "checked": 0, "not_checked": 0}
            told = told.with_columns(pl.col(name).fill_null(word) for name, word in unjudged.items())
            self._writers.write("submissions", told)
        self._path.unlink()

    def notes(self) -> tuple[Problem, ...]:
        """What was left out on purpose."""
        if not self.again:
            return ()
        wrong = (
            f"{counted(self.again, 'claim', 'stands', 'stand')} in the file twice, just the same; "
            "each was counted once."
        )
        return (Problem(None, None, None, wrong, "Look whether they were sent twice."),)

    def counts(self) -> dict[str, int]:
        """Rows of each kind."""
        rows = self._writers.rows
        return {kind: rows[kind] for kind in KINDS if kind != "coverage" and rows[kind]}

    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day of service."""
        return (min(self._days), max(self._days)) if self._days else (None, None)

    def kind(self) -> str:
        """837P, 835, 837P+835 or table; empty where there was nothing."""
        return "+".join(sorted(self._kinds, reverse=True))

    def _named(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.lit(self._id).alias("import_id"))

    def _span(self, days: pl.Series) -> None:
        self._days += [day for day in (days.min(), days.max()) if day is not None]  # type: ignore[misc]


def _verdicts(checked: Checked) -> pl.DataFrame:
    return checked.visits.select(pl.col("visit_id").alias("submission"), *VERDICT).cast(_VERDICTS)


def _version_rows(claims: pl.DataFrame) -> pl.DataFrame:
    return (
        claims.with_columns(to_be_checked().alias("checked"), pl.col("submission").alias("visit_id"))
        .filter(pl.col("checked") | (pl.col("frequency") == VOID))
        .select(VERSIONS.names())
    )


def _without_repeats(
    claims: pl.DataFrame, lines: pl.DataFrame, new: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The claims that are new; of their lines each once, though its claim may stand twice in this batch."""
    claims = claims.filter(new)
    lines = lines.join(claims.select(visit_id="submission"), on="visit_id", how="semi")
    return claims, lines.unique(["visit_id", "line"], keep="first", maintain_order=True)
