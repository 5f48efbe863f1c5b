"""Checks across files: sources that exist, periods that do not overlap, codes and families that agree."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from logic.rulebook.base import Period
from logic.rulebook.editions import overlap
from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from logic.rulebook.base import Fact
    from logic.rulebook.facts import Placed
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


def check(
    folder: Folder, placed: Sequence[Placed], sources: Collection[str], codes: Mapping[str, Entry[Any]]
) -> None:
    """Note every problem of a folder that shows only beside the other files."""
    _check_sources(folder, placed, sources)
    _check_periods(folder, placed)
    _check_codes(folder, codes)
    _check_words(folder)
    _check_aliases(folder)
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
    for edits in folder.pair_edits:
        for number, edit in enumerate(edits.item.dated):
            if edit.from_ is not None and edit.to is not None and edit.to < edit.from_:
                wrong = f"the last day {edit.to} is before the first day {edit.from_}"
                folder.problem(edits.file, ("dated", number, "to"), wrong, "Exchange them, or correct one.")
    for entry in folder.codes:
        rows = sorted(entry.item.medicare, key=lambda row: row.from_)
        for earlier, later in itertools.pairwise(rows):
            if overlap((earlier.from_, earlier.to), (later.from_, later.to)):
                path = (*entry.path, "medicare", entry.item.medicare.index(later))
                wrong = (
                    f"{entry.item.code}: the period from {later.from_} overlaps the one from {earlier.from_}"
                )
                right = f"End the earlier one before {later.from_}."
                folder.problem(entry.file, path, wrong, right)


def _check_codes(folder: Folder, codes: Collection[str]) -> None:
    for code, file, path in (*_codes_in_codes(folder), *_codes_elsewhere(folder)):
        if code not in codes:
            folder.problem(file, path, f"the code {code} is not in content/codes", did_you_mean(code, codes))


def _codes_in_codes(folder: Folder) -> Iterator[tuple[str, str, Path]]:
    """Every code that another code names."""
    for entry in folder.codes:
        for code in entry.item.replaced_by:
            yield code, entry.file, (*entry.path, "replaced_by")
        if entry.item.continues:
            yield entry.item.continues, entry.file, (*entry.path, "continues")
        for number, row in enumerate(entry.item.medicare):
            for code in row.use_instead:
                yield code, entry.file, (*entry.path, "medicare", number, "use_instead")


def _codes_elsewhere(folder: Folder) -> Iterator[tuple[str, str, Path]]:
    """Every code that a payer, a limit, a family or a technique names. Pair edits may go beyond the book."""
    for payer in folder.payers:
        for code in payer.item.counting.full_unit_codes:
            yield code, payer.file, ("counting", "full_unit_codes")
        for number, edit in enumerate(payer.item.pair_edits.own):
            yield edit.column1, payer.file, ("pair_edits", "own", number, "column1")
            yield edit.column2, payer.file, ("pair_edits", "own", number, "column2")
    for limits in folder.unit_limits:
        yield from ((code, limits.file, ("limits", code)) for code in limits.item.limits)
    for edits in folder.pair_edits:
        yield from ((code, edits.file, ("family",)) for code in edits.item.family)
    if "techniques" in folder.single:
        words = folder.single["techniques"]
        for number, technique in enumerate(words.item):
            yield from ((code, words.file, (number, "codes")) for code in technique.codes)


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


def _check_aliases(folder: Folder) -> None:
    """No two payers answer to one name."""
    names: dict[str, str] = {}
    for entry in folder.payers:
        for word in {entry.item.id, *(alias.lower() for alias in entry.item.aliases)}:
            if word in names:
                wrong = f"{word!r} is also a name of {names[word]}"
                folder.problem(entry.file, ("aliases",), wrong, "Give each name to one payer.")
            names[word] = entry.item.id


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
            right = (
                f"Letters: {', '.join(f'{letter} {family}' for letter, family in FAMILY_LETTERS.items())}."
            )
            folder.problem(
                entry.file, ("family",), f"{page.code} is not of the family {page.family!r}", right
            )
        if page.name in names:
            wrong = f"the name {page.name!r} is also that of {names[page.name]}"
            folder.problem(entry.file, ("name",), wrong, "Give each rule a name of its own.")
        names[page.name] = page.code
