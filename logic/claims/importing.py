"""Files into the library: read, checked, written aside, and put in place in one step, or nothing of it."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from traceback import walk_tb
from typing import TYPE_CHECKING, Final

from logic.claims.completing import Means, complete
from logic.claims.draft_folder import DraftFolder
from logic.claims.drafts import TABLE
from logic.claims.errors import AlreadyThereError, BusyError, CancelledError, LibraryError
from logic.claims.harmless import to_keep
from logic.claims.identity import ID_DIGITS, content_hash
from logic.claims.place import RECORD, private_stream
from logic.claims.reading import How, open_source
from logic.claims.record import ImportRecord, write_record
from logic.claims.work import Work
from logic.in_turn import in_turn
from logic.problems import FileError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from logic.claims.library import Library
    from logic.claims.reading import Source
    from logic.intake.profile import Profile
    from logic.rulebook import RuleBook

LOOKING, READING, CHECKING = "looking whether it is here already", "reading", "checking"
LOOK: Final = "Look whether the file is there and may be read, and whether the disk can be written to."
NOTHING_KEPT: Final = "Nothing of it was kept."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    record: the import, also where `already` says that the same content was there before; None where nothing was
    kept. problems: what could not be used; notes: what was read by assuming something, or left uncounted on purpose.
    dropped_columns: looked like private data; unknown_columns: not known; both were not read.
    """

    record: ImportRecord | None = None
    already: bool = False
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    dropped_columns: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file: their keyed hash, and how many they are."""

    hash: str
    size: int

    @property
    def id(self) -> str:
        """The import's id."""
        return self.hash[:ID_DIGITS]


@dataclass(frozen=True, slots=True)
class Asked:
    """What holds for every file of one call."""

    library: Library
    book: RuleBook
    day: date
    how: How = field(default_factory=How)


def import_files(
    paths: Sequence[Path],
    library: Library,
    book: RuleBook,
    day: date,
    *,
    profile: Profile | None = None,
    payer: str | None = None,
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Outcome, ...]:
    """Import files one after the other; never raises for what is in them.

    day: judge as of this day. profile: the mapping that tables follow. payer: an id that holds for every line.
    progress: told what is being done and how far the file at hand is (0 to 1). cancelled: asked again and again; once
    true, the file at hand and those after it are not imported. Whatever happens, a file is in the library whole or not
    at all. Errors: LibraryError where the library's own folder cannot be used.
    """
    asked = Asked(library, book, day, How(payer, profile))
    return tuple(import_file(path, asked, progress, cancelled) for path in paths)


def import_file(
    path: Path,
    asked: Asked,
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome:
    """Import one file; as `import_files`."""
    try:
        return _imported(path, asked, Work(progress, cancelled))
    except BusyError:
        wrong = "This very file is being imported by another window or program."
        return _refused(wrong, "Wait for it; it is imported once.")
    except CancelledError:
        return Outcome(cancelled=True)
    except FileError as error:
        return Outcome(problems=(error.problem,))
    except OSError as error:
        wrong = f"The file cannot be read or kept: {error.strerror or type(error).__name__}. {NOTHING_KEPT}"
        full = error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
        return _refused(wrong, "Make room on the disk and try again." if full else LOOK)
    except (LibraryError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - its text may hold what stands in the file: only its kind is told
        wrong = f"The program failed while it imported this file ({_place_of(error)}). {NOTHING_KEPT}"
        return _refused(wrong, "Try again; if it fails again, report these words, not the file.")


def _imported(path: Path, asked: Asked, work: Work) -> Outcome:
    library = asked.library
    size = path.stat().st_size
    work.begin(LOOKING, size)
    content = Content(content_hash(path, library.key, work.tick), size)
    try:
        with library.place.draft(content.id) as folder:
            return _drafted(path, folder, content, asked, work)
    except AlreadyThereError:
        return Outcome(next((one for one in library.imports() if one.id == content.id), None), already=True)


def _drafted(path: Path, folder: Path, content: Content, asked: Asked, work: Work) -> Outcome:
    library = asked.library
    source = open_source(path, asked.book, library.key, asked.how)
    draft = _written(source, folder, content, asked, work)
    told = source.told()
    if not draft.kind():
        nothing = Problem(None, None, None, "The file holds nothing to import.", "Choose another file.")
        return Outcome(problems=told.problems or (nothing,), notes=told.notes)
    means = Means(library, asked.book, asked.day, work)
    completed = complete(folder, content.id, means)
    with library.place.commit(content.id):
        if completed.state != library.state():  # somebody else's import came or went meanwhile
            completed = complete(folder, content.id, means)
        problems = (*told.problems, *completed.troubles.told())
        record = ImportRecord(
            content.id,
            1 + max((one.number for one in library.imports()), default=0),
            asked.day,
            draft.kind(),
            content.hash,
            content.size,
            profile=_profile_of(draft, asked.how),
            payer=asked.how.payer,
            counts={**draft.counts(), **told.counts, **completed.counts},
            first_day=draft.days()[0],
            last_day=draft.days()[1],
            problems=to_keep(problems),
            problem_count=len(problems),
            editions={one.table: one.edition for one in asked.book.editions()},
        )
        write_record(record, private_stream(folder / RECORD))
    return Outcome(
        record,
        problems=problems,
        notes=(*completed.notes, *draft.notes(), *told.notes),
        dropped_columns=told.dropped_columns,
        unknown_columns=told.unknown_columns,
    )


def _profile_of(draft: DraftFolder, how: How) -> str | None:
    return how.profile.id if how.profile is not None and draft.kind() == TABLE else None


def _written(source: Source, folder: Path, content: Content, asked: Asked, work: Work) -> DraftFolder:
    with DraftFolder(folder, content.id, asked.library.key) as draft:
        work.begin(READING, source.size)
        in_turn(lambda piece: draft.add(source.batch(piece)), source.pieces(work), work.step)
        work.begin(CHECKING, draft.lines)
        draft.check(asked.book, asked.day, work)
        work.end()
    return draft


def _refused(wrong: str, fix: str) -> Outcome:
    return Outcome(problems=(Problem(None, None, None, wrong, fix),))


def _place_of(error: Exception) -> str:
    """Kind and place of an error, without its text."""
    frames = (
        (frame.f_code.co_filename.replace("\\", "/"), line) for frame, line in walk_tb(error.__traceback__)
    )
    # The last of ours, not the first that calls somebody else's: batches are checked in threads of a library.
    ours = [(file.rpartition("/logic/")[2], line) for file, line in frames if "/logic/" in file]
    if not ours:
        return type(error).__name__
    file, line = ours[-1]
    return f"{type(error).__name__} in {file}, line {line}"
