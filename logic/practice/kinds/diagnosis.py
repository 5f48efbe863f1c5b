"""Diagnoses: is the code complete and in force, which one does the line point to, and what does a weak one mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from logic.practice.case import Option, Row, Step
from logic.practice.draft import Draft, a_day
from logic.practice.kinds._parts import a_scene, because, on_day, options
from logic.rulebook.base import Model
from logic.rulebook.icd import plain

if TYPE_CHECKING:
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.kinds._parts import Scene
    from logic.practice.phrases import DiagnosisPhrase
    from logic.rulebook import RuleBook
    from logic.rulebook.models import DiagnosisFamily

KEY = "diagnosis"
About = Literal["valid", "weak", "pointer"]
LETTERS = "ABCD"
EVERY = "every"
SPEAKS, NOTE, REFUSE, SWAP = "speaks", "note", "refuse", "swap"
NOT_TO_MASSAGE = frozenset({"walking"})


class Asks(Model):
    """The parameters: about a code on a day (valid), about what it says for massage (weak), or about pointers."""

    about: Annotated[tuple[About, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the case is about: which of the three, the codes on the claim, and the letters."""

    about: About
    codes: tuple[str, ...]
    letters: tuple[str, ...] = ()


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a diagnosis and a day that a code list covers; None where there is no such list."""
    asks: Asks = blueprint.asks
    if not book.icd.editions:
        return None
    edition = random.choice(list(book.icd.editions))
    day = a_day(random, edition.from_, edition.to)
    scene = replace(a_scene(blueprint, random, book, course), day=day)
    about = random.choice(asks.about)
    return _pointer(scene) if about == "pointer" else _one_code(about, scene)


def _pointer(scene: Scene) -> Draft | None:
    """Several good diagnoses, and a massage that belongs to one of them."""
    random, said = scene.random, scene.phrases.diagnoses
    areas: dict[str, DiagnosisPhrase] = {}
    for each in random.sample(said, len(said)):
        if each.speaks and not each.instead and scene.book.icd.status(each.code, scene.day) == "billable":
            areas.setdefault(each.area, each)
    chosen = random.sample(list(areas.values()), random.randint(3, 4))
    treated = random.choice(chosen)
    if treated.area in NOT_TO_MASSAGE:
        return None
    letters = LETTERS[: len(chosen)]
    right = letters[chosen.index(treated)]
    minutes = random.randint(15, 37)
    step = Step(
        id="pointer",
        concept="diagnosis",
        ask="Where does the massage line point?",
        kind="choice",
        hint="What did the massage treat?",
        right=(right,),
        why=f"The line points to what it treats: {right}, {treated.says}. More pointers do not make a line stronger.",
        sources=("chirocode-97124-97140", "cms-1500"),
        options=(
            *(Option(letter, f"{letter} {each.says}") for letter, each in zip(letters, chosen, strict=True)),
            Option(EVERY, "To every diagnosis on the claim"),
        ),
    )
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title="Pointers",
        story=(
            f"{scene.when}, {scene.label}. The note has {minutes} minutes of massage to the "
            f"{treated.area} and exercise for the rest. The claim lists the diagnoses below."
        ),
        steps=(step,),
        rows=tuple(
            Row(f"{letter}: {each.code}", detail=each.says)
            for letter, each in zip(letters, chosen, strict=True)
        ),
        facts={KEY: Asked("pointer", tuple(each.code for each in chosen), tuple(letters))},
        claim=_claim(scene, [each.code for each in chosen], right, minutes),
    )


def _one_code(about: About, scene: Scene) -> Draft | None:
    """One diagnosis: whether it is complete and in force, and what it says."""
    random, said = scene.random, scene.phrases.diagnoses
    fits = [
        each for each in said if (about == "valid" or not each.instead) and each.area not in NOT_TO_MASSAGE
    ]
    traps = [each for each in fits if (each.instead if about == "valid" else not each.speaks)]
    pick = random.choice(traps if traps and random.random() < 0.5 else fits)
    status = scene.book.icd.status(pick.code, scene.day)
    if status == "unknown":
        return None
    minutes = random.randint(15, 37)
    steps = [_valid_step(pick, status == "billable", scene)]
    if status != "billable":
        instead = _instead_step(pick, scene)
        if instead is None:
            return None
        steps.append(instead)
    elif about == "weak":
        link = _link_step(pick, scene.book)
        if link is None:
            return None
        steps.append(link)
    place = f" to the {pick.area}" if pick.area else ""
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title="One diagnosis",
        story=(
            f"{scene.when}, {scene.label}. {minutes} minutes of massage{place}. The therapist wrote "
            f"“{pick.says}”; the only diagnosis on the claim is {pick.code}."
        ),
        steps=tuple(steps),
        facts={KEY: Asked(about, (pick.code,))},
        claim=_claim(scene, [pick.instead or pick.code], "A", minutes),
    )


def _claim(scene: Scene, dx: list[str], pointer: str, minutes: int) -> dict[str, object]:
    units = (minutes + 7) // 15
    line = {
        "code": "97124",
        "minutes": minutes,
        "units": units,
        "modifiers": ["GP"],
        "pointers": [pointer],
    }
    return {"payer": scene.payer, "service_date": scene.day, "discipline": "pt", "dx": dx, "lines": [line]}


def _valid_step(pick: DiagnosisPhrase, valid: bool, scene: Scene) -> Step:
    day = scene.day
    retired = scene.book.icd.retired.get(plain(pick.code))
    if valid:
        why = f"{pick.code} is complete and was in force on that day."
    elif retired is not None and day > retired.billable_to:
        why = f"{pick.code} was retired; {on_day(retired.billable_to)} was its last day."
    else:
        why = f"{pick.code} is only a heading. A code is billed with all its characters."
    return Step(
        id="valid",
        concept="diagnosis",
        ask=f"Can this diagnosis code be billed for {on_day(day)}?",
        kind="choice",
        hint="Has it all its characters, and was it in force on that day?",
        right=("yes" if valid else "no",),
        why=because(why, retired),
        sources=("cms-icd10cm",),
        options=options({"yes": "Yes", "no": "No: it is not a complete code in force on that day"}),
    )


def _instead_step(pick: DiagnosisPhrase, scene: Scene) -> Step | None:
    said, icd = scene.phrases.diagnoses, scene.book.icd
    if icd.status(pick.instead, scene.day) != "billable":
        return None
    words = {each.code: each.says for each in said}
    others = [
        each.code
        for each in said
        if each.code != pick.instead
        and each.says != pick.says
        and icd.status(each.code, scene.day) == "billable"
    ]
    beside = scene.random.sample(others, 3)
    return Step(
        id="instead",
        concept="diagnosis",
        ask=f"Which code stands for what the therapist wrote, “{pick.says}”?",
        kind="choice",
        hint="Read what the therapist wrote, side and site included.",
        right=(pick.instead,),
        why=f"{pick.instead} is complete and says what the record says. A code is never chosen because it gets paid.",
        sources=("cms-icd10cm",),
        options=tuple(Option(code, f"{code}: {words[code]}") for code in sorted([pick.instead, *beside])),
    )


def _family(code: str, families: tuple[DiagnosisFamily, ...]) -> DiagnosisFamily | None:
    fits = [each for each in families if code.startswith(each.prefix)]
    return max(fits, key=lambda each: len(each.prefix), default=None)


def _link_step(pick: DiagnosisPhrase, book: RuleBook) -> Step | None:
    """What the diagnosis says for massage: never a pass or a failure, by no list."""
    strong = _family(pick.code, book.diagnoses.plausible_for_97124)
    weak = _family(pick.code, book.diagnoses.weak_for_97124)
    if strong is None and weak is None:
        return None
    is_weak = weak is not None and (strong is None or len(weak.prefix) > len(strong.prefix))
    family = weak if is_weak else strong
    assert family is not None  # noqa: S101 - one of the two is there
    why = (
        f"{family.why} No list says which diagnoses go with massage, so this is neither a pass nor a failure: "
        + ("the record must show the reason." if is_weak else "the finding in the note carries it.")
    )
    return Step(
        id="link",
        concept="diagnosis",
        ask="What does this diagnosis say for the massage?",
        kind="choice",
        hint="Does it say where and what, and does any list decide it?",
        right=(NOTE,) if is_weak else (SPEAKS, NOTE),
        why=because(why, family),
        sources=family.source,
        options=options(
            {
                SPEAKS: "It speaks for massage, as long as the note shows the finding",
                NOTE: "Little by itself: ask whether the record names more, or else the note must show the reason",
                REFUSE: "It forbids massage: the line must come off",
                SWAP: "It should give way to a diagnosis that usually gets paid",
            }
        ),
    )
