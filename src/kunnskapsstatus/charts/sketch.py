"""A sketch: layers on a plot with fixed margins, and the Vega-Lite specification made of them."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kunnskapsstatus.charts.palette import FONT, GRID, INK, MUTED, SIZE, SMALL
from kunnskapsstatus.charts.words import LOCALE, tick_text

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
CONFIG = {
    "aria": False,
    "axis": {
        "labelFont": FONT, "labelFontSize": SMALL, "labelColor": MUTED, "gridColor": GRID, "domain": False,
        "ticks": False, "labelPadding": 6, "title": None, "labelOverlap": False,
    },
    "background": None,
    "font": FONT,
    "locale": {"number": LOCALE},
    "text": {"font": FONT, "fontSize": SIZE, "color": INK, "baseline": "middle"},
    "view": {"stroke": None},
}  # fmt: skip
Row = dict[str, Any]
Spec = dict[str, Any]
_FIELDS = {
    "x2": ("x2", {"field": "x2"}),
    "y2": ("y2", {"field": "y2"}),
    "text": ("text", {"field": "text", "type": "nominal"}),
    "part": ("detail", {"field": "part", "type": "nominal"}),
    "tip": ("description", {"field": "tip", "type": "nominal"}),
}
"""The channel that each key of a row is drawn by."""


@dataclass
class Sketch:
    """Layers on a plot of ``width`` times ``height`` pixels with room around it.

    ``x`` and ``y`` are the scales' domains; an axis that is None is not drawn.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]
    x_axis: Spec | None = None
    y_axis: Spec | None = None
    layers: list[Spec] = field(default_factory=list)
    datasets: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, mark: str, rows: list[Row], **options: Any) -> None:
        """Add a layer: ``options`` are the mark's.

        Rows hold x, y, x2, y2 (on the scales), text, part and tip; ``at_x`` and ``at_y`` are fixed pixels instead.
        They may hold ``link``, what a mark leads to, and ``series``, the line or answer that all of the layer is of.
        """
        if not rows:
            return
        encoding: Spec = {}
        for name, domain, axis in (("x", self.x, self.x_axis), ("y", self.y, self.y_axis)):
            at = options.pop(f"at_{name}", None)
            if at is not None:
                encoding[name] = {"value": rounded(at)}
            elif name in rows[0]:
                scale = {"domain": list(domain), "nice": False, "zero": False}
                encoding[name] = {"field": name, "type": "quantitative", "scale": scale, "axis": axis}
        encoding |= dict(channel for key, channel in _FIELDS.items() if key in rows[0])
        values = [
            {key: rounded(value) if isinstance(value, float) else value for key, value in row.items()} for row in rows
        ]
        told = {"aria": True} if "tip" in rows[0] else {}
        self._layer(values, mark={"type": mark, **told, **options}, encoding=encoding)

    def add_shape(self, feature: Spec, **options: Any) -> None:
        """Add a GeoJSON feature whose coordinates are pixels of the plot."""
        projection = {"type": "identity", "scale": 1, "translate": [0, 0]}
        self._layer([feature], mark={"type": "geoshape", **options}, projection=projection)

    def _layer(self, values: list[Row], **layer: Any) -> None:
        """Add a layer with its values apart, named by a hash as Altair names them."""
        name = "data-" + hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]
        self.datasets[name] = values
        self.layers.append({"data": {"name": name}, **layer})

    def spec(self) -> Spec:
        """The Vega-Lite specification, with its number locale and its margins."""
        return {
            "$schema": SCHEMA,
            "autosize": {"type": "none"},
            "config": CONFIG,
            "datasets": self.datasets,
            "height": rounded(self.height),
            "layer": self.layers,
            "padding": {
                "bottom": self.bottom,
                "left": rounded(self.left),
                "right": rounded(self.right),
                "top": self.top,
            },
            "width": rounded(self.width),
        }


def rounded(number: float) -> float | int:
    """A number with at most four decimals, and none where they are zero."""
    rounded = round(number, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def value_axis(ticks: Sequence[float], suffix: str, **options: Any) -> Spec:
    """An axis whose labels are written here: Vega's own would round 2.5 to 3 when it thinks that ticks are whole."""
    written = {str(rounded(tick)): tick_text(tick) + suffix for tick in ticks}
    return {"values": list(ticks), "labelExpr": f"{json.dumps(written)}[datum.value]", "grid": True, **options}


def nice_ticks(low: float, high: float, count: int) -> list[float]:
    """Round axis values that cover ``low`` to ``high`` (zero always included), about ``count`` of them."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        return [0.0, 1.0]
    raw = (high - low) / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]
