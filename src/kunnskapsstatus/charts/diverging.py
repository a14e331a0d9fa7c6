"""Answers around a centre line: no to its left, partly and yes to its right, do not know apart."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product

from kunnskapsstatus.charts.data import ChartData, Value, categories_of, parts_of
from kunnskapsstatus.charts.palette import AXIS, INK, MUTED, WIDE, fills
from kunnskapsstatus.charts.rows import legend, place_rows, write_labels
from kunnskapsstatus.charts.segments import BAR, Segment, draw_key, draw_segments, place_bars, segment
from kunnskapsstatus.charts.sketch import Row, Sketch
from kunnskapsstatus.charts.stacked import UNTOLD, untold
from kunnskapsstatus.numbers import PERCENT

ORDER = ("no", "partly", "yes", "unknown")
"""From left to right: "to some extent" is a yes in part, and no neutral answer."""
STRENGTHS = {"no": 0, "partly": 1, "yes": 2}
APART = 26.0


def diverging(data: ChartData, values: list[Value], width: int) -> Sketch:
    """One row an item, one scale for all segments. Answers that are missing are not drawn; the item keeps its row."""
    if data.unit != PERCENT:
        raise ValueError(f"a diverging chart shows per cent, not {data.unit}")
    values = _items(values)
    categories = categories_of(values)
    labels = parts_of(values)
    answers = [key for key in ORDER if key in labels]
    shares = {(value.category, value.part): value for value in values}

    def share(category: str, *keys: str) -> float:
        return math.fsum(shares[category, key].number or 0.0 for key in keys if (category, key) in shares)

    left = max(share(category, "no") for category in categories)
    right = max(share(category, "partly", "yes") for category in categories)
    aside = max(share(category, "unknown") for category in categories)
    room = 250 if width == WIDE else 210
    edge = place_rows(list(categories.values()), BAR, 0, width, room).left
    plot = width - edge - 4
    gap = APART if aside else 0.0
    pixel = (left + right + aside) / (plot - gap)
    start = right + gap * pixel
    segments: list[Segment] = []
    for key, category in product(answers, categories):
        value = shares.get((category, key))
        if value is not None and value.number:
            at = {"no": -value.number, "partly": 0.0, "yes": share(category, "partly"), "unknown": start}[key]
            segments.append(segment(value, at, at + value.number, data.decimals))
    lines = place_bars(list(categories.values()), segments, pixel, width, room)
    places, top = legend([labels[key] for key in answers], width - 4, edge)
    sketch = Sketch(plot, lines.height, edge, 4, top, 4, (-left, start + aside), (lines.height, 0))
    looks = fills(answers, STRENGTHS)
    draw_segments(sketch, segments, dict(zip(categories, lines.bodies, strict=True)), looks, pixel)
    draw_key(sketch, [labels[key] for key in answers], list(looks.values()), places)
    gone = set(untold(values))
    rest: list[Row] = [
        {"x": share(category, "partly", "yes"), "y": body + BAR / 2, "text": UNTOLD}
        for body, category in zip(lines.bodies, categories, strict=True)
        if category in gone
    ]
    sketch.add("text", rest, align="left", dx=6, fill=MUTED)
    centre: list[Row] = [{"x": 0.0, "x2": 0.0, "y": body - 3, "y2": body + BAR + 3} for body in lines.bodies]
    sketch.add("rule", centre, stroke=INK if lines.left else AXIS, strokeWidth=1)
    write_labels(sketch, lines)
    return sketch


def _items(values: list[Value]) -> list[Value]:
    """The rows as items with answers: where the answers are the categories, rows and columns change places."""
    items = [
        replace(value, part=value.part or value.datum.group, part_label=value.part_label or value.datum.group_label)
        for value in values
    ]
    if {value.part for value in items} <= set(ORDER):
        return items
    if {value.category for value in values} <= set(ORDER):
        return [value.turned() for value in values]
    found = ", ".join(parts_of(values))
    raise ValueError(f"a diverging chart has the answers {', '.join(ORDER)}, not {found}")
