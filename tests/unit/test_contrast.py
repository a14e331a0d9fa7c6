"""What is drawn stands out: every chart of the book, from its specifications, light, dark and in grey print."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from books import ROOT
from contrast import contrast

from kunnskapsstatus.book.typst.exhibits import CHART_POINTS, TALLEST_POINTS
from kunnskapsstatus.book.typst.measures import LEAST_TYPE
from kunnskapsstatus.charts import ChartData, Datum, palette
from kunnskapsstatus.charts.draw import specs
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.forms.chart import chart_data, is_drawn
from kunnskapsstatus.forms.marks import marks_of

PAGES = {"light": "#ffffff", "dark": "#121212"}
NUMBER = re.compile(r"[\d,]+")
pages = pytest.mark.parametrize("page", PAGES)


@cache
def book_charts() -> dict[str, ChartData]:
    book, found = open_book(ROOT), {}
    for identifier, definition in book.definitions.items():
        view = view_of(book, identifier)
        if definition.form not in ("table", "map") and is_drawn(view, marks := marks_of(view)):
            found[identifier] = chart_data(view, marks)
    return found


def answers(*shares: float, scale: tuple[tuple[str, int], ...] = ()) -> ChartData:
    cells = tuple(Datum("rad", "Rad", str(n), f"Svar {n}", 2018, share) for n, share in enumerate(shares))
    return ChartData("stacked", "prosent", cells, "x", strengths=scale)


@cache
def drawn() -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Name, form and specification of all charts of the book and of some that it has not, wide and narrow."""
    made = {
        "six answers": answers(20, 20, 20, 20, 15, 5),
        "four degrees": answers(40, 30, 20, 10, scale=tuple((str(n), n + 1) for n in range(4))),
        "three degrees": answers(20, 30, 49, 1, scale=tuple((str(n), n) for n in range(4))),
    }
    everything = {**book_charts(), **made}.items()
    return tuple((name, data.form, spec) for name, data in everything for spec in specs(data).values())


def rows(spec: dict[str, Any], mark: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each row of a kind of mark, with the looks of its layer."""
    for layer in spec["layer"]:
        if layer["mark"]["type"] == mark:
            for row in spec["datasets"][layer["data"]["name"]]:
                yield row, layer["mark"]


def on(page: str, colour: str) -> str:
    return palette.ON_DARK_PAGES[colour] if page == "dark" else colour


def scale(spec: dict[str, Any]) -> float:
    """Pixels of one on the horizontal scale."""
    low, high = next(
        layer["encoding"]["x"]["scale"]["domain"]
        for layer in spec["layer"]
        if "scale" in layer["encoding"].get("x", {})
    )
    return float(spec["width"]) / (high - low)


@pages
def test_every_fill_or_its_edge_stands_out_from_the_page(page: str) -> None:
    for name, form, spec in drawn():
        for row, look in rows(spec, "rect"):
            seen = {
                on(page, look[what]) for what in ("fill", "stroke") if look.get(what, "transparent") != "transparent"
            }
            best = max(contrast(colour, PAGES[page]) for colour in seen)
            assert best >= 3 or form == "heatmap", (name, row)  # a cell of a heatmap has its number
        for row, look in rows(spec, "point"):
            if "tip" in row:
                assert contrast(on(page, look["fill"]), PAGES[page]) >= 3, (name, row)


@pages
def test_neighbours_stand_out_from_each_other_by_their_light_alone(page: str) -> None:
    """Three to one; where a scale has four degrees, which no colours can have, at least two to one with a strip of the
    page between them, from which both edges stand out."""
    strips = set()
    for name, form, spec in drawn():
        if form not in ("stacked", "diverging"):
            continue
        pixel = scale(spec)
        every = list(rows(spec, "rect"))
        for (one, a), (other, b) in combinations(every, 2):
            gap = (max(one["x"], other["x"]) - min(one["x2"], other["x2"])) * pixel
            if one["y"] != other["y"] or gap > 5:
                continue
            assert gap - 1 >= 0.9, (name, one, other)  # half a pixel of each edge is outside its fill
            between = contrast(on(page, a["fill"]), on(page, b["fill"]))
            if between < 3:
                strips.add(name)
                assert between >= 1.9, (name, one, other, between)
                assert min(contrast(on(page, look["stroke"]), PAGES[page]) for look in (a, b)) >= 3
    assert strips <= {"duration-by-children", "four degrees", "three degrees"}


@pages
def test_a_number_on_a_fill_can_be_read(page: str) -> None:
    for name, _, spec in drawn():
        boxes = list(rows(spec, "rect"))
        for text, look in rows(spec, "text"):
            for box, under in boxes:
                if under["fill"] == "transparent" or not {"x", "y"} <= text.keys():
                    continue
                if (
                    box["x"] <= text["x"] <= box["x2"]
                    and box["y"] < text["y"] < box["y2"]
                    and look["align"] == "center"
                ):
                    assert contrast(on(page, under["fill"]), on(page, look["fill"])) >= 4.5, (name, text)


def test_letters_in_charts_are_large_enough_on_paper() -> None:
    for name, data in book_charts().items():
        spec = specs(data)["wide"]
        space = spec["padding"]
        width = (spec["width"] + space["left"] + space["right"]) * 0.75  # points of a pixel
        height = (spec["height"] + space["top"] + space["bottom"]) * 0.75
        shown = min(1, CHART_POINTS / width, TALLEST_POINTS / height)
        assert palette.SMALL * 0.75 * shown >= LEAST_TYPE, name


def test_every_segment_and_every_cell_has_its_number() -> None:
    for name, form, spec in drawn():
        if form in ("stacked", "diverging", "heatmap"):
            numbers = [row for row, _ in rows(spec, "text") if NUMBER.fullmatch(row["text"])]
            segments = [row for row, look in rows(spec, "rect") if look["fill"] != "transparent"]
            assert len(numbers) == len(segments) > 0, name
