"""Tables on paper: where cells stand, rows that say nothing, which heads hold, and widths that fit the page."""

from __future__ import annotations

import pytest

from kunnskapsstatus.book.typst.cells import Cell, Grid, aligned, compact, row_headers
from kunnskapsstatus.book.typst.layout import layout, with_commas_aligned
from kunnskapsstatus.book.typst.measures import PORTRAIT_POINTS
from kunnskapsstatus.book.typst.widths import INSET_EM, NARROW_SHARE, head_em, roomy_em
from kunnskapsstatus.forms.grid import Span, fills, spans


def test_a_cell_stands_in_the_first_column_that_no_cell_from_above_reaches_into() -> None:
    found = spans([[(2, 1), (1, 2)], [(1, 1), (1, 1)], [(1, 3)]])
    assert [[(span.row, span.column) for span in row] for row in found] == [
        [(0, 0), (0, 1)],
        [(1, 1), (1, 2)],
        [(2, 0)],
    ]
    assert fills([span for row in found for span in row], rows=3, columns=3)


def test_a_cell_between_two_that_reach_down_stands_between_them() -> None:
    assert [span.column for span in spans([[(2, 1), (1, 1), (2, 1)], [(1, 1)]])[1]] == [1]


@pytest.mark.parametrize(
    "cells",
    [
        [Span(0, 0), Span(0, 1), Span(1, 0)],
        [Span(0, 0), Span(0, 1), Span(1, 0, columns=2), Span(1, 1)],
        [Span(0, 0), Span(0, 1), Span(1, 0, columns=3)],
    ],
    ids=["a place is empty", "a place is taken twice", "a cell stands out"],
)
def test_cells_that_do_not_fill_the_places_are_found(cells: list[Span]) -> None:
    assert not fills(cells, rows=2, columns=2)


def _numbers(columns: int, text: str) -> Grid:
    cells = [Cell(row, column, text=text, number=column > 0) for row in range(4) for column in range(columns)]
    return Grid(columns, 1, tuple(cells))


@pytest.mark.parametrize("columns", range(1, 24))
def test_a_table_is_never_wider_than_its_page_nor_its_type_small(columns: int) -> None:
    form = layout(_numbers(columns, "1 234"))
    share = sum(form.widths) * form.size / form.measure
    assert form.fits
    assert share == pytest.approx(NARROW_SHARE if columns < 6 else 1)
    assert form.landscape == (columns > 18)
    assert 8 <= form.size <= 9


def _stubbed(*rows: tuple[str, ...]) -> Grid:
    cells = [
        Cell(row, at, content=text, text=text, stub=at == 0 and row > 0)
        for row, texts in enumerate(rows)
        for at, text in enumerate(texts)
    ]
    return Grid(len(rows[0]), 1, tuple(cells))


@pytest.mark.parametrize(
    ("head", "widest"),
    [
        ("I alt", "I alt"),
        ("5 årsverk eller mindre", "5 årsverk"),
        ("10 årsverk eller mer", "eller mer"),
        ("Frivillig eller privat virksomhet", "virksomhet"),
        ("Stiftelse", "Stiftelse"),
        ("Sørøst-Norge", "Sørøst-"),
    ],
)
def test_a_short_head_stands_on_one_line_and_a_long_one_on_three(head: str, widest: str) -> None:
    assert head_em(head) == pytest.approx(roomy_em(widest, bold=True))
    heads = ("", "Interkommunalt selskap (IKS)", "Kommunal virksomhet", head)
    form = layout(_stubbed(heads, *[("Krisesentertilbud til kvinner, antall svar (100 prosent)", "13", "4", "46")] * 3))
    assert form.widths[-1] >= head_em(head) + INSET_EM


def test_rows_without_a_value_are_set_as_one() -> None:
    grid = compact(_stubbed(("", "2018"), ("a", "1"), ("b", ".."), ("c", ".."), ("d", ".."), ("e", "2")))
    assert grid.is_complete
    heads = [(cell.row, cell.text) for cell in grid.cells if cell.column == 0]
    assert heads == [(0, ""), (1, "a"), (2, "b; c; d"), (3, "e")]
    assert [cell.text for cell in grid.cells if cell.column == 1] == ["2018", "1", "..", "2"]


@pytest.mark.parametrize("last", ["1", ".", ""])
def test_rows_that_differ_or_are_few_stay_apart(last: str) -> None:
    grid = _stubbed(("", "2018"), ("a", ".."), ("b", ".."), ("c", last))
    assert compact(grid) == grid


def test_a_row_header_over_two_rows_heads_both() -> None:
    cells = (Cell(0, 0, rows=2, text="A", stub=True), Cell(0, 1, text="1"), Cell(1, 1, text="2"))
    assert row_headers(Grid(2, 0, cells)) == [[(True, ()), (False, (0,))], [(False, (0,))]]


def test_decimal_commas_stand_below_each_other() -> None:
    grid = aligned(
        _stubbed(("", "2018"), ("a", "25"), ("b", "41,5 %"), ("c", "8 %"), ("d", ".."), ("e", "Ja"), ("f", ""))
    )
    lacks = [cell.lacks for cell in grid.cells if cell.column == 1]
    assert lacks == ["", ",5 %", "", ",5", ",5 %", "", ""]


def test_a_table_is_not_laid_on_its_side_for_its_commas() -> None:
    def of(columns: int) -> Grid:
        rows = [("", *["2018"] * columns), ("a", *["1 234"] * columns), ("b", *["41,5 %"] * columns)]
        return _stubbed(*(rows))

    few, form = with_commas_aligned(of(3))
    assert not form.landscape
    assert any(cell.lacks for cell in few.cells)
    turned = next(number for number in range(4, 30) if layout(aligned(of(number))).landscape)
    many, form = with_commas_aligned(of(turned))
    assert not form.landscape
    assert many == of(turned)


def test_a_table_in_a_list_or_a_box_keeps_to_its_width() -> None:
    """It can neither stand out into the margins nor have a page of its own; one that is too wide is told of."""
    rows = [("", *["Kolonne"] * 8), ("a", *["verdi"] * 8)]
    free, within = layout(_stubbed(*rows)), layout(_stubbed(*rows), taken=60)
    assert free.fits
    assert within.fits
    assert (within.measure, within.wide, within.landscape) == (PORTRAIT_POINTS - 60, False, False)
    assert not layout(_stubbed(*([*row, *row[1:] * 3] for row in rows)), taken=60).fits
