"""Generated cases of codes and of plan modifiers, held against the published lists and the judge."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from logic.practice.kinds import codes, modifiers
from tests.practice.judging import cases_of, failing, found_by_the_judge

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.rulebook import RuleBook


# By hand, from what was read of ChiroEco, ChiroCode and HNS: which of the two a word belongs to.
MASSAGE = (
    "gliding",
    "effleurage",
    "stroking",
    "kneading",
    "petrissage",
    "percussive",
    "tapotement",
    "friction",
)
MANUAL = (
    *("glides", "oscillations", "mobilization", "mobilized", "myofascial", "mfr", "trigger point", "lymph"),
    *("pull by hand", "by hand in short pulls", "thrust"),
)
TIMED = frozenset(  # the published 15-minute list
    (
        *("97032", "97033", "97034", "97035", "97036", "97110", "97112", "97113", "97116", "97124", "97140"),
        *("97530", "97533", "97535", "97537", "97542", "97750", "97755", "97760", "97761", "97763"),
        *("97129", "97130"),
    )
)
KX = {2024: 2330, 2025: 2410, 2026: 2480}


def test_massage_and_manual_therapy_are_told_apart_as_by_hand(book: RuleBook, course: Course) -> None:
    seen: Counter[str] = Counter()
    for case in cases_of("codes", book, course):
        (right,) = case.step("code").right
        if right not in {"97124", "97140"}:
            continue
        says = case.story.lower()
        is_manual = any(word in says for word in MANUAL)
        assert right == ("97140" if is_manual else "97124"), case.story
        assert is_manual or any(word in says for word in MASSAGE), case.story
        seen[right] += 1
    assert min(seen["97124"], seen["97140"]) > 100


def test_a_service_is_timed_as_in_the_published_list(book: RuleBook, course: Course) -> None:
    counted = 0
    for case in cases_of("codes", book, course):
        chosen: codes.Chosen = case.facts[codes.KEY]
        if chosen.code is not None:
            counted += 1
            assert case.step("timed").right == (("timed" if chosen.code in TIMED else "once"),), chosen
    assert counted > 500


def test_packs_are_never_paid_by_medicare_and_unknown_payers_are_asked(
    book: RuleBook, course: Course
) -> None:
    seen: set[tuple[str, str]] = set()
    for case in cases_of("codes", book, course):
        chosen: codes.Chosen = case.facts[codes.KEY]
        if chosen.code is None:
            continue
        right, *too = case.step("paid").right
        assert too == (["ask"] if case.payer == "medicare-advantage" else []), (
            case.story
        )  # recalled of a plan
        if case.payer not in {"medicare", "medicare-advantage"}:
            assert right == "ask"
        else:
            assert right == ("no" if chosen.code == "97010" else "yes")
        seen.add((chosen.code, right))
    assert {("97010", "no"), ("97124", "yes"), ("97124", "ask")} <= seen


def test_a_sentence_that_leaves_the_code_open_is_never_coded(book: RuleBook, course: Course) -> None:
    left_open = [case for case in cases_of("codes", book, course) if case.facts[codes.KEY].code is None]
    assert len(left_open) > 50
    for case in left_open:
        assert case.step("code").right == ("open",)
        assert len(case.facts[codes.KEY].possible) > 1


def test_the_right_code_passes_the_judge_and_every_other_one_offered_fails(
    book: RuleBook, course: Course
) -> None:
    claims: dict[str, dict[str, Any]] = {}
    for service in course.phrases.services:
        for code in {"97124", "97140", "97110", "97530", "97012", *service.codes}:
            claims[f"{service.technique.technique} {code}"] = {
                "payer": "unknown",
                "service_date": date(2026, 3, 2),
                "lines": [{"code": code, "units": 1, "technique": service.technique.technique}],
            }
    found = found_by_the_judge(claims, book)
    for case in cases_of("codes", book, course, 60):
        chosen: codes.Chosen = case.facts[codes.KEY]
        for service in course.phrases.services:
            if service.codes == chosen.possible and chosen.code is not None and not service.open:
                name = service.technique.technique
                assert ("C501", 1) not in found[f"{name} {chosen.code}"]
                others = {option.value for option in case.step("code").options} - {chosen.code, "open"}
                for other in others & {"97124", "97140", "97110", "97530", "97012"}:
                    assert ("C501", 1) in found[f"{name} {other}"], (name, other)


def test_plan_modifiers_pass_the_judge(book: RuleBook, course: Course) -> None:
    by_plan: Counter[str] = Counter()
    cases = list(cases_of("modifiers", book, course))
    for name, rules in failing(cases, book).items():
        assert not rules, (name, rules)
    for case in cases:
        line: modifiers.Line = case.facts[modifiers.KEY]
        words = {"GP": "physical", "GO": "occupational"}
        expected = "ask" if case.payer == "commercial" else line.plan
        recalled = case.payer == "medicare-advantage"
        assert case.step("plan").right == ((expected, "ask") if recalled else (expected,))
        assert f"The {words[line.plan]} therapist" in case.story
        by_plan[expected] += 1
    assert min(by_plan[each] for each in ("GP", "GO", "ask")) > 30


def test_each_other_modifier_that_is_offered_fails_at_the_judge(book: RuleBook, course: Course) -> None:
    claims: dict[str, dict[str, Any]] = {}
    expected = {"59": "P204", "KX": "M409", "52": "M411", "AT": "M411"}
    for case in cases_of("modifiers", book, course, 40):
        if case.payer == "medicare":
            (line,) = case.claim["lines"]
            for modifier in expected:
                claims[f"{case.id} {modifier}"] = {
                    **case.claim,
                    "lines": [{**line, "modifiers": [*line["modifiers"], modifier]}],
                }
    found = found_by_the_judge(claims, book)
    sure = [
        name for name in claims if not name.endswith("KX") or "2025" not in str(claims[name]["service_date"])
    ]
    assert len(sure) > 20
    for name in sure:
        assert expected[name.rsplit(" ", 1)[1]] in {rule for rule, _ in found[name]}, name
