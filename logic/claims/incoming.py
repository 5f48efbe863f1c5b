"""What was dropped on a page, as files of its own for as long as they are read: private, nameless, then gone."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final

from logic.claims.place import Place, private_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FOLDER: Final = "incoming"
PIECE: Final = 1 << 20
KINDS: Final = frozenset(
    {"csv", "tsv", "txt", "xlsx", "xls", "ods", "parquet", "837", "835", "x12", "edi", "dat"}
)
"""Endings that are kept, because they say how a file is read; of any other file the content says it."""


@contextmanager
def private_copies(dropped: Sequence[tuple[BinaryIO, str]], home: Path) -> Iterator[list[Path]]:
    """Copies of streams (each with its ending, without a dot) that only their owner can read.

    They are called 1, 2, 3 …, for a file's name can be a person's, and are removed at the end; what a process that
    was killed left behind is removed the next time. Errors: LibraryError, OSError.
    """
    place = Place(home / FOLDER)
    place.open()
    with place.draft(secrets.token_hex(8)) as folder:
        paths = []
        for number, (stream, ending) in enumerate(dropped, 1):
            kind = ending.lower() if ending.lower() in KINDS else "txt"
            path = folder / f"{number}.{kind}"
            stream.seek(0)
            with os.fdopen(private_stream(path), "wb") as copy:
                while piece := stream.read(PIECE):
                    copy.write(piece)
            paths.append(path)
        yield paths
