"""The first deep link to a fresh server, which Streamlit looks for in the folder `pages` before it asks app.py.

It finds no page there and says so in a box over the right page, whose fields cannot be reached until it is closed.
Loaded once more, the page is there without it. `deploy/asgi.py` needs none of this.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

AGAIN = "<script>window.location.reload()</script>"


def missed() -> bool:
    """Whether this run was looked for in the folder and asked for a page; to be asked before the navigation."""
    run = get_script_run_ctx()
    # Private to Streamlit; where it is gone, so is the box, or a test in the browser says that it is not.
    in_folder = getattr(PagesManager, "uses_pages_directory", False)
    return bool(in_folder and run is not None and run.pages_manager.intended_page_name)


def load_again() -> None:
    """Let the browser load the page once more, and end this run."""
    st.html(AGAIN, unsafe_allow_javascript=True)
    st.stop()
