"""From what a chart shows to the chart: its specification, its two SVGs, its HTML."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from kunnskapsstatus.charts.bars import bars
from kunnskapsstatus.charts.data import ChartData, Form, Value, read_values
from kunnskapsstatus.charts.diverging import diverging
from kunnskapsstatus.charts.dots import dots
from kunnskapsstatus.charts.heatmap import heatmap
from kunnskapsstatus.charts.lines import lines
from kunnskapsstatus.charts.norway import norway
from kunnskapsstatus.charts.palette import NARROW, WIDE
from kunnskapsstatus.charts.rows import write_period
from kunnskapsstatus.charts.sketch import Sketch, Spec
from kunnskapsstatus.charts.stacked import stacked
from kunnskapsstatus.charts.svg import still, svgs

_DRAW: dict[Form, Callable[[ChartData, list[Value], int], Sketch]] = {
    "bars": bars, "lines": lines, "dots": dots, "stacked": stacked,
    "heatmap": heatmap, "diverging": diverging, "map": norway,
}  # fmt: skip
KINDS = {"wide": WIDE, "narrow": NARROW}


@dataclass(frozen=True)
class Chart:
    """A drawn chart: Vega-Lite as JSON (sorted keys), the wide and the narrow SVG for a page, and a hash of what it
    shows."""

    spec: str
    wide: str
    narrow: str
    key: str

    @property
    def svg(self) -> str:
        """The wide one for paper."""
        return still(self.wide)

    @property
    def html(self) -> str:
        """Both, for a page (see ``_static/exhibits.js``)."""
        return f'<div class="chart" id="chart-{self.key}">{self.wide}{self.narrow}</div>'


def draw(data: ChartData) -> Chart:
    """Draw a chart. Raises ``ValueError`` when its rows do not fit its form."""
    drawn = specs(data)
    texts = [json.dumps(spec, sort_keys=True, ensure_ascii=False, separators=(",", ":")) for spec in drawn.values()]
    key = hashlib.sha256("\n".join([*texts, data.alt]).encode()).hexdigest()[:12]
    wide, narrow = svgs(drawn, data.alt, key)
    return Chart(texts[0], wide, narrow, key)


def specs(data: ChartData) -> dict[str, Spec]:
    """The specifications by kind, wide and narrow. Raises ``ValueError`` when the rows do not fit the form."""
    values = read_values(data)
    sketches = {kind: _DRAW[data.form](data, values, width) for kind, width in KINDS.items()}
    for sketch in sketches.values():
        write_period(sketch, data.period)
    return {kind: sketch.spec() for kind, sketch in sketches.items()}
