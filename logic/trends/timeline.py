"""One claim's own way: each thing that happened to it, in order, with amounts and the payer's reasons in our words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

from logic.denials import Reading, category
from logic.trends.answers import ENTRY, answers
from logic.trends.chains import VOID
from logic.trends.journey import journey
from logic.trends.reasons import refused_lines

if TYPE_CHECKING:
    from datetime import date

    from logic.denials import Denials
    from logic.trends.view import Kept

Kind = Literal[
    "visit",
    "sent",
    "corrected",
    "voided",
    "paid",
    "partly denied",
    "denied",
    "taken back",
    "other payer",
    "passed on",
    "now",
]
_SENT: Final[dict[str, tuple[Kind, str]]] = {
    "1": ("sent", "Sent to the payer"),
    "6": ("corrected", "Adjusted and sent again"),
    "7": ("corrected", "Corrected and sent again"),
    "8": ("voided", "Voided: the payer is asked to forget the claim"),
}
_ANSWERED: Final[dict[str, tuple[Kind, str]]] = {
    "paid": ("paid", "Answered: nothing refused"),
    "partly denied": ("partly denied", "Answered: a part denied"),
    "denied": ("denied", "Answered: denied"),
}
_ORDER: Final = ("visit", "sent", "corrected", "voided", "taken back")
"""What comes first on one day; answers come after what they answer."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an amount of a line was moved: the codes as printed, cents, and what they say in our words.

    denial: it refuses; category, fix and appeal then tell what to do. category is None where the codes do not
    tell one kind.
    """

    codes: str
    amount: int
    says: str
    denial: bool
    category: str | None = None
    fix: str = ""
    appeal: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """A service line of an answer, in cents; allowed is None where the payer does not tell it."""

    code: str
    charge: int | None
    allowed: int | None
    paid: int | None
    refused: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. on: None where the file does not tell the day. Amounts are cents of the whole claim.

    undone: an answer that was taken back later.
    """

    on: date | None
    kind: Kind
    title: str
    says: str = ""
    charge: int | None = None
    paid: int | None = None
    owes: int | None = None
    denied: int | None = None
    lines: tuple[AnsweredLine, ...] = ()
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events of a visit's claims in order, the last one how it stands; status as in `logic.trends.journey`."""

    submissions: tuple[str, ...]
    status: str
    events: tuple[Event, ...]
    finding: str


def timeline(library: Kept, submission: str, denials: Denials, day: date) -> Timeline:
    """Tell the way of the claim that a submission belongs to, corrections and voids with it.

    Raises:
        KeyError: there is no such submission in the library.

    """
    sent = library.submissions()
    own = sent.filter(pl.col("submission") == submission).collect()
    if own.is_empty():
        raise KeyError(submission)
    claim, patient = own["claim_id"][0], own["patient_id"][0]
    # A correction may have another number, but it is the same patient's.
    told = {"submission": submission, "claim_id": claim, "patient_id": patient}
    near = sent.filter(
        pl.any_horizontal(
            (pl.col(name) == value).fill_null(value=False)
            for name, value in told.items()
            if value is not None
        )
    ).collect()
    wanted = near["claim_id"].drop_nulls().unique().implode()
    remits = library.remit_lines().filter(pl.col("claim_id").is_in(wanted)).collect()
    moved = library.adjustments().filter(pl.col("claim_id").is_in(wanted)).collect()
    lines = refused_lines(remits, moved, denials)
    answered = answers(near, lines)
    went = journey(near, answered)
    chain = went.filter(pl.col("submission") == submission)["chain"][0]
    own = went.filter(pl.col("chain") == chain).sort("place")
    of_claim = answered.filter(pl.col("submission").is_in(own["submission"].implode()))
    events = [*_sent_events(own), *_answer_events(of_claim, lines, moved, denials)]
    events.sort(key=_when)
    last = own.filter(pl.col("frequency").fill_null("1") != VOID).tail(1)
    status = last["status"][0] if last.height else "voided"
    now = _now(status, own, day)
    return Timeline(tuple(own["submission"]), status, (*events, now), _finding(own, of_claim, status, now))


def _when(event: Event) -> tuple[bool, Any, int]:
    """By day; things without a day come last."""
    first = _ORDER.index(event.kind) if event.kind in _ORDER else len(_ORDER)
    return (event.on is None, event.on, first) if event.on is not None else (True, 0, first)


def _sent_events(own: pl.DataFrame) -> list[Event]:
    first = own.row(0, named=True)
    days = "" if first["last_date"] in {None, first["service_date"]} else f" to {first['last_date']}"
    made = [Event(first["service_date"], "visit", f"Visit{days}", ", ".join(first["codes"] or ()))]
    for row in own.iter_rows(named=True):
        kind, title = _SENT.get(row["frequency"] or "1", _SENT["1"])
        if kind == "sent" and row["place"] > 1:
            title = "Sent again under the same number"
        says = f"To {row['payer_name']}." if row["payer_name"] else ""
        if row["submitted_on"] is None:
            says = f"{says} The file does not tell the day.".strip()
        made.append(Event(row["submitted_on"], kind, title, says, charge=row["charge"]))
    return made


def _answer_events(
    told: pl.DataFrame, lines: pl.DataFrame, moved: pl.DataFrame, denials: Denials
) -> list[Event]:
    made = []
    for row in told.iter_rows(named=True):
        here = [pl.col(name) == row[name] for name in ENTRY]
        kind, title = _ANSWERED[row["result"]]
        says = f"By {row['payer_name']}." if row["payer_name"] else ""
        if row["kind"] == "reversal":
            kind, title = "taken back", "The payer took an answer back"
        elif row["kind"] == "further payer":
            kind, title = "other payer", "Answered by a further payer"
        elif row["kind"] == "not decided":
            kind, title = "passed on", "Passed on, or only forecast: nothing was decided"
        undone = row["kind"] == "taken back"
        if undone:
            says = f"{says} It was taken back later.".strip()
        of_claim = moved.filter(*here)
        answered = () if row["kind"] == "reversal" else _lines(lines.filter(*here), of_claim, denials)
        denied = None if row["kind"] == "reversal" else row["denied"]
        made.append(
            Event(
                row["paid_on"],
                kind,
                title,
                says,
                row["charge"],
                row["paid"],
                row["owes"],
                denied,
                answered,
                undone,
            )
        )
    return made


def _lines(lines: pl.DataFrame, moved: pl.DataFrame, denials: Denials) -> tuple[AnsweredLine, ...]:
    made = []
    whole = list(moved.filter(pl.col("line") == 0).iter_rows(named=True))
    for line in lines.sort("line").iter_rows(named=True):
        billed = line["billed_code"] or line["code"] or ""
        own = moved.filter((pl.col("line") == line["line"]) & (pl.col("line") > 0))
        rows = [*own.iter_rows(named=True)] or whole
        reasons = tuple(_reason(row, line["remarks"] or [], billed, denials) for row in rows)
        made.append(
            AnsweredLine(billed, line["charge"], line["allowed"], line["paid"], line["refused"], reasons)
        )
    return tuple(made)


def _reason(row: dict[str, Any], remarks: list[str], billed: str, denials: Denials) -> Reason:
    reading = category(denials, row["group"] or "", row["carc"] or "", remarks, billed)
    denial = reading.kind == "denial"
    beside = f" {' '.join(sorted(remarks))}" if remarks and denial else ""
    codes = f"{row['group']}-{row['carc']}{beside}"
    one = reading.category
    return Reason(
        codes,
        row["amount"],
        _words(reading),
        denial,
        one.id if one else None,
        one.fix if one and denial else "",
        one.answer if one and denial else "",
    )


def _words(reading: Reading) -> str:
    if reading.kind == "not in our list":
        return "These codes are not in our list; look them up with the payer."
    if len(reading.categories) > 1:
        kinds = " or ".join(each.title.lower() for each in reading.categories)
        return f"{' '.join(reading.says)} The codes do not tell whether it is {kinds}."
    return " ".join(reading.says)


def _now(status: str, own: pl.DataFrame, day: date) -> Event:
    """How the claim stands on the day."""
    last = own.row(-1, named=True)
    since = last["submitted_on"] or last["service_date"]
    days = f"{(day - since).days:,} days since it was sent. " if since and status == "open" else ""
    says = {
        "open": f"{days}No answer is in these files; the payer may have answered elsewhere.",
        "paid": "Nothing of it is refused. What the patient owes is the patient's share.",
        "partly denied": "A part is still refused.",
        "denied": "All of it is still refused.",
        "reversed": "The answer was taken back and no other came.",
        "voided": "The claim was voided; nothing is asked of the payer.",
    }.get(status, "")
    paid, denied = int(own["paid"].sum()), int(last["denied"])
    return Event(day, "now", f"Now: {status}", says, paid=paid, denied=denied, owes=int(last["owes"]))


def _finding(own: pl.DataFrame, told: pl.DataFrame, status: str, now: Event) -> str:
    """The whole way in a sentence."""
    times = own.filter(pl.col("frequency").fill_null("1") != VOID).height
    sent = "once" if times == 1 else f"{times} times"
    answered = told.filter(pl.col("kind").is_in(["answer", "taken back"])).height
    count = "no answer" if not answered else "one answer" if answered == 1 else f"{answered} answers"
    dollars = f", ${(now.paid or 0) / 100:,.2f} paid" if answered else ""
    return f"Sent {sent}, {count}{dollars}; it stands as {status}."
