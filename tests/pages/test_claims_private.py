"""17,000 canaries dropped on the page of claims: none in its words, its session, the machine's files or its logs."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from drops import CLAIMS, settled
from screens import opened, words
from streamlit.testing.v1 import AppTest

from logic.claims.library import open_library
from tests.privacy.canaries import Canaries
from tests.privacy.planted_files import plant

pytestmark = pytest.mark.usefixtures("one_day")
DAY = date(2026, 11, 23)
DEEPEST = 8


@pytest.fixture(autouse=True)
def empty(home: Path) -> Iterator[None]:
    """Each test begins and ends without an import."""
    yield
    for name in ("claims", "incoming"):
        shutil.rmtree(home / name, ignore_errors=True)


def held(value: object, depth: int = 0) -> Iterator[str]:
    """Every text in what a session holds: in mappings, lists, dataclasses, frames and files of the memory."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (bytes, bytearray)):
        yield value.decode("latin-1")
    elif isinstance(value, pl.DataFrame):
        yield value.write_json()
    elif hasattr(value, "getvalue"):
        yield from held(value.getvalue(), depth + 1)
    elif depth < DEEPEST:
        yield from _parts(value, depth)


def _parts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from held(key, depth + 1)
            yield from held(each, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from held(each, depth + 1)
    elif is_dataclass(value):
        for field in fields(value):
            yield from held(getattr(value, field.name, None), depth + 1)
    elif hasattr(value, "__dict__") and type(value).__module__.startswith(("logic", "pages", "streamlit")):
        yield from held(vars(value), depth + 1)


def in_session(at: AppTest, canaries: Canaries) -> set[str]:
    state = {key: at.session_state[key] for key in at.session_state}
    return canaries.found_in("\n".join([repr(state), *held(state)]))


def test_none_is_left_on_the_page_or_in_its_session(
    home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    canaries, paths = plant(tmp_path)
    at = opened(CLAIMS)
    turn = at.session_state["claims_turn"]
    files = [
        (path.name, path.read_bytes(), "application/octet-stream") for path in paths if path.suffix != ".yaml"
    ]
    at.file_uploader(key=f"claims_files_{turn}").set_value(files).run()
    at = settled(at.button(key="claims_start").click().run())
    assert not at.exception
    library = open_library(home)
    assert len(library.imports()) == len(files)
    printed = capfd.readouterr()
    everywhere = {
        "words of the page": canaries.found_in(words(at)),
        "session": in_session(at, canaries),
        "names of files": canaries.found_in(" ".join(map(str, home.rglob("*")))),
        "files": set().union(
            *(canaries.found_in_bytes(path.read_bytes()) for path in home.rglob("*") if path.is_file())
        ),
        "logs": canaries.found_in(caplog.text + printed.out + printed.err),
    }
    assert {place: sorted(found)[:5] for place, found in everywhere.items() if found} == {}


def test_the_look_into_a_session_sees_what_is_there() -> None:
    """The proof of the proof: a canary in the session is found."""
    canaries = Canaries()
    name = canaries.name()
    at = opened(CLAIMS)
    at.session_state["somebody"] = [{"in a frame": pl.DataFrame({"x": [name]})}]
    assert in_session(at, canaries)
