"""Small frames written by hand: claims and answers in a line each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from logic.claims.frames import ADJUSTMENTS, FINDINGS, REMIT_LINES, SUBMISSIONS
from logic.denials import Denials
from logic.rulebook import RuleBook
from logic.trends.making import made_frames
from logic.trends.view import TrendFrames

FIRST_DAY = date(2026, 1, 5)
DAY = date(2026, 12, 31)


def on(days: int) -> date:
    """A day, counted from the first."""
    return FIRST_DAY + timedelta(days=days)


def claim(number: str, charge: int = 100_00, **more: object) -> dict[str, Any]:
    """A claim of one line of 97110, visited on day 0 and sent on day 2 where nothing else is said."""
    told: dict[str, Any] = {
        "import_id": "a",
        "submission": f"S{number}{more.get('frequency', '1')}",
        "claim_id": number,
        "patient_id": f"P{number}",
        "provider": "1999999901",
        "payer": "medicare",
        "payer_name": "MEDICARE",
        "discipline": "pt",
        "frequency": "1",
        "service_date": on(0),
        "last_date": more.get("service_date", on(0)),
        "submitted_on": on(2),
        "charge": charge,
        "lines": 1,
        "units": 1,
        "codes": ["97110"],
        "modifiers": ["GP"],
        "verdict": "pass",
        "not_checked": 0,
        "incomplete": False,
        "source": "837P",
    }
    return told | more


class Paper:
    """Remittances, written entry by entry."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self.moved: list[dict[str, Any]] = []
        self.entry = 0

    def answer(
        self,
        number: str,
        day: int,
        *lines: tuple[str, int, int, tuple[tuple[str, str, int], ...]],
        status: str = "1",
        remarks: tuple[str, ...] = (),
        visit: int = 0,
        **more: object,
    ) -> Paper:
        """Add an entry; a line is code, charge, paid and its adjustments (group, carc, amount), in cents."""
        self.entry += 1
        for place, (code, charge, paid, moved) in enumerate(lines, start=1):
            told: dict[str, Any] = {
                "import_id": "r",
                "claim_id": number,
                "patient_id": f"P{number}",
                "payer_claim": f"ICN{number}",
                "remittance": f"T{day}",
                "entry": self.entry,
                "status": status,
                "frequency": "1",
                "payer_name": "MEDICARE",
                "provider": "1999999901",
                "paid_on": on(day),
                "claim_charge": sum(line[1] for line in lines),
                "claim_paid": sum(line[2] for line in lines),
                "patient_owes": sum(a for line in lines for group, _, a in line[3] if group == "PR"),
                "line": place,
                "service_date": on(visit),
                "code": code,
                "modifiers": ["GP"],
                "charge": charge,
                "paid": paid,
                "units": 1,
                "remarks": list(remarks),
                "incomplete": False,
            }
            self.lines.append(told | more)
            for group, carc, amount in moved:
                self.moved.append(
                    {
                        "import_id": more.get("import_id", "r"),
                        "claim_id": number,
                        "entry": self.entry,
                        "line": place,
                        "group": group,
                        "carc": carc,
                        "amount": amount,
                    }
                )
        return self

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Remittance lines and adjustments."""
        return filled(self.lines, REMIT_LINES), filled(self.moved, ADJUSTMENTS)


def filled(rows: list[dict[str, Any]], schema: pl.Schema) -> pl.DataFrame:
    """A frame of the schema; what a row does not tell is null."""
    return pl.DataFrame(
        [{name: row.get(name) for name in schema} for row in rows], schema=dict(schema), orient="row"
    )


def frames(
    claims: list[dict[str, Any]],
    paper: Paper,
    denials: Denials,
    book: RuleBook,
    findings: list[dict[str, Any]] | None = None,
    day: date = DAY,
) -> TrendFrames:
    """The frames of a view over claims and remittances."""
    lines, moved = paper.frames()
    made = made_frames(
        filled(claims, SUBMISSIONS).lazy(),
        filled(findings or [], FINDINGS).lazy(),
        lines.lazy(),
        moved.lazy(),
        denials=denials,
        book=book,
    )
    return TrendFrames(**made, day=day)
