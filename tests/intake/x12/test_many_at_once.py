"""Claims read many at once are read as one by one: the same rows in the same batches, the same problems and counts."""

from __future__ import annotations

import io
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from x12_files import CLAIM, KEY, file

from logic.intake.x12 import kinds
from logic.intake.x12.read import X12File
from logic.intake.x12.usual import Stretch

PERSON = CLAIM.split("\n", 1)[1]  # from its HL on: the billing provider is told once above
USUAL = (
    PERSON,
    PERSON.replace("MEM1", "MEM2").replace("C-1", "C-2").replace("*MB", "*CI"),
    (
        "HL*3*2*23*0\nNM1*QC*1*DOE*JIM****MI*DEP1\nCLM*C-3*90***12:B:7*Y*A*Y*Y\nREF*F8*ICN9\nHI*BK:M545*BF:R26\n"
        "DTP*472*RD8*20260302-20260304\nLX*1\nSV1*HC:97140*90*UN*1*12**1\nNM1*82*1*LEE*AN****XX*1999999927"
    ),
    "HL*1**20*1\nNM1*85*2*OTHER REHAB*****XX*1999999901\nHL*2*1*22*0\nSBR*P*18\nNM1*PR*1*SMITH",
    # A claim beside another payer's words, and two claims of one person.
    (
        "HL*4*1*22*0\nSBR*S*18*******MC\nNM1*IL*1*DOE*A****MI*MEM4\nCLM*C-4*10***11:B:1\nSBR*P*18*******MB\n"
        "REF*F8*ICN4\nREF*G1*A\nNM1*IL*1*DOE*B****MI*MEM5\nNM1*82*1*NO*ONE****XX*1999999919\nLX*1\n"
        "SV1*HC:97110:GP*10*UN*1***1\nDTP*472*D8*20260303\nDTP*431*D8*20260101\nREF*6R*\nREF*G1*B\n"
        "SVD*1*5\nCLM*C-5*10***11:B:8\nLX*1\nSV1*HC:97110:GP*10*UN*1***1\nDTP*472*D8*20260303"
    ),
)
PIECES = st.sampled_from(
    (
        *("HL*9*1*22*0", "HL*9*1*23*0", "HL*9*1*20*1", "HL", "SBR*P*18*******MB", "SBR*S*18", "LX*9", "LX"),
        *("CLM*X*10***11:B:1", "CLM**10***11:B:1", "CLM*X*-1*", "CLM*X*150***11:B:1", "CLM"),
        *(
            "SV1*HC:97140:GP:59*62*UN*1***1:2",
            "SV1*HC:97110*62*MJ*15",
            "SV1*HC*9*UN*x",
            "SV1",
            "SV1*HC>9*1*UN*1",
        ),
        *(
            "DTP*472*D8*20260304",
            "DTP*472*RD8*20260304-",
            "DTP*472*D8*2026",
            "DTP*472",
            "DTP*434*D8*20260304",
        ),
        *("REF*6R*z", "REF*6R", "REF*F8*y", "REF*F8", "REF*G1*x", "HI*ABK:R262", "HI*XX:1*BF:A1", "HI"),
        *("NM1*82*1*A*B****XX*1999999919", "NM1*82*1*A*B****XX*19", "NM1*82", "NM1*85*2*A*****XX*1999999992"),
        *(
            "NM1*IL*1*A*B****MI*M7",
            "NM1*IL",
            "NM1*QC*1*A*B****MI*M8",
            "NM1*PR*1*LISA",
            "NM1*PR*2*AETNA*****PI*6",
        ),
        *("BHT*0019*00*1*20260404*1200*CH", "SV2*0420*HC:97110*10*UN*1", "SV3*AD:D0120*10", "PRV*PE", ""),
        *("SE*9*0001", "ST*837*0009*005010X222A1", "ST*837*0009*005010X223", "GE*1*1", "IEA*1*1"),
    )
)
CHANGES = st.tuples(st.sampled_from(("put", "replace", "drop")), st.integers(0, 400), PIECES)
BODIES = st.tuples(st.lists(st.sampled_from(USUAL), min_size=1, max_size=9), st.lists(CHANGES, max_size=6))


def changed(persons: list[str], changes: list[tuple[str, int, str]]) -> str:
    segments = "\n".join(persons).split("\n")
    for kind, place, piece in changes:
        at = place % len(segments)
        segments[at : at + (kind != "put")] = [] if kind == "drop" and len(segments) > 1 else [piece]
    return "\n".join(segments)


def told(data: bytes, least: int, most: int) -> tuple[list[dict[str, pl.DataFrame]], X12File, int]:
    """The batches that hold something, the reader, and how many stretches were taken at once."""
    with (
        patch.object(kinds, "LEAST", least),
        patch.object(Stretch, "take", autospec=True, side_effect=Stretch.take) as take,
    ):
        reader = X12File(io.BytesIO(data), KEY, lines_per_batch=most)
        batches = [batch for batch in reader if batch]
    return batches, reader, take.call_count


def same(data: bytes, most: int) -> int:
    """Read in both ways and compare; how many stretches were taken at once."""
    (one, single, none), (other, many, count) = told(data, 1 << 30, most), told(data, 0, most)
    assert not none
    assert len(one) == len(other)
    for batch, beside in zip(one, other, strict=True):
        assert batch.keys() == beside.keys()
        assert all(frame.equals(beside[kind]) for kind, frame in batch.items())
    assert single.problems == many.problems
    assert single.counts == many.counts
    return count


@settings(max_examples=100, deadline=None)
@given(BODIES, st.lists(BODIES, max_size=1), st.sampled_from((1, 4, 1000)), st.sampled_from(("*:~", "|>!")))
@example(([*USUAL, *USUAL], []), [], 1000, "*:~")
@example(([*USUAL, *USUAL], [("put", 40, "SV1*HC>9*1*UN*1")]), [], 1000, "*:~")
def test_what_is_read_does_not_depend_on_how_many_are_read_at_once(
    body: tuple[list[str], list[tuple[str, int, str]]],
    more: list[tuple[list[str], list[tuple[str, int, str]]]],
    most: int,
    separators: str,
) -> None:
    same(file(*(changed(*each) for each in (body, *more)), separators=separators), most)


@pytest.mark.parametrize("most", [1, 50, 100_000])
def test_usual_claims_are_read_many_at_once(most: int) -> None:
    assert same(file(*["\n".join([CLAIM, *USUAL * 40])] * 2), most) == 2


def test_an_unusual_claim_leaves_those_beside_it_to_be_read_at_once() -> None:
    wrong = PERSON.replace("CLM*C-1*150", "CLM*C-9*151")
    data = file("\n".join([CLAIM, *[PERSON] * 30, wrong, *[PERSON] * 30]))

    assert same(data, 100_000) == 2
    _, reader, _ = told(data, 0, 100_000)
    assert [problem.wrong for problem in reader.problems] == [
        "The lines add up to $150.00, the claim says $151.00."
    ]


def test_a_file_of_ordinary_length_is_read_many_at_once() -> None:
    _, reader, count = told(file("\n".join([CLAIM, *[PERSON] * 5000])), kinds.LEAST, 100_000)

    assert reader.counts.claims == 5001
    assert count >= 2
