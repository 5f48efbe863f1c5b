"""The store that all sessions share, and the moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from logic.rulebook import default_home
from logic.store.engine import database_url
from logic.store.errors import StoreError
from logic.store.store import Store, open_store
from pages.parts.text import plain

if TYPE_CHECKING:
    from pathlib import Path


def now() -> datetime:
    """Give the moment; logic never asks for it itself."""
    return datetime.now(UTC)


def store() -> Store | None:
    """Give the shared store; None where it cannot be opened, and the page says why once."""
    try:
        return _open(database_url(), default_home())
    except StoreError as error:
        trouble(error)
        return None


def trouble(error: StoreError) -> None:
    """Say what the store cannot do, and how to mend it."""
    st.warning(f"**{plain(error.wrong)}**  \n{plain(error.fix)}", icon=":material/database_off:")


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(url: str | None, home: Path) -> Store:
    return open_store(url, home)
