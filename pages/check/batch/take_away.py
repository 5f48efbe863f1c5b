"""What a lead takes along: the findings as a file to work through, and the summary to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.check.batch import audit

if TYPE_CHECKING:
    from datetime import date

    from logic.claims.library import Library
    from logic.rulebook import RuleBook
    from pages.check.batch.told import Told

FILES = {
    "CSV": (".csv", "text/csv"),
    "XLSX": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "Parquet": (".parquet", "application/vnd.apache.parquet"),
}


def show(library: Library, told: Told, book: RuleBook, day: date) -> None:
    """Show the downloads; each is made when it is asked for."""
    st.header("Take it along")
    invented = "-invented" if library.invented else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Summary to print (PDF)",
            data=lambda: _summary(library, told, book, day),
            file_name=f"claims-check-{day.isoformat()}{invented}.pdf",
            mime="application/pdf",
            icon=":material/print:",
            on_click="ignore",
            key="claims_pdf",
        )
        for name, (ending, mime) in FILES.items():
            st.download_button(
                f"Findings ({name})",
                data=lambda ending=ending: _findings(library, told, book, ending),
                file_name=f"claims-findings-{day.isoformat()}{invented}{ending}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"claims_findings_{name}",
            )
    st.caption(
        "A row a finding, with the day, the codes, the provider and the row in your file, so that you find the claim "
        "there. Its number is not kept, so it is not in the file; *claim* is the key by which Unitwise tells "
        "it from others, the same in every export. In CSV and XLSX no cell can run as a formula."
    )


def _findings(library: Library, told: Told, book: RuleBook, ending: str) -> bytes:
    from logic.reports.batch_findings import findings_bytes, findings_table  # noqa: PLC0415 - only for who downloads

    return findings_bytes(findings_table(library, told.batch, book), ending)


def _summary(library: Library, told: Told, book: RuleBook, day: date) -> bytes:
    from logic.reports.batch_summary import Sheet, summary_pdf  # noqa: PLC0415 - reportlab takes 200 ms to import

    records = [
        each for each in library.imports() if told.batch.imports is None or each.id in told.batch.imports
    ]
    editions = {table: edition for each in records for table, edition in each.editions.items()}
    return summary_pdf(
        Sheet(told.batch, told.summary, book, day, editions, audit.taken(library, told), library.invented)
    )
