"""The generated tables of the book's own pages say what is there."""

import re
from pathlib import Path

import pytest
from books import MakeBook

from kunnskapsstatus.chapter import catalogue
from kunnskapsstatus.data.book import Book


@pytest.fixture(autouse=True)
def here(book_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(book_root)


SERIES = ("table-", "figure-", "table-a", "figure-a")


@pytest.mark.parametrize(
    ("series", "name", "count"),
    [
        ("table-", "Tabell", 26),
        ("figure-", "Figur", 27),
        ("table-a", "Vedleggstabell", 29),
        ("figure-a", "Vedleggsfigur", 23),
    ],
)
def test_every_printed_exhibit_is_listed_in_the_reports_order(series: str, name: str, count: int) -> None:
    rows = catalogue.printed(series).text.splitlines()[2:]
    assert [re.match(r"\| (\S+) (\d+) \|", row).groups() for row in rows] == [
        (name, str(n)) for n in range(1, count + 1)
    ]  # type: ignore[union-attr]


def test_a_twin_is_referred_to_where_it_is_shown(book_root: Path) -> None:
    twin = next(d for d in Book(book_root).definitions.values() if d.printed == "figure-14")
    row = next(row for row in catalogue.printed("figure-").text.splitlines() if row.startswith("| Figur 14 |"))
    assert f"{{numref}}`{twin.same_as}`" in row
    assert "(samme tall)" in row


def test_the_overview_adds_up() -> None:
    states = [
        row.rsplit("|", 2)[1].strip() for series in SERIES for row in catalogue.printed(series).text.splitlines()[2:]
    ]
    counted = {name: states.count(word) for name, word in catalogue.STATES.items()}
    assert {name: number for name, number in catalogue.overview().items() if name in counted} == counted
    assert catalogue.overview()["printed"] == len(states)


def test_official_files_are_listed_with_their_years() -> None:
    text = catalogue.sources().text
    assert re.search(r"\| `residents\.csv` \| .*beboere.* \| 2006–2024 \| \d+ \| \d+ hos utgiveren", text)
    assert "SSB" in catalogue.addresses().text


def test_the_codebook_is_listed() -> None:
    assert re.search(r"\| `sex` \| \d+ \| Kvinner; Menn", catalogue.variables().text)


def test_an_overview_depends_on_what_it_tells_and_not_on_each_number(small_book: MakeBook) -> None:
    root = small_book()
    kept = catalogue.keep(Book(root))
    before = kept.stat().st_mtime_ns
    table = root / "data" / "printed" / "table-03.csv"
    table.write_text(table.read_text("utf-8").replace("81,84,83,84,86", "81,84,83,84,87"), "utf-8")
    assert catalogue.keep(Book(root)).stat().st_mtime_ns == before
    prose = root / "data" / "stated" / "prose.csv"
    prose.write_text(prose.read_text("utf-8") + "one-more,Ett tall til,3,,count,2018,centres,,,1.1,,\n", "utf-8")
    assert catalogue.keep(Book(root)).stat().st_mtime_ns > before
