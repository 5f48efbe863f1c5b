"""Files dropped on the page of claims, and what it says of them."""

from __future__ import annotations

import time
from datetime import date

from screens import opened
from streamlit.testing.v1 import AppTest

from logic.sample.clinic import Plan
from logic.sample.visits import visits
from logic.sample.x12_text import claims_text

CLAIMS = "pages/check/batch_check.py"
TODAY = date(2026, 11, 23)
HEAD = "visit_id,service_date,payer,discipline,code,minutes,units,modifiers,charge,patient_id,patient_name\n"
TABLE = (
    HEAD
    # 22 minutes support one unit: U101. GP is missing: M401.
    + "A,2026-03-02,medicare,pt,97124,22,2,GP,110,P1,Doe Jane\n"
    + "B,2026-03-02,medicare,pt,97110,15,1,,65,P2,Roe Rob\n"
    + "C,2026-03-03,medicare,pt,97110,15,1,GP,65,P3,Poe Pat\n"
    + "C,2026-03-03,medicare,pt,97112,x,1,GP,68,P3,Poe Pat\n"
    + "D,2026-03-04,medicare,pt,97110,15,1,GP,65,P4,Loe Lee\n"
)


def settled(at: AppTest) -> AppTest:
    """Wait for the import beside the page, as the browser does by asking again."""
    for _ in range(300):
        if "claims_job" not in at.session_state:
            return at
        if at.session_state["claims_job"].done.is_set():
            return at.run()
        time.sleep(0.1)
    raise AssertionError("the import does not end")


def dropped(*files: tuple[str, bytes], at: AppTest | None = None) -> AppTest:
    at = opened(CLAIMS) if at is None else at
    turn = at.session_state["claims_turn"]
    at.file_uploader(key=f"claims_files_{turn}").set_value(
        [(name, content, "text/csv") for name, content in files]
    ).run()
    return settled(at.button(key="claims_start").click().run())


def month(claims: int = 120) -> bytes:
    plan = Plan(first_day=date(2026, 3, 2), months=1, seed=3, claims=claims, training_on=None)
    return "".join(claims_text(list(visits(plan)), date(2026, 4, 2))).encode()


def answer(at: AppTest) -> str:
    return "\n".join(str(each.value) for each in [*at.error, *at.warning, *at.success, *at.info])


def came(at: AppTest) -> str:
    return "\n".join([*(str(each.value) for each in at.markdown), *(each.label for each in at.expander)])
