"""Rows with a label: beside their bars or dots, or above them on a phone; legend and unit above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kunnskapsstatus.charts.palette import INK, LINE, MUTED, SMALL, WIDE
from kunnskapsstatus.charts.sketch import Row, Sketch
from kunnskapsstatus.charts.words import text_width, wrap


@dataclass(frozen=True)
class LabelledRows:
    """Labelled rows from the top down: where each label's lines and each row's body stand, in pixels."""

    left: float
    labels: list[Row]
    bodies: list[float]
    height: float


def place_rows(labels: Sequence[str], body: float, gap: float, width: int, room: float = 210) -> LabelledRows:
    """Place labels left of their rows in ``room`` pixels, or above them where they are long and it is narrow."""
    beside = width == WIDE or max(text_width(label) for label in labels) <= 0.36 * width
    limit = room if beside else width - 4
    wrapped = [wrap(label, limit) for label in labels]
    left = max(text_width(line) for lines in wrapped for line in lines) + 12 if beside else 0.0
    rows: list[Row] = []
    bodies: list[float] = []
    y = 0.0
    for lines in wrapped:
        text = len(lines) * LINE
        if beside:
            height = max(text, body)
            bodies.append(y + (height - body) / 2)
            rows += [{"text": line, "y": y + (height - text) / 2 + (n + 0.5) * LINE} for n, line in enumerate(lines)]
            y += height + gap
        else:
            rows += [{"text": line, "y": y + (n + 0.5) * LINE} for n, line in enumerate(lines)]
            bodies.append(y + text + 1)
            y += text + 1 + body + gap + 2
    return LabelledRows(left, rows, bodies, y - gap)


def write_labels(sketch: Sketch, lines: LabelledRows) -> None:
    beside = lines.left > 0
    sketch.add("text", lines.labels, at_x=-10 if beside else 0, align="right" if beside else "left", fill=INK)


def write_unit(sketch: Sketch, unit: str, y: float) -> None:
    sketch.add("text", [{"text": unit}], at_x=0, at_y=y, align="left", fill=MUTED, fontSize=SMALL)


def write_period(sketch: Sketch, period: str) -> None:
    """The year that is drawn, above all else of a drawing that is done; nothing where there is none to say."""
    if period:
        place = -sketch.top - LINE / 2
        sketch.add("text", [{"text": period}], at_x=-sketch.left, at_y=place, align="left", fill=INK, fontWeight=600)
        sketch.top += LINE + 4


def legend(labels: Sequence[str], width: float, left: float) -> tuple[list[tuple[float, float]], float]:
    """Where legend items go (x, y in pixels from the plot's corner, y upwards negative) and the room they take."""
    rows: list[list[float]] = [[]]
    x = 0.0
    for label in labels:
        needed = 18 + text_width(label)
        if rows[-1] and x + needed > width:
            rows.append([])
            x = 0.0
        rows[-1].append(x)
        x += needed + 18
    height = len(rows) * 20
    places = [(at - left, -height - 6 + index * 20 + 8.0) for index, row in enumerate(rows) for at in row]
    return places, height + 10
