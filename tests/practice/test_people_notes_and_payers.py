from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from logic.practice.kinds import cycle, diagnosis, note, payer, who
from logic.practice.misconceptions import MISCONCEPTIONS
from tests.practice.judging import cases_of, failing, found_by_the_judge

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.rulebook import RuleBook

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "data"
# By hand, from Medicare Benefit Policy Manual ch. 15 sec. 220 and 230, and NGS: whose work Medicare pays as therapy.
MEDICARE_PAYS = {
    "pt": "yes",
    "ot": "yes",
    "pta": "yes",
    "ota": "yes",
    "lmt": "no",
    "aide": "no",
    "atc": "no",
    "dc": "no",
}
WHO_RULES = {"lmt": "W801", "aide": "W802", "dc": "W803", "pta": "W804", "ota": "W804", "atc": "W805"}


def test_whose_work_medicare_pays_is_as_by_hand(book: RuleBook, course: Course) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for case in cases_of("who", book, course):
        treated: who.Treated = case.facts[who.KEY]
        right, *too = case.step("may").right
        recalled = case.payer == "medicare-advantage" and right != "ask"  # what a plan pays
        assert too == (["ask"] if recalled else []), case.story
        seen[case.payer, right] += 1
        if (case.payer, treated.by) == ("wa-lni", "lmt"):  # on a written order, WAC 296-23-250
            assert "written order" in case.story
        if case.payer != "medicare":
            continue
        expected = MEDICARE_PAYS[treated.by]
        if treated.for_physician and treated.by in {"pta", "ota"}:
            expected = "no"
        assert right == expected, case.story
        under = case.step("under").right
        if treated.by in {"pta", "ota"}:
            assert under == ("therapist",)
        else:
            assert under == (("own",) if expected == "yes" else ("nobody",))
    assert seen["wa-lni", "yes"]
    assert seen["commercial", "ask"] > 5
    assert not seen["commercial", "yes"] + seen["commercial", "no"]


def test_the_judge_agrees_on_who_may_bill(book: RuleBook, course: Course) -> None:
    claims: dict[str, dict[str, Any]] = {}
    expected: dict[str, str] = {}
    for case in cases_of("who", book, course, 60):
        treated: who.Treated = case.facts[who.KEY]
        claims[case.id] = {
            "payer": case.payer,
            "service_date": case.service_date,
            "treated_by": treated.by,
            "billed_by": "md" if treated.for_physician else "facility",
            "lines": [{"code": "97124", "minutes": 15, "units": 1}],
        }
        expected[case.id] = treated.may
    failed, unknown = found_by_the_judge(claims, book), found_by_the_judge(claims, book, "not checked")
    for name, answer in expected.items():
        rule = WHO_RULES.get(claims[name]["treated_by"], "")
        state = "no" if (rule, 1) in failed[name] else "ask" if (rule, 1) in unknown[name] else "yes"
        assert state == answer, (claims[name], failed[name], unknown[name])


PARTS = {
    "D701": "note_interventions",
    "D702": "note_timed_minutes",
    "D703": "note_total_minutes",
    "D704": "note_signature",
    "D705": "note_massage_details",
    "D706": "note_skilled_need",
}


def test_the_judge_finds_just_the_part_that_is_missing(book: RuleBook, course: Course) -> None:
    claims: dict[str, dict[str, Any]] = {}
    missing: dict[str, str] = {}
    for case in cases_of("note", book, course, 60):
        rule = case.facts[note.KEY].rule
        answers = {column: column != PARTS.get(rule) for column in PARTS.values()}
        claims[case.id] = {
            "payer": "medicare",
            "service_date": case.service_date,
            **answers,
            "lines": [{"code": "97124", "minutes": 15, "units": 1}],
        }
        missing[case.id] = rule
        assert case.step("missing").right == (rule,)
    found = found_by_the_judge(claims, book, "needs documentation")
    assert set(missing.values()) == {*PARTS, "nothing"}
    for name, rule in missing.items():
        assert {each for each, _ in found[name]} == ({rule} & PARTS.keys()), name


def test_what_is_missing_is_not_in_the_note_and_the_rest_is(book: RuleBook, course: Course) -> None:
    signs = {
        "D701": "exercise for the",
        "D702": "imed",
        "D703": "reatment",
        "D704": "Signed",
        "D705": "afterward",
        "D706": "alone",
    }
    for case in cases_of("note", book, course):
        says = case.story.split("“")[1].replace("Treatment as planned", "As planned")
        for rule, sign in signs.items():
            assert (sign in says) == (rule != case.facts[note.KEY].rule), (rule, case.story)


def test_payers_count_as_typed_here_by_hand(book: RuleBook, course: Course) -> None:
    """Methods and maximums: Medicare's manual, HNS, UnitedHealthcare's and BCBS ND's policies; others are asked."""
    methods = {"medicare": "cms", "medicare-advantage": "cms", "uhc-commercial": "cms", "hns": "midpoint"}
    over: Counter[str] = Counter()
    for case in cases_of("payer", book, course):
        right, *too = case.step("method").right
        assert right == methods.get(case.payer, "ask")
        # of all but Medicare the method is our reading, to confirm: whoever asks is right too
        assert too == (["ask"] if right != "ask" and case.payer != "medicare" else []), case.payer
        assert ("asking the payer is right too" in case.step("method").why) == bool(too)
        terms: payer.Terms = case.facts[payer.KEY]
        units = [int(row.detail.split()[0]) for row in case.rows]
        assert sum(units) == terms.all_units
        if case.payer in {"uhc-commercial", "bcbsnd"}:
            timed = sum(count for row, count in zip(case.rows, units, strict=True) if row.minutes != 10)
            counted = timed if case.payer == "uhc-commercial" else sum(units)
            assert case.step("counted").right == (str(counted),)
            (answer,) = case.step("over").right
            assert answer == ("yes" if counted > 4 else "no")
            over[answer] += 1
        else:
            assert [step.id for step in case.steps] == ["method"]
    assert min(over["yes"], over["no"]) > 30


def test_what_comes_back_is_told_apart_by_its_codes(book: RuleBook, course: Course) -> None:
    """CARC 16 with MA130 and CARC 4 are unprocessable (Novitas, First Coast); 45, 59 and PR 2 are no denials."""
    signs = {
        "clearinghouse": ("rejection", "mend-and-resend"),
        "front end": ("rejection", "mend-and-resend"),
        "CARC 16": ("rejection", "mend-and-resend"),
        "CARC 4 ": ("rejection", "mend-and-resend"),
        "CARC 50": ("denial", "appeal-with-records"),
        "CARC 151": ("denial", "appeal-with-records"),
        "CARC 236": ("denial", "write-off"),
        "CARC 18": ("denial", "find-the-first"),
        "CARC 252": ("denial", "send-records"),
        "CARC 29": ("denial", "prove-or-write-off"),
        "CARC 45": ("adjustment", "post-it"),
        "CARC 59": ("adjustment", "post-it"),
        "CARC 2.": ("payment", "bill-the-patient"),
    }
    seen: set[str] = set()
    for case in cases_of("cycle", book, course):
        (sign,) = [each for each in signs if each in case.story]
        seen.add(sign)
        assert case.step("kind").right == (signs[sign][0],)
        assert case.step("next").right == (signs[sign][1],)
        assert case.facts[cycle.KEY].kind == signs[sign][0]
    assert seen == signs.keys()


def test_diagnoses_are_billable_as_in_the_code_files(book: RuleBook, course: Course) -> None:
    path = REFERENCE / "icd10cm_billable_effective.parquet"
    if not path.exists():
        pytest.skip("the ICD-10-CM list with dates is not beside this repository")
    billable = pl.read_parquet(path).filter(billable="1").select("code", "billable_from", "billable_to")
    by_code: dict[str, tuple[str, str]] = {
        code: (first, last or "9999-12-31") for code, first, last in billable.iter_rows()
    }
    seen: Counter[str] = Counter()
    for case in cases_of("diagnosis", book, course):
        asked: diagnosis.Asked = case.facts[diagnosis.KEY]
        day = case.service_date.isoformat()
        for code in asked.codes:
            first, last = by_code.get(code.replace(".", ""), ("9999-12-31", ""))
            good = first <= day <= last
            if asked.about == "pointer":
                assert good, code
            else:
                assert case.step("valid").right == (("yes" if good else "no"),), (code, day)
                seen["yes" if good else "no"] += 1
    assert min(seen["yes"], seen["no"]) > 30


def test_the_judge_passes_the_diagnoses_as_they_are_mended(book: RuleBook, course: Course) -> None:
    for name, rules in failing(cases_of("diagnosis", book, course), book).items():
        assert not rules, (name, rules)


def test_the_pointer_is_the_diagnosis_of_the_place_that_was_treated(book: RuleBook, course: Course) -> None:
    places = {"neck": "neck", "low back": "back", "mid back": "mid back"}
    pointers: Counter[str] = Counter()
    for case in cases_of("diagnosis", book, course):
        if case.facts[diagnosis.KEY].about != "pointer":
            continue
        area = case.story.split("massage to the ")[1].split(" and exercise")[0]
        (right,) = case.step("pointer").right
        (row,) = [row for row in case.rows if row.service.startswith(f"{right}:")]
        assert all(word in row.detail for word in places.get(area, area).split()), (area, row)
        pointers[right] += 1
    assert min(pointers[letter] for letter in "ABC") > 20


def test_a_plausible_diagnosis_is_never_called_wrong(book: RuleBook, course: Course) -> None:
    for case in cases_of("diagnosis", book, course):
        for step in case.steps:
            if step.id == "link":
                assert "note" in step.right
                assert not {"refuse", "swap"} & set(step.right)
                assert "neither a pass nor a failure" in step.why


def test_sources_are_in_the_book_and_what_is_recalled_says_so(book: RuleBook, course: Course) -> None:
    for kind in KINDS:
        for case in cases_of(kind, book, course, 60):
            for step in case.steps:
                assert step.sources, (case.id, step.id)
                assert set(step.sources) <= book.sources.keys(), (case.id, step.sources)
                recalled = all(book.sources[each].seen == "recalled" for each in step.sources)
                assert not recalled or "To confirm" in step.why, (case.id, step.id)


OURS = {
    *(
        "massage-is-mobilization",
        "massage-is-manual-therapy",
        "every-service-by-time",
        "what-was-done-is-paid",
    ),
    *("fifty-nine-by-reflex", "fifty-nine-for-time", "kx-always", "gp-on-everything", "one-counter-for-all"),
    *("charges-count", "old-chart-of-edits", "other-minutes-are-enough", "every-limit-is-absolute"),
    *(
        "each-line-its-own-limit",
        "everyone-follows-medicare",
        "headings-will-do",
        "more-diagnoses-are-better",
    ),
    *("pick-what-gets-paid", "any-diagnosis-will-do", "a-license-is-enough", "supervised-is-billable"),
    *("incident-to-covers-all", "the-claim-writes-the-note", "rejection-is-denial", "just-send-it-again"),
    *("paid-less-is-denied", "unpaid-is-the-patients"),
}
KINDS = (
    *("codes", "pairs", "modifiers", "liability", "threshold", "limits", "diagnosis", "who", "note", "payer"),
    *("cycle", "denial", "spot_error", "messy_note"),
)


def test_every_belief_about_claims_leads_somebody_astray(book: RuleBook, course: Course) -> None:
    assert MISCONCEPTIONS.keys() >= OURS
    named: Counter[str] = Counter()
    for kind in KINDS:
        for case in cases_of(kind, book, course):
            named.update(name for step in case.steps for names in step.wrong.values() for name in names)
    assert {name for name in OURS if named[name] < 10} == set()
