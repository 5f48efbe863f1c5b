"""The public sample files, where they are: counted against the raw segments, and against pyx12 where it can read."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from x12_files import KEY, together

from logic.intake.x12.read import X12File
from logic.problems import FileError

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "samples"
NO_X12 = {".csv", ".html", ".md", ""}
FILES = sorted(
    each
    for each in SAMPLES.rglob("*")
    if each.is_file() and each.suffix not in NO_X12 and "LICENSE" not in each.name
)
pytestmark = pytest.mark.skipif(not FILES, reason="the shared sample files are not on this machine")


def raw_text(path: Path) -> str:
    data = path.read_bytes()
    return data.decode("utf-16-le" if data[1:2] == b"\0" else "latin-1")


def raw_count(path: Path, *names: str) -> int:
    """Segments of those names by a search of the text, apart from the reader."""
    return len(re.findall(rf"(?:^|[~_!\n\r>'])\s*(?:{'|'.join(names)})[*~|]", raw_text(path)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_read_or_refused_with_a_reason(path: Path) -> None:
    with path.open("rb") as stream:
        reader = X12File(stream, KEY)
        try:
            frames = together(reader)
        except FileError:
            pytest.fail("none of the shared files is so damaged that it cannot be read at all")

    refused = bool(reader.counts.refused)
    lines = sum(frames[kind].filter(line=0).height for kind in frames if kind == "remit_lines")
    told = sum(frames[kind].height for kind in ("claim_lines", "remit_lines") if kind in frames) - lines
    assert refused or told == raw_count(path, "SV1", "SVC")
    assert told or reader.problems


@pytest.mark.parametrize("kind", ["837", "835"])
def test_the_invented_month_is_read_as_its_truth_says(kind: str) -> None:
    folder = SAMPLES / "claims" / "synthetic_therapy_1k"
    with (folder / f"big.{kind}").open("rb") as stream:
        frames = together(X12File(stream, KEY))
    with (folder / f"truth_{kind}.csv").open(newline="", encoding="utf-8") as stream:
        truth = list(csv.DictReader(stream))
    lines = frames["claim_lines" if kind == "837" else "remit_lines"].to_dicts()

    assert len(lines) == len(truth)
    for line, told in zip(lines, truth, strict=True):
        assert line["code"] == told["proc"]
        assert line["modifiers"] == [word for word in told["mods"].split("|") if word]
        assert line["charge"] == round(float(told["charge"]) * 100)
        assert line["units"] == int(told["units"])
        assert f"{line['service_date']:%Y%m%d}" == told["dos"]
        if kind == "837":
            assert line["provider"] == told["rendering_npi"]
            assert line["billing_npi"] == told["billing_npi"]
            assert line["payer_name"] == told["payer_name"]
            assert line["place_of_service"] == told["pos"]
            assert line["dx"] == told["dx"].split("|")
        else:
            assert line["paid"] == round(float(told["paid"]) * 100)
            assert line["status"] == told["status"]
            assert line["remarks"] == [word for word in re.split(r"[|;]", told["rarc"]) if word]
    if kind == "835":
        moved = (
            frames["adjustments"]
            .group_by("entry", "line", maintain_order=True)
            .agg("group", "carc", "amount")
        )
        by_line = {(row["entry"], row["line"]): row for row in moved.to_dicts()}
        for line, told in zip(lines, truth, strict=True):
            row = by_line.get((line["entry"], line["line"]), {"group": [], "carc": [], "amount": []})
            mine = [
                (group, carc, amount)
                for group, carc, amount in zip(row["group"], row["carc"], row["amount"], strict=True)
            ]
            theirs = [
                (word.split("-")[0], word.split("-")[1].split("=")[0], round(float(word.split("=")[1]) * 100))
                for word in filter(None, told["cas"].split(";"))
            ]
            assert mine == theirs


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_pyx12_counts_the_same_segments_where_it_can_read(path: Path) -> None:
    x12file = pytest.importorskip("pyx12.x12file", reason="pyx12 is not installed")
    errors = pytest.importorskip("pyx12.errors", reason="pyx12 is not installed")
    names: dict[str, int] = {}
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for segment in x12file.X12Reader(stream):
                names[segment.get_seg_id()] = names.get(segment.get_seg_id(), 0) + 1
    except (errors.X12Error, UnicodeDecodeError) as error:
        pytest.skip(f"pyx12 cannot read this file: {type(error).__name__}")

    with path.open("rb") as stream:
        reader = X12File(stream, KEY)
        frames = together(reader)

    last_is_open = (
        raw_text(path).rstrip()[-1].isalnum()
    )  # pyx12 leaves a last segment without its terminator out
    assert reader.counts.segments == sum(names.values()) + last_is_open
    if not reader.counts.refused and "claim_lines" in frames:
        assert frames["claim_lines"].height == names.get("SV1", 0)
        assert frames["claim_lines"]["entry"].n_unique() == names["CLM"]
    if not reader.counts.refused and "remit_lines" in frames:
        assert frames["remit_lines"].filter(frames["remit_lines"]["line"] > 0).height == names.get("SVC", 0)
        assert frames["remit_lines"]["entry"].n_unique() == names["CLP"]
