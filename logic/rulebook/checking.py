"""Checks across files: sources that exist, periods that do not overlap, codes and families that agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from logic.rulebook.base import Fact, Period
from logic.rulebook.editions import overlap
from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from logic.rulebook.problems import Path
    from logic.rulebook.reading import Entry, Folder

FAMILY_LETTERS = {
    "U": "units",
    "P": "pair edits",
    "L": "unit limits",
    "C": "code choice",
    "M": "modifiers",
    "X": "diagnosis",
    "D": "documentation",
    "W": "who may bill",
    "F": "claim form",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact, in which file and at which key it stands, and the name of what it belongs to."""

    fact: Fact
    file: str
    path: Path
    owner: str = ""


def facts(item: object, path: Path) -> Iterator[tuple[Path, Fact]]:
    """Walk a piece of content and give each fact in it with its key."""
    if isinstance(item, BaseModel):
        if isinstance(item, Fact):
            yield path, item
        for name, field in type(item).model_fields.items():
            value = getattr(item, name)
            if isinstance(value, BaseModel | tuple | dict):
                yield from facts(value, (*path, field.alias or name))
    elif isinstance(item, tuple):
        if item and isinstance(item[0], BaseModel):
            for number, one in enumerate(item):
                yield from facts(one, (*path, number))
    elif isinstance(item, dict):
        for key, one in item.items():
            if isinstance(one, BaseModel):
                yield from facts(one, (*path, key))


def placed_facts(folder: Folder) -> list[Placed]:
    """Give every fact of a folder with its place, except those inside rule pages."""
    entries: list[Entry[Any]] = [
        *folder.codes,
        *folder.payers,
        *folder.pair_edits,
        *folder.unit_limits,
        *folder.amounts,
        *folder.single.values(),
    ]
    return [
        Placed(fact, entry.file, path, _owner(entry.item))
        for entry in entries
        for path, fact in facts(entry.item, entry.path)
    ]


def _owner(item: object) -> str:
    """The name of a piece of content: a code, a payer's id, an edition, a table of amounts."""
    names = ("code", "id") if not hasattr(item, "rows") else ("table",)
    return next((str(getattr(item, name)) for name in (*names, "edition") if getattr(item, name, None)), "")


def check(
    folder: Folder, placed: Sequence[Placed], sources: Collection[str], codes: Mapping[str, Entry[Any]]
) -> None:
    """Note every problem of a folder that shows only beside the other files."""
    _check_sources(folder, placed, sources)
    _check_periods(folder, placed)
    _check_codes(folder, codes)
    _check_words(folder)
    _check_rules(folder, sources)


def _check_sources(folder: Folder, placed: Sequence[Placed], sources: Collection[str]) -> None:
    for one in placed:
        for source in one.fact.source:
            if source not in sources:
                wrong = f"the source {source!r} does not exist"
                folder.problem(one.file, (*one.path, "source"), wrong, did_you_mean(source, sources))
        if one.fact.told and not one.fact.source and _needs_source(one.fact):
            right = "Add source: with an id of content/sources."
            folder.problem(one.file, one.path, "a fact without a source", right)


def _needs_source(fact: Fact) -> bool:
    """Amount and place files give their source to their rows, so the files need none themselves."""
    return not (hasattr(fact, "rows") or hasattr(fact, "places"))


def _check_periods(folder: Folder, placed: Sequence[Placed]) -> None:
    for one in placed:
        start = getattr(one.fact, "from_", getattr(one.fact, "valid_from", None))
        end = getattr(one.fact, "to", getattr(one.fact, "valid_to", None))
        if start is not None and end is not None and end < start:
            name = "to" if isinstance(one.fact, Period) or hasattr(one.fact, "to") else "valid_to"
            wrong = f"the last day {end} is before the first day {start}"
            folder.problem(one.file, (*one.path, name), wrong, "Exchange them, or correct one.")
    for entry in folder.codes:
        rows = sorted(entry.item.medicare, key=lambda row: row.from_)
        for earlier, later in zip(rows, rows[1:], strict=False):
            if overlap((earlier.from_, earlier.to), (later.from_, later.to)):
                path = (*entry.path, "medicare", entry.item.medicare.index(later))
                wrong = f"{entry.item.code}: the period from {later.from_} overlaps the one from {earlier.from_}"
                right = f"End the earlier one before {later.from_}."
                folder.problem(entry.file, path, wrong, right)


def _check_codes(folder: Folder, codes: Collection[str]) -> None:
    def known(code: str, file: str, path: Path) -> None:
        if code not in codes:
            wrong = f"the code {code} is not in content/codes"
            folder.problem(file, path, wrong, did_you_mean(code, codes))

    for entry in folder.codes:
        for code in entry.item.replaced_by:
            known(code, entry.file, (*entry.path, "replaced_by"))
        if entry.item.continues:
            known(entry.item.continues, entry.file, (*entry.path, "continues"))
        for number, row in enumerate(entry.item.medicare):
            for code in row.use_instead:
                known(code, entry.file, (*entry.path, "medicare", number, "use_instead"))
    for entry in folder.payers:
        for code in entry.item.counting.full_unit_codes:
            known(code, entry.file, ("counting", "full_unit_codes"))
        for number, edit in enumerate(entry.item.pair_edits.own):
            known(edit.column1, entry.file, ("pair_edits", "own", number, "column1"))
            known(edit.column2, entry.file, ("pair_edits", "own", number, "column2"))
    for entry in folder.unit_limits:
        for code in entry.item.limits:
            known(code, entry.file, ("limits", code))
    for entry in folder.pair_edits:
        for code in entry.item.family:
            known(code, entry.file, ("family",))
    if "techniques" in folder.single:
        entry = folder.single["techniques"]
        for number, technique in enumerate(entry.item):
            for code in technique.codes:
                known(code, entry.file, (number, "codes"))


def _check_words(folder: Folder) -> None:
    """Modifiers, techniques and places stand once; a contradiction speaks of known modifiers."""
    if "modifiers" in folder.single:
        entry = folder.single["modifiers"]
        own = [modifier.code for modifier in entry.item.modifiers]
        _once(folder, entry.file, [("modifiers", n, "code") for n in range(len(own))], own)
        others = entry.item.other_known
        _once(folder, entry.file, [("other_known", n) for n in range(len(others))], others, own)
        for number, clash in enumerate(entry.item.contradictions):
            for code in clash.together:
                if code not in own:
                    wrong = f"the modifier {code} is not among the modifiers"
                    folder.problem(entry.file, ("contradictions", number), wrong, did_you_mean(code, own))
    if "techniques" in folder.single:
        entry = folder.single["techniques"]
        words, paths = [], []
        for number, technique in enumerate(entry.item):
            for word in (technique.technique, *technique.aliases):
                words.append(" ".join(word.lower().split()))
                paths.append((number, "technique"))
        _once(folder, entry.file, paths, words)
    if "places_of_service" in folder.single:
        entry = folder.single["places_of_service"]
        places = [place.code for place in entry.item.places]
        _once(folder, entry.file, [("places", n, "code") for n in range(len(places))], places)
    if "diagnoses" in folder.single:
        entry = folder.single["diagnoses"]
        retired = [row.code for row in entry.item.retired]
        _once(folder, entry.file, [("retired", n, "code") for n in range(len(retired))], retired)


def _once(
    folder: Folder, file: str, paths: Sequence[Path], words: Sequence[str], before: Sequence[str] = ()
) -> None:
    seen = set(before)
    for path, word in zip(paths, words, strict=True):
        if word in seen:
            folder.problem(file, path, f"{word!r} stands twice", "Keep one of them.")
        seen.add(word)


def _check_rules(folder: Folder, sources: Collection[str]) -> None:
    names: dict[str, str] = {}
    for entry in folder.rules:
        page = entry.item
        for source in page.sources:
            if source not in sources:
                wrong = f"the source {source!r} does not exist"
                folder.problem(entry.file, ("sources",), wrong, did_you_mean(source, sources))
        if FAMILY_LETTERS.get(page.code[0]) != page.family:
            right = f"Letters: {', '.join(f'{letter} {family}' for letter, family in FAMILY_LETTERS.items())}."
            folder.problem(entry.file, ("family",), f"{page.code} is not of the family {page.family!r}", right)
        if page.name in names:
            wrong = f"the name {page.name!r} is also that of {names[page.name]}"
            folder.problem(entry.file, ("name",), wrong, "Give each rule a name of its own.")
        names[page.name] = page.code
