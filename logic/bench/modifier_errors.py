"""Errors of pair edits and of modifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.bench import mixes
from logic.bench.errors import (
    Injection,
    alone,
    billed,
    billed_timed,
    federal,
    known_edits,
    marked,
    on_line,
    places,
    therapy,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from logic.bench.errors import Put
    from logic.bench.visits import Line, Visit

THERAPY = frozenset({"GP", "GO", "GN"})
RELEASES = frozenset(mixes.RELEASES)
UNPAIRED = "the assistant's modifier stands without its therapy modifier"
FEES_KNOWN = (2024, 2026)  # of 2025 only part was found
NO_FEE = frozenset({"G0283", "92507"})
FIVE = "a fifth modifier has no place"


def never_together(visit: Visit, random: Random) -> tuple[int, ...] | None:
    """Massage beside manual therapy, each with its minutes and units."""
    chosen = places(visit, lambda line: line["code"] == mixes.FORBIDDEN_BY and billed(line))
    if not federal(visit) or "usual" not in visit.traits or not chosen:
        return None
    model = visit.lines[chosen[0]]
    minutes = random.choice([15, 30])
    modifiers = [m for m in model["modifiers"] if m not in {"CQ", "CO"} or "assistant alone" in visit.traits]
    line = {
        "code": mixes.FORBIDDEN,
        "minutes": minutes,
        "units": minutes // 15,
        "modifiers": modifiers,
        "discipline": model["discipline"],
    }
    if "assistant" in visit.traits:
        line |= {"therapist_minutes": minutes, "assistant_minutes": 0}
    if "total_minutes" in visit.told:
        visit.told["total_minutes"] += minutes
    visit.lines.append(line)
    return (len(visit.lines),)


def _released(change: Callable[[Line, Line], None]) -> Put:
    """Spoils the pair of a visit whose edit is released: (first code's line, second code's line)."""

    def put(visit: Visit, _: Random) -> tuple[int, ...] | None:
        second = places(visit, lambda line: bool(RELEASES & set(line["modifiers"])))
        if len(second) != 1 or "pair released" not in visit.traits or not known_edits(visit):
            return None
        code, codes = visit.lines[second[0]]["code"], {line["code"] for line in visit.lines}
        firsts = {a for combo, a, b in mixes.RELEASED if b == code and set(combo.split()) == codes}
        first = places(visit, lambda line: line["code"] in firsts and billed(line))
        if len(first) != 1:
            return None
        change(visit.lines[first[0]], visit.lines[second[0]])
        return (second[0] + 1,)

    return put


def _no_release(_: Line, second: Line) -> None:
    second["modifiers"] = [code for code in second["modifiers"] if code not in RELEASES]


def _release_on_first(first: Line, second: Line) -> None:
    first["modifiers"] = [*first["modifiers"], *(code for code in second["modifiers"] if code in RELEASES)]
    _no_release(first, second)


def _no_proof(_: Line, second: Line) -> None:
    second["separate_service"] = False


def _add(*codes: str) -> Callable[[Line], None]:
    return lambda line: line.update(modifiers=[*line["modifiers"], *codes])


def _drop(codes: frozenset[str]) -> Callable[[Line], None]:
    return lambda line: line.update(modifiers=[code for code in line["modifiers"] if code not in codes])


def _other_discipline(line: Line) -> None:
    line["modifiers"] = [{"GP": "GO", "GO": "GP"}.get(code, code) for code in line["modifiers"]]


def _second_discipline(line: Line) -> None:
    line["modifiers"] = [*line["modifiers"], "GO" if "GP" in line["modifiers"] else "GP"]


def _mark(line: Line) -> None:
    line["modifiers"] = [mixes.ASSISTANT_MODIFIER[line["discipline"]], *line["modifiers"]]


def _both_marks(line: Line) -> None:
    line["modifiers"] = ["CO" if "CQ" in line["modifiers"] else "CQ", *line["modifiers"]]


def _without_release(visit: Visit) -> bool:
    return known_edits(visit) and "released" not in visit.traits


def _alone_line(wanted: Callable[[Line], bool], change: Callable[[Line], None]) -> Put:
    """As `on_line`, on a code that has one line."""

    def put(visit: Visit, random: Random) -> tuple[int, ...] | None:
        chosen = [at for at in places(visit, wanted) if alone(visit, at)]
        if not chosen or not federal(visit):
            return None
        at = random.choice(chosen)
        change(visit.lines[at])
        return (at + 1,)

    return put


def _with_trait(trait: str) -> Callable[[Visit], bool]:
    return lambda visit: trait in visit.traits


def _below(visit: Visit) -> bool:
    """Far below the threshold, where the rule book knows the fee of every code."""
    crossed = any(trait.startswith("KX") for trait in visit.traits)
    priced = visit.told["service_date"].year in FEES_KNOWN and not NO_FEE & {
        line["code"] for line in visit.lines
    }
    return "ytd_amount" in visit.told and not crossed and priced


MODIFIER_ERRORS = (
    Injection("massage beside manual therapy", "P201", never_together),
    Injection("59 where no edit is", "P204", on_line(billed_timed, _add("59"), _without_release)),
    Injection("therapy modifier left off", "M401", on_line(therapy, _drop(THERAPY)), {"M404": UNPAIRED}),
    Injection(
        "therapy modifier of another plan", "M403", on_line(therapy, _other_discipline), {"M404": UNPAIRED}
    ),
    Injection(
        "assistant modifier for therapist's minutes",
        "M407",
        _alone_line(
            lambda line: (
                therapy(line)
                and billed_timed(line)
                and line.get("assistant_minutes") == 0
                and not marked(line)
            ),
            _mark,
        ),
    ),
    Injection("AT on therapy", "M411", on_line(billed_timed, _add("AT"), lambda _: True), {"M413": FIVE}),
    Injection("released pair without its modifier", "P202", _released(_no_release)),
    Injection("nothing separate behind the modifier", "P203", _released(_no_proof)),
    Injection("distinct modifier on the first code", "P205", _released(_release_on_first)),
    Injection("two therapy modifiers", "M402", on_line(therapy, _second_discipline), {"M413": FIVE}),
    Injection(
        "assistant modifier without its therapy modifier",
        "M404",
        on_line(lambda line: therapy(line) and marked(line), _drop(THERAPY)),
        {"M401": "the therapy modifier is what is missing"},
    ),
    Injection(
        "both assistant modifiers",
        "M405",
        on_line(lambda line: therapy(line) and marked(line), _both_marks),
        {"M404": "one of the two has no therapy modifier", "M413": FIVE},
    ),
    Injection(
        "assistant modifier left off",
        "M406",
        _alone_line(
            lambda line: therapy(line) and marked(line) and line.get("assistant_minutes", 0) > 0,
            _drop(frozenset({"CQ", "CO"})),
        ),
    ),
    Injection("KX left off", "M408", on_line(therapy, _drop(frozenset({"KX"})), _with_trait("KX above"))),
    Injection("KX too early", "M409", on_line(therapy, _add("KX"), _below), {"M413": FIVE}),
    Injection("notice on file and not", "M410", on_line(therapy, _add("GA", "GZ")), {"M413": FIVE}),
    Injection("half a modifier", "M412", on_line(billed, _add("5"), lambda _: True), {"M413": FIVE}),
    Injection("five modifiers", "M413", on_line(billed, _add("Q5", "Q6", "99", "CR"), lambda _: True)),
    Injection(
        "adjustment without AT",
        "M415",
        on_line(lambda line: line["code"] in mixes.ADJUSTMENTS, _drop(frozenset({"AT"}))),
    ),
)
