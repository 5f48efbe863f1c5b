"""A whole file of visits, for the one who leads the team: counts, findings, and the findings to take along."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import verdict as parts
from pages.parts.text import count, plain, table

if TYPE_CHECKING:
    from datetime import date

    import polars as pl
    from streamlit.typing import UploadedFile

    from logic.intake.table import Intake
    from logic.rulebook import RuleBook

KEPT: Final = "visit_file_checked"
KINDS: Final = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "parquet", "yaml", "yml"]
MOST_MEGABYTES: Final = 5
MOST_SHOWN: Final = 500
MOST_PROBLEMS: Final = 12
ORDER: Final = ("fail", "needs documentation", "not checked", "pass")
HEADS: Final = {
    "visit_id": "Visit",
    "service_date": "Date",
    "line": "Line",
    "code": "Code",
    "rule": "Rule",
    "state": "State",
    "severity": "Weight",
    "message": "What is wrong",
    "fix": "To fix",
}
COLUMNS: Final = ("visit_id", "service_date", "line", "code", "rule", "state", "severity", "message", "fix")


@dataclass(frozen=True)
class FileAnswer:
    """What a file gave: its lines as read, the number of visits of each verdict, the findings."""

    file: str
    intake: Intake
    verdicts: dict[str, int]
    findings: pl.DataFrame


def show(book: RuleBook, day: date) -> None:
    """Show the box for a file; nothing is read or imported before it is opened."""
    box = st.expander(
        "Check a file of visits", icon=":material/table_rows:", on_change="rerun", key="visit_file_box"
    )
    if not box.open:
        return
    with box:
        st.markdown(
            f"CSV, XLSX, Parquet or YAML, up to {MOST_MEGABYTES} MB, a row for each line. Needed columns: `visit_id`, "
            "`service_date`, `code`, `units`. Columns that look like names or birth dates are not read. "
            "The file is read once and not kept."
        )
        payer = st.selectbox(
            "Payer of the whole file",
            list(book.payers),
            index=None,
            format_func=lambda each: book.payers[each].label,
            placeholder="As the file says",
            key="visit_file_payer",
        )
        file = st.file_uploader(
            f"File of visits, at most {MOST_MEGABYTES} MB",
            KINDS,
            key="visit_file",
            max_upload_size=MOST_MEGABYTES,
        )
        if file is None:
            st.session_state.pop(KEPT, None)
            return
        mark = (file.file_id, payer)
        kept = st.session_state.get(KEPT)
        if kept is None or kept[0] != mark:
            with st.spinner("Checking the file…"):
                kept = (mark, _checked(file, payer, book, day))
            st.session_state[KEPT] = kept
        _answer(kept[1])


def _checked(file: UploadedFile, payer: str | None, book: RuleBook, day: date) -> FileAnswer:
    from logic.check import check  # noqa: PLC0415 - only for who drops a file
    from logic.intake.payers import payer_names  # noqa: PLC0415
    from logic.intake.table import read_lines  # noqa: PLC0415
    from logic.intake.visit_file import is_visit_file, read_visit_yaml  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"visits{Path(file.name).suffix.lower()}"
        path.write_bytes(file.getvalue())
        read = read_visit_yaml if is_visit_file(path) else read_lines
        intake = read(path, payer, payer_names(book))
    checked = check(intake.lines, book, day)
    counted = dict(checked.visits.group_by("verdict").len().iter_rows())
    return FileAnswer(
        file.name, intake, {state: counted.get(state, 0) for state in ORDER}, checked.findings.select(COLUMNS)
    )


def _answer(answer: FileAnswer) -> None:
    visits = sum(answer.verdicts.values())
    st.markdown(
        f"**{count(visits, 'visit')}** in {count(answer.intake.lines.height, 'line')}, "
        f"from {count(answer.intake.rows_read, 'row')} read."
    )
    if visits:
        rows = [[_badge(state), number] for state, number in answer.verdicts.items()]
        st.markdown(table(["Verdict", "Visits"], rows, right=(1,)))
    _problems(answer.intake)
    if answer.findings.is_empty():
        return
    everything = st.toggle("Also what was not checked", key="visit_file_all")
    wanted = answer.findings if everything else _found(answer.findings)
    if wanted.is_empty():
        st.markdown("Nothing was found in what was checked.")
    else:
        st.dataframe(
            _worded(wanted), hide_index=True, alt="The findings, a row each", key="visit_file_findings"
        )
    if wanted.height > MOST_SHOWN:
        st.caption(f"The first {MOST_SHOWN:,} of {wanted.height:,} findings; the download holds all.")
    st.download_button(
        "Findings (CSV)",
        data=lambda: answer.findings.write_csv().encode(),
        file_name="findings.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="visit_file_download",
    )


def _found(findings: pl.DataFrame) -> pl.DataFrame:
    """Give what fails and what needs documentation, by visit."""
    told = [each in {"fail", "needs documentation"} for each in findings["state"]]
    return findings.filter(told).sort("visit_id", "state", maintain_order=True)


def _worded(findings: pl.DataFrame) -> pl.DataFrame:
    """Give the rows as people read them: a day is a day, and nothing is not a word."""
    import polars as pl  # noqa: PLC0415 - only for who drops a file

    shown = findings.head(MOST_SHOWN).with_columns(
        pl.col("service_date", "line").cast(pl.String).fill_null("")
    )
    return shown.with_columns(pl.col("code").fill_null("")).rename(HEADS)


def _badge(state: str) -> str:
    word, color, _ = parts.STATES[state]
    return f":{color}-badge[{word}]"


def _problems(intake: Intake) -> None:
    """Say what could not be used, each with its place and its fix."""
    if intake.dropped_columns:
        st.caption(f"Not read, because they look private: {plain(', '.join(intake.dropped_columns))}.")
    if not intake.problems:
        return
    st.markdown(f"**{count(len(intake.problems), 'entry', 'entries')} could not be used:**")
    told = [f"- {plain(each.sentence())}" for each in intake.problems[:MOST_PROBLEMS]]
    if len(intake.problems) > MOST_PROBLEMS:
        told.append(f"- And {len(intake.problems) - MOST_PROBLEMS} more.")
    st.markdown("\n".join(told))
