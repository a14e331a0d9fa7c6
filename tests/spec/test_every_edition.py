"""The book as of each year, from the report's to the newest: nothing that it says is false, or of a later year."""

import re
from pathlib import Path

import pytest
from books import ROOT
from editions import Said, copy_with_next_year, said

from kunnskapsstatus.data.book import FIRST_EDITION, open_book
from kunnskapsstatus.registers.tabulation.settings import BREAK

pytestmark = pytest.mark.usefixtures("untraced")
EDITIONS = (FIRST_EDITION, BREAK - 1, BREAK, open_book(ROOT).newest)
"""The report's own, those on either side of the break in the series, and the newest. `make bench` makes all."""


@pytest.mark.parametrize("year", EDITIONS)
def test_all_that_an_edition_says_can_be_said_and_is_true(year: int) -> None:
    found = said(ROOT, year)
    assert len(found) > 1500
    wrong = [(one.chapter, one.statement.expression, one.statement.error) for one in found if one.statement.error]
    assert wrong == []
    false = [(one.chapter, one.paragraph) for one in found if one.statement.holds is False]
    assert false == []


def is_of(one: Said, year: int) -> bool:
    """Whether a number or a claim rests on an official figure of the year."""
    return any(origin.place.endswith(str(year)) for origin in one.statement.origins)


def test_a_year_that_is_added_is_told_or_makes_a_claim_false(tmp_path: Path) -> None:
    """Official figures of a year that is not in the book, all a tenth lower than those of the newest."""
    year = copy_with_next_year(tmp_path, 0.9)
    found = said(tmp_path, year)
    assert [(one.chapter, one.statement.expression) for one in found if one.statement.error] == []
    left = [one for one in found if is_of(one, year - 1) and not is_of(one, year) and one.statement.holds is not False]
    every_year = re.compile(r"\bfor y(ear)?\b")
    typed = [one for one in left if str(year - 1) in one.paragraph or every_year.search(one.statement.expression)]
    assert [(one.chapter, one.paragraph) for one in left if one not in typed] == []
    assert sum(is_of(one, year) for one in found) > 60
    rise = {one.chapter for one in found if "rises(since=2021)" in one.statement.expression and not one.statement.holds}
    assert rise >= {"index", "users", "after_2018"}
