"""Values over years in a small picture: a spark with its first and last year, or a chart beside a table.

They are written as SVG here. A site has hundreds of them, and Vega takes twenty milliseconds for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from kunnskapsstatus.charts.data import ChartData, Value, read_values
from kunnskapsstatus.charts.lines import breaks_of, pieces_of, roomy
from kunnskapsstatus.charts.palette import AXIS, FONT, GRID, MUTED, SMALL, colour
from kunnskapsstatus.charts.sketch import nice_ticks, rounded
from kunnskapsstatus.charts.words import text_width, tick_text

SPARK, CHART = (176, 58), (344, 164)
"""Width and height in pixels."""
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4")
"""Lines differ by these too, and not by colour alone."""
NAME = 16
"""The least height between the names of two lines."""


@dataclass(frozen=True)
class _Plot:
    """Where years and values lie, in pixels."""

    left: float
    right: float
    top: float
    bottom: float
    years: tuple[int, int]
    values: tuple[float, float]

    def x(self, year: float) -> float:
        first, last = self.years
        return self.left + (self.right - self.left) * (year - first) / ((last - first) or 1)

    def y(self, value: float) -> float:
        low, high = self.values
        return self.bottom - (self.bottom - self.top) * (value - low) / (high - low)

    def across(self, value: float, stroke: str) -> str:
        """A line from side to side at a value."""
        return _rule(self.left, self.y(value), self.right, self.y(value), stroke)


def spark(data: ChartData) -> str:
    """One line on its zero, with its first and last year: its last value is marked, and a break is a dashed line.

    Raises ``ValueError`` when the rows are no lines over years.
    """
    traces = _traces(data)
    width, height = SPARK
    plot = _Plot(4, width - 5, 5, height - 18, *_domains(traces))
    first, until = plot.years
    below = (_text(str(first), 0, height - 7, "start"), _text(str(until), width, height - 7, "end"))
    marks = (mark for trace in traces for mark in _line(plot, trace, 0, _years(traces)))
    last = traces[0][-1]
    dot = _dot(plot, last, 0, 3.5)
    return _svg(SPARK, data.alt, (plot.across(0, AXIS), *_breaks(plot, traces), *marks, dot, *below))


def small(data: ChartData) -> str:
    """Lines with round values and years beside them, all to the same last year and each named there; the first is the
    one that the chart is about. Raises ``ValueError`` when the rows are no lines over years."""
    traces = _traces(data)
    (width, height), years = CHART, _years(traces)
    _, (low, high) = _domains(traces)
    ticks = nice_ticks(low, high, 3)
    left = max(text_width(tick_text(tick), SMALL) for tick in ticks) + 14
    right = max(text_width(trace[-1].category_label, SMALL) for trace in traces) + 14
    plot = _Plot(left, width - right, 10, height - 22, (years[0], years[-1]), (ticks[0], ticks[-1]))
    grid = [plot.across(tick, GRID) for tick in ticks]
    beside = [_text(tick_text(tick), left - 8, plot.y(tick), "end") for tick in ticks]
    shown = roomy([plot.x(year) for year in years], [text_width(str(year), SMALL) + 8 for year in years])
    below = [_text(str(years[place]), plot.x(years[place]), height - 8, "middle") for place in shown]
    lines = [part for index, trace in enumerate(traces) for part in _line(plot, trace, index, years, dots=True)]
    return _svg(
        CHART, data.alt, (*grid, *beside, *below, *_breaks(plot, traces), *reversed(lines), *_names(plot, traces))
    )


def _traces(data: ChartData) -> list[list[Value]]:
    """The known values of each line by year, the lines in their order."""
    found: dict[tuple[str, str], list[Value]] = {}
    for value in read_values(data):
        if value.number is not None:
            found.setdefault((value.category, value.part), []).append(value)
    return [sorted(trace, key=lambda value: value.year) for trace in found.values()]


def _years(traces: Sequence[Sequence[Value]]) -> list[int]:
    """The years that a line has a value for; each year, where they follow each other."""
    years = sorted({value.year for trace in traces for value in trace})
    annual = any(after - before == 1 for before, after in pairwise(years))
    return list(range(years[0], years[-1] + 1)) if annual else years


def _domains(traces: Sequence[Sequence[Value]]) -> tuple[tuple[int, int], tuple[float, float]]:
    """The years and the values that are drawn, zero always included: a small picture has no axis that tells."""
    years = _years(traces)
    numbers = [value.number or 0.0 for trace in traces for value in trace]
    return (years[0], years[-1]), (min(0.0, *numbers), max(numbers, default=0.0) or 1.0)


def _line(plot: _Plot, trace: list[Value], index: int, years: list[int], *, dots: bool = False) -> Iterator[str]:
    """A line, piece by piece: never across a break or a year that is missing. A value alone is a dot."""
    for piece in pieces_of(trace, years):
        if len(piece) > 1:
            points = " ".join(f"{rounded(plot.x(one.year))},{rounded(plot.y(one.number or 0))}" for one in piece)
            dash = f' stroke-dasharray="{DASHES[index % len(DASHES)]}"' if DASHES[index % len(DASHES)] else ""
            yield (
                f'<polyline points="{points}" fill="none" stroke="{colour(index)}" '
                f'stroke-width="{1.5 if index else 2.5}" stroke-linejoin="round"{dash}/>'
            )
        if dots or len(piece) == 1:
            yield from (_dot(plot, one, index, 2 if index else 3) for one in piece)


def _breaks(plot: _Plot, traces: Sequence[list[Value]]) -> Iterator[str]:
    for at in breaks_of(traces):
        yield _rule(plot.x(at), plot.top, plot.x(at), plot.bottom, MUTED, dash="3 3")


def _names(plot: _Plot, traces: Sequence[list[Value]]) -> Iterator[str]:
    """Each line's name beside its last value, moved apart where they would touch."""
    ends = sorted((plot.y(trace[-1].number or 0.0), index) for index, trace in enumerate(traces))
    places: list[float] = []
    for wanted, _ in ends:
        places.append(max(wanted, places[-1] + NAME if places else plot.top))
    limit = plot.bottom
    for number in reversed(range(len(places))):
        places[number] = min(places[number], limit)
        limit = places[number] - NAME
    for (wanted, index), at in zip(ends, places, strict=True):
        if abs(at - wanted) > 2:
            yield _rule(plot.right + 4, wanted, plot.right + 9, at, colour(index), dash="1 2")
        yield _text(traces[index][-1].category_label, plot.right + 11, at, "start", colour(index), bold=index == 0)


def _dot(plot: _Plot, value: Value, index: int, radius: float) -> str:
    at = f'cx="{rounded(plot.x(value.year))}" cy="{rounded(plot.y(value.number or 0))}"'
    return f'<circle {at} r="{radius}" fill="{colour(index)}"/>'


def _rule(x: float, y: float, x2: float, y2: float, stroke: str, dash: str = "") -> str:
    ends = " ".join(f'{name}="{rounded(at)}"' for name, at in (("x1", x), ("y1", y), ("x2", x2), ("y2", y2)))
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line {ends} stroke="{stroke}" stroke-width="1"{dashed}/>'


def _text(words: str, x: float, y: float, anchor: str, fill: str = MUTED, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    place = f'x="{rounded(x)}" y="{rounded(y + SMALL * 0.34)}" text-anchor="{anchor}"'
    return f'<text {place} font-family="{FONT}" font-size="{SMALL}" fill="{fill}"{weight}>{escape(words)}</text>'


def _svg(size: tuple[int, int], alternative: str, parts: Sequence[str]) -> str:
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(alternative)}" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )
