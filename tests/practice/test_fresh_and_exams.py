from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from logic.learning.course import Course
from logic.practice import exams
from logic.practice.case import Case, Option, Row, Step
from logic.practice.fresh import fingerprint, fresh_seed
from logic.practice.generate import case
from logic.rulebook import RuleBook
from logic.store import Store, open_store
from logic.store.records import Attempt, Exam, Met

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Blueprint:
    id: str
    concept: str
    exam: bool = True


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(None, tmp_path)
    yield opened
    opened.close()


def exam(kind: str, *items: tuple[str, str, bool | None], pre_id: str | None = None) -> Exam:
    attempts = tuple(
        Attempt(f"{kind}{at}", "ana", f"{name}:{at}", name, concept, "exam", NOW, right=right, number=at)
        for at, (name, concept, right) in enumerate(items, 1)
    )
    right = sum(item.right is True for item in attempts)
    return Exam(
        kind,
        "ana",
        "pre" if kind == "pre" else "post",
        pre_id,
        NOW,
        NOW,
        1.0,
        right,
        len(items),
        "",
        {},
        attempts,
    )


def test_a_seed_is_never_one_that_was_met_and_colleagues_get_others() -> None:
    met: set[str] = set()
    for _ in range(500):
        seed, look = fresh_seed("two-codes", Met(frozenset(met)), "ana")
        assert f"two-codes:{seed}" not in met
        assert look == ""
        met.add(f"two-codes:{seed}")

    assert fresh_seed("two-codes", Met(), "ana") == fresh_seed("two-codes", Met(), "ana")
    assert fresh_seed("two-codes", Met(), "ana") != fresh_seed("two-codes", Met(), "bea")


def test_a_case_that_looks_like_one_before_is_passed_over_while_there_are_others() -> None:
    looks: Callable[[str, int], str] = lambda _, seed: f"look-{seed % 3}"  # noqa: E731 - a stand-in
    met = Met(frozenset(), frozenset({"look-0", "look-1"}))

    assert fresh_seed("b", met, "ana", looks)[1] == "look-2"
    # With every look met, an unmet seed must do.
    seed, look = fresh_seed(
        "b", Met(frozenset({"b:1"}), frozenset({"look-0", "look-1", "look-2"})), "ana", looks
    )
    assert look == f"look-{seed % 3}"


def test_a_fingerprint_is_of_what_is_read_and_not_of_the_seed() -> None:
    def made(
        seed: int, story: str = "A note.", minutes: int = 23, first: str = "a", second: str = "b"
    ) -> Case:
        options = (Option(first, first), Option(second, second))
        step = Step("s", "ties", "Which?", "choice", ("a",), "why", (), options)
        rows = (Row("Massage", minutes),)
        return Case(f"b:{seed}", "b", seed, "ties", 1, "medicare", NOW.date(), "t", story, (step,), rows)

    assert fingerprint(made(1)) == fingerprint(made(2)) == fingerprint(made(1, first="b", second="a"))
    assert (
        len({fingerprint(made(1)), fingerprint(made(1, "Another.")), fingerprint(made(1, minutes=24))}) == 3
    )


def test_the_two_tests_share_their_blueprints_and_no_case(store: Store) -> None:
    ana = store.add_learner("Ana", NOW)
    told = [
        Blueprint(f"{concept}-{n}", concept, exam=n != 3) for concept in ("c1", "c2") for n in (1, 2, 3, 4)
    ]
    items = exams.pre_test(told, ["c2", "c1", "none"], store.met(ana.id), ana.id)
    pre = store.finish_exam(store.start_exam(ana.id, "pre", items, NOW).id, NOW)
    second = exams.post_test(pre, store.met(ana.id), ana.id)
    post = store.start_exam(ana.id, "post", second, NOW, pre_id=pre.id)

    assert [item.concept for item in items] == ["c2", "c1"]
    assert [item.blueprint for item in second] == [item.blueprint for item in items]
    assert not {item.case_id for item in items} & {item.case_id for item in second}
    assert len({item.case_id for item in (*pre.items, *post.items)}) == 4
    everything = exams.pre_test(told, ["c1", "c2"], Met(), ana.id, each=9)
    assert sorted(item.blueprint for item in everything) == [each.id for each in told if each.exam]
    # Which of many stand in a learner's test differs between learners.
    assert len({exams.pre_test(told, ["c1"], Met(), str(number))[0].blueprint for number in range(40)}) == 3


def test_the_same_blueprint_twice_in_a_test_gets_two_cases() -> None:
    pre = exam("pre", ("b", "c", True), ("b", "c", False))

    first, second = exams.post_test(pre, Met(), "ana")
    assert first.seed != second.seed


def test_scores_are_told_by_concept() -> None:
    told = exam("pre", ("a", "c1", True), ("b", "c2", False), ("d", "c1", None))

    assert [(each.concept, each.right, each.total) for each in exams.by_concept(told)] == [
        ("c1", 1, 2),
        ("c2", 0, 1),
    ]


def test_a_gain_pairs_each_case_with_the_one_from_its_blueprint() -> None:
    # 18 pairs: 5 right both times, 9 gained, 1 lost, 3 neither.
    cells = [(True, True)] * 5 + [(False, True)] * 9 + [(True, False)] + [(False, False)] * 3
    pre = exam("pre", *[(f"b{at}", "c", before) for at, (before, _) in enumerate(cells)])
    post = exam(
        "post", *[(f"b{at}", "c", after) for at, (_, after) in reversed([*enumerate(cells)])], pre_id="pre"
    )
    found = exams.gain(pre, post)

    assert (found.pairs, found.before, found.after, found.gained, found.lost) == (18, 6, 14, 9, 1)
    assert found.enough
    assert found.difference is not None
    assert found.difference.estimate == pytest.approx(8 / 18)
    assert found.says == (
        "6 of 18 right before, 14 of 18 after. "
        f"44 points more (95% interval {100 * found.difference.low:+.0f} to {100 * found.difference.high:+.0f}): "
        "chance alone would seldom do this."
    )
    assert exams.latest_pair([pre, post]) == (pre, post)
    assert exams.latest_pair([pre]) is None


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            [False] * 9,
            [True] * 9,
            "0 of 9 right before, 9 of 9 after. Too few to say: it takes 10 pairs of cases.",
        ),
        (
            [True] * 6 + [False] * 6,
            [True] * 5 + [False] * 7,
            "6 of 12 right before, 5 of 12 after. 8 points fewer (95% interval ",
        ),
        (
            [True] * 10,
            [True] * 10,
            "10 of 10 right before, 10 of 10 after. 0 points more (95% interval -28 to +28): ",
        ),
        ([], [], "No case of the two tests can be paired."),
    ],
)
def test_small_numbers_are_not_called_a_gain(before: list[bool], after: list[bool], words: str) -> None:
    pre = exam("pre", *[(f"b{at}", "c", right) for at, right in enumerate(before)])
    post = exam("post", *[(f"b{at}", "c", right) for at, right in enumerate(after)])
    says = exams.gain(pre, post).says

    assert says.startswith(words)
    assert "seldom" not in says


def test_a_concept_with_a_case_or_two_says_so() -> None:
    pre = exam("pre", ("a", "c1", False), ("b", "c2", True), ("gone", "c3", True))
    post = exam("post", ("a", "c1", True), ("b", "c2", True), ("new", "c4", True))
    found = exams.gain_by_concept(pre, post)

    assert list(found) == ["c1", "c2"]
    assert (
        found["c1"].says == "0 of 1 right before, 1 of 1 after. Too few to say: it takes 10 pairs of cases."
    )


def test_a_team_needs_five_learners_with_both_tests() -> None:
    def one(after: int) -> exams.Gain:
        pre = exam("pre", *[(f"b{at}", "c", False) for at in range(10)])
        return exams.gain(pre, exam("post", *[(f"b{at}", "c", at < after) for at in range(10)]))

    alone = [exam("pre", ("b", "c", False)), exam("post", ("b", "c", True), pre_id="pre")]
    bea = replace(alone[0], id="other", learner_id="bea")
    assert {name: found.gained for name, found in exams.gains([*alone, bea]).items()} == {"ana": 1}
    few, says = exams.team_gain([one(5)] * 4)
    assert few is None
    assert says == "4 learners took both tests: too few to say. It takes 5."
    interval, says = exams.team_gain([one(each) for each in (2, 4, 4, 6, 9)])
    assert interval is not None
    # By hand: mean 0.5, standard deviation 0.2646, t(4) = 2.776: 0.5 -+ 0.3285.
    assert [round(each, 3) for each in interval] == [0.5, 0.172, 0.828]
    assert says.startswith("5 learners: 50 points more (95% interval +17 to +83)")


def test_tests_from_the_shipped_blueprints_repeat_nothing_that_the_learner_reads(
    book: RuleBook, course: Course
) -> None:
    def looks(blueprint: str, seed: int) -> str:
        return fingerprint(case(course.blueprints[blueprint], seed, book, course))

    items = exams.pre_test(course.blueprints.values(), course.concepts, Met(), "ana", looks=looks)
    seen = Met(frozenset(item.case_id for item in items), frozenset(item.fingerprint for item in items))
    pre = exam("pre", *[(item.blueprint, item.concept, True) for item in items])
    second = exams.post_test(pre, seen, "ana", looks=looks)

    assert len(items) == len({item.concept for item in items}) > 0
    assert [item.blueprint for item in second] == [item.blueprint for item in items]
    assert len({item.fingerprint for item in (*items, *second)}) == 2 * len(items)
