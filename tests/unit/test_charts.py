"""Charts: what is drawn, what is never drawn, and that the same exhibit gives the same bytes."""

import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest
import vl_convert
from altair.vegalite.v6.schema import SCHEMA_URL
from contrast import contrast, luminance
from pytest import approx

from kunnskapsstatus import charts
from kunnskapsstatus.book import colours
from kunnskapsstatus.book.typst import form as form_of_paper
from kunnskapsstatus.charts import ChartData, Datum, palette, still, words
from kunnskapsstatus.charts.norway import plane
from kunnskapsstatus.letters import text_em

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
draw = cache(charts.draw)


def rows(*given: tuple[str, str, int | None, float | None, str]) -> tuple[Datum, ...]:
    """Rows of category, group, year, value and series; labels are the keys with a capital."""
    return tuple(Datum(c, c.capitalize(), g, g.capitalize(), y, v, s) for c, g, y, v, s in given)


def changed(data: ChartData, **columns: Sequence[Any]) -> ChartData:
    """The same chart with other content in these columns."""
    new = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return replace(data, rows=tuple(replace(row, **values) for row, values in zip(data.rows, new, strict=True)))


BARS = ChartData(
    "bars",
    "prosent",
    rows(
        ("trusler", "", 2018, 65, ""),
        ("psykisk", "", 2018, 86, ""),
        ("tvang", "", 2018, None, ""),
        ("annet", "", 2018, 0, ""),
    ),
    'Stolpediagram: "psykisk" er 86 prosent <størst>',
)
LINES = ChartData(
    "lines",
    "opphold",
    rows(*[(c, "", y, v + y - 2015, "gammel" if y < 2021 else "ny") for c, v in (("kvinner", 1800), ("menn", 120))
           for y in (2018, 2019, 2020, 2021, 2022)]),
    "Linjediagram",
)  # fmt: skip
DOTS = ChartData(
    "dots",
    "prosent",
    rows(*[(c, g, 2018, v, "") for c, v in (("a", 10), ("b", 40)) for g in ("små", "store")]),
    "Prikkdiagram",
)
STACKED = ChartData(
    "stacked",
    "prosent",
    rows(*[("rutiner", g, 2018, v, "") for g, v in (("ja", 80), ("nei", 15), ("vet ikke", 5))]),
    "Stablet stolpediagram",
)
HEATMAP = changed(
    ChartData(
        "heatmap",
        "prosent",
        rows(*[(c, g, 2018, v, "") for c, row in (("samtale", (99, 86, None)), ("plan", (20.5, 0, 45)))
               for g, v in zip(("små", "store", "alle"), row, strict=True)]),
        "Varmekart",
    ),
    symbol=["", "", ":", "", "", ""],
    base=[58, 120, 178] * 2,
)  # fmt: skip
LONG = "Ledelsen har engasjert seg aktivt i å løse hindringer for å gjennomføre krisesenterloven i kommunen"
ANSWERS = ("yes", "partly", "no", "unknown")
DIVERGING = changed(
    ChartData(
        "diverging",
        "prosent",
        rows(*[(c, g, 2018, v, "")
               for c, row in (("a", (75, 16, 7, 2)), ("b", (20.5, 79.5, None, None)), ("c", (None, 20, 10, 5)))
               for g, v in zip(ANSWERS, row, strict=True)]),
        "Svar om en midtlinje",
    ),
    category_label=[LONG] * 4 + ["B"] * 4 + ["C"] * 4,
)  # fmt: skip
TOWNS = (("Oslo", 59.91, 10.75), ("Lillestrøm", 59.96, 11.05), ("Bergen", 60.39, 5.32), ("Vardø", 70.37, 31.11))
MAP = ChartData(
    "map",
    "antall",
    tuple(
        Datum(name.lower(), name, g, g.capitalize(), 2018, 1.0, place=name, latitude=up, longitude=along)
        for (name, up, along), g in zip(TOWNS, ("øst", "øst", "vest", "nord"), strict=True)
    ),
    "Kart",
    outline=(((5, 58), (12, 59), (12, 64), (31, 69.5), (31, 71), (18, 70), (5, 62)),),
)
SLY = changed(BARS, category_label=["</script>", "x", "Far & <mor>", 'id="x"'])
ALL = {
    "bars": BARS,
    "lines": LINES,
    "dots": DOTS,
    "stacked": STACKED,
    "heatmap": HEATMAP,
    "diverging": DIVERGING,
    "map": MAP,
}
every_form = pytest.mark.parametrize("data", ALL.values(), ids=ALL.keys())


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def paths(svg: str, attribute: str, colour: str) -> list[str]:
    return [
        element.get("d", "")
        for element in ElementTree.fromstring(svg).iter(f"{SVG}path")
        if element.get(attribute) == colour
    ]


Box = tuple[float, float, float, float]


def boxes(svg: str) -> dict[str, list[Box]]:
    """Where each text stands: left, top, right and bottom of its small letters, in pixels of the picture."""
    found: dict[str, list[Box]] = {}
    for element, x, y in places(ElementTree.fromstring(svg), 0.0, 0.0):
        size = float(element.get("font-size", "0px").removesuffix("px"))
        wide = text_em(element.text or "") * size
        before, after = {"start": (0.0, wide), "middle": (wide / 2, wide / 2), "end": (wide, 0.0)}[
            element.get("text-anchor", "start")
        ]
        turned = "rotate" in element.get("transform", "")
        box = (x - size / 2, y - after, x, y + before) if turned else (x - before, y - size / 2, x + after, y)
        found.setdefault(element.text or "", []).append(box)
    return found


def places(element: ElementTree.Element, x: float, y: float) -> Iterator[tuple[ElementTree.Element, float, float]]:
    moved = re.match(r"translate\(([-\d.]+),([-\d.]+)\)", element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if element.tag == f"{SVG}text":
        yield element, x, y
    for child in element:
        yield from places(child, x, y)


def touching(svg: str) -> list[tuple[str, str]]:
    """The pairs of texts that stand on each other."""
    every = [(text, box) for text, found in boxes(svg).items() for box in found]
    return [
        (one, other)
        for (one, a), (other, b) in combinations(every, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def outside(svg: str) -> list[str]:
    """The texts that are cut off at an edge of the picture."""
    left, top, width, height = map(float, ElementTree.fromstring(svg).get("viewBox", "").split())
    return [
        text
        for text, found in boxes(svg).items()
        for box in found
        if box[0] < left or box[1] < top or box[2] > left + width or box[3] > top + height
    ]


def pictures(data: ChartData) -> tuple[str, str]:
    chart = draw(data)
    return chart.svg, still(chart.narrow)


def drawn(data: ChartData, mark: str) -> list[dict[str, float]]:
    """The rows behind one kind of mark, from the specification."""
    spec = json.loads(draw(data).spec)
    layers = [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]
    return [row for layer in layers for row in spec["datasets"][layer["data"]["name"]]]


@every_form
def test_an_svg_has_an_accessible_name_and_nothing_from_outside(data: ChartData) -> None:
    for svg in pictures(data):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == data.alt
        assert [element.get("role") for element in root.iter()].count("img") == 1
        assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}
        assert "<script" not in svg and "<image" not in svg and "<style" not in svg


@every_form
def test_altair_finds_the_specification_valid(data: ChartData) -> None:
    spec = json.loads(draw(data).spec)
    assert spec["config"].pop("background") is None  # Vega's word for no background at all; the schema has only colours
    alt.LayerChart.validate(spec)
    assert spec["$schema"] == SCHEMA_URL


@every_form
def test_values_are_named_as_altair_names_them(data: ChartData) -> None:
    for name, values in json.loads(draw(data).spec)["datasets"].items():
        assert set(alt.Chart(alt.InlineData(values=values)).mark_point().to_dict()["datasets"]) == {name}


@pytest.mark.parametrize("data", [*ALL.values(), SLY], ids=[*ALL, "sly"])
def test_the_picture_is_what_vega_draws_of_the_specification(data: ChartData) -> None:
    def parts(svg: str) -> list[tuple[str, str | None, dict[str, str]]]:
        return [
            (
                element.tag,
                element.text,
                {k: v for k, v in element.items() if not re.search("role|aria|id|clip|paint", k)},
            )
            for element in list(ElementTree.fromstring(svg).iter())[1:]
        ]

    def short(number: re.Match[str]) -> str:
        return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")

    drawn_by_vega = re.sub(r"-?\d+\.\d{3,}(e-\d+)?", short, vl_convert.vegalite_to_svg(draw(data).spec))
    assert parts(draw(data).svg) == parts(drawn_by_vega)


@every_form
def test_texts_never_stand_on_each_other_nor_outside_the_picture(data: ChartData) -> None:
    for svg in pictures(data):
        assert touching(svg) == []
        assert outside(svg) == []


@every_form
def test_the_narrow_drawing_fits_a_phone_and_its_letters_stay_readable(data: ChartData) -> None:
    svg = draw(data).narrow
    assert float(ElementTree.fromstring(svg).get("width", "")) == palette.NARROW
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)) >= 13


@every_form
def test_only_known_colours_are_used_so_that_the_dark_page_can_change_each_of_them(data: ChartData) -> None:
    chart = draw(data)
    used = set(re.findall(r'(?:fill|stroke)="(#\w+)"', chart.wide + chart.narrow))
    assert used <= set(palette.COLOURS)


@every_form
def test_the_specification_is_json_with_sorted_keys_and_norwegian_numbers(data: ChartData) -> None:
    spec = json.loads(draw(data).spec)
    assert list(spec) == sorted(spec)
    assert spec["config"]["locale"]["number"] == words.LOCALE
    assert "usermeta" not in spec


def test_a_missing_value_is_said_and_not_drawn_as_zero() -> None:
    svg = draw(BARS).svg
    assert len(paths(svg, "fill", palette.SERIES[0])) == 3
    assert "mangler" in texts(svg) and "0\u00a0%" in texts(svg)


def test_why_a_value_is_missing_is_said_in_words() -> None:
    assert "vises ikke" in texts(draw(changed(BARS, symbol=["", "", ":", ""])).svg)


def test_categories_stand_in_the_order_given_or_by_value() -> None:
    def names(data: ChartData) -> list[str]:
        return [text for text in texts(draw(data).svg) if text.isalpha() and text != "mangler"]

    assert names(BARS) == ["Trusler", "Psykisk", "Tvang", "Annet"]
    assert names(replace(BARS, order="value")) == ["Psykisk", "Trusler", "Annet", "Tvang"]


def test_a_line_is_never_drawn_across_a_break_and_the_break_is_marked() -> None:
    svg = draw(LINES).svg
    assert len(paths(svg, "stroke", palette.SERIES[0])) == 2
    assert texts(svg).count("brudd i serien") == 1


def test_a_line_is_not_drawn_over_a_missing_year() -> None:
    old = tuple(
        replace(row, value=None) if (row.category, row.year) == ("menn", 2019) else row
        for row in LINES.rows
        if row.series == "gammel"
    )
    svg = draw(replace(LINES, rows=old)).svg
    assert "brudd i serien" not in texts(svg)
    assert [path.count("L") for path in paths(svg, "stroke", palette.SERIES[0])] == [2]
    assert [path.count("L") for path in paths(svg, "stroke", palette.SERIES[1])] == [0, 0]


def test_a_break_that_all_lines_share_is_marked_once_and_others_each_for_themselves() -> None:
    def series(category: str, year: int) -> str:
        return "1" if year < 2014 else "2" if year < (2018 if category == "menn" else 2020) else "3"

    broken = rows(
        *[(c, "", y, v, series(c, y)) for c, v in (("kvinner", 1800), ("menn", 120)) for y in range(2010, 2024)]
    )
    for svg in pictures(replace(LINES, rows=broken)):
        assert texts(svg).count("brudd i serien") == 3
        assert [len(paths(svg, "stroke", colour)) for colour in palette.SERIES[:2]] == [3, 3]
        assert touching(svg) == []


def test_a_line_alone_has_its_numbers_at_its_points() -> None:
    alone = replace(LINES, rows=tuple(row for row in LINES.rows if row.category == "menn"))
    assert {"123", "124", "125", "126", "127"} <= set(texts(draw(alone).svg))


def test_lines_are_named_at_their_ends_with_the_last_value() -> None:
    assert {"Kvinner 1\u00a0807", "Menn 127"} <= set(texts(draw(LINES).svg))


def test_groups_differ_in_shape_and_not_only_in_colour() -> None:
    svg = draw(DOTS).svg
    shapes = {
        colour: {re.sub(r"[\d.,-]+", "", path) for path in paths(svg, "fill", colour)} for colour in palette.SERIES[:2]
    }
    assert shapes[palette.SERIES[0]].isdisjoint(shapes[palette.SERIES[1]])


def test_dots_with_the_same_value_do_not_hide_each_other() -> None:
    places = [(row["x"], row["y"]) for row in drawn(DOTS, "point") if "tip" in row]
    assert len(places) == len(set(places)) == 4


def test_stacked_shares_follow_each_other_and_carry_their_number() -> None:
    chart = draw(STACKED)
    assert [row["x"] for row in drawn(STACKED, "rect")] == approx([0, 80, 95], abs=0.5)
    assert {"80", "15", "5", "Ja", "Nei", "Vet ikke"} <= set(texts(chart.svg))


def test_a_missing_answer_takes_no_other_answer_with_it() -> None:
    gone = changed(STACKED, value=[None, 15, 5]).rows
    other = changed(STACKED, category="bbb", category_label="BBB").rows
    shown = texts(draw(replace(STACKED, rows=gone + other)).svg)
    assert shown.count("svar mangler") == 1 and shown.count("15") == 2


def test_an_empty_answer_that_the_others_make_up_for_is_not_called_missing() -> None:
    assert "svar mangler" not in texts(draw(changed(STACKED, value=[85, 15, None])).svg)


def test_a_printed_half_is_not_rounded_again() -> None:
    shown = texts(draw(changed(STACKED, value=[79.5, 18.2, 2.3])).svg)
    assert "79,5" in shown and "80" not in shown and "18" in shown


def test_shares_down_the_columns_are_stacked_by_column() -> None:
    down = rows(
        *[
            (c, g, 2018, v, "")
            for c, g, v in (("kort", "nei", 60), ("lang", "nei", 40), ("kort", "ja", 30), ("lang", "ja", 70))
        ]
    )
    chart = replace(STACKED, rows=down)
    assert [row["x"] for row in drawn(chart, "rect")] == approx([0, 0, 60, 30], abs=0.5)
    assert all(row["x2"] > row["x"] for row in drawn(chart, "rect"))
    assert {"Nei", "Ja", "Kort", "Lang"} <= set(texts(draw(chart).svg))
    assert boxes(draw(chart).svg)["Kort"][0][1] < min(boxes(draw(chart).svg)[name][0][1] for name in ("Nei", "Ja"))


def test_a_heatmap_has_a_number_in_each_cell_and_the_symbol_where_there_is_none() -> None:
    chart = draw(HEATMAP)
    for svg in (chart.svg, chart.narrow):
        shown = texts(svg)
        assert {"99", "86", "20,5", "0", "45", ":", ": vises ikke"} <= set(shown)
        assert {"n\u00a0=\u00a058", "n\u00a0=\u00a0120", "n\u00a0=\u00a0178"} <= set(shown)
    assert len([row for row in drawn(HEATMAP, "rect") if "tip" in row]) == 6


@pytest.mark.parametrize("data", [BARS, DOTS, STACKED, HEATMAP, DIVERGING, LINES], ids=lambda data: data.form)
def test_a_hedge_of_the_source_stands_before_the_number(data: ChartData) -> None:
    hedged = changed(data, qualifier=["over"] * len(data.rows))
    assert data is DOTS or "over\u00a0" in " ".join(texts(draw(hedged).svg))  # dots of several have no numbers
    assert not outside(draw(hedged).svg)
    tips: list[Any] = [row["tip"] for kind in ("rect", "symbol") for row in drawn(hedged, kind) if "tip" in row]
    assert all(": over\u00a0" in str(tip) for tip in tips if "vises" not in str(tip) and "mangler" not in str(tip))


def test_a_heatmap_is_darker_where_the_number_is_higher_also_in_grey() -> None:
    shades = [luminance(colour) for colour in palette.HEAT]
    assert shades == sorted(shades, reverse=True)
    assert all(high / low > 1.25 for high, low in pairwise([shade + 0.05 for shade in shades]))


def test_heads_that_are_too_wide_are_shortened_or_turned() -> None:
    def heads(*names: str) -> ChartData:
        cells = tuple(Datum(c, c, name, name, 2018, 50) for c in ("rad 1", "rad 2") for name in names)
        return replace(HEATMAP, rows=cells)

    short = heads("Interkommunalt selskap (IKS)", *"abcde")
    assert "IKS" in texts(draw(short).narrow) and "rotate" not in draw(short).narrow
    assert "IKS" not in texts(draw(short).svg)
    long = heads("Interkommunalt samarbeid", *"abcde")
    assert draw(long).narrow.count("rotate(270)") == 7  # two lines, and one for each of the others
    for data in (short, long):
        assert [touching(svg) + outside(svg) for svg in pictures(data)] == [[], []]


def test_no_stands_left_of_the_centre_yes_and_partly_right_and_unknown_apart() -> None:
    spec = json.loads(draw(DIVERGING).spec)
    segments = {
        layer["mark"]["fill"]: [(row["x"], row["x2"]) for row in spec["datasets"][layer["data"]["name"]]]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "rect"
    }
    fills = (palette.STRONG, palette.PALE, palette.NO, palette.UNKNOWN)
    yes, partly, no, unknown = (segments[fill.fill] for fill in fills)
    assert [start for start, _ in no] == approx([-7, -10], abs=0.5) and max(end for _, end in no) <= 0
    assert [start for start, _ in partly] == approx([0, 0, 0], abs=0.5)
    assert [start for start, _ in yes] == approx([16, 79.5], abs=0.5)
    assert min(start for start, _ in unknown) > max(end for _, end in yes)


def test_an_item_with_missing_answers_keeps_its_row_and_long_items_wrap() -> None:
    chart = draw(DIVERGING)
    for svg in (chart.svg, chart.narrow):
        shown = texts(svg)
        assert {"B", "C"} <= set(shown) and shown.count("svar mangler") == 1
        assert "20,5" in shown and "79,5" in shown
        assert LONG not in shown and all(word in " ".join(shown) for word in LONG.split())


def test_a_map_marks_each_place_once_and_again_in_the_part_that_is_larger() -> None:
    marks = [row for row in drawn(MAP, "point") if "tip" in row]
    assert sorted(str(row["tip"]) for row in marks) == [
        "Bergen, Bergen",
        "Lillestrøm, Lillestrøm",
        "Lillestrøm, Lillestrøm",
        "Oslo, Oslo",
        "Oslo, Oslo",
        "Vardø, Vardø",
    ]
    assert {"Oslo", "Lillestrøm", "Bergen", "Øst", "Vest", "Nord"} <= set(texts(draw(MAP).svg))


def test_a_name_on_a_map_has_a_halo_below_its_letters_where_it_crosses_the_coast() -> None:
    named = [tag for svg in pictures(MAP) for tag in re.findall(r"<text[^>]*>(?=Oslo<)", svg)]
    assert named and all('paint-order="stroke"' in tag and f'stroke="{palette.LAND}"' in tag for tag in named)


def test_a_map_has_no_coordinates_in_it() -> None:
    assert not re.search(r"latitude|longitude|59\.9[16]|10\.75", draw(MAP).html)


def test_east_is_right_and_north_is_up() -> None:
    oslo, bergen, vardo = plane(10.75, 59.91), plane(5.32, 60.39), plane(31.11, 70.37)
    assert bergen[0] < oslo[0] < 0 < vardo[0] and vardo[1] > bergen[1] > oslo[1]
    assert ((oslo[0] - bergen[0]) ** 2 + (oslo[1] - bergen[1]) ** 2) ** 0.5 == pytest.approx(305, abs=5)  # kilometres


def test_names_on_a_map_never_touch_each_other_and_those_without_room_are_left_out() -> None:
    crowd = tuple(
        replace(MAP.rows[0], category=f"c{n}", place=f"Langt stedsnavn {n}", latitude=60.5 + n / 100, longitude=9.0)
        for n in range(40)
    )
    for svg in pictures(replace(MAP, rows=MAP.rows + crowd)):
        named = [text for text in texts(svg) if text.startswith("Langt")]
        assert 0 < len(named) < 40
        assert touching(svg) == [] and outside(svg) == []


def test_a_map_by_value_keeps_each_place_with_its_own_coordinates() -> None:
    by_value = replace(changed(MAP, value=[1.0, 2.0, 3.0, 4.0]), order="value")
    assert boxes(draw(by_value).svg)["Vardø"] == boxes(draw(MAP).svg)["Vardø"]


def test_items_and_answers_may_change_places() -> None:
    turned = tuple(
        replace(
            row, category=row.group, category_label=row.group_label, group=row.category, group_label=row.category_label
        )
        for row in DIVERGING.rows
    )
    assert texts(draw(replace(DIVERGING, rows=turned)).svg) == texts(draw(DIVERGING).svg)


def test_the_same_answer_has_the_same_colour_in_every_chart() -> None:
    scale = {"no": 0, "once": 1, "often": 2}
    assert palette.fills(["no", "often"], scale) == {"no": palette.NO, "often": palette.STRONG}
    assert palette.fills(["often", "once", "who knows"], scale) == {
        "often": palette.STRONG, "once": palette.PALE, "who knows": palette.UNKNOWN,
    }  # fmt: skip
    with pytest.raises(ValueError, match="4 degrees, not 5"):
        palette.fills("abcde", {key: number for number, key in enumerate("abcde", 1)})


def test_answers_of_a_scale_stand_from_the_weakest_and_the_stronger_is_the_stronger_fill() -> None:
    scale = (("ja", 2), ("nei", 0), ("vet ikke", 1))  # given last, of middle strength
    shown = texts(draw(replace(STACKED, strengths=scale)).svg)
    assert [text for text in shown if text in ("Ja", "Nei", "Vet ikke")] == ["Nei", "Vet ikke", "Ja"]
    for ramp in palette.RAMPS.values():
        shades = [luminance(fill.fill) for fill in ramp]
        assert shades == sorted(shades, reverse=True)
        dark = [luminance(palette.ON_DARK_PAGES[fill.fill]) for fill in ramp]
        assert dark == sorted(dark)


def test_numbers_without_room_stand_below_their_segments_and_apart() -> None:
    few = changed(STACKED, value=[98, 1, 1])
    for svg in pictures(few):
        assert texts(svg).count("1") == 2 and touching(svg) == [] and outside(svg) == []
        assert boxes(svg)["1"][0][1] > boxes(svg)["98"][0][3] + 8


def test_the_year_that_is_drawn_stands_in_the_picture_and_in_its_tips() -> None:
    dated = replace(BARS, period="2018", rows=tuple(replace(row, year=None) for row in BARS.rows))
    for svg in pictures(dated):
        assert "2018" in texts(svg) and touching(svg) == [] and outside(svg) == []
    assert drawn(dated, "rect")[0]["tip"] == "Trusler, 2018: 65\u00a0%"
    assert "2018" not in texts(draw(BARS).svg)


def test_the_tip_of_a_point_tells_of_those_that_lie_under_it() -> None:
    pair = rows(("a", "", 2018, 5, ""), ("b", "", 2018, 5, ""), ("a", "", 2019, 7, ""), ("b", "", 2019, 5, ""))
    tips: list[Any] = [row["tip"] for row in drawn(ChartData("lines", "antall", pair, "x"), "point")]
    assert tips == ["A, 2018: 5; B, 2018: 5", "A, 2019: 7", "A, 2018: 5; B, 2018: 5", "B, 2019: 5"]


def test_axis_values_are_written_with_the_decimals_they_have() -> None:
    values = rows(*[(c, "", y, v, "") for c, v in (("a", 4.5), ("b", 11.25)) for y in (2014, 2018)])
    shown = texts(draw(ChartData("lines", "årsverk", values, "x", decimals=1)).svg)
    expected = ["0", "2,5", "5", "7,5", "10", "12,5"]
    assert [text for text in shown if text in expected] == expected
    assert "3" not in shown and "8" not in shown


def test_a_negative_number_has_a_true_minus_and_its_bar_goes_the_other_way() -> None:
    below = ChartData("bars", "opphold", rows(("a", "", 2018, -1234.5, ""), ("b", "", 2018, 10, "")), "x", decimals=1)
    assert "\u22121\u00a0234,5" in texts(draw(below).svg)
    assert [(row["x"], row["x2"]) for row in drawn(below, "rect")] == [(0, -1234.5), (0, 10)]


# --- each form with one value, with missing values, with many ----------


@every_form
def test_one_value_is_enough(data: ChartData) -> None:
    one = replace(data, rows=data.rows[:1])
    for svg in pictures(one):
        shown = texts(svg)
        assert (data.rows[0].place or data.rows[0].category_label.split()[0]) in " ".join(shown) or data.form == "lines"
        assert data.form == "map" or str(data.rows[0].value) in {re.sub(r"\u00a0%?", "", text) for text in shown}
        assert touching(svg) == [] and outside(svg) == []


@pytest.mark.parametrize(
    ("form", "told"),
    [("bars", "mangler"), ("dots", "mangler"), ("stacked", "svar mangler"), ("diverging", "svar mangler"),
     ("heatmap", ".. mangler")],
)  # fmt: skip
def test_a_row_without_values_keeps_its_place_and_says_so(form: str, told: str) -> None:
    data = ALL[form]
    empty = tuple(replace(row, category="tom", category_label="Tom", value=None, symbol="..") for row in data.rows[-1:])
    for svg in pictures(replace(data, rows=data.rows + empty)):
        assert "Tom" in texts(svg)
        assert touching(svg) == []
    if form in ("bars", "heatmap", "stacked"):
        assert told in texts(svg)


@pytest.mark.parametrize("form", ["bars", "dots", "stacked", "diverging", "heatmap"])
def test_many_rows_all_have_room(form: str) -> None:
    data = ALL[form]
    first = [row for row in data.rows if row.category == data.rows[0].category]
    many = tuple(replace(row, category=f"{n}", category_label=f"Rad nummer {n}") for n in range(60) for row in first)
    for svg in pictures(replace(data, rows=many)):
        assert {f"Rad nummer {n}" for n in range(60)} <= set(texts(svg))
        assert touching(svg) == [] and outside(svg) == []


def test_many_lines_over_many_years_have_names_and_years_that_do_not_touch() -> None:
    many = rows(*[(f"linje {n}", "", y, 100 + n, "") for n in range(8) for y in range(1990, 2024)])
    for svg in pictures(replace(LINES, rows=many)):
        assert {"1990", "2023"} <= set(texts(svg)) and "1991" not in texts(svg)
        assert all(any(text.startswith(f"Linje {n}") for text in texts(svg)) for n in range(8))
        assert touching(svg) == [] and outside(svg) == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (replace(BARS, alt=" "), "alternative text"),
        (changed(BARS, value=[None] * 4), "at least one value"),
        (replace(BARS, rows=BARS.rows * 2), "one value for each place"),
        (replace(STACKED, unit="antall"), "per cent"),
        (changed(STACKED, value=[-1, 96, 5]), "negative"),
        (replace(STACKED, rows=rows(*[("a", f"{n}", 2018, 10, "") for n in range(10)])), "room for 6 answers, not 10"),
        (replace(DIVERGING, unit="antall"), "per cent"),
        (replace(STACKED, form="diverging"), "answers"),
        (replace(MAP, outline=()), "outline"),
        (replace(BARS, form="map", outline=MAP.outline), "latitude"),
        (changed(LINES, year=[None] * 10), "year"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_plain_words(data: ChartData, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw(data)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_missing_value_is_none_and_no_number(value: float) -> None:
    with pytest.raises(ValueError, match="None"):
        Datum("a", "A", value=value)


def test_a_page_gets_both_drawings_where_each_mark_tells_its_number() -> None:
    page = ElementTree.fromstring(draw(SLY).html)
    assert [picture.get("class") for picture in page] == ["chart-svg chart-wide", "chart-svg chart-narrow"]
    for data in ALL.values():
        tips = {
            row["tip"] for layer in json.loads(draw(data).spec)["datasets"].values() for row in layer if "tip" in row
        }
        for picture in ElementTree.fromstring(draw(data).html):
            assert tips == {mark.get("data-tip") for mark in picture.iter()} - {None}
    marks = [mark for mark in page[0].iter() if mark.get("data-tip", "").startswith("</script>")]
    assert len(marks) == 1 and marks[0].get("fill")


def test_each_place_of_a_map_is_one_link_with_its_name_where_its_mark_is_largest() -> None:
    led = replace(MAP, rows=tuple(replace(row, link=f"#{row.category}") for row in MAP.rows))
    for picture in ElementTree.fromstring(draw(led).html):
        links = [one for one in picture.iter() if one.tag.endswith("}a")]
        assert sorted(link.get("href", "") for link in links) == sorted(f"#{row.category}" for row in MAP.rows)
        assert all(link.get("aria-label") == link[0].get("data-tip") for link in links)
        assert picture.get("role") == "group"
    still_led, unled = (re.sub(r"\bc[0-9a-f]{12}", "", draw(data).svg) for data in (led, MAP))
    assert still_led == unled, "on paper it is the same picture"


def test_all_that_belongs_to_a_line_says_so_where_there_are_several() -> None:
    wide, narrow = ElementTree.fromstring(draw(LINES).html)
    names = {mark.get("data-series") for mark in wide.iter()} - {None}
    assert len(names) > 1 and names == {mark.get("data-series") for mark in narrow.iter()} - {None}
    for name in names:
        kinds = [mark.get("class", "").split()[0] for mark in wide.iter() if mark.get("data-series") == name]
        assert {"mark-line", "mark-symbol", "mark-text"} <= set(kinds) and kinds.count("mark-line") == 2, (
            "a broken line"
        )
    alone = replace(LINES, rows=tuple(row for row in LINES.rows if row.category == LINES.rows[0].category)[:3])
    assert "data-series" not in draw(alone).html


@pytest.mark.parametrize("data", [STACKED, DIVERGING], ids=["stacked", "diverging"])
def test_all_that_belongs_to_an_answer_says_so(data: ChartData) -> None:
    for picture in ElementTree.fromstring(draw(data).html):
        groups = [one for one in picture.iter() if one.get("data-series")]
        tips = [mark.get("data-tip", "") for group in groups for mark in group.iter() if mark.get("data-tip")]
        assert sorted(tips) == sorted(filter(None, (mark.get("data-tip") for mark in picture.iter())))
        for group in groups:
            answer = group.get("data-series", "")
            assert all(answer.lower() in mark.get("data-tip", answer).lower() for mark in group.iter())
        kinds = {(one.get("data-series"), one.get("class", "").split()[0]) for one in groups}
        assert {kind for _, kind in kinds} >= {"mark-rect", "mark-text", "mark-symbol"}
        assert {name for name, kind in kinds if kind == "mark-rect"} <= {
            name for name, kind in kinds if kind == "mark-symbol"
        }, "the key too"


def test_ids_in_a_picture_carry_the_charts_own_key() -> None:
    found = {data.form: re.findall(r'\bid="([^"]+)"', "".join(pictures(data))) for data in ALL.values()}
    assert len(found["map"]) == len(set(found["map"])) == 4  # a clip for each land
    for form, ids in found.items():
        assert all(identity.startswith(f"c{draw(ALL[form]).key}") for identity in ids)
    used = re.findall(r"url\(#([^)]+)\)", "".join(pictures(MAP)))
    assert set(used) == set(found["map"])
    assert len({draw(data).key for data in ALL.values()}) == len(ALL)


def test_another_process_gives_the_same_bytes_whatever_it_drew_before() -> None:
    program = (
        "import pickle, sys; from kunnskapsstatus.charts import draw;"
        "print(*[draw(data).key + draw(data).html for data in pickle.load(sys.stdin.buffer)], sep='\\n')"
    )
    backwards = list(ALL.values())[::-1]
    other = subprocess.run(
        [sys.executable, "-c", program],
        input=pickle.dumps(backwards),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "1"},
    ).stdout.decode()
    assert other.splitlines() == [draw(data).key + draw(data).html for data in backwards]


# --- colours: WCAG contrast on a white page and on the theme's dark page ----------


def test_every_colour_of_the_book_stands_in_the_palette_and_nowhere_else() -> None:
    assert (ROOT / colours.FILE).read_text("utf-8") == colours.style_sheet(), "run: make notebooks"
    ours = [path for folder in ("_static", "_templates", "src") for path in (ROOT / folder).rglob("*.*")]
    typed = {
        path.name: found
        for path in ours
        if path.suffix in (".css", ".html", ".js", ".py", ".typ") and path.name not in ("palette.css", "palette.py")
        if (found := re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?=[;\"'])", path.read_text("utf-8")))
    }
    assert typed == {}


def test_the_palette_gives_every_colour_of_a_chart_a_dark_one() -> None:
    assert set(palette.ON_DARK_PAGES) == set(palette.COLOURS)
    for light, dark in palette.ON_DARK_PAGES.items():
        assert f'html[data-theme="dark"] .chart [fill="{light}"] {{ fill: {dark}; }}' in colours.style_sheet()


def test_the_template_of_the_pdf_uses_the_colours_of_paper() -> None:
    template = "".join(text for name, text in form_of_paper.form().items() if name != form_of_paper.MEASURES)
    assert [name for name in palette.PAPER if not re.search(rf"\b{name}\b", template)] == []
    assert '#let ink = rgb("#1c2330")' in colours.template()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_colours_stand_out_from_the_page(dark: bool) -> None:
    page = "#121212" if dark else "#ffffff"

    def shown(colour: str) -> str:
        return palette.ON_DARK_PAGES[colour] if dark else colour

    for colour in (palette.INK, palette.MUTED, *palette.SERIES):  # used for text too
        assert contrast(shown(colour), page) >= 4.5, colour
    assert contrast(shown(palette.AXIS), page) >= 3
    for colour, text in zip(palette.HEAT, palette.ON_HEAT, strict=True):
        assert contrast(shown(colour), shown(text)) >= 4.5, colour


def test_a_tip_says_each_thing_once() -> None:
    stays = rows(("i alt", "i alt", 2016, 1844, ""), ("i alt", "kvinner", 2016, 1750, ""))
    tips: list[Any] = [row["tip"] for row in drawn(ChartData("lines", "antall", stays, "x"), "point")]
    assert tips == ["I alt, 2016: 1\u00a0844", "Kvinner, 2016: 1\u00a0750"]
