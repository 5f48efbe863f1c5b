"""The numbers of the claims that are looked at, worked out once for everyone who looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from logic.batch.across import across
from logic.batch.claims import batch_of
from logic.batch.groups import BYS, groups
from logic.batch.listing import Wanted, listing
from logic.batch.summary import summary
from logic.claims.library import Library

if TYPE_CHECKING:
    import polars as pl

    from logic.batch.claims import Batch
    from logic.batch.groups import By, Group
    from logic.batch.summary import Summary


@dataclass(frozen=True)
class Told:
    """A batch with all that the page says of it.

    again: how many of its claims only another import tells, so that nothing counts twice. across: how many are of a
    patient's day that another file tells of too, so that rules of the whole day did not see all of it.
    """

    batch: Batch
    summary: Summary
    groups: dict[By, tuple[Group, ...]]
    again: int
    across: int


def told(library: Library, imports: tuple[str, ...] | None) -> Told:
    """Give the numbers of these imports."""
    return _told(library, str(library.root), library.state(), imports)


@st.cache_resource(max_entries=4, show_spinner="Adding up…", hash_funcs={Library: lambda _: ""})
def _told(
    library: Library,
    root: str,  # noqa: ARG001 - the folder and its state ask for new numbers
    state: str,  # noqa: ARG001
    imports: tuple[str, ...] | None,
) -> Told:
    batch = batch_of(library, imports)
    return Told(
        batch,
        summary(batch),
        {by: groups(batch, by) for by in BYS},
        0 if imports is None else library.told_elsewhere(imports),
        across(library).join(batch.claims, on="submission", how="semi").height,
    )


def claims(library: Library, imports: tuple[str, ...] | None, wanted: Wanted) -> pl.DataFrame:
    """Give the claims with a finding that are asked for."""
    return _claims(library, str(library.root), library.state(), imports, wanted)


@st.cache_resource(
    max_entries=8,
    show_spinner=False,
    hash_funcs={
        Library: lambda _: "",
        Wanted: lambda each: (each.rule, each.payer, each.provider, each.code),
    },
)
def _claims(
    library: Library,
    root: str,  # noqa: ARG001
    state: str,  # noqa: ARG001
    imports: tuple[str, ...] | None,
    wanted: Wanted,
) -> pl.DataFrame:
    return listing(told(library, imports).batch, wanted)
