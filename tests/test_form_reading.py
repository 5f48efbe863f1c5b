"""The typed form and what would change its verdict; expectations by hand from the rules."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logic import what_if
from logic.form_reading import read, vocabulary
from logic.rulebook import RuleBook
from logic.visit_form import LINE_FIELDS, Form, Row

TODAY = date(2026, 11, 23)
VISIT = {
    "payer": "medicare",
    "service_date": "3/2/2026",
    "discipline": "pt",
    "treated_by": "pt",
    "dx": "M54.50",
}


def form(*lines: dict[str, str], **texts: str) -> Form:
    return Form({**VISIT, **texts}, tuple(Row(str(number), line) for number, line in enumerate(lines, 1)))


def line(
    code: str = "97124", minutes: str = "15", units: str = "1", modifiers: str = "GP", **more: str
) -> dict[str, str]:
    return {"code": code, "minutes": minutes, "units": units, "modifiers": modifiers, **more}


def test_an_empty_form_is_empty(book: RuleBook) -> None:
    assert read(Form({"service_date": "3/2/2026"}, (Row("1"), Row("2"))), book).stage == "empty"


def test_blank_rows_between_count_nothing(book: RuleBook) -> None:
    reading = read(form(line(), {}, line("97110")), book)

    assert reading.stage == "ready"
    assert reading.lines["line"].to_list() == [1, 2]
    assert reading.lines["code"].to_list() == ["97124", "97110"]


def test_an_empty_field_of_the_visit_is_not_told_and_no_modifiers_are_none(book: RuleBook) -> None:
    told = read(Form({"service_date": "3/2/2026"}, (Row("1", line(modifiers="")),)), book).lines.row(
        0, named=True
    )

    assert told["dx"] is None
    assert told["payer"] == "unknown"
    assert told["discipline"] is None
    assert told["modifiers"] == []


@pytest.mark.parametrize(
    ("typed", "code"), [("massage", "97124"), ("Kneading ", "97124"), ("g0283", "G0283")]
)
def test_a_word_of_the_book_names_its_code(book: RuleBook, typed: str, code: str) -> None:
    assert read(form(line(typed)), book, vocabulary(book)).codes == {"1": code}


def test_a_word_of_two_codes_is_not_guessed(book: RuleBook) -> None:
    two = next(each.technique for each in book.techniques if len(each.codes) > 1)

    assert vocabulary(book)(two) is None


def test_minutes_from_the_clock_only_where_none_were_typed(book: RuleBook) -> None:
    clock = {"start": "9:05", "stop": "9:28"}

    assert read(form(line(minutes="", **clock)), book).minutes == {"97124": 23}
    assert read(form(line(minutes="15", **clock)), book).minutes == {"97124": 15}


def test_one_bad_entry_leaves_nothing_to_judge(book: RuleBook) -> None:
    reading = read(form(line(), line("97110", minutes="22.5")), book)

    assert reading.stage == "unreadable"
    assert reading.lines.is_empty()
    assert [(each.row, each.name) for each in reading.troubles] == [("2", "minutes")]
    assert what_if.answer(reading, book, TODAY) is None


def test_codes_on_several_lines_are_added(book: RuleBook) -> None:
    assert read(form(line(minutes="10"), line(minutes="12")), book).minutes == {"97124": 22}


def test_two_disciplines_without_one_told_are_not_counted_together(book: RuleBook) -> None:
    reading = read(form(line(modifiers="GP"), line("97110", modifiers="GO"), discipline=""), book)

    assert what_if.counts_of(reading, book) is None


def test_what_the_verdict_would_be_after_the_fixes_and_the_answers(book: RuleBook) -> None:
    # 22 minutes support 1 unit; GP is missing; both are certain.
    reading = read(form(line(minutes="22", units="2", modifiers="")), book)
    answer = what_if.answer(reading, book, TODAY)
    assert answer is not None

    outlook = what_if.outlook(answer, book, TODAY)

    assert answer.verdict.verdict == "fail"
    assert set(outlook.fixes) == {"U101", "M401"}
    assert outlook.after_fixes == "pass"
    assert outlook.after_answers == "pass"


ALL_YES = dict.fromkeys(
    (
        "note_interventions",
        "note_timed_minutes",
        "note_total_minutes",
        "note_signature",
        "note_massage_details",
        "note_skilled_need",
        "plan_of_care",
    ),
    "yes",
)


@pytest.mark.parametrize(
    "typed",
    [
        [line()],
        [line(minutes="22", units="2")],
        [line("97140"), line("97124", modifiers="GP 59")],
        [line("97150"), line("97124", modifiers="GP 59")],
        [line("98940", minutes="", modifiers="AT"), line()],
        [line(minutes="")],
        [line("99999")],
    ],
)
def test_the_verdict_after_yes_is_what_the_rules_then_say(
    book: RuleBook, typed: list[dict[str, str]]
) -> None:
    answer = what_if.answer(read(form(*typed), book), book, TODAY)
    assert answer is not None
    said = what_if.outlook(answer, book, TODAY)
    proven = [each | {"separate_service": "yes"} for each in typed]

    fixed = form(*proven, **ALL_YES)
    for fixes in said.fixes.values():
        fixed = fixes[0].on(fixed)
    then = what_if.answer(read(fixed, book), book, TODAY)

    assert then is not None
    assert said.after_answers == then.verdict.verdict


def test_a_no_is_an_answer_and_is_not_asked_again(book: RuleBook) -> None:
    answer = what_if.answer(read(form(line(), plan_of_care="no"), book), book, TODAY)
    assert answer is not None

    assert "D707" not in {each.rule for each in answer.questions}
    assert what_if.outlook(answer, book, TODAY).after_answers == "needs documentation"


def test_fixes_of_one_line_do_not_undo_each_other(book: RuleBook) -> None:
    reading = read(form(line("97110", modifiers="GO 59 76")), book)
    answer = what_if.answer(reading, book, TODAY)
    assert answer is not None
    outlook = what_if.outlook(answer, book, TODAY)
    fixed = reading.form
    for fixes in outlook.fixes.values():
        fixed = fixes[0].on(fixed)

    assert set(outlook.fixes) == {"P204", "M403", "M411"}
    assert fixed.rows[0].text("modifiers") == "GP"


# What a click must never write: it says what happened, and a click does not know.
NEVER_ADDED = frozenset({"59", "XE", "XP", "XS", "XU", "KX", "CQ", "CO", "GA", "GY", "GZ", "GX", "AT"})
CODES = (
    "97110",
    "97112",
    "97116",
    "97124",
    "97140",
    "97150",
    "97012",
    "97010",
    "97014",
    "97035",
    "98940",
    "97161",
)
MODIFIERS = ("GP", "GO", "GN", "CQ", "CO", "59", "XS", "KX", "GA", "GZ", "76", "50", "AT")

lines = st.lists(
    st.builds(
        line,
        code=st.sampled_from(CODES),
        minutes=st.one_of(st.just(""), st.integers(0, 70).map(str)),
        units=st.integers(0, 5).map(str),
        modifiers=st.lists(st.sampled_from(MODIFIERS), max_size=4, unique=True).map(" ".join),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=lines,
    payer=st.sampled_from(["medicare", "hns", "uhc-commercial", ""]),
    who=st.sampled_from(["pt", "pta"]),
)
def test_each_offered_fix_settles_findings_and_adds_no_statement(
    book: RuleBook, typed: list[dict[str, str]], payer: str, who: str
) -> None:
    reading = read(form(*typed, payer=payer, treated_by=who), book)
    answer = what_if.answer(reading, book, TODAY)
    assert answer is not None
    before = [(each.rule, each.line) for each in answer.verdict.findings if each.state == "fail"]
    for rule, fixes in what_if.outlook(answer, book, TODAY).fixes.items():
        for fix in fixes:
            after = what_if.answer(read(fix.on(reading.form), book), book, TODAY)
            assert after is not None
            left = [each.rule for each in after.verdict.findings if each.state == "fail"]
            assert left.count(rule) < [each for each, _ in before].count(rule)
            for now, then in zip(reading.form.rows, fix.on(reading.form).rows, strict=False):
                if now.key == then.key:
                    added = set(then.text("modifiers").split()) - set(now.text("modifiers").split())
                    assert not added & NEVER_ADDED


anything = st.text(max_size=12)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_that_can_be_typed_raises(book: RuleBook, data: st.DataObject) -> None:
    rows = data.draw(
        st.lists(st.dictionaries(st.sampled_from(LINE_FIELDS), anything, max_size=6), max_size=3)
    )
    texts = data.draw(st.dictionaries(st.sampled_from(sorted(VISIT)), anything, max_size=4))
    reading = read(form(*rows, **texts), book, vocabulary(book))

    what_if.counts_of(reading, book)
    answer = what_if.answer(reading, book, TODAY)

    assert (answer is None) == (reading.stage != "ready")


@pytest.mark.parametrize(
    ("minutes", "units", "payer", "as_if"),
    [
        (("22",), ("2",), "medicare", {"twenty-two-is-two", "begun-fifteen-is-a-unit", "minutes-rounded-up"}),
        (("33", "7"), ("3", "0"), "medicare", {"longest-code-takes-left-overs", "biggest-code-takes-all"}),
        (("33", "7"), ("2", "1"), "medicare", set()),
        (("8", "8"), ("2", "2"), "medicare", set()),
        (("20", "20"), ("1", "1"), "medicare", {"per-code-rounding-under-cms", "left-overs-are-lost"}),
        (("20", "20"), ("2", "1"), "hns", {"every-payer-like-medicare"}),
        (("20", "20"), ("2", "1"), "commercial", set()),  # its method is not known: nothing is sure
    ],
)
def test_units_that_a_wrong_rule_gives_are_named(
    minutes: tuple[str, ...], units: tuple[str, ...], payer: str, as_if: set[str], book: RuleBook
) -> None:
    codes = ("97124", "97110")
    lines = [line(code, m, u) for code, m, u in zip(codes, minutes, units, strict=False)]
    judged = what_if.answer(read(form(*lines, payer=payer), book), book, TODAY)

    assert judged is not None
    assert as_if <= set(judged.misconceptions)
    assert bool(as_if) == bool(judged.misconceptions)
