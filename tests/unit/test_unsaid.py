"""What the data have and no sentence says is told after a build, and what is not true."""

from typing import Any

from books import ROOT

from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.desk.unsaid import unsaid
from kunnskapsstatus.keys import OFFICIAL
from kunnskapsstatus.numbers import format_number

BOOK = open_book(ROOT)
RESIDENTS = [
    row for row in BOOK.rows({"dataset": f"{OFFICIAL}residents", "population": "residents"}) if row.group == "total"
]


def saying(*years: int) -> list[dict[str, Any]]:
    """Statements that say how many residents there were in these years."""
    return [{"origins": [{"file": row.file, "line": row.line}]} for row in RESIDENTS if row.year in years]


def test_a_figure_newer_than_what_any_sentence_says_is_told() -> None:
    (row,) = (row for row in RESIDENTS if row.year == 2024)
    (found,) = (one for one in unsaid(BOOK, 2024, saying(2022, 2023), 2024) if one.line == row.line)
    assert found.file == row.file
    assert found.what == f"2024: beboere, antall {format_number(row.value)}, and no sentence says it"
    assert not [one for one in unsaid(BOOK, 2024, saying(2024), 2024) if one.line == row.line]
    assert not [one for one in unsaid(BOOK, 2023, saying(2022, 2023)) if one.what.startswith("2024")]


def test_a_figure_that_nothing_uses_is_told() -> None:
    unused = [one for one in unsaid(BOOK, 2024, []) if one.what.endswith("nothing uses it")]
    assert any(one.file == "data/official/children.csv" and one.what.startswith("2007: ") for one in unused)
    assert not any(one.what.startswith("2024: beboere") for one in unused)  # an exhibit shows them
    assert not any(one.file == "data/official/centres.csv" for one in unused)  # the centres' pages show them
