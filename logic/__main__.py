"""`python -m logic`: the command line."""

from __future__ import annotations

from logic.commands.app import app

if __name__ == "__main__":
    app(prog_name="python -m logic")
