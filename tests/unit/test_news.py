"""What readers are told to be new: the same on the page and in the feed, and nothing that is not."""

from copy import deepcopy
from typing import Any
from xml.etree import ElementTree

import pytest
from books import ROOT

from kunnskapsstatus.book.site import feed
from kunnskapsstatus.book.site.news import News, news
from kunnskapsstatus.data import values
from kunnskapsstatus.data.book import Book, open_book

SAID = {"title": "Boka", "author": "Vi"}


@pytest.fixture(scope="module")
def book() -> Book:
    return open_book(ROOT)


@pytest.fixture(scope="module")
def released(book: Book) -> dict[str, Any]:
    return values.released(book.root)


def told(book: Book, said: dict[str, Any], year: int = 2024) -> News:
    return news(book, year, "Til 2024", said, {"chapters/users": "Bruken", "chapters/finance": "Pengene"})


@pytest.fixture(scope="module")
def changed(book: Book, released: dict[str, Any]) -> News:
    """What is told of the released book with another number, a new year of a table and two new sentences."""
    said = deepcopy({name: released[name] for name in released if name != "released"})
    rows = [(part, row) for part in said["observations"] for row in part["rows"]]
    names = said["columns"]
    men = [
        (place, row)
        for place, (part, row) in enumerate(rows)
        if part["dataset"] == "official-men" and dict(zip(names, row, strict=True))["measure"] == "count"
    ]
    place, row = men[-1]
    row[names.index("value")] = "999"
    later = [*row]
    later[names.index("year")] = 2025
    said["observations"].append({"dataset": "official-men", "file": "data/official/men.csv", "rows": [later]})
    exhibit = next(one for one in said["exhibits"] if place in one["observations"])
    exhibit["observations"].append(len(rows))
    chapter = next(one for one in said["chapters"] if one["chapter"] == "chapters/users")
    chapter["sentences"] += [{"line": 1, "words": words} for words in ("Helt ny setning om <noe>.", "Og enda en til.")]
    return told(book, said, 2025)


def test_a_book_as_it_was_released_has_nothing_new(book: Book, released: dict[str, Any]) -> None:
    found = told(book, released)
    assert found.version == released["released"]["version"] and found.since == ()
    assert [one.name for one in found.before] == [f"versjon:{found.version}"] and not found.has_corrections


def test_new_years_other_numbers_and_new_sentences_are_told_with_their_place(book: Book, changed: News) -> None:
    exhibit, chapter = changed.since
    assert exhibit.text == "Nye år: 2025. 1 endret tall." and exhibit.title.startswith("Figur 13.")
    (moved,) = exhibit.items
    assert moved.endswith(", 2024: 5 → 999.")
    assert exhibit.address.startswith("chapters/") and "#" in exhibit.address
    assert (chapter.title, chapter.text, chapter.address) == ("Bruken", "2 nye setninger.", "chapters/users.html")
    assert chapter.items == ("Helt ny setning om <noe>.", "Og enda en til.")


def test_an_edition_of_an_earlier_year_is_not_compared_with_the_released_book(book: Book, changed: News) -> None:
    found = told(book, {}, 2018)
    assert (found.version, found.since) == (None, ()) and found.before


def test_the_feed_has_each_of_them_with_its_place(book: Book, changed: News) -> None:
    root = ElementTree.fromstring(feed.feed(changed.all, SAID, "https://a.example/b/"))
    atom = "{http://www.w3.org/2005/Atom}"
    entries = list(root.iter(f"{atom}entry"))
    assert [entry.findtext(f"{atom}title") for entry in entries] == [one.title for one in changed.all]
    assert "Og enda en til." in (entries[1].findtext(f"{atom}content") or "")
    links = [link.get("href") for entry in entries for link in entry.iter(f"{atom}link")]
    assert links[1:] == ["https://a.example/b/chapters/users.html", "https://a.example/b/"]
