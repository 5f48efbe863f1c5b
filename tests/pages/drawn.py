"""What a page of trends has drawn, and the same counted one by one."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from streamlit.testing.v1 import AppTest

from logic.trends.view import TrendFrames


def charts(at: AppTest) -> list[dict[str, Any]]:
    return [json.loads(each.proto.spec) for each in at.get("plotly_chart")]


def address(at: AppTest) -> dict[str, list[str]]:
    """The parameters of the address; AppTest gives one value bare and several as a list."""
    return {name: [told] if isinstance(told, str) else list(told) for name, told in at.query_params.items()}


def traces(chart: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {trace["name"]: trace for trace in chart["data"]}


def denied_first(frames: TrendFrames, **wanted: str) -> dict[str, list[int]]:
    """Month → first claims denied at first, and answered; counted one by one, without our own counting."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in frames.claims.iter_rows(named=True):
        if not row["first"] or row["first_result"] is None:
            continue
        if any(row[column] != value for column, value in wanted.items()):
            continue
        month = found[f"{row['service_date']:%b %Y}"]
        month[0] += row["first_result"] != "paid"
        month[1] += 1
    return found
