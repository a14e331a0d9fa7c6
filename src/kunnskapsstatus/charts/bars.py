"""Horizontal bars with their value, and with several groups their name, at the end."""

from __future__ import annotations

from kunnskapsstatus.charts.data import ChartData, Value, categories_of, parts_of
from kunnskapsstatus.charts.palette import AXIS, EARLIER, INK, MUTED, colour
from kunnskapsstatus.charts.rows import place_rows, write_labels, write_unit
from kunnskapsstatus.charts.sketch import Row, Sketch
from kunnskapsstatus.charts.words import text_width
from kunnskapsstatus.numbers import PERCENT


def bars(data: ChartData, values: list[Value], width: int) -> Sketch:
    """Bars in the order given. Years have one hue, the last year the strongest; groups have a colour each."""
    categories = categories_of(values)
    parts = parts_of(values)
    several = len(parts) > 1
    thick, step = (16.0, 20.0) if several else (18.0, 18.0)
    lines = place_rows(list(categories.values()), len(parts) * step - (step - thick), 14 if several else 9, width)
    low = min(0.0, *(value.number for value in values if value.number is not None))
    high = max(0.0, *(value.number for value in values if value.number is not None)) or 1.0
    ends = [f"{value.text}  {value.part_label if several else ''}".rstrip() for value in values]
    right = max(text_width(end) for end in ends) + 8
    top = 4 if data.unit == PERCENT else 24
    plot = width - lines.left - right - 2
    sketch = Sketch(plot, lines.height, lines.left, right + 2, top, 4, (low, high), (lines.height, 0))
    places = list(parts)
    rows: list[list[Row]] = [[] for _ in parts]
    labels: list[Row] = []
    for value, end in zip(values, ends, strict=True):
        part = places.index(value.part)
        y = lines.bodies[list(categories).index(value.category)] + part * step
        if value.number is not None:
            rows[part].append({"x": 0.0, "x2": value.number, "y": y, "y2": y + thick, "tip": value.tip})
        labels.append(
            {"x": max(0.0, value.number or 0.0), "y": y + thick / 2, "text": end, "missing": value.number is None}
        )
    years = several and list(parts) == sorted({str(value.datum.year) for value in values})
    fills = [EARLIER] * (len(parts) - 1) + [colour(0)] if years else [colour(index) for index in range(len(parts))]
    for index, part_rows in enumerate(rows):
        sketch.add("rect", part_rows, fill=fills[index])
    base = [{"x": 0.0, "x2": 0.0, "y": 0.0, "y2": lines.height}] if lines.left else []
    sketch.add("rule", base, stroke=AXIS, strokeWidth=1)
    for gone in (False, True):
        shown = [{key: row[key] for key in ("x", "y", "text")} for row in labels if row["missing"] is gone]
        sketch.add("text", shown, align="left", dx=6, fill=MUTED if gone else INK)
    write_labels(sketch, lines)
    if data.unit != PERCENT:
        write_unit(sketch, data.unit, -12)
    return sketch
