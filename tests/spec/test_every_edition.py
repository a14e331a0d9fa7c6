"""The book as of each year, from the report's to the newest: nothing that it says is false, or of a later year."""

import pytest
from books import ROOT
from editions import said

from kunnskapsstatus.data.book import FIRST_EDITION, open_book

EDITIONS = range(FIRST_EDITION, open_book(ROOT).newest + 1)


@pytest.mark.parametrize("year", EDITIONS)
def test_all_that_an_edition_says_can_be_said_and_is_true(year: int) -> None:
    found = said(ROOT, year)
    assert len(found) > 1500
    wrong = [(one.chapter, one.statement.expression, one.statement.error) for one in found if one.statement.error]
    assert wrong == []
    false = [(one.chapter, one.paragraph) for one in found if one.statement.holds is False]
    assert false == []
