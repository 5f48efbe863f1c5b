"""The funnel: each provider's rate beside the limits that chance sets for their number of claims; no league table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pages.parts.text import count, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.trends.funnel import Funnel, Spot
    from pages.parts.chart import Drawing, Inks

HEAD: Final = ("provider", "claims", "denied", "rate", "where it lies")
RIGHT: Final = (1, 2, 3)
PLACES: Final = {
    "inside": "no different from the others, as far as chance lets one tell",
    "above 95%": "above the 95% limit: look, do not conclude",
    "above 99.8%": "above the 99.8% limit: more than chance",
    "below 95%": "below the 95% limit",
    "below 99.8%": "below the 99.8% limit: less than chance",
}


def finding(found: Funnel) -> str:
    """Say who differs by more than chance; nobody is ranked."""
    if not found.spots:
        return "Nobody has enough claims to be compared."
    if len(found.spots) == 1:
        return "Only one provider has enough claims; there is nobody to compare with."
    far = [spot.name for spot in found.spots if spot.place == "above 99.8%"]
    low = [spot.name for spot in found.spots if spot.place == "below 99.8%"]
    if not far and not low:
        return f"Nobody of {count(len(found.spots), 'provider')} differs by more than chance."
    parts = []
    if far:
        parts.append(f"{listed(far)} {'has' if len(far) == 1 else 'have'} more denials than chance makes")
    if low:
        parts.append(f"{listed(low)} {'has' if len(low) == 1 else 'have'} fewer")
    return f"{'; '.join(parts)}."


def figure(found: Funnel, inks: Inks) -> Drawing:
    """Give the figure; amber is above what chance makes, and only that."""
    sizes = [limit.size for limit in found.limits]
    ends = [min(sizes), max(sizes)] if sizes else []
    far = [spot for spot in found.spots if spot.place == "above 99.8%"]
    near = [spot for spot in found.spots if spot.place != "above 99.8%"]
    most = max((*(spot.rate for spot in found.spots), *(each.high998 for each in found.limits)), default=0.1)
    solid, dotted, dashed = (
        {"color": inks.quiet, "width": width, "dash": dash}
        for width, dash in ((1, "solid"), (1, "dot"), (1.5, "dash"))
    )
    return {
        "data": [
            _line("99.8% limits", sizes, [each.high998 for each in found.limits], solid),
            _line("99.8% limits", sizes, [each.low998 for each in found.limits], solid, again=True),
            _line("95% limits", sizes, [each.high95 for each in found.limits], dotted),
            _line("95% limits", sizes, [each.low95 for each in found.limits], dotted, again=True),
            _line("All together", ends, [found.center] * len(ends), dashed),
            *_spots("Inside, or fewer", near, {"color": inks.line, "symbol": "circle"}, inks),
            *_spots("More than chance", far, {"color": inks.attention, "symbol": "diamond"}, inks),
        ],
        "layout": {
            "xaxis": {
                "title": {"text": "claims answered"},
                "rangemode": "tozero",
                "showgrid": False,
            },
            "yaxis": {"ticksuffix": " %", "range": [0, 115 * most], "nticks": 6},
            "height": 420,
        },
    }


def _line(
    name: str, sizes: Sequence[int], rates: Sequence[float], line: Drawing, *, again: bool = False
) -> Drawing:
    """A line of the funnel; again: the legend names it already."""
    return {
        "type": "scatter",
        "x": sizes,
        "y": [100 * rate for rate in rates],
        "name": name,
        "mode": "lines",
        "line": line,
        "showlegend": not again,
        "hoverinfo": "skip",
    }


def _spots(name: str, mine: Sequence[Spot], marker: Drawing, inks: Inks) -> list[Drawing]:
    """A point for each provider; who lies beyond the outer limits is named."""
    if not mine:
        return []
    return [
        {
            "type": "scatter",
            "x": [spot.size for spot in mine],
            "y": [100 * spot.rate for spot in mine],
            "name": name,
            "mode": "markers+text",
            "text": [spot.name if spot.place.endswith("99.8%") else "" for spot in mine],
            "textposition": "top center",
            "textfont": {"color": inks.text},
            "marker": {**marker, "size": 11},
            "customdata": [(spot.name, spot.count) for spot in mine],
            "hovertemplate": "%{customdata[0]}: %{y:.1f}% (%{customdata[1]:,} of %{x:,})<extra></extra>",
        }
    ]


def rows(found: Funnel) -> list[tuple[Any, ...]]:
    """Give the numbers as rows, by name and not by rate."""
    compared = [
        (spot.name, spot.size, spot.count, f"{100 * spot.rate:.1f}%", PLACES[spot.place])
        for spot in sorted(found.spots, key=lambda spot: spot.name)
    ]
    return [*compared, *((name, size, "", "", "too few claims to compare") for name, size in found.too_few)]
