"""The way of the visits as a Sankey picture, and the same as a list with bars for a phone and for every reader."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from logic.trends.flow import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.trends.flow import Flow, Node
    from pages.parts.chart import Drawing, Inks

ASKS: Final = ("denied", "partly denied")
"""What asks for work; drawn in amber."""
WAITS: Final = ("open", "no answer yet")
HEAD: Final = ("step", "from", "to", "visits", "charges")
RIGHT: Final = (3, 4)


def figure(flow: Flow, inks: Inks) -> Drawing:
    """Give the figure; amber are denials, gray what waits, teal the rest."""
    place = {node.id: at for at, node in enumerate(flow.nodes)}
    names = {node.id: node.name for node in flow.nodes}
    last = len(STEPS) - 1
    streams = {
        "type": "sankey",
        "arrangement": "fixed",
        "domain": {"y": [0, 0.9]},  # above it stand the names of the steps
        "node": {
            "label": [f"{node.name} {node.count:,}" for node in flow.nodes],
            "color": [_color(node.name, inks) for node in flow.nodes],
            "x": [min(0.999, max(0.001, node.step / last)) for node in flow.nodes],
            "y": _heights(flow),
            "pad": 14,
            "thickness": 14,
            "line": {"width": 0},
            "hovertemplate": "%{label}<extra></extra>",
        },
        "link": {
            "source": [place[link.source] for link in flow.links],
            "target": [place[link.target] for link in flow.links],
            "value": [link.count for link in flow.links],
            "color": [_thin(_color(names[link.target], inks)) for link in flow.links],
            "hovertemplate": "%{source.label} → %{target.label}: %{value:,}<extra></extra>",
        },
        "textfont": {"color": inks.text, "size": 13, "shadow": f"0 0 4px {inks.paper}"},
    }
    steps = [
        {
            "x": step / last,
            "y": 0.94,
            "xref": "paper",
            "yref": "paper",
            "xanchor": "left" if not step else "right" if step == last else "center",
            "yanchor": "bottom",
            "text": name,
            "showarrow": False,
            "font": {"color": inks.text, "size": 12},
        }
        for step, name in enumerate(STEPS)
    ]
    return {"data": [streams], "layout": {"height": 470, "annotations": steps}}


def rows(flow: Flow) -> list[tuple[Any, ...]]:
    """Give each stream as a row."""
    nodes = {node.id: node for node in flow.nodes}
    return [
        (
            STEPS[nodes[link.target].step],
            nodes[link.source].name,
            nodes[link.target].name,
            link.count,
            f"{link.charge / 100:.2f}",
        )
        for link in flow.links
    ]


def listing(flow: Flow) -> str:
    """Give HTML: each step with its places and a bar; it reads aloud, and it fits a phone."""
    total = max((node.count for node in flow.nodes), default=0) or 1
    parts = []
    for step, name in enumerate(STEPS):
        places = "".join(_place(node, total) for node in flow.nodes if node.step == step)
        parts.append(f"<li><b>{escape(name)}</b><ul>{places}</ul></li>")
    return f'<ol class="uw-flow">{"".join(parts)}</ol>'


def _place(node: Node, total: int) -> str:
    kind = "uw-asks" if node.name in ASKS else "uw-waits" if node.name in WAITS else "uw-well"
    share = 100 * node.count / total
    return (
        f'<li><span>{escape(node.name)}</span><i><i class="{kind}" style="width:{share:.1f}%"></i></i>'
        f"<span>{node.count:,} <small>({share:.0f}%)</small></span></li>"
    )


def _heights(flow: Flow) -> list[float]:
    """Middles of the places down the picture, in their order, each as tall as its visits."""
    total = max((node.count for node in flow.nodes), default=0) or 1
    begins: Mapping[int, list[float]] = {step: [0.02] for step in range(len(STEPS))}
    told = []
    for node in flow.nodes:
        share = node.count / total * 0.75
        begin = begins[node.step][0]
        told.append(min(0.97, max(0.03, begin + share / 2)))
        begins[node.step][0] = begin + share + 0.055
    return told


def _color(name: str, inks: Inks) -> str:
    return inks.attention if name in ASKS else inks.quiet if name in WAITS else inks.line


def _thin(color: str) -> str:
    """The color of a stream: its place's, thin."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"
