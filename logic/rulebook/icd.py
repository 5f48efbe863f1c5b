"""Whether a diagnosis code is billable on a day, from dated ICD-10-CM lists.

The list that is shipped inside the package simple-icd-10-cm is read as text, at first use; the package itself
is never imported, because it parses 10 MB of XML. A practice's own order files come first for their days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from logic.rulebook.models import RetiredDiagnosis

IcdStatus = Literal["billable", "not billable", "unknown"]
ICD10_BEGINS = date(2015, 10, 1)
PACKAGE = "simple_icd_10_cm"
# A release that we have not looked at is not guessed: its name must stand here with its days.
RELEASES = {"code-list-April-2026.txt": ("FY2026, April release", date(2025, 10, 1), date(2026, 9, 30))}
APRIL_NOTE = (
    "The April 2026 release was read. A code that was new on 2026-04-01 counts as billable from 2025-10-01: "
    "to confirm."
)


@dataclass(frozen=True, slots=True)
class IcdEdition:
    """A list of diagnosis codes and the days that it covers, both included."""

    edition: str
    from_: date
    to: date
    file: Path
    own: bool = False
    to_confirm: bool = False
    note: str = ""

    def holds(self, on: date) -> bool:
        """Whether the list covers that day."""
        return self.from_ <= on <= self.to

    def read(self) -> dict[str, bool]:
        """Give each code (without dot) with whether it is billable."""
        text = self.file.read_text(encoding="ascii")
        return _order_list(text) if self.own else _tree_list(text)


@dataclass
class IcdLists:
    """All lists, the first that covers a day answers; read when first asked."""

    editions: Sequence[IcdEdition]
    retired: Mapping[str, RetiredDiagnosis]
    _codes: dict[Path, dict[str, bool]] = field(default_factory=dict, repr=False)

    def status(self, code: str, on: date) -> IcdStatus:
        """Whether the code is billable on that day; with or without dot, in any case.

        "unknown" where no list covers the day and the code is not one whose last day we know.
        """
        return self.status_many([(code, on)])[0]

    def status_many(self, pairs: Iterable[tuple[str, date]]) -> list[IcdStatus]:
        """The status of each pair of code and day, in the order given."""
        lists: dict[date, dict[str, bool] | None] = {}
        found: list[IcdStatus] = []
        for code, on in pairs:
            bare = plain(code)
            retired = self.retired.get(bare)
            if retired is not None and on >= ICD10_BEGINS:
                found.append("billable" if on <= retired.billable_to else "not billable")
                continue
            if on not in lists:
                lists[on] = self._list_on(on)
            codes = lists[on]
            if codes is None:
                found.append("unknown")
            else:
                found.append("billable" if codes.get(bare, False) else "not billable")
        return found

    def edition_on(self, on: date) -> IcdEdition | None:
        """The list that answers for that day."""
        return next((edition for edition in self.editions if edition.holds(on)), None)

    def _list_on(self, on: date) -> dict[str, bool] | None:
        edition = self.edition_on(on)
        if edition is None:
            return None
        if edition.file not in self._codes:
            self._codes[edition.file] = edition.read()
        return self._codes[edition.file]


def plain(code: str) -> str:
    """A diagnosis code without dot and blanks, in capital letters."""
    return code.strip().upper().replace(".", "", 1)


def shipped_editions() -> list[IcdEdition]:
    """The lists of the installed package whose days we know; none where the package is absent."""
    spec = find_spec(PACKAGE)  # finds without importing
    if spec is None or not spec.submodule_search_locations:
        return []
    folder = Path(next(iter(spec.submodule_search_locations))) / "data"
    return [
        IcdEdition(label, start, end, folder / name, to_confirm=True, note=APRIL_NOTE)
        for name, (label, start, end) in RELEASES.items()
        if (folder / name).is_file()
    ]


def own_edition(path: Path) -> IcdEdition:
    """The edition of a list that the ICD command wrote; ValueError where its head is not as written."""
    with path.open(encoding="ascii") as file:
        head = file.readline().removeprefix("#").split()
    try:
        start, end = (date.fromisoformat(day) for day in head[-3::2])
    except ValueError as error:
        wrong = f"{path.name} does not begin with '# ICD-10-CM, valid 2026-10-01 to 2027-09-30'"
        raise ValueError(wrong) from error
    return IcdEdition(f"order file, from {start}", start, end, path, own=True)


def _tree_list(text: str) -> dict[str, bool]:
    """The package's list: children follow their parent, so a leaf's next code does not begin with it."""
    codes = [code for line in text.split() if len(code := line.strip()) >= 3 and "-" not in code]
    following = [*codes[1:], ""]
    return {code: not after.startswith(code) for code, after in zip(codes, following, strict=True)}


def _order_list(text: str) -> dict[str, bool]:
    return {line[:-2]: line[-1] == "1" for line in text.splitlines() if line and line[0] != "#"}
