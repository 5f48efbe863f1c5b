"""What is said of two visits of one patient and day, with and without a biller's key."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from logic.check import check
from logic.visit import visit_lines

if TYPE_CHECKING:
    from logic.rulebook import RuleBook

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("key", "says"),
    [("B-1", "One practitioner bills both"), ("", "If one practitioner gave both")],
)
def test_a_biller_who_is_told_is_not_asked_for(key: str, says: str, book: RuleBook) -> None:
    """8 minutes in the morning, 8 in the afternoon: CMS counts the 16 of the day together (Pub. 100-04 ch. 5)."""
    lines, problems = visit_lines(
        {
            "payer": "medicare",
            "service_date": "2026-03-02",
            "discipline": "pt",
            "patient_id": "P-77",
            "modifiers": "GP",
            **({"provider_id": key} if key else {}),
            "lines": [
                {"visit_id": "V-1", "code": "97110", "minutes": 8, "units": 1},
                {"visit_id": "V-2", "code": "97112", "minutes": 8, "units": 1},
            ],
        }
    )
    verdicts = check(lines, book, TODAY).verdicts()

    said = [each.message for verdict in verdicts for each in verdict.findings if each.rule == "F907"]
    assert problems == ()
    assert len(said) == 2
    assert all(says in message for message in said)
