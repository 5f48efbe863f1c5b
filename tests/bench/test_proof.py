from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pytest

from logic.bench import proof
from logic.bench.billed import billed_vectors
from logic.calculators.units import cms
from tests.calculators import oracle
from tests.calculators.shipped import BOOK


def calculated(minutes: dict[str, int]) -> tuple[dict[str, int], ...]:
    return cms(minutes, BOOK).splits


def test_counts_are_those_of_the_formula() -> None:
    assert proof.multisets(4, 60) == 635_375
    assert proof.multisets(5, 120) == 234_531_274
    listed = sum(len(list(combinations_with_replacement(range(7), size))) for size in range(1, 5))
    assert proof.multisets(4, 7) == listed == proof.prove_minutes(4, 7).cases


def test_every_remainder_vector_of_one_to_five_codes() -> None:
    proved = proof.prove_remainders()
    assert proved == proof.Proved(813_615, sum(15**size * 4**size for size in range(1, 6)))


def test_every_visit_of_one_to_four_codes_up_to_60_minutes() -> None:
    assert proof.prove_minutes(4, 60).cases == 635_375


def test_work_in_two_processes_is_the_same_work() -> None:
    ticks = []
    assert proof.prove_minutes(4, 20, workers=2, tick=ticks.append) == proof.prove_minutes(4, 20)
    assert sum(ticks) == proof.multisets(4, 20)


@pytest.mark.parametrize("full", [0, 1, 4])
def test_the_calculator_constructs_the_same_splits(full: int) -> None:
    assert proof.prove_calculator(calculated, full=full).cases == 15_503


def test_construct_is_the_brute_force_oracles() -> None:
    for size in range(1, 4):
        vectors = list(combinations_with_replacement(range(15), size))
        sets = proof.construct(list(np.array(vectors, np.uint8).T))
        for vector, built in zip(vectors, sets.tolist(), strict=True):
            minutes = dict(zip(proof.CODES, vector, strict=False))
            wanted = {frozenset(split) for split in oracle.splits(minutes)}
            found = {
                frozenset(code for place, code in enumerate(minutes) if mask >> place & 1)
                for mask in range(2**size)
                if built >> mask & 1
            }
            assert found == wanted


@pytest.mark.parametrize("bent", ["total", "strict", "twice"])
def test_a_bent_rule_is_found_out(bent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = proof.accept

    def wrong(rest: list[proof.Column], to_give: proof.Units, extra: tuple[int, ...]) -> np.ndarray:
        if bent == "total":  # bands that begin a minute early
            total = sum(column.astype(np.int16) for column in rest)
            return right(rest, (total + 8) // 15, extra)
        if bent == "twice":  # a second unit for one code
            return right(rest, to_give, extra) | ((to_give == sum(extra)) & (max(extra) == 2))
        beyond = [column for column, more in zip(rest, extra, strict=True) if more]
        below = [column for column, more in zip(rest, extra, strict=True) if not more]
        if not beyond or not below:
            return right(rest, to_give, extra)
        return right(rest, to_give, extra) & (np.minimum.reduce(beyond) != np.maximum.reduce(below))

    monkeypatch.setattr(proof, "accept", wrong)
    with pytest.raises(proof.ProofFailed, match="minutes"):
        proof.prove_remainders(3)


def test_a_calculator_that_picks_in_silence_is_found_out() -> None:
    with pytest.raises(proof.ProofFailed, match="calculated"):
        proof.prove_calculator(lambda minutes: calculated(minutes)[:1])


def test_billed_vectors_surround_every_valid_split() -> None:
    visits = valid = 0
    for lines, expected in billed_vectors(codes=3, piece=5_000):
        sizes = lines.group_by("visit_id", maintain_order=True).len()
        assert sizes["visit_id"].to_list() == expected["visit_id"].to_list()
        assert lines["units"].min() >= 0
        visits += len(expected)
        valid += expected["accept"].sum()
    assert visits == 15 * 4 + 120 * 16 + 680 * 64
    assert valid == proof.prove_calculator(calculated, codes=3).billed


def test_billed_vectors_are_judged_as_the_oracle_would() -> None:
    lines, expected = next(billed_vectors(codes=2, full=2))
    for (visit_id,), rows in lines.group_by(["visit_id"], maintain_order=True):
        minutes = dict(zip(rows["code"], rows["minutes"], strict=True))
        billed = {code: units for code, units in zip(rows["code"], rows["units"], strict=True) if units}
        accept = expected.filter(visit_id=visit_id)["accept"].item()
        assert (billed in oracle.splits(minutes)) == accept
