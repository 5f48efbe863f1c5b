"""Words that a new biller may not know, each explained in a sentence or two where it stands."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "method": (
        "Payers count timed minutes in one of two ways. Medicare adds the minutes of all timed codes together first; "
        "many other payers count each code by itself. The contract or the payer's policy says which."
    ),
    "minutes": (
        "Only minutes of treatment, one on one where the code asks for it. Not counted: setting up, resting, waiting, "
        "writing the note, and time with unattended equipment."
    ),
    "cms": (
        "Total-time rule: the minutes of all timed codes are added first. 8 to 22 minutes support 1 unit, 23 to 37 "
        "support 2, and so on. Each code gets its full 15s; what is left goes to the largest left-overs."
    ),
    "midpoint": (
        "Midpoint rule: each code counts only its own minutes. A unit is earned once 8 of its 15 minutes are reached. "
        "Left-overs of different codes are never added together."
    ),
    "tie": "Two codes have equally many minutes left over, and there is a unit for only one of them.",
    "therapist minutes": "Minutes of the therapist alone with the patient.",
    "assistant minutes": (
        "Minutes of the therapist assistant alone with the patient. An aide's minutes never count."
    ),
    "together": "Minutes in which both treated the patient. They count once, as the therapist's.",
    "assistant modifier": (
        "CQ: a physical therapist assistant gave the unit, or more than 10 % of it. CO: the same for an occupational "
        "therapy assistant. Medicare then pays 85 % of its part. It stands after GP or GO."
    ),
    "pair edit": (
        "Two codes that are not paid together on one day. Indicator 0: never. Indicator 1: only when they were "
        "separate services, and a modifier says so. The column 2 code is the one that is denied."
    ),
    "indicator": (
        "0: the two codes are never paid together. 1: they are when they were truly separate and a modifier says so. "
        "9: the edit was withdrawn."
    ),
    "mue": (
        "Medically unlikely edit: the most units of a code for one patient on one day. MAI 2 is absolute policy; "
        "MAI 3 is a benchmark that records can overturn on appeal."
    ),
    "review by": "The day by which somebody should look whether a newer edition is out. Past it, this turns amber.",
    "setting": (
        "Practitioner: billed by a clinician or group. Outpatient hospital: billed by the hospital. The pair edits "
        "and limits differ in places."
    ),
}


def help_for(word: str) -> str:
    """Give the explanation of a word, for ``help=``; an unknown word is a mistake of ours and raises."""
    return WORDS[word]
