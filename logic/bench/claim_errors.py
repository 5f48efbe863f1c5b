"""Errors of code choice, diagnosis, of who treated, and of the claim form."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from logic.bench import mixes
from logic.bench.errors import WHOLE_VISIT, Injection, billed, federal, on_line, places, therapy

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from logic.bench.errors import Put
    from logic.bench.visits import Line, Visit

THIRTEEN = (
    *("M54.50", "M54.51", "M54.59", "M54.2", "M54.6", "M25.511", "M25.512"),
    *("M25.561", "M25.562", "M79.18", "M62.830", "M62.838", "M25.551"),
)
AFTER_TODAY = date(2026, 12, 1)
OTHERS_TECHNIQUE = {"97124": "joint mobilization", "97140": "effleurage"}


def _any(_: Visit) -> bool:
    return True


def _on_all(wanted: Callable[[Line], bool], change: Callable[[Visit], bool]) -> Put:
    """An error of the visit that shows on every line of a kind; `change` answers whether the visit can have it."""

    def put(visit: Visit, _: Random) -> tuple[int, ...] | None:
        chosen = places(visit, wanted)
        return tuple(at + 1 for at in chosen) if chosen and change(visit) else None

    return put


def _of_visit(change: Callable[[Visit], bool]) -> Put:
    return lambda visit, _: WHOLE_VISIT if change(visit) else None


def _retired(visit: Visit) -> bool:
    visit.told["dx"] = ["M54.5", *visit.told["dx"][1:]]
    return True


def _not_a_code(visit: Visit) -> bool:
    visit.told["dx"] = ["54.50M", *visit.told["dx"][1:]]
    return True


def _no_diagnosis(visit: Visit) -> bool:
    visit.told["dx"] = []
    visit.told.pop("pointers", None)
    return any(map(billed, visit.lines))


def _thirteen(visit: Visit) -> bool:
    visit.told["dx"] = list(THIRTEEN)
    return True


def _points(*to: str) -> Put:
    """One line that points there, where the others point to what the visit has."""

    def change(line: Line) -> None:
        line["pointers"] = list(to)

    return on_line(billed, change, lambda visit: "pointers" in visit.traits)


def _treated(by: str, billed_by: str = "facility") -> Callable[[Visit], bool]:
    def change(visit: Visit) -> bool:
        if {"assistant", "assistant alone", "slp"} & visit.traits or visit.told["payer"] != "medicare":
            return False
        visit.told |= {"treated_by": by, "billed_by": billed_by}
        return True

    return change


def _assistant_for_physician(visit: Visit) -> bool:
    if "assistant alone" not in visit.traits or not federal(visit):
        return False
    visit.told["billed_by"] = "md"
    return True


def _tomorrow(visit: Visit) -> bool:
    if "ytd_amount" in visit.told:
        return False
    visit.told["service_date"] = AFTER_TODAY
    return True


def _late(visit: Visit) -> bool:
    visit.told["submitted_on"] = visit.told["service_date"] + timedelta(days=367)
    return bool(visit.told["payer"] == "medicare")


def _nowhere(visit: Visit) -> bool:
    visit.told["place_of_service"] = "98"
    return True


def _as_code(code: str) -> Callable[[Line], None]:
    return lambda line: line.update(code=code)


def _others_technique(line: Line) -> None:
    line["technique"] = OTHERS_TECHNIQUE[line["code"]]


CLAIM_ERRORS = (
    Injection(
        "unattended stimulation by the wrong code",
        "C503",
        on_line(
            lambda line: line["code"] == "G0283",
            _as_code("97014"),
            lambda visit: federal(visit) and "usual" in visit.traits,
        ),
    ),
    Injection("retired diagnosis", "X603", _on_all(billed, _retired)),
    Injection(
        "technique of another code",
        "C501",
        on_line(lambda line: line["code"] in OTHERS_TECHNIQUE, _others_technique, _any),
    ),
    Injection(
        "packs billed to Medicare",
        "C502",
        on_line(lambda line: line["code"] == mixes.PACKS, lambda line: line.update(units=1)),
        {"M406": "a billed line must say who gave it"},
    ),
    Injection(
        "evaluation by a code of 2016",
        "C504",
        on_line(lambda line: line["code"] in {"97161", "97162"}, _as_code("97001"), _any),
    ),
    Injection("no diagnosis", "X601", _of_visit(_no_diagnosis)),
    Injection("no shape of a diagnosis", "X602", _on_all(billed, _not_a_code)),
    Injection("pointer left out", "X605", _points()),
    Injection("pointer to nothing", "X606", _points("A", "L")),
    Injection("five pointers", "X607", _points("A", "A", "A", "A", "A")),
    Injection("thirteen diagnoses", "X610", _of_visit(_thirteen)),
    Injection("massage therapist treated", "W801", _on_all(therapy, _treated("lmt"))),
    Injection("aide treated", "W802", _on_all(therapy, _treated("aide"))),
    Injection("chiropractor gave therapy", "W803", _on_all(therapy, _treated("dc", "dc"))),
    Injection("assistant billed by a physician", "W804", _on_all(therapy, _assistant_for_physician)),
    Injection("trainer treated", "W805", _on_all(therapy, _treated("atc"))),
    Injection("visit of next month", "F901", _of_visit(_tomorrow)),
    Injection("filed after a year", "F902", _of_visit(_late)),
    Injection("place that is none", "F903", _of_visit(_nowhere)),
    Injection(
        "fewer than no units",
        "F906",
        on_line(
            lambda line: line["code"] == mixes.PACKS and not billed(line),
            lambda line: line.update(units=-1),
            _any,
        ),
    ),
)
