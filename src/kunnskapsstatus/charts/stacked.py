"""Shares of a hundred in one bar a row: the answers to a question."""

from __future__ import annotations

import math

from kunnskapsstatus.charts.data import ChartData, Value, categories_of, parts_of
from kunnskapsstatus.charts.palette import INK, MUTED, ON_STACK, STACK, answer_colours, marker
from kunnskapsstatus.charts.rows import legend, place_rows, write_labels
from kunnskapsstatus.charts.sketch import Row, Sketch
from kunnskapsstatus.charts.words import share_text, text_width
from kunnskapsstatus.numbers import PERCENT

UNTOLD = "svar mangler"


def stacked(data: ChartData, values: list[Value], width: int) -> Sketch:
    """Answers side by side.

    Those that are missing leave no gap: the row says so at its end, unless the others are the whole.
    """
    if data.unit != PERCENT:
        raise ValueError(f"a stacked chart shows per cent, not {data.unit}")
    values = across(values)
    categories = categories_of(values)
    answers = parts_of(values)
    if len(answers) > len(STACK):
        raise ValueError(f"a stacked chart has room for {len(STACK)} answers, not {len(answers)}")
    lines = place_rows(list(categories.values()), 22, 12, width)
    plot = width - lines.left - 4
    places, top = legend(list(answers.values()), width - 4, lines.left)
    ends = {category: 0.0 for category in categories}
    rows: list[list[Row]] = [[] for _ in answers]
    labels: list[list[Row]] = [[] for _ in answers]
    totals = {
        category: math.fsum(value.number or 0 for value in values if value.category == category)
        for category in categories
    }
    high = max(100.0, *totals.values())
    for value in sorted(values, key=lambda value: list(answers).index(value.part)):
        if not value.number:
            continue
        if value.number < 0:
            raise ValueError("a stacked chart cannot show a negative value")
        index = list(answers).index(value.part)
        y = lines.bodies[list(categories).index(value.category)]
        start = ends[value.category]
        ends[value.category] = start + value.number
        rows[index].append({"x": start, "x2": start + value.number, "y": y, "y2": y + 22, "tip": value.tip})
        text = share_text(value.number, data.decimals)
        if value.number / high * plot >= text_width(text) + 5:
            labels[index].append({"x": start + value.number / 2, "y": y + 11, "text": text})
    sketch = Sketch(plot, lines.height, lines.left, 4, top, 4, (0, high), (lines.height, 0))
    for index, (answer, place) in enumerate(zip(answers.values(), answer_colours(answers), strict=True)):
        x, y = places[index]
        sketch.add("rect", inset(rows[index], high / plot), fill=STACK[place])
        sketch.add("text", labels[index], align="center", fill=ON_STACK[place])
        sketch.add("point", [{"part": ""}], at_x=x + 6, at_y=y, **{**marker(1, 150), "fill": STACK[place]})
        sketch.add("text", [{"text": answer}], at_x=x + 18, at_y=y, align="left", fill=INK)
    gone = [
        {"x": ends[key], "y": lines.bodies[list(categories).index(key)] + 11, "text": UNTOLD} for key in untold(values)
    ]
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


def inset(rows: list[Row], pixel: float) -> list[Row]:
    """Leave a pixel between neighbours, so that a border is seen and not only a change of colour."""
    return [{**row, "x2": max(row["x"] + pixel / 2, row["x2"] - pixel)} for row in rows]
