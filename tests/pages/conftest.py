from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import pages.parts.book
from logic.claims.library import Library
from pages.parts import live
from tests import small_clinic

# screens.py stands beside the tests that use it
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of our own: no page that is tested reads or writes what the machine's owner keeps."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        patch.setenv("UNITWISE_HOME", str(folder))
        patch.delenv("UNITWISE_DATABASE_URL", raising=False)
        yield folder


@pytest.fixture
def no_imports(home: Path) -> Iterator[None]:
    """The test begins without an import."""
    yield
    for name in ("claims", "incoming"):
        shutil.rmtree(home / name, ignore_errors=True)


@pytest.fixture(autouse=True)
def whole_pages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change runs the whole page: a test without a browser forgets what a run of some parts leaves standing.

    test_live.py runs parts alone, test_live_pages.py looks at what each page leaves standing, and browsers see both.
    """

    def again(before_all: Callable[[], None] | None = None) -> None:
        if before_all is not None:
            before_all()

    if "parts_alone" not in request.keywords:
        monkeypatch.setattr(live, "again", again)


TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def clinic(home: Path) -> Library:
    """The invented clinic as the pages find it on the day of `one_day`, with fewer visits."""
    return small_clinic.make(home, TODAY)


@pytest.fixture
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' visits are of March 2026; a later clock may find them late, an earlier one in the future."""
    monkeypatch.setattr(pages.parts.book, "today", lambda: TODAY)
