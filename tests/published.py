"""The published cases: ours beside this file, the project's shared ones where they are present."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
CASES = HERE / "cases"
FROZEN = CASES / "frozen.txt"
SHARED = HERE.parent.parent / "shared" / "reference"
WHY_SKIPPED = "the shared reference cases are not beside this repository"
Case = dict[str, Any]


def cases(name: str, **wanted: str) -> list[Case]:
    """Give the cases of one of our files, those with the wanted values only."""
    found: list[Case] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [case for case in found if all(case[key] == value for key, value in wanted.items())]


def shared(name: str) -> list[Case]:
    """Give the shared cases of one file; none where they are absent."""
    path = SHARED / name
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []


def fingerprint(case: Case) -> str:
    """Give a short digest of what a case asks and answers; its words and sources may still be bettered."""
    told = {key: value for key, value in case.items() if key not in {"id", "says", "source", "seen"}}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def fingerprints() -> dict[str, str]:
    """Give every case's digest, by file and id."""
    return {
        f"{path.stem}/{case['id']}": fingerprint(case)
        for path in sorted(CASES.glob("*.yaml"))
        for case in cases(path.stem)
    }


if __name__ == "__main__":
    FROZEN.write_text(
        "".join(f"{name} {digest}\n" for name, digest in fingerprints().items()), encoding="utf-8"
    )
