from __future__ import annotations

import io
import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from x12_files import CLAIM, KEY, PAYMENT, file, read

from logic.intake.x12.read import X12File
from logic.intake.x12.segments import BLOCK, LONGEST_SEGMENT, looks_like_x12
from logic.problems import FileError, Problem

CANARIES = (
    "ZEBRAFINCH",
    "19330707",
    "5559876543",
    "1 PELICAN PLACE",
    "CRANEVILLE",
    "MEMBER-OSTRICH-1",
    "ACCOUNT-HERON-2",
    "free text about a flamingo",
)


def test_what_is_no_x12_file_is_said() -> None:
    with pytest.raises(FileError, match="not an X12 file"):
        read(b"visit_id,code\n1,97124\n")


def test_a_damaged_first_segment_is_said() -> None:
    with pytest.raises(FileError, match="first segment of the file is damaged"):
        read(b"ISA*00*")


def test_a_file_without_a_terminator_does_not_fill_the_memory() -> None:
    data = file(CLAIM)[:-60] + b"x" * (LONGEST_SEGMENT + 3 * BLOCK)

    frames, reader = read(data)

    assert frames["claim_lines"].height == 2
    assert any("does not end for" in problem.wrong for problem in reader.problems)


def test_memory_does_not_grow_with_the_file() -> None:
    class Endless(io.RawIOBase):
        """A file of many claims that is never whole in memory."""

        def __init__(self, claims: int) -> None:
            data = file(*[CLAIM] * 100)
            self.head, self.middle = data[: data.index(b"ST*")], data[data.index(b"ST*") : data.index(b"GE*")]
            self.left, self.rest = claims // 100, self.head

        def read(self, size: int = -1) -> bytes:
            while len(self.rest) < size and self.left:
                self.rest += self.middle
                self.left -= 1
            given, self.rest = self.rest[:size], self.rest[size:]
            return given

    def peak(claims: int) -> int:
        tracemalloc.start()
        for _ in X12File(Endless(claims), KEY, lines_per_batch=2_000):  # type: ignore[arg-type]
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(20_000) < 1.5 * peak(4_000)


def test_names_births_addresses_phones_ids_and_notes_stay_outside() -> None:
    name, birth, phone, street, city, member, account, note = CANARIES
    claim = CLAIM.replace("DOE*JANE", f"{name}*{name}").replace("19600501", birth).replace("MEM1", member)
    claim = claim.replace("C-1", account).replace(
        "LX*1\n",
        f"PER*IC*{name}*TE*{phone}\nN3*{street}\nN4*{city}*FL*33411\nNTE*ADD*{note}\nREF*EA*{account}\nLX*1\n",
    )
    paid = PAYMENT.replace("DOE*JANE", f"{name}*{name}").replace("MEM1", member).replace("C-1", account)
    paid = paid.replace("ICN1", account).replace("CHK1", member).replace("REF9", account)

    for data in (file(claim), file(paid, kind="835"), file(claim)[:-150], file(paid, kind="835")[:-90]):
        frames, reader = read(data)
        told = repr([frame.rows() for frame in frames.values()]) + repr(reader.problems)
        assert [canary for canary in CANARIES if canary.casefold() in told.casefold()] == []
        assert frames


def test_a_person_who_pays_for_herself_is_no_payer() -> None:
    body = CLAIM.replace("NM1*PR*2*MEDICARE*****PI*00123", "NM1*PR*1*ZEBRAFINCH*JANE")

    assert read(file(body))[0]["claim_lines"]["payer_name"].to_list() == [None, None]


def test_only_what_begins_like_x12_looks_like_it() -> None:
    assert looks_like_x12(file(CLAIM)[:64])
    assert looks_like_x12(b"\xef\xbb\xbf\r\n" + file(CLAIM)[:64])
    assert not looks_like_x12(b"visit_id,ISA*,ST*\n")
    assert not looks_like_x12(b"")


@pytest.mark.parametrize("kind", ["837", "835"])
def test_any_cut_and_any_spoiled_byte_is_survived(kind: str) -> None:
    whole = file(CLAIM if kind == "837" else PAYMENT, kind=kind)
    chance = random.Random(7)
    for _ in range(1_500):
        data = bytearray(whole[: chance.randrange(1, len(whole))])
        for _ in range(chance.randrange(4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        frames, problems = read_or_refused(bytes(data))
        assert frames or problems


def read_or_refused(data: bytes) -> tuple[object, tuple[Problem, ...]]:
    try:
        frames, reader = read(data, most=3)
    except FileError as error:
        return {}, (error.problem,)
    return frames, reader.problems


@given(st.binary(max_size=400))
def test_bytes_after_a_good_beginning_never_raise(rest: bytes) -> None:
    frames, reader = read(file(CLAIM)[:300] + rest)

    assert frames or reader.problems


@pytest.mark.parametrize(
    ("extra", "stand"),
    [
        ("GARBAGE*1*2~MORE~", "2 segments stand"),
        ("CLM*C-9*1~", "1 segment stands"),
        ("this is no segment", "1 segment stands"),
    ],
)
def test_what_stands_after_the_end_is_said(extra: str, stand: str) -> None:
    data = file(CLAIM) + extra.encode()

    frames, reader = read(data)

    assert frames["claim_lines"].height == 2
    (problem,) = reader.problems
    assert problem.wrong == f"{stand} outside any transaction; nothing there was read."
    assert problem.row == file(CLAIM).count(b"~") + 1
    assert extra not in str(problem)


def test_what_stands_between_two_interchanges_is_said_and_both_are_read() -> None:
    frames, reader = read(file(CLAIM) + b"LOST*1~" + file(CLAIM))

    assert frames["claim_lines"].height == 4
    assert [problem.wrong for problem in reader.problems] == [
        "1 segment stands outside any transaction; nothing there was read."
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x1a", "\r\n\x1a", "  \n\n"])
def test_a_file_may_end_as_old_programs_end_it(end: str) -> None:
    _, reader = read(file(CLAIM, breaks="\r\n") + end.encode())

    assert reader.problems == ()
