"""10,000 made-up people's names, numbers and words, planted in files of every kind; and the search for them.

Every canary is unique and of a family that a pattern finds: ``Zq`` and eight small letters (names, streets, notes,
mail), 987-xx-xxxx (social-security numbers), (555) xxx-xxxx (phones), M and nine digits from 777 (members), and days
of the last century (births). Nobody has any of them.
"""

from __future__ import annotations

import io
import random
import re
import string
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import openpyxl
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WANTED = 10_000
ROWS = 92
_FAMILIES = re.compile(
    r"zq[a-z]{8}|m777\d{6}"
    # digits only by themselves: a keyed hash holds runs of them by chance
    r"|(?<![a-z0-9])(?:987-?\d{2}-?\d{4}|\(?555\)?[ -]?\d{3}-?\d{4}|19\d\d-?\d\d-?\d\d|\d\d/\d\d/19\d\d)(?![a-z0-9])"
)
_MARKS = re.compile(r"[^a-z0-9]")


def bare(text: str) -> str:
    """Without case and punctuation, so that 987-00-0001 and 987000001 are the same."""
    return _MARKS.sub("", text.lower())


@dataclass
class Canaries:
    """Makes canaries and remembers each."""

    seed: int = 20_261_125
    planted: set[str] = field(default_factory=set)
    kinds: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.numbers = self.random.sample(range(1, 999_999), 20_000)
        days = [date(1920, 1, 1) + timedelta(days=at) for at in range(29_000)]
        self.days = self.random.sample(days, len(days))

    def _new(self, kind: str, shown: str) -> str:
        assert bare(shown) not in self.planted
        self.planted.add(bare(shown))
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        return shown

    def word(self, kind: str) -> str:
        return self._new(kind, "Zq" + "".join(self.random.choices(string.ascii_lowercase, k=8)))

    def name(self) -> str:
        return f"{self.word('names')} {self.word('names')}"

    def address(self) -> str:
        return f"{self.random.randrange(1, 999)} {self.word('addresses')} Street"

    def note(self) -> str:
        return f"Patient {self.word('notes')} says the knee hurts less, lives with {self.word('notes')} and walks daily"

    def mail(self) -> str:
        return f"{self.word('e-mails')}@example.com"

    def ssn(self) -> str:
        number = self.numbers.pop()
        return self._new("SSNs", f"987-{number // 10_000:02}-{number % 10_000:04}")

    def phone(self) -> str:
        number = self.numbers.pop() + 2_000_000
        return self._new("phones", f"(555) {number // 10_000:03}-{number % 10_000:04}")

    def member(self) -> str:
        return self._new("member ids", f"M777{self.numbers.pop():06}")

    def born(self) -> date:
        day = self.days.pop()
        self._new("birth dates", day.isoformat())
        return day

    def found_in(self, text: str) -> set[str]:
        """The canaries that stand in a text, in any case and with any punctuation."""
        found = set()
        for match in _FAMILIES.findall(text.lower()):
            plain = bare(match)
            if "/" in match:
                month, day, year = match.split("/")
                plain = f"{year}{month}{day}"
            found.add(plain)
        return found & self.planted

    def found_in_bytes(self, data: bytes) -> set[str]:
        """The same in raw bytes: as they stand, and as UTF-16."""
        return set().union(
            *(self.found_in(data.decode(form, "ignore")) for form in ("latin-1", "utf-16-le", "utf-16-be"))
        )


def table(canaries: Canaries, prefix: str) -> dict[str, list[str]]:
    """Service lines with a person's data beside them, under headings that say so and under harmless ones.

    The keys of patients are canaries too, and some cells of ours hold what belongs elsewhere.
    """
    c, rows = canaries, range(ROWS)
    columns: dict[str, list[str]] = {
        "visit_id": [f"{prefix}-{at // 2}" for at in rows],
        "service_date": [f"2026-03-{at // 2 % 28 + 1:02}" for at in rows],
        "payer": ["medicare"] * ROWS,
        "code": ["97110", "97124"] * (ROWS // 2),
        "units": ["2", "1"] * (ROWS // 2),
        "minutes": ["30", "15"] * (ROWS // 2),
        "modifiers": ["GP"] * 60 + ["59"] * (ROWS - 60),
        "patient_id": [f"{c.member()}" for _ in rows],
        "Patient Name": [c.name() for _ in rows],
        "DOB": [c.born().isoformat() for _ in rows],
        "Street Address": [c.address() for _ in rows],
        "Phone": [c.phone() for _ in rows],
        "SSN": [c.ssn() for _ in rows],
        "Member ID": [c.member() for _ in rows],
        "Subscriber": [c.member() for _ in rows],
        "Notes": [c.note() for _ in rows],
        "Who": [c.name() for _ in rows],
        "Arrived": [c.born().strftime("%m/%d/%Y") for _ in rows],
        "Line two": [c.phone() for _ in rows],
        "Reference": [c.ssn() for _ in rows],
        "technique": [c.note() for _ in rows],
    }
    columns["minutes"][10:16] = [c.name(), c.ssn(), c.phone(), c.mail(), c.address(), c.born().isoformat()]
    columns["units"][20:23] = [c.member(), c.name(), c.note()]
    columns["service_date"][30] = c.born().isoformat()
    columns["modifiers"][40] = c.name()
    columns["code"][50] = c.name()
    return columns


def as_csv(path: Path, columns: dict[str, list[str]], canaries: Canaries, separator: str) -> None:
    """A text table, with a row that has too many cells and one whose quotation mark is never closed."""
    text = pl.DataFrame(columns).write_csv(separator=separator)
    text += f"V-900{separator}2026-03-02{separator}{canaries.name()}\n"
    text += f'V-901{separator}2026-03-02{separator}"{canaries.name()}\n{canaries.note()}\n'
    path.write_text(text, "utf-8")


def as_xlsx(path: Path, columns: dict[str, list[str]], canaries: Canaries) -> None:
    """A workbook with a title, a second sheet of people, and its author."""
    book = openpyxl.Workbook()
    book.properties.creator = canaries.name()
    sheet = book.active
    assert sheet is not None
    sheet.append([canaries.name()])
    sheet.append(list(columns))
    for row in zip(*columns.values(), strict=True):
        sheet.append(row)
    book.create_sheet("people").append([canaries.name(), canaries.phone()])
    book.save(path)


_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="lines">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def as_ods(path: Path, columns: dict[str, list[str]]) -> None:
    """An open document of text cells."""
    cells = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    every = [tuple(columns), *zip(*columns.values(), strict=True)]
    rows = "".join(f"<table:table-row>{''.join(map(cells.format, row))}</table:table-row>" for row in every)
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        zipped.writestr("META-INF/manifest.xml", _MANIFEST)
        zipped.writestr("content.xml", _ODS.format(rows=rows))


def as_yaml(path: Path, canaries: Canaries) -> None:
    """Visits with what does not belong there: in unknown keys, in cells, in comments."""
    out = io.StringIO()
    out.write(f"# visits of {canaries.name()}\nvisits:\n")
    for at in range(ROWS):
        out.write(f"- visit_id: Y-{at}\n  service_date: 2026-03-02\n  payer: medicare\n")
        out.write(f"  patient_id: {canaries.member()}\n")
        if at % 2:
            out.write(f"  patient_name: {canaries.name()}\n  dob: '{canaries.born()}'\n")
            out.write(f"  phone: '{canaries.phone()}'\n  note: {canaries.note()}\n")
        wrong = canaries.name() if at % 4 == 0 else "23"
        out.write(f'  lines: [{{code: "97124", units: 2, minutes: "{wrong}"}}]\n')
    path.write_text(out.getvalue(), "utf-8")


def _x12(kind: str, guide: str, number: str, body: list[str]) -> str:
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


def _claims(c: Canaries) -> Iterator[str]:
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


def _payments(c: Canaries) -> Iterator[str]:
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


def plant(folder: Path) -> tuple[Canaries, list[Path]]:
    """Files of every kind with canaries all through; their names are names of people too."""
    c = Canaries()
    paths = [
        folder / f"{c.name()}.{ending}"
        for ending in ("csv", "tsv", "xlsx", "ods", "parquet", "837", "835", "yaml")
    ]
    as_csv(paths[0], table(c, "A"), c, ",")
    as_csv(paths[1], table(c, "B"), c, "\t")
    as_xlsx(paths[2], table(c, "C"), c)
    as_ods(paths[3], table(c, "D"))
    pl.DataFrame(table(c, "E")).write_parquet(paths[4])
    paths[5].write_text(_x12("HC", "005010X222A1", "837", list(_claims(c))), "ascii")
    paths[6].write_text(_x12("HP", "005010X221A1", "835", list(_payments(c))), "ascii")
    as_yaml(paths[7], c)
    return c, paths
