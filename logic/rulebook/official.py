"""Load what CMS publishes into a practice's own folder, as dated editions that a person can read.

A new edition closes the older one by its date. Nothing is replaced without being asked to.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from logic.rulebook.icd import own_edition
from logic.rulebook.official_editions import Counts, LoadReport, head, quoted, write
from logic.rulebook.official_files import CODE, OfficialFileError, Part, Table, parts, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from logic.rulebook.base import Setting
    from logic.rulebook.book import RuleBook
    from logic.rulebook.editions import LimitEdition, PairEdition

NCCI_COLUMNS = {
    "Column 1": r"column\s*1\b",
    "Column 2": r"column\s*2\b",
    "Effective Date": "effective",
    "Deletion Date": "deletion",
    "Modifier": "modifier",
}
MUE_HEADINGS = {
    "practitioner": r"practitioner.*mue val",
    "outpatient_hospital": r"outpatient hospital.*mue val",
}
ORDER_LINE = re.compile(r"\d{5} ([A-Z0-9]{3,7}) +([01]) \S.*")
NO_DATE = {"", "*"}


def load_ncci(
    path: Path | Sequence[Path],
    setting: Setting,
    edition: date,
    home: Path,
    book: RuleBook,
    *,
    replace: bool = False,
) -> LoadReport:
    """Load a CMS quarterly pair-edit table (all its parts: files, a folder, zips) for one setting.

    Keeps the edits between two codes of the rule book with CMS's own days. Raises OfficialFileError for a
    file that is not such a table, or an edition not newer than the last one unless `replace`.
    """
    _refuse_old(book.pair_editions, "pair edits", setting, edition, replace=replace)
    counts = Counts()
    first = last = ""
    edits: list[str] = []
    given = parts(_paths(path))
    for part in given:
        for row in _data(part, table(part, NCCI_COLUMNS, "a CMS pair-edit table"), counts):
            first, last = min(first or row[0], row[0]), max(last, row[0])
            if row[0] not in book.codes or row[1] not in book.codes:
                counts.outside += 1
            elif edit := _edit(row, setting, edition, part, counts):
                edits.append(edit)
    if not edits:
        raise OfficialFileError("The file holds no pair edit in force between two codes of the rule book.")
    family = sorted(code for code in book.codes if first <= code <= last)
    warnings = _missing_parts(given)
    if beyond := sorted(code for code in book.codes if not first <= code <= last):
        told = f"column 1 runs from {first} to {last}; edits of {', '.join(beyond)} stay unknown"
        warnings.append(f"{told} (CMS publishes the table in several files: load them together)")
    lines = [
        *head("ncci", setting, edition, given),
        f"family: [{', '.join(map(quoted, family))}]",
        "dated:",
        *sorted(set(edits)),
    ]
    target = home / "content" / "pair_edits" / f"ncci-{setting.replace('_', '-')}-{edition}.yaml"
    counts.kept = len(set(edits))
    return write(target, lines, edition, counts, warnings)


def load_mue(
    path: Path | Sequence[Path],
    setting: Setting,
    edition: date,
    home: Path,
    book: RuleBook,
    *,
    replace: bool = False,
) -> LoadReport:
    """Load a CMS quarterly unit-limit table for one setting; raises OfficialFileError as `load_ncci` does."""
    _refuse_old(book.limit_editions, "unit limits", setting, edition, replace=replace)
    wanted = {"HCPCS/CPT Code": r"hcpcs|cpt code", "MUE Values": MUE_HEADINGS[setting], "MAI": "adjudication"}
    what = f"a CMS unit-limit table for {setting.replace('_', ' ')}s"
    counts = Counts()
    limits: dict[str, str] = {}
    given = parts(_paths(path))
    for part in given:
        for code, value, mai in _data(part, table(part, wanted, what), counts):
            if code not in book.codes:
                counts.outside += 1
            elif value.isdecimal() and mai[:1] in {"1", "2", "3"}:
                limits[code] = f"  {quoted(code)}: {{{setting}: {int(value)}, mai: {mai[:1]}}}"
            else:
                counts.unreadable.append(f"{part.name}: {code} {value!r} {mai!r}")
    if not limits:
        raise OfficialFileError("The file holds no unit limit of a code of the rule book.")
    lines = [
        *head("mue", setting, edition, given),
        "limits:",
        *(limits[code] for code in sorted(limits)),
    ]
    target = home / "content" / "unit_limits" / f"mue-{setting.replace('_', '-')}-{edition}.yaml"
    counts.kept = len(limits)
    return write(target, lines, edition, counts)


def load_icd_order(
    path: Path, valid_from: date, valid_to: date, home: Path, *, replace: bool = False
) -> LoadReport:
    """Load a CMS ICD-10-CM order file; only codes and the billable flag are kept.

    Raises OfficialFileError for another file, or days that a loaded list covers already unless `replace`.
    """
    if valid_to < valid_from:
        raise OfficialFileError(f"The last day {valid_to} is before the first day {valid_from}.")
    folder = home / "content" / "icd"
    target = folder / f"icd10cm-{valid_from}.txt"
    for other in sorted(folder.glob("*.txt")):
        held = own_edition(other)
        if held.from_ <= valid_to and valid_from <= held.to and not (replace and other == target):
            hint = "say --replace to replace it" if other == target else "remove that file first"
            raise OfficialFileError(f"{other.name} covers {held.from_} to {held.to} already; {hint}.")
    counts = Counts()
    codes: list[str] = []
    for part in parts([path]):
        if "addenda" in part.name.lower():
            continue  # the zip holds the changes beside the list
        for cells in part.rows():
            line = ",".join(cells)  # a description may hold commas
            counts.rows += bool(line)
            if match := ORDER_LINE.fullmatch(line):
                codes.append(f"{match[1]} {match[2]}")
            elif line:
                counts.unreadable.append(f"{part.name}: {line[:60]!r}")
    if not codes or len(counts.unreadable) > len(codes) // 100:
        wanted = "number, code, 0 or 1, description in fixed columns"
        raise OfficialFileError(f"{path.name} is not a CMS ICD-10-CM order file ({wanted}).")
    lines = [f"# ICD-10-CM, valid {valid_from} to {valid_to}", *codes]
    counts.kept = len(codes)
    return write(target, lines, valid_from, counts)


def _paths(path: Path | Sequence[Path]) -> Sequence[Path]:
    return path if isinstance(path, list | tuple) else [path]  # type: ignore[list-item]


def _data(part: Part, found: Table, counts: Counts) -> Iterator[list[str]]:
    """The wanted cells of each row of data, in the order wanted; a blank row ends nothing."""
    at = list(found.columns.values())
    width = max(at) + 1
    for row in found.rows:
        if not any(row):
            continue
        counts.rows += 1
        cells = [*row, *[""] * (width - len(row))]
        cells[0] = (
            cells[0].zfill(5) if cells[0].isdecimal() else cells[0]
        )  # a spreadsheet drops leading zeros
        if CODE.fullmatch(cells[0]):
            yield [cells[column] for column in at]
        else:
            counts.unreadable.append(f"{part.name}: {', '.join(row)[:60]!r}")


def _edit(row: list[str], setting: Setting, edition: date, part: Part, counts: Counts) -> str | None:
    """One edit as a line of YAML; None if it is not in force from the edition on."""
    column1, column2, effective, deletion, indicator = row
    try:
        begins, ends = _day(effective), _day(deletion)
    except ValueError:
        counts.unreadable.append(f"{part.name}: {', '.join(row)}")
        return None
    if indicator not in {"0", "1", "9"}:
        counts.unreadable.append(f"{part.name}: {', '.join(row)}")
    elif ends is not None and ends < edition:
        counts.ended += 1
    elif indicator == "9":
        counts.not_applicable += 1
    else:
        pair = f"column1: {quoted(column1)}, column2: {quoted(column2)}, indicator: {quoted(indicator)}"
        days = f"from: {begins or 'null'}, to: {ends or 'null'}"
        return f"  - {{setting: {setting}, {pair}, {days}}}"
    return None


def _day(text: str) -> date | None:
    """CMS writes 20240101, and * for none."""
    return None if text in NO_DATE else date.fromisoformat(text.replace("-", "")[:8])


def _refuse_old(
    editions: Iterable[PairEdition | LimitEdition], what: str, setting: Setting, day: date, *, replace: bool
) -> None:
    held = [one.from_ for one in editions if setting in one.settings and one.table != "own"]
    if held and day <= max(held) and not replace:
        raise OfficialFileError(
            f"The rule book has {what} of {max(held)} for this setting; an edition of {day} is not newer. "
            "Say --replace if you mean it."
        )


def _missing_parts(given: Sequence[Part]) -> list[str]:
    """CMS names the parts of one table …f1, …f2 and so on."""
    numbers = {int(found[1]) for part in given if (found := re.search(r"f(\d)\.\w+$", part.name.lower()))}
    missing = sorted(set(range(1, max(numbers, default=0) + 1)) - numbers)
    return [f"part f{number} of the table was not given" for number in missing]
