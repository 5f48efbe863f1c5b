"""Claims (837P) and payments (835) with made-up names, numbers and words in every place that can hold one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

from tests.privacy.canaries import ROWS, Canaries, bare


def envelope(kind: str, guide: str, number: str, body: list[str]) -> str:
    head = [
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260325*1200*^*00501*000000001*0*T*:",
        f"GS*{kind}*SENDER*RECEIVER*20260325*1200*1*X*{guide}",
        f"ST*{number}*0001" + (f"*{guide}" if number == "837" else ""),
    ]
    return "~\n".join([*head, *body, f"SE*{len(body) + 2}*0001", "GE*1*1", "IEA*1*000000001"]) + "~\n"


def _person(c: Canaries, entity: str, member: str = "") -> str:
    first, last, middle = c.word("names"), c.word("names"), c.word("names")
    return f"NM1*{entity}*1*{last}*{first}*{middle}***{f'MI*{member}' if member else ''}".rstrip("*")


def _home(c: Canaries) -> list[str]:
    return [f"N3*{c.address()}*{c.word('addresses')}", f"N4*{c.word('addresses')}*IL*62701"]


def _contact(c: Canaries) -> str:
    phone = bare(c.phone())
    return f"PER*IC*{c.name()}*TE*{phone}*EM*{c.mail()}*FX*{bare(c.phone())}"


def claims(c: Canaries) -> Iterator[str]:
    yield from (
        "BHT*0019*00*1*20260325*1200*CH",
        "NM1*41*2*CLINIC*****46*CLINIC",
        _contact(c),
        "NM1*40*2*HOUSE*****46*H",
    )
    yield from ("HL*1**20*1", f"NM1*85*1*{c.word('names')}*{c.word('names')}****XX*1999999984", *_home(c))
    yield from (
        f"REF*SY*{bare(c.ssn())}",
        _contact(c),
        f"NM1*87*1*{c.word('names')}*{c.word('names')}",
        *_home(c),
    )
    for at in range(ROWS):
        yield from (f"HL*{2 * at + 2}*1*22*1", f"SBR*P*18*{c.member()}*{c.name()}*****MB")
        yield from (
            _person(c, "IL", c.member()),
            *_home(c),
            f"DMG*D8*{c.born():%Y%m%d}*F",
            f"REF*SY*{bare(c.ssn())}",
        )
        yield from (
            f"REF*Y4*{c.member()}",
            _contact(c),
            "NM1*PR*2*MEDICARE*****PI*00882",
            f"REF*2U*{c.member()}",
        )
        yield from (f"HL*{2 * at + 3}*{2 * at + 2}*23*0", f"PAT*19****D8*{c.born():%Y%m%d}")
        yield from (
            _person(c, "QC"),
            *_home(c),
            f"DMG*D8*{c.born():%Y%m%d}*M",
            f"CLM*{c.member()}*90***11:B:1*Y*A*Y*Y",
        )
        yield from (f"DTP*484*D8*{c.born():%Y%m%d}", f"PWK*OZ*BM***AC*{c.member()}", f"REF*EA*{c.member()}")
        yield from (f"REF*G1*{c.member()}", f"K3*{c.note()}", f"NTE*ADD*{c.note()}", "HI*ABK:M5450")
        yield from (
            f"NM1*82*1*{c.word('names')}*{c.word('names')}****XX*1999999992",
            f"NM1*DN*1*{c.word('names')}",
        )
        yield from (
            f"SBR*S*01*{c.member()}*{c.name()}*****CI",
            "OI***Y***Y",
            _person(c, "IL", c.member()),
            *_home(c),
        )
        yield from ("NM1*PR*2*OTHER PLAN*****PI*999", f"REF*F8*{c.member()}", "LX*1")
        yield from (
            f"SV1*HC:97124:GP::::{c.note()}*90*UN*2***1",
            "DTP*472*D8*20260302",
            f"REF*6R*{c.member()}",
        )
        yield from (f"NTE*TPO*{c.note()}", f"NM1*DK*1*{c.word('names')}", *_home(c), _contact(c))


def payments(c: Canaries) -> Iterator[str]:
    yield from (
        "BPR*I*8280*C*CHK************20260401",
        f"TRN*1*{c.member()}*1999999999*{c.member()}",
        "DTM*405*20260401",
    )
    yield from ("N1*PR*MEDICARE", *_home(c), _contact(c), f"N1*PE*{c.name()}*XX*1999999984", *_home(c))
    yield f"REF*TJ*{bare(c.ssn())}"
    for at in range(ROWS):
        yield from (f"LX*{at + 1}", f"CLP*{c.member()}*1*90*90*0*MB*{c.member()}*11*1", "CAS*CO*45*0")
        yield from (_person(c, "QC", c.member()), _person(c, "IL", c.member()), _person(c, "74", c.member()))
        yield from (f"NM1*82*1*{c.word('names')}*{c.word('names')}****XX*1999999992", f"REF*EA*{c.member()}")
        yield from (
            f"REF*1L*{c.member()}",
            f"REF*SY*{bare(c.ssn())}",
            f"DTM*036*{c.born():%Y%m%d}",
            _contact(c),
        )
        yield from (f"SVC*HC:97124:GP::::{c.note()}*90*90**2*HC:97124:GP::::{c.note()}*2", "DTM*472*20260302")
        yield from (f"REF*6R*{c.member()}", f"REF*0K*{c.member()}", "AMT*B6*90", f"LQ*HE*{c.word('notes')}")
    yield f"PLB*1999999984*20261231*WO:{c.member()}*10*72:{c.name()}*-10"
