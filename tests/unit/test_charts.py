"""Charts: what is drawn, what is never drawn, and that the same exhibit gives the same bytes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from kunnskapsstatus.charts import COLUMNS, ChartData, draw, palette, vega_bundle, words
from kunnskapsstatus.charts.data import read_values
from kunnskapsstatus.charts.lines import roomy, stagger
from kunnskapsstatus.charts.stacked import across

NAN = float("nan")
ROOT = Path(__file__).parents[2]
CSS = (ROOT / "_static" / "book.css").read_text(encoding="utf-8")


def frame(*rows: tuple[str, str, int | None, float, str]) -> pd.DataFrame:
    """Rows of category, group, year, value and series; labels are the keys with a capital."""
    records = [(c, c.capitalize(), g, g.capitalize(), y, v, s) for c, g, y, v, s in rows]
    return pd.DataFrame(records, columns=list(COLUMNS))


BARS = ChartData(
    "bars",
    "prosent",
    frame(("trusler", "", 2018, 65, ""), ("psykisk", "", 2018, 86, ""), ("tvang", "", 2018, NAN, ""), ("annet", "", 2018, 0, "")),
    'Stolpediagram: "psykisk" er 86 prosent <størst>',
)
LINES = ChartData(
    "lines",
    "opphold",
    frame(*[(c, "", y, v + y - 2015, "gammel" if y < 2021 else "ny") for c, v in (("kvinner", 1800), ("menn", 120)) for y in
            (2018, 2019, 2020, 2021, 2022)]),
    "Linjediagram",
)  # fmt: skip
DOTS = ChartData("dots", "prosent", frame(*[(c, g, 2018, v, "") for c, v in (("a", 10), ("b", 40)) for g in ("små", "store")]), "Prikkdiagram")
STACKED = ChartData(
    "stacked",
    "prosent",
    frame(*[("rutiner", g, 2018, v, "") for g, v in (("ja", 80), ("nei", 15), ("vet ikke", 5))]),
    "Stablet stolpediagram",
)
ALL = {"bars": BARS, "lines": LINES, "dots": DOTS, "stacked": STACKED}
every_form = pytest.mark.parametrize("data", ALL.values(), ids=ALL.keys())


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def paths(svg: str, attribute: str, colour: str) -> list[str]:
    return [element.get("d", "") for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path") if element.get(attribute) == colour]


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
    shapes = {colour: {re.sub(r"[\d.,-]+", "", path) for path in paths(svg, "fill", colour)} for colour in palette.SERIES[:2]}
    assert shapes[palette.SERIES[0]].isdisjoint(shapes[palette.SERIES[1]])


def test_dots_with_the_same_value_do_not_hide_each_other() -> None:
    places = [(row["x"], row["y"]) for row in drawn(DOTS, "point") if "tip" in row]
    assert len(places) == len(set(places)) == 4


def test_stacked_shares_follow_each_other_and_carry_their_number() -> None:
    chart = draw(STACKED)
    assert [row["x"] for row in drawn(STACKED, "rect")] == [0, 80, 95]
    assert {"80", "15", "5", "Ja", "Nei", "Vet ikke"} <= set(texts(chart.svg))


def test_shares_are_not_stacked_on_a_missing_answer() -> None:
    rows = STACKED.frame.assign(value=[NAN, 15, 5])
    other = STACKED.frame.assign(category="b", category_label="B")
    chart = draw(ChartData("stacked", "prosent", pd.concat([rows, other]), "x"))
    assert "svar mangler" in texts(chart.svg) and texts(chart.svg).count("15") == 1


def test_the_same_answer_has_the_same_colour_in_every_chart() -> None:
    assert palette.answer_colours(["yes", "no"]) == [0, 2]
    assert palette.answer_colours(["often", "yes"]) == [1, 0]


def test_axis_values_are_written_with_the_decimals_they_have() -> None:
    rows = frame(*[(c, "", y, v, "") for c, v in (("a", 4.5), ("b", 11.25)) for y in (2014, 2018)])
    shown = texts(draw(ChartData("lines", "årsverk", rows, "x", decimals=1)).svg)
    assert [text for text in shown if text in {"0", "2,5", "5", "7,5", "10", "12,5"}] == ["0", "2,5", "5", "7,5", "10", "12,5"]
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
    for colour, text in zip(palette.STACK, palette.ON_STACK, strict=True):
        assert contrast(shown(colour), shown(text)) >= 4.5, colour


def test_shares_down_the_columns_are_stacked_by_column() -> None:
    rows = [("short", "no", 60.0), ("long", "no", 40.0), ("short", "yes", 30.0), ("long", "yes", 70.0)]
    frame = pd.DataFrame([{"category": c, "category_label": c, "group": g, "group_label": g, "year": 2018, "value": v, "series": ""} for c, g, v in rows])
    values = across(read_values(ChartData("stacked", "prosent", frame, "x")))
    assert {(value.category, value.part) for value in values} == {("no", "short"), ("no", "long"), ("yes", "short"), ("yes", "long")}


def test_texts_above_a_plot_never_touch() -> None:
    assert roomy([0, 10, 80, 110, 120], [30] * 5) == [0, 2, 4]
    assert stagger([0, 20, 100], 50) == [0, 1, 0]
