"""Shares of a hundred in one bar a row: the answers to a question."""

from __future__ import annotations

import math

from kunnskapsstatus.charts.data import ChartData, Value, categories_of, parts_of
from kunnskapsstatus.charts.palette import MUTED, fills
from kunnskapsstatus.charts.rows import legend, place_rows, write_labels
from kunnskapsstatus.charts.segments import BAR, draw_key, draw_segments, place_bars, segment
from kunnskapsstatus.charts.sketch import Row, Sketch
from kunnskapsstatus.numbers import PERCENT

UNTOLD = "svar mangler"


def stacked(data: ChartData, values: list[Value], width: int) -> Sketch:
    """Answers side by side, those of a scale from the weakest to the strongest.

    Those that are missing leave no gap: the row says so at its end, unless the others are the whole.
    """
    if data.unit != PERCENT:
        raise ValueError(f"a stacked chart shows per cent, not {data.unit}")
    values = across(values)
    categories = categories_of(values)
    labels = parts_of(values)
    degrees = dict(data.strengths)
    order = sorted(labels, key=lambda part: degrees.get(part, math.inf) if degrees.keys() & set(labels) else 0)
    answers = fills(order, degrees)
    left = place_rows(list(categories.values()), BAR, 0, width).left
    places, top = legend([labels[part] for part in order], width - 4, left)
    plot = width - left - 4
    ends = {category: 0.0 for category in categories}
    segments = []
    for value in sorted(values, key=lambda value: order.index(value.part)):
        if not value.number:
            continue
        if value.number < 0:
            raise ValueError("a stacked chart cannot show a negative value")
        start = ends[value.category]
        ends[value.category] = start + value.number
        segments.append(segment(value, start, ends[value.category], data.decimals))
    high = max(100.0, *ends.values())
    lines = place_bars(list(categories.values()), segments, high / plot, width)
    bars = dict(zip(categories, lines.bodies, strict=True))
    sketch = Sketch(plot, lines.height, left, 4, top, 4, (0, high), (lines.height, 0))
    draw_segments(sketch, segments, bars, answers, high / plot)
    draw_key(sketch, [labels[part] for part in order], list(answers.values()), places)
    gone: list[Row] = [{"x": ends[key], "y": bars[key] + BAR / 2, "text": UNTOLD} for key in untold(values)]
    sketch.add("text", gone, align="left", dx=6, fill=MUTED)
    write_labels(sketch, lines)
    return sketch


def untold(values: list[Value]) -> list[str]:
    """Categories that lack an answer which the others do not make up for: together they are well below a hundred."""
    rows: dict[str, list[float | None]] = {}
    for value in values:
        rows.setdefault(value.category, []).append(value.number)
    return [category for category, row in rows.items() if None in row and math.fsum(number or 0 for number in row) < 97]


def across(values: list[Value]) -> list[Value]:
    """The rows as shares of one whole: where only the columns add up to a hundred, rows and columns change places."""
    if _are_wholes(values, by_part=False) or not _are_wholes(values, by_part=True):
        return values
    return [value.turned() for value in values]


def _are_wholes(values: list[Value], *, by_part: bool) -> bool:
    """Whether each row (or column) without a missing answer adds up to about a hundred."""
    rows: dict[str, list[float | None]] = {}
    for value in values:
        rows.setdefault(value.part if by_part else value.category, []).append(value.number)
    sums = [math.fsum(number or 0 for number in row) for row in rows.values() if None not in row]
    return bool(sums) and all(abs(total - 100) <= 3 for total in sums)
