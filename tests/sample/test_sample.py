from __future__ import annotations

import io
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from logic.check import check
from logic.commands.app import app
from logic.intake.payers import payer_names
from logic.intake.x12.read import X12File
from logic.intake.x12.service_lines import service_lines
from logic.rulebook import RuleBook, load_rulebook
from logic.sample.clinic import ERRORS, PROVIDERS, Plan
from logic.sample.payments import Answer, answered
from logic.sample.visits import SampleClaim, visits
from logic.sample.x12_text import claims_text, payments_text

DAY = date(2026, 11, 25)
PLAN = Plan(seed=5, claims=1_500, first_day=date(2026, 3, 2), months=2, training_on=None)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    return load_rulebook(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def month(book: RuleBook) -> tuple[list[SampleClaim], list[Answer]]:
    items = list(answered(visits(PLAN), PLAN, book))
    return (
        sorted(  # as they are sent, day by day
            (item for item in items if isinstance(item, SampleClaim)), key=lambda claim: claim.submitted_on
        ),
        [item for item in items if isinstance(item, Answer)],
    )


def read(segments: list[str]) -> tuple[dict[str, pl.DataFrame], X12File]:
    reader = X12File(io.BytesIO("".join(segments).encode()), b"k" * 32)
    frames: dict[str, list[pl.DataFrame]] = {}
    for batch in reader:
        for kind, frame in batch.items():
            frames.setdefault(kind, []).append(frame)
    return {kind: pl.concat(found) for kind, found in frames.items()}, reader


def test_the_same_seed_makes_the_same_clinic_and_another_another(book: RuleBook) -> None:
    def text(seed: int) -> str:
        plan = Plan(seed=seed, claims=50)
        claims = [one for one in answered(visits(plan), plan, book) if isinstance(one, SampleClaim)]
        return "".join(claims_text(claims, DAY))

    assert text(1) == text(1)
    assert text(1) != text(2)


def test_provider_numbers_have_a_true_check_digit() -> None:
    # Luhn's method with the prefix 80840, worked out here from the other end.
    for provider in PROVIDERS:
        digits = [int(sign) for sign in "80840" + provider.npi]
        doubled = [d if at % 2 == 0 else sum(divmod(2 * d, 10)) for at, d in enumerate(reversed(digits))]
        assert sum(doubled) % 10 == 0


def test_the_claims_are_read_back_as_they_were_made(month: tuple[list[SampleClaim], list[Answer]]) -> None:
    claims, _ = month
    frames, reader = read(list(claims_text(claims, DAY)))
    lines = frames["claim_lines"]
    told = [
        (
            line.code,
            line.units,
            line.charge,
            line.modifiers,
            claim.service_date,
            claim.frequency,
            claim.provider.npi,
            claim.submitted_on,
        )
        for claim in claims
        for line in claim.lines
    ]

    assert reader.problems == ()
    columns = (
        "code",
        "units",
        "charge",
        "modifiers",
        "service_date",
        "frequency",
        "provider",
        "submitted_on",
    )
    assert lines.select(columns).rows() == told


def test_the_payments_are_read_back_and_every_one_balances(
    month: tuple[list[SampleClaim], list[Answer]],
) -> None:
    _, answers = month
    frames, reader = read(list(payments_text(answers, DAY)))

    assert reader.problems == ()  # claims and checks add up, or it would say so
    assert frames["remit_lines"]["balanced"].all()
    assert frames["remit_lines"]["paid"].sum() == sum(answer.paid for answer in answers)
    denied = sum(bool(line.category) for answer in answers for line in answer.lines)
    assert frames["remit_lines"].filter(pl.col("paid") == 0, pl.col("allowed").is_null()).height >= denied > 0


def test_a_corrected_claim_is_not_paid_beside_its_first_payment(
    month: tuple[list[SampleClaim], list[Answer]],
) -> None:
    _, answers = month
    paid = read(list(payments_text(answers, DAY)))[0]["remit_lines"].filter(pl.col("line") <= 1)
    back = [answer for answer in answers if answer.reversal]
    second = {answer.claim.replaces: answer for answer in answers if answer.claim.replaces is not None}

    # A reversal for each correction of a claim that was paid in part, on the day of the second answer, before it.
    wanted = {number for number in second if sum(line.paid for line in answered_first(answers, number).lines)}
    assert {answer.claim.number for answer in back} == wanted
    assert len(back) > 20
    for answer in back:
        assert answer.paid_on == second[answer.claim.number].paid_on
        assert answers.index(answer) < answers.index(second[answer.claim.number])
    told = paid.filter(status="22")
    assert told.height == len(back)
    assert (told["claim_charge"] < 0).all()
    assert (told["claim_paid"] < 0).all()
    assert told["patient_owes"].fill_null(0).sum() == 0
    # What is left of each claim's payments is what its last answer paid.
    for number in wanted:
        mine = [answer for answer in answers if number in {answer.claim.number, answer.claim.replaces}]
        assert sum(answer.paid for answer in mine) == second[number].paid


def answered_first(answers: list[Answer], number: int | None) -> Answer:
    return next(answer for answer in answers if answer.claim.number == number and not answer.reversal)


def test_no_check_is_below_nothing_and_what_is_owed_is_kept_from_the_next(
    month: tuple[list[SampleClaim], list[Answer]],
) -> None:
    _, answers = month
    text = list(payments_text(answers, DAY))
    checks = [float(segment.split("*")[2]) for segment in text if segment.startswith("BPR*")]
    kept = [segment.rstrip("~\n").split("*") for segment in text if segment.startswith("PLB*")]
    moved = [float(amount) for words in kept for amount in words[4::2]]

    assert min(checks) >= 0
    assert any(amount < 0 for amount in moved)  # it happens in this month
    assert sum(amount > 0 for amount in moved) >= 1
    paid = sum(answer.paid for answer in answers) / 100
    assert sum(checks) + sum(moved) == pytest.approx(paid)


def test_claims_and_payments_meet(month: tuple[list[SampleClaim], list[Answer]]) -> None:
    claims, answers = month
    lines = read(list(claims_text(claims, DAY)))[0]["claim_lines"]
    paid = read(list(payments_text(answers, DAY)))[0]["remit_lines"]

    assert paid.join(lines, on="line_control", how="anti").height == 0
    assert set(paid["patient_id"]) <= set(lines["patient_id"])


def test_errors_come_about_as_often_as_they_should(month: tuple[list[SampleClaim], list[Answer]]) -> None:
    claims = [claim for claim in month[0] if claim.replaces is None and "sent twice" not in claim.errors]
    share = sum("stale diagnosis" in claim.errors for claim in claims) / len(claims)
    prone = sum(each.share * each.prone for each in PROVIDERS) / sum(each.share for each in PROVIDERS)
    rate = next(kind.rate for kind in ERRORS if kind.name == "stale diagnosis") * prone

    assert share == pytest.approx(rate, abs=3 * (rate / len(claims)) ** 0.5)


@pytest.mark.parametrize(
    "kind", [kind for kind in ERRORS if kind.rule and kind.rule != "U101"], ids=lambda kind: kind.name
)
def test_each_error_is_found_by_its_rule_and_on_no_other_claim(
    kind: object, month: tuple[list[SampleClaim], list[Answer]], book: RuleBook
) -> None:
    claims, _ = month
    frames, _ = read(list(claims_text(claims, DAY)))
    found = check(service_lines(frames["claim_lines"], payer_names(book)), book, DAY).findings
    hit = {int(visit) for visit in found.filter(rule=kind.rule, state="fail")["visit_id"]}
    put_in = {
        at
        for at, claim in enumerate(claims, start=1)
        if kind.name in claim.errors and claim.payer.filing == "MB"
    }
    medicare = {at for at, claim in enumerate(claims, start=1) if claim.payer.filing == "MB"}
    not_mended = {at for at, claim in enumerate(claims, start=1) if claim.replaces is not None}

    assert len(put_in) > 3
    assert put_in <= hit
    assert (hit & medicare) - not_mended - put_in == twins_of(claims, put_in)


def twins_of(claims: list[SampleClaim], numbers: set[int]) -> set[int]:
    """Claims sent twice carry the errors of the first; they are told as "sent twice" alone."""
    spoiled = {
        (c.patient, c.service_date, c.provider.npi, c.charge) for n, c in enumerate(claims, 1) if n in numbers
    }
    return {
        n
        for n, c in enumerate(claims, 1)
        if set(c.errors) == {"sent twice"}
        and (c.patient, c.service_date, c.provider.npi, c.charge) in spoiled
    } - numbers


def test_pyx12_finds_no_error_in_either_file(
    tmp_path: Path, month: tuple[list[SampleClaim], list[Answer]]
) -> None:
    x12n = pytest.importorskip("pyx12.x12n_document", reason="pyx12 is not installed")
    params = pytest.importorskip("pyx12.params", reason="pyx12 is not installed")
    claims, answers = month
    back = next(at for at, answer in enumerate(answers) if answer.reversal)
    few = claims[:60], [*answers[:60], *answers[back : back + 60]]
    assert sum(answer.reversal for answer in few[1]) > 1
    for name, segments in (("c.837", claims_text(few[0], DAY)), ("p.835", payments_text(few[1], DAY))):
        path = tmp_path / name
        path.write_text("".join(segments), "ascii")
        acknowledged = io.StringIO()
        sound = x12n.x12n_document(params.params(), str(path), acknowledged, None, None)

        assert sound, acknowledged.getvalue()[:2000]


def test_the_command_writes_four_files_that_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    out = tmp_path / "month"
    said = CliRunner().invoke(app, ["sample", "--claims", "40", "--seed", "3", "--out", str(out)])

    assert said.exit_code == 0, said.output
    truth = pl.read_csv(out / "truth.csv")
    lines = pl.read_csv(out / "lines.csv", infer_schema=False)
    assert Counter(truth["frequency"].cast(pl.String))["1"] >= 40
    assert set(lines["visit_id"]) == set(truth.filter(pl.col("frequency") == 1)["claim"]) - {
        claim for claim in truth["claim"] if claim >= "UW10000000"
    }
    assert {path.name for path in out.iterdir()} == {"claims.837", "payments.835", "lines.csv", "truth.csv"}


def test_a_large_month_has_patients_for_it() -> None:
    """Seventeen visits a day of one patient would make every rule about two visits of a day look busy."""
    plan = Plan(claims=8_000, months=1, training_on=None)
    times = Counter(claim.patient for claim in visits(plan))
    assert 900 <= len(times) <= 1_000  # 8,000 visits, eight for each
    assert max(times.values()) < 30
