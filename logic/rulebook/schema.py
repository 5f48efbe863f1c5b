"""Write the JSON Schema of each kind of content file, so that an editor can complete and warn.

Run `python -m logic.rulebook.schema` after a change of the models; a test fails while they differ.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from logic.denials import Denials
from logic.intake.profile import Profile
from logic.learning.article import Claim
from logic.learning.lesson import FrontMatter as LessonHead
from logic.learning.lesson import Quiz
from logic.learning.models import Misconception, Word
from logic.practice.blueprints import Blueprint
from logic.practice.phrases import FILES as PHRASES
from logic.rulebook.loading import CONTENT
from logic.rulebook.models import Code, Diagnoses, Modifiers, Places, Source, Technique
from logic.rulebook.pages import FrontMatter
from logic.rulebook.payers import Payer
from logic.rulebook.tables import DollarFile, LimitEditionFile, PairEditionFile, RateFile, RvuFile
from logic.trends.definitions import Definition

FOLDER = CONTENT / "schema"
KINDS: dict[str, Any] = {
    "sources": tuple[Source, ...],
    "codes": tuple[Code, ...],
    "payer": Payer,
    "pair_edits": PairEditionFile,
    "unit_limits": LimitEditionFile,
    "dollars": DollarFile,
    "payment_rates": RateFile,
    "rvu": RvuFile,
    "modifiers": Modifiers,
    "techniques": tuple[Technique, ...],
    "diagnoses": Diagnoses,
    "places_of_service": Places,
    "rule": FrontMatter,
    "lesson": LessonHead,
    "quiz": Quiz,
    "misconceptions": tuple[Misconception, ...],
    "blueprints": tuple[Blueprint, ...],
    "article_claims": tuple[Claim, ...],
    "denials": Denials,
    "measures": tuple[Definition, ...],
    "profile": Profile,
    "glossary": tuple[Word, ...],
    **{f"phrases_{name}": tuple[model, ...] for name, model in PHRASES.items()},  # type: ignore[valid-type]
}


def schemas() -> dict[str, str]:
    """Give each schema's file name with its text."""
    written = {}
    for name, model in KINDS.items():
        schema = TypeAdapter(model).json_schema(by_alias=True)
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
        written[f"{name}.json"] = json.dumps(schema, indent=1, sort_keys=True) + "\n"
    return written


def write() -> None:
    """Write all schemas into content/schema."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
