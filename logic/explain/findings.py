"""Everything that is not a pass, a row each, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import polars as pl

from logic import states
from logic.derive.memory import FEW
from logic.explain.found import POINTED, UNSURE, found_in, with_facts
from logic.explain.wording import Sentences
from logic.rulebook.base import Severity
from logic.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from logic.derive.derived import Derived
    from logic.explain.found import Found
    from logic.judge import Judged
    from logic.rulebook import RuleBook
    from logic.rulebook.payers import Payer
    from logic.rules.rule import Rule

SCHEMA = pl.Schema(
    {
        "session": pl.UInt32(),
        "visit_id": pl.String(),
        "service_date": pl.Date(),
        "line": pl.Int64(),
        "lines": pl.List(pl.Int64()),
        "code": pl.String(),
        "rule": pl.Enum([rule.code for rule in all_rules()]),
        "family": pl.Enum(states.FAMILIES),
        "state": pl.Enum([states.WORDS.get(number, "") for number in range(states.NOT_CHECKED + 1)]),
        "severity": pl.Enum(get_args(Severity)),
        "message": pl.String(),
        "fix": pl.String(),
        "to_confirm": pl.Boolean(),
    },
)
COMMON = ("visit_id", "service_date", "payer_label", "line", "code", "code_label", "units", "minutes")
OF_EVERY_VISIT = {"service_date", "payer_label"}
ASKED = (states.FAIL, states.NEEDS_DOCUMENTATION, states.NOT_CHECKED)
REPEATED = ("visit_id", "message", "fix")
WHERE = pl.Schema({"session": pl.UInt32(), **POINTED})


@dataclass(frozen=True)
class Told:
    """Findings in numbers, for many a rule finds something in almost every visit.

    `findings`: number of the rule, state, unsure, number of the sentence, and `at`, the row of `where`; `where`: what
    a finding may speak of, as `WHERE`: each line, then each visit, then what the calculator points to.
    """

    findings: pl.DataFrame
    where: pl.DataFrame
    sentences: Sentences


def findings(
    judged: Judged, book: RuleBook, asked: Sequence[int] = ASKED, *, by_number: bool = False
) -> pl.DataFrame:
    """The findings of a judgement, columns as `SCHEMA`, rule by rule in the order of the rules.

    What the same thing says of several lines of a visit is one finding that lists them. `asked`: the states that are
    wanted; words take longer than judging. `by_number`: columns of `REPEATED` as an Enum of their own.
    """
    found = sorted(found_in(judged, book, asked), key=attrgetter("alike"))
    if not found:
        return pl.DataFrame(schema=SCHEMA)
    told = _once_a_cause(_told(judged.derived, found), found)
    return _worded(told, judged.derived.visits, book, _numbered if by_number else _as_they_are)


def _told(derived: Derived, found: Sequence[Found]) -> Told:
    """What each rule found, in their order."""
    sentences, visits = Sentences(), Numbered(derived.visits)
    where = [derived.lines.select(OF_A_LINE), derived.visits.select(OF_A_VISIT)]
    first = {"line": 0, "visit": len(where[0])}
    following = len(where[0]) + len(where[1])
    at, unsure, sentence = [], [], []
    for one, facts in with_facts(derived, found):
        if one.plain:
            at.append(one.at + first[one.rule.scope])
        else:
            where.append(facts.select(WHERE.names()))
            at.append(pl.int_range(following, following + len(facts), dtype=pl.UInt32, eager=True))
            following += len(facts)
        doubt = SURE.new_from_index(0, len(facts)) if one.rule.unsure is None else facts[one.fact(UNSURE)]
        unsure.append(doubt.rename("unsure"))
        sentence.append(_sentence(one, facts, sentences, visits))
    lengths = [len(one.at) for one in found]
    told = pl.DataFrame(
        {
            "at": pl.concat(at),
            "number": np.repeat(np.array([one.place for one in found], np.uint8), lengths),
            "state": np.repeat(np.array([one.state for one in found], np.uint8), lengths),
            "unsure": pl.concat(unsure),
            "sentence": pl.concat(sentence),
        }
    )
    return Told(told, pl.concat(where, rechunk=True), sentences)


LINE = pl.col("line").cast(pl.Int64)
OF_A_LINE = (pl.col("session"), LINE, pl.concat_list(LINE).alias("lines"), "code")
OF_A_VISIT = (pl.col("session"), *(pl.lit(None, dtype=dtype).alias(name) for name, dtype in POINTED.items()))
SURE = pl.Series("unsure", [False])


class Numbered:
    """The different values that some columns of a frame hold together, and which of them each row holds.

    Many rules tell the same facts of almost every visit, so what they have in common is looked up once.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self._known: dict[tuple[str, ...], tuple[NDArray[np.uint32], list[tuple[Any, ...]]]] = {}

    def of(self, names: tuple[str, ...]) -> tuple[NDArray[np.uint32], list[tuple[Any, ...]]]:
        """The number of each row, and the values by number."""
        if names not in self._known:
            told = self._frame[list(names)]
            different = told.unique(maintain_order=True).with_row_index("number")
            rows = told.join(different, on=names, how="left", nulls_equal=True, maintain_order="left")
            self._known[names] = rows["number"].to_numpy(), different[list(names)].rows()
        return self._known[names]


def _sentence(found: Found, facts: pl.DataFrame, sentences: Sentences, visits: Numbered) -> pl.Series:
    """The number of each row's sentence; each different set of facts is put into words once."""
    names = found.wording.names
    if not names:
        return pl.Series("sentence", sentences.numbers(found), pl.UInt32).new_from_index(0, len(facts))
    common = found.rule.scope == "visit" and set(names) <= OF_EVERY_VISIT - found.rule.facts.keys()
    if common and found.rule.explain is None and len(facts) > FEW:
        place, values = visits.of(names)
        mine = place[found.at.to_numpy()]
        words = np.zeros(len(values), np.uint32)
        these = np.flatnonzero(np.bincount(mine, minlength=len(values)))
        words[these] = sentences.numbers(found, (values[each] for each in these))
        return pl.Series("sentence", words[mine])
    facts = pl.DataFrame([facts.get_column(found.fact(name)).alias(name) for name in names])
    different = facts if len(facts) <= FEW else facts.unique(maintain_order=True)
    sentence = pl.Series("sentence", sentences.numbers(found, different.rows()), pl.UInt32)
    if len(different) == len(facts):
        return sentence
    table = different.with_columns(sentence)
    return facts.join(table, on=names, how="left", nulls_equal=True, maintain_order="left")["sentence"]


def _once_a_cause(told: Told, found: Sequence[Found]) -> Told:
    """Lines of a visit of which the same is said, as one finding that lists them."""
    of_lines = np.repeat([one.rule.scope == "line" for one in found], [len(one.at) for one in found])
    place = pl.Series("place", np.flatnonzero(of_lines), pl.UInt32)
    said = told.findings[place].with_columns(place)
    said = said.hstack(told.where[["session", "line", "code"]][said["at"]])
    again = said.select(CAUSE.is_duplicated()).to_series()
    if not again.any():
        return told
    said = said.filter(again)
    once = said.group_by("session", "sentence", maintain_order=True).agg(OF_A_CAUSE)
    kept = np.ones(len(told.findings), bool)
    kept[said["place"].to_numpy()] = False
    kept[once["place"].to_numpy()] = True
    at = pl.int_range(len(told.where), len(told.where) + len(once), dtype=pl.UInt32, eager=True)
    merged = told.findings.with_columns(
        told.findings["at"].scatter(once["place"], at),
        told.findings["unsure"].scatter(once["place"], once["unsure"]),
    ).filter(kept)
    return Told(merged, pl.concat([told.where, once.select(WHERE.names())], rechunk=True), told.sentences)


CAUSE = pl.col("session").cast(pl.UInt64) * (1 << 32) + pl.col("sentence")
OF_A_CAUSE = (
    pl.col("place").first(),
    pl.col("unsure").any(),
    pl.lit(None, dtype=pl.Int64).alias("line"),
    pl.col("line").drop_nulls().alias("lines"),
    pl.when(pl.col("code").n_unique() == 1).then(pl.col("code").first()).alias("code"),
)


def _as_they_are(words: pl.Series) -> pl.Series:
    return words


def _numbered(words: pl.Series) -> pl.Series:
    """The words as an Enum of them."""
    return words.cast(pl.Enum(words.unique(maintain_order=True)))


def _worded(
    told: Told, visits: pl.DataFrame, book: RuleBook, repeated: Callable[[pl.Series], pl.Series]
) -> pl.DataFrame:
    """The findings with the words that their numbers stand for."""
    pages, texts = _pages(book), told.sentences.frame()
    visit, message, fix = (repeated(words) for words in (visits["visit_id"], texts["message"], texts["fix"]))
    payer = visits["payer"].cast(pl.Enum(list(book.payers))).to_physical().cast(pl.UInt16)
    session, number, sentence = (pl.col(name) for name in ("session", "number", "sentence"))
    unsure = pl.lit(unsure_payers(book)).gather(
        number.cast(pl.UInt16) * len(book.payers) + pl.lit(payer).gather(session)
    )
    return (
        told.where[told.findings["at"]]
        .hstack(told.findings)
        .select(
            session,
            pl.lit(visit).gather(session).alias("visit_id"),
            pl.lit(visits["service_date"]).gather(session).alias("service_date"),
            *POINTED,
            number.cat.to(SCHEMA["rule"]).alias("rule"),
            pl.lit(pages["family"]).gather(number).alias("family"),
            pl.col("state").cat.to(SCHEMA["state"]),
            pl.lit(pages["severity"]).gather(number).alias("severity"),
            pl.lit(message).gather(sentence).alias("message"),
            pl.lit(fix).gather(sentence).alias("fix"),
            (pl.col("unsure") | unsure).alias("to_confirm"),
        )
    )


@lru_cache(maxsize=4)
def _pages(book: RuleBook) -> pl.DataFrame:
    """Family and severity by the number of the rule."""
    pages = [book.rules[rule.code] for rule in all_rules()]
    told = {"family": [page.family for page in pages], "severity": [page.severity for page in pages]}
    return pl.DataFrame(told, schema={name: SCHEMA[name] for name in told})


@lru_cache(maxsize=4)
def unsure_payers(book: RuleBook) -> pl.Series:
    """For each rule and, within it, each payer: whether a finding rests on something still to confirm."""
    return pl.Series(
        [
            book.rules[rule.code].to_confirm
            or any(attrgetter(fact)(payer).to_confirm for fact in _facts_of(rule, payer))
            for rule in all_rules()
            for payer in book.payers.values()
        ],
        dtype=pl.Boolean,
    )


def _facts_of(rule: Rule, payer: Payer) -> list[str]:
    """The payer's facts that the rule rests on and the payer has (no payer must have a daily cap)."""
    return [fact for fact in rule.rests_on if attrgetter(fact)(payer) is not None]
