"""How long the trends page thinks: everything of one redraw, over the frames of a million stored lines."""

from __future__ import annotations

import resource
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from logic.claims.frames import ADJUSTMENTS, FINDINGS, REMIT_LINES, SUBMISSIONS
from logic.claims.library import open_library
from logic.claims.place import RECORD, private_stream
from logic.claims.record import ImportRecord, write_record
from logic.learning.course import load_course
from logic.rulebook import load_rulebook
from logic.trends.aging import aging
from logic.trends.comparative import comparative
from logic.trends.effect import effect
from logic.trends.filters import Filters
from logic.trends.flow import flow
from logic.trends.heat import heat
from logic.trends.making import made_frames
from logic.trends.measures import measures
from logic.trends.months import months
from logic.trends.pareto import pareto
from logic.trends.view import TrendFrames, of_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from logic.learning.course import Course

LINES: Final = 1_000_000
A_CLAIM: Final = 3
DAYS: Final = 540
SEED: Final = 20261125
MILLISECONDS: Final = 500
REPEATS: Final = 5
DAY: Final = date(2026, 11, 25)
PAYERS: Final = ("MEDICARE", "SUNRISE ADVANTAGE", "HARBOR HEALTH", "STATE FUND COMP")
CODES: Final = ("97110", "97112", "97116", "97124", "97140", "97530")
REASONS: Final[tuple[tuple[str, list[str]], ...]] = (
    ("4", ["N519"]),
    ("16", ["M76"]),
    ("50", []),
    ("197", []),
    ("236", []),
    ("18", ["N522"]),
)
STORED: Final = ("submissions", "findings", "remit_lines", "adjustments")
RULES: Final = ("P201", "M401", "L302", "U101", "X603")
FILTERS: Final = {
    "all": Filters(),
    "one payer": Filters(payers=("MEDICARE",)),
    "a code and a year": Filters(codes=("97124",), first=date(2025, 11, 1), last=date(2026, 10, 31)),
}


def main(say: Callable[[str], None], lines: int = LINES) -> bool:
    """Measure; give whether a redraw stays under half a second."""
    course = load_course(book := load_rulebook())
    raw = invented(lines // A_CLAIM)
    begun = time.perf_counter()
    made = made_frames(*(frame.lazy() for frame in raw), denials=course.denials, book=book)
    say(
        f"{lines:,} stored lines in {raw[0].height:,} claims: frames of the trends made once in "
        f"{time.perf_counter() - begun:.1f} s, {sum(frame.estimated_size() for frame in made.values()) / 1e6:.0f} MB"
    )
    held = True
    for name, filters in FILTERS.items():
        processor = time.process_time()
        times = sorted(_timed(lambda: redraw(frames, filters, course)) for frames in _fresh(made))  # noqa: B023
        worked = (time.process_time() - processor) / REPEATS * 1000
        middle = times[len(times) // 2] * 1000
        held = held and middle <= MILLISECONDS
        say(
            f"  redraw, {name}: {middle:.0f} ms, {worked:.0f} ms of processor ({MILLISECONDS} ms is the limit)"
        )
    for name, part in _parts(course).items():
        frames = next(_fresh(made))
        say(f"    {name}: {_timed(lambda: part(frames)) * 1000:.0f} ms")  # noqa: B023
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    say(f"  most memory of this process, making included: {peak:.0f} MB")
    return held


def _fresh(made: Mapping[str, pl.DataFrame]) -> Iterator[TrendFrames]:
    """The frames as a page finds them that nobody has asked for anything yet, for each repeat anew."""
    for _ in range(REPEATS):
        frames = of_frames(made, DAY)
        _ = frames.firsts  # made once for a state of the library
        yield frames


def redraw(frames: TrendFrames, filters: Filters, course: Course) -> None:
    """Work out everything that the trends page shows after one change of its filters."""
    part = frames.kept(filters)
    for work in _parts(course).values():
        work(part)


def _parts(course: Course) -> Mapping[str, Callable[[TrendFrames], object]]:
    return {
        "measures": lambda frames: measures(frames, course.measures),
        "denials by month": months,
        "errors by month": lambda frames: months(frames, "errors"),
        "pareto": pareto,
        "flow": flow,
        "aging": aging,
        "heat map": heat,
        "comparison": comparative,
        "effect": lambda frames: effect(frames, "pair-edit", date(2026, 3, 1)),
    }


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def library(home: Path, lines: int, day: date) -> int:
    """Store so many invented service lines in a home as one import would, up to a day; gives how many claims."""
    frames = dict(zip(STORED, invented(lines // A_CLAIM, day), strict=True))
    kept = open_library(home)
    counts = {name: frame.height for name, frame in frames.items()}
    record = ImportRecord(
        "one",
        1,
        day,
        "837P+835",
        "invented",
        0,
        counts=counts,
        first_day=day - timedelta(days=DAYS),
        last_day=day,
    )

    def write(folder: Path) -> None:
        for name, frame in frames.items():
            frame.write_parquet(folder / f"{name}.parquet")
        write_record(record, private_stream(folder / RECORD))

    kept.place.make(record.id, write)
    return counts["submissions"]


def invented(claims: int, day: date = DAY) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Submissions, findings, remittance lines and adjustments of so many first claims up to a day; nobody's data."""
    random = np.random.default_rng(SEED)
    number = np.arange(claims)
    visit = random.integers(0, DAYS, claims)
    answer = visit + 3 + random.integers(14, 45, claims)
    denied = random.random(claims) < 0.12
    mixes = [sorted(random.choice(CODES, A_CLAIM, replace=False).tolist()) for _ in range(60)]
    mix = random.integers(0, len(mixes), claims)
    first = day - timedelta(days=DAYS)
    ids = pl.Series("claim_id", number).cast(pl.String).str.zfill(32)
    claim = pl.DataFrame(
        {
            "claim_id": ids,
            "submission": "s" + ids,
            "patient_id": pl.Series(number // 8).cast(pl.String),
            "provider": pl.Series(random.integers(0, 12, claims)).cast(pl.String).str.zfill(10),
            "payer_name": pl.Series(np.array(PAYERS)[random.integers(0, len(PAYERS), claims)]),
            "codes": pl.Series(mixes, dtype=pl.List(pl.String)).gather(mix),
            "visit": visit,
            "answer": answer,
            "denied": denied,
            "reason": random.integers(0, len(REASONS), claims),
            "entry": pl.Series(number + 1).cast(pl.UInt32),
        }
    ).with_columns(
        (pl.lit(first) + pl.duration(days=pl.col(days))).cast(pl.Date).alias(name)
        for name, days in (("service_date", "visit"), ("paid_on", "answer"))
    )
    submissions = claim.select(
        "submission", "claim_id", "patient_id", "provider", "payer_name", "codes", "service_date",
        last_date="service_date", submitted_on=pl.col("service_date") + pl.duration(days=3),
        import_id=pl.lit("one"), payer=pl.lit("medicare"), discipline=pl.lit("pt"), frequency=pl.lit("1"),
        charge=pl.lit(A_CLAIM * 6500), lines=pl.lit(A_CLAIM), units=pl.lit(A_CLAIM),
        modifiers=pl.lit(["GP"]), verdict=pl.lit("not checked"), incomplete=pl.lit(value=False),
        source=pl.lit("837P"),
    )  # fmt: skip
    lines = (
        claim.filter(pl.col("paid_on") <= day)
        .explode("codes")
        .with_columns(line=pl.int_range(1, pl.len() + 1).over("claim_id").cast(pl.UInt32))
        .with_columns(refused=pl.col("denied") & (pl.col("line") == 1))
    )
    remit = lines.select(
        "claim_id", "patient_id", "entry", "paid_on", "provider", "payer_name", "line", "service_date",
        code="codes", import_id=pl.lit("one"), status=pl.lit("1"), frequency=pl.lit("1"),
        claim_charge=pl.lit(A_CLAIM * 6500), claim_paid=pl.lit(9000), charge=pl.lit(6500), patient_owes=pl.lit(0),
        paid=pl.when("refused").then(0).otherwise(3000), modifiers=pl.lit(["GP"]), units=pl.lit(1),
        remarks=pl.when("refused").then(
            pl.Series([remarks for _, remarks in REASONS], dtype=pl.List(pl.String)).gather(lines["reason"])
        ).otherwise(pl.lit([], dtype=pl.List(pl.String))),
        payer_claim="claim_id", remittance=pl.col("paid_on").cast(pl.String), incomplete=pl.lit(value=False),
    )  # fmt: skip
    reasons = pl.Series([carc for carc, _ in REASONS]).gather(lines["reason"])
    moved = lines.select(
        "claim_id", "entry", "line", import_id=pl.lit("one"), group=pl.lit("CO"),
        carc=pl.when("refused").then(reasons).otherwise(pl.lit("45")),
        amount=pl.when("refused").then(6500).otherwise(3500),
    )  # fmt: skip
    wrong = claim.filter(pl.Series(random.random(claims) < 0.15))
    rule = pl.Series(RULES).gather(pl.Series(random.integers(0, len(RULES), wrong.height)))
    findings = wrong.select(
        "submission", "service_date", "provider", "payer_name", import_id=pl.lit("one"),
        code=pl.col("codes").list.first(), rule=rule, state=pl.lit("fail"), charge=pl.lit(6500),
    )  # fmt: skip
    return (
        _full(submissions, SUBMISSIONS),
        _full(findings, FINDINGS),
        _full(remit, REMIT_LINES),
        _full(moved, ADJUSTMENTS),
    )


def _full(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The frame with every column of the schema; what is not told is null."""
    missing = [pl.lit(None).alias(name) for name in schema if name not in frame.columns]
    return frame.with_columns(missing).select(schema.names()).cast(schema)
