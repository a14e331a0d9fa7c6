"""Under its title each exhibit says of whom its numbers are, in what unit, of when, and of how many."""

import re
from dataclasses import replace

import pytest
from books import ROOT

from kunnskapsstatus.data.book import Book
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.forms.base import base
from kunnskapsstatus.forms.notes import notes

BOOK = Book(ROOT)


@pytest.mark.parametrize("identifier", list(BOOK.definitions))
def test_facts_have_population_unit_period_and_base(identifier: str) -> None:
    view = view_of(BOOK, identifier, 2024)
    facts = notes(view)[0]
    assert all(name in facts for name in view.populations) and facts.startswith("Gjelder: ")
    assert all(unit in facts for unit in view.units)
    assert not view.years or (f"Periode: {view.years[0]}" in facts and str(view.years[-1]) in facts)
    counted = {row.base for row in view.values if row.known and row.base is not None}
    least_and_most = re.findall(r"n\u00a0=\u00a0([\d\u00a0]+)(?:–([\d\u00a0]+))?", facts)
    assert counted <= {row.base for row in view.values} and bool(least_and_most) >= bool(counted)
    if len(counted) == 1:
        assert least_and_most[0][0].replace("\u00a0", "") == f"{counted.pop():g}"


def test_a_base_that_differs_is_told_from_least_to_most_and_where_each_stands() -> None:
    assert base(view_of(BOOK, "resident-help", 2018)) == "n\u00a0=\u00a02\u00a0213"
    differs = view_of(BOOK, "resident-help-by-organisation", 2018)
    assert base(differs) == "n\u00a0=\u00a058–2\u00a0213, se tabellen"
    unsaid = tuple(row for row in differs.rows if row.measure != "base")
    assert base(replace(differs, rows=unsaid)) == "n\u00a0=\u00a058–2\u00a0213"
    assert base(view_of(BOOK, "residents", 2024)) == ""
    assert base(view_of(BOOK, "satisfaction-by-organisation", 2024)) == "n\u00a0=\u00a03–15", "no table is shown"


def test_a_chart_of_one_year_has_the_base_of_that_year() -> None:
    view = view_of(BOOK, "resident-help", 2018)
    earlier = tuple(replace(row, year=2017, base=7.0) for row in view.values)
    assert base(replace(view, rows=(*view.rows, *earlier))) == base(view)
