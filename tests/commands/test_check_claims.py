from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

DAY = ("--today", "2026-11-23")
SEGMENTS = (
    "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260401*1200*^*00501*000000001*0*T*:",
    "GS*HC*A*B*20260401*1200*1*X*005010X222A1",
    "ST*837*0001*005010X222A1",
    "BHT*0019*00*1*20260401*1200*CH",
    "HL*1**20*1",
    "NM1*85*2*CLINIC*****XX*1999999901",
    "HL*2*1*22*0",
    "SBR*P*18*******MB",
    "NM1*IL*1*QUUX*ZEBEDEE****MI*P1",
    "NM1*PR*2*MEDICARE*****PI*00901",
    "CLM*C-1*150***11:B:1*Y*A*Y*Y",
    "HI*ABK:M5450",
    "LX*1",
    "SV1*HC:97124:GP*55*UN*1***1",
    "DTP*472*D8*20260302",
    "LX*2",
    "SV1*HC:97140:GP*95*UN*1***1",
    "DTP*472*D8*20260302",
    "SE*17*0001",
    "GE*1*1",
    "IEA*1*000000001",
)
PAID = (
    "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260401*1200*^*00501*000000002*0*T*:",
    "GS*HP*A*B*20260401*1200*1*X*005010X221A1",
    "ST*835*0001",
    "BPR*I*40*C*CHK************20260401",
    "TRN*1*T1*1999999999",
    "CLP*C-1*1*150*40*0*MB*ICN1*11*1",
    "CAS*CO*45*110",
    "SE*6*0001",
    "GE*1*1",
    "IEA*1*000000002",
)


def file(folder: Path, *segments: str, name: str = "a.837") -> str:
    path = folder / name
    path.write_text("".join(f"{segment}~\n" for segment in segments))
    return str(path)


def test_claims_are_checked_by_their_place_in_the_file(run: Run, tmp_path: Path) -> None:
    result = run("check", file(tmp_path, *SEGMENTS), "--json", *DAY)
    told = json.loads(result.stdout)

    assert result.exit_code == 1
    assert (told["rows_read"], told["rows_checked"], told["problems"]) == (2, 2, [])
    (visit,) = told["visits"]
    assert (visit["visit_id"], visit["verdict"]) == ("1", "fail")
    assert "P201" in {finding["rule"] for finding in visit["findings"] if finding["state"] == "fail"}
    assert "QUUX" not in result.output.upper()


def test_findings_of_claims_go_to_a_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "findings.parquet"
    assert run("check", file(tmp_path, *SEGMENTS), "--out", str(out), *DAY).exit_code == 1

    assert "P201" in set(pl.read_parquet(out).filter(state="fail")["rule"])


def test_the_payer_may_be_named(run: Run, tmp_path: Path) -> None:
    told = json.loads(
        run("check", file(tmp_path, *SEGMENTS), "--json", "--payer", "workers-comp", *DAY).stdout
    )

    assert told["visits"][0]["verdict"] != "fail"


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_remittance_is_refused_and_told_where_it_belongs(
    form: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    result = run("check", file(tmp_path, *PAID, name="a.835"), *form, *DAY)

    assert result.exit_code == 2
    assert "This is a remittance (835)" in result.output
    assert "python -m logic import" in result.output


def test_claims_beside_payments_are_checked_and_the_payments_told(run: Run, tmp_path: Path) -> None:
    result = run("check", file(tmp_path, *SEGMENTS, *PAID), "--json", *DAY)
    told = json.loads(result.stdout)

    assert result.exit_code == 1
    assert told["problems"] == []
    assert "1 payment (835)" in told["notes"][0]["wrong"]


def test_a_damaged_file_is_no_verdict(run: Run, tmp_path: Path) -> None:
    result = run("check", file(tmp_path, "ISA*00*broken"), "--json", *DAY)

    assert result.exit_code == 2
    assert json.loads(result.stdout)["visits"] == []
