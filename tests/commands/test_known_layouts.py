"""A table of another program, given without its profile: the commands name the profile that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from logic.commands.app import app
from logic.intake.profiles import load_profiles

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("command", ["check", "import"])
def test_a_layout_that_is_known_is_named(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    headings = list(load_profiles(tmp_path).named("tuva-medical-claim").all_headings)
    table = tmp_path / "a.csv"
    table.write_text(",".join(headings) + "\n" + ",".join("1" for _ in headings) + "\n", "utf-8")
    result = CliRunner().invoke(app, [command, str(table)])
    assert result.exit_code == 2
    assert f"{table}: it looks like the layout tuva-medical-claim; add --profile tuva-medical-claim." in (
        result.stderr.splitlines()
    )


def test_an_unknown_layout_leads_to_the_columns_command(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("visit,cpt,units\nV1,97124,1\n", "utf-8")
    result = CliRunner().invoke(app, ["check", str(table)])
    assert result.exit_code == 2
    assert "python -m logic columns shows what its columns are taken for" in result.stderr
