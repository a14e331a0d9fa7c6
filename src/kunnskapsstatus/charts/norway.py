"""A map of Norway with a mark for each place, and the crowded south-east once more at a larger scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kunnskapsstatus.charts.data import ChartData, Ring, Value, parts_of
from kunnskapsstatus.charts.palette import AXIS, INK, LAND, ON_DARK, SMALL, WIDE, marker
from kunnskapsstatus.charts.rows import legend
from kunnskapsstatus.charts.sketch import Row, Sketch
from kunnskapsstatus.charts.words import text_width

MERIDIAN = 15.0
CLOSE = ((8.75, 58.85), (12.35, 60.98))  # longitude and latitude of the corners of the part that is shown again
LETTER, DOT, HALO = 14.0, 5.5, 3.5
Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True)
class Window:
    """A part of the plane, in kilometres, drawn in a box, in pixels. ``box`` is left, top, right, bottom."""

    left: float
    top: float
    scale: float
    box: Box

    def __call__(self, longitude: float, latitude: float) -> Point:
        """Where a place is drawn."""
        x, y = plane(longitude, latitude)
        return self.box[0] + (x - self.left) * self.scale, self.box[1] + (self.top - y) * self.scale


def plane(longitude: float, latitude: float) -> Point:
    """Kilometres east of the meridian and north of the equator, by the transverse Mercator projection of a sphere."""
    away, up = math.radians(longitude - MERIDIAN), math.radians(latitude)
    b = math.cos(up) * math.sin(away)
    return 6371 * math.atanh(b), 6371 * math.atan2(math.tan(up), math.cos(away))


def norway(data: ChartData, values: list[Value], width: int) -> Sketch:
    """The land, a mark with its group's shape and colour at each place, and the names of places that have room."""
    if not data.outline:
        raise ValueError("a map needs the outline of the land")
    groups = parts_of(values)
    places, room = legend(list(groups.values()), 210 if width == WIDE else width - 4, 0)
    head = 0.0 if width == WIDE else room
    main, close = _windows(data.outline, width, head)
    height = max(main.box[3], close.box[3]) + 8
    sketch = Sketch(width - 4.0, height, 2, 2, 2, 2, (0, width - 4.0), (height, 0))
    _land(sketch, data.outline, main, clip=None)
    corners = [main(x, y) for x, y in product(*zip(*CLOSE, strict=True))]
    frame = _bounds(corners)
    _land(sketch, data.outline, close, clip=close.box)
    for left, top, right, bottom in (frame, close.box):
        sketch.add(
            "rect", [{"x": left, "x2": right, "y": top, "y2": bottom}], fill="transparent", stroke=AXIS, strokeWidth=1
        )
    spots: list[tuple[Value, str, Point, Window]] = []
    twice: set[Value] = set()  # their marks lead on where they are larger
    for value in values:
        place, longitude, latitude = value.datum.place, value.datum.longitude, value.datum.latitude
        if not place or longitude is None or latitude is None:
            raise ValueError(f"a map needs the place of {value.category_label}, with latitude and longitude")
        spots.append((value, place, main(longitude, latitude), main))
        again = close(longitude, latitude)
        if _inside(again, close.box):
            spots.append((value, place, again, close))
            twice.add(value)
    for index, part in enumerate(groups):
        rows: list[Row] = [
            {
                "x": at[0],
                "y": at[1],
                "tip": f"{value.category_label}, {place}",
                "link": "" if value in twice and window is main else value.datum.link,
            }
            for value, place, at, window in spots
            if value.part == part
        ]
        sketch.add("point", rows, **marker(index, 62), stroke=ON_DARK, strokeWidth=0.8)
    names = [
        (place, at, close.box if window is close else None)
        for _, place, at, window in spots
        if window is close or not _inside(at, frame)
    ]
    lines = [(y + room + 6 if width == WIDE else y + head) for _, y in places]
    taken = [(at[0] - DOT, at[1] - DOT, at[0] + DOT, at[1] + DOT) for _, _, at, _ in spots]
    key = (0.0, 0.0, 215.0, max(lines) + 12) if width == WIDE else (0.0, 0.0, 0.0, 0.0)
    orders = (
        names,
        names[::-1],
        sorted(names, key=lambda name: name[1]),
        sorted(names, key=lambda name: name[1][::-1]),
    )
    tries = [_named(order, [*taken, key], (0, head, width - 4.0, height), [close.box, frame]) for order in orders]
    best = max(tries, key=lambda texts: sum(map(len, texts.values())))
    for align, texts in best.items():
        halo = {"stroke": LAND, "strokeWidth": HALO, "strokeJoin": "round"}
        sketch.add("text", texts, align=align, fill=INK, fontSize=SMALL, **halo)
    for index, (label, (x, _), y) in enumerate(zip(groups.values(), places, lines, strict=True)):
        sketch.add("point", [{"part": ""}], at_x=x + 6, at_y=y, **marker(index, 90))
        sketch.add("text", [{"text": label}], at_x=x + 18, at_y=y, align="left", fill=INK)
    return sketch


def _windows(outline: Sequence[Ring], width: int, head: float) -> tuple[Window, Window]:
    """The whole land as wide as the drawing, and the part that is shown again in the room below its north-east."""
    points = [plane(x, y) for ring in outline for x, y in ring]
    left, low, right, top = _bounds(points)
    scale = (width - 4 - (60 if width == WIDE else 0)) / (right - left)
    main = Window(left, top, scale, (0, head, width - 4.0, head + (top - low) * scale))
    near = [plane(x, y) for x, y in product(*zip(*CLOSE, strict=True))]
    west, south, east, north = _bounds(near)
    across = (0.47 if width == WIDE else 0.55) * width
    larger = across / (east - west)
    deep = (north - south) * larger
    bottom = main.box[3] if width == WIDE else main.box[3] + 6
    return main, Window(west, north, larger, (width - 5 - across, bottom - deep - 1, width - 5.0, bottom - 1))


def _inside(point: Point, box: Box) -> bool:
    return box[0] + DOT <= point[0] <= box[2] - DOT and box[1] + DOT <= point[1] <= box[3] - DOT


def _land(sketch: Sketch, outline: Sequence[Ring], window: Window, clip: Box | None) -> None:
    """The land as one shape; outside ``clip`` it is cut off."""
    rings = []
    for ring in outline:
        drawn: list[Point] = [window(x, y) for x, y in ring]
        drawn = _cut(drawn, clip) if clip else drawn
        kept = [[x, y] for x, y in dict.fromkeys((round(x, 1), round(y, 1)) for x, y in drawn)]
        if len(kept) > 3 and _spread(drawn) > 1.5:
            rings.append([*kept, kept[0]])
    shape = {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}}
    sketch.add_shape(shape, fill=LAND, stroke=AXIS, strokeWidth=0.5)


def _bounds(points: Sequence[Point]) -> Box:
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _spread(points: Sequence[Point]) -> float:
    left, top, right, bottom = _bounds(points)
    return max(right - left, bottom - top)


def _cut(points: list[Point], box: Box) -> list[Point]:
    """A polygon cut off at the four sides of a box (Sutherland and Hodgman)."""
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        kept: list[Point] = []
        for a, b in zip(points, points[1:] + points[:1], strict=True):
            inside_a, inside_b = ((p[axis] - limit) * sign >= 0 for p in (a, b))
            if inside_a:
                kept.append(a)
            if inside_a != inside_b:
                part = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part))
        points = kept
    return points


def _named(
    names: Sequence[tuple[str, Point, Box | None]], taken: list[Box], whole: Box, boxes: list[Box]
) -> dict[str, list[Row]]:
    """Names beside their marks where they touch nothing, by how they are aligned; those without room are left out."""
    taken = list(taken)
    found: dict[str, list[Row]] = {"left": [], "right": [], "center": []}
    for name, (x, y), window in names:
        for align, at, box in _candidates(name, x, y):
            bounds = window or whole
            if box[0] < bounds[0] or box[1] < bounds[1] or box[2] > bounds[2] or box[3] > bounds[3]:
                continue
            walls = [] if window else boxes
            if any(
                _touch(box, other)
                for other in (*taken, *walls)
                if not (other[0] <= x <= other[2] and other[1] <= y <= other[3])
            ):
                continue
            taken.append(box)
            found[align].append({"x": at[0], "y": at[1], "text": name})
            break
    return found


def _candidates(name: str, x: float, y: float) -> Iterator[tuple[str, Point, Box]]:
    wide, high = text_width(name, SMALL), LETTER / 2
    for dy in (0.0, -6.0, 6.0):
        yield "left", (x + 8, y + dy), (x + 7, y + dy - high, x + 9 + wide, y + dy + high)
        yield "right", (x - 8, y + dy), (x - 9 - wide, y + dy - high, x - 7, y + dy + high)
    for dy in (-14.0, 14.0):
        yield "center", (x, y + dy), (x - wide / 2 - 1, y + dy - high, x + wide / 2 + 1, y + dy + high)


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
