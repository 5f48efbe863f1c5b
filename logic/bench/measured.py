"""A program run as a process of its own, with its wall time and the most memory it held."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
# ru_maxrss counts kilobytes on Linux and bytes on a Mac.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class RunError(RuntimeError):
    """The program ended with an exit code that was not expected."""


@dataclass(frozen=True, slots=True)
class Run:
    """seconds: wall time from start to end. peak: bytes of memory at the most. output: its last words.

    cpu: seconds of computing, all cores together; on a machine that is busy elsewhere it tells more than wall time.
    """

    seconds: float
    peak: int
    output: str
    cpu: float = 0.0


def run(
    command: Sequence[str],
    log: Path,
    allowed: Sequence[int] = (0,),
    settings: Mapping[str, str] | None = None,
) -> Run:
    """Run a program from the repository's folder; its output goes to `log`. settings: more of its environment.

    Raises:
        RunError: it ended with another code than the `allowed`.

    """
    with log.open("wb") as out:
        streams = [(os.POSIX_SPAWN_DUP2, out.fileno(), target) for target in (1, 2)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **(settings or {})}
        begun = time.perf_counter()
        pid = os.posix_spawn(command[0], list(command), environment, file_actions=streams)
        _, status, usage = os.wait4(pid, 0)
        seconds = time.perf_counter() - begun
    said = log.read_text(encoding="utf-8", errors="replace")
    code = os.waitstatus_to_exitcode(status)
    if code not in allowed:
        raise RunError(f"{' '.join(command)} ended with {code}: {said[-2000:]}")
    return Run(seconds, usage.ru_maxrss * RSS_UNIT, said, usage.ru_utime + usage.ru_stime)
