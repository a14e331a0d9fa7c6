"""Every form of an exhibit is made from one view: what is drawn, what is said under it, how its table is written."""

import csv
import io
import json
import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from books import ROOT

from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.view import View, view_of
from kunnskapsstatus.forms.download import COLUMNS, as_csv
from kunnskapsstatus.forms.marks import marks_of, undrawn
from kunnskapsstatus.forms.markup import rows_html, table_html
from kunnskapsstatus.forms.notes import not_drawn, notes
from kunnskapsstatus.forms.shown import MIME, Shown, bundle, show
from kunnskapsstatus.forms.table import Cell, Row, Table, tabulate
from kunnskapsstatus.numbers import SYMBOLS

BOOK = Book(ROOT)
CHARTS = [name for name, definition in BOOK.definitions.items() if definition.form not in ("table", "map")]


def of(identifier: str, year: int = 2024) -> View:
    return view_of(BOOK, identifier, year)


# --- what is drawn ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("identifier", CHARTS)
def test_a_chart_draws_all_known_values_or_says_which_it_does_not(identifier: str) -> None:
    view = of(identifier)
    marks = marks_of(view)
    known = {row for row in view.rows if row.known and row.measure != "base"}
    left = known - {mark.row for mark in marks}
    assert set(undrawn(view, marks)) == left
    told = not_drawn(view, marks)
    assert bool(told) == bool(left)
    shown = show(view)
    if shown.chart:
        assert [line for line in shown.notes if line.startswith("Ikke vist")] == list(told)


def test_a_line_goes_on_in_another_population_across_the_break() -> None:
    view = of("cost-spread")
    marks = marks_of(view)
    assert len([mark for mark in marks if mark.known]) == 12 == len([row for row in view.rows if row.known])
    assert {mark.row.population for mark in marks} == {"municipalities", "centres"}
    assert not_drawn(view, marks) == ()


@pytest.mark.parametrize(
    ("identifier", "told"),
    [
        ("reasons-for-stay", "Ikke vist i diagrammet: 2014–2017."),
        ("outreach", "Ikke vist i diagrammet: 2015."),
        ("implementation-data", "Ikke vist i diagrammet: antall."),
        ("full-women-by-size", "Ikke vist i diagrammet: «I alt»."),
        ("day-users", "Ikke vist i diagrammet: dagsbesøk, tall etter gammel metode."),
    ],
)
def test_what_is_not_drawn_is_said_in_words(identifier: str, told: str) -> None:
    assert not_drawn(of(identifier), marks_of(of(identifier))) == (told,)


def test_years_that_do_not_follow_each_other_are_told_one_by_one() -> None:
    view = of("reasons-for-stay")
    some = replace(view, rows=tuple(row for row in view.rows if row.year in (2014, 2016, 2018)))
    assert not_drawn(some, marks_of(some)) == ("Ikke vist i diagrammet: 2014, 2016.",)


def test_years_of_another_part_of_the_series_are_told_too() -> None:
    view = of("reasons-for-stay")
    early = tuple(replace(row, series="until-2020" if row.year == 2014 else "from-2021") for row in view.rows)
    some = replace(view, rows=tuple(row for row in early if row.year in (2014, 2018)))
    assert not_drawn(some, marks_of(some)) == ("Ikke vist i diagrammet: 2014.",)


def test_a_bar_chart_is_of_the_year_shown_and_of_no_total() -> None:
    marks = marks_of(of("reasons-for-stay", 2016))
    assert {mark.row.year for mark in marks} == {2016}
    assert all(mark.category != "total" for mark in marks_of(of("child-destination")))


def test_a_measure_takes_the_place_of_a_dimension_that_has_one_value_only() -> None:
    labels = {mark.category_label for mark in marks_of(of("national-cost"))}
    assert labels == {"I alt"}
    marks = [mark for name in CHARTS for mark in marks_of(of(name)) if mark.category == mark.row.population]
    assert marks and all(
        mark.category_label == BOOK.codebook.label(("population",), mark.category).capitalize() for mark in marks
    )


# --- what is said under it --------------------------------------------------------------------------------------------


def test_the_facts_come_first_then_the_source() -> None:
    first, second, *rest = notes(of("reasons-for-stay", 2018))
    assert first == "Gjelder: opphold. Enhet: prosent. Periode: 2014–2018."
    assert second == "Kilde: Krisesenterstatistikken 2014–2018 (Sentio). Rapporten fra 2019, tabell 3."
    assert rest[0] == BOOK.definitions["reasons-for-stay"].note


def test_another_year_than_asked_for_is_said() -> None:
    assert "Periode: 2014–2018 (ingen tall etter 2018)." in notes(of("reasons-for-stay", 2024))[0]
    assert "(ingen tall for 2008)." in notes(of("reasons-for-stay", 2008))[0]
    assert "Periode: 2018 (eneste år med tall)." in notes(of("child-staff-by-size", 2024))[0]


def test_question_and_what_is_missing_stand_there() -> None:
    view = of("reasons-for-stay")
    asked = replace(view, definition=replace(view.definition, question="Hvorfor kom du?", missing="Bare i et bilde."))
    assert notes(asked)[2:4] == ("Spørsmål: Hvorfor kom du?", "Bare i et bilde.")


def test_a_reservation_is_told_once_with_its_years() -> None:
    view = of("reasons-for-stay")
    rows = tuple(replace(row, reservation="Anslag." if row.year in (2014, 2015) else "") for row in view.rows)
    assert notes(replace(view, rows=rows))[-1] == "Forbehold: 2014, 2015: Anslag."
    named = tuple(replace(row, reservation="Anslag for 2018." if row.year == 2018 else "") for row in view.rows)
    assert notes(replace(view, rows=named))[-1] == "Forbehold: Anslag for 2018."
    undated = tuple(replace(row, reservation="Anslag.", year=None) for row in view.rows[:1])
    assert notes(replace(view, rows=undated))[-1] == "Forbehold: Anslag."


def test_an_exhibit_without_values_has_no_period() -> None:
    empty = next(of(name) for name, d in BOOK.definitions.items() if view_of(BOOK, name, 2024).state == "empty")
    assert "Periode" not in notes(empty)[0]


# --- its table as HTML ------------------------------------------------------------------------------------------------


class Symbols(HTMLParser):
    """The cells whose text is a symbol, and the explanation that each has."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.found = "", list[tuple[str, str]]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.title = dict(attrs).get("title") or "" if tag == "abbr" else ""

    def handle_data(self, data: str) -> None:
        if data in SYMBOLS:
            self.found.append((data, self.title))


@pytest.mark.parametrize("identifier", list(BOOK.definitions))
def test_every_symbol_in_a_table_says_what_it_means(identifier: str) -> None:
    table = tabulate(of(identifier))
    parser = Symbols()
    parser.feed(table_html(table))
    symbols = [cell for row in table.body for cell in row.cells if cell.kind == "symbol"]
    assert parser.found == [(cell.text, SYMBOLS[cell.text]) for cell in symbols]


SPANNED = Table(
    head=(
        Row((Cell("", "head", rows=2), Cell("Kvinner & menn", "head", columns=2))),
        Row((Cell("Ja", "head"), Cell("Navn", "head"))),
    ),
    body=(
        Row((Cell("Små", "stub", rows=2), Cell("1", "number"), Cell("Moss", "text"))),
        Row((Cell("..", "symbol", title="tall mangler"), Cell("", "empty")), "total"),
    ),
    stubs=1,
    width=3,
)


def test_heads_have_a_scope_and_columns_of_words_are_told() -> None:
    assert rows_html(SPANNED) == (
        '<colgroup span="1"></colgroup><colgroup span="2"></colgroup>'
        '<thead><tr><td rowspan="2"></td><th scope="colgroup" colspan="2">Kvinner &amp; menn</th></tr>'
        '<tr><th scope="col">Ja</th><th scope="col" class="text">Navn</th></tr></thead>'
        '<tbody><tr><th scope="row" class="stub" rowspan="2">Små</th><td class="number">1</td>'
        '<td class="text">Moss</td></tr>'
        '<tr class="total"><td class="symbol"><abbr title="tall mangler">..</abbr></td>'
        '<td class="empty text"></td></tr>'
        "</tbody>"
    )


def test_a_head_of_a_group_is_of_its_own_rows_and_of_no_others() -> None:
    """By HTML, a head with the scope ``rowgroup`` is of the rest of its ``tbody``, ``colgroup`` of its ``colgroup``."""
    table = table_html(tabulate(of("centres-by-organisation-and-size")))
    groups = re.findall("<tbody>(.*?)</tbody>", table)
    assert [(group.count("<tr"), group.count('scope="rowgroup"')) for group in groups] == [(5, 1), (5, 1)]
    assert all(re.match(r'<tr class="group"><th scope="rowgroup" class="stub" colspan="7">', group) for group in groups)
    deep = table_html(tabulate(of("services-since-2018")))
    assert 'scope="rowgroup"' in deep and all(group.count("rowgroup") <= 1 for group in deep.split("<tbody>"))


# --- what leaves a kernel ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("identifier", ["reasons-for-stay", "child-staff-by-size", "centres-by-region", "centre-map"])
def test_an_exhibit_comes_out_of_the_kernel_as_it_was(identifier: str) -> None:
    shown = show(of(identifier))
    assert Shown.from_json(json.loads(json.dumps(shown.to_json()))) == shown
    assert shown.kind == ("figure" if shown.chart else "table")
    assert (shown.form == "table") == (shown.chart is None)


def test_any_notebook_can_show_an_exhibit() -> None:
    chart, table = bundle(of("reasons-for-stay")), bundle(of("centres-by-region"))
    assert set(chart) == {MIME, "text/html", "text/plain", "image/svg+xml"}
    drawn = b64decode(re.findall('base64,([^"]+)', chart["text/html"])[0]).decode()
    assert drawn.partition("><")[2] == chart["image/svg+xml"].partition("><")[2]
    assert "Gjelder: opphold." in chart["text/html"] and "Gjelder: opphold." in chart["text/plain"]
    assert set(table) == {MIME, "text/html", "text/plain"}
    assert table_html(Shown.from_json(table[MIME]).table) in table["text/html"]


def test_a_download_holds_every_observation_with_its_labels() -> None:
    lines = as_csv(of("reasons-for-stay")).splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == 1 + len(of("reasons-for-stay").rows)
    assert lines[5].startswith("psychological,Psykisk vold,total,I alt,2018,stays,percent,prosent,86,,,")
    missing = next(line for line in lines if line.startswith("economic,") and ",2014," in line)
    assert ",prosent,,..," in missing


def test_a_download_does_not_lose_decimals_or_a_missing_year() -> None:
    view = of("reasons-for-stay")
    row = Observation("x", value=1.5, decimals=1, measure="mean", year=None, base=None, source="")
    (_, line) = as_csv(replace(view, rows=(row,))).splitlines()
    assert line == f"total,I alt,total,I alt,,,mean,,1.5,,,,,,,{view.definition.source}"


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("+47", "'+47"), ("-1", "'-1"), ("@a", "'@a"), ("\t=1", "'\t'=1"), ("a;=1", "a;'=1"),
     ("a = 1; -b", "a = 1; -b"), ("", "")],
)  # fmt: skip
def test_a_spreadsheet_calculates_no_text_of_a_download(text: str, cell: str) -> None:
    row = Observation("x", value=-15, measure="change", symbol="-", source="SSB", reservation=text)
    (_, line) = csv.reader(io.StringIO(as_csv(replace(of("reasons-for-stay"), rows=(row,)))))
    found = dict(zip(COLUMNS, line, strict=True))
    assert (found["reservation"], found["value"], found["symbol"]) == (cell, "-15", "-")
