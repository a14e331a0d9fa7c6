"""Exhibits as tables: columns and rows stand as in the report, and nothing gets lost on the way."""

from collections.abc import Callable

import pandas as pd
import pytest
from books import EXHIBITS, ROOT, MakeBook

from kunnskapsstatus.chapter.door import Door
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.forms.arranged import arranged, lacking
from kunnskapsstatus.forms.markup import placed, rows_html
from kunnskapsstatus.forms.notes import notes
from kunnskapsstatus.forms.signs import signs
from kunnskapsstatus.forms.table import Row, Table, beside, tabulate

Ask = Callable[..., Exhibit]


def texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def test_years_are_columns_and_categories_rows(small_book: MakeBook) -> None:
    table = tabulate(Door(small_book()).exhibit("reasons-for-stay", 2018, show=False).view)
    assert (table.stubs, table.width) == (1, 6)
    assert [texts(row) for row in table.head] == [["", "2014", "2015", "2016", "2017", "2018"]]
    assert texts(table.body[0]) == ["Psykisk vold", "81", "84", "83", "84", "86"]
    assert len(table.body) == 14


def test_a_missing_number_shows_its_symbol_and_says_what_it_means(small_book: MakeBook) -> None:
    table = tabulate(Door(small_book()).exhibit("reasons-for-stay", 2018, show=False).view)
    cell = table.body[4].cells[1]
    assert (cell.text, cell.kind, cell.title) == ("..", "symbol", "tall mangler")


def test_the_number_of_answers_is_a_row_of_its_own_kind(small_book: MakeBook) -> None:
    table = tabulate(Door(small_book()).exhibit("child-staff-by-size", 2018, show=False).view)
    assert [row.kind for row in table.body] == ["", "", "base"]
    assert texts(table.body[-1]) == ["Antall svar (100 prosent)", "14", "17", "15", "46"]


def test_groups_keep_the_order_of_the_report(small_book: MakeBook) -> None:
    table = tabulate(Door(small_book()).exhibit("child-staff-by-size", 2018, show=False).view)
    assert texts(table.head[0]) == ["", "5 årsverk eller mindre", "6–9,9 årsverk", "10 årsverk eller mer", "I alt"]


def test_two_levels_of_heads_span(exhibit_of: Ask) -> None:
    table = tabulate(exhibit_of("implementation-recruitment").view)
    assert [(cell.text, cell.columns) for cell in table.head[0].cells[1:]] == [
        ("Ja", 2),
        ("I noen grad", 2),
        ("Nei", 2),
        ("Vet ikke", 2),
    ]
    assert texts(table.head[1])[:2] == ["Prosent", "Antall"]
    assert texts(table.body[0])[1:5] == ["75,0\u00a0%", "33", "15,9\u00a0%", "7"]


def test_columns_and_rows_that_the_source_gives_nothing_of_are_a_sentence(exhibit_of: Ask) -> None:
    view = exhibit_of("men-location-by-size").view
    assert [texts(row)[1:] for row in (*tabulate(view).head, *tabulate(view).body)] == [
        ["I alt"],
        ["14"],
        ["18"],
        ["11"],
    ]
    assert lacking(view) == (
        "Rapporten oppgir ikke tall for «5 årsverk eller mindre», «6–9,9 årsverk» og «10 årsverk eller mer».",
    )
    outreach = exhibit_of("outreach").view
    assert texts(tabulate(outreach).head[0]) == ["", "2015", "2018"]
    assert lacking(outreach) == (
        "Rapporten oppgir ikke tall for 2016–2017.",
        "Rapporten oppgir heller ikke tall for «Ikke drevet med informasjonsarbeid» og «Annet».",
    )
    assert set(lacking(outreach)) < set(notes(outreach))


def test_a_row_whose_columns_no_other_row_has_stands_below_a_sparse_table(exhibit_of: Ask) -> None:
    respondents = exhibit_of("survey-respondents").view
    table = tabulate(respondents)
    assert texts(table.head[0]) == ["", "", "Prosent", "Antall"] and len(table.body) == 15
    (told,) = beside(respondents)
    assert told.endswith("«Alder i år» med 54 (gjennomsnitt), 37 (laveste) og 68 (høyeste).") and told in notes(
        respondents
    )
    accessibility = exhibit_of("accessibility-men").view  # no row has a column in common with another: one is left
    assert [texts(row) for row in tabulate(accessibility).body] == [["Universell utforming", "6", "17"]]
    assert beside(accessibility)[0].endswith("«Ingen tilrettelegging» med 14 (uten år).")
    assert beside(exhibit_of("reasons-for-stay").view) == beside(exhibit_of("residents").view) == ()
    assert tabulate(exhibit_of("nights").view).width == 9, "eight values are no sentence"


def test_a_column_is_named_in_a_sentence_as_it_is_written_where_it_is_a_name(exhibit_of: Ask) -> None:
    whole = arranged(exhibit_of("child-offers-by-organisation").view)
    assert whole.across == ("group",) and "Interkommunalt selskap (IKS)" in map(whole.column, whole.heads)
    by_measure = arranged(exhibit_of("survey-respondents").view)
    assert [*map(by_measure.column, by_measure.heads)][:2] == ["prosent", "antall"]


def test_where_each_row_has_one_value_its_column_is_its_last_head(exhibit_of: Ask) -> None:
    table = tabulate(exhibit_of("counting-methods").view)
    assert [texts(row) for row in (*table.head, *table.body)] == [
        ["", "", "Antall"],
        ["Beboere", "2022", "2\u00a0110"],
        ["Beboere (gammel metode)", "2022", "1\u00a0979"],
        ["Dagbrukere", "2023", "3\u00a0358"],
        ["Dagbrukere (gammel metode)", "2023", "omkring 3\u00a0058"],
    ]


def test_a_symbol_and_an_empty_cell_are_explained_under_the_table(exhibit_of: Ask) -> None:
    def told(identifier: str) -> tuple[str, ...]:
        view = exhibit_of(identifier).view
        return signs(view, tabulate(view))

    assert told("outreach") == ("Tegn i tabellen: .. tall mangler.",)
    assert told("implementation-recruitment") == ("Tegn i tabellen: – null; tomt felt: kilden oppgir ikke noe.",)
    assert told("national-cost")[-1].startswith("Noen av tallene har færre desimaler i kilden."), (
        "67,0 is printed as 67"
    )
    assert told("centres-by-region") == told("full-women-by-size") == ()


def test_no_table_of_the_book_is_mostly_dots_and_its_numbers_have_the_same_decimals() -> None:
    book = Book(ROOT)
    for identifier in book.definitions:
        view = view_of(book, identifier)
        table = tabulate(view)
        cells = [cell for row in table.body for cell in row.cells if cell.kind in ("symbol", "number", "text")]
        assert sum(cell.text == ".." for cell in cells) < len(cells) / 2, identifier
        columns: dict[int, set[int]] = {}
        for row, places in placed(table.body):
            for cell, place in zip(row.cells, places, strict=True):
                if cell.kind == "number" and "," in cell.text:
                    columns.setdefault(place, set()).add(len(cell.text.removesuffix("\u00a0%").partition(",")[2]))
        assert all(len(found) == 1 for found in columns.values()), identifier


def test_numbers_of_one_kind_have_the_decimals_of_the_finest_and_those_of_a_column_of_the_coarsest(
    exhibit_of: Ask,
) -> None:
    guidance = tabulate(exhibit_of("implementation-guidance").view)
    assert guidance.body[0].cells[3].text == "25,0\u00a0%"  # printed as 25
    costs = tabulate(exhibit_of("cost-by-part").view)
    assert [texts(row)[-3:] for row in costs.body[-5:-2]] == [
        ["81,79", "85,40", "91,87"], ["417", "418", "410"], ["48,96", "48,91", "98,84"],
    ]  # fmt: skip


def test_a_row_head_above_several_rows_spans_them(exhibit_of: Ask) -> None:
    table = tabulate(exhibit_of("centres-by-organisation-and-size").view)
    first = table.body[0].cells[0]
    assert (first.kind, first.rows) == ("stub", 4)
    assert [len(row.cells) for row in table.body] == [table.width, *[table.width - 1] * 3] * 2
    assert [row.kind for row in table.body] == ["", "", "", "total"] * 2


def test_an_empty_cell_and_a_zero_are_not_the_same(exhibit_of: Ask) -> None:
    table = tabulate(exhibit_of("implementation-recruitment").view)
    zero, empty = table.body[1].cells[-1], table.body[2].cells[-1]
    assert (zero.text, zero.kind, zero.title) == ("–", "number", "null")
    assert (empty.text, empty.kind, empty.title) == ("", "empty", "tom celle i kilden")


def test_answers_and_names_are_texts(exhibit_of: Ask) -> None:
    overview = tabulate(exhibit_of("centres-overview").view)
    assert [(cell.text, cell.kind) for cell in overview.body[0].cells[2:4]] == [("Ja, flere ganger", "text")] * 2
    centres = tabulate(exhibit_of("centres-by-region").view)
    assert texts(centres.body[0]) == [
        "Krisesenteret i Salten",
        "Stiftelsen Hamar Krisesenter",
        "Krisesenteret for Bergen og omegn",
        "Oslo Krisesenter",
    ]


def laid_out(table: Table) -> list[int]:
    """The width of each row of the body, spans of earlier rows included."""
    widths, open_spans = [], []
    for row in table.body:
        open_spans = [left - 1 for left in open_spans if left > 1]
        widths.append(sum(cell.columns for cell in row.cells) + len(open_spans))
        open_spans += [cell.rows for cell in row.cells if cell.rows > 1]
    return widths


def shown_numbers(exhibit: Exhibit) -> int:
    frame = exhibit.frame
    return int(
        (
            (frame["value"].notna() & (frame["symbol"] != "-"))
            | frame["symbol"].ne("")
            | ((frame["text"] != "") & frame["value"].isna())
        ).sum()
    )


IDS = [identifier for identifier, d in Book(ROOT).definitions.items() if d.printed.startswith("table-")]


@pytest.mark.parametrize("identifier", IDS)
def test_every_printed_cell_is_in_the_table_once(exhibit_of: Ask, identifier: str) -> None:
    exhibit = exhibit_of(identifier)
    table = tabulate(exhibit.view)
    own = exhibit.frame[exhibit.frame["dataset"] == exhibit.definition.printed]
    cells = [
        cell for row in table.body for cell in row.cells if cell.kind in ("number", "symbol", "text") and cell.text
    ]
    below = sum(sentence.count(" (") for sentence in beside(exhibit.view))
    assert len(cells) + below == shown_numbers(exhibit)
    assert len(own) and not pd.isna(own["line"]).any()


@pytest.mark.parametrize("identifier", IDS)
def test_every_table_is_a_rectangle(exhibit_of: Ask, identifier: str) -> None:
    table = tabulate(exhibit_of(identifier).view)
    assert set(laid_out(table)) == {table.width}
    assert sum(cell.columns for cell in table.head[0].cells) == table.width


def test_what_a_printed_figure_held_and_nobody_gives_is_shown_as_missing(small_book: MakeBook) -> None:
    """``years`` gives a cell for each category, group and year; known values stay, and the groups stand in the
    codebook's order."""
    figure = """
[internal-control]
printed = "figure-a22"
title = "Internkontroll"
population = "women-services"
measure = "percent"
group = "size"
years = [2018]
missing = "Figuren er et bilde."
source = "Krisesenterstatistikken"
"""
    row = "internal-large,Internkontroll ved store,60,,percent,2018,women-services,,large,11.1,figure-a22,\n"
    root = small_book(exhibits=EXHIBITS + figure, prose=row)
    exhibit = Door(root).exhibit("internal-control", 2018, show=False)
    assert [(key, symbol) for key, symbol in zip(exhibit.frame["group"], exhibit.frame["symbol"], strict=True)] == [
        ("small", ".."), ("medium", ".."), ("large", ""),
    ]  # fmt: skip
    assert exhibit["large"] == 60
    assert exhibit.view.state == "partial"
    assert [[cell.text for cell in row.cells] for row in tabulate(exhibit.view).body] == [
        ["10 årsverk eller mer", "60"],
    ]
    empty = Door(small_book(exhibits=EXHIBITS + figure)).exhibit("internal-control", 2018, show=False)
    assert empty.view.state == "empty"
    table = tabulate(empty.view)
    assert (table.head, table.width, [texts(row) for row in table.body]) == (
        (), 1, [["Rapporten oppgir ingen av tallene."]],
    )  # fmt: skip
    assert rows_html(table) == '<tbody><tr><td class="text">Rapporten oppgir ingen av tallene.</td></tr></tbody>'
