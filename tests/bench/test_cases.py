"""The proof of the cases: it finds what is wrong, and goes on where it was broken off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from logic.bench import cases
from logic.bench.notes import Notes
from logic.learning.course import load_course
from logic.practice.generate import case
from logic.rulebook import RuleBook


def test_a_right_answer_that_is_left_out_is_found(book: RuleBook) -> None:
    course = load_course(book)
    made = case(course.blueprints["a-tie"], 1, book, course)
    assert list(cases.faults(made)) == []

    step = made.step("split")
    assert len(step.right) > 1
    short = replace(made, steps=tuple(replace(s, right=s.right[:1]) if s is step else s for s in made.steps))
    assert "split: another answer is right" in list(cases.faults(short))


def test_a_proof_that_was_broken_off_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "proof.jsonl"
    Notes(file, 3).add("one-code", {"cases": 3})

    assert Notes(file, 3).held == {"one-code": {"cases": 3}}
    assert Notes(file, 4).held == {}
    monkeypatch.setattr("logic.bench.notes.state", lambda: "another state of the code")
    assert Notes(file, 3).held == {}
