"""Everything that is not a pass, a row each, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import polars as pl

from logic import states
from logic.derive.memory import FEW
from logic.explain.wording import BROKEN, WORDLESS, Sentences, wording_of
from logic.rulebook.base import Severity
from logic.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from logic.derive.derived import Derived
    from logic.explain.wording import Wording
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
PART_TOLD = ("session", "visit_id", "service_date", "line", "lines", "code")
PART = pl.Schema(
    {name: SCHEMA[name] for name in PART_TOLD}
    | {"number": pl.UInt8, "state": pl.UInt8, "unsure": pl.Boolean, "sentence": pl.UInt32},
)
COMMON = ("visit_id", "service_date", "payer_label", "line", "code", "code_label", "units", "minutes")
OF_EVERY_VISIT = {"service_date", "payer_label"}
WHERE = ("session", "visit_id", "service_date")


@dataclass(frozen=True)
class Found:
    """A rule in one state: its place among the rules, its templates, and the rows `at` which it stands."""

    place: int
    state: int
    rule: Rule
    wording: Wording
    at: pl.Series

    @property
    def alike(self) -> bool:
        """Whether it says the same of every visit."""
        return self.rule.scope == "visit" and not self.wording.names and self.rule.explain is None


ASKED = (states.FAIL, states.NEEDS_DOCUMENTATION, states.NOT_CHECKED)


def findings(judged: Judged, book: RuleBook, asked: Sequence[int] = ASKED) -> pl.DataFrame:
    """The findings of a judgement, columns as `SCHEMA`, rule by rule in the order of the rules.

    What the same thing says of several lines of a visit is one finding that lists them. `asked`: the states that are
    wanted; words take longer than judging.
    """
    found = list(found_in(judged, book, asked))
    if not found:
        return pl.DataFrame(schema=SCHEMA)
    sentences = Sentences()
    told = [_told(judged.derived, [one for one in found if not one.alike], sentences)]
    same = [one for one in found if one.alike]
    if same:
        told.append(_told_alike(judged.derived.visits, same, sentences))
    return _worded(pl.concat(told), sentences, judged.derived.visits, book)


def found_in(judged: Judged, book: RuleBook, asked: Sequence[int] = ASKED) -> Iterator[Found]:
    """What is in one of those states, rule by rule."""
    numbers = {
        column.name: column.to_numpy()
        for frame in (judged.lines, judged.visits)
        for column in frame.iter_columns()
    }
    for place, rule in enumerate(all_rules()):
        mine = numbers[rule.code]
        if mine.max(initial=0) < states.FAIL:
            continue
        for state in asked:
            at = np.flatnonzero(mine == state)
            if len(at):
                broken = rule.code in judged.broken
                wording = BROKEN if broken else wording_of(book.rules[rule.code], state)
                yield Found(place, state, rule, wording, pl.Series(at, dtype=pl.UInt32))


def _hits(derived: Derived, found: list[Found]) -> Iterator[tuple[Found, pl.DataFrame]]:
    """For each, the rows that it speaks of, with the facts that it is told with.

    A short frame is asked once for the facts of all of them; of a long one only the rows that each speaks of.
    """
    frames = {"line": derived.lines, "visit": derived.visits}
    asked_once = {
        scope: _asked_once(frame, [one for one in found if one.rule.scope == scope and _plain(one)])
        for scope, frame in frames.items()
        if len(frame) <= FEW
    }
    for one in found:
        frame = frames[one.rule.scope]
        if not _plain(one):
            told, explained = _explained(frame[one.at], one, derived)
            yield explained, told.select(_asked(told, [explained]))
        elif one.rule.scope in asked_once:
            yield one, next(asked_once[one.rule.scope])
        else:
            facts = _asked(frame, [one])
            needed = {name for fact in facts for name in fact.meta.root_names()}
            yield one, frame.select(needed)[one.at].select(facts)


def _asked_once(frame: pl.DataFrame, found: list[Found]) -> Iterator[pl.DataFrame]:
    """The rows of each of those findings in turn, with the facts of all of them."""
    if found:
        hits = frame.select(_asked(frame, found))[pl.concat([one.at for one in found])]
        for one, following in zip(found, accumulate(len(one.at) for one in found), strict=True):
            yield hits[following - len(one.at) : following]


def _plain(found: Found) -> bool:
    """Whether its facts are all in the derived frame, and none is the calculator's."""
    return found.rule.explain is None or found.wording is BROKEN


def _explained(hits: pl.DataFrame, found: Found, derived: Derived) -> tuple[pl.DataFrame, Found]:
    """The rows with what the calculator tells of them; if it cannot, the finding stands with a plain sentence."""
    try:
        return found.rule.explain(hits, derived), found  # type: ignore[misc]
    except Exception:  # noqa: BLE001 - the rule has decided; its words must not take the verdict away
        return hits, replace(found, wording=WORDLESS)


def _asked(frame: pl.DataFrame, found: list[Found]) -> list[pl.Expr]:
    """Where each row stands, and the facts of those findings under the names of their rules."""
    has = set(frame.columns)
    asked = {name: pl.col(name) for name in WHERE}
    for name in ("line", "lines", "code"):
        asked[name] = pl.col(name).cast(SCHEMA[name]) if name in has else pl.lit(None, dtype=SCHEMA[name])
    if found[0].rule.scope == "line":
        asked["lines"] = pl.concat_list(asked["line"])
    for one in found:
        if one.rule.unsure is not None:
            asked[_fact(one, "unsure?")] = one.rule.unsure
        for name in one.wording.names:
            fact = one.rule.facts.get(name)
            if fact is None:
                fact = pl.col(name) if name in has else pl.lit(None)
            asked[_fact(one, name)] = fact
    return [fact.alias(name) for name, fact in asked.items()]


def facts_of_rows(derived: Derived, found: Found, names: Sequence[str]) -> pl.DataFrame:
    """These facts of the rows that a rule speaks of, without what its calculator would add."""
    frame = derived.lines if found.rule.scope == "line" else derived.visits
    has = set(frame.columns)
    facts = [
        found.rule.facts.get(name, pl.col(name) if name in has else pl.lit(None)).alias(name)
        for name in names
    ]
    needed = {name for fact in facts for name in fact.meta.root_names()} or {"session"}
    return frame.select(needed)[found.at].select(facts)


def _fact(found: Found, name: str) -> str:
    return f"{found.rule.code} {name}"


def _told(derived: Derived, found: list[Found], sentences: Sentences) -> pl.DataFrame:
    """The findings of rules that name facts, or lines; columns as `PART`."""
    if not found:
        return pl.DataFrame(schema=PART)
    where, unsure, sentence = [], [], []
    visits = Numbered(derived.visits)
    for one, hits in _hits(derived, found):
        where.append(pl.DataFrame([hits.get_column(name) for name in PART_TOLD]))
        doubt = SURE.new_from_index(0, len(hits)) if one.rule.unsure is None else hits[_fact(one, "unsure?")]
        unsure.append(doubt.rename("unsure"))
        sentence.append(_sentence(one, hits, sentences, visits))
    lengths = [len(one.at) for one in found]
    told = pl.concat(where).with_columns(
        pl.Series("number", np.repeat(np.array([one.place for one in found], np.uint8), lengths)),
        pl.Series("state", np.repeat(np.array([one.state for one in found], np.uint8), lengths)),
        pl.concat(unsure),
        pl.concat(sentence),
    )
    return _once_a_cause(told)


SURE = pl.Series("unsure", [False])


class Numbered:
    """The different values that some columns of a frame hold together, and which of them each row holds.

    Many rules tell the same facts of almost every visit, so what they have in common is looked up once.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self._known: dict[tuple[str, ...], tuple[NDArray[np.uint32], list[Mapping[str, Any]]]] = {}

    def of(self, names: tuple[str, ...]) -> tuple[NDArray[np.uint32], list[Mapping[str, Any]]]:
        """The number of each row, and the values by number."""
        if names not in self._known:
            told = self._frame[list(names)]
            different = told.unique(maintain_order=True).with_row_index("number")
            rows = told.join(different, on=names, how="left", nulls_equal=True, maintain_order="left")
            values = different[list(names)].rows(named=True)
            self._known[names] = rows["number"].to_numpy(), list(values)
        return self._known[names]


def _sentence(found: Found, hits: pl.DataFrame, sentences: Sentences, visits: Numbered) -> pl.Series:
    """The number of each row's sentence; each different set of facts is put into words once."""
    names = found.wording.names
    common = names and found.rule.scope == "visit" and set(names) <= OF_EVERY_VISIT - found.rule.facts.keys()
    if common and found.rule.explain is None and len(hits) > FEW:
        place, values = visits.of(names)
        mine = place[found.at.to_numpy()]
        words = np.zeros(len(values), np.uint32)
        for number in np.flatnonzero(np.bincount(mine, minlength=len(values))):
            words[number] = sentences.number(found, values[number])
        return pl.Series("sentence", words[mine])
    if not names:
        return pl.Series("sentence", [sentences.number(found, {})], pl.UInt32).new_from_index(0, len(hits))
    facts = pl.DataFrame([hits.get_column(_fact(found, name)).alias(name) for name in names])
    different = facts if len(facts) <= FEW else facts.unique(maintain_order=True)
    numbers = [sentences.number(found, row) for row in different.iter_rows(named=True)]
    sentence = pl.Series("sentence", numbers, pl.UInt32)
    if len(different) == len(facts):
        return sentence
    table = different.with_columns(sentence)
    return facts.join(table, on=names, how="left", nulls_equal=True, maintain_order="left")["sentence"]


def _once_a_cause(told: pl.DataFrame) -> pl.DataFrame:
    """Lines of a visit of which the same is said, as one finding that lists them."""
    again = told.select(CAUSE.is_duplicated()).to_series()
    if not again.any():
        return told
    told = told.with_row_index("at")
    together = told.filter(again).group_by("session", "sentence", maintain_order=True).agg(OF_A_CAUSE)
    return pl.concat([told.filter(~again), together.select(told.columns)]).sort("at").drop("at")


CAUSE = pl.col("session").cast(pl.UInt64) * (1 << 32) + pl.col("sentence")
OF_A_CAUSE = (
    pl.col("at", "visit_id", "service_date", "number", "state").first(),
    pl.col("unsure").any(),
    pl.lit(None, dtype=pl.Int64).alias("line"),
    pl.col("line").drop_nulls().alias("lines"),
    pl.when(pl.col("code").n_unique() == 1).then(pl.col("code").first()).alias("code"),
)


def _told_alike(visits: pl.DataFrame, same: list[Found], sentences: Sentences) -> pl.DataFrame:
    """The findings of the rules that say the same sentence of every visit, all in one."""
    which = pl.Series(np.repeat(np.arange(len(same), dtype=np.uint8), [len(one.at) for one in same]))
    told = pl.DataFrame(
        {
            "number": [one.place for one in same],
            "state": [one.state for one in same],
            "unsure": False,
            "sentence": [sentences.number(one, {}) for one in same],
        },
        schema={name: PART[name] for name in ("number", "state", "unsure", "sentence")},
    )
    where = visits.select(WHERE)[pl.concat([one.at for one in same])]
    nowhere = (pl.lit(None, dtype=SCHEMA[name]).alias(name) for name in ("line", "lines", "code"))
    return where.with_columns(nowhere).hstack(told[which])


def _worded(found: pl.DataFrame, sentences: Sentences, visits: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    """The findings with the words that their numbers stand for."""
    pages, texts = _pages(book), sentences.frame()
    payers = pl.Enum(list(book.payers))
    payer = pl.lit(visits["payer"]).cast(payers).to_physical().cast(pl.UInt16).gather("session")
    number, sentence = pl.col("number"), pl.col("sentence")
    unsure = pl.lit(unsure_payers(book)).gather(number.cast(pl.UInt16) * len(book.payers) + payer)
    return found.select(
        *PART_TOLD,
        number.cat.to(SCHEMA["rule"]).alias("rule"),
        pl.lit(pages["family"]).gather(number).alias("family"),
        pl.col("state").cat.to(SCHEMA["state"]),
        pl.lit(pages["severity"]).gather(number).alias("severity"),
        pl.lit(texts["message"]).gather(sentence).alias("message"),
        pl.lit(texts["fix"]).gather(sentence).alias("fix"),
        (pl.col("unsure") | unsure).alias("to_confirm"),
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
