"""A sketch: layers on a plot with fixed margins, and the Vega-Lite specification made of them."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt

from kunnskapsstatus.charts.palette import FONT, GRID, INK, MUTED, SIZE, SMALL
from kunnskapsstatus.charts.words import LOCALE, tick_text

Row = dict[str, Any]


@dataclass
class Sketch:
    """Layers on a plot of ``width`` times ``height`` pixels with room around it; ``x`` and ``y`` are the scales' domains."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]
    x_axis: alt.Axis | None = None
    y_axis: alt.Axis | None = None
    layers: list[alt.Chart] = field(default_factory=list)

    def add(self, mark: str, rows: list[Row], **options: Any) -> None:
        """Add a layer. Rows hold x, y, x2, y2 (on the scales), text and tip; ``at_x`` and ``at_y`` are fixed pixels instead."""
        if not rows:
            return
        at_x, at_y = options.pop("at_x", None), options.pop("at_y", None)
        channels: dict[str, Any] = {}
        if at_x is not None:
            channels["x"] = alt.value(rounded(at_x))
        elif "x" in rows[0]:
            channels["x"] = alt.X("x:Q", scale=alt.Scale(domain=list(self.x), nice=False, zero=False), axis=self.x_axis)
        if at_y is not None:
            channels["y"] = alt.value(rounded(at_y))
        elif "y" in rows[0]:
            channels["y"] = alt.Y("y:Q", scale=alt.Scale(domain=list(self.y), nice=False, zero=False), axis=self.y_axis)
        for name, channel in (("x2", alt.X2("x2:Q")), ("y2", alt.Y2("y2:Q"))):
            if name in rows[0]:
                channels[name] = channel
        if "text" in rows[0]:
            channels["text"] = alt.Text("text:N")
        if "part" in rows[0]:
            channels["detail"] = alt.Detail("part:N")
        if "tip" in rows[0]:
            channels["tooltip"] = alt.Tooltip("tip:N")
        values = [
            {key: rounded(value) if isinstance(value, float) else value for key, value in row.items()} for row in rows
        ]
        chart = alt.Chart(alt.InlineData(values=values))
        self.layers.append(getattr(chart, f"mark_{mark}")(**options).encode(**channels))

    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification, with its number locale and its margins."""
        axis = {
            "labelFont": FONT, "labelFontSize": SMALL, "labelColor": MUTED, "gridColor": GRID, "domain": False,
            "ticks": False, "labelPadding": 6, "title": None, "labelOverlap": False,
        }  # fmt: skip
        result: dict[str, Any] = (
            alt.layer(*self.layers)
            .properties(
                width=rounded(self.width),
                height=rounded(self.height),
                padding={
                    "left": rounded(self.left),
                    "right": rounded(self.right),
                    "top": self.top,
                    "bottom": self.bottom,
                },
                autosize=alt.AutoSizeParams(type="none"),
            )
            .to_dict()
        )
        result["config"] = {
            "aria": False,
            "axis": axis,
            "background": None,
            "font": FONT,
            "locale": {"number": LOCALE},
            "text": {"font": FONT, "fontSize": SIZE, "color": INK, "baseline": "middle"},
            "view": {"stroke": None},
        }
        return result


def rounded(number: float) -> float | int:
    rounded = round(number, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def value_axis(ticks: Sequence[float], suffix: str, **options: Any) -> alt.Axis:
    """An axis whose labels are written here: Vega's own would round 2.5 to 3 when it thinks that ticks are whole."""
    written = {str(rounded(tick)): tick_text(tick) + suffix for tick in ticks}
    return alt.Axis(values=list(ticks), labelExpr=f"{json.dumps(written)}[datum.value]", grid=True, **options)


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
