"""The visit check's few styles: what Streamlit's theme cannot say."""

from __future__ import annotations

from typing import Final

import streamlit as st

# light-dark() follows the app's own theme: Streamlit sets color-scheme on the page.
STYLE: Final = """
<style>
/* The form and its verdict stand side by side: wider than a page of text, and only here. */
[data-testid="stMain"] [data-testid="stMainBlockContainer"] { max-width: 78rem; }
/* The verdict stays in sight while a person types below it; the invitation does not. */
div:has(> .st-key-visit_top):has(.st-key-visit_verdict) {
  position: sticky; top: 3.75rem; z-index: 90; background: light-dark(#fffdf9, #111716);
  border-bottom: 1px solid light-dark(#d8d2c4, #39423f); padding: 0.35rem 0 0.5rem;
}
.st-key-visit_top { min-height: 5.9rem; }
/* Numbers stand under each other. */
[class*="st-key-visit_minutes_"] input, [class*="st-key-visit_units_"] input { font-variant-numeric: tabular-nums; }
[class*="st-key-visit_code_"] label p {
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 10.9rem;
}
/* A line of the visit is one thing: its fields stand closer to each other than to the next line. */
.st-key-visit_lines { gap: 0.8rem; }
[class*="st-key-visit_finding_"] { background: light-dark(#ffffff, #161d1c); }
.uw-sum { display: flex; flex-wrap: wrap; gap: 0.35rem 1.5rem; }
.uw-billed { grid-template-columns: minmax(7.5rem, 10rem) 1fr minmax(8.5rem, auto) !important; }
.uw-billed .uw-units { font-weight: 400; white-space: normal; text-align: right; line-height: 1.3; }
.uw-billed .uw-units b { font-weight: 600; } .uw-billed .uw-off { display: block; font-weight: 600;
  color: light-dark(#8f1d17, #f7b0a8); }
@media (max-width: 560px) {
  .uw-billed { grid-template-columns: 1fr auto !important; }
  .st-key-visit_verdict [data-testid="stAlertContainer"] { padding: 0.5rem 0.75rem; }
  .st-key-visit_verdict [data-testid="stAlertContainer"] p { font-size: 0.875rem; line-height: 1.35; }
}
@media print { div:has(> .st-key-visit_top) { position: static !important; } }
</style>
"""


def style() -> None:
    """Put the styles on the page."""
    st.html(STYLE)
