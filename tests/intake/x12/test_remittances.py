from __future__ import annotations

from datetime import date

from x12_files import CLAIM, PAYMENT, file, read


def test_a_payment_becomes_its_lines_and_adjustments() -> None:
    frames, reader = read(file(PAYMENT, kind="835"))
    lines, moved = frames["remit_lines"], frames["adjustments"]

    assert reader.problems == ()
    assert lines["status"].to_list() == ["1", "1"]
    assert lines["code"].to_list() == ["97124", "97530"]
    assert lines["charge"].to_list() == [9000, 6000]
    assert lines["paid"].to_list() == [8000, 0]
    assert lines["allowed"].to_list() == [9000, None]
    assert lines["units"].to_list() == [2, 1]
    assert lines["remarks"].to_list() == [[], ["M80"]]
    assert lines["balanced"].to_list() == [True, True]
    assert lines["paid_on"].to_list() == [date(2026, 3, 20)] * 2
    assert lines["service_date"].to_list() == [date(2026, 3, 2)] * 2
    assert lines["provider"].to_list() == ["1999999943"] * 2
    assert moved.select("line", "group", "carc", "amount").rows() == [
        (1, "PR", "2", 1000),
        (2, "CO", "97", 6000),
    ]
    assert frames["provider_adjustments"].select("reason", "amount").rows() == [("WO", 1000)]


def test_claim_and_payment_meet_by_the_same_hashes() -> None:
    claim = read(file(CLAIM))[0]["claim_lines"]
    paid = read(file(PAYMENT, kind="835"))[0]["remit_lines"]

    for column in ("claim_id", "line_control", "patient_id"):
        assert claim[column].to_list() == paid[column].to_list()
        assert claim[column].null_count() == 0


def test_up_to_six_triples_in_one_segment() -> None:
    six = "CAS*CO*45*1*1*97*2**16*3**50*4**151*5**59*6"
    frames, _ = read(file(PAYMENT.replace("CAS*PR*2*10", six), kind="835"))

    first = frames["adjustments"].filter(line=1)
    assert first["carc"].to_list() == ["45", "97", "16", "50", "151", "59"]
    assert first["amount"].to_list() == [100, 200, 300, 400, 500, 600]
    assert first["quantity"].to_list() == [1, None, None, None, None, None]


def test_adjustments_and_remarks_of_the_whole_claim() -> None:
    body = PAYMENT.replace(
        "NM1*QC*1*DOE*JANE****MI*MEM1", "CAS*OA*23*5\nNM1*QC*1*DOE*JANE****MI*MEM1\nMOA***MA01*MA130"
    )
    frames, reader = read(file(body, kind="835"))

    assert frames["adjustments"].filter(line=0).select("group", "carc", "amount").rows() == [
        ("OA", "23", 500)
    ]
    assert frames["remit_lines"]["remarks"].to_list() == [["MA01", "MA130"], ["M80", "MA01", "MA130"]]
    assert any("does not balance" in problem.wrong for problem in reader.problems)


def test_a_claim_without_service_lines_is_one_row() -> None:
    body = "BPR*I*0*C*NON************20260320\nCLP*C-9*4*150*0*0*MB*ICN9*11*1\nCAS*CO*29*150"
    frames, reader = read(file(body, kind="835"))

    assert reader.problems == ()
    assert frames["remit_lines"].select("line", "charge", "paid", "code").rows() == [(0, 15000, 0, None)]
    assert frames["adjustments"].select("line", "carc", "amount").rows() == [(0, "29", 15000)]


def test_a_reversal_is_read_with_its_signs() -> None:
    body = """BPR*I*-80*D*NON************20260420
CLP*C-1*22*-150*-80*0*MB*ICN1*11*1
SVC*HC:97124:GP*-90*-80**2
CAS*PR*2*-10
SVC*HC:97530:GP*-60*0**1
CAS*CO*97*-60"""
    frames, reader = read(file(body, kind="835"))

    assert reader.problems == ()
    assert frames["remit_lines"].select("status", "charge", "paid").rows() == [
        ("22", -9000, -8000),
        ("22", -6000, 0),
    ]


def test_a_payment_that_does_not_add_up_is_said() -> None:
    _, reader = read(file(PAYMENT.replace("BPR*I*70", "BPR*I*99"), kind="835"))

    assert "add up to $70.00, the payment says $99.00" in reader.problems[0].wrong


def test_the_code_that_was_billed_where_another_was_paid() -> None:
    body = PAYMENT.replace("SVC*HC:97530:GP:59*60*0**1", "SVC*HC:97110:GP*60*0**1*HC:97530:GP:59*2")
    frames, _ = read(file(body, kind="835"))

    second = frames["remit_lines"].row(1, named=True)
    assert (second["code"], second["billed_code"], second["units"], second["units_billed"]) == (
        "97110",
        "97530",
        1,
        2,
    )


def test_entries_go_on_over_transactions() -> None:
    frames, _ = read(file(PAYMENT, PAYMENT.replace("C-1", "C-2"), kind="835"))

    assert frames["remit_lines"]["entry"].to_list() == [1, 1, 2, 2]
