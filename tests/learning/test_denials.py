"""Categories by code as the reference table has them, typed here again: nothing expected comes from the file itself."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from logic.denials import Denials, category, codes_in
from logic.learning.course import load_course
from logic.rulebook import RuleBook
from logic.rulebook.loading import CONTENT
from logic.rulebook.problems import ContentError

CODES = (
    Path(__file__).resolve().parents[3] / "shared" / "reference" / "data" / "carc_rarc_codes_dates_2024.csv"
)

# One row for each cell of the table: reason code, remark codes, category.
TABLE = [
    ("4", "", "modifier"),
    ("4", "N519", "modifier"),
    ("16", "N822 N211", "modifier"),
    ("16", "N823 N211", "modifier"),
    ("151", "MA01", "units"),
    ("151", "N362", "units"),
    ("222", "", "units"),
    ("16", "M53", "units"),
    ("236", "", "pair-edit"),
    ("B15", "M80", "pair-edit"),
    ("97", "M80", "pair-edit"),
    ("97", "N20", "pair-edit"),
    ("97", "N390", "bundled-status"),
    ("11", "", "diagnosis"),
    ("16", "M76", "diagnosis"),
    ("16", "MA63", "diagnosis"),
    ("16", "M64", "diagnosis"),
    ("16", "M81", "diagnosis"),
    ("146", "", "diagnosis"),
    ("167", "", "diagnosis"),
    ("49", "N111", "diagnosis"),
    ("49", "N429", "diagnosis"),
    ("50", "", "medical-necessity"),
    ("50", "N115", "medical-necessity"),
    ("50", "M25", "medical-necessity"),
    ("50", "M27", "medical-necessity"),
    ("151", "N115", "medical-necessity"),
    ("150", "", "medical-necessity"),
    ("272", "", "medical-necessity"),
    ("252", "", "documentation"),
    ("227", "", "documentation"),
    ("16", "N706", "documentation"),
    ("16", "N29", "documentation"),
    ("119", "", "threshold"),
    ("119", "N362", "threshold"),
    ("119", "N640", "threshold"),
    ("197", "", "authorization"),
    ("198", "", "authorization"),
    ("170", "", "provider"),
    ("170", "N95", "provider"),
    ("185", "", "provider"),
    ("8", "", "provider"),
    ("B7", "", "provider"),
    ("18", "N522", "duplicate"),
    ("97", "N111", "duplicate"),
    ("B20", "N111", "duplicate"),
    ("29", "N211", "timely-filing"),
    ("22", "", "coverage"),
    ("22", "N598", "coverage"),
    ("24", "", "coverage"),
    ("31", "", "coverage"),
    ("109", "", "coverage"),
    ("204", "", "coverage"),
    ("16", "", "sent-back"),  # with none of the remarks above
]


@pytest.fixture(scope="module")
def denials(book: RuleBook) -> Denials:
    return load_course(book).denials


@pytest.mark.parametrize(("carc", "rarcs", "wanted"), TABLE)
def test_each_cell_of_the_table(denials: Denials, carc: str, rarcs: str, wanted: str) -> None:
    found = category(denials, "CO", carc, rarcs.split())

    assert found.kind == "denial"
    assert found.category is not None
    assert found.category.id == wanted


def test_every_category_is_reached(denials: Denials) -> None:
    assert {wanted for _, _, wanted in TABLE} == {each.id for each in denials.categories}


@pytest.mark.parametrize("carc", ["45", "59", "253", "23"])
@pytest.mark.parametrize("rarcs", [[], ["N20"], ["M15"]])
def test_what_is_no_denial_stays_none_whatever_stands_beside_it(
    denials: Denials, carc: str, rarcs: list[str]
) -> None:
    found = category(denials, "CO", carc, rarcs)

    assert found.kind == "not a denial"
    assert found.category is None


@pytest.mark.parametrize(
    ("carc", "rarcs"),
    [
        ("96", []),
        ("B15", []),
        ("49", []),
        ("999", []),
        ("", []),
        ("", ["MA01"]),
    ],
)
def test_what_the_codes_do_not_tell_is_not_guessed(denials: Denials, carc: str, rarcs: list[str]) -> None:
    found = category(denials, "CO", carc, rarcs)

    assert found.kind == "not in our list"
    assert found.categories == ()


@pytest.mark.parametrize("rarcs", [[], ["N999"], ["MA130"]])
def test_a_claim_sent_back_without_a_remark_that_we_know_is_a_kind_by_itself(
    denials: Denials, rarcs: list[str]
) -> None:
    found = category(denials, "CO", "16", rarcs)

    assert found.category is not None
    assert found.category.id == "sent-back"
    assert found.category.to_confirm
    assert found.category.note
    assert found.unprocessable


@pytest.mark.parametrize(("rarcs"), [[], ["M15"]])
def test_where_the_codes_fit_two_kinds_both_are_named(denials: Denials, rarcs: list[str]) -> None:
    found = category(denials, "CO", "97", rarcs)

    assert {each.id for each in found.categories} == {"pair-edit", "bundled-status"}
    assert found.category is None


@pytest.mark.parametrize(("carc", "rarcs"), [("96", []), ("97", []), ("97", ["M15"])])
def test_a_pack_is_bundled_on_any_day(denials: Denials, carc: str, rarcs: list[str]) -> None:
    found = category(denials, "CO", carc, rarcs, billed="97010")

    assert found.category is not None
    assert found.category.id == "bundled-status"


def test_a_remark_alone_speaks_only_where_nothing_else_does(denials: Denials) -> None:
    alone = category(denials, "CO", "", ["N20"])
    beside = category(denials, "CO", "50", ["N706"])

    assert alone.category is not None
    assert alone.category.id == "pair-edit"
    assert beside.category is not None
    assert beside.category.id == "medical-necessity"


@pytest.mark.parametrize(
    ("carc", "rarcs", "sent_back"),
    [
        ("4", [], True),
        ("16", ["N822"], True),
        ("16", ["M76"], True),
        ("50", [], False),
        ("236", [], False),
        ("29", ["N211"], False),
        ("11", ["MA130"], True),
    ],
)
def test_a_rejection_is_no_denial(denials: Denials, carc: str, rarcs: list[str], sent_back: bool) -> None:
    assert category(denials, "CO", carc, rarcs).unprocessable is sent_back


@pytest.mark.parametrize(
    ("rarcs", "appeal"),
    [([], ""), (["MA01"], "yes"), (["MA130"], "no"), (["N211", "MA01"], "no"), (["N111"], "limited")],
)
def test_what_a_remark_says_of_an_appeal(denials: Denials, rarcs: list[str], appeal: str) -> None:
    assert category(denials, "CO", "151", rarcs).appeal == appeal


def test_the_group_and_what_we_do_not_know_are_told(denials: Denials) -> None:
    found = category(denials, "PR", "49", ["N429", "N998"])

    assert found.group is not None
    assert found.group.code == "PR"
    assert found.not_told == ("N998",)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("CO-16 M76, N211", ("CO", "16", ("M76", "N211"))),
        ("co16 n822", ("CO", "16", ("N822",))),
        ("PR 49 / N429", ("PR", "49", ("N429",))),
        ("97 M15", ("", "97", ("M15",))),
        ("OA18 N522 N522", ("OA", "18", ("N522",))),
        ("CO-B15 M80", ("CO", "B15", ("M80",))),
        ("COB15", ("CO", "B15", ())),
        ("N20", ("", "", ("N20",))),
        ("", ("", "", ())),
        ("hello", ("", "", ())),
    ],
)
def test_codes_are_read_as_a_remittance_prints_them(
    text: str, read: tuple[str, str, tuple[str, ...]]
) -> None:
    assert codes_in(text) == read


def test_every_number_stands_in_the_official_list_and_is_in_force(denials: Denials) -> None:
    if not CODES.exists():
        pytest.skip("the list of code numbers is not beside this repository")
    with CODES.open(encoding="utf-8", newline="") as lines:
        official = {
            (row["adj_type"], row["adj_code"]) for row in csv.DictReader(lines) if not row["adj_end_date"]
        }
    rows = [row for each in denials.categories for row in each.codes]
    ours = {("CARC", row.carc) for row in rows if row.carc}
    ours |= {("CARC", each.carc) for each in denials.not_denials}
    ours |= {("RARC", code) for row in rows for code in row.rarc}
    ours |= {("RARC", each.rarc) for each in denials.remarks}
    ours |= {("Group", each.code) for each in denials.groups}

    assert ours - official == set()


def test_the_official_lists_way_of_writing_is_not_ours(denials: Denials) -> None:
    """The lists' own texts have hallmarks; none of them may stand in ours."""
    told = " ".join(
        [each.says for each in denials.remarks]
        + [each.says for each in denials.not_denials]
        + [row.says for each in denials.categories for row in each.codes]
    ).casefold()

    for hallmark in (
        "missing/incomplete",
        "incomplete/invalid",
        "procedure code is inconsistent",
        "payer deems",
        "has already been adjudicated",
        "payment adjusted because",
        "benefit maximum",
        "usage:",
        "alert:",
        "note: refer to the 835",
    ):
        assert hallmark not in told


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('carc: "222"', "carc: 222", "'222' is read as a number|222 is read as a number"),
        ('carc: "222"', 'carc: "X22"', "right shape"),
        ("rarc: [N95]", "rarc: [N96]", "'N96' does not exist"),
        ("rules: [F902]", "rules: [F999]", "'F999' does not exist"),
        ("id: coverage", "id: duplicate", "stands twice"),
        ("weight: contested", "weight: disputed", "'disputed' is not one of the words for weight"),
    ],
)
def test_a_spoiled_row_is_named(tmp_path: Path, book: RuleBook, before: str, after: str, said: str) -> None:
    own = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    file = own / "denials.yaml"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")

    with pytest.raises(ContentError, match=said):
        load_course(book, own)


def test_a_row_tells_its_own_fix_where_the_category_does_not_fit(denials: Denials) -> None:
    empty = category(denials, "CO", "16", ["M53"])
    over = category(denials, "CO", "151", ["N362"])

    assert empty.says == ("The units field is empty or cannot be used.",)
    assert empty.fix.startswith("Put whole units on the line")
    assert over.fix == ""
