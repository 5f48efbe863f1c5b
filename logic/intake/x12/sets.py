"""Which transaction sets there are, which are read, and what a file was found to hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# Implementation guides: professional, institutional, dental claims of 005010 and 004010.
GUIDES = {"X222": "", "X098": "", "X223": "837I", "X096": "837I", "X224": "837D", "X097": "837D"}
GUIDE = re.compile(r"X\d{3}")
REFUSED = {
    "837I": "a hospital's claim (837I)",
    "837D": "a dental claim (837D)",
    "270": "an eligibility question (270)",
    "271": "an eligibility answer (271)",
    "276": "a claim status question (276)",
    "277": "a claim status answer (277)",
    "278": "an authorization (278)",
    "820": "a premium payment (820)",
    "834": "an enrollment (834)",
    "997": "an acknowledgment (997)",
    "999": "an acknowledgment (999)",
}

ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})
ENDS = frozenset({"SE", "GE", "IEA"})
HEAD = 3  # letters of a segment by which it is known; a name of two is followed by the separator
LEVELS = {"ISA": "The interchange", "GS": "The group", "ST": "The transaction"}


@dataclass(slots=True)
class X12Counts:
    """What was in the file: interchanges, transactions by set, segments; and what was refused, with the reason."""

    segments: int = 0
    interchanges: int = 0
    transactions: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    claims: int = 0
    claim_lines: int = 0
    remitted_claims: int = 0
    remit_lines: int = 0
