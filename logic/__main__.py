"""`python -m logic`: the command line."""

from __future__ import annotations

import gc
import os
import sys

# Freed memory is kept for some seconds: the next batch wants it again. Polars reads this as it is loaded.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:5000,muzzy_decay_ms:5000")

from logic.commands.app import app

GARBAGE_AFTER = 100_000
"""New objects until garbage is looked for; every 700 of them would take a tenth of the time of a long check."""


def main() -> None:
    """Run the command line and leave at once with its code.

    A table reader's own thread can still be alive when Python shuts down, and then aborts the whole process.
    """
    code = 0
    gc.set_threshold(GARBAGE_AFTER)
    try:
        app(prog_name="python -m logic")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = code or 1
    os._exit(code)


if __name__ == "__main__":
    main()
