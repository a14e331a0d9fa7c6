"""Dots on a common scale: many places with one value, or a few groups compared."""

from __future__ import annotations

from collections.abc import Sequence

from kunnskapsstatus.charts.data import ChartData, Value, categories_of, parts_of
from kunnskapsstatus.charts.palette import AXIS, INK, MUTED, SMALL, WIDE, marker
from kunnskapsstatus.charts.rows import legend, place_rows, write_labels, write_unit
from kunnskapsstatus.charts.sketch import Row, Sketch, nice_ticks, value_axis
from kunnskapsstatus.charts.words import text_width
from kunnskapsstatus.numbers import PERCENT

MANY = 30
"""More rows than this stand closer: on paper they share one page, and their letters are to be read."""


def dots(data: ChartData, values: list[Value], width: int) -> Sketch:
    """One dot and its number a row, or a dot for each group with its own shape and a line between the outermost."""
    categories = categories_of(values)
    parts = parts_of(values)
    several = len(parts) > 1
    body = 9.0 * len(parts) + 4 if several else 14.0
    gap = (8 if several else 5) - (0 if len(categories) <= MANY else 3)
    lines = place_rows(list(categories.values()), body, gap, width)
    numbers = [value.number for value in values if value.number is not None]
    right = 14.0 if several else max(text_width(value.text) for value in values) + 14
    plot = width - lines.left - right
    ticks = nice_ticks(min(numbers), max(numbers), 5 if width == WIDE else 4)
    end = ticks[-1] if several else max(numbers) or 1.0
    ticks = [tick for tick in ticks if tick <= end]
    places, room = legend(list(parts.values()), width - 4, lines.left) if several else ([], 0)
    unit = 18 if data.unit != PERCENT else 0
    axis = value_axis(ticks, "\u00a0%" if data.unit == PERCENT else "", orient="top")
    sketch = Sketch(
        plot, lines.height, lines.left, right, 24 + unit + room, 4, (ticks[0], end), (lines.height, 0), axis
    )  # fmt: skip
    rows: list[list[Row]] = [[] for _ in parts]
    labels: list[list[Row]] = [[], []]
    guides: list[Row] = []
    for place, category in enumerate(categories):
        middle = lines.bodies[place] + body / 2
        found = [value for value in values if value.category == category]
        seen = [value.number for value in found if value.number is not None]
        if seen and (several or seen[0] != 0):
            guides.append({"x": min(seen) if several else 0.0, "x2": max(seen), "y": middle})
        offsets = apart(seen, 10 * (end - ticks[0]) / plot)
        for value in found:
            if value.number is not None:
                row = {"x": value.number, "y": middle + offsets.pop(0), "tip": value.tip}
                rows[list(parts).index(value.part)].append(row)
            if not several:
                labels[value.number is None].append({"x": value.number or 0.0, "y": middle, "text": value.text})
    sketch.add("rule", guides, stroke=AXIS, strokeWidth=1)
    for index, part_rows in enumerate(rows):
        sketch.add("point", part_rows, **marker(index, 75))
    for gone, shown in enumerate(labels):
        sketch.add("text", shown, align="left", dx=9, fill=MUTED if gone else INK, fontSize=SMALL)
    for index, (x, y) in enumerate(places):
        sketch.add("point", [{"part": ""}], at_x=x + 6, at_y=y - 16 - unit, **marker(index, 90))
        sketch.add(
            "text", [{"text": list(parts.values())[index]}], at_x=x + 18, at_y=y - 16 - unit, align="left", fill=INK
        )
    write_labels(sketch, lines)
    if unit:
        write_unit(sketch, data.unit, -30)
    return sketch


def apart(numbers: Sequence[float], near: float) -> list[float]:
    """How far each dot of a row moves up or down, in pixels, so that those nearer than ``near`` are all seen."""
    order = sorted(range(len(numbers)), key=lambda index: numbers[index])
    offsets = [0.0] * len(numbers)
    cluster: list[int] = []
    for place, index in enumerate(order):
        if cluster and numbers[index] - numbers[cluster[-1]] > near:
            cluster = []
        cluster.append(index)
        if place + 1 == len(order) or numbers[order[place + 1]] - numbers[index] > near:
            for level, member in enumerate(sorted(cluster)):
                offsets[member] = (level - (len(cluster) - 1) / 2) * 9
    return offsets
