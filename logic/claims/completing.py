"""Claims of an 837P completed by the visits of a table under the same number and day, and checked again.

Whichever of the two is imported second looks for the other in the library, and keeps the completed claims in its own
folder. Both files stay as they were: a completed claim is told only while both of its halves are in the library.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.calculators.facts import counted
from logic.claims.differences import tell_differences, tell_unclear
from logic.claims.drafts import CLAIMS, TABLE, VOID, to_be_checked
from logic.claims.frames import COMPLETED, COVERAGE, FINDINGS, LINES, SUBMISSIONS
from logic.claims.judged import Counts, kept_findings
from logic.claims.matching import matched
from logic.claims.pairs import Pairs, Sides
from logic.claims.rounds import LINES_AT_ONCE, VERSIONS, Made, checked_in_rounds
from logic.claims.writing import Writers
from logic.intake.batches import cut_at_visits
from logic.intake.x12.troubles import Troubles
from logic.problems import Problem
from logic.visit import START_STOP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from logic.check import Checked
    from logic.claims.library import Library
    from logic.claims.work import Work
    from logic.rulebook import RuleBook

COMPLETING: Final = "completing claims"
PAIRS: Final = pl.Schema(
    {
        **SUBMISSIONS,
        "billed": pl.String(),  # the claim as the 837P tells it
        "told": pl.String(),  # the visit as the table tells it
        "partner": pl.String(),  # the import that holds the half that is not in this one
        "beside": pl.String(),  # the import of the 837P, beside whose claims it was checked
    }
)
CHANGES: Final = pl.Schema({**COVERAGE, "count": pl.Int64(), "partner": pl.String()})
"""What the completed claims change in the coverage of an import: below zero for what is told otherwise now."""
SCHEMAS: Final[Mapping[str, pl.Schema]] = {
    "completed_submissions": PAIRS,
    "completed_findings": FINDINGS,
    "completed_lines": LINES,
    "completed_coverage": CHANGES,
}
VERDICT: Final = ("verdict", "checked", "not_checked")


@dataclass(slots=True)
class Completed:
    """What came of it. state: of the library that was looked at."""

    state: str
    claims: int = 0
    claim_only: int = 0
    troubles: Troubles = field(default_factory=Troubles)

    @property
    def counts(self) -> dict[str, int]:
        """For the record of the import."""
        return {"completed": self.claims} if self.claims else {}

    @property
    def notes(self) -> tuple[Problem, ...]:
        """In words, for whoever imports."""
        told = []
        if self.claims:
            wrong = (
                f"{counted(self.claims, 'claim', 'stands', 'stand')} in an 837P and in a table. What was billed is "
                "told by the 837P, minutes and what else a claim cannot tell by the table; each was checked again "
                "with both."
            )
            told.append(Problem(None, None, None, wrong, "Nothing is to be done."))
        if self.claim_only:
            wrong = (
                f"{counted(self.claim_only, 'line', 'of these claims is', 'of these claims are')} not in the table; "
                "the minutes stay unknown."
            )
            told.append(Problem(None, None, None, wrong, "Look whether the table holds whole visits."))
        return tuple(told)


@dataclass(frozen=True, slots=True)
class Means:
    """What completing needs: the library, and by which rules and as of which day claims are checked."""

    library: Library
    book: RuleBook
    day: date
    work: Work


def complete(folder: Path, import_id: str, means: Means) -> Completed:
    """Complete what a draft and the library tell together; written into the draft. Errors: OSError, CancelledError."""
    library = means.library
    found = Completed(library.state())
    for kind in SCHEMAS:
        (folder / f"{kind}.parquet").unlink(missing_ok=True)
    if not (folder / "submissions.parquet").exists():
        return found
    source = pl.read_parquet(folder / "submissions.parquet", columns=["source"], n_rows=1)["source"][0]
    wanted = CLAIMS if source == TABLE else TABLE
    known = _known(library)
    with Writers(folder, SCHEMAS) as writers:
        for record in library.imports():
            if wanted not in record.kind.split("+"):
                continue
            there = library.root / record.id
            sides = (
                Sides(there, folder, record.id, import_id, record.id)
                if source == TABLE
                else Sides(folder, there, import_id, record.id, record.id)
            )
            _complete(Pairs(sides, known, library.key), import_id, found, writers, means)
    return found


def _known(library: Library) -> pl.DataFrame:
    """The pairs that an import has completed already."""
    told = [
        pl.read_parquet(path, columns=["billed", "told"])
        for record in library.imports()
        if (path := library.root / record.id / "completed_submissions.parquet").exists()
    ]
    return pl.concat(told) if told else pl.DataFrame(schema={"billed": pl.String(), "told": pl.String()})


@dataclass(slots=True)
class _Coverage:
    """How the completed claims were checked, and how their halves would be told by themselves."""

    completed: Counts = field(default_factory=Counts)
    claims: Counts = field(default_factory=Counts)
    visits: Counts = field(default_factory=Counts)

    def frame(self, import_id: str, sides: Sides, families: Mapping[str, str]) -> pl.DataFrame:
        """CHANGES, whose counts take the halves away from where they stand."""
        parts = (
            (self.completed, import_id, 1),
            (self.claims, sides.claims_id, -1),
            (self.visits, sides.visits_id, -1),
        )
        return pl.concat(
            part.frame(id_, families).with_columns(pl.col("count").cast(pl.Int64) * sign)
            for part, id_, sign in parts
        ).with_columns(partner=pl.lit(sides.partner))


def _complete(pairs: Pairs, import_id: str, found: Completed, writers: Writers, means: Means) -> None:
    if not pairs.unclear.is_empty():
        here = pairs.sides.visits_id == import_id
        tell_unclear(pairs.unclear_rows(), found.troubles, here=here)
    coverage = _Coverage()
    means.work.begin(COMPLETING, pairs.pairs.height)
    for part in pairs.parts():
        _complete_part(part, import_id, found, writers, coverage, means)
        means.work.tick(part.pairs.height)
    means.work.end()
    families = {code: page.family for code, page in means.book.rules.items()}
    writers.write("completed_coverage", coverage.frame(import_id, pairs.sides, families))


def _complete_part(  # noqa: PLR0917 - what an import has at hand
    pairs: Pairs, import_id: str, found: Completed, writers: Writers, coverage: _Coverage, means: Means
) -> None:
    visits = pairs.lines("told")
    result = matched(pairs.lines("billed"), visits)
    tell_differences(result, pairs, found.troubles, here=pairs.sides.visits_id == import_id)
    numbers = result.lines.select(pair=pl.col("visit_id").cast(pl.UInt32)).unique()
    made = pairs.pairs.join(numbers, on="pair", how="semi", maintain_order="left")
    if made.is_empty():
        return
    lines = _named(result.lines, made)
    claims = _completed_claims(pairs, made, lines)
    before = pairs.world()
    after = pl.concat([before.join(made.select(visit_id="billed"), on="visit_id", how="anti"), lines])
    mine = made["submission"].implode()
    verdicts = []
    told = _Round(pairs.claims, means)
    renamed = dict(zip(made["billed"], made["submission"], strict=True))

    def of_batch(checked: Checked) -> tuple[Counts, pl.DataFrame, pl.DataFrame]:
        findings = kept_findings(checked, claims).filter(pl.col("submission").is_in(mine))
        return Counts.of(checked), findings, checked.visits.rename({"visit_id": "submission"})

    for checked, findings, judged in told.of(of_batch, after.sort("row", "line"), renamed):
        coverage.completed.add(checked)
        writers.write("completed_findings", findings.with_columns(import_id=pl.lit(import_id)))
        verdicts.append(judged)
    kept = claims.join(pl.concat(verdicts), on="submission", how="left", maintain_order="left")
    writers.write("completed_submissions", kept.with_columns(import_id=pl.lit(import_id)))
    writers.write("completed_lines", lines.with_columns(import_id=pl.lit(import_id)))
    # A visit may complete several versions of its claim, and is one all the same.
    once = visits.join(made.unique("told").select("pair"), on="pair", how="semi").drop("pair")
    coverage.visits.add(Counts.together(_Round(pairs.visits, means).of(Counts.of, once)))
    coverage.claims.add(Counts.together(told.of(Counts.of, before)))
    found.claims += made.height
    found.claim_only += result.claim_only


def _named(lines: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
    """The lines under the names of their completed claims, in place of the pairs' numbers."""
    names = made.select(visit_id=pl.col("pair").cast(pl.String), submission="submission")
    told = lines.join(names, on="visit_id", maintain_order="left")
    return told.with_columns(visit_id="submission").select(lines.columns)


class _Round:
    """Checks lines of one import as when it was imported: corrections beside what stood then."""

    def __init__(self, claims: pl.DataFrame, means: Means) -> None:
        self._claims, self._means = claims, means

    def of(
        self,
        make: Callable[[Checked], Made],
        lines: pl.DataFrame,
        renamed: Mapping[str, str] | None = None,
    ) -> Iterator[Made]:
        """Check these lines; `renamed`: submissions of the import that go by another name in them."""
        names = pl.col("submission").replace(dict(renamed or {})).alias("visit_id")
        voids = pl.col("frequency") == VOID
        versions = (
            self._claims.with_columns(to_be_checked().alias("checked"), names)
            .filter(pl.col("visit_id").is_in(lines["visit_id"].unique().implode()) | voids)
            .select(VERSIONS.names())
        )

        def again(_what: str) -> Iterator[pl.DataFrame]:
            for piece in cut_at_visits(lines, LINES_AT_ONCE):
                self._means.work.step()
                yield piece

        several = lines.height > LINES_AT_ONCE
        book, day = self._means.book, self._means.day
        with closing(checked_in_rounds(again, versions, several, book, day, make=make)) as rounds:
            for ready in rounds:
                yield ready
                self._means.work.step()


def _completed_claims(pairs: Pairs, made: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The claims as the 837P tells them, with what the table adds; PAIRS without verdicts and import_id."""
    minutes = pl.coalesce("minutes", pl.when(START_STOP > 0).then(START_STOP))
    added = lines.with_columns(minutes).group_by(submission="visit_id").agg(
        pl.col("discipline", "setting").drop_nulls().first(),
        pl.when(pl.col("minutes").is_not_null().all()).then(pl.col("minutes").cast(pl.Int64).sum()).alias("minutes"),
    )  # fmt: skip
    told = ["discipline", "setting", "minutes"]
    return (
        made.select("billed", "told", "submission")
        .join(
            pairs.billed().drop(told, *VERDICT, "import_id").rename({"submission": "billed"}),
            on="billed",
            maintain_order="left",
        )
        .join(added, on="submission", how="left", maintain_order="left")
        .with_columns(
            source=pl.lit(COMPLETED),
            partner=pl.lit(pairs.sides.partner),
            beside=pl.lit(pairs.sides.claims_id),
        )
    )
