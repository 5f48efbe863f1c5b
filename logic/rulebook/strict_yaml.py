"""Read YAML without its surprises: YAML 1.2 scalars, ISO dates, no repeated key, no alias, no tag.

`on`, `no`, `012`, `1_000`, `1:20` and `1e3` stay text; only `true` and `false` are booleans.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

try:  # libyaml where the wheel has it (all common ones do): five times faster
    from yaml.cyaml import CLoader as _Parser
except ImportError:  # pragma: no cover  (a PyYAML built without libyaml)
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<part>\.[0-9]+)?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMBER_STARTS = frozenset("-0123456789")


class YamlError(ValueError):
    """The text is not YAML as we read it; `line` counts from 1."""

    def __init__(self, line: int, wrong: str, right: str) -> None:
        """Keep the line, what is wrong, and what would be right."""
        super().__init__(f"line {line}: {wrong}; {right}")
        self.line = line
        self.wrong = wrong
        self.right = right


def load(text: str) -> Any:  # noqa: ANN401  (YAML may hold anything)
    """Give the one document of a text as dicts, lists, str, int, float, bool, date and None."""
    return _read(text, None)


def lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Give the line (from 1) of each key and list item by its path. Slow: for error messages only."""
    found: dict[tuple[str | int, ...], int] = {}
    _read(text, found)
    return found


def _read(text: str, places: dict[tuple[str | int, ...], int] | None) -> Any:  # noqa: ANN401
    reader = None
    try:
        reader = _Parser(text)
        return _document(reader, places)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        wrong = error.problem or "this is not YAML"
        raise YamlError(line, wrong, "check the indentation, the quotes and the brackets") from error
    except RecursionError as error:
        raise YamlError(1, "brackets nested too deep", "write a flat list") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(line, "a character that YAML does not allow", "remove the character") from error
    finally:
        if reader is not None:
            reader.dispose()


def _document(reader: Any, places: dict[tuple[str | int, ...], int] | None) -> Any:  # noqa: ANN401
    next_event = reader.get_event
    next_event()  # stream start
    if isinstance(next_event(), StreamEndEvent):
        return None
    value = _value(next_event(), next_event, (), places)
    next_event()  # document end
    following = next_event()
    if not isinstance(following, StreamEndEvent):
        raise YamlError(_line(following), "a second document begins", "keep one document in a file")
    return value


def _value(event: Any, next_event: Any, path: tuple[str | int, ...], places: Any) -> Any:  # noqa: ANN401
    kind = type(event)
    if kind is not AliasEvent and (event.anchor is not None or _tagged(event, kind)):
        raise YamlError(_line(event), "an anchor (&) or a tag (!)", "write the value out in plain words")
    if kind is ScalarEvent:
        return event.value if event.style else _scalar(event)
    if kind is SequenceStartEvent:
        return _sequence(next_event, path, places)
    if kind is MappingStartEvent:
        return _mapping(next_event, path, places)
    raise YamlError(_line(event), "an alias (*)", "write the value out again")


def _tagged(event: Any, kind: type) -> bool:  # noqa: ANN401
    return event.tag is not None and (kind is not ScalarEvent or event.tag != "!")


def _sequence(next_event: Any, path: tuple[str | int, ...], places: Any) -> list[Any]:  # noqa: ANN401
    items: list[Any] = []
    while type(event := next_event()) is not SequenceEndEvent:
        here = (*path, len(items)) if places is not None else path
        if places is not None:
            places[here] = _line(event)
        items.append(_value(event, next_event, here, places))
    return items


def _mapping(next_event: Any, path: tuple[str | int, ...], places: Any) -> dict[Any, Any]:  # noqa: ANN401
    pairs: dict[Any, Any] = {}
    while type(event := next_event()) is not MappingEndEvent:
        key = _value(event, next_event, path, None)
        if isinstance(key, list | dict):
            raise YamlError(_line(event), "a key that is a list or a mapping", "use a word as the key")
        if key in pairs:
            raise YamlError(_line(event), f"the key {key!r} stands twice", "keep one of them")
        here = (*path, key) if places is not None else path
        if places is not None:
            places[here] = _line(event)
        pairs[key] = _value(next_event(), next_event, here, places)
    return pairs


def _scalar(event: Any) -> Any:  # noqa: ANN401
    text: str = event.value
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if number := _NUMBER.fullmatch(text):
        return float(text) if number["part"] else int(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise YamlError(
                _line(event), f"{text} is not a day of the calendar", "write year-month-day, like 2026-03-02"
            ) from None
    return text


def _line(event: Any) -> int:  # noqa: ANN401
    return int(event.start_mark.line) + 1
