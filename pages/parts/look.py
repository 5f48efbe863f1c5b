"""The little that the theme in .streamlit/config.toml cannot say."""

from __future__ import annotations

from typing import Final

import streamlit as st

# Date segments are 18 by 20 px as shipped; WCAG 2.5.8 asks for 24. The rest: links of a list that leads to other
# entries of the same page are not "the current page", and headings inside a bordered card need less air above.
STYLE: Final = """
<style>
.stDateInput [role=spinbutton] { min-width: 24px; min-height: 24px; display: inline-block; text-align: center; }
[class*="st-key-list_"] [data-testid="stPageLink-NavLink"] { background: transparent; padding-left: 0; }
[class*="st-key-list_"] [data-testid="stPageLink-NavLink"]:is(:hover, :focus-visible) { text-decoration: underline; }
[class*="st-key-list_"] [data-testid="stPageLink-NavLink"] p { font-weight: 400; white-space: normal;
  font-size: 1rem; line-height: 1.4; padding: 3px 0; }
[class*="st-key-list_"] [data-testid="stPageLink-NavLink"] span { overflow: visible; }
[class*="st-key-card_"] h2, [class*="st-key-card_"] h3 { padding-top: 0; }
@media (max-width: 420px) {
  .stMarkdown :is(th, td) { padding: 4px 6px; overflow-wrap: anywhere; }
}
@media print {
  header, [class*="st-key-noprint"], .stButton, .stDownloadButton, .stFileUploader { display: none !important; }
}
</style>
"""


def apply() -> None:
    """Add the style to the page."""
    st.html(STYLE)
