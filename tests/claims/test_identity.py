"""By what a claim is known again: everything that it says changes it, and nothing else does."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logic.claims.identity import content_hash, submissions
from logic.intake.x12.parts import CLAIM_LINES

KEY = b"k" * 32
TEXT = st.text("ABC123|~,\n", max_size=4) | st.none()
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 9)) | st.none()
LINES = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["97110", "97124", None]),
        "modifiers": st.lists(st.sampled_from(["GP", "59", "KX"]), max_size=3),
        "units": st.integers(0, 4) | st.none(),
        "charge": st.integers(0, 400) | st.none(),
        "service_date": DAYS,
        "last_date": DAYS,
    }
)
CLAIM = st.fixed_dictionaries(
    {
        "claim_id": st.sampled_from(["a", "b", None]),
        "patient_id": st.sampled_from(["p", "q", None]),
        "frequency": st.sampled_from(["1", "7", "8", None]),
        "replaces": st.sampled_from(["x", None]),
        "payer_name": st.sampled_from(["MEDICARE", "OTHER", None]),
        "payer_order": st.sampled_from(["P", "S", None]),
        "lines": st.lists(LINES, min_size=1, max_size=3),
    }
)


def frame(*claims: dict[str, Any]) -> pl.DataFrame:
    rows = [
        {
            **{name: word for name, word in claim.items() if name != "lines"},
            **line,
            "entry": entry,
            "line": place,
        }
        for entry, claim in enumerate(claims, start=1)
        for place, line in enumerate(claim["lines"], start=1)
    ]
    return pl.DataFrame(rows, schema=CLAIM_LINES)


def names(*claims: dict[str, Any]) -> list[str]:
    return submissions(frame(*claims), "entry", KEY)["submission"].to_list()


def said(claim: dict[str, Any]) -> tuple[object, ...]:
    """What a claim says, worked out here: two claims are one exactly where this is one."""
    nobody = claim["patient_id"] if claim["claim_id"] is None else None
    head = (claim["claim_id"], nobody, claim["frequency"] or "1", claim["replaces"])
    lines = tuple(tuple(map(str, line.values())) for line in claim["lines"])
    return (*head, claim["payer_name"], claim["payer_order"], lines)


@given(CLAIM, CLAIM)
@settings(max_examples=300, deadline=None)
def test_two_claims_are_one_exactly_where_they_say_the_same(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    first, second = names(one, other)

    assert (first == second) == (said(one) == said(other))


@given(st.lists(CLAIM, min_size=1, max_size=5), st.randoms())
@settings(max_examples=100, deadline=None)
def test_a_claims_name_does_not_depend_on_what_stands_around_it(
    claims: list[dict[str, Any]], random: Random
) -> None:
    alone = {str(claim): names(claim)[0] for claim in claims}
    shuffled = random.sample(claims, len(claims))

    assert names(*shuffled) == [alone[str(claim)] for claim in shuffled]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("segment", 99),
        ("line_control", "another"),
        ("submitted_on", date(2026, 5, 5)),
        ("provider", "1999999943"),
        ("dx", ["M5450"]),
    ],
)
def test_what_is_not_part_of_a_claims_identity_does_not_change_it(name: str, word: object) -> None:
    line = {"code": "97110", "modifiers": ["GP"], "units": 1, "charge": 50, "service_date": date(2026, 3, 2)}
    claim = {"claim_id": "a", "frequency": "1", "lines": [line]}
    other = {"claim_id": "a", "frequency": "1", "lines": [{**line, name: word}]}

    first, second = names(claim, other)
    assert first == second


def test_another_key_gives_other_names() -> None:
    line = {"code": "97110", "units": 1, "service_date": date(2026, 3, 2) + timedelta(days=1)}
    told = frame({"claim_id": "a", "lines": [line]})

    one, other = (submissions(told, "entry", key)["submission"][0] for key in (KEY, b"z" * 32))
    assert one != other
    assert len(one) == len(other) == 24


def test_a_files_hash_is_of_its_bytes_and_tells_how_far_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x" * 3_000_000)
    told: list[int] = []

    digest = content_hash(file, KEY, told.append)

    assert sum(told) == 3_000_000
    assert digest == content_hash(file, KEY)
    assert digest != content_hash(file, b"z" * 32)
    file.write_bytes(b"x" * 2_999_999 + b"y")
    assert digest != content_hash(file, KEY)
