"""What a payer's group, reason and remark codes mean: the kind of denial, the first fix, and what is no denial.

The meanings are told in our own words; the numbers are those of the official lists (CARC and RARC).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, StringConstraints

from logic.learning.models import Slug  # noqa: TC001  (pydantic reads it at run time)
from logic.learning.reading import by_id, cited, known, problem
from logic.rulebook.base import CodeText, Day, Fact, Family, Flag, Model, Text
from logic.rulebook.reading import read_file, validated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from logic.rulebook import RuleBook
    from logic.rulebook.reading import Folder

FILE: Final = "denials.yaml"
GroupCode = Literal["CO", "PR", "OA", "PI"]
Carc = Annotated[str, StringConstraints(pattern=r"^([1-9][0-9]{0,2}|[ABDPWY][0-9]{1,2})$")]
Rarc = Annotated[str, StringConstraints(pattern=r"^(M|MA|N)[0-9]{1,3}$")]
_CARC = re.compile(r"[1-9][0-9]{0,2}|[ABDPWY][0-9]{1,2}")
_RARC = re.compile(r"(M|MA|N)[0-9]{1,3}")


class Group(Model):
    """Who bears what was not paid."""

    code: GroupCode
    label: str
    says: str


class CodeRow(Model):
    """Codes that belong to a category; without `carc` a remark code speaks by itself, where nothing else does.

    `rarc`: any one of these stands beside it; `billed`: on one of these billing codes. `fix`: the first thing to do,
    where that of the category does not fit.
    """

    carc: Carc | None = None
    rarc: tuple[Rarc, ...] = ()
    billed: tuple[CodeText, ...] = ()
    unprocessable: Flag = False
    says: str
    fix: str = ""

    @property
    def exactness(self) -> tuple[bool, bool, bool]:
        """How much the row asks for; the greatest wins."""
        return (self.carc is not None, bool(self.rarc), bool(self.billed))

    def matches(self, carc: str, rarcs: frozenset[str], billed: str) -> bool:
        """Whether the codes of a line are those of this row."""
        return (
            (self.carc is None or self.carc == carc)
            and (not self.rarc or not rarcs.isdisjoint(self.rarc))
            and (not self.billed or billed in self.billed)
        )


class DenialCategory(Fact):
    """A kind of denial: what it says, what to do first, and the rules that would have caught it.

    `weight` is our own view: preventable before the claim is sent, or contested by judgment of the payer.
    """

    id: Slug
    title: str
    says: str
    weight: Literal["preventable", "contested"]
    appealable: Literal["yes", "no", "sometimes"]
    fix: str
    answer: str
    lesson: Slug
    families: tuple[Family, ...] = ()
    rules: tuple[str, ...] = ()
    codes: tuple[CodeRow, ...] = Field(min_length=1)


class NotDenial(Fact):
    """A reason code that explains an amount and denies nothing."""

    carc: Carc
    says: str


class Remark(Fact):
    """A remark code in our own words, and what it says of an appeal."""

    rarc: Rarc
    says: str
    appeal: Literal["yes", "no", "limited", ""] = ""


class Denials(Fact):
    """The file denials.yaml; its sources hold for the groups."""

    edition: Text
    review_by: Day
    groups: tuple[Group, ...]
    categories: tuple[DenialCategory, ...]
    not_denials: tuple[NotDenial, ...]
    remarks: tuple[Remark, ...]

    def named(self, category: str) -> DenialCategory:
        """The category of that id.

        Raises:
            KeyError: there is none.

        """
        for each in self.categories:
            if each.id == category:
                return each
        raise KeyError(category)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the codes of one line say.

    `categories` holds one category, none (no denial, or not in our list), or several where the codes alone cannot
    tell them apart. `says` and `fix` are the rows' own; a row without a fix of its own has the category's.
    `unprocessable`: sent back undecided. `appeal` is what a remark code says of it, "" if none does.
    `not_told` lists remark codes that are not in our list.
    """

    kind: Literal["denial", "not a denial", "not in our list"]
    categories: tuple[DenialCategory, ...] = ()
    says: tuple[str, ...] = ()
    group: Group | None = None
    remarks: tuple[Remark, ...] = ()
    not_told: tuple[str, ...] = ()
    unprocessable: bool = False
    appeal: Literal["yes", "no", "limited", ""] = ""
    not_denial: NotDenial | None = None
    fix: str = ""

    @property
    def category(self) -> DenialCategory | None:
        """The one category; None where there is none or more than one."""
        return self.categories[0] if len(self.categories) == 1 else None


def category(denials: Denials, group: str, carc: str, rarcs: Iterable[str] = (), billed: str = "") -> Reading:
    """Give what a line's codes say: the most exact row wins, and nothing is guessed.

    Args:
        denials: the list, from content/denials.yaml.
        group: CO, PR, OA or PI; "" if not told.
        carc: the reason code; "" if not told.
        rarcs: the remark codes of the line and of the claim.
        billed: the billing code of the line; "" if not told.

    """
    told = frozenset(rarcs)
    bearer = next((each for each in denials.groups if each.code == group), None)
    remarks = tuple(each for each in denials.remarks if each.rarc in told)
    not_told = tuple(sorted(told - {each.rarc for each in remarks}))
    for each in denials.not_denials:
        if each.carc == carc:
            return Reading("not a denial", (), (each.says,), bearer, remarks, not_told, not_denial=each)
    rows = [
        (row, kind) for kind in denials.categories for row in kind.codes if row.matches(carc, told, billed)
    ]
    if not rows:
        return Reading("not in our list", (), (), bearer, remarks, not_told, appeal=_appeal(remarks))
    most = max(row.exactness for row, _ in rows)
    won = [(row, kind) for row, kind in rows if row.exactness == most]
    return Reading(
        "denial",
        tuple({kind.id: kind for _, kind in won}.values()),
        tuple(dict.fromkeys(row.says for row, _ in won)),
        bearer,
        remarks,
        not_told,
        all(row.unprocessable for row, _ in won) or "MA130" in told,
        _appeal(remarks),
        fix=next((row.fix for row, _ in won if row.fix), ""),
    )


def _appeal(remarks: Iterable[Remark]) -> Literal["yes", "no", "limited", ""]:
    """Say what the remarks say of an appeal; a no stands against everything else."""
    said = {each.appeal for each in remarks}
    for word in ("no", "limited", "yes"):
        if word in said:
            return word
    return ""


def codes_in(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Read ``CO-16 M76, N211`` as a remittance prints it: group, reason code, remark codes; "" for none."""
    group = carc = ""
    rarcs: list[str] = []
    for word in re.findall(r"[A-Z0-9]+", text.upper()):
        if word in {"CO", "PR", "OA", "PI"}:
            group = group or word
        elif glued := re.fullmatch(r"(CO|PR|OA|PI)([A-Z]?[0-9]+)", word):
            group, carc = group or glued[1], carc or glued[2]
        elif _RARC.fullmatch(word):
            rarcs.append(word)
        elif _CARC.fullmatch(word):
            carc = carc or word
    return group, carc, tuple(dict.fromkeys(rarcs))


def read_denials(folder: Folder, book: RuleBook, lessons: Collection[str]) -> Denials | None:
    """Give the list; note dead references and rows that two categories claim alike; None where it cannot be read."""
    file, data = read_file(folder, folder.root / FILE)
    denials: Denials | None = validated(folder, file, Denials, data)
    if denials is None:
        return None
    by_id(folder, file, ("categories",), denials.categories)
    for path, fact in _facts(denials):
        cited(folder, FILE, path, fact, book.sources)
    for at, each in enumerate(denials.categories):
        known(folder, FILE, ("categories", at, "rules"), each.rules, book.rules)
        if lessons:
            known(folder, FILE, ("categories", at, "lesson"), [each.lesson], lessons)
        for row, code in enumerate(each.codes):
            if code.carc is None and not code.rarc:
                right = "Write carc:, rarc: or both."
                problem(folder, FILE, ("categories", at, "codes", row), "a row without a code", right)
            told = {remark.rarc for remark in denials.remarks}
            known(folder, FILE, ("categories", at, "codes", row, "rarc"), code.rarc, told)
    return denials


def _facts(denials: Denials) -> Iterator[tuple[tuple[str | int, ...], Fact]]:
    yield (), denials
    for key in ("categories", "not_denials", "remarks"):
        for at, fact in enumerate(getattr(denials, key)):
            yield (key, at), fact
