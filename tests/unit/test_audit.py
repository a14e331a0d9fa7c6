"""The audit of the source: entries are read strictly, evaluated anew, and must go when the report no longer errs."""

import shutil
from pathlib import Path

import pytest
from books import MakeBook

from kunnskapsstatus.chapter import audit, catalogue
from kunnskapsstatus.chapter.door import DOOR
from kunnskapsstatus.chapter.signs import in_words
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.errors import BookError, DefinitionError

ENTRY = """\
[threats-share]
title = "Andelen trusler er oppgitt to steder"
kind = "text-table"
weight = "substantive"
chapter = "users"
check = "a != b"
likely = "Tabellen."
treatment = "Boka bruker tabellen."
[[threats-share.places]]
where = "avsnitt 4.2"
says = "Trusler er årsak i femti prosent"
value = "50"
[[threats-share.places]]
where = "tabell 3"
says = "Trusler er årsak i {share}"
value = 'exhibit("reasons-for-stay")["threats", 2018]'
"""


@pytest.fixture
def book(small_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small book with an audit of one entry."""
    root = small_book()
    (root / "data" / "audit").mkdir()
    (root / "_config.yml").touch()
    (root / "_toc.yml").touch()
    (root / "data" / "audit" / "users.toml").write_text(ENTRY, "utf-8")
    monkeypatch.chdir(root)
    return root


def spoil(book: Path, old: str, new: str) -> None:
    path = book / "data" / "audit" / "users.toml"
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_an_entry_shows_both_places_with_their_values(book: Path) -> None:
    found = audit.audit()
    assert found.entries[0].block().target == "audit-threats-share"
    text = found._repr_mimebundle_()[0]["text/plain"]
    assert "avsnitt 4.2 | Trusler er årsak i femti prosent | a = 50\n" in text
    assert "tabell 3 | " in text
    assert " | b = 61\u00a0prosent\n" in text
    assert (found.count(), found.count(weight="substantive"), found.count(weight="typing")) == (1, 1, 0)
    assert (found.about("users").count(), found.about("finance").count()) == (1, 0)


def test_a_page_that_shows_the_audit_depends_on_its_data(book: Path) -> None:
    catalogue.keep(Book(book))
    audit.audit()
    assert {
        "data/audit/users.toml",
        "data/printed/table-03.csv",
        "data/exhibits/users.toml",
        "_build/data/catalogue.json",
    } <= set(DOOR.read)


def test_a_new_file_of_entries_is_told_of_in_the_catalogue(book: Path) -> None:
    before = catalogue.keep(Book(book)).read_text("utf-8")
    shutil.copy(book / "data" / "audit" / "users.toml", book / "data" / "audit" / "more.toml")
    assert catalogue.keep(Book(book)).read_text("utf-8") != before


def test_a_contradiction_that_is_gone_stops(book: Path) -> None:
    spoil(book, 'value = "50"', 'value = "61"')
    with pytest.raises(
        BookError,
        match=r"users\.toml:1: \[threats-share\] a != b is not true any more \(avsnitt 4\.2: 61; tabell 3: 61.prosent",
    ):
        audit.audit()


def test_an_expression_that_fails_is_named(book: Path) -> None:
    spoil(book, '["threats", 2018]', '["threat", 2018]')
    with pytest.raises(BookError, match=r"\[threats-share\] exhibit.* fails: .*has no 'threat'"):
        audit.audit()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('weight = "substantive"', 'weight = "heavy"', "weight 'heavy'"),
        ('kind = "text-table"', 'kind = "odd"', "kind 'odd'"),
        ('likely = "Tabellen."\n', "", r"missing: \['likely'\]"),
        ('likely = "Tabellen."', 'likly = "Tabellen."', r"not known: \['likly'\]"),
        ('where = "tabell 3"', 'place = "tabell 3"', "a place is not right"),
        ("[threats-share]", "threats-share]", "this is not TOML"),
    ],
)
def test_an_entry_that_is_not_right_is_named(book: Path, old: str, new: str, told: str) -> None:
    spoil(book, old, new)
    with pytest.raises(DefinitionError, match=rf"users\.toml:\d+: .*{told}"):
        audit.load(book)


def test_ids_are_unique_over_files(book: Path) -> None:
    (book / "data" / "audit" / "finance.toml").write_text(ENTRY, "utf-8")
    with pytest.raises(DefinitionError, match=r"\[threats-share\] is also in"):
        audit.load(book)


def test_the_reports_name_of_an_exhibit(book: Path) -> None:
    spoil(book, 'value = "50"', "value = 'printed(\"reasons-for-stay\")'")
    assert audit.audit().entries[0].values[0] == "tabell 3"


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ("a != b and not (c > 1.5 or c == d)", "a ≠ b og ikke (c > 1,5 eller c = d)"),
        ("abs(100 * (b - 1) / c - a) <= 2", "|100 · (b − 1) / c − a| ≤ 2"),
        ("a - (b - c) > -1", "a − (b − c) > −1"),
        ("round(b, 1) == a and len({a, b}) == 2", "b avrundet til 1 desimal = a og antall ulike av a og b = 2"),
        ("set(b) < set(a)", "alt i b er også i a, som har mer"),
        ('"IKS" in a and 2 * len(b) < sum(c)', "«IKS» står i a og 2 · antall i b < summen av c"),
    ],
    ids=["signs", "brackets", "differences", "functions", "sets", "texts"],
)
def test_a_check_is_told_in_signs_and_words(check: str, words: str) -> None:
    assert in_words(check) == words


def test_a_check_that_cannot_be_told_in_words_is_told_of_with_its_line(book: Path) -> None:
    spoil(book, 'check = "', 'check = "a.value > 1 and ')
    with pytest.raises(DefinitionError, match=r"users\.toml:\d+.*cannot be told in words: a\.value"):
        audit.load(book)
