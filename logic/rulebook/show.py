"""Show one thing of the rule book as text: a code, pair, payer, rule, modifier, place or source."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from logic.rulebook.base import SETTINGS
from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from logic.rulebook.base import Fact
    from logic.rulebook.book import RuleBook
    from logic.rulebook.editions import PairEdit, UnitLimit
    from logic.rulebook.models import Code, Modifier, Place, Source, Technique
    from logic.rulebook.pages import RulePage
    from logic.rulebook.payers import Payer


class UnknownIdError(LookupError):
    """Nothing in the rule book has this name; the message says what is near it."""


def show(book: RuleBook, name: str) -> str:
    """Give what the rule book holds under a name; a pair is written 97140+97124.

    Raises UnknownIdError with the nearest names.
    """
    wanted = name.strip()
    lines = list(_pair(book, wanted)) if "+" in wanted else list(_named(book, wanted))
    if not lines:
        hint = did_you_mean(wanted, _names(book))
        raise UnknownIdError(f"{wanted!r} is not in the rule book. {hint}")
    return "\n".join(lines)


def _names(book: RuleBook) -> set[str]:
    techniques = {technique.technique for technique in book.techniques}
    return {*book.codes, *book.rules, *book.payers, *book.modifiers, *book.sources, *techniques}


def _named(book: RuleBook, name: str) -> Iterator[str]:
    """Every reading of the name: 59 may be a modifier, 11 a place, 97124 a code."""
    upper, lower = name.upper(), name.lower()
    if upper in book.codes:
        yield from _code(book, book.codes[upper])
    if upper in book.rules:
        yield from _rule(book, book.rules[upper])
    if upper in book.modifiers:
        yield from _modifier(book, book.modifiers[upper])
    elif upper in book.other_modifiers:
        yield f"{upper}: a real modifier that this rule book says nothing of"
    if lower in book.payers:
        yield from _payer(book, book.payers[lower])
    if lower in book.sources:
        yield from _source(book.sources[lower])
    yield from (line for place in book.places if place.code == name for line in _place(book, place))
    for technique in book.techniques:
        if lower in {technique.technique.lower(), *(alias.lower() for alias in technique.aliases)}:
            yield from _technique(book, technique)


def _days(start: date | None, end: date | None) -> str:
    return f"{start or 'the beginning'} to {end or 'now'}"


def _cite(
    book: RuleBook, sources: Iterable[str], *, to_confirm: bool = False, note: str = ""
) -> Iterator[str]:
    for source in sources:
        yield f"    {_citation(book.sources[source])}"
    if note:
        yield f"    {note}"
    if to_confirm:
        yield "    To confirm."


def _cite_fact(book: RuleBook, fact: Fact) -> Iterator[str]:
    yield from _cite(book, fact.source, to_confirm=fact.to_confirm, note=fact.note)


def _citation(source: Source) -> str:
    where = ", ".join(part for part in (source.title, source.section, source.edition) if part)
    return f"{source.publisher}: {where} [{source.id}]"


def _code(book: RuleBook, code: Code) -> Iterator[str]:
    yield f"{code.code}  {code.label}"
    yield f"  {code.covers}"
    counted = "in 15-minute units" if code.timed else f"{code.kind.replace('_', ' ')}, not in 15-minute units"
    yield f"  Counted: {counted}. Therapy modifier: {code.therapy}."
    if code.valid_from or code.valid_to:
        yield f"  Exists: {_days(code.valid_from, code.valid_to)}"
    if code.replaced_by:
        yield f"  Replaced by: {', '.join(code.replaced_by)}"
    for row in code.medicare:
        instead = f"; use {', '.join(row.use_instead)}" if row.use_instead else ""
        confirm = " (to confirm)" if row.to_confirm else ""
        yield f"  Medicare, {_days(row.from_, row.to)}: {row.status.replace('_', ' ')}{instead}{confirm}"
    for limit in _limits(book, code.code):
        in_words = limit.setting.replace("_", " ")
        kind = {1: "a line", 2: "a day, absolute", 3: "a day, a benchmark"}[limit.mai]
        days = _days(limit.from_, limit.to)
        yield f"  At most {limit.units} {kind} ({in_words}, edition {limit.edition}, {days})"
    partners = sorted(
        {f"{edit.column1} > {edit.column2} ({edit.indicator})" for edit in _edits_of(book, {code.code})}
    )
    if partners:
        yield f"  Pair edits, column 1 > column 2 (indicator): {'; '.join(partners)}"
    yield from _cite_fact(book, code)


def _limits(book: RuleBook, code: str) -> list[UnitLimit]:
    every = product(book.limit_editions, SETTINGS)
    return [row for edition, setting in every for row in edition.rows(setting) if row.code == code]


def _edits_of(book: RuleBook, codes: set[str]) -> list[PairEdit]:
    every = product(book.pair_editions, SETTINGS)
    return [row for edition, setting in every for row in edition.rows(setting) if codes <= row.key]


def _pair(book: RuleBook, name: str) -> Iterator[str]:
    codes = [code.strip().upper() for code in name.split("+")]
    if len(codes) != 2 or any(code not in book.codes for code in codes):
        strange = next((code for code in codes if code not in book.codes), "")
        hint = did_you_mean(strange, book.codes) if strange else "Write two codes: 97140+97124."
        raise UnknownIdError(f"{name!r} is not a pair of codes of the rule book. {hint}")
    yield f"{codes[0]} with {codes[1]}"
    found = _edits_of(book, set(codes))
    for edit in found:
        helps = "a modifier that the record supports" if edit.indicator == "1" else "no modifier"
        yield (
            f"  {edit.setting.replace('_', ' ')}, {_days(edit.from_, edit.to)} (edition {edit.edition}): column 1 "
            f"{edit.column1} is paid, column 2 {edit.column2} is denied; {helps} releases it "
            f"(indicator {edit.indicator})"
        )
        yield from _cite(book, edit.source, to_confirm=edit.to_confirm)
    for payer in book.payers.values():
        for own in payer.pair_edits.own:
            if {own.column1, own.column2} == set(codes):
                yield f"  {payer.label}, its own: {own.column1} > {own.column2}, indicator {own.indicator}"
                yield from _cite_fact(book, own)
    for edition in book.pair_editions:
        for old in edition.withdrawn:
            if {old.column1, old.column2} == set(codes):
                yield f"  {old.column1} > {old.column2} was an edit; CMS ended it on {old.deleted_on}"
                yield from _cite_fact(book, old)
    if not found:
        known = [one for one in book.pair_editions if not one.family or set(codes) <= one.family]
        editions = ", ".join(dict.fromkeys(one.edition for one in known))
        yield (
            f"  No pair edit in {editions}."
            if editions
            else "  Not known: no edition of ours holds both codes."
        )


def _rule(book: RuleBook, page: RulePage) -> Iterator[str]:
    yield f"{page.code}  {page.title} ({page.name})"
    yield f"  Family: {page.family}. Severity: {page.severity}. Looks at: one {page.scope}."
    for heading, text in page.sections.items():
        if heading != "Examples":
            yield f"\n{heading}\n{text}"
    yield f"\nExamples\n{len(page.examples)}, each a test"
    for example in page.examples:
        yield f"  {example.intro} -> {example.expect.state}"
    if page.denial:
        yield f"\nDenial\n{page.denial}"
    yield "\nSources"
    yield from _cite(book, page.sources, to_confirm=page.to_confirm, note=page.note)


def _payer(book: RuleBook, payer: Payer) -> Iterator[str]:
    yield f"{payer.id}  {payer.label}"
    yield f"  {payer.about}"
    cap = payer.daily_cap
    who = {name: getattr(payer.who_may_bill, name) for name in type(payer.who_may_bill).model_fields}
    told: list[tuple[str, str, Fact]] = [
        ("counting method", payer.counting.method, payer.counting),
        ("pair edits", payer.pair_edits.follows, payer.pair_edits),
        ("unit limits", payer.unit_limits.follows, payer.unit_limits),
        ("code status", payer.code_status.follows, payer.code_status),
        ("GP, GO or GN wanted", payer.therapy_modifier.needed, payer.therapy_modifier),
        ("CQ or CO wanted", payer.assistant_modifier.needed, payer.assistant_modifier),
        ("KX wanted", payer.threshold_modifier.needed, payer.threshold_modifier),
        ("AT on manipulation wanted", payer.at_on_manipulation.needed, payer.at_on_manipulation),
        *([("daily cap", f"{cap.units} units, counting {cap.counts} codes", cap)] if cap else []),
        *((f"{name.replace('_', ' ')} may bill", fact.allowed, fact) for name, fact in who.items()),
        ("a code on several lines refused", payer.split_lines.refused, payer.split_lines),
        ("days to file", str(payer.timely_filing.days or "unknown"), payer.timely_filing),
    ]
    for label, value, fact in told:
        yield f"  {label}: {value}"
        yield from _cite_fact(book, fact)
    for note in payer.notes:
        yield f"  {note.says}"
        yield from _cite_fact(book, note)


def _modifier(book: RuleBook, modifier: Modifier) -> Iterator[str]:
    yield f"{modifier.code}  {modifier.label}"
    yield f"  {modifier.says}"
    if modifier.unfit_for_timed_therapy:
        yield f"  Not on a timed therapy code: {modifier.why_unfit}"
    for clash in book.contradictions:
        if modifier.code in clash.together:
            yield f"  Not together: {', '.join(clash.together)}. {clash.why}"
    yield from _cite_fact(book, modifier)


def _place(book: RuleBook, place: Place) -> Iterator[str]:
    yield f"{place.code}  place of service: {place.label} (therapy: {place.therapy})"
    yield from _cite_fact(book, place)


def _technique(book: RuleBook, technique: Technique) -> Iterator[str]:
    yield f"{technique.technique}  technique of {' or '.join(technique.codes)}"
    if technique.aliases:
        yield f"  Also: {', '.join(technique.aliases)}"
    yield f"  {technique.why}"
    yield from _cite_fact(book, technique)


def _source(source: Source) -> Iterator[str]:
    yield f"{source.id}  {_citation(source)}"
    yield f"  Read: {source.seen}" + (f", on {source.read_on}" if source.read_on else "")
    if source.url:
        yield f"  {source.url}"
    if source.note:
        yield f"  {source.note}"
