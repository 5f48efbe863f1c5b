"""The dated tables of the rule book as a person reads of them: edition, days, when to review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from logic.rulebook.book import Edition

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from logic.rulebook.editions import LimitEdition, PairEdition
    from logic.rulebook.icd import IcdEdition
    from logic.rulebook.models import Places
    from logic.rulebook.reading import Folder

LABELS = {
    "ncci": "Pair edits (NCCI)",
    "mue": "Unit limits (MUE)",
    "own": "The practice's own",
    "kx_threshold": "Therapy threshold (KX)",
    "medical_review": "Targeted review threshold",
    "conversion_factor": "Conversion factor",
    "payment_rates": "Payment rates",
    "rvu": "Relative value units",
}


def dated_tables(
    folders: Sequence[Folder], resolved: Sequence[PairEdition | LimitEdition], lists: Sequence[IcdEdition]
) -> Iterator[Edition]:
    """Give every dated table: editions of edits and limits, amounts, places, payers, diagnosis lists."""
    for edition in resolved:
        newer = any(_follows(later, edition) for later in resolved)
        yield _resolved(edition, superseded=newer)
    for folder in folders:
        yield from _of_folder(folder)
    for one in lists:
        newer = any(later.from_ > one.to for later in lists)
        days = (one.from_, one.to, None if newer else one.to)
        yield Edition("icd", "ICD-10-CM codes", one.edition, *days, ("cms-icd10cm",), one.file.name, one.note)


def _follows(later: PairEdition | LimitEdition, one: PairEdition | LimitEdition) -> bool:
    """Whether a newer edition of the same table answers in all settings of this one."""
    same = later.table == one.table and later.table != "own" and set(one.settings) <= set(later.settings)
    return same and later.from_ > one.from_


def _resolved(one: PairEdition | LimitEdition, *, superseded: bool) -> Edition:
    label = one.label or LABELS[one.table]
    if len(one.settings) == 1:
        label += f", {one.settings[0].replace('_', ' ')}"
    review = None if superseded else one.review_by
    return Edition(one.table, label, one.edition, one.from_, one.to, review, one.source, one.file, one.note)


def _of_folder(folder: Folder) -> Iterator[Edition]:
    for amounts in folder.amounts:
        item = amounts.item
        rows: Sequence[Any] = item.rows
        first = min((row.from_ for row in rows), default=None)
        last = max((row.to for row in rows if row.to), default=None)
        last = None if any(row.to is None for row in rows) else last
        label = item.label or LABELS[item.table]
        told = (item.edition, first, last, item.review_by, item.source, amounts.file, item.note)
        yield Edition(item.table, label, *told)
    if "places_of_service" in folder.single:
        entry = folder.single["places_of_service"]
        places: Places = entry.item
        told = (places.edition, None, None, places.review_by, places.source, entry.file, places.note)
        yield Edition("places_of_service", "Places of service", *told)
    for found in folder.payers:
        payer = found.item
        if payer.review_by is not None:
            told = (payer.id, None, None, payer.review_by, payer.source, found.file, payer.note)
            yield Edition("payer", payer.label, *told)
