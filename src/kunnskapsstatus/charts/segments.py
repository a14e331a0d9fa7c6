"""Answers side by side in a bar: fills with edges, a gap between them, each with its number, in it or below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kunnskapsstatus.charts.data import Value
from kunnskapsstatus.charts.palette import INK, MUTED, SMALL, Fill, marker
from kunnskapsstatus.charts.rows import LabelledRows, place_rows
from kunnskapsstatus.charts.sketch import Row, Sketch
from kunnskapsstatus.charts.words import text_width

BAR, GAP = 22.0, 12.0
BELOW, LESS = 18.0, 6.0
"""The room below a bar for numbers that its segments are too narrow for, and the gap between rows that have it."""
APART = 1.25
"""Pixels that a segment ends before its border, on each side: a strip of the page is seen between two."""


@dataclass(frozen=True)
class Segment:
    """One answer of a bar: from where to where it goes, on the scale."""

    value: Value
    start: float
    stop: float
    text: str

    @property
    def series(self) -> str:
        """The answer's label."""
        return self.value.part_label

    def narrow(self, pixel: float) -> bool:
        """Whether its number has no room in it; ``pixel`` is the scale's part of a pixel."""
        return (self.stop - self.start) / pixel < text_width(self.text) + 7


def segment(value: Value, start: float, stop: float, decimals: int) -> Segment:
    """A segment with its number."""
    return Segment(value, start, stop, value.bare(decimals))


def place_bars(
    labels: Sequence[str], segments: Sequence[Segment], pixel: float, width: int, room: float = 210
) -> LabelledRows:
    """The rows of the bars, with room for numbers below each where any needs it."""
    below = BELOW if any(one.narrow(pixel) for one in segments) else 0.0
    lines = place_rows(labels, BAR, LESS + below if below else GAP, width, room)
    return LabelledRows(lines.left, lines.labels, lines.bodies, lines.height + below)


def draw_segments(
    sketch: Sketch, segments: Sequence[Segment], bars: Mapping[str, float], fills: Mapping[str, Fill], pixel: float
) -> None:
    """Draw them, answer by answer, each a series that can stand out; ``bars`` is the top of each category's bar, in
    pixels."""
    below: dict[str, list[tuple[Segment, float]]] = {answer: [] for answer in fills}
    for category in bars:
        small = [one for one in segments if one.value.category == category and one.narrow(pixel)]
        for one, at in zip(small, _spread(small, sketch.x, pixel), strict=True):
            below[one.value.part].append((one, at))
    for answer, fill in fills.items():
        own = [one for one in segments if one.value.part == answer]
        rects = [_rect(one, bars[one.value.category], pixel) for one in own]
        sketch.add("rect", rects, fill=fill.fill, stroke=fill.edge, strokeWidth=1)
        inside = [
            _text(one, (one.start + one.stop) / 2, bars[one.value.category] + BAR / 2)
            for one in own
            if not one.narrow(pixel)
        ]
        sketch.add("text", inside, align="center", fill=fill.text)
        leaders = [_leader(one, at, bars[one.value.category] + BAR) for one, at in below[answer]]
        texts = [_text(one, at, bars[one.value.category] + BAR + 11) for one, at in below[answer]]
        sketch.add("rule", leaders, stroke=MUTED, strokeWidth=1)
        sketch.add("text", texts, align="center", fill=INK, fontSize=SMALL)


def draw_key(
    sketch: Sketch, labels: Sequence[str], fills: Sequence[Fill], places: Sequence[tuple[float, float]]
) -> None:
    """What the fills mean."""
    for label, fill, (x, y) in zip(labels, fills, places, strict=True):
        look = {**marker(1, 150), "fill": fill.fill, "stroke": fill.edge, "strokeWidth": 1}
        sketch.add("point", [{"part": "", "series": label}], at_x=x + 6, at_y=y, **look)
        sketch.add("text", [{"text": label, "series": label}], at_x=x + 18, at_y=y, align="left", fill=INK)


def _rect(one: Segment, top: float, pixel: float) -> Row:
    inset = min(APART * pixel, (one.stop - one.start) / 3)
    x, x2 = one.start + inset, one.stop - inset
    return {"x": x, "x2": x2, "y": top + 0.5, "y2": top + BAR - 0.5, "tip": one.value.tip, "series": one.series}


def _text(one: Segment, x: float, y: float) -> Row:
    return {"x": x, "y": y, "text": one.text, "series": one.series}


def _leader(one: Segment, x: float, y: float) -> Row:
    """From a bar's end to the number below it."""
    return {"x": (one.start + one.stop) / 2, "x2": x, "y": y + 0.5, "y2": y + 4.5, "series": one.series}


def _spread(small: Sequence[Segment], scale: tuple[float, float], pixel: float) -> list[float]:
    """Where the numbers below a bar stand: under their segments, moved apart where they would touch."""
    halves = [(text_width(one.text, SMALL) / 2 + 3) * pixel for one in small]
    order = sorted(range(len(small)), key=lambda index: small[index].start)
    places = [(one.start + one.stop) / 2 for one in small]
    edge = scale[0]
    for index in order:
        places[index] = max(places[index], edge + halves[index])
        edge = places[index] + halves[index]
    edge = scale[1]
    for index in reversed(order):
        places[index] = min(places[index], edge - halves[index])
        edge = places[index] - halves[index]
    return places
