"""Cases that a learner has not met: fresh seeds, and a print by which two cases that look alike are known."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from logic.practice.case import Case
    from logic.store.records import Met

    Print = Callable[[str, int], str]
    """The fingerprint of the case that a blueprint's id and a seed make."""

SEEDS: Final = 1_000_000
TRIES: Final = 40
"""Seeds that are tried for a case that looks new; a blueprint of few variants may have none left."""


def fingerprint(case: Case) -> str:
    """Sixteen hexadecimal digits of what the learner sees of a case: story, table and questions."""
    rows = [(row.service, row.minutes, row.by, row.detail, row.code) for row in case.rows]
    asked = [(step.ask, sorted(option.text for option in step.options)) for step in case.steps]
    return hashlib.blake2b(repr((case.story, rows, asked)).encode(), digest_size=8).hexdigest()


def fresh_seed(blueprint: str, met: Met, salt: str, looks: Print | None = None) -> tuple[int, str]:
    """Give a seed that the learner has not met with this blueprint, and its fingerprint (empty without `looks`).

    salt: the learner's id, so that colleagues get different cases; the same arguments give the same seed.
    looks: if told, cases that look like one that was met are passed over too, as long as others can be found.
    """
    spare: tuple[int, str] | None = None
    number = tries = 0
    while True:
        told = f"{salt}:{blueprint}:{number}".encode()
        seed = int.from_bytes(hashlib.blake2b(told, digest_size=8).digest()) % SEEDS
        number += 1
        if f"{blueprint}:{seed}" in met.case_ids:
            continue
        look = looks(blueprint, seed) if looks is not None else ""
        if not look or look not in met.fingerprints:
            return seed, look
        spare = spare or (seed, look)
        tries += 1
        if tries >= TRIES:
            return spare
