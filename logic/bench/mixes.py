"""What visits are made of: code combinations, payers, limits and edits, typed here once more for invented visits.

These figures stand apart from the rule book on purpose; a test compares them with the published tables.
"""

from __future__ import annotations

from datetime import date

TIMED = frozenset(
    {
        *("97032", "97033", "97034", "97035", "97036", "97110", "97112", "97113", "97116", "97124", "97140"),
        *("97530", "97533", "97535", "97537", "97542", "97750", "97760", "97763", "97129", "97130"),
    },
)
EVALUATIONS = frozenset({"97161", "97162", "97163", "97164", "97165", "97166", "97167", "97168"})
PACKS = "97010"  # Medicare pays nothing for it by itself: documented, 0 units
FIRST_15, FURTHER_15 = "97129", "97130"  # one service, two codes

# Kinds of visits, and how many in a hundred: usual physical therapy; a pair edit released; massage documented and not
# billed; two disciplines on one day; occupational therapy; speech-language pathology; a chiropractor.
KINDS = {"usual": 70, "released": 8, "unbilled": 5, "two plans": 6, "ot": 6, "slp": 2, "adjustment": 3}
# How often combinations occur in one published count of physical therapy visits (July to September 2024);
# the massage rows are ours, because that count holds hardly any.
MIX: tuple[tuple[str, int], ...] = (
    ("97010 97110 97112 97140", 1467),
    ("97010 G0283 97110 97112 97140", 1017),
    ("97110 97112 97140", 484),
    ("97010 97110 97140", 359),
    ("97010 97112 97140", 263),
    ("97110 97140", 169),
    ("97010 97140", 163),
    ("G0283 97110 97112 97140", 133),
    ("97110 97140 97161", 118),
    ("97112 97140", 104),
    ("97110 97140 97162", 80),
    ("97113", 65),
    ("97110 97112 97530", 51),
    ("97110 97112", 38),
    ("97010 97035 97110 97140", 32),
    ("97110 97124", 300),
    ("97112 97124", 150),
    ("97010 97110 97124", 150),
    ("97110 97124 97530", 120),
    ("97124", 80),
    ("97116 97124", 60),
    ("97124 97535", 60),
    ("97110 97530", 60),
    ("97110 97116 97140 97530", 40),
    ("97110 97112 97116 97124 97530", 40),
)
OT_MIX = (
    "97530 97535",
    "97110 97530",
    "97140 97530",
    "97110 97140 97535",
    "97124 97530",
    "97530 97533",
    "97165 97535",
)
SPEECH_MIX = ("92507", "97129 97130")
TWO_PLANS = (
    (("pt", "97110 97140"), ("ot", "97530 97535")),
    (("pt", "97110 97112"), ("ot", "97110 97530")),
    (("pt", "97116 97112"), ("ot", "97140 97530")),
    (("pt", "97112 97124"), ("ot", "97535")),
    (("pt", "97116 97140"), ("slp", "97129 97130")),
    (("pt", "97112 97116"), ("slp", "97129 97130")),
)
# Pairs that a modifier on the second code releases when the record shows a separate service: codes, first, second.
RELEASED: tuple[tuple[str, str, str], ...] = (
    ("97012 97110 97140", "97012", "97140"),
    ("97113 97110", "97113", "97110"),
    ("97530 97750", "97530", "97750"),
    ("97150 97110", "97150", "97110"),
    ("97150 97124", "97150", "97124"),
    ("97110 97124 97164", "97124", "97164"),
    ("G0283 97032 97110", "G0283", "97032"),
    ("97760 97124", "97760", "97124"),
    ("97140 97750", "97140", "97750"),
    ("97018 97110 97140", "97140", "97018"),
    ("97530 97542", "97530", "97542"),
    ("97763 97140", "97763", "97140"),
)
RELEASES = ("59", "XS", "XE", "XU")
# Manual therapy and massage of one day: only the first is billed, the second keeps its minutes with 0 units.
FORBIDDEN, FORBIDDEN_BY = "97124", "97140"
UNBILLED_MIX = ("97140 97124", "97110 97140 97124", "97112 97140 97124", "97110 97112 97140 97124")
ADJUSTMENTS = ("98940", "98941", "98942")

# Units of a code for one patient and day; 6 where it is not named. One unit of an untimed code.
LIMITS = {
    "practitioner": {"97112": 4, "97116": 4, "97124": 4, "97032": 4, "97033": 4, "97035": 2, "97533": 4},
    "outpatient_hospital": {
        "97110": 8,
        "97116": 4,
        "97124": 4,
        "97032": 4,
        "97033": 4,
        "97035": 2,
        "97533": 4,
    },
}
MOST_UNITS = 6
PAYERS = (
    ("medicare", 62),
    ("medicare-advantage", 12),
    ("uhc-commercial", 8),
    ("hns", 5),
    ("commercial", 4),
    ("bcbsnd", 3),
    ("wa-lni", 2),
    ("workers-comp", 2),
    ("unknown", 2),
)
FEDERAL = ("medicare", "medicare-advantage")
TIMED_CAP, CAP = {"uhc-commercial": 4}, {"bcbsnd": 4}
FULL_15_ONLY = {"hns": frozenset({"97140"})}
BY_CODE = frozenset({"hns"})  # counts each code by itself
METHOD_NOT_KNOWN = frozenset({"commercial", "bcbsnd", "wa-lni", "workers-comp", "unknown"})
THRESHOLD = {2024: 2330, 2025: 2410, 2026: 2480}

DIAGNOSES = (
    ("M54.50",),
    ("M54.2", "M62.838"),
    ("M62.830", "M54.50"),
    ("M25.561",),
    ("M79.18", "M54.6", "M25.511"),
)
SPINE_DIAGNOSES = ("M99.01", "M54.2")
TECHNIQUES = {
    "97124": ("effleurage", "petrissage", "kneading and friction"),
    "97140": ("myofascial release", "joint mobilization"),
}
PLACES = {"practitioner": ("11",), "outpatient_hospital": ("19", "22")}
PLAN_MODIFIER = {"pt": "GP", "ot": "GO", "slp": "GN"}
ASSISTANT_MODIFIER = {"pt": "CQ", "ot": "CO"}
ASSISTANT = {"pt": "pta", "ot": "ota"}
ANSWERS = (
    "note_interventions",
    "note_timed_minutes",
    "note_total_minutes",
    "note_signature",
    "note_massage_details",
    "note_skilled_need",
    "plan_of_care",
)
FIRST_DAY, DAYS = date(2024, 7, 1), 860  # the pair edits and limits in the rule book begin on that day
