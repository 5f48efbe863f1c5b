"""Start: three doors, and what the rule book rests on today."""

from __future__ import annotations

import streamlit as st

from pages.calculate import strip
from pages.parts import editions, links
from pages.parts.book import rule_book, today

book = rule_book()
day = today()

st.title("Therapy units, checked before you bill")
st.markdown(
    "Unitwise counts the units of CPT 97124 and the other 15-minute therapy codes, checks a visit against the "
    "payer's rules, teaches both, and says for each answer why, from which source, and as of which date."
)

for number, (column, (who, comes, opens)) in enumerate(
    zip(
        st.columns(3),
        (
            (
                "New biller",
                "Know nothing yet? Short lessons, then cases made for you, graded step by step until it holds.",
                (
                    (links.LEARN, "Begin with lesson 1", ":material/school:"),
                    (links.PRACTICE, "Practice", ":material/exercise:"),
                ),
            ),
            (
                "Provider",
                "Type or paste one visit. Read in under a minute what is wrong, why, and what to fix.",
                (
                    (links.CHECK, "Check a visit", ":material/fact_check:"),
                    (links.RULES, "Look something up", ":material/menu_book:"),
                ),
            ),
            (
                "Team lead",
                "Drop last month's claims. Read which errors cost money, who needs which lesson, and assign it.",
                (
                    (links.CLAIMS, "Check a month of claims", ":material/upload_file:"),
                    (links.TRENDS, "See what denials cost", ":material/trending_up:"),
                    (links.TEAM, "See the team", ":material/groups:"),
                ),
            ),
        ),
        strict=True,
    )
):
    with column.container(border=True, height="stretch", key=f"card_{number}"):
        st.header(who)
        st.markdown(comes)
        for page, label, icon in opens:
            st.page_link(page, label=label, icon=icon)

st.header("Calculators")
strip.show()

with st.expander("A file of claims, from the command line", icon=":material/terminal:"):
    st.markdown(
        "In the folder of Unitwise, with a CSV, XLSX or Parquet file of service lines "
        "(`visit_id`, `service_date`, `code` and `units` are required; the README lists the other columns):"
    )
    st.code("python -m logic check visits.csv --payer medicare --out findings.xlsx", language="bash")
    st.markdown(
        "The file stays on this machine. A row that cannot be read is named with its column, its value and the "
        "fix; the good rows are still checked and counted."
    )

st.header("What the answers rest on today")
editions.strip(book, day)

st.header("What Unitwise is not")
st.markdown(
    "- Not legal or billing advice. It helps you to see what to ask and where to read.\n"
    "- Not a place for patient data: type no names, birth dates or member numbers. What you type into the check and "
    "the calculators is not stored; what you learn is kept only under a name that you choose; claims that you bring "
    "in are kept on this machine without names, and can be taken back.\n"
    "- Not a promise of payment. It says what was documented and what the rules allow, never what pays best."
)
