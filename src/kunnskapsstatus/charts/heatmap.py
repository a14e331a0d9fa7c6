"""A matrix of numbers: rows by columns, each cell with its number on a colour of one hue."""

from __future__ import annotations

import re
from itertools import pairwise

from kunnskapsstatus.charts.data import ChartData, Value, categories_of, parts_of
from kunnskapsstatus.charts.palette import AXIS, HEAT, INK, MUTED, ON_DARK, ON_HEAT, ON_LIGHT, SMALL, marker
from kunnskapsstatus.charts.rows import legend, place_rows, write_labels
from kunnskapsstatus.charts.sketch import Row, Sketch, nice_ticks
from kunnskapsstatus.charts.words import text_width, tick_text, wrap
from kunnskapsstatus.numbers import NBSP, PERCENT, SHORT_SYMBOLS

CELL, LEAD = 24.0, 15


def heatmap(data: ChartData, values: list[Value], width: int) -> Sketch:
    """Categories down, groups across. A missing cell has its symbol and no colour.

    Stronger is higher; the steps are the same in all charts of percentages.
    """
    categories = categories_of(values)
    parts = parts_of(values)
    lines = place_rows(list(categories.values()), CELL, 3, width)
    plot = width - lines.left - 2
    step = plot / len(parts)
    heads, upright = _heads(list(parts.values()), _bases(values, list(parts)), step - 6)
    deep = (
        max(len(head) for head in heads) * LEAD
        if upright
        else max(text_width(line, SMALL) for head in heads for line in head)
    )
    numbers = [abs(value.number) for value in values if value.number is not None]
    steps = [0.0, 20.0, 40.0, 60.0, 80.0] if data.unit == PERCENT else nice_ticks(0, max(numbers), 4)[:-1][: len(HEAT)]
    keys = [*_ranges(steps, data.unit), *_symbols(values)]
    places, room = legend(keys, width - 4, lines.left)
    sketch = Sketch(plot, lines.height, lines.left, 2, room + deep + 10, 4, (0, len(parts)), (lines.height, 0))
    cells: dict[str, list[Row]] = {}
    texts: dict[str, list[Row]] = {}
    empty: list[Row] = []
    edge = 1 / step
    for value in values:
        x, y = float(list(parts).index(value.part)), lines.bodies[list(categories).index(value.category)]
        box: Row = {"x": x + edge, "x2": x + 1 - edge, "y": y, "y2": y + CELL, "tip": value.tip}
        label: Row = {"x": x + 0.5, "y": y + CELL / 2, "text": value.datum.symbol}
        if value.number is None:
            empty.append(box)
            texts.setdefault(MUTED, []).append(label)
            continue
        shade = max(index for index, start in enumerate(steps) if start <= abs(value.number) or index == 0)
        cells.setdefault(HEAT[shade], []).append(box)
        texts.setdefault(ON_HEAT[shade], []).append({**label, "text": value.bare(data.decimals)})
    for fill in HEAT:
        sketch.add("rect", cells.get(fill, []), fill=fill)
    sketch.add("rect", empty, fill="transparent", stroke=AXIS, strokeWidth=1, strokeDash=[2, 2])
    for fill in (ON_LIGHT, ON_DARK, MUTED):
        sketch.add("text", texts.get(fill, []), align="center", fill=fill)
    places_of = [(n + 0.5, k, len(head), line) for n, head in enumerate(heads) for k, line in enumerate(head)]
    if upright:
        rows: list[Row] = [
            {"x": x, "y": -8.0 - (count - k - 0.5) * LEAD, "text": line} for x, k, count, line in places_of
        ]
        sketch.add("text", rows, align="center", fill=INK, fontSize=SMALL)
    else:
        rows = [
            {"x": x + (k - (count - 1) / 2) * LEAD / step, "y": -8.0, "text": line} for x, k, count, line in places_of
        ]
        sketch.add("text", rows, angle=270, align="left", fill=INK, fontSize=SMALL)
    for index, (text, (x, y)) in enumerate(zip(keys, places, strict=True)):
        colour = {"fill": HEAT[index]} if index < len(steps) else {"fill": ON_DARK, "fillOpacity": 0}
        mark = {**marker(1, 150), **colour, "stroke": AXIS, "strokeWidth": 1}
        sketch.add("point", [{"part": ""}], at_x=x + 6, at_y=y - deep - 8, **mark)
        sketch.add("text", [{"text": text}], at_x=x + 18, at_y=y - deep - 8, align="left", fill=INK, fontSize=SMALL)
    write_labels(sketch, lines)
    return sketch


def _bases(values: list[Value], parts: list[str]) -> list[str]:
    """``n = 720`` for each column that has one number of answers."""
    found: dict[str, set[float]] = {}
    for value in values:
        if value.datum.base is not None:
            found.setdefault(value.datum.group, set()).add(value.datum.base)
    alone = {group: bases.pop() for group, bases in found.items() if len(bases) == 1}
    return [f"n{NBSP}={NBSP}{tick_text(alone[part])}" if part in alone else "" for part in parts]


def _heads(labels: list[str], bases: list[str], step: float) -> tuple[list[list[str]], bool]:
    """The columns' heads in lines, and whether they stand upright.

    Where a word is too wide, first its abbreviation is used, then the heads are turned.
    """
    tails = [[base] if base else [] for base in bases]
    for names in (labels, [re.sub(r".*\((\w+)\)$", r"\1", label) for label in labels]):
        heads = [[*wrap(name, step, SMALL), *tail] for name, tail in zip(names, tails, strict=True)]
        if all(text_width(line, SMALL) <= step for head in heads for line in head) and max(map(len, heads)) <= 6:
            return heads, True
    return [[*wrap(label, 118, SMALL), *tail] for label, tail in zip(labels, tails, strict=True)], False


def _ranges(steps: list[float], unit: str) -> list[str]:
    suffix = f"{NBSP}%" if unit == PERCENT else f" {unit}"
    between = [f"{tick_text(low)}\u2013{tick_text(high)}" for low, high in pairwise(steps[1:])]
    return (
        [f"under {tick_text(steps[1])}", *between, f"fra {tick_text(steps[-1])}{suffix}"]
        if len(steps) > 1
        else [f"fra 0{suffix}"]
    )


def _symbols(values: list[Value]) -> list[str]:
    """What the symbols of missing cells mean, for the legend."""
    found = dict.fromkeys(value.datum.symbol for value in values if value.number is None)
    return [f"{symbol} {SHORT_SYMBOLS[symbol]}" if symbol in SHORT_SYMBOLS else "ikke oppgitt" for symbol in found]
