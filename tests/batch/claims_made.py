"""A library of a few claims that a test writes down, and one made of the invented clinic by the real check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from logic.claims.frames import COVERAGE, FINDINGS, LINES, SUBMISSIONS

DAY = date(2026, 3, 2)


@dataclass
class Made:
    """What `logic.batch` asks of a library, in frames that stand in memory."""

    claim_rows: list[dict[str, object]] = field(default_factory=list)
    finding_rows: list[dict[str, object]] = field(default_factory=list)
    line_rows: list[dict[str, object]] = field(default_factory=list)
    coverage_rows: list[dict[str, object]] = field(default_factory=list)

    def claim(
        self,
        name: str,
        *lines: tuple[str, float | None],
        verdict: str = "pass",
        provider: str | None = "N1",
        payer: str = "MEDICARE",
        not_checked: int = 0,
        checked: int = 10,
        **more: object,
    ) -> None:
        """A claim with lines of code and charge in dollars."""
        self.claim_rows.append(
            {
                "import_id": "one",
                "submission": name,
                "claim_id": name,
                "provider": provider,
                "payer": "medicare",
                "payer_name": payer,
                "frequency": "1",
                "service_date": DAY,
                "last_date": DAY,
                "submitted_on": DAY,
                "lines": len(lines),
                "verdict": verdict,
                "checked": checked,
                "not_checked": not_checked,
                **more,
            }
        )
        for number, (code, charge) in enumerate(lines, 1):
            self.line_rows.append(
                {
                    "import_id": more.get("import_id", "one"),
                    "visit_id": name,
                    "line": number,
                    "service_date": DAY,
                    "code": code,
                    "units": 1,
                    "payer": "medicare",
                    "charge": charge,
                }
            )

    def finding(
        self,
        claim: str,
        rule: str,
        lines: Sequence[int] = (),
        *,
        state: str = "fail",
        severity: str = "error",
        **more: object,
    ) -> None:
        self.finding_rows.append(
            {
                "import_id": "one",
                "submission": claim,
                "service_date": DAY,
                "line": lines[0] if len(lines) == 1 else None,
                "lines": list(lines),
                "rule": rule,
                "family": {"U": "units", "P": "pair edits", "D": "documentation"}.get(rule[0], "modifiers"),
                "state": state,
                "severity": severity,
                "message": f"{rule} speaks.",
                "fix": "Mend it.",
                **more,
            }
        )

    def states(self, rule: str, state: str, count: int, reason: str | None = None) -> None:
        self.coverage_rows.append(
            {
                "import_id": "one",
                "rule": rule,
                "family": "units",
                "state": state,
                "reason": reason,
                "count": count,
            }
        )

    def submissions(self) -> pl.LazyFrame:
        return pl.LazyFrame(self.claim_rows, schema=SUBMISSIONS)

    def findings(self) -> pl.LazyFrame:
        return pl.LazyFrame(self.finding_rows, schema=FINDINGS)

    def lines(self) -> pl.LazyFrame:
        return pl.LazyFrame(self.line_rows, schema=LINES)

    def coverage(self) -> pl.DataFrame:
        return pl.DataFrame(self.coverage_rows, schema=COVERAGE)
