"""Files of every kind with canaries all through."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

from tests.privacy.canaries import ROWS, Canaries
from tests.privacy.canary_claims import claims, envelope, payments


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
    paths[5].write_text(envelope("HC", "005010X222A1", "837", list(claims(c))), "ascii")
    paths[6].write_text(envelope("HP", "005010X221A1", "835", list(payments(c))), "ascii")
    as_yaml(paths[7], c)
    return c, paths
