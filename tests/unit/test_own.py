"""An author's own data frames and Altair charts, as tables and charts of the book."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

from kunnskapsstatus.charts import named
from kunnskapsstatus.charts.palette import NARROW, SERIES, WIDE
from kunnskapsstatus.forms.own import MOST_ROWS, Own, own_chart, own_table, tabulate_frame
from kunnskapsstatus.forms.table import Table

FRAME = pd.DataFrame({"År": [2014, 2015], "Antall": [1234.5, 3004.0], "Type": ["x", "y"]})


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in (*table.head, *table.body)]


def test_numbers_are_norwegian_and_years_are_no_numbers() -> None:
    table = tabulate_frame(FRAME)
    assert texts(table) == [["År", "Antall", "Type"], ["2014", "1\u00a0234,5", "x"], ["2015", "3\u00a0004,0", "y"]]
    assert [cell.kind for cell in table.body[0].cells] == ["stub", "number", "text"]


def test_an_index_is_shown_when_it_says_something() -> None:
    assert texts(tabulate_frame(FRAME[FRAME["År"] > 2014].drop(columns="Type")))[1] == ["2015", "3\u00a0004"]
    grouped = tabulate_frame(FRAME.groupby("Type").agg({"Antall": ["mean", "sum"], "År": "max"}))
    assert [[(cell.text, cell.columns, cell.rows) for cell in row.cells] for row in grouped.head] == [
        [("Type", 1, 2), ("Antall", 2, 1), ("År", 1, 1)],
        [("mean", 1, 1), ("sum", 1, 1), ("max", 1, 1)],
    ]
    assert (grouped.stubs, grouped.width) == (1, 4)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([0.00042, 0.5], ["0,00042", "0,50000"]),
        ([1 / 3, 20.0], ["0,33", "20,00"]),
        ([1234567, None], ["1\u00a0234\u00a0567", ""]),
        ([-3, 2], ["\u22123", "2"]),
        ([True, False], ["ja", "nei"]),
        (pd.to_datetime(["2018-01-02", None]), ["02.01.2018", ""]),
        ([float("nan"), 1.5], ["", "1,5"]),
        (["<b>", None], ["<b>", ""]),
    ],
)
def test_each_kind_of_value_in_words(values: Any, shown: list[str]) -> None:
    table = tabulate_frame(pd.DataFrame({"n": ["a", "b"], "v": values}))
    assert [row.cells[1].text for row in table.body] == shown


@pytest.mark.parametrize(
    ("frame", "fault"),
    [
        (pd.DataFrame({"a": range(MOST_ROWS + 1)}), f"of {MOST_ROWS + 1} rows"),
        (pd.DataFrame(), "without rows"),
        (pd.DataFrame({"a": ["\x00"]}), "control characters"),
    ],
)
def test_a_frame_that_is_no_table_is_not_shown(frame: pd.DataFrame, fault: str) -> None:
    assert fault in own_table(frame).fault


BARS = alt.Chart(FRAME).mark_bar().encode(x="År:O", y="Antall:Q")


@pytest.mark.parametrize(
    "chart",
    [
        BARS,
        BARS + BARS.mark_text(dy=-8).encode(text="Antall:Q"),
        BARS | BARS,
        BARS.encode(facet=alt.Facet("Type:N", columns=2)),
        BARS.mark_rect().encode(y="Type:N", color="Antall:Q"),
        BARS.properties(width=300),
    ],
    ids=["one", "layers", "side-by-side", "facets", "heat", "width"],
)
def test_any_chart_is_drawn_in_the_books_looks(chart: alt.Chart, tmp_path: Path) -> None:
    own = own_chart(tmp_path, chart.to_dict())
    assert own.chart is not None, own.fault
    assert own.chart.html.count("<svg") == 2
    assert "Source Sans Pro" in own.chart.svg
    assert re.search(r"\d\u00a0\d{3}", own.chart.svg), "numbers are not written the Norwegian way"
    assert "http" not in own.chart.svg.replace("http://www.w3.org/", "")
    assert own.table is not None
    assert Own.from_json(own.to_json()) == own


def test_a_chart_is_as_wide_as_its_page_and_has_an_alternative_text(tmp_path: Path) -> None:
    own = own_chart(tmp_path, BARS.properties(title={"text": "Flest i 2015.", "subtitle": "Tall"}).to_dict())
    assert own.chart is not None
    assert own.chart.alt == "Flest i 2015. Tall"
    assert f'width="{WIDE}"' in own.chart.html
    assert f'width="{NARROW}"' in own.chart.html
    assert SERIES[0] in own.chart.svg
    assert 'aria-label="A &lt; &quot;B&quot;"' in named(own.chart.svg, 'A < "B"')
    assert own_chart(tmp_path, BARS.properties(title="T", description="D").to_dict()).chart.alt == "D"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("chart", "fault"),
    [
        (alt.Chart("https://example.org/x.csv").mark_bar().encode(x="a:Q"), "from a file or an address"),
        (BARS.encode(href="Type:N"), "links or pictures"),
        (BARS.mark_image().encode(url="Type:N"), "links or pictures"),
    ],
    ids=["address", "link", "picture"],
)
def test_a_chart_asks_no_other_place_for_anything(chart: alt.Chart, fault: str, tmp_path: Path) -> None:
    assert fault in own_chart(tmp_path, chart.to_dict()).fault


@pytest.mark.parametrize(
    ("chart", "fault"),
    [
        (BARS.encode(y="Antal:Q"), "of 'Antal', which its data have not; did you mean 'Antall'?"),
        (BARS.encode(tooltip="nothing:Q"), "of 'nothing', which its data have not"),
        (alt.Chart(pd.DataFrame({"a": []})).mark_bar().encode(x="a:Q"), "without data"),
        (BARS.transform_calculate(Dobbelt="2 * datum.Antall").encode(y="Dobbelt:Q"), ""),
    ],
    ids=["misspelt", "unknown", "empty", "computed"],
)
def test_a_chart_that_would_be_empty_is_refused(chart: alt.Chart, fault: str, tmp_path: Path) -> None:
    found = own_chart(tmp_path, chart.to_dict()).fault
    assert found.startswith(f"an Altair chart {fault}") if fault else found == ""


MEASURED = """
import sys
from kunnskapsstatus.charts.own import draw_own
words = {"values": [{"a": "Frivillighetssentralene mmmmmm"}]}
mark = {"type": "text", "font": sys.argv[1], "fontSize": 40}
print(*draw_own({"data": words, "mark": mark, "encoding": {"text": {"field": "a"}, "y": {"field": "a"}}}))
"""


def test_a_chart_is_the_same_whatever_fonts_the_machine_has(tmp_path: Path) -> None:
    """One machine has a font that another has not, and the chart has a text in it."""
    package = find_spec("font_source_serif_pro")
    assert package is not None and package.origin is not None
    fonts = Path(package.origin).parent / "files"
    config = tmp_path / "fontconfig" / "fonts.conf"
    config.parent.mkdir()
    config.write_text(f'<?xml version="1.0"?><fontconfig><dir>{fonts}</dir></fontconfig>', "utf-8")
    drawn = [
        subprocess.run(
            [sys.executable, "-c", MEASURED, "Source Serif Pro"],
            env={**os.environ, **given}, capture_output=True, text=True, check=True,
        ).stdout
        for given in ({}, {"FONTCONFIG_FILE": str(config)}, {"XDG_CONFIG_HOME": str(tmp_path)})
    ]  # fmt: skip
    assert "Frivillighetssentralene" in drawn[0]
    assert len(set(drawn)) == 1
