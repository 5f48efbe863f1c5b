"""Whose minutes count: said of a typed line and of a frame of lines, and both must say the same."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import polars as pl
import pytest

from logic.check import check
from logic.columns import BILLERS, TREATERS
from logic.derive.derive import derive
from logic.form_reading import read
from logic.visit import canonical
from logic.visit_form import Form, Row
from logic.what_if import answer, counts_of
from logic.who_counts import why_left_out

if TYPE_CHECKING:
    from logic.rulebook import RuleBook

TODAY = date(2026, 11, 25)
CODES = ("97110", "97124", "97532")  # 97532 ended with 2017


def test_a_typed_line_and_a_frame_agree(book: RuleBook) -> None:
    """Every payer, person, biller and code, on a day before and a day after 97532 ended."""
    days = (date(2016, 3, 1), date(2026, 3, 2))
    asked = list(product(book.payers, ("", *TREATERS), ("", *BILLERS), CODES, days))
    frame = pl.DataFrame(
        {
            "visit_id": [str(number) for number in range(len(asked))],
            "payer": [payer for payer, *_ in asked],
            "treated_by": [who or None for _, who, *_ in asked],
            "billed_by": [biller or None for _, _, biller, *_ in asked],
            "code": [code for *_, code, _ in asked],
            "service_date": [day for *_, day in asked],
            "units": [1] * len(asked),
            "minutes": [15] * len(asked),
        }
    )
    counted = derive(canonical(frame), book, TODAY).lines["timed"].to_list()
    typed = [
        why_left_out(book.codes[code], book.payers[payer], day, who, biller) is None
        for payer, who, biller, code, day in asked
    ]

    assert len(asked) == len(book.payers) * 13 * 10 * 3 * 2
    assert typed == counted
    assert 0 < sum(typed) < len(typed)


@pytest.mark.parametrize(
    ("who", "payer", "left_out"),
    [("aide", "medicare", 15), ("lmt", "medicare", 15), ("pt", "medicare", 0), ("lmt", "commercial", 0)],
)
def test_the_counts_of_the_form_are_those_of_the_verdict(
    who: str, payer: str, left_out: int, book: RuleBook
) -> None:
    """Medicare pays neither an aide's nor a massage therapist's time (MBPM ch. 15 sec. 220, 230)."""
    row = Row("1", {"code": "97124", "minutes": "15", "units": "1", "modifiers": "GP"})
    form = Form({"payer": payer, "service_date": "3/2/2026", "discipline": "pt", "treated_by": who}, (row,))
    reading = read(form, book)
    judged, counts = answer(reading, book, TODAY), counts_of(reading, book)

    assert judged is not None
    assert counts is not None
    visit = judged.checked.judged.derived.visits.row(0, named=True)
    assert counts.both.cms.timed_minutes == (visit["timed_minutes"] or 0) == 15 - left_out
    assert judged.billed == (visit["timed_units"] or 0)
    assert sum(each.minutes for each in reading.left_out.values()) == left_out
    assert [str(left_out) in sentence for sentence in reading.left_out_words] == [True] * bool(left_out)


def test_a_sentence_on_units_names_the_minutes_that_are_left_out(book: RuleBook) -> None:
    line = {"payer": "medicare", "discipline": "pt", "service_date": date(2026, 3, 2), "visit_id": "A"}
    rows = [
        {**line, "code": "97110", "minutes": 22, "units": 2, "treated_by": "pt"},
        {**line, "code": "97124", "minutes": 9, "units": 0, "treated_by": "aide"},
    ]

    found = check(canonical(pl.DataFrame(rows)), book, TODAY).findings.filter(rule="U101")

    assert found["message"].to_list() == [
        "22 timed minutes (97110 22; left out: 97124 9 by an aide) support 1 unit; the claim bills 2."
    ]
