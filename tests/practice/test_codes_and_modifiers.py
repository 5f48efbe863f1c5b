from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from logic.practice.kinds import codes, limits, modifiers, pairs, threshold
from tests.practice.judging import cases_of, failing, found_by_the_judge

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.rulebook import RuleBook

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "data"
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


def table(name: str) -> list[dict[str, str]]:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the CMS table {name} is not beside this repository")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


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


def test_every_pair_is_answered_as_in_the_cms_table(book: RuleBook, course: Course) -> None:
    published = {
        (row["setting"], frozenset((row["column1"], row["column2"]))): row
        for row in table("ncci_ptp_therapy_family_2024Q3.csv")
        if not row["deletion_date"]
    }
    seen: Counter[str] = Counter()
    for case in cases_of("pairs", book, course):
        pair: pairs.Pair = case.facts[pairs.KEY]
        setting = case.claim["setting"]
        row = published.get((setting, frozenset((pair.column1, pair.column2))))
        expected = row["modifier_indicator"] if row else "none"
        if case.payer == "commercial":
            expected = "ask"
        # that a plan and UnitedHealthcare use these edits is recalled, so whoever asks them is right too
        recalled = case.payer in {"medicare-advantage", "uhc-commercial"}
        assert case.step("edit").right == ((expected, "ask") if recalled else (expected,)), (case.story, pair)
        if row:
            assert (pair.column1, pair.column2) == (row["column1"], row["column2"])
        seen[expected] += 1
    assert min(seen[each] for each in ("0", "1", "none", "ask")) > 30


@pytest.mark.parametrize(
    ("payer", "setting", "codes_of", "shows", "edit", "do"),
    [
        ("medicare", "practitioner", ("97140", "97124"), True, "0", "first"),
        ("medicare", "practitioner", ("97140", "97124"), False, "0", "first"),
        ("medicare", "outpatient_hospital", ("97140", "97124"), True, "0", "first"),
        ("medicare", "practitioner", ("97124", "97530"), True, "none", "both"),
        ("medicare", "practitioner", ("97140", "97530"), True, "none", "both"),
        ("medicare", "practitioner", ("97124", "97164"), True, "1", "marked"),
        ("medicare", "practitioner", ("97124", "97164"), False, "1", "first"),
        ("medicare", "practitioner", ("97150", "97124"), True, "1", "marked"),
        ("uhc-commercial", "practitioner", ("98941", "97124"), False, "1", "first"),
        ("medicare", "practitioner", ("97161", "97750"), True, "0", "first"),
        ("medicare", "outpatient_hospital", ("97161", "97750"), True, "1", "marked"),
        ("commercial", "practitioner", ("97012", "97140"), True, "ask", "ask"),
    ],
)
def test_pairs_worked_by_hand(
    book: RuleBook,
    course: Course,
    payer: str,
    setting: str,
    codes_of: tuple[str, str],
    shows: bool,
    edit: str,
    do: str,
) -> None:
    """From the CMS tables of 2024-07-01 and AAPC: column 1 is paid, the modifier goes on column 2."""
    found = [
        case
        for case in cases_of("pairs", book, course)
        if case.payer == payer
        and case.claim["setting"] == setting
        and {case.facts[pairs.KEY].column1, case.facts[pairs.KEY].column2} == set(codes_of)
        and case.facts[pairs.KEY].shows == shows
    ]
    assert found
    for case in found:
        pair = case.facts[pairs.KEY]
        too = ("ask",) if payer == "uhc-commercial" else ()
        assert case.step("edit").right == (edit, *too)
        assert case.step("do").right == (do, *too)
        if edit in {"0", "1"}:
            assert (pair.column1, pair.column2) == codes_of


PAIR_RULES = {"P201", "P202", "P203", "P204", "P205"}


def test_the_judge_passes_the_pair_as_it_is_billed(book: RuleBook, course: Course) -> None:
    for name, rules in failing(cases_of("pairs", book, course), book).items():
        assert not rules & PAIR_RULES, (name, rules)


def test_the_judge_fails_the_pair_billed_the_other_way(book: RuleBook, course: Course) -> None:
    wrong: dict[str, dict[str, Any]] = {}
    expected: dict[str, str] = {}
    for case in cases_of("pairs", book, course, 150):
        pair: pairs.Pair = case.facts[pairs.KEY]
        if pair.edit == "ask":
            continue
        reflex = {"none": "P204", "0": "P201"}.get(pair.edit)
        lines = [dict(line, units=1) for line in case.claim["lines"]]
        if reflex is None:
            reflex = "P202" if pair.shows else "P203"
            lines[1] = _remarked(lines[1], marked=not pair.shows)
        else:
            lines[1] = _remarked(lines[1], marked=True)
        wrong[case.id] = {**case.claim, "lines": lines}
        expected[case.id] = reflex
    found = found_by_the_judge(wrong, book)
    assert {*expected.values()} == {"P201", "P202", "P203", "P204"}
    for name, rule in expected.items():
        assert rule in {each for each, _ in found[name]}, (name, rule, found[name])


def _remarked(line: dict[str, Any], *, marked: bool) -> dict[str, Any]:
    plain = [each for each in line["modifiers"] if each != "59"]
    return {**line, "modifiers": [*plain, "59"] if marked else plain, "separate_service": not marked}


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


def test_the_year_is_counted_as_by_hand(book: RuleBook, course: Course) -> None:
    seen: Counter[str] = Counter()
    for case in cases_of("threshold", book, course):
        year: threshold.Year = case.facts[threshold.KEY]
        own = {"pt": ("pt", "slp"), "slp": ("pt", "slp"), "ot": ("ot",)}[year.discipline]
        before = sum(year.used[each] for each in own)
        assert case.step("used").right == (str(before),)
        amount = KX[case.service_date.year]
        after = before + year.visit
        expected = "no" if after <= amount else "every" if before > amount else "above"
        if "no longer shows" in case.story:
            assert expected == "every"
            expected = "unsupported"
        assert case.step("kx").right == (expected,), case.story
        seen[expected] += 1
    assert min(seen[each] for each in ("no", "above", "every", "unsupported")) > 20


def test_exactly_at_the_amount_there_is_no_kx(book: RuleBook, course: Course) -> None:
    at = [
        case
        for case in cases_of("threshold", book, course)
        if (year := case.facts[threshold.KEY]).counted + year.visit == KX[case.service_date.year]
    ]
    assert at
    assert {case.step("kx").right for case in at} == {("no",)}


def test_kx_passes_the_judge(book: RuleBook, course: Course) -> None:
    for name, rules in failing(cases_of("threshold", book, course), book).items():
        assert not rules & {"M401", "M403", "M408", "M409"}, (name, rules)


def test_every_limit_is_that_of_the_cms_table(book: RuleBook, course: Course) -> None:
    service = {"a practice": "Practitioner", "a hospital's outpatient department": "Outpatient Hospital"}
    published = {
        (row["mue_service"], row["hcpcs_code"]): (int(row["mue_units"]), int(row["mue_mai"]))
        for row in table("mue_therapy_family_2024Q3.csv")
    }
    seen: Counter[str] = Counter()
    for case in cases_of("limits", book, course):
        day: limits.Day = case.facts[limits.KEY]
        (where,) = [name for words, name in service.items() if f"billed by {words}." in case.story]
        limit, mai = published[where, day.code]
        assert (day.limit, day.mai) == (limit, mai)
        billed = sum(day.lines)
        if case.payer == "commercial":
            expected = "ask"
        elif billed <= limit:
            expected = "send"
        elif mai == 2:
            expected = "no-more"
        else:
            minutes = int(case.story.split("note shows ")[1].split()[0])
            expected = "appeal" if (minutes + 7) // 15 >= billed else "recount"
        assert case.step("do").right == (expected,), case.story
        seen[expected] += 1
    assert min(seen[each] for each in ("ask", "send", "no-more", "appeal", "recount")) > 20


def test_who_bears_the_cost_as_in_the_contractors_text(book: RuleBook, course: Course) -> None:
    """NGS, chiropractic services: GA with a required notice, GZ without one, GY what is excluded, GX beside GY."""
    for case in cases_of("liability", book, course):
        (right,) = case.step("liability").right
        story = case.story
        if "chiropractor" in story:
            assert right == ("GX GY" if "voluntary notice" in story else "GY")
        else:
            assert right == ("GA" if "signed the advance notice" in story else "GZ")
        assert case.step("pays").right == (("provider" if right == "GZ" else "patient"),)
