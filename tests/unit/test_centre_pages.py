"""The pages of the centres say what the observations say, and the look-up claims to know no more than its sources."""

from dataclasses import replace
from functools import cache
from math import floor
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any, cast

import pikepdf
import pytest
from books import MakeBook
from jinja2 import Environment, FileSystemLoader
from paper import words

from kunnskapsstatus.alphabet import place
from kunnskapsstatus.book.centres import ahead, finder, page, pages
from kunnskapsstatus.book.centres.centre import FIGURES, Centre, centres
from kunnskapsstatus.book.centres.others import ALL, FEWEST, Others
from kunnskapsstatus.book.centres.paper import Papers
from kunnskapsstatus.book.plan.imprint import imprint
from kunnskapsstatus.book.typst.errors import TypstBuildError
from kunnskapsstatus.data import invented, municipalities
from kunnskapsstatus.data.book import Book, open_book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.errors import DataError
from kunnskapsstatus.forms.download import as_csv
from kunnskapsstatus.forms.markup import rows_html
from kunnskapsstatus.numbers import format_number

ROOT = Path(__file__).parents[2]
SAID = {"citation": "Slik siteres boka", "author": "Vi", "changed": "2026-11-26", "synthetic": True}


@pytest.fixture(scope="module")
def book() -> Book:
    return open_book(ROOT)


@cache
def of_year(year: int) -> dict[str, Centre]:
    return {centre.key: centre for centre in centres(open_book(ROOT), year)}


@cache
def others(year: int) -> Others:
    return Others(open_book(ROOT), year, of_year(year).values())


@cache
def answers(year: int) -> dict[str, finder.Answer]:
    found = finder.answers(open_book(ROOT), year, of_year(year).values())
    return {answer.municipality.name: answer for answer in found}


def test_the_pages_are_made_again_for_a_number_of_theirs_and_for_no_other(book: Book, tmp_path: Path) -> None:
    changed: dict[str, Any] = {}

    def data_of() -> str:
        def rows(*selections: Any) -> tuple[Observation, ...]:
            return tuple(
                replace(row, **changed) if number == 0 else row for number, row in enumerate(book.rows(*selections))
            )

        return pages.data_of(cast(Book, SimpleNamespace(root=tmp_path, rows=rows)))

    def write(name: str, text: str) -> None:
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_text(text, "utf-8")

    before = data_of()
    for name in ("printed/table-03.csv", "stated/prose.csv", "official/residents.csv", "datapackage.json"):
        write(name, "x")
    assert data_of() == before
    for name in ("codebook/centre.csv", "reference/served.csv", "revisions.csv"):
        write(name, "x")
        after, before = before, data_of()
        assert after != before, name
    for field, value in (("value", 1.5), ("line", 9999)):
        changed[field] = value
        after, before = before, data_of()
        assert after != before, field


def test_each_centre_of_the_report_has_a_page_and_they_stand_in_the_order_of_the_alphabet(book: Book) -> None:
    printed = {row.category for row in book.rows({"dataset": "table-a28"})} - {"total"}
    found = list(of_year(2024).values())
    assert {centre.key for centre in found} == printed and len(found) == 46
    names = [centre.name for centre in found]
    assert names == sorted(names, key=place) and names[-1].startswith("Østre Agder")


def test_every_number_of_a_centre_stands_on_its_page_with_its_year(book: Book) -> None:
    """Each of the 413 official values too: those of two centres together stand on the pages of both."""
    shown = 0
    for centre in of_year(2024).values():
        tables = {figure.id: figure.table for figure in page.figures(centre, others(2024))}
        for row in book.rows({"dataset": ["table-a28", "official-centres"], "category": centre.key}):
            cells = rows_html(tables[row.measure])
            assert f'<th scope="col">{row.year}</th>' in cells
            text = book.codebook.label(("answer",), row.text) if row.text else ""
            assert (format_number(row.value) if row.known else text) in cells
            shown += row.dataset == "official-centres"
    together = len(book.rows({"dataset": "official-centres", "category": "krisesenter-vest-iks"}))
    assert shown + together == 413
    for key in ("haugesund", "stord"):
        rows = [row for row in of_year(2024)[key].view.rows if row.category == "krisesenter-vest-iks"]
        assert len(rows) == together and all("samlet" in row.reservation for row in rows)


def test_a_number_stands_beside_the_medians_of_its_region_its_size_and_all(book: Book) -> None:
    alta, rows = of_year(2024)["alta"], book.rows({"dataset": "table-a28", "measure": "nights"})
    nights = {row.category: row.value for row in rows if row.known and row.category != "total"}
    north = [nights[key] for key, one in of_year(2024).items() if one.region == "Nord-Norge" and key in nights]
    small = [value for value in nights.values() if value < 1000]
    for group, values in ((alta.region, north), (alta.size, small), (ALL, list(nights.values()))):
        assert others(2024).middle(group, "nights", 2018) == (floor(median(values) + 0.5), len(values))
    figure = next(one for one in page.figures(alta, others(2024)) if one.id == "nights")
    for name, number in (("Senteret", 579), ("Nord-Norge", 454), ("Alle sentre", 1220), ("Hele landet", 69396)):
        row = next(row for row in rows_html(figure.table).split("<tr") if f">{name}</th>" in row)
        assert f">{format_number(number)}</td>" in row
    assert any("12 i regionen, 21 like store, 45 i alt" in note for note in figure.notes)


def test_no_median_is_told_of_so_few_that_it_would_say_what_one_had() -> None:
    for measure in FIGURES:
        for year in range(2018, 2022):
            for group in {ALL, *(one.region for one in of_year(2024).values())}:
                middle = others(2024).middle(group, measure, year)
                assert middle is None or middle.of >= FEWEST
    assert others(2024).middle("Nord-Norge", "stays", 2021) is None


def test_an_edition_knows_nothing_after_its_year() -> None:
    for centre in of_year(2019).values():
        assert max(row.year or 0 for row in centre.view.rows) <= 2019
        assert "2020" not in as_csv(centre.view).partition("\n")[2].replace("2020-utgaven", "")
    assert others(2019).country("stays", 2019) and others(2019).country("stays", 2020) is None


def test_a_page_tells_of_small_numbers_and_says_when_a_municipality_is_only_likely() -> None:
    assert page.few(of_year(2018)["alta"]).startswith("Senteret hadde få opphold: 13 i 2018.")
    assert page.few(of_year(2018)["oslo"]) == ""
    assert of_year(2018)["romerike"].likely and not of_year(2018)["oslo"].likely
    lead = "Krisesenteret lå trolig i Lenvik, i det som i dag er Senja i Troms. Rapporten regner det til Nord-Norge."
    assert page.lead(of_year(2018)["midt-troms"]) == lead
    assert page.lead(of_year(2018)["oslo"]) == "Krisesenteret lå i Oslo. Rapporten regner det til Sørøst-Norge."


def test_both_lists_of_the_centres_say_which_municipalities_are_only_likely() -> None:
    found, known = of_year(2018), answers(2018).values()
    shown = {"answers": known, "counties": finder.counties(known), "county_id": finder.county_id, "up": "centres"}
    template = Environment(loader=FileSystemLoader(ROOT / "_templates"), autoescape=True).get_template("centres.html")
    html = template.render(shown, centres=found.values(), number=format_number, size_year=2018, together=[])
    for centre in found.values():
        assert (f"({centre.place})" in html, f"(trolig {centre.place})" in html) == (not centre.likely, centre.likely)
        assert (f">Trolig {centre.place}" in html) == centre.likely
    assert sum(centre.likely for centre in found.values()) == 6
    assert "Under 1 000 døgn" in html and ". under" not in html


def test_from_the_break_on_a_page_says_that_more_persons_are_counted_and_no_more_than_that() -> None:
    told = {year: " ".join(page.reading(of_year(year)["alta"], [])) for year in (2020, 2021)}
    said = "Fra 2021 blir flere personer talt som beboere og dagbrukere. Kildene sier ikke om opphold og besøk også er"
    assert said in told[2021] and "Fra 2021" not in told[2020]


def test_a_page_on_paper_says_the_same_heads_its_rows_and_is_kept(tmp_path: Path) -> None:
    alta, papers = of_year(2024)["alta"], Papers(tmp_path / "kept", SAID)
    told = {
        "centre": alta, "facts": list(page.facts(alta)), "figures": page.figures(alta, others(2024)), "serves": [],
        "reading": list(page.reading(alta, [alta])), "sources": page.sources(alta),
    }  # fmt: skip
    [first] = papers.printed([told])
    (made,) = (tmp_path / "kept").iterdir()
    without = {**told, "reading": []}
    assert papers.printed([told]) == [first] and Papers(tmp_path, SAID).printed([without, told])[1] == first
    said = words(made)
    for text in (
        page.lead(alta),
        invented.SAID,
        "116 006",
        "Slik siteres boka",
        "12 i regionen, 21 like store, 45 i alt",
        "69 396",
    ):
        assert text in said.replace("\u00a0", " ")
    with pikepdf.open(made) as document:
        info = {name: str(value) for name, value in document.docinfo.items()}
        assert (info["/Author"], info["/Subject"]) == ("Vi", "Slik siteres boka")
        assert info["/CreationDate"] == "D:20261126000000Z"
        heads = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"]
        assert sum(str(head.A[0].get("/Scope")) == "/Row" for head in heads) == sum(
            len(figure.table.body) for figure in told["figures"]
        )
    with pytest.raises(TypstBuildError, match=r"PDF of Alta .*page 1: 'Snevern.*' goes out into the margin"):
        papers.printed([{**told, "serves": ["Snevern" * 30]}])
    papers.printed([without])
    Papers(tmp_path / "kept", {}).forget()
    assert list((tmp_path / "kept").iterdir()) == []


def test_papers_that_are_set_before_anything_is_read_are_those_that_the_pages_take(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Here:
        def __init__(self, work: Any, *given: Any) -> None:
            work(*given)
            begun.append(self)

        def end(self) -> None:
            begun.remove(self)

    begun, first = list[Any](), centres(book, 2018)[:1]
    monkeypatch.setattr(ahead, "processes", SimpleNamespace(Apart=Here))
    monkeypatch.setattr(ahead, "centres", lambda *_: first)
    config = {"book_parameters": {"year": 2018}, "html_title": "Boka", "author": "Vi"}
    with ahead.ahead(ROOT, tmp_path, config):
        assert len(begun) == 1
    assert begun == []
    (made,) = (tmp_path / "centres").glob("*.pdf")
    with ahead.ahead(ROOT, tmp_path, config):
        assert begun == []  # what is kept is not set again
    made.write_bytes(b"kept")
    papers = Papers(tmp_path / "centres", imprint(book, 2018, "Boka", "Vi"))
    assert papers.printed(pages.told(book, 2018, first)) == [b"kept"]


def test_a_page_says_how_many_centres_have_numbers_after_the_report_as_long_as_some_have_not() -> None:
    known = [*of_year(2024).values()]
    followed = [centre for centre in known if any((row.year or 0) > 2018 and row.given for row in centre.view.rows)]
    told = [line for line in page.reading(known[0], known) if line.startswith("Etter 2018")]
    assert told == [
        f"Etter 2018 har vi tall for {len(followed)} av {len(known)} sentre. De andre står ikke i kildene vi har lest."
    ]
    for all_centres in (followed, [*of_year(2018).values()]):
        assert not [line for line in page.reading(all_centres[0], all_centres) if line.startswith("Etter 2018")]


def test_the_look_up_knows_who_serves_a_municipality_only_where_a_source_says_so() -> None:
    (said,) = answers(2024)["Lier"].served
    assert said[0].key == "asker-og-baerum" and "2021" in said[1].source
    assert answers(2020)["Lier"].served == ()
    sandefjord = answers(2024)["Sandefjord"]
    assert (sandefjord.hosts, sandefjord.served) == ((), ())
    county = next(one for one in finder.counties(answers(2024).values()) if one.name == "Vestfold")
    assert [centre.key for centre in county.centres] == ["vestfold"]
    told = {name for name, answer in answers(2024).items() if answer.served}
    assert told == {"Asker", "Bærum", "Lier"}


@pytest.mark.parametrize(
    ("typed", "municipality"),
    [("Tranby", "Lier"), ("Lenvik", "Senja"), ("Karasjok", "Kárášjohka - Karasjok"), ("Mo i Rana", "Rana")],
)
def test_a_municipality_is_found_by_its_other_names_and_its_post_towns(typed: str, municipality: str) -> None:
    assert [name for name, one in answers(2024).items() if typed in one.names.split("|")] == [municipality]


@pytest.mark.parametrize(
    ("code", "names"),
    [("3400", ["Lier"]), ("0150", ["Oslo"]), ("9300", ["Senja"]), ("6410", ["Aukra", "Molde"]), ("9170", [])],
)
def test_a_municipality_is_found_by_a_postcode(code: str, names: list[str]) -> None:
    found = []
    for name, answer in answers(2024).items():
        for part in answer.postcodes.split():
            first, _, last = part.partition("-")
            found += [name] if first <= code <= (last or first) else []
    assert sorted(found) == names


def test_each_centre_lay_in_one_municipality_of_today_and_stands_in_its_county() -> None:
    hosts = [centre.key for answer in answers(2024).values() for centre in answer.hosts]
    counties = finder.counties(answers(2024).values())
    assert sorted(hosts) == sorted(of_year(2024))
    assert sorted(centre.key for county in counties for centre in county.centres) == sorted(hosts)
    assert len(counties) == 15 and len({county.id for county in counties}) == 15


@pytest.mark.parametrize(
    ("file", "old", "new", "cause"),
    [
        ("municipalities", "3312,Lier,", "312,Lier,", "'312' is not the number of a municipality"),
        ("municipalities", "3312,Lier,Buskerud", "3312,Lier,", "column 'county' is empty"),
        ("municipalities", "3312,Lier,", "3312,Drammen,", "stands twice"),
        ("postcodes", "0001,1295,", "1,1295,", "'1' is no postcode"),
        ("postcodes", "1300,1369,", "1200,1369,", "1200 to 1369 does not follow 1295"),
        ("postcodes", "1300,1369,3201", "1300,1369,9999", "'9999' is not known"),
        ("served", "Lier,asker", "Liar,asker", "'Liar' is not known; did you mean 'Lier'?"),
        ("served", "Lier,asker-og-baerum", "Lier,asker-og-barum", "did you mean 'asker-og-baerum'?"),
        ("served", "baerum,2021", "baerum,snart", "column 'year'"),
    ],
    ids=["number", "county", "twice", "postcode", "order", "in", "municipality", "centre", "year"],
)
def test_what_is_not_right_is_told_with_its_line(tmp_path: Path, file: str, old: str, new: str, cause: str) -> None:
    folder = tmp_path / municipalities.FOLDER
    folder.mkdir(parents=True)
    for name in ("municipalities", "postcodes", "served", "centres"):
        text = (ROOT / municipalities.FOLDER / f"{name}.csv").read_text("utf-8")
        changed = text.replace(old, new, 1) if name == file else text
        assert changed != text or name != file
        (folder / f"{name}.csv").write_text(changed, "utf-8")
    with pytest.raises(DataError) as told:
        municipalities.check(tmp_path)
    assert cause in str(told.value) and f"{file}.csv:" in str(told.value)


def test_pages_that_would_be_made_from_the_same_are_not_made_again(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, listed, made_from = tuple(of_year(2024).values())[:2], "chapters/centres", ["a"]
    monkeypatch.setattr(pages, "_known", lambda _app: (book, 2024, found, listed))
    monkeypatch.setattr(pages, "_made_from", lambda _app, _book: made_from[0])
    monkeypatch.setattr(Papers, "printed", lambda _, told: [b"%PDF"] * len(told))
    contents: list[str] = []
    app: Any = SimpleNamespace(
        outdir=tmp_path / "html", doctreedir=tmp_path / "kept",
        env=SimpleNamespace(titles={listed: SimpleNamespace(astext=str)}),
        config=SimpleNamespace(book_paper=True, book_live=False, book_imprint={}),
        builder=SimpleNamespace(get_relative_uri=lambda *_: "", _get_local_toctree=contents.append),
    )  # fmt: skip
    made = list(pages.collect(app))
    assert [name for name, *_ in made] == [f"centres/{one.key}" for one in found]
    for _, context, _ in made:
        context["toctree"]()
    assert contents == [made[0][0]], "the contents beside them are the same for all"
    kept = tmp_path / "html" / "centres" / f"{found[0].key}.csv"
    assert list(pages.collect(app)) == [] and kept.is_file()
    made_from[0] = "b"
    broken_off = pages.collect(app)
    next(broken_off)
    broken_off.close()
    assert len(list(pages.collect(app))) == 2, "what was begun is not done"
    assert list(pages.collect(app)) == []


def test_the_pages_are_made_from_the_data_and_from_what_is_around_them(
    small_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small_book()
    monkeypatch.setattr(pages, "surroundings", lambda env: env.around)
    contents = SimpleNamespace(pformat=lambda: "innhold")
    app: Any = SimpleNamespace(
        config=SimpleNamespace(root_doc="index"), env=SimpleNamespace(tocs={"index": contents}, around="titler"),
        builder=SimpleNamespace(build_info=SimpleNamespace(config_hash="a")),
    )  # fmt: skip
    said = [pages._made_from(app, open_book(root))]
    said.append(pages._made_from(app, open_book(root)))
    assert said[0] == said[1]
    (root / "data" / "README.md").write_text("# Data\n", "utf-8")
    said.append(pages._made_from(app, open_book(root)))
    app.builder.build_info.config_hash = "b"
    said.append(pages._made_from(app, open_book(root)))
    app.env.around = "andre titler"
    said.append(pages._made_from(app, open_book(root)))
    assert len(set(said)) == 4
