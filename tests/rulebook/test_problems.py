# ruff: noqa: E501  (a row of the table of broken files reads best on one line)
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from logic.rulebook import ContentError
from logic.rulebook.problems import did_you_mean, path_text

if TYPE_CHECKING:
    from tests.rulebook.conftest import Sandbox

PAYER = "payers/uhc-commercial.yaml"
THRESHOLD = "amounts/kx_threshold.yaml"
MODALITIES = "codes/modalities.yaml"
EDITS = "pair_edits/ncci-2024q3.yaml"
LIMITS = "unit_limits/mue-2024q3.yaml"

# file, what stands there, what is typed instead, key told, what is wrong, what would be right
BROKEN = [
    (PAYER, "about:", "abuot:", "abuot", "unknown key 'abuot'", "Did you mean 'about'?"),
    (PAYER, "  counts: timed", "  count: timed", "daily_cap.count", "unknown key 'count'", "Did you mean 'counts'?"),
    (PAYER, "counts: timed", "counts: timd", "daily_cap.counts", "'timd' is not one of the words", "'timed'"),
    (PAYER, "id: uhc-commercial", "id: uhc", "id", "'uhc' is not the file's name", "Write id: uhc-commercial"),
    (PAYER, "  units: 4", '  units: "4"', "daily_cap.units", "valid integer", "Correct"),
    (PAYER, "  units: 4", "  units: true", "daily_cap.units", "valid integer", "Correct"),
    (PAYER, "source: uhc-pt-ot", "source: uhc-pt-to", "therapy_modifier.source", "'uhc-pt-to' does not exist", "'uhc-pt-ot'"),
    (PAYER, ", source: uhc-pt-ot", "", "therapy_modifier", "a fact without a source", "Add source"),
    (PAYER, "method: cms", "method: cms\n  full_unit_codes: [97140]", "counting.full_unit_codes[0]", "97140 is read as a number", '"97140"'),
    (PAYER, "method: cms", 'method: cms\n  full_unit_codes: ["97149"]', "counting.full_unit_codes", "the code 97149 is not in content/codes", "Did you mean"),
    (PAYER, "method: cms", 'method: cms\n  full_unit_codes: ["971"]', "counting.full_unit_codes[0]", "'971' does not have the right shape", "must match"),
    (PAYER, "to_confirm: true", "to_confirm: yes", "counting.to_confirm", "neither true nor false", "Write true or false"),
    (PAYER, "aliases: [", "aliases: [medicare, ", "aliases", "'medicare' is also a name of medicare", "one payer"),
    (THRESHOLD, "from: 2026-01-01", "from: 2026-13-01", "", "2026-13-01 is not a day of the calendar", "year-month-day"),
    (THRESHOLD, "from: 2026-01-01", "from: 1/1/2026", "rows[8].from", "'1/1/2026' is not a date", "like 2026-03-02"),
    (THRESHOLD, "to: 2026-12-31", "to: 2025-12-31", "rows[8].to", "the last day 2025-12-31 is before the first day 2026-01-01", "Exchange"),
    (THRESHOLD, "to: 2025-12-31", "to: 2026-01-01", "rows[8]", "the days overlap those of the row from 2025-01-01", "the day before"),
    (THRESHOLD, "amount: 2480.0, ", "", "rows[8].amount", "the key 'amount' is missing", "Add amount"),
    (THRESHOLD, "amount: 2480.0", "amount: 2,480.0", "rows[8].480.0", "the key '480.0' is a number", "without commas"),
    (THRESHOLD, "table: kx_threshold", "table: kx", "table", "'kx' is no table of amounts", "kx_threshold"),
    (THRESHOLD, "rows:", "edition: x\nrows:", "", "the key 'edition' stands twice", "Keep one"),
    (MODALITIES, 'code: "97010"', "code: 97010", "[0].code", "97010 is read as a number", 'Put it in quotes: "97010".'),
    (MODALITIES, 'code: "97012"', 'code: "97010"', "[1].code", "'97010' stands already in content/codes/modalities.yaml", "Keep one"),
    (MODALITIES, "kind: untimed", "kind: untime", "[0].kind", "'untime' is not one of the words for kind", "'untimed'"),
    (MODALITIES, "{from: 2026-01-01, to: null, status: bundled", "{from: 2025-06-01, to: null, status: bundled", "[0].medicare[2]", "97010: the period from 2025-06-01 overlaps the one from 2025-01-01", "End the earlier one"),
    (MODALITIES, 'use_instead: ["G0283"]', 'use_instead: ["G0282"]', "[2].medicare[0].use_instead", "the code G0282 is not in content/codes", "'G0283'"),
    (EDITS, 'family: [\n  "20560"', 'family: [\n  "20569"', "family", "the code 20569 is not in content/codes", "Did you mean"),
    (EDITS, "table: ncci", "table: nci", "table", "'nci' is not one of the words for table", "Did you mean 'ncci'?"),
    (EDITS, "review_by:", "review:", "review", "unknown key 'review'", "'review_by'"),
    (LIMITS, "mai: 3", "mai: 4", "limits.97110.mai", "4 is not one of the words for mai", "Known: 1, 2, 3."),
    (LIMITS, '"97110":', "97110:", "limits[97110]", "97110 is read as a number", '"97110"'),
    (LIMITS, '"97110":', '"97119":', "limits.97119", "the code 97119 is not in content/codes", "Did you mean"),
    ("sources/cms.yaml", "seen: part", "seen: partly", "[0].seen", "'partly' is not one of the words for seen", "'part'"),
    ("sources/cms.yaml", "- id: cms-pfs-cf", "- id: cms-pfs-rvu", ".id", "'cms-pfs-rvu' stands already", "Keep one"),
    ("modifiers.yaml", 'code: "GO"', 'code: "GP"', "modifiers[1].code", "'GP' stands twice", "Keep one"),
    ("modifiers.yaml", 'together: ["GA", "GZ"]', 'together: ["GA", "G?"]', "contradictions[0].together[1]", "'G?' does not have the right shape", "must match"),
    ("modifiers.yaml", 'together: ["GA", "GZ"]', 'together: ["GA", "QQ"]', "contradictions[0]", "the modifier QQ is not among the modifiers", "are known"),
    ("techniques.yaml", 'codes: ["97124"]', 'codes: ["97123"]', "[0].codes", "the code 97123 is not in content/codes", "Did you mean"),
    ("techniques.yaml", "aliases: [stroking", "aliases: [massage, stroking", "[1].technique", "'massage' stands twice", "Keep one"),
    ("diagnoses.yaml", 'code: "M54.5"', 'code: "M545"', "retired[0].code", "'M545' does not have the right shape", "must match"),
    ("places_of_service.yaml", 'code: "12"', 'code: "11"', "places[1].code", "'11' stands twice", "Keep one"),
    ("rules/U101.md", "family: units", "family: modifiers", "family", "U101 is not of the family 'modifiers'", "U units"),
    ("rules/U101.md", "code: U101", "code: U102", "code", "'U102' is not the file's name", "Write code: U101"),
    ("rules/U101.md", "sources: [cms-100-04-ch5", "sources: [cms-100-04-ch4", "sources", "'cms-100-04-ch4' does not exist", "Did you mean"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "key", "wrong", "right"), BROKEN)
def test_a_broken_file_is_told_with_file_key_and_remedy(
    sandbox: Sandbox, file: str, old: str, new: str, key: str, wrong: str, right: str
) -> None:
    sandbox.replace(file, old, new)
    found = [one for one in sandbox.problems() if wrong in one.wrong]
    assert found, [str(one) for one in sandbox.problems()]
    assert found[0].file == f"content/{file}"
    assert found[0].key.endswith(key)
    assert right in found[0].right


@pytest.mark.parametrize(
    ("file", "old", "new", "line_of"),
    [
        (PAYER, "counts: timed", "counts: timd", "counts: timd"),
        (THRESHOLD, "from: 2026-01-01", "from: 2026-13-01", "2026-13-01"),
        (THRESHOLD, "to: 2026-12-31", "to: 2025-12-30", "2025-12-30"),
        ("rules/U101.md", "sources: [cms-100-04-ch5", "sources: [cms-100-04-ch4", "cms-100-04-ch4"),
    ],
)
def test_the_line_is_told(sandbox: Sandbox, file: str, old: str, new: str, line_of: str) -> None:
    sandbox.replace(file, old, new)
    told = sandbox.problem().line
    assert told is not None
    assert line_of in (sandbox.content / file).read_text(encoding="utf-8").split("\n")[told - 1]


def test_everything_that_is_wrong_is_told_at_once(sandbox: Sandbox) -> None:
    sandbox.replace(PAYER, "counts: timed", "counts: timd")
    sandbox.replace(THRESHOLD, "from: 2026-01-01", "from: 2026-13-01")
    sandbox.replace("modifiers.yaml", 'code: "GO"', 'code: "GP"')
    with pytest.raises(ContentError, match="has 3 problems") as caught:
        sandbox.load()
    assert len({one.file for one in caught.value.problems}) == 3
    for problem in caught.value.problems:
        assert str(problem) in str(caught.value)


def test_a_missing_file_is_told(sandbox: Sandbox) -> None:
    (sandbox.content / "techniques.yaml").unlink()
    assert sandbox.problem().wrong == "the file is missing"


def test_an_empty_file_is_told(sandbox: Sandbox) -> None:
    sandbox.write("payers/new.yaml", "# nothing yet\n")
    assert sandbox.problem().wrong == "the file is empty"


def test_a_file_that_would_not_be_read_is_told(sandbox: Sandbox) -> None:
    sandbox.write("payers/new.yml", "id: new\n")
    assert "not read" in sandbox.problem().wrong


def test_a_file_in_another_encoding_is_told(sandbox: Sandbox) -> None:
    (sandbox.content / "payers" / "new.yaml").write_bytes("id: n\u00e9w\n".encode("latin-1"))
    assert "cannot be read" in sandbox.problem().wrong


def test_a_list_where_a_mapping_belongs_is_told(sandbox: Sandbox) -> None:
    sandbox.write("payers/new.yaml", "- id: new\n")
    assert "is not a mapping" in sandbox.problem().wrong


def test_two_rules_with_one_name_are_told(sandbox: Sandbox) -> None:
    text = (sandbox.content / "rules" / "U101.md").read_text(encoding="utf-8")
    sandbox.write("rules/U102.md", text.replace("code: U101", "code: U102"))
    assert "is also that of U101" in sandbox.problem().wrong


def test_two_editions_of_one_day_are_told(sandbox: Sandbox) -> None:
    text = (sandbox.content / EDITS).read_text(encoding="utf-8")
    sandbox.write("pair_edits/again.yaml", text)
    found = sandbox.problems()
    assert {one.key for one in found} == {"from"}
    assert all("overlaps the edition 2024-07-01" in one.wrong for one in found)


def test_an_edition_that_runs_into_the_next_is_told(sandbox: Sandbox) -> None:
    text = (sandbox.content / LIMITS).read_text(encoding="utf-8")
    sandbox.replace(LIMITS, "to: null", "to: 2026-06-30")
    sandbox.write("unit_limits/next.yaml", text.replace("2024-07-01", "2026-04-01"))
    assert all(
        "overlaps the edition 2026-04-01" in one.wrong and one.key == "to" for one in sandbox.problems()
    )


def test_a_pair_edit_may_name_a_code_outside_the_book(sandbox: Sandbox) -> None:
    sandbox.replace(EDITS, '"0": ["36591"', '"0": ["99999", "36591"')
    sandbox.load()


def test_near_words_are_offered_and_few_words_are_listed() -> None:
    assert did_you_mean("sevrity", ["severity", "scope"]) == "Did you mean 'severity'?"
    assert did_you_mean("zzz", ["one", "two"]) == "Known: one, two."
    assert did_you_mean("zzz", []) == "None is known."
    assert did_you_mean("zzz", [str(number) for number in range(50)]).startswith("50 are known, among them")


def test_a_path_is_written_as_people_do() -> None:
    assert path_text(("medicare", 0, "status")) == "medicare[0].status"
    assert path_text((3, "code")) == "[3].code"
