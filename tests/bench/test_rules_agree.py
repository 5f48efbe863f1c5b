"""The unit rules, as they run on every visit, accept exactly the splits that are constructed."""

from __future__ import annotations

import pytest

from logic.bench.billed import UNIT_RULES, prove_rules, refused_by_rules
from logic.bench.proof import ProofFailed
from logic.rulebook import RuleBook


@pytest.mark.parametrize("full", [0, 1])
def test_rules_accept_what_is_constructed_of_one_to_three_codes(full: int, book: RuleBook) -> None:
    proved = prove_rules(lambda lines: refused_by_rules(lines, book), codes=3, full=full)
    assert proved.cases == sum(
        vectors * (4 if full else 3) ** size for size, vectors in ((1, 15), (2, 120), (3, 680))
    )


@pytest.mark.slow
def test_rules_accept_what_is_constructed_of_one_to_four_codes(book: RuleBook) -> None:
    assert prove_rules(lambda lines: refused_by_rules(lines, book)).cases == 828_860


@pytest.mark.parametrize("left_out", UNIT_RULES)
def test_each_of_the_three_rules_is_needed(left_out: str, book: RuleBook) -> None:
    rules = tuple(rule for rule in UNIT_RULES if rule != left_out)
    with pytest.raises(ProofFailed, match="the rules accept it"):
        prove_rules(lambda lines: refused_by_rules(lines, book, rules), codes=2)
