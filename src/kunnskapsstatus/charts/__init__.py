"""Charts: rows in, a Vega-Lite specification and two SVGs out.

Everything is laid out here, in pixels, from the widths of the letters of Source Sans Pro: the SVG looks the same on
every machine.

Each chart is drawn twice: wide for a column of text and for paper, narrow for a phone. Colours are fixed tokens
(:mod:`kunnskapsstatus.charts.palette`). Nothing is told by colour alone.

A specification is plain data; tests hold it against Altair's schema.
"""

from kunnskapsstatus.charts.data import ChartData, Datum, Form
from kunnskapsstatus.charts.draw import Chart, draw
from kunnskapsstatus.charts.own import draw_own, named, own_html
from kunnskapsstatus.charts.small import small, spark
from kunnskapsstatus.charts.svg import still

__all__ = [
    "Chart", "ChartData", "Datum", "Form", "draw", "draw_own", "named", "own_html", "small", "spark", "still",
]  # fmt: skip
