"""What is wrong in a content folder, told so that the person who typed it can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which file and line, at which key, and what would be right."""

    file: str
    key: str
    wrong: str
    right: str
    line: int | None = None

    def __str__(self) -> str:
        """One line for a person."""
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        key = f", {self.key}" if self.key else ""
        return f"{place}{key}: {self.wrong}. {self.right}"


class ContentError(ValueError):
    """The content cannot be used; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems in the order of their files and lines."""
        self.problems = tuple(sorted(problems, key=lambda one: (one.file, one.line or 0)))
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        listed = "\n".join(f"- {problem}" for problem in self.problems)
        super().__init__(f"The rule book has {count}:\n{listed}")


def path_text(path: Path) -> str:
    """Write a path as people do: `medicare[0].status`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Name the nearest known word, or list the known ones if they are few."""
    names = sorted(known)
    if near := get_close_matches(str(word), names, n=1, cutoff=0.6):
        return f"Did you mean {near[0]!r}?"
    if len(names) <= 12:
        return f"Known: {', '.join(names)}." if names else "None is known."
    return f"{len(names)} are known, among them {', '.join(names[:5])}."


def from_validation(
    error: ValidationError, file: str, schema_of: type[BaseModel] | TypeAdapter[Any]
) -> list[tuple[Path, Problem]]:
    """Turn pydantic's errors into problems, each with its path in the file."""
    schema = schema_of.json_schema() if isinstance(schema_of, TypeAdapter) else schema_of.model_json_schema()
    found = []
    for item in error.errors(include_url=False):
        path = tuple(part for part in item["loc"] if part != "[key]")
        wrong, right = _in_words(item, path, schema)
        found.append((path, Problem(file, path_text(path), wrong, right)))
    return found


def _in_words(item: Any, path: Path, schema: Mapping[str, Any]) -> tuple[str, str]:  # noqa: ANN401
    kind, value, context = item["type"], item.get("input"), item.get("ctx", {})
    last = path[-1] if path else "the file"
    if kind in _PLAIN:
        wrong, right = _PLAIN[kind]
        return wrong.format(value=value, last=last), right.format(last=last)
    if kind == "extra_forbidden":
        return f"unknown key {last!r}", did_you_mean(last, _keys_at(schema, path[:-1]))
    if kind == "literal_error":
        words = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return f"{value!r} is not one of the words for {last}", did_you_mean(value, words)
    if kind == "string_type" and isinstance(value, int | float):
        return f"{value!r} is read as a number", f'Put it in quotes: "{value}".'
    if kind == "string_pattern_mismatch":
        return f"{value!r} does not have the right shape", f"It must match {context['pattern']}."
    wrong, right = f"{value!r}: {item['msg'].lower()}", ""
    if kind == "value_error":  # a check of ours: its sentence says both, parted by a semicolon
        wrong, _, right = str(context["error"]).partition("; ")
    return wrong, f"{right[:1].upper()}{right[1:]}." if right else "Correct the value."


_PLAIN = {
    "invalid_key": (
        "the key {last!r} is a number",
        "Put it in quotes, or write the number before without commas.",
    ),
    "missing": ("the key {last!r} is missing", "Add {last}: with its value."),
    "date_type": ("{value!r} is not a date", "Write year-month-day without quotes, like 2026-03-02."),
    "bool_type": ("{value!r} is neither true nor false", "Write true or false, without quotes."),
    "tuple_type": ("{value!r} is not a list", "Write a list: [one, two]."),
    "too_short": ("the list for {last!r} is too short", "Add what belongs there."),
    "model_type": ("{value!r} is not a mapping", "Write keys with their values: {{key: value}}."),
    "dict_type": ("{value!r} is not a mapping", "Write keys with their values: {{key: value}}."),
}


def _keys_at(schema: Mapping[str, Any], path: Path) -> list[str]:
    """List the keys allowed at a path by walking the JSON Schema."""
    definitions = schema.get("$defs", {})

    def open_up(node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            node = definitions[node["$ref"].rsplit("/", 1)[-1]]
        for option in node.get("anyOf", ()):
            opened = open_up(option)
            if "properties" in opened or "items" in opened:
                return opened
        return node

    node = open_up(schema)
    for part in path:
        if isinstance(part, int):
            node = open_up(node.get("items", {}))
        else:
            properties = node.get("properties", {})
            node = open_up(properties.get(part, node.get("additionalProperties") or {}))
    return list(node.get("properties", ()))
