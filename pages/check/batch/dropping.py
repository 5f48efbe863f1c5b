"""Where files are dropped: claims (837P), payments (835) or tables, several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.check.batch import desk, job, mapping

if TYPE_CHECKING:
    from datetime import date

    from logic.claims.library import Library
    from logic.rulebook import RuleBook

TYPES: Final = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "parquet", "837", "835", "x12", "edi", "dat"]
MOST_MEGABYTES: Final = 200


def show(library: Library, book: RuleBook, day: date) -> None:
    """Show the box for files and, once some are in it, what is asked before they are checked."""
    files = st.file_uploader(
        "Drop last month's files: claims (837P), payments (835) or a table",
        TYPES,
        accept_multiple_files=True,
        key=f"claims_files_{st.session_state[desk.TURN]}",
        max_upload_size=MOST_MEGABYTES,
        help="A table is CSV, TSV, XLSX, XLS, ODS or Parquet, with a row for each service line.",
    )
    if not files:
        st.caption(
            "Names, birth dates, addresses, member numbers and free text are left out while a file is read and never "
            "stored. Patient and claim numbers become keyed hashes that only this machine can make. Nothing leaves it."
        )
        return
    how = [mapping.show(file) for file in files]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        payer = st.selectbox(
            "Payer of everything in these files",
            list(book.payers),
            index=None,
            format_func=lambda each: book.payers[each].label,
            placeholder="As the files say",
            key="claims_payer_of_all",
            width=330,
        )
        st.button(
            "Check these claims",
            icon=":material/fact_check:",
            key="claims_start",
            on_click=job.start,
            args=(
                library,
                book,
                day,
                payer,
                [(file, each.profile) for file, each in zip(files, how, strict=True)],
            ),
            disabled=not all(each.ready for each in how),
        )
    if not all(each.ready for each in how):
        st.caption("Answer what is asked above, or take the file out, and the check can begin.")
