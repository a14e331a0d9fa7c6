"""Answers around a centre line: no to its left, partly and yes to its right, do not know apart."""

from __future__ import annotations

import math
from dataclasses import replace

from kunnskapsstatus.charts.data import ChartData, Value, categories_of, parts_of
from kunnskapsstatus.charts.palette import ANSWERS, AXIS, INK, MUTED, ON_STACK, STACK, WIDE, marker
from kunnskapsstatus.charts.rows import legend, place_rows, write_labels
from kunnskapsstatus.charts.sketch import Row, Sketch
from kunnskapsstatus.charts.stacked import UNTOLD, inset, untold
from kunnskapsstatus.charts.words import share_text, text_width
from kunnskapsstatus.numbers import PERCENT

ORDER = ("no", "partly", "yes", "unknown")
"""From left to right: "to some extent" is a yes in part, and no neutral answer."""

BAR, APART = 22.0, 26.0


def diverging(data: ChartData, values: list[Value], width: int) -> Sketch:
    """One row an item, one scale for all segments. Answers that are missing are not drawn; the item keeps its row."""
    if data.unit != PERCENT:
        raise ValueError(f"a diverging chart shows per cent, not {data.unit}")
    values = _items(values)
    categories = categories_of(values)
    labels = parts_of(values)
    answers = [key for key in ORDER if key in labels]
    lines = place_rows(list(categories.values()), BAR, 12, width, 250 if width == WIDE else 210)
    shares = {(value.category, value.part): value for value in values}

    def share(category: str, *keys: str) -> float:
        return math.fsum(shares[category, key].number or 0.0 for key in keys if (category, key) in shares)

    left = max(share(category, "no") for category in categories)
    right = max(share(category, "partly", "yes") for category in categories)
    aside = max(share(category, "unknown") for category in categories)
    room = text_width("00,0") + 8 if aside else 4.0
    plot = width - lines.left - room
    gap = APART if aside else 0.0
    pixel = (left + right + aside) / (plot - gap)
    start = right + gap * pixel
    places, top = legend([labels[key] for key in answers], width - 4, lines.left)
    sketch = Sketch(plot, lines.height, lines.left, room, top, 4, (-left, start + aside), (lines.height, 0))
    for key, (x, y) in zip(answers, places, strict=True):
        rows: list[Row] = []
        inside: list[Row] = []
        beside: list[Row] = []
        for body, category in zip(lines.bodies, categories, strict=True):
            value = shares.get((category, key))
            if value is None or not value.number:
                continue
            at = {"no": -value.number, "partly": 0.0, "yes": share(category, "partly"), "unknown": start}[key]
            rows.append({"x": at, "x2": at + value.number, "y": body, "y2": body + BAR, "tip": value.tip})
            text = share_text(value.number, data.decimals)
            if value.number / pixel >= text_width(text) + 5:
                inside.append({"x": at + value.number / 2, "y": body + BAR / 2, "text": text})
            elif key == "unknown":
                beside.append({"x": at + value.number, "y": body + BAR / 2, "text": text})
        place = ANSWERS[key]
        sketch.add("rect", inset(rows, pixel), fill=STACK[place])
        sketch.add("text", inside, align="center", fill=ON_STACK[place])
        sketch.add("text", beside, align="left", dx=4, fill=INK)
        sketch.add("point", [{"part": ""}], at_x=x + 6, at_y=y, **{**marker(1, 150), "fill": STACK[place]})
        sketch.add("text", [{"text": labels[key]}], at_x=x + 18, at_y=y, align="left", fill=INK)
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
