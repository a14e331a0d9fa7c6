"""A page with everything that an author may write: HTML and PDF say the same, piece by piece; the guide lists it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import paper
import pikepdf
import pytest
from books import ROOT
from bs4 import BeautifulSoup
from small_book import FRONT, USERS, command, write_book

pytestmark = pytest.mark.usefixtures("measured")

PAGE = Path(__file__).with_name("everything.md").read_text("utf-8")
PIECE = re.compile(r"x[a-zæøå]{3,}x")
"""Each piece of the page has such a word of its own."""

ROW = re.compile(r"^\|([^|]*)\|(.*)\| (works|refused[^|]*) \|$", re.M)
NAME = re.compile(r"\{([a-z][a-z:-]*)\}")
USED = re.compile(r"(?:```|:::)\{([a-z-]+)\}|\{([a-z:-]+)\} ?`")
CLASS = re.compile(r"\{(\.[a-z-]+)\}|\{rst-class\} ([a-z-]+)")
SHOWN = 'staff = exhibit("child-staff-by-size", year)\n```\n'
HEADLINE = '\n{.headline}\nDe fleste har xhovedfunnx.{claim}`staff["yes", "small"] > 50`\n'
"""What stands just after the cell that shows an exhibit."""
VALUE = (
    "\n```{{code-cell}} ipython3\nwhy = reasons[{0!r}]\n```\n\n"
    "{1}: {{eval}}`why`. Sant.{{claim}}`why\n== reasons[{0!r}]`\n"
)
"""A name that has another value further down, in a number and in a claim over two lines."""

ON_PAPER, ON_SCREEN = {"xpapirx"}, {"xskjermx"}
NOWHERE = {"xnotatx"}
"""A note to oneself."""

FORMULAS = {"xformelx", "xformelblokkx"}
ALTERNATIVES = {"xaltax", "xaltbx", "xaltcx", "xaltdx", "xaltex", "xaltfx"}
FLOATING = {"xnotex", "xnotetox", "xnoteavsnittx", "xnotetrex", "xfigurtekstx", "xlegendex", "xfigurmdx", "xforentex"}
"""Notes stand at the foot of a page, figures where there is room."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book with the page in it."""
    folder = write_book(tmp_path_factory.mktemp("everything"))
    images = folder / "chapters" / "images"
    images.mkdir()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><path d="M0 99h200"/></svg>'
    for name in ("hus.svg", "et år.svg"):
        (images / name).write_text(drawing, "utf-8")
    (images / "kode.py").write_text("xliteralincludex = 1\n", "utf-8")
    (images / "inkludert.txt").write_text("Tatt inn: xinkludertx.\n", "utf-8")
    (folder / "chapters" / "users.md").write_text(
        USERS.replace(SHOWN, SHOWN + HEADLINE)
        + VALUE.format("threats", "Trusler")
        + VALUE.format("physical", "Slag")
        + "\n(aarsakene)=\n## Årsakene\n\nTekst.\n",
        "utf-8",
    )
    (folder / "chapters" / "alt.md").write_text(PAGE, "utf-8")
    shutil.copy(ROOT / "references.bib", folder)
    toc = (folder / "_toc.yml").read_text("utf-8")
    (folder / "_toc.yml").write_text(toc + "      - file: chapters/alt\n", "utf-8")
    run = command(folder, "build")
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="module")
def article(book: Path) -> BeautifulSoup:
    text = (book / "_build" / "html" / "chapters" / "alt.html").read_text("utf-8")
    found = BeautifulSoup(text, "html.parser")
    assert not found.select("script[src*=mathjax], script[src^=http], link[href^=http]")
    article = found.select_one("article")
    assert article is not None
    return article


@pytest.fixture(scope="module")
def printed(book: Path) -> str:
    text = "\n".join(paper.pages(book / "_build" / "pdf" / "kunnskapsstatus.pdf"))
    start = re.search(r"Alt som kan skrives\s+\S+\s+I et avsnitt", text)
    assert start is not None
    return text[start.start() :]


def test_every_piece_stands_in_both_forms_and_in_the_same_order(article: BeautifulSoup, printed: str) -> None:
    written = set(PIECE.findall(PAGE)) | {"xliteralincludex", "xinkludertx"}
    on_page, on_paper = (PIECE.findall(text) for text in (article.get_text(" "), printed))
    elsewhere = NOWHERE | FORMULAS | ALTERNATIVES
    assert set(on_paper) == written - elsewhere - ON_SCREEN
    assert set(on_page) == written - elsewhere - {"xforentex"} - ON_PAPER
    order = [
        [piece for piece in pieces if piece not in FLOATING | ON_PAPER | ON_SCREEN] for pieces in (on_page, on_paper)
    ]
    assert order[0] == order[1]


def test_what_follows_a_key_figure_begins_its_line(book: Path) -> None:
    pdf = book / "_build" / "pdf" / "kunnskapsstatus.pdf"
    page = next(number for number, text in enumerate(paper.pages(pdf)) if "xnøkkeltallx" in text)
    found = paper.letters(pdf, page)
    figure, words = (paper.line(found, said)[0] for said in ("xnøkkeltallx", "ogxnøkkelordx"))
    assert words.left == pytest.approx(figure.left, abs=2)


def test_what_stands_in_a_heading_does_not_stand_in_the_contents_too(book: Path) -> None:
    pdf = book / "_build" / "pdf" / "kunnskapsstatus.pdf"
    assert "".join(paper.pages(pdf)).count("xnotetrex") == 1
    assert [words.strip() for words in paper.pictures(pdf)].count("xaltfx") == 1


def test_a_headline_stands_with_its_exhibit_in_both_forms(book: Path) -> None:
    page = (book / "_build" / "html" / "chapters" / "users.html").read_text("utf-8")
    text = "".join(paper.pages(book / "_build" / "pdf" / "kunnskapsstatus.pdf"))
    assert all(said.index("xhovedfunnx") < said.rindex("Tilbud med egne ansatte for barn") for said in (page, text))


def test_an_expression_has_the_value_of_its_place(book: Path) -> None:
    said = paper.words(book / "_build" / "pdf" / "kunnskapsstatus.pdf")
    assert "Trusler: 61 prosent" in said and "Slag: 64 prosent" in said


def test_pictures_and_formulas_have_their_words_in_both_forms(book: Path, article: BeautifulSoup) -> None:
    said = {image["alt"] for image in article.select("img")} | {sum_["alttext"] for sum_ in article.select("math")}
    with pikepdf.open(book / "_build" / "pdf" / "kunnskapsstatus.pdf") as document:
        parts = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing]
        alternatives = {str(part.Alt) for part in parts}
    assert said >= ALTERNATIVES
    assert any("xformelblokkx" in text for text in said)
    assert {text.strip() for text in said} <= {text.strip() for text in alternatives}
    assert article.select_one('abbr[title="xforentex"]')


def test_links_lead_to_the_same_places(book: Path, article: BeautifulSoup) -> None:
    links = {link.get_text(): link["href"] for link in article.select("a[href]")}
    for name in ("xoverskriftx", "xtekstx", "xmerkelappx"):
        assert links[name].startswith("users.html#")
    assert links["xkapittelx"] == "users.html"
    with pikepdf.open(book / "_build" / "pdf" / "kunnskapsstatus.pdf") as document:
        aims = {
            str(note.A.URI)
            for page in document.pages
            for note in page.get("/Annots", [])
            if note.get("/Subtype") == "/Link" and "/URI" in note.get("/A", {})
        }
    outside = {unquote(href) for href in links.values() if href.startswith(("http", "mailto"))}
    assert outside <= {unquote(aim) for aim in aims}


def test_the_guide_lists_what_works_and_nothing_else() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Markup")[2].partition("\n# ")[0]
    works, refused = (
        {
            name
            for _, written, verdict in ROW.findall(guide)
            if (verdict == "works") is good
            for name in NAME.findall(written)
        }
        for good in (True, False)
    )
    assert works == used(PAGE) - {"code-cell"}
    assert refused == {name for text in REFUSED for name in used(text)} - works - {"code-cell"}


def used(text: str) -> set[str]:
    """The roles and directives in a text."""
    return {one or other for one, other in USED.findall(text)}


def test_every_kind_of_content_that_a_chapter_has_is_on_the_page() -> None:
    """So all of them are found on paper: a chapter with a kind that the page has not is told here."""
    here = kinds(PAGE + HEADLINE)
    assert here >= {"{checks}", ".figure", "key-figures", "- list", "| table", "> quotation", "$$ formula"}
    chapters = sorted((ROOT / "chapters").glob("*.md"))
    lacking = {path.name: sorted(found) for path in chapters if (found := kinds(path.read_text("utf-8")) - here)}
    assert lacking == {}, "add each to everything.md, with a word of its own"


def kinds(text: str) -> set[str]:
    """The kinds of content in a chapter: roles, directives, classes that it gives, and what has a sign of its own."""
    named = {f"{{{name}}}" for name in used(text)} | {one or other for one, other in CLASS.findall(text)}
    return named | {sign for sign, pattern in SIGNS.items() if re.search(pattern, text, re.M)}


SIGNS = {
    "- list": r"^ *[-*+] ",
    "1. list": r"^ *\d+\. ",
    ": meaning": r"^: ",
    "| table": r"^\|.*\|$",
    "> quotation": r"^> ",
    "$$ formula": r"^\$\$",
    "[^note]": r"\[\^",
    "![picture]": r"!\[",
    "**strong**": r"\*\*",
    "~~struck~~": r"~~",
    "<br>": r"<br>",
    "{{ name }}": r"\{\{",
    "(label)=": r"^\(\S+\)=$",
    "- [ ] task": r"^ *- \[[ x]\] ",
    "--- pause": r"^---$\n\n(?!\#)",
}
"""What is no role and no directive, by the sign that it is written with."""

REFUSED = {
    "```{raw} html\n<b>x</b>\n```": "the book has no {raw}: ",
    "![En {eval}`1` her](images/hus.svg)": "![En {eval}`1` her] is not",
    "```{image} images/hus.svg\n:alt: Et {eval}`1` til\n```": "{eval}` is in the alternative text",
    "Et ikon {octicon}`info` her.": "the book has no {octicon}: ",
    "```{only} html\nTekst.\n```": "the book has no {only}: ",
    "```{contents}\n```": "the book has no {contents}: ",
    "```{versionadded} 1.0\nTekst.\n```": "the book has no {versionadded}: ",
    "Se [årsakene](users.md#arsakna).": "no heading or label 'arsakna'; did you mean 'aarsakene' or 'årsakene'?",
    "Se [noe](#noeannet).": "nothing in the book is called 'noeannet'",
    "Se {numref}`reasons-for-stai`.": "{numref}`reasons-for-stai` refers to nothing; did you mean 'reasons-for-stay'?",
    "Se [kapittel 4](users.md#årsakene).": "is typed: write [kapittel %s](users.md#årsakene), and the contents give it",
    "{doc}`Kapittel 4 <users>` har mer.": "the number of a chapter is typed: write [Kapittel %s](users.md), and",
    "Se [kapittel %s](index.md).": "asks for a number, and chapters/index.md has none: write what the page is called",
    "Se {ref}`aarsaken`.": "no label is called 'aarsaken'; did you mean 'aarsakene'",
    "En formel $\\foo$.": "the formula '\\\\foo' cannot be shown: Unknown command \"\\foo\"",
    "```{note}\nTekst.\n\nSant.{claim} `1 == 1`\n```": "{claim} is not read as markup",
    "```{code-cell} ipython3\n1 + 1\n\nResten.": "```{code-cell} ipython3 is not read as markup",
    "```{code-block} text\n:caption: Kode # her\n\nx\n```": "{code-block}: what stands after # in an option",
    '```{csv-table} Tabell\n:header: "A","B"\n\n1,2\n```': "{csv-table}: its options cannot be read: each is :name:",
    "Tekst.\n\n[^note]: Ingen ser den.": "nothing refers to the footnote [^note]",
}


def test_what_is_refused_is_told_with_its_line(book: Path) -> None:
    """All of it in one build: each in a chapter of its own, after the same ten lines."""
    chapters = {}
    toc = (book / "_toc.yml").read_text("utf-8")
    for at, text in enumerate(REFUSED):
        chapters[f"feil{at}"] = text
        (book / "chapters" / f"feil{at}.md").write_text(f"{FRONT}# Feil {at}\n\nFør.\n\n{text}\n", "utf-8")
        toc += f"      - file: chapters/feil{at}\n"
    (book / "_toc.yml").write_text(toc, "utf-8")
    run = command(book, "build")
    assert run.returncode == 1
    log = (book / "_build" / ".work" / "html.log").read_text("utf-8")
    first = FRONT.count("\n") + 5
    for at, (text, says) in enumerate(REFUSED.items()):
        offset = next((n for n, line in enumerate(text.splitlines()) if "{claim}" in line or "[^note]" in line), 0)
        assert re.search(rf"feil{at}\.md:{first + offset}: .*{re.escape(says)}", log), (text, log)
