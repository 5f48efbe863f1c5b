from __future__ import annotations

from datetime import date

import pytest
from x12_files import CLAIM, file, read


def test_a_claim_becomes_its_lines() -> None:
    frames, reader = read(file(CLAIM))
    lines = frames["claim_lines"]

    assert reader.problems == ()
    assert lines["code"].to_list() == ["97124", "97530"]
    assert lines["modifiers"].to_list() == [["GP"], ["GP", "59"]]
    assert lines["units"].to_list() == [2, 1]
    assert lines["charge"].to_list() == [9000, 6000]
    assert lines["service_date"].to_list() == [date(2026, 3, 2)] * 2
    assert lines["dx"].to_list() == [["M5450", "R262"]] * 2
    assert lines["pointers"].to_list() == [["1", "2"], ["1"]]
    assert lines["place_of_service"].to_list() == ["11", "11"]
    assert lines["provider"].to_list() == ["1999999943"] * 2
    assert lines["billing_npi"].to_list() == ["1999999919"] * 2
    assert lines["submitted_on"].to_list() == [date(2026, 3, 5)] * 2
    assert lines["payer_name"].to_list() == ["MEDICARE"] * 2
    assert lines["filing"].to_list() == ["MB"] * 2
    assert lines["authorized"].to_list() == [True, True]
    assert (reader.counts.claims, reader.counts.claim_lines) == (1, 2)


@pytest.mark.parametrize("separators", ["*:~", "|>!", "~^_", "*>\n", "*:'"])
@pytest.mark.parametrize("breaks", ["", "\n", "\r\n", "\n    "])
def test_any_separators_and_line_breaks(separators: str, breaks: str) -> None:
    plain, _ = read(file(CLAIM))
    dressed, reader = read(file(CLAIM, separators=separators, breaks=breaks))

    assert dressed["claim_lines"].equals(plain["claim_lines"])
    assert reader.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_mark_before_the_text_and_wide_letters(encoding: str) -> None:
    plain, _ = read(file(CLAIM))
    wide, reader = read(file(CLAIM).decode().encode(encoding))

    assert wide["claim_lines"].equals(plain["claim_lines"])
    assert reader.problems == ()


def test_an_isa_that_nobody_padded() -> None:
    data = file(CLAIM)
    squeezed = data.replace(b"          ", b"").replace(b"SENDER         ", b"SENDER")

    frames, reader = read(squeezed)

    assert frames["claim_lines"].height == 2
    assert reader.problems == ()


def test_interchanges_with_separators_of_their_own_in_one_file() -> None:
    data = file(CLAIM) + file(CLAIM, separators="|>!") + b"\n" + file(CLAIM, separators="~^_")

    frames, reader = read(data)

    assert frames["claim_lines"].height == 6
    assert frames["claim_lines"]["entry"].to_list() == [1, 1, 2, 2, 3, 3]
    assert reader.counts.interchanges == 3
    assert reader.problems == ()


@pytest.mark.parametrize("begins", [b"GS*", b"ST*"])
def test_a_file_that_begins_at_its_group_or_its_transaction(begins: bytes) -> None:
    data = file(CLAIM, separators="*>~")
    data = data[data.index(begins) :]
    data = data[: data.index(b"GE*" if begins == b"ST*" else b"IEA*")]

    frames, reader = read(data)

    assert frames["claim_lines"]["modifiers"].to_list() == [["GP"], ["GP", "59"]]
    assert frames["claim_lines"]["pointers"].to_list() == [["1", "2"], ["1"]]
    assert reader.problems == ()


def test_what_was_read_of_a_file_that_breaks_off_is_kept_and_marked() -> None:
    two = file(CLAIM, CLAIM.replace("C-1", "C-2"))
    cut = two[: two.index(b"REF*6R*C-2-1")]

    frames, reader = read(cut)

    assert frames["claim_lines"]["incomplete"].to_list() == [False, False, True]
    assert "ends inside the transaction" in reader.problems[-1].wrong


def test_a_claim_is_never_in_two_batches() -> None:
    data = file(*[CLAIM.replace("C-1", f"C-{n}") for n in range(20)])

    batches = [batch["claim_lines"] for batch in read_batches(data)]

    assert len(batches) > 3
    seen = [set(batch["entry"]) for batch in batches]
    assert sum(map(len, seen)) == len(set().union(*seen)) == 20


def read_batches(data: bytes) -> list[dict[str, object]]:
    import io  # noqa: PLC0415

    from logic.intake.x12.read import X12File  # noqa: PLC0415

    return [batch for batch in X12File(io.BytesIO(data), b"k" * 32, lines_per_batch=5) if batch]


def test_another_payers_loops_do_not_touch_the_claim() -> None:
    other = """SBR*S*01*******CI
OI***Y*P**Y
NM1*IL*1*SMITH*JACK****MI*OTHER1
NM1*PR*2*OTHER INSURANCE*****PI*99999
NM1*82*1*WRONG*ONE****XX*1000000001
REF*F8*OTHERS NUMBER"""
    frames, _ = read(file(CLAIM.replace("LX*1\n", f"{other}\nLX*1\n", 1)))
    plain, _ = read(file(CLAIM))

    assert frames["claim_lines"].drop("segment").equals(plain["claim_lines"].drop("segment"))


def test_who_rendered_a_line_is_told_by_the_line_before_the_claim() -> None:
    body = CLAIM.replace("REF*6R*C-1-2", "REF*6R*C-1-2\nNM1*82*1*ROE*RITA****XX*1888888882")
    frames, _ = read(file(body))

    assert frames["claim_lines"]["provider"].to_list() == ["1999999943", "1888888882"]


def test_replacement_and_void_point_to_what_they_replace() -> None:
    body = CLAIM.replace("11:B:1", "11:B:7").replace("REF*G1*AUTH1", "REF*F8*ICN1")
    lines = read(file(body))[0]["claim_lines"]
    paid = read(file("CLP*C-1*1*150*150*0*MB*ICN1*11*1", kind="835"))[0]["remit_lines"]

    assert lines["frequency"].to_list() == ["7", "7"]
    assert lines["replaces"].to_list() == [paid["payer_claim"][0]] * 2


def test_a_dependent_without_a_number_is_nobody_that_could_be_mixed_up() -> None:
    body = CLAIM.replace("CLM*", "HL*3*2*23*0\nPAT*19\nNM1*QC*1*DOE*TED\nCLM*", 1)

    assert read(file(body))[0]["claim_lines"]["patient_id"].to_list() == [None, None]


def test_minutes_in_place_of_units_and_parts_of_a_unit_are_not_units() -> None:
    body = CLAIM.replace("90*UN*2", "90*MJ*30").replace("60*UN*1", "60*UN*1.5")
    frames, reader = read(file(body))

    assert frames["claim_lines"]["units"].to_list() == [None, None]
    assert [problem.wrong for problem in reader.problems] == ["The units cannot be read."] * 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("CLM*C-1*150", "CLM*C-1*99"), "The lines add up to $150.00, the claim says $99.00."),
        (("SV1*HC:97124:GP*90", "SV1*HC:97124:GP*9O"), "The charge cannot be read."),
        (("SV1*HC:97124:GP*90", "SV1*HC:97124:GP*-90"), "The charge cannot be below zero."),
        (("CLM*C-1*150", "CLM*C-1*-150"), "The claim's charge cannot be below zero."),
        (("90*UN*2", "90*UN*1000"), "The units cannot be more than 999."),
        (("DTP*472*D8*20260302", "DTP*472*D8*20261302"), "The date of service cannot be read."),
        (("DTP*472*D8*20260302", "DTP*431*D8*20260302"), "The line has no date of service"),
        (("CLM*C-1*", "CLM**"), "has no number of its own"),
    ],
)
def test_what_cannot_be_right_is_said(change: tuple[str, str], says: str) -> None:
    _, reader = read(file(CLAIM.replace(*change)))

    assert any(says in problem.wrong for problem in reader.problems)


def test_a_number_that_cannot_be_true_is_not_let_in() -> None:
    frames, _ = read(file(CLAIM.replace("SV1*HC:97124:GP*90*UN*2", "SV1*HC:97124:GP*-90*UN*1000")))

    line = frames["claim_lines"].row(0, named=True)
    assert (line["charge"], line["units"]) == (None, None)


def test_wrong_counts_and_controls_are_said_and_the_claims_kept() -> None:
    data = file(CLAIM).replace(b"SE*22*0001", b"SE*12*0009").replace(b"GE*1*1", b"GE*3*1")

    frames, reader = read(data)

    assert frames["claim_lines"].height == 2
    said = " ".join(problem.wrong for problem in reader.problems)
    assert "SE says 12, counted were 22." in said
    assert "GE says 3, counted were 1." in said
    assert "control number" in said


@pytest.mark.parametrize(
    ("guide", "body", "says"),
    [
        ("005010X223A2", CLAIM, "837I"),
        ("005010X224A2", CLAIM, "837D"),
        ("999999X999X9", CLAIM.replace("SV1*HC", "SV2*0420*HC", 1), "837I"),
        ("004010X098A1", CLAIM.replace("SV1*HC", "SV3*AD", 1), "837D"),
    ],
)
def test_claims_of_another_kind_are_refused_in_a_plain_sentence(guide: str, body: str, says: str) -> None:
    data = file(body).replace(b"005010X222A1", guide.encode())

    frames, reader = read(data)

    assert frames == {}
    assert reader.counts.transactions.get("837", 0) == 0
    assert any(says in problem.wrong for problem in reader.problems)


def test_a_refused_transaction_does_not_hide_the_next() -> None:
    data = file(CLAIM, CLAIM.replace("C-1", "C-2")).replace(b"ST*837*0001", b"ST*270*0001", 1)

    frames, reader = read(data)

    assert frames["claim_lines"].height == 2
    assert reader.counts.refused == {"an eligibility question (270)": 1}


def test_a_text_that_is_no_code_is_not_let_in() -> None:
    body = CLAIM.replace("HC:97124:GP", "HC:JANE DOE BORN 1960:MRS SMITH").replace("ABF:R262", "ABF:JANE DOE")
    frames, _ = read(file(body))

    assert frames["claim_lines"]["code"].to_list() == [None, "97530"]
    assert frames["claim_lines"]["modifiers"].to_list() == [[], ["GP", "59"]]
    assert frames["claim_lines"]["dx"].to_list() == [["M5450"]] * 2
