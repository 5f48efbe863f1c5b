"""What a long proof has proved so far, in a file; it holds only while nothing that it is about has changed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ABOUT = ("logic", "content")


def state() -> str:
    """A print of all code and content that an answer can come from."""
    digest = hashlib.sha256()
    for folder in ABOUT:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


class Notes:
    """The parts that are proved: name -> figures. Without a file they last as long as the object."""

    def __init__(self, file: Path | None, seeds: int) -> None:
        """Read the lines of a file that were written for just this state and so many seeds."""
        self.file = file
        self.held: dict[str, dict[str, Any]] = {}
        self._of = {"state": state() if file else "", "seeds": seeds}
        if file is not None and file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                noted = json.loads(line)
                if noted["of"] == self._of:
                    self.held[noted["name"]] = noted["figures"]

    def add(self, name: str, figures: dict[str, Any]) -> None:
        """Note a part; it is on the disk before the next one begins."""
        self.held[name] = figures
        if self.file is not None:
            noted = {"of": self._of, "name": name, "figures": figures}
            with self.file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(noted) + "\n")
