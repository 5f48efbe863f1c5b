"""Generated cases of KX, of unit limits and of who bears the cost, held against amounts and tables as published."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from logic.practice.kinds import limits, threshold
from tests.practice.cms_tables import table
from tests.practice.judging import cases_of, failing

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.rulebook import RuleBook


KX = {2024: 2330, 2025: 2410, 2026: 2480}


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
