"""What a text takes from the rule book and the calculators, so that it cannot drift from them: ``{units 97124=22}``.

Between the braces stand a word of `WORDS` and its arguments. Minutes are given as ``97110=33``, an assistant's
part of them as ``97110=20+10``: the therapist's minutes, then the assistant's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from logic.calculators.assistant_words import line_words
from logic.calculators.assistants import assistants
from logic.calculators.facts import CalculatorError, join_words, plural
from logic.calculators.unit_words import band, split_words
from logic.calculators.units import cms, midpoint
from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from logic.rulebook import RuleBook
    from logic.rulebook.models import Technique
    from logic.rulebook.payers import Payer

PLACEHOLDER: Final = re.compile(r"\{([^{}\n]+)\}")
METHODS: Final = {"cms": "the total-time rule", "midpoint": "the midpoint rule", "unknown": "not known"}


class PlaceholderError(ValueError):
    """A placeholder that says nothing: what is wrong, and what would be right."""

    def __init__(self, wrong: str, right: str) -> None:
        """Keep both sentences."""
        super().__init__(f"{wrong}. {right}")
        self.wrong = wrong
        self.right = right


@dataclass(frozen=True, slots=True)
class Told:
    """A fact in words, and whether a person still has to confirm it."""

    text: str
    to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a placeholder asks: the words after the first, of which book, and as of which day."""

    words: tuple[str, ...]
    book: RuleBook
    on: date

    def at(self, place: int, what: str) -> str:
        """Give one argument.

        Raises:
            PlaceholderError: it is not there.

        """
        if place >= len(self.words):
            raise PlaceholderError(f"{what} is missing", f"Write {what} after the word.")
        return self.words[place]


def tell(asked: str, book: RuleBook, on: date) -> Told:
    """Answer one placeholder, the text between the braces.

    Raises:
        PlaceholderError: an unknown word, or arguments that the book or the calculators cannot answer.

    """
    word, *arguments = asked.split()
    if word not in WORDS:
        raise PlaceholderError(f"{word!r} is no word of a placeholder", did_you_mean(word, WORDS))
    try:
        return WORDS[word](Asked(tuple(arguments), book, on))
    except CalculatorError as error:
        raise PlaceholderError(error.wrong.rstrip("."), error.fix) from error


def filled(text: str, book: RuleBook, on: date) -> Told:
    """Give the text with every placeholder answered; to confirm if one of the facts is.

    Raises:
        PlaceholderError: see :func:`tell`.

    """
    told: list[Told] = []

    def answer(match: re.Match[str]) -> str:
        told.append(tell(match[1], book, on))
        return told[-1].text

    done = PLACEHOLDER.sub(answer, text)
    return Told(done, any(each.to_confirm for each in told))


def _minutes(asked: Asked) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in asked.words:
        code, _, count = word.partition("=")
        if not count.isdecimal():
            raise PlaceholderError(f"{word!r} is not a code and its minutes", "Write it like 97110=33.")
        found[code] = int(count)
    if not found:
        raise PlaceholderError("there are no minutes", "Write a code and its minutes, like 97110=33.")
    return found


def _units(asked: Asked) -> Told:
    return Told(plural(cms(_minutes(asked), asked.book).timed_units, "unit"))


def _split(asked: Asked) -> Told:
    splits = cms(_minutes(asked), asked.book).splits
    return Told(join_words([split_words(each) for each in splits], "or"))


def _midpoint(asked: Asked) -> Told:
    return Told(plural(midpoint(_minutes(asked), asked.book).timed_units, "unit"))


def _midpoint_split(asked: Asked) -> Told:
    return Told(split_words(midpoint(_minutes(asked), asked.book).best))


def _total(asked: Asked) -> Told:
    return Told(plural(cms(_minutes(asked), asked.book).timed_minutes, "minute"))


def _lines(asked: Asked) -> Told:
    services: dict[str, tuple[int, ...]] = {}
    for word in asked.words[1:]:
        code, _, counts = word.partition("=")
        parts = counts.split("+")
        if not all(part.isdecimal() for part in parts):
            raise PlaceholderError(f"{word!r} is not a code and its minutes", "Write it like 97110=20+10.")
        services[code] = tuple(int(part) for part in parts)
    result = assistants(asked.at(0, "a discipline"), services, asked.book)
    return Told(line_words(result.lines), bool(result.to_confirm))


def _band(asked: Asked) -> Told:
    units = asked.at(0, "a number of units")
    if not units.isdecimal():
        raise PlaceholderError(f"{units!r} is not a number of units", "Write it like 3.")
    return Told(band(int(units)))


def _code(asked: Asked) -> str:
    code = asked.at(0, "a code")
    if code not in asked.book.codes:
        raise PlaceholderError(f"{code!r} is not in the rule book", did_you_mean(code, asked.book.codes))
    return code


def _label(asked: Asked) -> Told:
    return Told(asked.book.codes[_code(asked)].label)


def _kind(asked: Asked) -> Told:
    fact = asked.book.codes[_code(asked)]
    return Told("timed" if fact.timed else "untimed", fact.to_confirm)


def _status(asked: Asked) -> Told:
    row = asked.book.medicare_status(_code(asked), asked.on)
    return Told(row.status, row.to_confirm) if row else Told("not known")


def _limit(asked: Asked) -> Told:
    row = asked.book.unit_limit(_code(asked), asked.on)
    return _of_day(Told(plural(row.units, "unit"), row.to_confirm) if row else None, asked)


def _mai(asked: Asked) -> Told:
    row = asked.book.unit_limit(_code(asked), asked.on)
    return _of_day(Told(str(row.mai), row.to_confirm) if row else None, asked)


def _edit(asked: Asked) -> Told:
    row = asked.book.pair_edit(_code(asked), asked.at(1, "a second code"), asked.on)
    return Told(f"indicator {row.indicator}", row.to_confirm) if row else Told("no edit")


def _denied(asked: Asked) -> Told:
    row = asked.book.pair_edit(_code(asked), asked.at(1, "a second code"), asked.on)
    return Told(row.column2, row.to_confirm) if row else Told("neither")


def _technique(asked: Asked) -> Told:
    fact = technique(" ".join(asked.words), asked.book)
    if fact is None:
        names = [each.technique for each in asked.book.techniques]
        word = " ".join(asked.words)
        raise PlaceholderError(f"{word!r} is not in techniques.yaml", did_you_mean(word, names))
    return Told(join_words(list(fact.codes), "or"), fact.to_confirm)


def technique(word: str, book: RuleBook) -> Technique | None:
    """Give the technique of that name, or of that alias."""
    asked = word.casefold()
    return next((each for each in book.techniques if asked in {each.technique, *each.aliases}), None)


def _payer(asked: Asked) -> Payer:
    name = asked.at(0, "a payer")
    if name not in asked.book.payers:
        raise PlaceholderError(f"{name!r} is not a payer's file", did_you_mean(name, asked.book.payers))
    return asked.book.payers[name]


def _method(asked: Asked) -> Told:
    counting = _payer(asked).counting
    return Told(METHODS[counting.method], counting.to_confirm)


def _who(asked: Asked) -> Told:
    payer, person = _payer(asked), asked.at(1, "who treats")
    allowed = getattr(payer.who_may_bill, person, None)
    if allowed is None:
        known = type(payer.who_may_bill).model_fields
        raise PlaceholderError(f"{person!r} is nobody that payers speak of", did_you_mean(person, known))
    return Told(allowed.allowed, allowed.to_confirm)


def _cap(asked: Asked) -> Told:
    cap = _payer(asked).daily_cap
    return Told(plural(cap.units, "unit"), cap.to_confirm) if cap else Told("no cap known")


def _year(asked: Asked) -> date:
    year = asked.at(0, "a year")
    if not (year.isdecimal() and len(year) == 4):
        raise PlaceholderError(f"{year!r} is not a year", "Write it like 2026.")
    return date(int(year), 12, 31)


def _kx(asked: Asked) -> Told:
    row = asked.book.kx_threshold(_year(asked))
    return _of_day(Told(f"${row.amount:,.0f}", row.to_confirm) if row else None, asked)


def _review(asked: Asked) -> Told:
    row = asked.book.medical_review(_year(asked))
    return _of_day(Told(f"${row.amount:,.0f}", row.to_confirm) if row else None, asked)


def _rate(asked: Asked) -> Told:
    row = asked.book.rate(asked.at(0, "a rate"), asked.on)
    return _of_day(Told(f"{row.value * 100:g} percent", row.to_confirm) if row else None, asked)


def _of_day(told: Told | None, asked: Asked) -> Told:
    if told is None:
        wrong = f"the rule book does not know {' '.join(asked.words)} on {asked.on}"
        raise PlaceholderError(wrong, "Load the edition of that day, or ask for another.")
    return told


WORDS: Final[dict[str, Callable[[Asked], Told]]] = {
    "units": _units,
    "split": _split,
    "midpoint": _midpoint,
    "midpoint-split": _midpoint_split,
    "minutes": _total,
    "lines": _lines,
    "band": _band,
    "label": _label,
    "kind": _kind,
    "status": _status,
    "limit": _limit,
    "mai": _mai,
    "edit": _edit,
    "denied": _denied,
    "technique": _technique,
    "method": _method,
    "who": _who,
    "cap": _cap,
    "kx": _kx,
    "review": _review,
    "rate": _rate,
}
