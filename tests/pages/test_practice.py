from __future__ import annotations

from pathlib import Path

import pytest
from screens import opened, table, words
from streamlit.testing.v1 import AppTest

from logic.practice.case import Case, Step
from logic.store.store import open_store

PRACTICE = "pages/learn/practice.py"
PROGRESS = "pages/learn/progress.py"
TEAM = "pages/review/team.py"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of this machine's own learners is read or written."""
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path))
    monkeypatch.delenv("UNITWISE_DATABASE_URL", raising=False)
    return tmp_path


def press(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if button.label == label).click().run()


def choose(at: AppTest, concept: str) -> AppTest:
    next(box for box in at.selectbox if box.key == "practice_concept").set_value(concept)
    return press(at.run(), "Practice it")


def named(at: AppTest, name: str, team: str = "") -> AppTest:
    at.text_input(key="learner_name").set_value(name)
    at.text_input(key="learner_team").set_value(team)
    return press(at, "Begin with this name")


def case_of(at: AppTest) -> Case:
    return at.session_state["practice_run"].case


def coming(at: AppTest) -> Step | None:
    return at.session_state["practice_run"].coming


def give(at: AppTest, step: Step, answer: str) -> AppTest:
    """Answer the step on the screen as a person would, with its widgets."""
    key = f"practice_{case_of(at).id}_{step.id}"
    if step.kind == "choice":
        at.radio(key=f"{key}_pick").set_value(answer)
    elif step.kind == "several":
        for option in step.options:
            at.checkbox(key=f"{key}_mark_{option.value}").set_value(option.value in answer.split())
    elif step.kind == "number":
        at.number_input(key=f"{key}_number").set_value(float(answer) if "." in answer else int(answer))
    else:
        units = dict(pair.split("=") for pair in answer.split())
        for code in step.codes:
            at.number_input(key=f"{key}_units_{code}").set_value(int(units.get(code, 0)))
    return press(at, "Check my answer")


def solve(at: AppTest) -> AppTest:
    while (step := coming(at)) is not None:
        at = give(at, step, step.right[0])
    return at


def a_wrong_answer(step: Step) -> str:
    if step.wrong:
        return next(iter(step.wrong))
    return {"number": "99", "units": " ".join(f"{code}=9" for code in sorted(step.codes)), "several": ""}.get(
        step.kind, next((option.value for option in step.options if option.value not in step.right), "")
    )


def test_the_page_opens_with_one_thing_to_do_and_keeps_nothing_without_a_name(own_home: Path) -> None:
    at = opened(PRACTICE)

    assert not at.exception
    assert "Begin here" in words(at)
    assert "Nobody is named, so nothing is kept." in words(at)
    at = press(at, "Open the next case")
    assert not at.exception
    assert open_store(None, own_home).learners() == []


def test_a_worked_example_comes_first_then_steps_of_ones_own() -> None:
    at = choose(opened(PRACTICE), "left-overs")

    assert at.session_state["practice_run"].offer.form == "worked"
    assert coming(at) is None
    first = case_of(at).id
    at = press(at, "Next case")
    assert at.session_state["practice_run"].offer.form == "faded"
    assert coming(at) is not None
    assert case_of(at).id != first


def test_a_right_answer_is_said_to_be_right_and_a_wrong_one_shows_the_right_one_and_why() -> None:
    at = press(choose(opened(PRACTICE), "left-overs"), "Next case")
    step = coming(at)
    assert step is not None
    at = give(at, step, a_wrong_answer(step))

    said = " ".join(str(each.value) for each in at.error)
    assert "Not right" in said
    assert step.why.split(".")[0].split("(")[0][:30] in said.replace("\\", "")


def test_a_wrong_answer_that_a_wrong_rule_gives_is_named_with_its_lesson() -> None:
    at = choose(opened(PRACTICE), "total-time")
    for _ in range(12):
        while (step := coming(at)) is not None:
            if step.wrong:
                at = give(at, step, next(iter(step.wrong)))
                assert "This answer follows from" in words(at)
                return
            at = give(at, step, step.right[0])
        at = press(at, "Next case")
    pytest.fail("no step of twelve cases has an answer that a wrong rule gives")


def test_what_is_answered_under_a_name_is_in_the_store_at_once(own_home: Path) -> None:
    at = named(opened(PRACTICE), "Robin", "East")
    at = press(choose(at, "total-time"), "Next case")
    step = coming(at)
    assert step is not None
    at = give(at, step, step.right[0])

    store = open_store(None, own_home)
    robin = store.learner_named("robin")
    assert robin is not None
    assert robin.team == "East"
    assert [(answer.step, answer.right) for answer in store.history(robin.id)] == [(step.id, True)]


def test_a_case_that_was_left_can_be_taken_up_where_it_was() -> None:
    at = named(opened(PRACTICE), "Robin")
    at = press(choose(at, "left-overs"), "Next case")
    left = case_of(at).id
    at = press(at, "Back to practice")
    at = press(at, "Take up the case that you left")

    assert case_of(at).id == left


def test_a_finished_case_sets_the_next_review_and_the_table_tells_it() -> None:
    at = press(choose(opened(PRACTICE), "total-time"), "Next case")
    at = press(solve(at), "Back to practice")

    assert "What you know so far" in words(at)
    assert "Retention tomorrow" in words(at)


def test_a_test_gives_no_verdict_before_its_end_and_a_score_then(own_home: Path) -> None:
    at = press(named(opened(PRACTICE), "Robin"), "Take the test before")
    assert not at.exception
    store = open_store(None, own_home)
    robin = store.learner_named("Robin")
    assert robin is not None
    exam = store.exams(robin.id)[0]
    assert exam.total == len({item.case_id for item in exam.items}) > 5
    assert not at.success
    assert not at.error
    for item in exam.items:  # leave the rest unanswered: they count as not right
        store.finish_attempt(item.id, exam.started_at, 0.0)
    at = at.run()

    assert not at.exception
    assert f"0 of {exam.total} cases" in words(at)


def test_progress_and_team_pages_stand_without_and_with_learners(own_home: Path) -> None:
    for page in (PROGRESS, TEAM):
        assert not opened(page).exception
    at = named(opened(PRACTICE), "Robin", "East")
    at = solve(press(choose(at, "total-time"), "Next case"))
    team = opened(TEAM)

    assert not team.exception
    assert "Robin" in words(team)
    assert open_store(None, own_home).teams() == ["East"]


def test_a_lead_assigns_and_the_learner_sees_it(own_home: Path) -> None:
    named(opened(PRACTICE), "Robin", "East")
    at = opened(TEAM)
    at.text_input(key="team_lead").set_value("Sam")
    at.multiselect(key="team_concepts").set_value(["midpoint"])
    at = press(at, "Assign")

    assert not at.exception
    given = open_store(None, own_home).assignments()
    assert [(each.lead, each.team, each.items[0].target) for each in given] == [("Sam", "East", "midpoint")]
    assert "What was assigned" in words(at)


def test_a_step_that_rests_on_an_old_table_says_so_unfolded() -> None:
    at = choose(opened(PRACTICE), "pair-edits")  # the shipped pair edits are those of July 2024
    assert "By the table of 2024-07-01." in words(at)
    at = choose(opened(PRACTICE), "total-time")
    assert "By the table of" not in words(at)


def test_a_lead_sees_what_each_learner_seems_to_believe(own_home: Path) -> None:
    at = choose(named(opened(PRACTICE), "Robin_R", "East"), "total-time")
    for _ in range(12):
        step = coming(at)
        if step is None:
            at = press(at, "Next case")
        elif step.wrong:
            at = give(at, step, next(iter(step.wrong)))
            break
        else:
            at = give(at, step, step.right[0])
    named(opened(PRACTICE), "Kim", "East")
    people = {each.name: each.id for each in open_store(None, own_home).learners()}
    team = opened(TEAM)

    assert "1 answer of 1 learner" in words(team)
    team = team.selectbox(key="team_whose").set_value(people["Kim"]).run()
    assert "No wrong rule was met" in words(team)
    team = team.selectbox(key="team_whose").set_value(people["Robin_R"]).run()
    assert "1 answer of 1 learner" in words(team)
    assert "Robin\\_R" in words(team)  # the screen gets Markdown, the file the name itself


def test_the_file_of_a_team_holds_names_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    named(opened(PRACTICE), "Robin_R $5", "*East*")
    files: list[str] = []
    monkeypatch.setattr("streamlit.download_button", lambda _label, data, **_: files.append(data))
    assert not opened(TEAM).exception
    assert files[0].splitlines()[1].startswith("Robin_R $5,*East*,")


def test_progress_has_a_row_for_what_was_begun_and_one_line_for_the_rest() -> None:
    at = opened(PROGRESS)
    assert "| Concept |" not in words(at)
    assert "**Not begun yet:** Which code the treatment is · " in words(at)
    at = solve(press(choose(opened(PRACTICE), "total-time"), "Next case"))
    at.switch_page(PROGRESS)
    at = at.run()
    begun = {row[0] for row in table(at, "Concept")}
    assert "Total minutes to units" in begun
    assert "Reading a denial" not in begun
    assert "Reading a denial" in words(at)


def test_a_lessons_link_offers_its_concept_first_and_nonsense_is_passed_over() -> None:
    at = opened(PRACTICE, concept="midpoint")

    assert "Practice this" in {button.label for button in at.button}
    at = press(at, "Practice this")
    assert case_of(at).concept == "midpoint"
    assert "Practice this" not in {button.label for button in opened(PRACTICE, concept="<b>").button}


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the page knows of the browser: its address on the network and what it calls itself."""
    known = ["192.0.2.1", "a browser"]
    monkeypatch.setattr("pages.parts.remembered._browser", lambda: tuple(known))
    return known


def test_a_reload_keeps_the_learner_by_a_word_that_tells_no_name(browser: list[str]) -> None:
    word = str(named(opened(PRACTICE), "Robin").query_params["me"])
    assert browser
    assert "robin" not in word.lower()
    again = opened(PRACTICE, me=word)
    assert "Learning: **Robin**" in words(again)

    press(again, "Go on without a name")
    assert "Nobody is named" in words(opened(PRACTICE, me=word))
    assert "Nobody is named" in words(opened(PRACTICE, me="made-up"))


def test_the_word_names_nobody_in_somebody_elses_browser(browser: list[str]) -> None:
    word = str(named(opened(PRACTICE), "Robin").query_params["me"])
    browser[0] = "192.0.2.7"

    assert "Nobody is named" in words(opened(PRACTICE, me=word))


def test_a_case_tells_payer_and_day_once() -> None:
    at = choose(opened(PRACTICE), "total-time")
    made = case_of(at)
    day = f"{made.service_date:%B} {made.service_date.day}, {made.service_date.year}"
    shown = [str(each.value) for each in at.markdown]

    assert sum(day in each for each in shown) == 1
    assert sum("Original Medicare (Part B)" in each for each in shown) == 1
