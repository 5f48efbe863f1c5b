from __future__ import annotations

import csv
import io

from screens import ARTICLE, links, opened, words

from logic.learning.article import rows
from logic.learning.course import load_course
from logic.rulebook import load_rulebook

BOOK = load_rulebook()
CLAIMS = load_course(BOOK).article


def test_the_score_stands_first() -> None:
    at = opened(ARTICLE)
    shown = words(at)

    assert "Of 31 statements, 7 are wrong and 1 warns" in shown
    for told in ("<b>7</b> Wrong", "<b>1</b> Turned around", "<b>2</b> Promises too much", "<b>10</b> Right"):
        assert told in shown


def test_every_statement_is_shown_with_what_is_right() -> None:
    shown = words(opened(ARTICLE)).replace("\\", "")

    for claim in CLAIMS.values():
        assert claim.quote in shown
        assert claim.right in shown


def test_filters_take_the_rest_away() -> None:
    at = opened(ARTICLE)
    at.pills(key="article_verdict").set_value(["wrong"]).run()
    at.pills(key="article_topic").set_value(["modifiers"]).run()
    shown = words(at)

    assert "2 entries of 41" in shown
    assert "-59 modifier may apply" in shown
    assert "stand-alone" not in shown
    assert CLAIMS["joint-mobilization-yes"].quote not in shown


def test_filters_come_from_the_address() -> None:
    at = opened(ARTICLE, article_verdict="Promises too much")

    assert f"2 entries of {len(CLAIMS)}" in words(at)


def test_filters_that_leave_nothing_say_so() -> None:
    at = opened(ARTICLE)
    at.pills(key="article_verdict").set_value(["ok"]).run()
    at.pills(key="article_topic").set_value(["promises"]).run()

    assert "Take one of the filters away" in words(at)


def test_a_link_opens_one_statement() -> None:
    at = opened(ARTICLE, claim="fifty-nine-for-time")
    shown = words(at)

    assert "59 has nothing to do with time" in shown
    assert CLAIMS["tracking-manual-therapy"].right not in shown
    assert "All statements" in [each.label for each in links(at)]
    assert any(each.label.startswith("**P204**") for each in links(at))


def test_an_unknown_statement_says_so() -> None:
    at = opened(ARTICLE, claim="nothing")

    assert "No statement is called" in at.warning[0].value
    assert "Of 31 statements" in words(at)


def test_the_table_holds_the_same_statements() -> None:
    at = opened(ARTICLE)
    at.segmented_control(key="article_view").set_value("Table").run()
    shown = words(at).replace("\\", "")

    assert "| The article | What is right |" in shown
    assert all(claim.right in shown for claim in CLAIMS.values())


def test_rows_are_text_and_tell_where_it_was_read() -> None:
    told = rows(CLAIMS.values(), BOOK)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(told[0]))
    writer.writerows(told)
    first = next(each for each in told if each["id"] == "time-based-modifiers")

    assert len(told) == len(CLAIMS)
    assert first["to confirm"] == "yes"
    assert "recalled" in first["sources"]
    assert all(each["sources"] for each in told)
