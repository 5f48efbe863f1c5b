from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from logic.denials import category
from logic.practice.counting import KEY as COUNTING
from logic.practice.generate import case as make
from logic.practice.kinds import denial, messy_note, spot_error
from logic.practice.mistakes import MISTAKES
from tests.practice.judging import cases_of, failing, found_by_the_judge

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.practice.case import Case
    from logic.practice.counting import Counting
    from logic.rulebook import RuleBook

# What else the judge may say of one mistake, each because it is the same mistake seen from another side.
AND_ALSO = {
    "F904": {"U101", "U102", "U103", "U106", "L301", "L302", "U110", "U113"},  # minutes and units count twice
    "U106": {"L301", "L302"},  # the limit of these codes is one
}
TIMED = frozenset(("97110", "97112", "97116", "97124", "97140", "97530", "97535", "97035"))


def test_nothing_is_wrong_with_the_claims_before_a_mistake_is_put_in(book: RuleBook, course: Course) -> None:
    for name, rules in failing(cases_of("spot_error", book, course), book).items():
        assert not rules, (name, rules)


def test_the_judge_finds_just_the_mistake_that_was_put_in(book: RuleBook, course: Course) -> None:
    spots: dict[str, spot_error.Spot] = {
        case.id: case.facts[spot_error.KEY] for case in cases_of("spot_error", book, course)
    }
    found = found_by_the_judge({name: spot.billed for name, spot in spots.items()}, book)
    for name, spot in spots.items():
        rules = {rule for rule, _ in found[name]}
        assert rules - AND_ALSO.get(spot.rule, set()) == ({spot.rule} if spot.rule else set()), (name, spot)
    assert {spot.mistake for spot in spots.values()} == {*MISTAKES, ""}


def test_the_judge_names_the_line_that_is_asked_for(book: RuleBook, course: Course) -> None:
    spots: dict[str, spot_error.Spot] = {
        case.id: case.facts[spot_error.KEY] for case in cases_of("spot_error", book, course)
    }
    found = found_by_the_judge({name: spot.billed for name, spot in spots.items()}, book)
    on_a_line = 0
    for name, spot in spots.items():
        lines = {line for rule, line in found[name] if rule == spot.rule and line is not None}
        if spot.rule and lines and all(where.startswith("line-") for where in spot.where):
            assert {f"line-{line}" for line in lines} <= set(spot.where), (name, spot, lines)
            on_a_line += 1
    assert on_a_line > 200


def test_every_mistake_has_its_words_and_every_word_its_mistake(course: Course) -> None:
    assert {error.id for error in course.phrases.claim_errors} == MISTAKES.keys()


def test_some_claims_are_right_and_the_words_do_not_tell_which(book: RuleBook, course: Course) -> None:
    shapes: Counter[tuple[str, ...]] = Counter()
    clean = 0
    for case in cases_of("spot_error", book, course):
        shapes[tuple(step.id for step in case.steps)] += 1
        spot: spot_error.Spot = case.facts[spot_error.KEY]
        if not spot.mistake:
            clean += 1
            assert case.step("where").right == case.step("what").right == ("nothing",)
            assert case.step("fix").right == ("send",)
        for step in case.steps:
            assert len(step.options) >= 3
    assert set(shapes) == {("where", "what", "fix")}
    assert 0.1 < clean / shapes.total() < 0.35


def test_mends_are_filled_in(book: RuleBook, course: Course) -> None:
    for case in cases_of("spot_error", book, course):
        for option in case.step("fix").options:
            assert "{" not in option.text


def _timed_minutes_by_hand(case: Case) -> int:
    """The minutes of timed codes, read from the note's own words again."""
    counting: Counting = case.facts[COUNTING]
    return sum(minutes for code, minutes in counting.timed.items() if code in TIMED)


def _splits_by_hand(minutes: dict[str, int]) -> set[tuple[tuple[str, int], ...]]:
    """Every split of the total-time rule: full 15s, then one each to the largest left-overs."""
    total = sum(minutes.values())
    units = 0 if total < 8 else (total - 8) // 15 + 1
    full = {code: count // 15 for code, count in minutes.items()}
    rest = {code: count % 15 for code, count in minutes.items()}
    open_units = units - sum(full.values())
    good = set()
    for chosen in combinations(minutes, open_units):
        left_out = [rest[code] for code in minutes if code not in chosen]
        if min((rest[code] for code in chosen), default=15) >= max(left_out, default=0):
            split = {code: full[code] + (code in chosen) for code in minutes}
            good.add(tuple(sorted((code, count) for code, count in split.items() if count)))
    return good


def test_a_messy_note_is_counted_as_by_hand(book: RuleBook, course: Course) -> None:
    for case in cases_of("messy_note", book, course):
        counting: Counting = case.facts[COUNTING]
        assert case.step("total").right == (str(_timed_minutes_by_hand(case)),)
        told: messy_note.Told = case.facts[messy_note.KEY]
        step = case.step("billed" if told.never_together else "split")
        expected = {
            tuple(
                sorted(
                    [
                        *(pair for pair in split if not (told.never_together and pair[0] == "97124")),
                        *((code, 1) for code in counting.untimed),
                    ]
                )
            )
            for split in _splits_by_hand(dict(counting.timed))
        }
        given = {
            tuple(sorted((code, int(count)) for code, count in (pair.split("=") for pair in right.split())))
            for right in step.right
        }
        assert given == expected, case.story


def test_the_minutes_in_the_words_are_the_minutes_that_are_counted(book: RuleBook, course: Course) -> None:
    """Times and minutes are read out of the note again; what is set out does not lie."""
    clocks = 0
    for case in cases_of("messy_note", book, course):
        counting: Counting = case.facts[COUNTING]
        (whole,) = re.findall(r"Whole treatment: (\d+) min", case.story)
        story = case.story.split("Whole treatment")[0]
        spans = [
            (int(b) * 60 + int(c) - int(a) * 60 - int(m)) % 720
            for a, m, b, c in re.findall(r"\b(\d+):(\d\d)-(\d+):(\d\d)", story)
        ]
        clocks += bool(spans)
        said = spans or [int(count) for count in re.findall(r", (\d+) min\.", story)]
        known = [*counting.timed.values(), *counting.untimed.values(), *counting.idle.values()]
        packs = sum(said) - sum(known)
        assert packs == 0 or 8 <= packs <= 15
        assert int(whole) == sum(said) - sum(counting.idle.values())
    assert clocks > 100


def test_the_judge_passes_the_claim_of_a_messy_note(book: RuleBook, course: Course) -> None:
    for name, rules in failing(cases_of("messy_note", book, course), book).items():
        assert not rules, (name, rules)


def test_massage_beside_manual_therapy_is_kept_and_not_billed(book: RuleBook, course: Course) -> None:
    both = [
        case for case in cases_of("messy_note", book, course) if case.facts[messy_note.KEY].never_together
    ]
    assert len(both) > 100
    for case in both:
        assert "97124" not in case.step("codes").right[0]
        assert "97140" in case.step("codes").right[0]
        assert all("97124" not in right for right in case.step("billed").right)


# By hand from the contractors' pages (Noridian, Novitas): reason and remark codes, and the kind of denial.
KINDS = {
    ("4", "N519"): "modifier",
    ("16", "N822"): "modifier",
    ("16", "M76"): "diagnosis",
    ("16", "MA63"): "diagnosis",
    ("16", "M53"): "units",
    ("151", "N362"): "units",
    ("151", "N115"): "medical-necessity",
    ("50", "N115"): "medical-necessity",
    ("236", ""): "pair-edit",
    ("B15", "M80"): "pair-edit",
    ("97", "M80"): "pair-edit",
    ("18", "N522"): "duplicate",
    ("29", "N211"): "timely-filing",
    ("11", ""): "diagnosis",
    ("146", ""): "diagnosis",
    ("252", ""): "documentation",
    ("119", ""): "threshold",
    ("197", ""): "authorization",
    ("170", "N95"): "provider",
    ("45", ""): "no-denial",
    ("253", ""): "no-denial",
    ("2", ""): "no-denial",
}


def test_denials_are_sorted_as_on_the_contractors_pages(book: RuleBook, course: Course) -> None:
    seen: set[tuple[str, str]] = set()
    for case in cases_of("denial", book, course):
        line: denial.Line = case.facts[denial.KEY]
        for rarc in line.rarcs or ("",):
            if (line.carc, rarc) in KINDS:
                seen.add((line.carc, rarc))
                assert case.step("category").right == (KINDS[line.carc, rarc],), line
                assert case.step("first").right == case.step("category").right
    assert len(seen) > 15


def test_what_was_sent_back_undecided_is_sent_again_and_never_appealed(
    book: RuleBook, course: Course
) -> None:
    undecided = 0
    for case in cases_of("denial", book, course):
        line: denial.Line = case.facts[denial.KEY]
        if line.carc in {"4", "16"}:
            undecided += 1
            assert case.step("again").right == ("resend",), line
        if line.carc == "50":
            assert case.step("again").right == ("appeal",), line
    assert undecided > 20


def test_codes_that_do_not_settle_the_kind_are_not_asked(book: RuleBook, course: Course) -> None:
    assert category(course.denials, "CO", "97").category is None
    for case in cases_of("denial", book, course):
        line: denial.Line = case.facts[denial.KEY]
        assert line.reading.category is not None or line.reading.not_denial is not None


def test_the_group_code_says_who_bears_it(book: RuleBook, course: Course) -> None:
    bears = {"CO": "contract", "PR": "patient", "OA": "other"}
    for case in cases_of("denial", book, course):
        line: denial.Line = case.facts[denial.KEY]
        assert case.step("bears").right == (bears[line.group],)


def test_who_rounds_each_code_by_itself_sees_in_a_finished_claim_what_that_rule_sees(
    book: RuleBook, course: Course
) -> None:
    name, overlooked, elsewhere = "per-code-rounding-under-cms", 0, 0
    for case in cases_of("spot_error", book, course):
        spot: spot_error.Spot = case.facts[spot_error.KEY]
        if spot.rule not in {"", "U101", "U102", "U103"}:
            continue
        amiss = [
            number
            for number, line in enumerate(spot.billed["lines"], 1)
            if line["code"] in TIMED and line["units"] != (line["minutes"] + 7) // 15
        ]
        believed = f"line-{amiss[0]}" if amiss else "nothing"
        where = case.step("where")
        if believed in where.right:
            assert all(name not in names for names in where.wrong.values()), case.id
            continue
        assert name in where.wrong[believed], (case.id, amiss)
        overlooked += not amiss
        elsewhere += bool(amiss)
    assert overlooked > 5
    assert elsewhere > 5


def test_most_finished_claims_tell_something_of_what_is_believed(book: RuleBook, course: Course) -> None:
    cases = cases_of("spot_error", book, course)
    telling = sum(any(step.wrong for step in case.steps) for case in cases)

    assert telling / len(cases) > 0.7


def test_two_units_of_an_untimed_service_have_the_minutes_that_tempt(book: RuleBook, course: Course) -> None:
    twice = 0
    for case in cases_of("spot_error", book, course):
        spot: spot_error.Spot = case.facts[spot_error.KEY]
        if spot.rule == "U106":
            twice += 1
            (minutes,) = [line["minutes"] for line in spot.billed["lines"] if line["code"] not in TIMED]
            assert minutes >= 23
            assert "untimed-by-the-quarter-hour" in case.step("where").wrong["nothing"]
    assert twice > 5


def test_a_note_tells_of_parts_that_a_service_can_be_given_to(book: RuleBook, course: Course) -> None:
    sleeves = [
        found[1]
        for case in cases_of("messy_note", book, course)
        if (found := re.search(r"cold sleeve on the ([a-z ]+),", case.story))
    ]
    assert len(sleeves) > 20
    assert all(re.search("arm|elbow|knee|leg|ankle", part) for part in sleeves), set(sleeves)


def test_a_payer_stands_in_a_sentence_as_people_say_it(book: RuleBook, course: Course) -> None:
    seen = ""
    for blueprint in course.blueprints.values():
        for seed in range(12):
            made = make(blueprint, seed, book, course)
            seen += " ".join([made.title, made.story, *(f"{step.ask} {step.why}" for step in made.steps)])
    assert "(not named)" not in seen
    assert "an unnamed commercial payer" in seen
    assert "An unnamed commercial payer" in seen
