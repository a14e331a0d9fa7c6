"""The generated tables of the book's own pages say what is there."""

import json
import re
from pathlib import Path

import pytest
from books import ROOT, MakeBook

from kunnskapsstatus.chapter import catalogue
from kunnskapsstatus.chapter.listing import (
    CODE,
    EMPHASIS,
    EXHIBIT,
    MIME,
    Listing,
    Piece,
    addressed,
    bullets,
    table,
)  # fmt: skip
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
    rows = str(catalogue.printed(series)).splitlines()[1:]
    assert [row.split(" | ")[0] for row in rows] == [f"{name} {n}" for n in range(1, count + 1)]


def test_a_twin_is_referred_to_where_it_is_shown(book_root: Path) -> None:
    twin = next(d for d in Book(book_root).definitions.values() if d.printed == "figure-14")
    (table,) = catalogue.printed("figure-").blocks
    _, what, here, _ = next(row for row in table.rows if row[0] == (Piece("Figur 14"),))
    assert here == (Piece(twin.same_as, EXHIBIT),)
    assert what[0].text.endswith(" (samme tall)")


def test_the_overview_adds_up() -> None:
    rows = [row for series in SERIES for row in str(catalogue.printed(series)).splitlines()[1:]]
    states = [row.rsplit(" | ", 1)[1] for row in rows]
    counted = {name: states.count(word) for name, word in catalogue.STATES.items()}
    assert {name: number for name, number in catalogue.overview(2024).items() if name in counted} == counted
    assert catalogue.overview(2024)["printed"] == len(states)


def test_official_files_are_listed_with_their_years() -> None:
    text = str(catalogue.sources(2024))
    assert re.search(r"^residents\.csv \| .*beboere.* \| 2006–2024 \| \d+ \| \d+ hos utgiveren", text, re.M)
    assert "SSB" in str(catalogue.addresses(2024))


def test_what_the_report_gives_no_numbers_of_is_listed_in_its_order_with_the_reason() -> None:
    rows = str(catalogue.not_given(2024)).splitlines()[1:]
    assert rows[0].startswith("Figur 1 | prior-contact | Figuren i rapporten er et bilde.")
    assert any(
        row.startswith("Figur 5 | special-competence-survey | Rapporten oppgir ingen av tallene.") for row in rows
    )
    assert [row.startswith("Vedlegg") for row in rows] == sorted(row.startswith("Vedlegg") for row in rows)
    assert {row.split(" | ")[1] for row in rows} == {
        d.id for d in Book(ROOT).definitions.values() if d.printed and d.missing and not d.same_as
    }


def test_the_codebook_is_listed() -> None:
    assert re.search(r"^sex \| \d+ \| Kvinner; Menn", str(catalogue.variables()), re.M)


def test_a_listing_comes_out_of_the_kernel_as_it_was_and_any_notebook_can_show_it() -> None:
    rows = [(Piece("a<b", CODE), 1, (Piece("x", EMPHASIS), " = *y*"))]
    told = Listing(
        (
            table(("Å", "B", "C"), rows),
            bullets(map(addressed, ("https://a.no/?b&c", "SSB, a.no/b (c.no)", "javascript:a()"))),
        )
    )
    shown, _ = told._repr_mimebundle_()
    assert Listing.from_json(json.loads(json.dumps(shown[MIME]))) == told
    assert set(shown) == {MIME, "text/html", "text/plain"}, "what is Markdown is parsed, and runs"
    assert shown["text/html"] == (
        "<table><thead><tr><th>Å</th><th>B</th><th>C</th></tr></thead><tbody><tr><td><code>a&lt;b</code></td>"
        "<td>1</td><td><em>x</em> = *y*</td></tr></tbody></table>"
        '<ul><li><a href="https://a.no/?b&amp;c">https://a.no/?b&amp;c</a></li>'
        '<li>SSB, <a href="https://a.no/b">a.no/b</a> (c.no)</li><li>javascript:a()</li></ul>'
    )


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
