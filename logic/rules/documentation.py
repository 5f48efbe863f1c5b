"""What the note and the plan must show. CMS Pub. 100-02 ch. 15 sec. 220.1.2, 220.1.3, 220.3."""

from __future__ import annotations

from logic.rules.rule import Rule, col

CERTIFY_WITHIN_DAYS, PLAN_LASTS_DAYS, REPORT_EVERY_DAYS = 30, 90, 10

therapy = col("any_therapy_billed")
ANSWERS = {
    "D701": "note_interventions",
    "D702": "note_timed_minutes",
    "D703": "note_total_minutes",
    "D704": "note_signature",
    "D705": "note_massage_details",
    "D706": "note_skilled_need",
    "D707": "plan_of_care",
}


def answered(code: str, answer: str) -> Rule:
    """The rule that a yes passes, a no leaves to be documented, and no answer leaves unchecked."""
    applies = therapy
    if code == "D702":
        applies = therapy & col("has_timed")
    if code == "D705":
        applies = therapy & col("massage_billed")
    return Rule(code, "visit", applies=applies, unproven=~col(answer), undecided=col(answer).is_null())


RULES = (
    *(answered(code, answer) for code, answer in ANSWERS.items()),
    Rule(
        "D708",
        "visit",
        applies=therapy,
        unproven=col("days_to_certify") > CERTIFY_WITHIN_DAYS,
        undecided=col("days_to_certify").is_null(),
        facts={"days_to_certify": col("days_to_certify")},
    ),
    Rule(
        "D709",
        "visit",
        applies=therapy,
        unproven=col("days_since_certified") > PLAN_LASTS_DAYS,
        undecided=col("days_since_certified").is_null(),
        facts={"days_since_certified": col("days_since_certified")},
    ),
    Rule(
        "D710",
        "visit",
        applies=therapy,
        unproven=col("treatment_days_since_report") > REPORT_EVERY_DAYS,
        undecided=col("treatment_days_since_report").is_null(),
        facts={"treatment_days_since_report": col("treatment_days_since_report")},
    ),
)
