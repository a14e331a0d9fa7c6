"""Values over years.

A line never crosses a break in its series, nor a year that is missing: in a yearly series each year is expected.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kunnskapsstatus.charts.data import ChartData, Datum, Value
from kunnskapsstatus.charts.palette import AXIS, INK, MUTED, SIZE, SMALL, WIDE, colour, marker
from kunnskapsstatus.charts.rows import write_unit
from kunnskapsstatus.charts.sketch import Sketch, nice_ticks, value_axis
from kunnskapsstatus.charts.words import text_width, tick_text, wrap
from kunnskapsstatus.numbers import PERCENT

BREAK = "brudd i serien"


def lines(data: ChartData, values: list[Value], width: int) -> Sketch:
    """A line for each category and group, named at its end; a line alone has its numbers at its points."""
    several = len({value.category for value in values}) > 1
    traces: dict[tuple[str, str], list[Value]] = {}
    for value in values:
        traces.setdefault((value.category, value.part), []).append(value)
    traces = {key: sorted(trace, key=lambda value: value.year) for key, trace in traces.items()}
    years = sorted({value.year for value in values if value.number is not None})
    numbers = [value.number for value in values if value.number is not None]
    ticks = nice_ticks(min(numbers), max(numbers), 5)
    suffix = "\u00a0%" if data.unit == PERCENT else ""
    left = max(text_width(tick_text(tick) + suffix, SMALL) for tick in ticks) + 8
    alone = len(traces) == 1
    limit = 150 if width == WIDE else 84
    ends: list[tuple[int, Value, list[str]]] = []
    names = [
        " ".join(bit for bit in (trace[0].category_label if several else "", trace[0].part_label) if bit)
        for trace in traces.values()
    ]
    for index, trace in enumerate(traces.values()):
        last = next((value for value in reversed(trace) if value.number is not None), None)
        if last is not None and not alone:
            ends.append((index, last, wrap(f"{names[index]} {last.text}", limit)))
    right = max((text_width(line) for _, _, lines in ends for line in lines), default=8.0) + (20 if ends else 8)
    breaks = breaks_of(traces.values())
    height = max(260.0 if width == WIDE else 220.0, math.fsum(len(lines) * 15 + 4 for _, _, lines in ends))
    unit = 20 if data.unit != PERCENT else 0
    plot = width - left - right
    margin = (years[-1] - years[0] or 1) * (22 if alone else 12) / plot
    domain = (years[0] - margin, years[-1] + margin)
    pixel = plot / (domain[1] - domain[0])
    shown = roomy([(year - domain[0]) * pixel for year in years], [text_width(str(year), SMALL) + 6 for year in years])
    wide = text_width(BREAK, SMALL) + 8
    at_edge = [(domain[1] - at) * pixel < 50 for at in breaks]
    levels = stagger(
        [(at - domain[0]) * pixel - edge * wide / 2 for at, edge in zip(breaks, at_edge, strict=True)], wide
    )
    above_plot = 2 + 14 * (max(levels) + 1) if breaks else 8 if alone else 0
    sketch = Sketch(
        plot, height, left, right, 10 + unit + above_plot, 26, domain, (ticks[0], ticks[-1]),
        {"values": [years[index] for index in shown], "format": "d", "grid": False},
        value_axis(ticks, suffix),
    )  # fmt: skip
    sketch.add("rule", [{"y": 0.0}], stroke=AXIS, strokeWidth=1)
    for at, level, edge in zip(breaks, levels, at_edge, strict=True):
        sketch.add("rule", [{"x": at}], stroke=MUTED, strokeWidth=1, strokeDash=[3, 3])
        align = "right" if edge else "center"
        sketch.add("text", [{"x": at, "text": BREAK}], at_y=-9 - 14 * level, align=align, fill=MUTED, fontSize=SMALL)
    annual = any(after - before == 1 for before, after in pairwise(years))
    expected = list(range(years[0], years[-1] + 1)) if annual else years
    tips = together(values)
    for index, trace in enumerate(traces.values()):
        pieces, own = pieces_of(trace, expected), {} if alone else {"series": names[index]}
        path = [
            {"x": value.year, "y": value.number, "part": number, **own}
            for number, piece in enumerate(pieces)
            for value in piece
        ]
        sketch.add("line", path, stroke=colour(index), strokeWidth=2)
        points = [
            {"x": value.year, "y": value.number, "tip": tips[value.datum], **own} for piece in pieces for value in piece
        ]
        sketch.add("point", points, **marker(index, 70))
        if alone:
            told = [value for piece in pieces for value in piece]
            widths = [text_width(value.text, SMALL) + 4 for value in told]
            room = roomy([(value.year - domain[0]) * pixel for value in told], widths)
            low = under(pieces, pixel, height / (ticks[-1] - ticks[0]))
            for dy, wanted in ((-13, False), (14, True)):
                labels = [
                    {"x": told[index].year, "y": told[index].number, "text": told[index].text}
                    for index in room
                    if (told[index].year in low) is wanted
                ]
                sketch.add("text", labels, dy=dy, align="center", fill=INK, fontSize=SMALL)
    write_end_labels(sketch, ends, names)
    if unit:
        write_unit(sketch, data.unit, -9 - (above_plot or 6))
    return sketch


def pieces_of(trace: list[Value], years: list[int]) -> list[list[Value]]:
    """Cut a trace where the series changes and where an expected year is missing."""
    pieces: list[list[Value]] = []
    previous: Value | None = None
    for value in trace:
        if value.number is None:
            continue
        broken = previous is None or previous.datum.series != value.datum.series
        if previous is not None and not broken:
            broken = any(previous.year < year < value.year for year in years)
        if broken:
            pieces.append([])
        pieces[-1].append(value)
        previous = value
    return pieces


def under(pieces: list[list[Value]], across: float, up: float) -> set[int]:
    """The years whose number stands under its point: above, a line that rises steeply from there would run through it.

    ``across`` and ``up`` are the pixels of a year and of 1. Where another line falls as steeply, or the axis is near,
    above is no worse.
    """
    found = set()
    for piece in pieces:
        for index, value in enumerate(piece):
            at = value.number or 0.0
            reach = text_width(value.text, SMALL) / 2
            rises = [
                ((near.number or 0.0) - at) * up / (abs(near.year - value.year) * across) * reach
                for near in (*piece[max(index - 1, 0) : index], *piece[index + 1 : index + 2])
            ]
            if max(rises, default=0.0) > 7 and min(rises) > -7 and at * up > 28:
                found.add(value.year)
    return found


def together(values: Iterable[Value]) -> dict[Datum, str]:
    """What is said of each point: also of those that lie under it, since a pointer meets the uppermost alone."""
    found: dict[tuple[int, float | None], list[str]] = {}
    for value in values:
        found.setdefault((value.year, value.number), []).append(value.tip)
    return {value.datum: "; ".join(found[value.year, value.number]) for value in values}


def breaks_of(traces: Iterable[list[Value]]) -> list[float]:
    """Where the series break: as few places as there can be, each in the middle of the gaps that it stands for.

    A gap is between the last year of one series and the first of the next. Gaps that overlap are one break.
    """
    gaps = set()
    for trace in traces:
        seen = [value for value in trace if value.number is not None]
        gaps |= {(a.year, b.year) for a, b in pairwise(seen) if a.datum.series != b.datum.series}
    found: list[tuple[int, int]] = []
    for start, end in sorted(gaps, key=lambda gap: gap[1]):
        if found and start < found[-1][1]:
            found[-1] = (max(start, found[-1][0]), found[-1][1])
        else:
            found.append((start, end))
    return [(start + end) / 2 for start, end in found]


def roomy(places: Sequence[float], widths: Sequence[float]) -> list[int]:
    """Which of the centred texts have room: the last, the first, and from the right those that touch neither.

    Places rise.
    """

    def clear(a: int, b: int) -> bool:
        return abs(places[a] - places[b]) >= (widths[a] + widths[b]) / 2

    kept: list[int] = []
    for index in reversed(range(len(places))):
        if all(clear(index, other) for other in kept[-1:]) and (index == 0 or not kept or clear(index, 0)):
            kept.append(index)
    return kept[::-1]


def stagger(places: Sequence[float], width: float) -> list[int]:
    """A level for each of the centred texts of equal width: the lowest where it does not touch one before it."""
    levels: list[int] = []
    for index, place in enumerate(places):
        near = {levels[before] for before in range(index) if place - places[before] < width}
        levels.append(next(level for level in range(len(places)) if level not in near))
    return levels


def write_end_labels(sketch: Sketch, ends: list[tuple[int, Value, list[str]]], names: Sequence[str]) -> None:
    """Write each line's name and last value at its end, moved apart where they would touch, with a leader back."""
    low, high = sketch.y
    to_pixel = sketch.height / (high - low)
    wanted = sorted(((high - (value.number or 0)) * to_pixel, index, value, lines) for index, value, lines in ends)
    tops: list[float] = []
    for middle, _, _, lines in wanted:
        tops.append(max(middle - len(lines) * 7.5, tops[-1] + len(wanted[len(tops) - 1][3]) * 15 + 4 if tops else 0.0))
    limit = sketch.height + 8
    for place in range(len(tops) - 1, -1, -1):
        tops[place] = min(tops[place], limit - len(wanted[place][3]) * 15)
        limit = tops[place] - 4
    for top, (middle, index, value, lines) in zip(tops, wanted, strict=True):
        centre = top + len(lines) * 7.5
        x_pixel = sketch.width / (sketch.x[1] - sketch.x[0])
        start, stop = value.year + 7 / x_pixel, sketch.x[1] + 6 / x_pixel
        leader = [{"x": start, "y": value.number, "x2": stop, "y2": high - centre / to_pixel, "series": names[index]}]
        if abs(centre - middle) > 3 or stop - start > 24 / x_pixel:
            sketch.add("rule", leader, stroke=colour(index), strokeWidth=1, strokeDash=[1, 2])
        for number, line in enumerate(lines):
            y = top + (number + 0.5) * 15
            look = {"align": "left", "fill": colour(index), "fontSize": SIZE}
            sketch.add("text", [{"text": line, "series": names[index]}], at_x=sketch.width + 10, at_y=y, **look)
