"""The folder of the imports: each is written aside and appears by one rename, or not at all.

A folder whose name begins with a dot is no import: a draft, or one on its way out. What a dead process left is
removed when the library is opened; a draft that somebody works on is locked, and its lock ends with its process.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from logic.claims.errors import AlreadyThereError, BusyError, LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RECORD: Final = "import.json"
_ALIVE: Final = "alive"
_PATIENCE: Final = 60.0  # seconds for the others' renames; none of them takes one
_GLANCE: Final = 0.1  # seconds between looks whether another one has made it
_OWNER_FOLDER: Final = 0o700
_OWNER_FILE: Final = 0o600


def private_folder(path: Path) -> None:
    """Make a folder for its owner alone; parents too. Errors: LibraryError."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=_OWNER_FOLDER)
        path.chmod(_OWNER_FOLDER)
    except OSError as error:
        raise LibraryError(
            f"The folder {path} cannot be made ({error.strerror}).",
            "Set UNITWISE_HOME to a folder that you may write to.",
        ) from None


def private_stream(path: Path) -> int:
    """A new file for its owner alone, open for writing: its descriptor. Errors: OSError."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_FILE)


class Place:
    """A folder of folders; those whose names begin with no dot are whole."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._alive: dict[str, FileLock] = {}

    def open(self) -> None:
        """Make the folder; remove what dead processes left in it. Errors: LibraryError."""
        private_folder(self.root)
        with self._locked():
            for path in self.root.glob(".*.part"):
                if (alive := _taken(path)) is not None:
                    alive.release()
                    shutil.rmtree(path, ignore_errors=True)
            for path in self.root.glob(".*.gone"):
                shutil.rmtree(path, ignore_errors=True)

    def seen(self, file: str) -> dict[str, int]:
        """The folders that hold that file, with the moment it was written."""
        found = {}
        for path in self.root.glob(f"[!.]*/{file}"):
            with suppress(FileNotFoundError):  # it went away meanwhile
                found[path.parent.name] = path.stat().st_mtime_ns
        return found

    @contextmanager
    def draft(self, name: str) -> Iterator[Path]:
        """A folder to write an import into; gone at the end unless `commit` was called.

        Errors: AlreadyThereError, BusyError, LibraryError.
        """
        aside = self._aside(name)
        with self._locked():
            if (self.root / name).exists():
                raise AlreadyThereError
            if aside.exists():
                dead = _taken(aside)
                if dead is None:
                    raise BusyError
                dead.release()
                shutil.rmtree(aside)
            aside.mkdir(mode=_OWNER_FOLDER)
            if (alive := _taken(aside)) is not None:
                self._alive[name] = alive
        try:
            yield aside
        finally:
            self._let_go(name)
            shutil.rmtree(aside, ignore_errors=True)

    @contextmanager
    def commit(self, name: str) -> Iterator[None]:
        """What is written inside goes with the draft into its place, alone among all that commit. Errors: OSError."""
        aside = self._aside(name)
        with self._locked():
            yield
            self._let_go(name)  # whoever opens the library waits for us here
            (aside / _ALIVE).unlink(missing_ok=True)
            for path in aside.iterdir():
                _settle(path)
            _settle(aside)
            aside.rename(self.root / name)
            _settle(self.root)

    def make(self, name: str, make: Callable[[Path], None]) -> None:
        """A folder written by `make`, or nothing where another process is first. Errors: whatever `make` raises."""
        while not (self.root / name).is_dir():
            try:
                with self.draft(name) as aside:
                    make(aside)
                    with self.commit(name):
                        pass
            except AlreadyThereError:
                return
            except BusyError:
                time.sleep(_GLANCE)

    def remove(self, name: str) -> bool:
        """Take an import away, at once and whole; whether it was there. Errors: LibraryError."""
        away = self.root / f".{name}.gone"
        with self._locked():
            shutil.rmtree(away, ignore_errors=True)
            try:
                (self.root / name).rename(away)
            except FileNotFoundError:
                return False
            except OSError as error:
                raise LibraryError(
                    f"The import cannot be removed ({error.strerror}).", "Close what uses it and try again."
                ) from None
        shutil.rmtree(away, ignore_errors=True)
        return True

    def _let_go(self, name: str) -> None:
        if (alive := self._alive.pop(name, None)) is not None:
            alive.release()

    def _aside(self, name: str) -> Path:
        return self.root / f".{name}.part"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with FileLock(self.root / ".lock", timeout=_PATIENCE, mode=_OWNER_FILE):
                yield
        except Timeout:
            raise LibraryError(
                "Another process keeps the folder of the imports locked.", "Wait for it, or end it."
            ) from None


def _taken(folder: Path) -> FileLock | None:
    """The lock of a draft where nobody holds it, now held by us; None where somebody works on it."""
    lock = FileLock(folder / _ALIVE, blocking=False, mode=_OWNER_FILE)
    try:
        lock.acquire()
    except Timeout:
        return None
    except FileNotFoundError:  # it was committed or removed just now
        return None
    return lock


def _settle(path: Path) -> None:
    """On the disk before the next step, so that a power cut cannot leave a name without its content."""
    if path.is_dir():
        with suppress(OSError):  # not every system can do that with a folder
            _sync(path, os.O_RDONLY)
    else:
        _sync(path, os.O_RDWR)


def _sync(path: Path, way: int) -> None:
    descriptor = os.open(path, way)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
