"""A professional claim and its service lines while they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from logic.intake.x12.known import Service


@dataclass(slots=True)
class Claim:
    """A claim while it is read; amounts are cents."""

    segment: int
    claim_id: str | None
    charge: int | None
    place: str | None
    frequency: str | None
    replaces: str | None = None
    provider: str | None = None
    authorized: bool = False
    dated: bool = False  # it has a day of service, readable or not
    on: date | None = None
    until: date | None = None
    dx: str = ""
    lines: list[tuple[Service, Line]] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """A service line while it is read."""

    segment: int
    service: Service | None = None  # what its SV1 says
    on: date | None = None
    until: date | None = None
    control: str | None = None
    provider: str | None = None
    dated: bool = False  # it has a day of service, readable or not
