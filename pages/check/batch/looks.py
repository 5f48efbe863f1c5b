"""The page of claims' few styles: what Streamlit's theme cannot say."""

from __future__ import annotations

from typing import Final

import streamlit as st

STYLE: Final = """
<style>
[data-testid="stMain"] [data-testid="stMainBlockContainer"] { max-width: 58rem; }
.uw-claims li { flex: 1 1 7.5rem; }
.uw-claims small { display: block; font-size: 0.82rem; opacity: 0.85; }
.st-key-claims_list button, .st-key-claims_list button > * { justify-content: flex-start; }
.st-key-claims_list button p { text-align: left; }
.st-key-claims_answer [data-testid="stAlertContainer"] p { font-size: 1.125rem; line-height: 1.45; }
/* A code is never broken: what does not fit scrolls inside its table. */
[class*="st-key-claims_table"] .stMarkdown { overflow-x: auto; }
[class*="st-key-claims_table"] :is(th, td) { overflow-wrap: normal; }
[class*="st-key-claims_table"] td:first-child { white-space: nowrap; }
@media (max-width: 560px) {
  .uw-claims li { flex-basis: 40%; }
  [class*="st-key-claims_table"] :is(th, td) { font-size: 0.85rem; padding: 4px 5px; }
  .st-key-claims_filters > div { flex: 1 1 45% !important; width: auto !important; min-width: 0 !important; }
  .st-key-claims_answer [data-testid="stAlertContainer"] p { font-size: 1rem; }
}
</style>
"""


def style() -> None:
    """Put the styles on the page."""
    st.html(STYLE)
