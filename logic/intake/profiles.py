"""Profiles by name: the shipped ones in content/profiles, a practice's own in its folder, and how one is kept."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml

from logic.intake.profile import FirstTold, Profile
from logic.problems import FileError
from logic.rulebook.loading import CONTENT, default_home
from logic.rulebook.problems import ContentError, did_you_mean
from logic.rulebook.reading import Folder, read_file, validated

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from logic.rulebook.problems import Problem

FOLDER: Final = "profiles"
MOST_BYTES: Final = 256 << 10


@dataclass(frozen=True, slots=True)
class Profiles:
    """All there are, by id: the practice's own first.

    own: ids that the practice made. problems: what is wrong with files of the practice; those are left out.
    """

    by_id: Mapping[str, Profile]
    own: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    def named(self, name: str) -> Profile:
        """The profile of that id or label. Errors: FileError names the nearest."""
        wanted = name.strip().lower()
        for profile in self.by_id.values():
            if wanted in (profile.id, profile.label.lower()):
                return profile
        raise FileError("There is no profile of that name.", did_you_mean(wanted, self.by_id), name[:60])


def load_profiles(
    home: Path | None = None, content: Path = CONTENT, sources: Collection[str] | None = None
) -> Profiles:
    """Read every profile. sources: ids of the rule book's sources, to be held against them where given.

    Raises ContentError for a shipped one that is wrong; one of the practice's own that is wrong is left out and
    told, so that it never stops the app.
    """
    shipped = Folder(content, content.name)
    found = _read(shipped, content / FOLDER, sources)
    if shipped.problems:
        raise ContentError(shipped.problems)
    home = default_home() if home is None else home
    own = Folder(home, home.as_posix(), own=True)
    mine = _read(own, home / FOLDER, None)
    for name in sorted(mine.keys() & found.keys()):
        wrong = f"the id {name!r} is that of a shipped profile"
        own.problem(f"{own.label}/{FOLDER}/{name}.yaml", ("id",), wrong, "Give it another name.")
        del mine[name]
    return Profiles({**mine, **found}, frozenset(mine), tuple(own.problems))


def _read(folder: Folder, path: Path, sources: Collection[str] | None) -> dict[str, Profile]:
    found: dict[str, Profile] = {}
    for each in sorted(path.glob("*.yaml")) if path.is_dir() else ():
        file, data = read_file(folder, each)
        profile: Profile | None = validated(folder, file, Profile, data)
        if profile is None:
            continue
        if profile.id != each.stem:
            wrong = f"the id {profile.id!r} is not the file's name"
            folder.problem(file, ("id",), wrong, f"Write id: {each.stem}")
            continue
        _check_sources(folder, file, profile, sources)
        found[profile.id] = profile
    return found


def _check_sources(folder: Folder, file: str, profile: Profile, sources: Collection[str] | None) -> None:
    if sources is None:
        return
    if not profile.source:
        folder.problem(file, ("source",), "a layout without a source", "Say where it is published.")
    for source in profile.source:
        if source not in sources:
            folder.problem(file, ("source",), f"{source!r} does not exist", did_you_mean(source, sources))


def save_profile(profile: Profile, home: Path | None = None) -> Path:
    """Keep a profile of the practice's own as <home>/profiles/<id>.yaml, over an older one of that id.

    It is written beside and renamed, so that it is there whole or not at all. Errors: FileError where the id is
    that of a shipped profile or the folder cannot be written.
    """
    home = default_home() if home is None else home
    if profile.id in _read(Folder(CONTENT, "content"), CONTENT / FOLDER, None):
        raise FileError("A shipped profile has that name.", "Choose another name.", profile.id)
    path = home / FOLDER / f"{profile.id}.yaml"
    draft = path.with_name(f".{profile.id}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as out:
            out.write(as_yaml(profile))
        draft.replace(path)
    except OSError as error:
        raise FileError(
            f"The profile cannot be kept ({error.strerror}).", "Set UNITWISE_HOME to a folder of yours."
        ) from None
    return path


def delete_profile(name: str, home: Path | None = None) -> bool:
    """Remove a profile of the practice's own; whether there was one."""
    home = default_home() if home is None else home
    path = home / FOLDER / f"{name}.yaml"
    if path.parent != home / FOLDER or not path.is_file():
        return False
    path.unlink()
    return True


def as_yaml(profile: Profile) -> str:
    """The profile as a file that reads back as the same profile."""
    told = profile.model_dump(mode="json", exclude_defaults=True)
    told["columns"] = {
        column: {"first_told": list(by.first_told)} if isinstance(by, FirstTold) else _short(by)
        for column, by in profile.columns.items()
    }
    return yaml.safe_dump(_quoted(told), sort_keys=False, allow_unicode=True, width=110)


def _short(headings: tuple[str, ...]) -> str | list[str]:
    return headings[0] if len(headings) == 1 else list(headings)


class _Quoted(str):
    """Text that stays text in YAML, whatever it looks like."""

    __slots__ = ()


def _quoted(value: object) -> object:
    if isinstance(value, dict):
        return {_quoted(key): _quoted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_quoted(item) for item in value]
    return _Quoted(value) if isinstance(value, str) and not value.isidentifier() else value


yaml.SafeDumper.add_representer(
    _Quoted, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')
)
