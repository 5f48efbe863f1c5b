"""Small 837P and 835 files made for the tests: nobody's data."""

from __future__ import annotations

import io
from collections.abc import Iterable

import polars as pl

from logic.intake.x12.read import X12File

KEY = b"k" * 32
ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260101*1200*^*00501*000000001*0*P*:"

CLAIM = """NM1*85*2*OAK HILL REHAB*****XX*1999999919
HL*2*1*22*0
SBR*P*18*GRP1******MB
NM1*IL*1*DOE*JANE****MI*MEM1
DMG*D8*19600501*F
NM1*PR*2*MEDICARE*****PI*00123
CLM*C-1*150***11:B:1*Y*A*Y*Y
REF*G1*AUTH1
HI*ABK:M5450*ABF:R262
NM1*82*1*JONES*BOB****XX*1999999943
LX*1
SV1*HC:97124:GP*90*UN*2***1:2
DTP*472*D8*20260302
REF*6R*C-1-1
LX*2
SV1*HC:97530:GP:59*60*UN*1***1
DTP*472*D8*20260302
REF*6R*C-1-2"""

PAYMENT = """BPR*I*70*C*CHK************20260320
TRN*1*CHK1*1512345678
DTM*405*20260319
N1*PR*MEDICARE
N1*PE*OAK HILL REHAB*XX*1999999919
LX*1
CLP*C-1*1*150*80*10*MB*ICN1*11*1
NM1*QC*1*DOE*JANE****MI*MEM1
NM1*82*1*JONES*BOB****XX*1999999943
SVC*HC:97124:GP*90*80**2
DTM*472*20260302
CAS*PR*2*10
REF*6R*C-1-1
AMT*B6*90
SVC*HC:97530:GP:59*60*0**1
DTM*472*20260302
CAS*CO*97*60
REF*6R*C-1-2
LQ*HE*M80
PLB*1999999919*20261231*WO:REF9*10"""


def file(*transactions: str, kind: str = "837", separators: str = "*:~", breaks: str = "") -> bytes:
    """A whole interchange with one group; bodies are segments a line."""
    element, component, segment = separators
    guide = {"837": "005010X222A1", "835": "005010X221A1"}[kind]
    lines = [ISA, f"GS*{'HC' if kind == '837' else 'HP'}*S*R*20260101*1200*1*X*{guide}"]
    for number, body in enumerate(transactions, start=1):
        inside = [f"ST*{kind}*{number:04d}*{guide}"]
        if kind == "837":
            inside += ["BHT*0019*00*1*20260305*1200*CH", "HL*1**20*1"]
        inside += body.splitlines()
        lines += [*inside, f"SE*{len(inside) + 1}*{number:04d}"]
    lines += [f"GE*{len(transactions)}*1", "IEA*1*000000001"]
    text = "\n".join(lines).replace("*", "\1").replace(":", "\2")
    text = text.replace("\1", element).replace("\2", component)
    return (segment + breaks).join([*text.split("\n"), ""]).encode()


def read(data: bytes, most: int = 100_000) -> tuple[dict[str, pl.DataFrame], X12File]:
    """All batches of a file, one frame a kind, and the reader."""
    reader = X12File(io.BytesIO(data), KEY, lines_per_batch=most)
    return together(reader), reader


def together(batches: Iterable[dict[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    found: dict[str, list[pl.DataFrame]] = {}
    for batch in batches:
        for kind, frame in batch.items():
            found.setdefault(kind, []).append(frame)
    return {kind: pl.concat(frames) for kind, frames in found.items()}
