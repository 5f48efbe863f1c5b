"""`python -m logic bench`: proofs and speed, in figures."""

from __future__ import annotations

import importlib
import os
import time
from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from logic.commands.terminal import SOMETHING_FAILED, complain, open_book, progress, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HELP = """Prove the counting, measure the speed.

Without an option: the speed of one visit, of a million lines and of longer files, each beside the time it takes
just to read and sum the same file. With --proof: the calculator builds every valid split, the unit rules accept or
refuse a billed one; both are compared on every case.

\b
Examples:
  python -m logic bench
  python -m logic bench --big                    ten million lines as well
  python -m logic bench --proof                  1-5 codes of 1-120 minutes (234,531,274 visits): a minute or two
  python -m logic bench --proof --codes 4 --minutes 60      some seconds
  python -m logic bench --learners               1,000 invented learners: is what they believe found?
  python -m logic bench --trends                 one redraw of the trends over a million stored lines
  python -m logic bench --cases --seeds 200      every blueprint of practice cases by 200 seeds
  python -m logic bench --cases --keep proof.jsonl          all 10,000 seeds; go on where it was broken off
  python -m logic bench --claims                 imports: a million lines, 100,000 claims, 50 killed on the way
"""


def bench(  # noqa: PLR0917 - each is an option with a name
    proof: Annotated[
        bool, typer.Option("--proof", help="Compare construct and accept on every case.")
    ] = False,
    codes: Annotated[int, typer.Option(min=1, max=5, help="Most codes in a visit (with --proof).")] = 5,
    minutes: Annotated[
        int, typer.Option(min=1, max=120, help="Most minutes of a code (with --proof).")
    ] = 120,
    workers: Annotated[
        int, typer.Option(min=0, help="Processes; 0 for one a core (with --proof, --cases and --learners).")
    ] = 0,
    big: Annotated[bool, typer.Option("--big", help="Ten million lines as well.")] = False,
    learners: Annotated[
        bool, typer.Option("--learners", help="Prove that what invented learners believe is found.")
    ] = False,
    cases: Annotated[
        bool, typer.Option("--cases", help="Prove the practice cases, every blueprint by many seeds.")
    ] = False,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds of each blueprint (with --cases).")] = 10_000,
    trends: Annotated[
        bool, typer.Option("--trends", help="A redraw of the trends over a million stored lines.")
    ] = False,
    keep: Annotated[
        Path | None,
        typer.Option(
            help="Note finished blueprints in this file, and skip those that it holds (with --cases)."
        ),
    ] = None,
    claims: Annotated[
        bool, typer.Option("--claims", help="Imports: how fast, and whether one killed leaves anything half.")
    ] = False,
    people: Annotated[int, typer.Option(min=3, help="So many learners (with --learners).")] = 1_000,
) -> None:
    """Run the proof or the speed measurements."""
    if trends:
        if not importlib.import_module("logic.bench.trends").main(say):
            complain("A redraw takes longer than it should: see above.")
            raise typer.Exit(SOMETHING_FAILED)
        return
    if claims:
        if not importlib.import_module("logic.bench.claims").main(say):
            raise typer.Exit(SOMETHING_FAILED)
        return
    if learners or cases:
        _practice(people if learners else 0, seeds if cases else 0, workers, keep)
        return
    if proof:
        _prove(codes, minutes, workers or os.cpu_count() or 1)
        return
    try:
        speed = importlib.import_module("logic.bench.speed")
    except ModuleNotFoundError:
        complain("The speed measurements are not part of this installation.")
        raise typer.Exit(SOMETHING_FAILED) from None
    speed.main(big=big, say=say)


def _practice(people: int, seeds: int, workers: int, keep: Path | None) -> None:
    """The proofs of practice; 0 leaves one out."""
    held = []
    if seeds:
        held.append(importlib.import_module("logic.bench.cases").main(seeds, say, workers, keep))
    if people:
        held.append(importlib.import_module("logic.bench.learners").main(people, say, workers))
    if not all(held):
        complain("That is not good enough: see above.")
        raise typer.Exit(SOMETHING_FAILED)


def _prove(codes: int, minutes: int, workers: int) -> None:
    from logic.bench import billed, proof  # noqa: PLC0415 - a help text must not wait for numpy
    from logic.calculators.units import cms  # noqa: PLC0415

    book = open_book()

    def splits(minutes: Mapping[str, int]) -> tuple[dict[str, int], ...]:
        return cms(minutes, book).splits

    def walk() -> proof.Proved:
        with progress("multisets", proof.multisets(codes, minutes)) as tick:
            return proof.prove_minutes(codes, minutes, workers, tick)

    steps: tuple[tuple[str, Callable[[], proof.Proved]], ...] = (
        ("remainder vectors, accept against construct", lambda: proof.prove_remainders(codes)),
        ("remainder vectors, calculator against construct", lambda: proof.prove_calculator(splits, codes)),
        (
            "billed vectors, unit rules against construct",
            lambda: billed.prove_rules(lambda lines: billed.refused_by_rules(lines, book), min(codes, 4)),
        ),
        (f"multisets of 1-{codes} codes, 1-{minutes} minutes", walk),
    )
    for title, work in steps:
        begun = time.perf_counter()
        try:
            proved = work()
        except proof.ProofFailed as error:
            complain(f"{title}: they differ. {error}")
            raise typer.Exit(SOMETHING_FAILED) from None
        took = time.perf_counter() - begun
        say(f"{title}: {proved.cases:,} cases, {proved.billed:,} billed vectors, all agree ({took:.1f} s)")
