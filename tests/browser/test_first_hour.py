"""A new biller's first hour, by keyboard alone on a phone in the dark: lesson 1, practice, a correction, a review."""

from __future__ import annotations

import re
import sys
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import free_port, served, settled
from playwright.sync_api import Browser, Page, expect
from test_every_page import ACCEPTED

from logic.learning.course import Course, load_course
from logic.practice.case import Case, Step
from logic.practice.generate import case
from logic.practice.review import reviewed
from logic.rulebook import RuleBook, load_rulebook
from logic.store.store import open_store

Opened = Callable[[str], Page]
CONCEPT = "which-code"
BLUEPRINT = "massage-or-manual-therapy"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rulebook()


@pytest.fixture(scope="module")
def course(book: RuleBook) -> Course:
    return load_course(book)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server whose learners we can make, and its folder."""
    port, home = free_port(), tmp_path_factory.mktemp("clinic")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with served([*command, "--server.headless=true"], port, home) as address:
        with urllib.request.urlopen(f"{address}/_stcore/script-health-check", timeout=60):
            pass  # until app.py has run once, Streamlit does not know the pages of a deep link
        yield address, home


@pytest.fixture
def phone(browser: Browser, clinic: tuple[str, Path]) -> Iterator[Opened]:
    """Open a page on a phone, in the dark."""
    expect.set_options(timeout=30_000)  # two busy cores
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")

    def opened(path: str) -> Page:
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(clinic[0] + path)
        settled(page)
        return page

    yield opened
    context.close()


def sound(page: Page) -> None:
    """Nothing of ours that axe finds, and nothing that scrolls sideways."""
    ours = [each["id"] for each in Axe().run(page).response["violations"] if each["id"] not in ACCEPTED]
    assert ours == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    settled(page)


def shown(page: Page, book: RuleBook, course: Course) -> Case:
    """The case on the screen, made once more from its seed."""
    name = page.locator('[class*="st-key-case_"]').first.get_attribute("class") or ""
    blueprint, _, seed = name.partition("st-key-case_")[2].split()[0].rpartition("-")
    return case(course.blueprints[blueprint], int(seed), book, course)


def coming(page: Page, made: Case) -> Step | None:
    """The step that waits for an answer."""
    waiting = page.get_by_text(re.compile(r"Step \d of \d: your answer"))
    if not waiting.count():
        return None
    return made.steps[int(re.findall(r"\d", waiting.first.inner_text())[0]) - 1]


def choose(page: Page, step: Step, value: str) -> None:
    """Answer a choice by keyboard alone."""
    assert step.kind == "choice"
    words = next(option.text for option in step.options if option.value == value)
    page.get_by_role("radio", name=words, exact=True).press("Space")
    page.keyboard.press("Tab")  # in a list of choices the browser gives Enter no meaning
    expect(page.get_by_role("button", name="Check my answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name=words, exact=True)).to_have_count(0)
    settled(page)


def test_from_the_start_page_through_lesson_1_to_a_named_mistake(
    phone: Opened, book: RuleBook, course: Course
) -> None:
    page = phone("/")
    page.get_by_role("link", name="Begin with lesson 1").press("Enter")
    heading(page, "Learn to bill therapy units")
    page.get_by_role("link", name="Open, about").press("Enter")
    heading(page, "What 97124 is, and what it is not")

    first, second = page.get_by_role("radiogroup", name="The note says").all()
    first.get_by_role("radio", name="97124", exact=True).press("Space")
    expect(page.get_by_role("alert")).to_contain_text("Right is: 97140.")
    expect(page.get_by_text("This answer follows from: “Joint mobilization")).to_be_visible()
    sound(page)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("alert")).to_have_count(0)
    second.get_by_role("radio", name="Ask the therapist").press("Space")
    expect(page.get_by_text("2 of 2 answers right")).to_be_visible()

    page.get_by_role("link", name="Practice: Which code the treatment is").press("Enter")
    heading(page, "Practice")
    page.get_by_role("button", name="Practice this").press("Enter")
    expect(page.get_by_text("Worked example:")).to_be_visible()
    settled(page)
    sound(page)

    believed = ""
    for _ in range(12):  # not every case tempts
        if believed:
            break
        page.keyboard.press("Control+Enter")  # the next case
        expect(page.get_by_text(re.compile("your answer")).first).to_be_visible()
        settled(page)
        made = shown(page, book, course)
        while (step := coming(page, made)) is not None:
            wrong, names = next(iter(step.wrong.items()), (step.right[0], ()))
            choose(page, step, wrong)
            believed = believed or (names[0] if names else "")
    assert believed
    expect(page.get_by_text("This answer follows from").first).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="Not right").first).to_be_visible()
    sound(page)


def test_what_is_due_comes_first_and_is_reviewed_by_keyboard(
    phone: Opened, clinic: tuple[str, Path], book: RuleBook, course: Course
) -> None:
    store = open_store(None, clinic[1])
    month = timedelta(days=30)
    then = datetime.now(UTC) - month
    robin = store.add_learner("Robin", then)
    made = case(course.blueprints[BLUEPRINT], 1, book, course)
    attempt = store.start_attempt(robin.id, made, "solo", then, "one look")
    for step in made.steps:
        store.give_answer(attempt.id, step.id, step.right[0], right=True, now=then, concept=step.concept)
    store.finish_attempt(attempt.id, then, 60.0, reviewed)
    due = store.standing(robin.id).cards[CONCEPT].due_at
    assert due < datetime.now(UTC)

    page = phone("/practice")
    page.get_by_role("button", name="Choose your name").press("Enter")
    page.get_by_role("combobox", name="I was here before").press("ArrowDown")
    page.get_by_role("option", name="Robin").wait_for()
    page.keyboard.type("Robin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("concepts? due today"))).to_be_visible()
    settled(page)
    expect(page.get_by_role("textbox", name="I am new: my name here")).to_have_count(
        0
    )  # out of the way again
    page.reload()
    settled(page)
    expect(page.get_by_text("Learning: Robin")).to_be_visible()
    sound(page)

    page.get_by_role("button", name="Open the next case").press("Enter")
    expect(page.get_by_text(re.compile("your answer")).first).to_be_visible()
    settled(page)
    again = shown(page, book, course)
    assert again.id != made.id
    assert CONCEPT in {again.concept, *(step.concept for step in again.steps)}
    while (step := coming(page, again)) is not None:
        choose(page, step, step.right[0])
    expect(page.get_by_text(re.compile("steps? right|Right"))).not_to_have_count(0)

    assert store.standing(robin.id).cards[CONCEPT].due_at > datetime.now(UTC)
    assert [each.right for each in store.history(robin.id) if each.case_id == again.id]
