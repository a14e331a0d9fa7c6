"""A table's layout in the PDF: what its grid is, and how wide its columns and how large its type are."""

import pytest

from kunnskapsstatus.book.typst import layout


def _grid(columns: int, text: str) -> layout.Grid:
    cells = [layout.Cell(text, text, row, column, number=column > 0) for row in range(4) for column in range(columns)]
    return layout.Grid(columns, 1, tuple(cells))


@pytest.mark.parametrize("columns", range(1, 24))
def test_a_table_is_never_wider_than_its_page_nor_its_type_small(columns: int) -> None:
    form = layout.layout(_grid(columns, "1 234"))
    share = sum(form.widths) * form.size / form.measure
    assert form.fits
    assert share == pytest.approx(layout.NARROW_SHARE if columns < 5 else 1)
    assert form.landscape == (columns > 18)
    assert 8 <= form.size <= 9


def _stubbed(*rows: tuple[str, ...]) -> layout.Grid:
    cells = [
        layout.Cell(text, text, row, at, stub=at == 0 and row > 0)
        for row, texts in enumerate(rows)
        for at, text in enumerate(texts)
    ]
    return layout.Grid(len(rows[0]), 1, tuple(cells))


def test_rows_without_a_value_are_set_as_one() -> None:
    grid = layout.compact(_stubbed(("", "2018"), ("a", "1"), ("b", ".."), ("c", ".."), ("d", ".."), ("e", "2")))
    assert layout.is_complete(grid)
    assert [(cell.row, cell.text) for cell in grid.cells if cell.column == 0] == [
        (0, ""),
        (1, "a"),
        (2, "b; c; d"),
        (3, "e"),
    ]
    assert [cell.text for cell in grid.cells if cell.column == 1] == ["2018", "1", "..", "2"]


@pytest.mark.parametrize("last", ["1", ".", ""])
def test_rows_that_differ_or_are_few_stay_apart(last: str) -> None:
    grid = _stubbed(("", "2018"), ("a", ".."), ("b", ".."), ("c", last))
    assert layout.compact(grid) == grid


def test_rows_that_do_not_fill_the_columns_are_found() -> None:
    grid = layout.Grid(2, 0, (layout.Cell("a", "a", 0, 0), layout.Cell("b", "b", 0, 1), layout.Cell("c", "c", 1, 0)))
    assert not layout.is_complete(grid)


def test_a_row_header_over_two_rows_heads_both() -> None:
    cells = (
        layout.Cell("A", "A", 0, 0, rows=2, stub=True), layout.Cell("1", "1", 0, 1), layout.Cell("2", "2", 1, 1),
    )  # fmt: skip
    assert layout.row_headers(layout.Grid(2, 0, cells)) == [[(True, ()), (False, (0,))], [(False, (0,))]]
