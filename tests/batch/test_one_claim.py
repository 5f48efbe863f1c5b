"""A claim that is opened says the same as when all were checked together, and as when it is typed."""

from __future__ import annotations

import io
from datetime import date

import polars as pl
import pytest

from logic.batch.one_claim import as_typed, one_claim
from logic.check import Checked, check
from logic.claims.frames import LINES, SUBMISSIONS
from logic.form_reading import read
from logic.intake.payers import payer_names
from logic.intake.x12.read import X12File
from logic.intake.x12.service_lines import service_lines
from logic.rulebook import RuleBook
from logic.sample.clinic import Plan
from logic.sample.visits import visits
from logic.sample.x12_text import claims_text
from logic.visit_form import Form, Row
from logic.what_if import answer

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def lines(book: RuleBook) -> pl.DataFrame:
    """Four hundred invented claims, read from their 837P."""
    plan = Plan(first_day=date(2026, 3, 2), months=1, seed=3, claims=400, training_on=None)
    text = "".join(claims_text(list(visits(plan)), date(2026, 4, 2)))
    batches = list(X12File(io.BytesIO(text.encode()), b"k" * 32))
    claims = pl.concat([batch["claim_lines"] for batch in batches if "claim_lines" in batch])
    return service_lines(claims, payer_names(book))


@pytest.fixture(scope="module")
def together(lines: pl.DataFrame, book: RuleBook) -> Checked:
    return check(lines, book, TODAY)


class Stored:
    """The lines as a library keeps them."""

    def __init__(self, lines: pl.DataFrame, corrected: frozenset[str] = frozenset()) -> None:
        self.kept, self.corrected = lines, corrected

    def lines(self) -> pl.LazyFrame:
        return self.kept.lazy().with_columns(pl.lit("one").alias("import_id")).select(LINES.names())

    def submissions(self) -> pl.LazyFrame:
        claims = self.kept.group_by("visit_id", maintain_order=True).first()
        frequency = ["7" if each in self.corrected else "1" for each in claims["visit_id"]]
        columns = {
            "import_id": ["one"] * claims.height,
            "submission": claims["visit_id"],
            "claim_id": claims["visit_id"],
            "patient_id": claims["patient_id"],
            "frequency": frequency,
        }
        told = pl.LazyFrame(columns)
        return told.select(
            pl.col(name) if name in columns else pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in SUBMISSIONS.items()
        )

    def findings(self) -> pl.LazyFrame:
        raise NotImplementedError

    def coverage(self) -> pl.DataFrame:
        raise NotImplementedError

    def beside(self) -> pl.DataFrame:
        return pl.DataFrame(schema=dict.fromkeys(("submission", "beside"), pl.String()))


def test_one_claim_says_what_the_whole_file_said(
    lines: pl.DataFrame, together: Checked, book: RuleBook
) -> None:
    wanted = {each.visit_id: each for each in together.verdicts()}
    failing = [name for name, each in wanted.items() if each.verdict == "fail"]
    assert len(failing) > 30

    for name in [*failing[:60], *list(wanted)[:20]]:
        told = one_claim(Stored(lines), name, book, TODAY)

        assert told is not None
        assert told.verdict.findings == wanted[name].findings
        assert (told.verdict.verdict, told.verdict.checked) == (wanted[name].verdict, wanted[name].checked)
        assert not {each.rule for each in told.verdict.findings} & set(told.verdict.passed)


def test_a_claim_sent_twice_is_opened_beside_its_twin(
    lines: pl.DataFrame, together: Checked, book: RuleBook
) -> None:
    twins = (
        lines.group_by("patient_id", "service_date")
        .agg(pl.col("visit_id").unique(maintain_order=True).alias("visits"))
        .filter(pl.col("visits").list.len() > 1)
    )
    assert twins.height

    name = twins["visits"][0][0]
    told = one_claim(Stored(lines), name, book, TODAY)
    others = frozenset(twins["visits"][0].to_list()) - {name}
    alone = one_claim(Stored(lines, others), name, book, TODAY)

    assert told is not None
    assert alone is not None
    assert (len(told.beside), len(alone.beside)) == (twins["visits"][0].len() - 1, 0)
    assert told.verdict.findings == next(
        each.findings for each in together.verdicts() if each.visit_id == name
    )


def test_a_claim_that_is_not_there(lines: pl.DataFrame, book: RuleBook) -> None:
    assert one_claim(Stored(lines), "nowhere", book, TODAY) is None


def test_the_form_of_the_visit_check_says_the_same(lines: pl.DataFrame, book: RuleBook) -> None:
    """A claim alone on its day, handed to the form: the same rules fail there."""
    counted = lines.group_by("patient_id", "service_date").agg(
        pl.col("visit_id").first(), pl.col("visit_id").n_unique().alias("many")
    )
    single = counted.filter(pl.col("many") == 1)["visit_id"].sort().to_list()
    failing = 0
    for name in single[:80]:
        own = lines.filter(pl.col("visit_id") == name)
        told = one_claim(Stored(lines), name, book, TODAY)
        typed, visit = as_typed(own)
        form = Form(
            {key: _text(value) for key, value in visit.items()},
            tuple(
                Row(str(at), {key: _text(value) for key, value in row.items()})
                for at, row in enumerate(typed, 1)
            ),
        )
        answered = answer(read(form, book), book, TODAY)

        assert told is not None
        assert answered is not None
        mine = {(each.rule, each.lines) for each in answered.verdict.findings if each.state == "fail"}
        assert mine == {(each.rule, each.lines) for each in told.verdict.findings if each.state == "fail"}
        failing += bool(mine)
    assert failing > 5


def _text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def test_what_the_lines_do_not_agree_on_is_not_the_visits(lines: pl.DataFrame) -> None:
    two = lines.head(2).with_columns(
        pl.Series("discipline", ["pt", "ot"]), pl.Series("start_minute", [545, None], dtype=pl.Int32)
    )

    typed, visit = as_typed(two.with_columns(pl.lit("medicare").alias("payer")))

    assert "discipline" not in visit
    assert visit["payer"] == "medicare"
    assert typed[0]["start"] == "09:05"
    assert "start" not in typed[1]
