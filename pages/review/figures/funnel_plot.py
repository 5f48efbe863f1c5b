"""The funnel: each provider's rate beside the limits that chance sets for their number of claims; no league table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pages.parts.text import count, listed

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from logic.trends.funnel import Funnel
    from pages.parts.chart import Inks

HEAD: Final = ("provider", "claims", "denied", "rate", "where it lies")
RIGHT: Final = (1, 2, 3)
PLACES: Final = {
    "inside": "no different from the others, as far as chance lets one tell",
    "above 95 %": "above the 95 % limit: look, do not conclude",
    "above 99.8 %": "above the 99.8 % limit: more than chance",
    "below 95 %": "below the 95 % limit",
    "below 99.8 %": "below the 99.8 % limit: less than chance",
}


def finding(found: Funnel) -> str:
    """Say who differs by more than chance; nobody is ranked."""
    if not found.spots:
        return "Nobody has enough claims to be compared."
    if len(found.spots) == 1:
        return "Only one provider has enough claims; there is nobody to compare with."
    far = [spot.name for spot in found.spots if spot.place == "above 99.8 %"]
    low = [spot.name for spot in found.spots if spot.place == "below 99.8 %"]
    if not far and not low:
        return f"Nobody of {count(len(found.spots), 'provider')} differs by more than chance."
    parts = []
    if far:
        parts.append(f"{listed(far)} {'has' if len(far) == 1 else 'have'} more denials than chance makes")
    if low:
        parts.append(f"{listed(low)} {'has' if len(low) == 1 else 'have'} fewer")
    return f"{'; '.join(parts)}."


def figure(found: Funnel, inks: Inks) -> Figure:
    """Give the figure; amber is above what chance makes, and only that."""
    import plotly.graph_objects as go  # noqa: PLC0415 - takes 60 ms, and only pages with a chart need it

    drawn = go.Figure()
    sizes = [limit.size for limit in found.limits]
    for name, dash, low, high in (
        (
            "99.8 % limits",
            "solid",
            [each.low998 for each in found.limits],
            [each.high998 for each in found.limits],
        ),
        ("95 % limits", "dot", [each.low95 for each in found.limits], [each.high95 for each in found.limits]),
    ):
        for at, values in enumerate((high, low)):
            drawn.add_scatter(
                x=sizes,
                y=[100 * value for value in values],
                name=name,
                mode="lines",
                line={"color": inks.quiet, "width": 1, "dash": dash},
                showlegend=not at,
                hoverinfo="skip",
            )
    drawn.add_scatter(
        x=[min(sizes), max(sizes)] if sizes else [],
        y=[100 * found.center] * 2 if sizes else [],
        name="All together",
        mode="lines",
        line={"color": inks.quiet, "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
    )
    for name, wanted, color, symbol in (
        ("Inside, or fewer", False, inks.line, "circle"),
        ("More than chance", True, inks.attention, "diamond"),
    ):
        mine = [spot for spot in found.spots if (spot.place == "above 99.8 %") is wanted]
        if not mine:
            continue
        drawn.add_scatter(
            x=[spot.size for spot in mine],
            y=[100 * spot.rate for spot in mine],
            name=name,
            mode="markers+text",
            text=[spot.name if spot.place.endswith("99.8 %") else "" for spot in mine],
            textposition="top center",
            textfont={"color": inks.text},
            marker={"color": color, "size": 11, "symbol": symbol},
            customdata=[(spot.name, spot.count) for spot in mine],
            hovertemplate="%{customdata[0]}: %{y:.1f} % (%{customdata[1]:,} of %{x:,})<extra></extra>",
        )
    drawn.update_xaxes(title="claims answered", rangemode="tozero", showgrid=False)
    most = max((*(spot.rate for spot in found.spots), *(each.high998 for each in found.limits)), default=0.1)
    drawn.update_yaxes(ticksuffix=" %", range=[0, 115 * most], nticks=6)
    drawn.update_layout(height=420)
    return drawn


def rows(found: Funnel) -> list[tuple[Any, ...]]:
    """Give the numbers as rows, by name and not by rate."""
    compared = [
        (spot.name, spot.size, spot.count, f"{100 * spot.rate:.1f} %", PLACES[spot.place])
        for spot in sorted(found.spots, key=lambda spot: spot.name)
    ]
    return [*compared, *((name, size, "", "", "too few claims to compare") for name, size in found.too_few)]
