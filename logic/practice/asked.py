"""What blueprints ask for by id: treaters, mistakes, parts of a note, categories of denials, what does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from logic.denials import Denials
    from logic.practice.blueprints import Blueprint
    from logic.practice.phrases import Phrases
    from logic.practice.visit_words import VisitWords
    from logic.rulebook.reading import Folder


def check_asked(
    folder: Folder,
    blueprints: Mapping[str, Blueprint],
    phrases: Phrases,
    visit_words: VisitWords,
    denials: Denials | None,
) -> None:
    """Note each word in a blueprint's `asks` that names nothing, by its key."""
    known: dict[str, Collection[str]] = {
        "treaters": [each.id for each in phrases.treaters],
        "mistakes": [each.id for each in phrases.claim_errors],
        "missing": [each.rule for each in phrases.note_parts],
        "idle": list(visit_words.idle),
        "categories": [each.id for each in denials.categories] if denials else [],
    }
    for blueprint in blueprints.values():
        for key, names in known.items():
            for word in getattr(blueprint.asks, key, ()):
                if word not in names:
                    file = _file(folder, blueprint.id)
                    wrong = f"{word!r} does not exist"
                    folder.problem(file, (blueprint.id, "asks", key), wrong, did_you_mean(word, names))


def _file(folder: Folder, blueprint: str) -> str:
    """The file that the blueprint stands in."""
    start = f"{folder.label}/blueprints/"
    held = (name for name, text in folder.texts.items() if name.startswith(start))
    return next((name for name in held if f"- id: {blueprint}\n" in folder.texts[name]), start)
