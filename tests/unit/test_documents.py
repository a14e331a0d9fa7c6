"""Which documents there are on paper: what the setting may say, and how it is told that it is wrong."""

from pathlib import Path

import pytest
from books import ROOT, with_documents
from sphinx.errors import ConfigError

from kunnskapsstatus.book.plan.documents import Document, Part, Piece, checked, moved, own_files, report_of, told_apart
from kunnskapsstatus.book.plan.settings import Settings
from kunnskapsstatus.errors import BookError

GOOD = """\
    typst_documents:
      - file: rapport.pdf
        name: rapporten
        leave_out: [chapters/index]
      - file: kort.pdf
        kind: short
        title: Kortutgave
        pages:
          - Tallene: ["chapters/users#menn", "chapters/users#kvinner", chapters/index]
      - file: "*.pdf"
        kind: chapter
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "data" / "exhibits").mkdir(parents=True)
    (tmp_path / "data" / "exhibits" / "users.toml").write_text("[stays]\n\n[visits]\n", "utf-8")
    for name in ("index", "users"):
        text = '# Bruken\n\n## *Menn*\n\n(kvinner)=\n## Kvinner i tall\n\nx = exhibit(\n    "stays", year\n)\n'
        (tmp_path / "chapters" / f"{name}.md").write_text(text, "utf-8")
    write(tmp_path, GOOD)
    return tmp_path


def write(book: Path, documents: str) -> None:
    (book / "_config.yml").write_text(with_documents((ROOT / "_config.yml").read_text("utf-8"), documents), "utf-8")


def read(book: Path) -> list[Document]:
    return checked(Settings(book, "_config.yml"), book)


def test_documents_are_read_in_their_order_and_places_of_a_page_are_one_piece(book: Path) -> None:
    report, short, chapters = read(book)
    assert (report.file, report.kind, report.leave_out) == ("rapport.pdf", "report", ("chapters/index",))
    assert short.parts == (Part("Tallene", (Piece("chapters/users", ("menn", "kvinner")), Piece("chapters/index"))),)
    assert own_files(chapters, ["chapters/users"]) == {"chapters/users": "users.pdf"} and not own_files(report, ["a"])
    assert report_of(book) == "rapport.pdf"


def test_what_an_annex_has_of_a_page_is_not_in_the_report(book: Path) -> None:
    annex = """\
      - file: vedlegg.pdf
        kind: annex
        pages:
          - chapters/index
          - Tabeller: ["chapters/users#menn"]
          - Mer: ["chapters/users#kvinner"]
          - chapters/users
"""
    write(book, GOOD + annex)
    found = read(book)
    assert [part.title for part in found[-1].parts] == ["", "Tabeller", "Mer", ""]
    assert moved(found) == {"chapters/users": ("menn", "kvinner")}, "the short edition shows what the report has too"


def test_without_the_setting_the_book_is_one_document(book: Path) -> None:
    write(book, "")
    assert read(book) == [Document("kunnskapsstatus.pdf", "report")]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: short", "kind: shrt", r"'shrt' is no kind of document; did you mean 'short'\?"),
        ("title: Kort", "titel: Kort", r"'titel' is not known here; did you mean 'title'\?"),
        ("chapters/users#menn", "chapters/user#menn", r"there is no such page; did you mean 'chapters/users'\?"),
        ("users#menn", "users#mnn", r"kort.pdf is to have 'mnn' of chapters/users, .* did you mean 'menn'\?"),
        (
            "users#menn",
            "users#stay",
            r"'stay' of chapters/users, which shows no .*; did you mean 'stays'\?",
        ),
        ("file: kort.pdf", "file: kort", "'kort' is no name of a PDF"),
        ("file: kort.pdf", "file: rapport.pdf", "rapport.pdf is named twice"),
        ("kind: chapter", "kind: short", "is of the kind short"),
        ("name: rapporten", "kind: annex", "the first document is not the report"),
        ('- Tallene: ["chapters/users#menn"', '- Tallene: 3\n          - x: ["a"', "names no page"),
        (
            "      - file: rapport.pdf\n        name: rapporten\n        leave_out: [chapters/index]",
            "      - a",
            "is no document",
        ),
        (GOOD, "    typst_documents: rapport.pdf\n", "is no list"),
    ],
    ids=["kind", "key", "page", "section", "exhibit", "suffix", "twice", "each", "first", "pages", "document", "list"],
)
def test_what_is_wrong_is_told_with_its_line(book: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    write(book, GOOD.replace(old, new, 1))
    with pytest.raises(BookError, match=told) as fault:
        read(book)
    assert fault.value.line and fault.value.line > 50 and fault.value.remedy


def test_an_exhibit_that_is_renamed_is_told_at_the_line_that_names_it(book: Path) -> None:
    write(book, GOOD.replace("#kvinner", "#stays"))
    read(book)
    shown = (book / "chapters" / "users.md").read_text("utf-8")
    for text in (shown.replace('"stays"', '"visits"'), shown.replace('"stays", year', '"stays", year, show=False')):
        (book / "chapters" / "users.md").write_text(text, "utf-8")
        with pytest.raises(BookError, match="'stays' of chapters/users") as fault:
            read(book)
        assert "#stays" in (book / "_config.yml").read_text("utf-8").splitlines()[(fault.value.line or 0) - 1]


def test_what_a_chapter_shows_that_the_book_has_not_is_for_its_cell_to_tell(book: Path) -> None:
    write(book, GOOD.replace("#kvinner", "#stays"))
    shown = (book / "chapters" / "users.md").read_text("utf-8")
    (book / "chapters" / "users.md").write_text(shown.replace('"stays"', '"stay"'), "utf-8")
    assert read(book)


def test_a_chapter_that_is_called_as_another_document_stops() -> None:
    told_apart(["rapport.pdf", "kort.pdf", "users.pdf"])
    with pytest.raises(ConfigError, match=r"two documents would be kort\.pdf"):
        told_apart(["rapport.pdf", "kort.pdf", "kort.pdf"])
