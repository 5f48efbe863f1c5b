"""Broken tables: each with what must be said of it and which visits must still be checked."""

from __future__ import annotations

import datetime as dt

from table_makers import (
    DATE_FIX,
    GOOD,
    HEAD,
    MINUTES_FIX,
    TABLES,
    UNITS_FIX,
    Broken,
    Said,
    archive,
    encrypted_workbook,
    incomplete,
    parquet,
    row,
    rows,
    sheet,
    text,
)

PAYER_FIX = (
    "Did you mean medicare? Payers: bcbsnd, commercial, hns, medicare, medicare-advantage, uhc-commercial, unknown, "
    "wa-lni, workers-comp."
)
NOT_KNOWN = "This payer is not in the rule book; it is checked as payer unknown."
EXPORT_ROWS = "Export it again; the first row names the columns."
FORMULA = "The cell holds a formula or command, not a value."
GIVE_CELLS = "Give each column a cell; an empty one where nothing is known."
LOCKED = ("The workbook is protected by a password.", "Save it without a password.")
DAMAGED = (
    "The workbook cannot be opened; it is damaged or not a workbook.",
    "Open it in a spreadsheet program and save it again.",
)
NOT_A_ZIP = "invalid Zip archive: Could not find EOCD"
TWO: Said = (3, "units", "two", "units must be a number.", UNITS_FIX)
X_UNITS: Said = (3, "units", "x", "units must be a number.", UNITS_FIX)
HEADINGS = HEAD.split(",")
GOOD_CELLS = ("G1", dt.date(2026, 3, 2), "medicare", "pt", 97124, 23, 2, "GP", "M54.50")


def add_column(name: str, others: str) -> str:
    return f"Add a column named {name} (also understood: {others}); the first row must name the columns."


def whole(wrong: str, fix: str, value: str | None = None) -> tuple[Said, ...]:
    """One problem of the whole file."""
    return ((None, None, value, wrong, fix),)


def cell(column: str, value: str, wrong: str, fix: str, at: int = 3) -> tuple[Said, ...]:
    """One problem of one cell."""
    return ((at, column, value, wrong, fix),)


def one(column: str, value: str, wrong: str, fix: str, title: str) -> Broken:
    """A CSV with one bad cell in its third row; the good row before it is still checked."""
    shown = value if len(value) <= 80 else value[:77] + "..."
    return Broken(title, "lines.csv", rows(row(**{column: value})), cell(column, shown, wrong, fix), ("G1",))


FILES = (
    Broken("empty", "a.csv", text(""), whole("The file is empty.", EXPORT_ROWS)),
    Broken("blank lines only", "a.csv", text("\n\n  \n"), whole("The file is empty.", EXPORT_ROWS)),
    Broken(
        "header only", "a.csv", text(HEAD),
        ((2, None, None, "The file has headings and no rows under them.", "Export the rows as well."),),
    ),
    Broken(
        "neither UTF-8 nor Windows-1252", "a.csv", lambda: rows()() + b"B1,\x81\x8d\n",
        whole("The text is neither UTF-8 nor Windows-1252.", "Save it as UTF-8 (CSV UTF-8 in a spreadsheet program)."),
    ),
    Broken("a PNG named .csv", "a.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99),
           whole("This is a PNG picture, not a table.", TABLES)),
    Broken("a PDF named .csv", "a.csv", text("%PDF-1.7\n"), whole("This is a PDF, not a table.", TABLES)),
    Broken("gzip", "a.csv", lambda: b"\x1f\x8b\x08abc", whole("This is a gzip archive, not a table.", TABLES)),
    Broken("a control character in the headings", "a.csv", text("\0" + HEAD + "\n" + GOOD),
           whole("This is not a text table: its first line holds control characters.", TABLES)),
    Broken("HTML named .xls", "a.xls", text("<html><table><tr><td>visit_id</td></tr></table></html>\n"),
           ((1, None, None, "The first row names none of the columns.",
             "Put a row of headings first; needed are visit_id, service_date, code, units."),)),
    Broken("no headings", "a.csv", text(GOOD + "\n" + GOOD + "\n"),
           ((1, None, None, "The first row names none of the columns.",
             "Put a row of headings first; needed are visit_id, service_date, code, units."),)),
    Broken(
        "missing columns", "a.csv", text("visit_id,service_date,minutes\nA,2026-03-02,3\n"),
        (
            (1, "code", "visit_id, service_date, minutes", "There is no column code.",
             add_column("code", "cpt, cpt code, cpt hcpcs")),
            (1, "units", "visit_id, service_date, minutes", "There is no column units.",
             add_column("units", "unit, qty, quantity")),
        ),
    ),
    Broken("a column twice", "a.csv", rows(row() + ",3", head=HEAD + ",Units"),
           ((1, "units", "units, Units", 'More than one column means units: "units", "Units".',
             "Keep one of them and name it units."),)),
    Broken("two names of one column", "a.csv",
           text("visit_id,dos,CPT,procedure code,units\nA,2026-03-02,97124,97124,1\n"),
           ((1, "code", "CPT, procedure code", 'More than one column means code: "CPT", "procedure code".',
             "Keep one of them and name it code."),)),
    Broken("a ZIP archive", "a.xlsx", archive("a.csv"),
           whole("The file is a ZIP archive, not a table.", f"Unpack it first. {TABLES}")),
    Broken("a truncated XLSX", "a.xlsx", lambda: sheet(HEADINGS, GOOD_CELLS)()[:3000], whole(*DAMAGED, NOT_A_ZIP)),
    Broken("garbage named XLSX", "a.xlsx", lambda: b"PK\x03\x04garbage", whole(*DAMAGED, NOT_A_ZIP)),
    Broken("a ZIP with a password", "a.xlsx", sheet(HEADINGS, GOOD_CELLS, password=True), whole(*LOCKED)),
    Broken("an encrypted workbook", "a.xlsx", encrypted_workbook, whole(*LOCKED)),
    Broken("an empty worksheet", "a.xlsx", sheet(),
           whole("The workbook has no cells with text.", EXPORT_ROWS)),
    Broken("a truncated Parquet file", "a.parquet", lambda: parquet()()[:500],
           whole("The Parquet file is damaged or cut short.", "Write it again.",
                 "Parquet magic bytes not found in footer. Either the file is corrupted or this...")),
)  # fmt: skip

ENCODINGS = (
    Broken("Windows-1252", "a.csv", lambda: rows(row(payer="medicaré"))().decode().encode("cp1252"),
           cell("payer", "medicaré", NOT_KNOWN, PAYER_FIX), ("G1", "B1")),
    Broken("UTF-16 with its mark", "a.csv", lambda: rows(row(units="two"))().decode().encode("utf-16"), (TWO,),
           ("G1",)),
    Broken("UTF-16 without a mark", "a.csv", lambda: rows(row(units="two"))().decode().encode("utf-16-le"), (TWO,),
           ("G1",)),
    Broken("a byte-order mark", "a.csv", lambda: b"\xef\xbb\xbf" + rows(row(units="two"))(), (TWO,), ("G1",)),
    Broken("a mark before a quoted heading", "a.csv",
           lambda: b"\xef\xbb\xbf" + rows(row(units="two"))().replace(b"visit_id", b'"visit_id"', 1), (TWO,), ("G1",)),
    Broken("semicolons", "a.csv", lambda: rows(row(units="two"))().replace(b",", b";"), (TWO,), ("G1",)),
    Broken("tabs", "a.tsv", lambda: rows(row(units="two"))().replace(b",", b"\t"), (TWO,), ("G1",)),
    Broken("bars", "a.txt", lambda: rows(row(units="two"))().replace(b",", b"|"), (TWO,), ("G1",)),
    Broken("a line sep=;", "a.csv", lambda: b"sep=;\r\n" + rows(row(units="two"))().replace(b",", b";"),
           ((4, *TWO[1:]),), ("G1",)),
    Broken("mixed line ends", "a.csv",
           text(f"{HEAD}\r\n{GOOD}\n{row(units='x')}\r{GOOD.replace('G1', 'G2')}"),
           (X_UNITS,), ("G1", "G2")),
    Broken("no newline at the end", "a.csv", lambda: rows(row(units="x"))().rstrip(), (X_UNITS,), ("G1",)),
    Broken("blank rows between", "a.csv", rows("", ",,,,,,,,", row(units="x")), ((5, *X_UNITS[1:]),), ("G1",)),
)  # fmt: skip

ROWS = (
    Broken("a quotation mark that is never closed", "a.csv",
           rows('B1,2026-03-02,"medicare,pt,97124,23,2,GP,M54.50', row(), row()),
           ((3, None, None,
             "A quotation mark is opened and never closed; it swallowed 2 more lines of text.",
             "Close the quotation mark or remove it."),), ("G1",)),
    Broken("a newline inside a cell", "a.csv", rows(row(payer='"medi\ncare"'), row(visit_id="B2", units="x")),
           ((3, "payer", "medi care", NOT_KNOWN, PAYER_FIX), (4, *X_UNITS[1:])), ("G1", "B1")),
    Broken("fewer cells", "a.csv", rows("B1,2026-03-02,medicare"),
           ((3, None, None, "The row has 3 cells; the first row names 9 columns.", GIVE_CELLS),),
           ("G1",)),
    Broken("more cells, and another row of that visit", "a.csv",
           rows("B1,2026-03-02,medicare,pt,97124,23,2,GP,59,M54.50", row(code="97140")),
           ((3, None, None,
             "The row has 10 cells; the first row names 9 columns.",
             "Put text that holds a delimiter in quotation marks, and give each column a cell."),
            incomplete(3, "row 4")), ("G1", "B1")),
    Broken("a bad cell, and other rows of that visit", "a.csv",
           rows(row(code="97140"), row(units="1e3"), row(code="97110"), row(visit_id="G2")),
           ((4, "units", "1e3", "1e3 is scientific notation for 1,000.", UNITS_FIX), incomplete(4, "rows 3, 5")),
           ("G1", "B1", "G2")),
    Broken("an unknown payer on two rows", "a.csv", rows(row(payer="Medicre"), row(payer="Medicre", code="97140")),
           ((3, "payer", "Medicre", f"{NOT_KNOWN} 2 rows name it.", PAYER_FIX),), ("G1", "B1")),
)  # fmt: skip

CELLS = (
    one("units", "1e3", "1e3 is scientific notation for 1,000.", UNITS_FIX, "1e3 units"),
    one("units", "1000", "1,000 is more than units can be (at most 999).",
        "Write the true number; for example 1.", "1000 units"),
    one("units", "1.5", "units must be a whole number.", UNITS_FIX, "one and a half units"),
    one("units", "", "units is empty.",
        "Write the billed units; 0 for a service that was documented and not billed.", "no units"),
    one("units", "=1+1", FORMULA, "Write the value itself; for example 1.", "a formula as units"),
    one("units", "9" * 60, "units must be a whole number.", UNITS_FIX, "sixty digits"),
    one("minutes", "fifteen", "minutes must be a number.", MINUTES_FIX, "minutes in words"),
    one("minutes", "15.5", "minutes must be a whole number.", MINUTES_FIX, "half minutes"),
    one("minutes", "=cmd|'/c calc'!A1", FORMULA, "Write the value itself; for example 23.", "a command as minutes"),
    one("minutes", "#DIV/0!", "minutes must be a number.", MINUTES_FIX, "a spreadsheet's error"),
    one("modifiers", "@SUM(1)", FORMULA, "Write the value itself; for example GP 59.", "a formula as modifiers"),
    one("service_date", "1026-03-02", "The year 1026 is not between 2000 and 2100.", DATE_FIX, "year 1026"),
    one("service_date", "2026-02-30", "February 2026 has no day 30.", DATE_FIX, "30 February"),
    one("service_date", "13/02/2026", "There is no month 13; dates with slashes are read month/day/year.", DATE_FIX,
        "day before month"),
    one("service_date", "02.03.2026", "service_date is not a date.", DATE_FIX, "a date with dots"),
    one("service_date", "99999", "As a spreadsheet's day number this is 2173-10-13: year 2173.", DATE_FIX,
        "a day number too high"),
    one("service_date", "tomorrow", "service_date is not a date.", DATE_FIX, "a word as a date"),
    one("code", "1996", "A procedure code has five characters, this has 4; perhaps a zero in front was lost.",
        "Write all five characters, as text.", "a code that lost its zero"),
    one("code", "97140-59", "The cell holds a code and modifiers.",
        "Write 97140 in the column code and 59 in the column modifiers.", "code and modifier in one cell"),
    one("code", "97140 97124", "This is no five-character procedure code.",
        "Write one code in the cell; for example 97124.", "two codes in one cell"),
    one("discipline", "massage", "discipline is not one of its values.", "Write one of: pt, ot, slp.",
        "an unknown discipline"),
    one("visit_id", "x" * 500, "visit_id has 500 characters; more than 200.",
        "Shorten it; if several rows ran together, look for a quotation mark that is never closed.", "a long visit_id"),
    one("visit_id", "", "visit_id is empty.", "Write it in; for example V-1001.", "no visit_id"),
)  # fmt: skip

TYPED = (
    Broken("a NUL byte in a cell", "a.csv", rows(row(units="\x002")),
           cell("units", " 2", "The cell holds a control character (number 0); the file is damaged there.",
                "Export the file again, or type the cell anew."), ("G1",)),
    Broken(
        "a workbook with a bad row", "a.xlsx",
        sheet(HEADINGS, GOOD_CELLS, ("B1", *GOOD_CELLS[1:4], 97124.5, 15.5, "two", *GOOD_CELLS[7:])),
        (
            (3, "code", "97124.5", "This is no five-character procedure code.",
             "Write one code in the cell; for example 97124."),
            (3, "units", "two", "units must be a number.", UNITS_FIX),
            (3, "minutes", "15.5", "minutes must be a whole number.", MINUTES_FIX),
        ),
        ("G1",),
    ),
    Broken("a formula that was never calculated", "a.xlsx",
           sheet(HEADINGS, GOOD_CELLS, ("B1", *GOOD_CELLS[1:6], ("=1+1", ""), *GOOD_CELLS[7:])),
           cell("units", "", "units is empty.",
                "Write the billed units; 0 for a service that was documented and not billed."), ("G1",)),
    Broken("numbers out of range in Parquet", "a.parquet", parquet(minutes=[23, -2_000_000], units=[2.0, 1.5]),
           ((2, "units", "1.5", "units must be a whole number.", UNITS_FIX),
            (2, "minutes", "-2000000", "-2,000,000 is more than minutes can be (at most 99,999).",
             "Write the true number; for example 23.")), ("G1",)),
    Broken("year 1026 in Parquet", "a.parquet", parquet(service_date=[dt.date(2026, 3, 2), dt.date(1026, 3, 2)]),
           cell("service_date", "1026-03-02", "The year 1026 is not between 2000 and 2100.", DATE_FIX, 2), ("G1",)),
    Broken("an empty required cell in Parquet", "a.parquet", parquet(code=["97124", None]),
           cell("code", "", "code is empty.", "Write it in; for example 97124.", 2), ("G1",)),
    Broken("bytes for codes in Parquet", "a.parquet", parquet(code=[b"97124", b"\xff"]),
           tuple((at, "code", "<Binary>", "This is no five-character procedure code.",
                  "Write one code in the cell; for example 97124.") for at in (1, 2))),
)  # fmt: skip

EVERY = (*FILES, *ENCODINGS, *ROWS, *CELLS, *TYPED)
