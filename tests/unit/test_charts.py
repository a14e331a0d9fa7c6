"""Charts: what is drawn, what is never drawn, and that the same exhibit gives the same bytes."""

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from kunnskapsstatus.charts import COLUMNS, ChartData, draw, palette, vega_bundle, words
from kunnskapsstatus.charts.data import read_values
from kunnskapsstatus.charts.heatmap import _heads
from kunnskapsstatus.charts.lines import roomy, stagger
from kunnskapsstatus.charts.norway import _named, plane
from kunnskapsstatus.charts.stacked import across

NAN = float("nan")
ROOT = Path(__file__).parents[2]
CSS = "".join((ROOT / "_static" / name).read_text(encoding="utf-8") for name in ("book.css", "charts.css"))


def frame(*rows: tuple[str, str, int | None, float, str]) -> pd.DataFrame:
    """Rows of category, group, year, value and series; labels are the keys with a capital."""
    records = [(c, c.capitalize(), g, g.capitalize(), y, v, s) for c, g, y, v, s in rows]
    return pd.DataFrame(records, columns=list(COLUMNS))


BARS = ChartData(
    "bars",
    "prosent",
    frame(
        ("trusler", "", 2018, 65, ""),
        ("psykisk", "", 2018, 86, ""),
        ("tvang", "", 2018, NAN, ""),
        ("annet", "", 2018, 0, ""),
    ),
    'Stolpediagram: "psykisk" er 86 prosent <størst>',
)
LINES = ChartData(
    "lines",
    "opphold",
    frame(*[(c, "", y, v + y - 2015, "gammel" if y < 2021 else "ny") for c, v in (("kvinner", 1800), ("menn", 120)) for y in
            (2018, 2019, 2020, 2021, 2022)]),
    "Linjediagram",
)  # fmt: skip
DOTS = ChartData(
    "dots",
    "prosent",
    frame(*[(c, g, 2018, v, "") for c, v in (("a", 10), ("b", 40)) for g in ("små", "store")]),
    "Prikkdiagram",
)
STACKED = ChartData(
    "stacked",
    "prosent",
    frame(*[("rutiner", g, 2018, v, "") for g, v in (("ja", 80), ("nei", 15), ("vet ikke", 5))]),
    "Stablet stolpediagram",
)
HEATMAP = ChartData(
    "heatmap",
    "prosent",
    frame(
        *[(c, g, 2018, v, "") for c, row in (("samtale", (99, 86, NAN)), ("plan", (20.5, 0, 45)))
          for g, v in zip(("små", "store", "alle"), row, strict=True)]
    ).assign(symbol=["", "", ":", "", "", ""], base=[58, 120, 178] * 2),
    "Varmekart",
)  # fmt: skip
LONG = "Ledelsen har engasjert seg aktivt i å løse hindringer for å gjennomføre krisesenterloven i kommunen"
DIVERGING = ChartData(
    "diverging",
    "prosent",
    frame(
        *[(c, g, 2018, v, "") for c, row in (("a", (75, 16, 7, 2)), ("b", (20.5, 79.5, NAN, NAN)), ("c", (NAN, 20, 10, 5)))
          for g, v in zip(("yes", "partly", "no", "unknown"), row, strict=True)]
    ).replace({"category_label": {"A": LONG}}),
    "Svar om en midtlinje",
)  # fmt: skip
TOWNS = (("Oslo", 59.91, 10.75), ("Lillestrøm", 59.96, 11.05), ("Bergen", 60.39, 5.32), ("Vardø", 70.37, 31.11))
MAP = ChartData(
    "map",
    "antall",
    frame(
        *[(name.lower(), g, 2018, 1, "") for (name, _, _), g in zip(TOWNS, ("øst", "øst", "vest", "nord"), strict=True)]
    ).assign(
        place=[name for name, _, _ in TOWNS],
        latitude=[up for _, up, _ in TOWNS],
        longitude=[along for _, _, along in TOWNS],
    ),
    "Kart",
    outline=(((5, 58), (12, 59), (12, 64), (31, 69.5), (31, 71), (18, 70), (5, 62)),),
)
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
    return [element.text or "" for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def paths(svg: str, attribute: str, colour: str) -> list[str]:
    return [
        element.get("d", "")
        for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path")
        if element.get(attribute) == colour
    ]


def drawn(data: ChartData, mark: str) -> list[dict[str, float]]:
    """The rows behind one kind of mark, from the specification."""
    spec = json.loads(draw(data).spec)
    layers = [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]
    return [row for layer in layers for row in spec["datasets"][layer["data"]["name"]]]


@every_form
def test_an_svg_has_an_accessible_name_and_nothing_from_outside(data: ChartData) -> None:
    chart = draw(data)
    for svg in (chart.svg, chart.svg_narrow):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == data.alt
        assert [element.get("role") for element in root.iter()].count("img") == 1
        assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}
        assert "<script" not in svg and "<image" not in svg and "<style" not in svg


@every_form
def test_the_narrow_drawing_fits_a_phone_and_its_letters_stay_readable(data: ChartData) -> None:
    svg = draw(data).svg_narrow
    assert float(ElementTree.fromstring(svg).get("width", "")) == palette.NARROW
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)) >= 13


@every_form
def test_only_known_colours_are_used_so_that_the_dark_page_can_change_each_of_them(data: ChartData) -> None:
    chart = draw(data)
    used = set(re.findall(r'(?:fill|stroke)="(#\w+)"', chart.svg + chart.svg_narrow))
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
    hidden = BARS.frame.assign(symbol=["", "", ":", ""])
    assert "vises ikke" in texts(draw(ChartData("bars", "prosent", hidden, "x")).svg)


def test_categories_stand_in_the_order_given_or_by_value() -> None:
    by_value = ChartData("bars", "prosent", BARS.frame, "x", order="value")
    assert [text for text in texts(draw(BARS).svg) if text.isalpha() and text != "mangler"] == [
        "Trusler",
        "Psykisk",
        "Tvang",
        "Annet",
    ]
    assert [text for text in texts(draw(by_value).svg) if text.isalpha() and text != "mangler"] == [
        "Psykisk", "Trusler", "Annet", "Tvang",
    ]  # fmt: skip


def test_a_line_is_never_drawn_across_a_break_and_the_break_is_marked() -> None:
    svg = draw(LINES).svg
    assert len(paths(svg, "stroke", palette.SERIES[0])) == 2
    assert texts(svg).count("brudd i serien") == 1


def test_a_line_is_not_drawn_over_a_missing_year() -> None:
    rows = LINES.frame[LINES.frame["series"] == "gammel"].copy()
    rows.loc[(rows["category"] == "menn") & (rows["year"] == 2019), "value"] = NAN
    svg = draw(ChartData("lines", "opphold", rows, "x")).svg
    assert "brudd i serien" not in texts(svg)
    assert [path.count("L") for path in paths(svg, "stroke", palette.SERIES[1])] != [2]
    assert len(paths(svg, "stroke", palette.SERIES[1])) == 2


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
    assert [row["x"] for row in drawn(STACKED, "rect")] == [0, 80, 95]
    assert {"80", "15", "5", "Ja", "Nei", "Vet ikke"} <= set(texts(chart.svg))


def test_a_missing_answer_takes_no_other_answer_with_it() -> None:
    rows = STACKED.frame.assign(value=[NAN, 15, 5])
    other = STACKED.frame.assign(category="b", category_label="B")
    chart = draw(ChartData("stacked", "prosent", pd.concat([rows, other]), "x"))
    assert texts(chart.svg).count("svar mangler") == 1 and texts(chart.svg).count("15") == 2


def test_an_empty_answer_that_the_others_make_up_for_is_not_called_missing() -> None:
    rows = STACKED.frame.assign(value=[85, 15, NAN])
    assert "svar mangler" not in texts(draw(ChartData("stacked", "prosent", rows, "x")).svg)


def test_a_printed_half_is_not_rounded_again() -> None:
    rows = STACKED.frame.assign(value=[79.5, 18.2, 2.3])
    shown = texts(draw(ChartData("stacked", "prosent", rows, "x")).svg)
    assert "79,5" in shown and "80" not in shown and "18" in shown


def test_a_heatmap_has_a_number_in_each_cell_and_the_symbol_where_there_is_none() -> None:
    chart = draw(HEATMAP)
    for svg in (chart.svg, chart.svg_narrow):
        shown = texts(svg)
        assert {"99", "86", "20,5", "0", "45", ":", ": vises ikke"} <= set(shown)
        assert {"n\u00a0=\u00a058", "n\u00a0=\u00a0120", "n\u00a0=\u00a0178"} <= set(shown)
    assert len([row for row in drawn(HEATMAP, "rect") if "tip" in row]) == 6


def test_a_heatmap_is_darker_where_the_number_is_higher_also_in_grey() -> None:
    shades = [luminance(colour) for colour in palette.HEAT]
    assert shades == sorted(shades, reverse=True)
    assert all(high / low > 1.25 for high, low in pairwise([shade + 0.05 for shade in shades]))


def test_heads_that_are_too_wide_are_shortened_or_turned() -> None:
    names = ["Interkommunalt selskap (IKS)", "Stiftelse"]
    assert _heads(names, ["", "n = 5"], 70) == ([["IKS"], ["Stiftelse", "n = 5"]], True)
    heads, upright = _heads(["Interkommunalt samarbeid", "Stiftelse"], ["", ""], 50)
    assert not upright and heads[1] == ["Stiftelse"]


def test_no_stands_left_of_the_centre_yes_and_partly_right_and_unknown_apart() -> None:
    spec = json.loads(draw(DIVERGING).spec)
    segments = {
        layer["mark"]["fill"]: [(row["x"], row["x2"]) for row in spec["datasets"][layer["data"]["name"]]]
        for layer in spec["layer"] if layer["mark"]["type"] == "rect"
    }  # fmt: skip
    yes, partly, no, unknown = (
        segments[palette.STACK[palette.ANSWERS[key]]] for key in ("yes", "partly", "no", "unknown")
    )
    assert [start for start, _ in no] == [-7, -10] and max(end for _, end in no) <= 0
    assert [start for start, _ in partly] == [0, 0, 0]
    assert [start for start, _ in yes] == [16, 79.5]
    assert min(start for start, _ in unknown) > max(end for _, end in yes)


def test_an_item_with_missing_answers_keeps_its_row_and_long_items_wrap() -> None:
    chart = draw(DIVERGING)
    for svg in (chart.svg, chart.svg_narrow):
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


def test_a_map_has_no_coordinates_in_it() -> None:
    assert not re.search(r"latitude|longitude|59\.9[16]|10\.75", draw(MAP).html)


def test_east_is_right_and_north_is_up() -> None:
    oslo, bergen, vardo = plane(10.75, 59.91), plane(5.32, 60.39), plane(31.11, 70.37)
    assert bergen[0] < oslo[0] < 0 < vardo[0] and vardo[1] > bergen[1] > oslo[1]
    assert ((oslo[0] - bergen[0]) ** 2 + (oslo[1] - bergen[1]) ** 2) ** 0.5 == pytest.approx(305, abs=5)  # kilometres


def test_names_on_a_map_never_touch_each_other_or_a_mark() -> None:
    for align, rows in _named(
        [("Oslo", (50, 50), None), ("Ski", (54, 52), None), ("Moss", (60, 200), None)], [], (0, 0, 300, 300), []
    ).items():
        assert align in ("left", "right", "center") and len({row["text"] for row in rows}) == len(rows)
    crowd = _named([(f"Langt stedsnavn {n}", (150, 150), None) for n in range(20)], [], (0, 0, 300, 300), [])
    assert sum(map(len, crowd.values())) < 10


def test_items_and_answers_may_change_places() -> None:
    turned = DIVERGING.frame.rename(
        columns={
            "category": "group",
            "category_label": "group_label",
            "group": "category",
            "group_label": "category_label",
        }
    )
    assert texts(draw(ChartData("diverging", "prosent", turned, "x")).svg) == texts(draw(DIVERGING).svg)


def test_the_same_answer_has_the_same_colour_in_every_chart() -> None:
    assert palette.answer_colours(["yes", "no"]) == [0, 2]
    assert palette.answer_colours(["often", "yes"]) == [1, 0]


def test_axis_values_are_written_with_the_decimals_they_have() -> None:
    rows = frame(*[(c, "", y, v, "") for c, v in (("a", 4.5), ("b", 11.25)) for y in (2014, 2018)])
    shown = texts(draw(ChartData("lines", "årsverk", rows, "x", decimals=1)).svg)
    assert [text for text in shown if text in {"0", "2,5", "5", "7,5", "10", "12,5"}] == [
        "0",
        "2,5",
        "5",
        "7,5",
        "10",
        "12,5",
    ]
    assert "3" not in shown and "8" not in shown


def test_numbers_round_half_up_and_are_written_the_norwegian_way() -> None:
    assert words.number_text(0.125, 2) == "0,13"
    assert words.number_text(2.5, 0) == "3"
    assert words.number_text(-1234.5, 1) == "\u22121\u00a0234,5"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (ChartData("bars", "prosent", BARS.frame.drop(columns="series"), "x"), "series"),
        (ChartData("bars", "prosent", BARS.frame, " "), "alternative text"),
        (ChartData("bars", "prosent", BARS.frame.assign(value=NAN), "x"), "at least one value"),
        (ChartData("bars", "prosent", pd.concat([BARS.frame, BARS.frame]), "x"), "one value for each place"),
        (ChartData("stacked", "antall", STACKED.frame, "x"), "per cent"),
        (ChartData("diverging", "antall", DIVERGING.frame, "x"), "per cent"),
        (ChartData("diverging", "prosent", STACKED.frame, "x"), "answers"),
        (ChartData("map", "antall", MAP.frame, "x"), "outline"),
        (ChartData("map", "antall", BARS.frame, "x", outline=MAP.outline), "latitude"),
        (ChartData("lines", "antall", LINES.frame.assign(year=None), "x"), "year"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_plain_words(data: ChartData, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw(data)


def test_the_page_gets_both_drawings_and_a_specification_that_cannot_close_its_script() -> None:
    sly = ChartData("bars", "prosent", BARS.frame.assign(category_label="</script>"), "x")
    page = draw(sly).html
    assert page.count("<svg") == 2 and page.count("</script>") == 1
    script = re.search(r'class="chart-spec">(.*)</script>', page)
    assert script is not None and json.loads(script[1]) == json.loads(draw(sly).spec)


def test_ids_in_a_picture_carry_the_charts_own_key() -> None:
    for data in ALL.values():
        chart = draw(data)
        found = re.findall(r'\bid="([^"]+)"', chart.svg + chart.svg_narrow)
        assert all(identity.startswith(f"c{chart.key}") for identity in found)
    assert len({draw(data).key for data in ALL.values()}) == len(ALL)


def test_two_processes_give_the_same_bytes() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_charts as t, hashlib;"
        "print(hashlib.sha256(''.join(t.draw(d).html for d in t.ALL.values()).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1 and len(seen.pop().strip()) == 64


def test_the_bundle_keeps_its_names_to_itself() -> None:
    bundle = vega_bundle()
    assert bundle.startswith("(function () {") and bundle.rstrip().endswith("})();")
    assert bundle.count("window.kunnskapsstatusVega") == 1
    assert "</script" not in bundle


# --- colours: WCAG contrast on a white page and on the theme's dark page ------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


DARK = dict(re.findall(r'html\[data-theme="dark"\] \.chart \[fill="(#\w+)"\] \{ fill: (#\w+); \}', CSS))
DARK |= dict(re.findall(r'html\[data-theme="dark"\] \.chart \[stroke="(#\w+)"\] \{ stroke: (#\w+); \}', CSS))


def test_the_style_sheet_gives_every_colour_a_dark_one() -> None:
    assert set(DARK) == set(palette.COLOURS)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_colours_stand_out_from_the_page(dark: bool) -> None:
    page = "#121212" if dark else "#ffffff"

    def shown(colour: str) -> str:
        return DARK[colour] if dark else colour

    for colour in (palette.INK, palette.MUTED, *palette.SERIES):  # used for text too
        assert contrast(shown(colour), page) >= 4.5, colour
    for colour in (palette.AXIS, *palette.STACK):
        assert contrast(shown(colour), page) >= 3, colour
    for colour, text in zip((*palette.STACK, *palette.HEAT), (*palette.ON_STACK, *palette.ON_HEAT), strict=True):
        assert contrast(shown(colour), shown(text)) >= 4.5, colour


def test_shares_down_the_columns_are_stacked_by_column() -> None:
    rows = [("short", "no", 60.0), ("long", "no", 40.0), ("short", "yes", 30.0), ("long", "yes", 70.0)]
    frame = pd.DataFrame(
        [
            {"category": c, "category_label": c, "group": g, "group_label": g, "year": 2018, "value": v, "series": ""}
            for c, g, v in rows
        ]
    )
    values = across(read_values(ChartData("stacked", "prosent", frame, "x")))
    assert {(value.category, value.part) for value in values} == {
        ("no", "short"),
        ("no", "long"),
        ("yes", "short"),
        ("yes", "long"),
    }


def test_texts_above_a_plot_never_touch() -> None:
    assert roomy([0, 10, 80, 110, 120], [30] * 5) == [0, 2, 4]
    assert stagger([0, 20, 100], 50) == [0, 1, 0]


def test_a_tip_says_each_thing_once() -> None:
    rows = frame(("i alt", "i alt", 2016, 1844, ""), ("i alt", "kvinner", 2016, 1750, ""))
    assert [value.tip for value in read_values(ChartData("lines", "antall", rows, "x"))] == [
        "I alt, 2016: 1\u00a0844",
        "I alt, Kvinner, 2016: 1\u00a0750",
    ]
