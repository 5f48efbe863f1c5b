"""What is worked out from the library, and the invented clinic."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from logic.claims import example
from logic.claims.example import example_library, example_plan
from logic.claims.importing import import_files
from logic.claims.library import Library, open_library
from logic.rulebook import RuleBook

from .made import Made, file_of

DAY = date(2026, 11, 25)


def put(claims: tuple[Made, ...], library: Library, book: RuleBook, folder: Path, name: str) -> str:
    path = folder / name
    path.write_text(file_of(*claims))
    (outcome,) = import_files([path], library, book, DAY)
    assert outcome.record is not None
    return outcome.record.id


def test_what_is_derived_is_made_once_for_each_state(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "sum.txt").write_text(str(library.submissions().collect().height))

    put((Made("C1"),), library, book, tmp_path, "a.837")
    first = library.derived("sums", make)
    assert library.derived("sums", make) == first
    assert (first / "sum.txt").read_text() == "1"
    assert len(made) == 1

    put((Made("C2", day="20260303"),), library, book, tmp_path, "b.837")
    second = library.derived("sums", make)
    assert (second / "sum.txt").read_text() == "2"
    assert first.exists()  # somebody may still read it
    put((Made("C3", day="20260304"),), library, book, tmp_path, "c.837")
    assert (library.derived("sums", make) / "sum.txt").read_text() == "3"
    assert not first.exists()


def test_what_was_worked_out_from_an_import_goes_with_it(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    name = put((Made("C1"),), library, book, tmp_path, "a.837")
    folder = library.derived("sums", lambda aside: (aside / "x").touch())

    library.undo(name)

    assert not folder.exists()
    assert [path.name for path in library.root.iterdir()] == [".lock"]


def test_a_derivation_that_fails_leaves_nothing(library: Library) -> None:
    def make(folder: Path) -> None:
        (folder / "half").touch()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        library.derived("sums", make)
    assert [path.name for path in (library.root / "derived").iterdir()] == [".lock"]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example, "MONTHS", 2)
    monkeypatch.setattr(example, "TRAINED_AFTER", 1)


@pytest.mark.usefixtures("short")
def test_the_invented_clinic_stands_apart_and_is_made_once(home: Path, book: RuleBook) -> None:
    shares: list[float] = []
    clinic = example_library(home, book, DAY, lambda _what, share: shares.append(share))
    again = example_library(home, book, DAY + timedelta(days=3))

    assert clinic.invented
    assert not open_library(home).invented
    assert open_library(home).imports() == ()
    assert [record.kind for record in clinic.imports()] == ["837P", "835"]
    assert again.state() == clinic.state()
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert not list(clinic.root.parent.glob("*.8*"))  # the files that it was made of


@pytest.mark.usefixtures("short")
def test_the_invented_clinic_tells_minutes_days_of_sending_and_the_errors_put_in(
    home: Path, book: RuleBook
) -> None:
    clinic = example_library(home, book, DAY)
    sent = clinic.submissions().collect()

    assert sent["minutes"].null_count() == 0
    assert sent["submitted_on"].max() <= DAY
    assert sent["service_date"].min() == date(2026, 10, 1)
    assert ((sent["submitted_on"] - sent["service_date"]).dt.total_days() >= 1).all()
    assert {"P201", "U101", "M401", "X603"} <= set(clinic.findings().collect()["rule"])
    assert clinic.remit_lines().collect().join(sent, on="claim_id", how="anti").is_empty()


@pytest.mark.usefixtures("short")
def test_a_new_month_makes_a_new_clinic_and_removes_the_old_one(home: Path, book: RuleBook) -> None:
    old = example_library(home, book, DAY)
    new = example_library(home, book, date(2026, 12, 1))

    assert new.root != old.root
    assert not old.root.exists()
    assert new.submissions().collect()["service_date"].min() == date(2026, 11, 2)


def test_eighteen_months_up_to_this_one_and_a_training_on_the_way() -> None:
    plan = example_plan(date(2026, 11, 25))
    assert (plan.first_day, plan.months, plan.training_on) == (date(2025, 6, 1), 18, date(2026, 5, 1))
    assert example_plan(date(2027, 1, 1)).first_day == date(2025, 8, 1)
