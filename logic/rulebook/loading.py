"""Make the rule book: read the shipped content and a practice's own, check them, lay one over the other."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logic.rulebook.book import RuleBook
from logic.rulebook.checking import check
from logic.rulebook.confirm import to_confirm
from logic.rulebook.dated import dated_tables
from logic.rulebook.editions import Override
from logic.rulebook.facts import placed_facts
from logic.rulebook.icd import IcdEdition, IcdLists, own_edition, plain, shipped_editions
from logic.rulebook.merging import merge, merge_amounts
from logic.rulebook.problems import ContentError
from logic.rulebook.reading import Folder, read_folder
from logic.rulebook.resolving import resolve_limits, resolve_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from logic.rulebook.editions import LimitEdition, PairEdit, PairEdition, UnitLimit
    from logic.rulebook.models import Diagnoses, Modifiers, Places
    from logic.rulebook.tables import Rvu

CONTENT = Path(__file__).resolve().parents[2] / "content"


def default_home() -> Path:
    """The practice's own folder: $UNITWISE_HOME, or .unitwise in the user's home."""
    told = os.environ.get("UNITWISE_HOME", "").strip()
    return Path(told).expanduser() if told else Path.home() / ".unitwise"


def load_rulebook(home: Path | None = None, content: Path = CONTENT) -> RuleBook:
    """Read the rule book, with `home`/content laid over the shipped content.

    Raises ContentError with everything that is wrong: file, line, key, what is wrong, what would be right.
    """
    home = default_home() if home is None else home
    folders = [read_folder(content, "content")]
    if (home / "content").is_dir():
        folders.append(read_folder(home / "content", (home / "content").as_posix(), own=True))
    overrides: list[Override] = []
    merged = {
        kind: merge(folders, kind, name, overrides)
        for kind, name in (("sources", "id"), ("codes", "code"), ("payers", "id"), ("rules", "code"))
    }
    placed = {folder.label: placed_facts(folder) for folder in folders}
    for folder in folders:
        check(folder, placed[folder.label], merged["sources"], merged["codes"])
    pair_editions = resolve_pairs(folders, overrides)
    limit_editions = resolve_limits(folders, overrides)
    amounts = merge_amounts(folders, overrides)
    lists = _icd_editions(folders)
    if problems := [problem for folder in folders for problem in folder.problems]:
        raise ContentError(problems)
    single = folders[0].single
    words: Modifiers = single["modifiers"].item
    diagnoses: Diagnoses = single["diagnoses"].item
    places: Places = single["places_of_service"].item
    items = {kind: {name: entry.item for name, entry in found.items()} for kind, found in merged.items()}
    return RuleBook(
        **items,
        modifiers={modifier.code: modifier for modifier in words.modifiers},
        contradictions=words.contradictions,
        other_modifiers=frozenset(words.other_known),
        techniques=single["techniques"].item,
        diagnoses=diagnoses,
        places=places.places,
        pair_editions=pair_editions,
        limit_editions=limit_editions,
        amounts=amounts,
        icd=IcdLists(lists, {plain(row.code): row for row in diagnoses.retired}),
        overrides=(*overrides, *_icd_overrides(lists)),
        home=home,
        dated_tables=tuple(dated_tables(folders, [*pair_editions, *limit_editions], lists)),
        facts_to_confirm=tuple(to_confirm(_flat(placed.values()), merged["rules"].values())),
        files={name: entry.file for found in merged.values() for name, entry in found.items()},
        _pairs=_pair_index(pair_editions),
        _limits=_limit_index(limit_editions),
        _rvu=_rvu_index(amounts.rvu),
    )


def _flat(lists: Iterable[Sequence[Any]]) -> list[Any]:
    return [item for one in lists for item in one]


def _icd_editions(folders: Sequence[Folder]) -> list[IcdEdition]:
    """The practice's own lists first, the one that begins last before the others."""
    own = []
    for folder in folders:
        for path in folder.icd:
            try:
                own.append(own_edition(path))
            except (ValueError, OSError) as error:
                right = "Load the CMS order file again."
                folder.problem(f"{folder.label}/icd/{path.name}", (), str(error), right)
    own.sort(key=lambda edition: edition.from_, reverse=True)
    return own + shipped_editions()


def _icd_overrides(lists: Sequence[IcdEdition]) -> list[Override]:
    shipped = [one for one in lists if not one.own]
    return [
        Override(
            "icd", own.edition, own.file.as_posix(), one.edition, f"answers from {own.from_} to {own.to}"
        )
        for own in lists
        for one in shipped
        if own.own and own.from_ <= one.to and one.from_ <= own.to
    ]


def _pair_index(editions: Iterable[PairEdition]) -> dict[tuple[str, str, str], tuple[PairEdit, ...]]:
    index: dict[tuple[str, str, str], tuple[PairEdit, ...]] = {}
    for edition in editions:
        for setting in edition.settings:
            for row in edition.rows(setting):
                key = (setting, row.column1, row.column2)
                index[key] = (*index.get(key, ()), row)
    return index


def _limit_index(editions: Iterable[LimitEdition]) -> dict[tuple[str, str], tuple[UnitLimit, ...]]:
    index: dict[tuple[str, str], tuple[UnitLimit, ...]] = {}
    for edition in editions:
        for setting in edition.settings:
            for row in edition.rows(setting):
                index[setting, row.code] = (*index.get((setting, row.code), ()), row)
    return index


def _rvu_index(rows: Iterable[Rvu]) -> dict[str, tuple[Rvu, ...]]:
    index: dict[str, list[Rvu]] = defaultdict(list)
    for row in rows:
        index[row.code].append(row)
    return {code: tuple(found) for code, found in index.items()}
