"""What an edition says of itself and of when its data are."""

from pathlib import Path

import yaml
from books import OFFICIAL, ROOT, MakeBook

from kunnskapsstatus.book.plan.imprint import CITATION, imprint
from kunnskapsstatus.data.book import Book, open_book
from kunnskapsstatus.data.revisions import COLUMNS

ROWS = "2020,centres,,,count,45,,,,direct,SSB\n2022,centres,,,count,45,,,,direct,SSB\n"


def revised(book: Path, *lines: tuple[int, str]) -> Book:
    """The book, in which the number of centres was corrected: of which year, and when."""
    given = {"dataset": "official-users", "population": "centres", "measure": "count", "was": "43", "is": "45"}
    rows = [{**given, "year": str(year), "date": date, "reason": "Rettet av SSB."} for year, date in lines]
    text = "\n".join([",".join(COLUMNS), *(",".join(row.get(name, "") for name in COLUMNS) for row in rows)])
    (book / "data" / "revisions.csv").write_text(f"{text}\n", "utf-8")
    return open_book(book)


def test_data_are_of_the_newest_year_that_the_edition_knows(small_book: MakeBook) -> None:
    book = open_book(small_book(official={"users": OFFICIAL + ROWS}))
    told = {year: imprint(book, year, "Bok", "Vi") for year in (2018, 2021, 2022)}
    assert {year: one["until"] for year, one in told.items()} == {2018: 2018, 2021: 2020, 2022: 2022}
    assert told[2021]["title"] == "Bok, utgave 2021"
    assert told[2021]["citation"] == "Vi: Bok, utgave 2021. Offentlige tall til og med 2020."


def test_a_correction_dates_the_editions_that_know_the_number(small_book: MakeBook) -> None:
    book = revised(small_book(official={"users": OFFICIAL + ROWS}), (2020, "2026-03-12"), (2022, "2026-05-02"))
    told = {year: imprint(book, year, "Bok", "Vi") for year in (2018, 2020, 2022)}
    assert {year: one["revised"] for year, one in told.items()} == {2018: None, 2020: "2026-03-12", 2022: "2026-05-02"}
    assert told[2020]["data"] == "Offentlige tall til og med 2020, rettet 12.03.2026"


def test_the_book_is_cited_by_its_version() -> None:
    version = yaml.safe_load((ROOT / CITATION).read_text("utf-8"))["version"]
    told = imprint(open_book(ROOT), 2024, "Bok", "Vi")
    assert told["citation"].endswith(f"Versjon {version}.") and told["version"] == version
