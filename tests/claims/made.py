"""Little 837P files, claim by claim, for what the sample clinic does not do."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = (
    "ISA*00*          *00*          *ZZ*UNITWISE       *ZZ*INVENTED       *260401*1200*^*00501*000000001*0*T*:~\n"
    "GS*HC*UNITWISE*INVENTED*20260401*1200*1*X*005010X222A1~\nST*837*0001*005010X222A1~\n"
    "BHT*0019*00*1*20260401*1200*CH~\nHL*1**20*1~\nNM1*85*2*INVENTED CLINIC*****XX*1999999901~\n"
)


@dataclass(frozen=True)
class Made:
    """A claim: its number, patient, lines as "97110 GP 2" (code, modifiers, units), day, and what is special."""

    number: str = "C1"
    patient: str = "P1"
    lines: tuple[str, ...] = ("97110 GP 2",)
    day: str = "20260302"
    frequency: str = "1"
    replaces: str = ""
    order: str = "P"
    filing: str = "MB"
    charge: int = 50

    def text(self, level: int) -> str:
        """The claim's segments, $50 a unit."""
        told = [line.split() for line in self.lines]
        total = sum(int(words[-1]) * self.charge for words in told)
        segments = [
            f"HL*{level}*1*22*0",
            f"SBR*{self.order}*18*******{self.filing}",
            f"NM1*IL*1*PATIENT*INVENTED****MI*{self.patient}",
            "NM1*PR*2*MEDICARE*****PI*00901",
            f"CLM*{self.number}*{total}***11:B:{self.frequency}*Y*A*Y*Y",
            *([f"REF*F8*{self.replaces}"] if self.replaces else []),
            "HI*ABK:M5450",
        ]
        for place, words in enumerate(told, start=1):
            segments += [
                f"LX*{place}",
                f"SV1*HC:{':'.join(words[:-1])}*{int(words[-1]) * self.charge}*UN*{words[-1]}***1",
                f"DTP*472*D8*{self.day}",
            ]
        return "".join(f"{segment}~\n" for segment in segments)


def file_of(*claims: Made, cut: int = 0) -> str:
    """An 837P of these claims; `cut` takes so many characters off its end."""
    body = HEAD + "".join(claim.text(level) for level, claim in enumerate(claims, start=2))
    count = body.count("~") - 2 + 1
    whole = f"{body}SE*{count}*0001~\nGE*1*1~\nIEA*1*000000001~\n"
    return whole if not cut else body[:-cut]
