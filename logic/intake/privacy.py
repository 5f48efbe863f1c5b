"""Keys of patients and billers leave the door as keyed hashes; the key stays on this machine."""

from __future__ import annotations

import hashlib
import os
import secrets
from typing import TYPE_CHECKING

import polars as pl

from logic.problems import FileError
from logic.rulebook.loading import default_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY_BYTES = 32
HASH_BYTES = 12


def machine_key(folder: Path | None = None) -> bytes:
    """The secret of this machine, made on first use with rights for the owner alone. Errors: FileError."""
    folder = folder or default_home()
    try:
        return _key(folder)
    except OSError as error:
        raise FileError(
            f"Patient keys cannot be hashed: the key in {folder} cannot be read or made ({error}).",
            "Set UNITWISE_HOME to a folder of yours, or leave the patient column out.",
        ) from None


def _key(folder: Path) -> bytes:
    path = folder / "key"
    for _ in range(2):
        try:
            key = path.read_bytes()
        except FileNotFoundError:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = folder / f"key.{os.getpid()}.{secrets.token_hex(4)}"
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(secrets.token_bytes(KEY_BYTES))
            try:
                os.link(draft, path)  # the first of several processes wins, and its key is whole
            except FileExistsError:
                pass
            finally:
                draft.unlink()
            continue
        if len(key) == KEY_BYTES:
            return key
        raise OSError(f"{path} does not hold a key of {KEY_BYTES} bytes; remove it to make a new one")
    raise OSError(f"{path} cannot be made")


HASHED = ("patient_id", "provider_id")


def with_hashed_keys(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with every key of a patient or a biller hashed. Errors: FileError."""
    told = [name for name in HASHED if name in lines.columns and lines[name].null_count() < lines.height]
    if not told:
        return lines
    key = machine_key()
    return lines.with_columns(hashed(lines[name], key) for name in told)


def hashed(patients: pl.Series, key: bytes) -> pl.Series:
    """Each patient key as 24 hexadecimal digits of BLAKE2b keyed with `key`; null stays null."""
    different = patients.unique(maintain_order=True)
    hash_of = hasher(key)
    hashes = [None if patient is None else hash_of(patient) for patient in different.to_list()]
    table = pl.DataFrame({"patient": different, "hash": pl.Series(hashes, dtype=pl.String)})
    joined = (
        patients.alias("patient")
        .to_frame()
        .join(table, on="patient", how="left", nulls_equal=True, maintain_order="left")
    )
    return joined["hash"].alias(patients.name)


def hasher(key: bytes) -> Callable[[str], str]:
    """What turns a text into 24 hexadecimal digits of BLAKE2b keyed with `key`."""
    keyed = hashlib.blake2b(key=key, digest_size=HASH_BYTES)

    def hash_of(text: str) -> str:
        fresh = keyed.copy()  # quicker than to take up the key anew
        fresh.update(text.encode())
        return fresh.hexdigest()

    return hash_of
