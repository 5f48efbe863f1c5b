from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from logic.rulebook.icd import IcdLists, _tree_list, own_edition, plain

if TYPE_CHECKING:
    from pathlib import Path

    from logic.rulebook import RuleBook

IN_LIST = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("code", "on", "status"),
    [
        ("M54.50", IN_LIST, "billable"),
        ("m5450", IN_LIST, "billable"),
        (" M54.50 ", IN_LIST, "billable"),
        ("M54", IN_LIST, "not billable"),
        ("S33.5XXA", IN_LIST, "billable"),
        ("S33.5XX", IN_LIST, "not billable"),
        ("S33.5", IN_LIST, "not billable"),
        ("M99.9", IN_LIST, "billable"),
        ("Q99.99", IN_LIST, "not billable"),
        ("", IN_LIST, "not billable"),
        ("A00-A09", IN_LIST, "not billable"),
        ("M54.50", date(2025, 10, 1), "billable"),
        ("M54.50", date(2026, 9, 30), "billable"),
        ("M54.50", date(2026, 10, 1), "unknown"),
        ("M54.50", date(2025, 9, 30), "unknown"),
        ("M54.5", date(2021, 9, 30), "billable"),
        ("M54.5", date(2021, 10, 1), "not billable"),
        ("m545", date(2023, 1, 1), "not billable"),
        ("M54.5", IN_LIST, "not billable"),
        ("M54.5", date(2030, 1, 1), "not billable"),
        ("M54.5", date(2015, 9, 30), "unknown"),
    ],
)
def test_a_code_on_a_day(book: RuleBook, code: str, on: date, status: str) -> None:
    assert book.icd.status(code, on) == status


def test_many_pairs_keep_their_order(book: RuleBook) -> None:
    pairs = [
        ("M54.5", IN_LIST),
        ("M54.50", IN_LIST),
        ("M54.50", date(2030, 1, 1)),
        ("M54.5", date(2020, 1, 1)),
    ]
    assert book.icd.status_many(pairs) == ["not billable", "billable", "unknown", "billable"]
    assert book.icd.status_many([]) == []


def test_the_list_is_read_at_first_use_only(book: RuleBook) -> None:
    lists = IcdLists(book.icd.editions, book.icd.retired)
    assert lists._codes == {}
    lists.status("M54.50", date(2030, 1, 1))
    assert lists._codes == {}
    lists.status("M54.50", IN_LIST)
    assert len(lists._codes) == 1


def test_leaves_are_billable() -> None:
    tree = "1\nA00-A09\nA00\nA000\nA001\nA01\nA010\nA0100\nB99\n"
    assert _tree_list(tree) == {
        "A00": False,
        "A000": True,
        "A001": True,
        "A01": False,
        "A010": False,
        "A0100": True,
        "B99": True,
    }


def test_without_a_list_nothing_is_known() -> None:
    assert IcdLists([], {}).status("M54.50", IN_LIST) == "unknown"


def test_the_head_of_an_own_list_is_read(tmp_path: Path) -> None:
    path = tmp_path / "icd10cm-2026-10-01.txt"
    path.write_text("# ICD-10-CM, valid 2026-10-01 to 2027-09-30\nA00 0\nA000 1\n", encoding="ascii")
    edition = own_edition(path)
    assert (edition.from_, edition.to) == (date(2026, 10, 1), date(2027, 9, 30))
    assert edition.read() == {"A00": False, "A000": True}
    path.write_text("A00 0\n", encoding="ascii")
    with pytest.raises(ValueError, match="does not begin with"):
        own_edition(path)


def test_leaves_agree_with_the_published_flags(book: RuleBook, repo_root: Path) -> None:
    file = repo_root.parent / "shared" / "reference" / "data" / "icd10cm_billable_effective.parquet"
    if not file.exists():
        pytest.skip("the published flags are not on this machine")
    day = IN_LIST.isoformat()
    rows = pl.read_parquet(file).with_columns(
        (
            (pl.col("billable") == "1")
            & (pl.col("billable_from").fill_null("0") <= day)
            & (pl.col("billable_to").fill_null("9") >= day)
        ).alias("valid")
    )
    statuses = book.icd.status_many((code, IN_LIST) for code in rows["code"])
    wrong = [
        code
        for code, valid, status in zip(rows["code"], rows["valid"], statuses, strict=True)
        if valid != (status == "billable")
    ]
    assert wrong == []
    known = {plain(code) for code in rows["code"]}
    edition = book.icd.edition_on(IN_LIST)
    assert edition is not None
    assert [code for code, billable in edition.read().items() if billable and code not in known] == []
