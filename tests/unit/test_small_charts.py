"""Small charts: a line is never drawn across a break, and the words say what the picture does."""

import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from books import ROOT

from kunnskapsstatus.book.centres import page
from kunnskapsstatus.book.centres.centre import centres
from kunnskapsstatus.book.centres.course import course
from kunnskapsstatus.book.centres.others import Others
from kunnskapsstatus.charts import ChartData, Datum, palette, small, spark
from kunnskapsstatus.data.book import Book, open_book
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.forms.trend import trend


@pytest.fixture(scope="module")
def book() -> Book:
    return open_book(ROOT)


def data(*lines: tuple[str, dict[int, float]], series: Callable[[int], str] = lambda year: "") -> ChartData:
    rows = [
        Datum(name, name, year=year, value=value, series=series(year))
        for name, values in lines
        for year, value in values.items()
    ]
    return ChartData("lines", "antall", tuple(rows), "Et <diagram>.")


def parts(svg: str, kind: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{{http://www.w3.org/2000/svg}}{kind}"))


def years_of(svg: str) -> list[int]:
    """How many values each line goes through."""
    return [len(one.attrib["points"].split()) for one in parts(svg, "polyline")]


def test_a_line_ends_at_a_break_and_where_a_year_is_missing_and_a_value_alone_is_a_dot() -> None:
    values = {2015: 5.0, 2017: 6.0, 2018: 7.0, 2021: 9.0, 2022: 8.0}
    broken = spark(data(("a", values), series=lambda year: "new" if year > 2020 else ""))
    assert years_of(broken) == [2, 2]
    assert len(parts(broken, "circle")) == 2, "2015 alone, and the last"
    assert [one.attrib["stroke"] for one in parts(broken, "line")] == [palette.AXIS, palette.MUTED]
    assert years_of(spark(data(("a", {2015: 5.0, 2016: 6.0, 2017: 4.0})))) == [3]


def test_a_picture_begins_at_zero_and_has_its_words() -> None:
    svg = spark(data(("a", {2020: 100.0, 2021: 50.0, 2022: 100.0})))
    tops = [float(point.split(",")[1]) for point in parts(svg, "polyline")[0].attrib["points"].split()]
    (zero,) = (float(one.attrib["y1"]) for one in parts(svg, "line"))
    assert (zero - tops[1]) / (zero - tops[0]) == pytest.approx(0.5)
    assert ElementTree.fromstring(svg).attrib["aria-label"] == "Et <diagram>."


def test_names_of_lines_stand_apart_within_the_picture() -> None:
    names = ("Senteret", "Sørøst-Norge", "Like store sentre", "Alle sentre", "Hele landet")
    for last in (100.0, 0.0):
        svg = small(data(*((name, {2018: 90.0, 2019: last}) for name in names)))
        places = [float(one.attrib["y"]) for one in parts(svg, "text") if one.text in names]
        assert len(places) == 5 and all(after - before > 13 for before, after in pairwise(places))
        assert min(places) > 8 and max(places) < float(ElementTree.fromstring(svg).attrib["height"])


def test_colours_are_those_that_have_another_on_a_dark_page(book: Book) -> None:
    svg = small(data(*((f"n{number}", {2018: 1.0, 2019: 2.0}) for number in range(5))))
    assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= set(palette.COLOURS)


def test_a_key_figure_says_its_first_last_highest_and_lowest_value_part_by_part(book: Book) -> None:
    view = view_of(book, "day-users", 2024)
    (row,) = (one for one in view.values if (one.year, one.population, one.series) == (2024, "day-users", "from-2021"))
    drawn = trend(view, row)
    assert drawn and drawn.alt.replace("\u00a0", " ").endswith(
        "Fra 2 450 i 2015 til 2 212 i 2020, høyest 2 637 i 2019, lavest 2 212 i 2020. Brudd i serien. "
        "Fra 2 538 i 2021 til 3 745 i 2024, høyest 3 745 i 2024, lavest 2 538 i 2021."
    )
    assert years_of(drawn.svg) == [3, 4], "2015 and 2017 alone, 2018–2020, 2021–2024"
    assert trend(view_of(book, "day-users", 2015), row) is None, "an edition that knows one year"


def test_a_centre_with_numbers_of_several_years_has_them_beside_those_of_others(book: Book) -> None:
    found = centres(book, 2024)
    others, by_key = Others(book, 2024, found), {one.key: one for one in found}
    drawn = course(by_key["alta"], others, "cost-per-inhabitant", "Kostnad")
    named = {text.text for text in parts(drawn.svg, "text") if not (text.text or "").isdecimal()} if drawn else set()
    assert named == {"Senteret", "Like store sentre", "Alle sentre", "Hele landet"}, "the region's ends in 2018"
    assert (
        drawn
        and "Senteret: fra 134 kroner i 2018 til 155 kroner i 2021" in drawn.alt
        and "Hele landet: fra 69" in drawn.alt
    )
    nights = course(by_key["alta"], others, "nights", "Døgn")
    assert nights and "til 326 i 2020; brudd; 184 i 2021" in nights.alt and "Hele landet" not in nights.alt
    assert course(by_key["oslo"], others, "nights", "Døgn") is None, "of one year alone there is no course"
    told = {key: page.introduction(page.figures(by_key[key], others)) for key in ("alta", "oslo")}
    assert page.CHARTS in told["alta"] and page.CHARTS not in told["oslo"]
