"""What a book with invented numbers says of itself, and what a sentence says whose number is hidden."""

import json
import math
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from books import EXHIBITS, MakeBook

from kunnskapsstatus.book.pages import review
from kunnskapsstatus.book.pages.synthetic import BAR, ROBOTS, mark, marked
from kunnskapsstatus.book.plan.imprint import _print, imprint
from kunnskapsstatus.book.site import machines
from kunnskapsstatus.chapter.door import DOOR
from kunnskapsstatus.chapter.statements import HIDDEN, NOT_CHECKED, Answers, Statement, check, evaluate
from kunnskapsstatus.chapter.text.show import ChapterText
from kunnskapsstatus.data import counted, invented
from kunnskapsstatus.data.book import Book, open_book
from kunnskapsstatus.data.observation import Observation, frame_of
from kunnskapsstatus.editions import claims
from kunnskapsstatus.editions.edition import Edition
from kunnskapsstatus.errors import Hidden, TextFault
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.view import in_order, standing, view_of
from kunnskapsstatus.registers.aggregates import INVENTED

STAFF, REASONS = "child-staff-by-size", "reasons-for-stay"
COUNTED = (invented.FOLDER / "2019" / counted.FILE).as_posix()


def with_more(root: Path, *rows: Observation) -> Book:
    """The small book, with these rows besides; a synthetic one."""
    (root / invented.MARK).parent.mkdir(parents=True)
    (root / invented.MARK).write_text("Kopi.\n", "utf-8")
    book = open_book(root)
    book.__dict__["observations"] = frame_of([*book.rows({}), *rows])
    for name in ("_rows", "_places"):
        book.__dict__.pop(name, None)
    return book


@pytest.fixture
def book(small_book: MakeBook) -> Book:
    """The small book with invented numbers of 2019, of which one is hidden."""
    root = small_book()
    known = [row for row in Book(root).rows({"dataset": "table-12"}) if row.measure == "percent"]
    more = [replace(row, year=2019, file=COUNTED, reservation=INVENTED) for row in known]
    first = next(at for at, row in enumerate(more) if (row.category, row.group) == ("yes", "small"))
    more[first] = replace(more[first], value=math.nan, base=None, symbol=":")
    return with_more(root, *more)


def test_only_exhibits_with_invented_numbers_say_so(book: Book) -> None:
    assert book.synthetic
    assert book.definitions[STAFF].title == "Syntetisk: Tilbud med egne ansatte for barn"
    assert book.definitions[REASONS].title == "Årsaker til opphold på krisesenter"
    assert Edition(book.root, {"year": 2019}).name == "2019-syntetisk"


def test_title_data_citation_cover_and_paper_say_so(book: Book) -> None:
    said = imprint(book, 2019, "Bok", "Vi")
    assert said["synthetic"] and said["title"] == "Syntetisk: Bok, utgave 2019"
    assert said["citation"].startswith(f"Vi: Syntetisk: Bok, utgave 2019. {invented.SAID}")
    config = SimpleNamespace(
        html_title="", html_theme_options={}, typst_cover={"title": "Bok", "edition": "Utgave {år}. {tall}"},
        typst_filename="bok.pdf", typst_documents=[{"file": "*.pdf", "kind": "chapter"}],
    )  # fmt: skip
    _print(config, said)
    assert config.typst_documents == [{"file": "*-syntetisk.pdf", "kind": "chapter"}]
    assert config.typst_filename == "bok-syntetisk.pdf" and config.typst_cover["title"] == "Syntetisk: Bok"
    assert invented.SAID in config.typst_cover["edition"] and invented.SAID in config.html_theme_options["extra_footer"]


def test_each_page_is_marked_once_and_no_robot_may_read(tmp_path: Path) -> None:
    page = '<html><head><meta charset="utf-8"></head><body class="a">\n<p>Tekst</p></body></html>'
    once = marked(page)
    assert once == marked(once) and once.count(BAR) == once.count(ROBOTS) == 1
    assert once.index(BAR) < once.index("<p>Tekst")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.html").write_text(page, "utf-8")
    mark(tmp_path)
    assert (tmp_path / "deep" / "a.html").read_text("utf-8") == once
    assert BAR in review.page("Tittel", "<p></p>", invented=True) and BAR not in review.page("Tittel", "<p></p>")
    machines.write(tmp_path, {}, {"synthetic": True, "title": "Bok", "citation": ""}, "https://example.no/")
    assert (tmp_path / machines.ROBOTS).read_text("utf-8") == "User-agent: *\nDisallow: /\n"
    assert not (tmp_path / machines.SITEMAP).exists()


def test_a_hidden_number_is_said_to_be_and_a_claim_about_it_cannot_be_checked(book: Book) -> None:
    names = {"staff": Exhibit(view_of(book, STAFF, 2019), lambda _: {})}
    with pytest.raises(Hidden, match=r"has no value: : \(vises ikke av hensyn til personvern\)"):
        names["staff"]["yes", "small"]
    said = evaluate('staff["yes", "small"] + 2', names)
    assert (said.text, said.error, said.holds) == (HIDDEN, "", None) and "personvern" in said.hidden
    claim = check('staff["yes", "small"] > 2', names)
    assert claim.holds is False and claim.spoken == NOT_CHECKED and claim.hidden and not claim.error
    assert Answers.from_json(json.loads(json.dumps(Answers((said, claim), ()).to_json()))).statements == (said, claim)
    assert evaluate('staff["yes", "medium"]', names).hidden == ""


def test_a_notebook_says_it_is_synthetic_lists_what_is_hidden_or_stops_there(
    book: Book, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(DOOR, "bundle", DOOR.bundle)
    monkeypatch.setattr(DOOR, "open", lambda: book)
    (book.root / "_toc.yml").write_text("format: jb-book\nroot: chapters/a\n", "utf-8")
    (book.root / "chapters").mkdir()
    sentence = "Små tilbud har {eval}`number` ansatte."
    (book.root / "chapters" / "a.md").write_text(f"# A\n\n{sentence}\n", "utf-8")
    unsaid = Statement("number", "number", text=HIDDEN, value=HIDDEN, hidden="den er skjult")
    monkeypatch.setattr("kunnskapsstatus.chapter.text.piece.evaluate", lambda _: unsaid)
    text = ChapterText("chapters/a.md", 2019, "report")
    assert invented.SAID in capsys.readouterr().out
    text(sentence)
    text.report()
    said = capsys.readouterr().out
    assert f"Små tilbud har {HIDDEN} ansatte." in said
    assert "1 tall i setningene er skjult av hensyn til personvern: chapters/a.md:3." in said
    with pytest.raises(TextFault, match=r"a number is hidden here: «Små tilbud har \[skjult tall\]» den er skjult"):
        ChapterText("chapters/a.md", 2019)(sentence)


def test_the_review_of_an_edition_lists_the_hidden_numbers(tmp_path: Path) -> None:
    one = {"kind": "number", "chapter": "chapters/a", "line": 3, "sentence": "<A> her.", "expression": "x[1]"}
    (tmp_path / claims.STATEMENTS).write_text(json.dumps([one, {**one, "hidden": "den"}]), "utf-8")
    found = claims.claims(tmp_path)
    assert str(found) == "All 0 claims hold. 1 number is hidden." and len(found.wrong) == 1
    assert str(found.hidden[0]) == "chapters/a.md:3: a number is hidden here: «<A> her.» It reads: x[1]"
    claims.write(tmp_path, found, "2019-syntetisk", invented=True)
    page = (tmp_path / claims.PAGE).read_text("utf-8")
    assert "«&lt;A&gt; her.»" in page and "linje 3" in page and BAR in page
    assert json.loads((tmp_path / claims.DATA).read_text("utf-8"))["hidden"][0]["line"] == 3


@pytest.mark.parametrize(("year", "stands"), [(2018, "report"), (2019, "counted")])
def test_what_the_report_prints_without_a_year_stands_until_a_later_year_is_counted(
    small_book: MakeBook, year: int, stands: str
) -> None:
    root = small_book()
    known = next(row for row in Book(root).rows({"dataset": "table-12"}) if row.measure == "percent")
    undated = replace(known, category="unknown", group="large", year=None, value=7.0)
    later = replace(undated, year=year, value=8.0, file=COUNTED, reservation=INVENTED)
    view = view_of(with_more(root, undated, later), STAFF, year)
    assert [row.value for row in view.values if row.category == "unknown"] == [7.0 if stands == "report" else 8.0]
    alone = view_of(open_book(root), STAFF, year, counted=False)
    assert not any(map(counted.is_invented, alone.rows))


def test_a_published_number_stands_and_one_that_is_only_missing_gives_way(book: Book) -> None:
    rows = [row for row in book.rows({"dataset": "table-12"}) if row.year == 2019]
    given, missing = (
        replace(rows[1], file="data/official/a.csv"),
        replace(rows[2], value=math.nan, symbol="..", file=""),
    )
    assert standing((*rows, given)) == (rows[0], *rows[2:], given)
    assert standing((*rows, missing)) == tuple(rows)
    assert standing((given, missing)) == (given, missing)
    assert standing((rows[1], replace(given, category="another")), lambda row: (row.measure,))[0].category == "another"


def test_what_is_counted_for_an_exhibit_that_the_report_has_as_a_picture_is_shown(small_book: MakeBook) -> None:
    """Its definition selects what another table tells of it; what is counted stands beside that, each number once."""
    picture = (
        '[picture]\nprinted = "figure-99"\ntitle = "Ansatte"\nform = "table"\nmissing = "Et bilde."\nsource = "Kilde"\n'
    )
    picture += 'select = [{dataset = "table-12", measure = "percent", group = "total"}]\n'
    ungrouped = picture.replace("[picture]", "[ungrouped]").replace("99", "98")
    root = small_book(exhibits=f'{EXHIBITS}{picture}group = "size"\n{ungrouped}')
    whole = next(
        row for row in Book(root).rows({"dataset": "table-12"}) if row.measure == "percent" and row.group == "total"
    )
    later = replace(whole, year=2019, file=COUNTED)
    own = [replace(later, group=group, dataset="figure-99") for group in ("small", "total")]
    others = [replace(row, dataset="figure-98") for row in own]
    book = with_more(root, later, *own, *others)
    view = view_of(book, "picture", 2019)
    assert [row for row in view.rows if counted.is_counted(row)] == [later, own[0]]
    assert view.missing.startswith("Tall for 2019 som rapporten ikke har") and view.missing.endswith("Et bilde.")
    assert view_of(Book(root), "picture", 2018).missing == "Et bilde."
    shown = view_of(book, "ungrouped", 2019).rows
    assert [row for row in shown if counted.is_counted(row)] == [later]


def test_what_is_counted_stands_in_the_order_of_the_codebook_and_bases_stand_last(book: Book) -> None:
    whole = next(row for row in book.rows({"dataset": "table-12"}) if row.measure == "percent")
    given = [replace(whole, category="yes", group=group) for group in ("total", "large")]
    base = replace(whole, category="base", group="total", measure="base")
    counted_rows = [replace(whole, category=one, group=group, file=COUNTED)
                    for one, group in (("yes", "small"), ("yes", "medium"), ("no", "total"))]  # fmt: skip
    definition = replace(book.definitions["child-staff-by-size"], group=("size",))
    rows = (*given, base, *counted_rows)
    assert [(row.category, row.group) for row in in_order(book, definition, rows)] == [
        ("yes", "total"), ("yes", "small"), ("yes", "medium"), ("yes", "large"), ("no", "total"), ("base", "total"),
    ]  # fmt: skip
    assert in_order(book, definition, (*given, base)) == (*given, base)


def test_a_picture_that_is_filled_with_what_is_invented_says_so(small_book: MakeBook) -> None:
    picture = '[picture]\nprinted = "figure-99"\ntitle = "Ansatte"\nform = "table"\nsource = "Kilde"\n'
    picture += 'select = [{dataset = "table-12", measure = "percent", group = "total"}]\n'
    root = small_book(exhibits=EXHIBITS + picture + 'group = "size"\n')
    known = next(row for row in Book(root).rows({"dataset": "table-12"}) if row.measure == "percent")
    own = replace(known, year=2019, dataset="figure-99", file=COUNTED, reservation=INVENTED)
    assert with_more(root, own).definitions["picture"].title == "Syntetisk: Ansatte"
