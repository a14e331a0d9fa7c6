"""The pages of the centres among the site's: a page and its numbers for each, and the look-up first on the page that
lists them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from kunnskapsstatus import files, paths, rooms
from kunnskapsstatus.book.centres import finder, page
from kunnskapsstatus.book.centres.centre import DEFINITION, SIZE_YEAR, Centre, centres, counted_in
from kunnskapsstatus.book.centres.links import linked
from kunnskapsstatus.book.centres.others import OF_COUNTRY, Others
from kunnskapsstatus.book.centres.paper import Papers
from kunnskapsstatus.book.registry import depend, registry
from kunnskapsstatus.book.typst.kept import surroundings
from kunnskapsstatus.data import listed, printed
from kunnskapsstatus.data.book import Book, open_book
from kunnskapsstatus.data.inventory import DESCRIPTOR
from kunnskapsstatus.data.municipalities import CENTRES, MUNICIPALITIES, POSTCODES, SERVED
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.forms.download import as_csv
from kunnskapsstatus.forms.markup import rows_html
from kunnskapsstatus.forms.sheet import sheet_of
from kunnskapsstatus.forms.xlsx import as_xlsx
from kunnskapsstatus.numbers import format_number

FOLDER, TEMPLATE, LIST_TEMPLATE = "centres", "centre.html", "centres.html"
LIST = "centres"
"""The exhibit whose page has the look-up."""
MADE_FROM = "made-from"
"""The file that tells what the pages were made from, beside their PDFs that are kept."""
OBSERVED = (*(path.name for path in (printed.FOLDER, listed.STATED.parent, listed.FOLDER)), DESCRIPTOR.name)
"""What of the data is observations, and the list of all files: another number there need not be a centre's."""
_HEADED = "</h1>"


def _known(app: Sphinx) -> tuple[Book, int, tuple[Centre, ...], str]:
    """The book, the edition's year, its centres, and the page that lists them; no centres where there is none."""
    book, year = open_book(paths.root(Path(app.srcdir))), app.config.book_year
    place = registry(app.env).find(LIST)
    try:
        return book, year, centres(book, year) if place else (), place[0] if place else ""
    except BookError as error:
        raise ExtensionError(str(error)) from None


def depend_on_all(app: Sphinx, document: Any) -> None:
    """The page that lists the centres is made from their numbers of all years, and from the municipalities."""
    if any(shown.id == LIST for shown in registry(app.env).exhibits.get(app.env.docname, ())):
        book, year = open_book(paths.root(Path(app.srcdir))), app.config.book_year
        known = {row.file for centre in centres(book, year) for row in centre.view.rows}
        depend(app.env, {*known, *(path.as_posix() for path in (CENTRES, MUNICIPALITIES, POSTCODES, SERVED))})


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Each centre's page, and beside it its numbers as CSV and for Excel, and the page as PDF; none where those of the
    build before were made from the same."""
    folder, kept = Path(app.outdir) / FOLDER, Path(app.doctreedir) / FOLDER
    paper = app.config.book_paper
    if folder.is_dir() and app.config.book_live:
        return  # what lies beside a chapter is made once
    book, year, found, listed = _known(app)
    made_from, mark = _made_from(app, book), kept / MADE_FROM
    if folder.is_dir() and mark.is_file() and mark.read_text("utf-8") == made_from:
        return
    mark.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    if not found:
        return
    folder.mkdir(parents=True)
    way = app.builder.get_relative_uri(f"{FOLDER}/{found[0].key}", listed)
    papers = Papers(kept, app.config.book_imprint)
    contents = partial(app.builder._get_local_toctree, f"{FOLDER}/{found[0].key}")  # type: ignore[attr-defined]
    same = {
        "toctree": cache(contents),  # none of them stands in it: it is the same beside all
        "words": page, "rows_html": rows_html, "list": listed, "on_paper": paper,
        "parents": [{"link": way, "title": app.env.titles[listed].astext()}],
    }  # fmt: skip
    each = told(book, year, found)
    for centre, pdf in zip(found, papers.printed(each) if paper else (), strict=False):
        (folder / f"{centre.key}.pdf").write_bytes(pdf)
    for before, centre, after, one in zip((None, *found), found, (*found[1:], None), each, strict=False):
        files.write(folder / f"{centre.key}.csv", as_csv(centre.view))
        sheet = replace(sheet_of(centre.view), title=f"{centre.view.definition.title}: {centre.name}")
        (folder / f"{centre.key}.xlsx").write_bytes(as_xlsx(sheet))
        lead = {"title": centre.name, "pagetitle": centre.name, "body": f"<p>{escape(page.lead(centre))}</p>"}
        yield f"{FOLDER}/{centre.key}", {**same, **one, **lead, "before": before, "after": after}, TEMPLATE
    papers.forget()
    files.write(mark, made_from)


def told(book: Book, year: int, found: tuple[Centre, ...]) -> list[dict[str, Any]]:
    """What the page of each of these centres tells, on the site and on paper."""
    others, serving = Others(book, year, found), finder.serving(book, year)
    return [
        {
            "centre": centre, "facts": list(page.facts(centre)), "figures": page.figures(centre, others),
            "serves": [f"{one.municipality}: {one.source}." for one in serving if one.centre == centre.key],
            "reading": list(page.reading(centre, found)), "sources": page.sources(centre),
        }
        for centre in found
    ]  # fmt: skip


def _made_from(app: Sphinx, book: Book) -> str:
    """A hash of all that the pages are made from: their data, and what every page of the site has around its text."""
    contents = app.env.tocs[app.config.root_doc].pformat()
    around = [surroundings(app.env), app.builder.build_info.config_hash, contents]  # type: ignore[attr-defined]
    return data_of(book, "\0".join([rooms.digest("book"), *around]))


def data_of(book: Book, start: str = "") -> str:
    """A hash of ``start`` and of the data of the pages: the observations that they read, each with its line, and every
    file of data that does not hold observations."""
    rows = book.rows(*DEFINITION.select, *OF_COUNTRY)
    others = (path for name, path in files.below(book.root / "data") if name.partition("/")[0] not in OBSERVED)
    return files.digest(others, "\0".join([start, *map(repr, rows)]), book.root)


def _together(book: Book, found: tuple[Centre, ...]) -> list[list[Centre]]:
    """Centres that official figures count as one."""
    groups: dict[str, list[Centre]] = {}
    for key, other in counted_in(book).items():
        groups.setdefault(other, []).extend(one for one in found if one.key == key and one.is_followed)
    return [group for group in groups.values() if group]


def lead_to_pages(app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Each centre at the head of a table's row leads to its page. Below the heading of the page that lists the centres
    stand the look-up and all centres by name."""
    if doctree is None:
        return
    book, year, found, listed = _known(app)
    up = "../" * name.count("/") + FOLDER
    context["body"] = linked(context["body"], found, up)
    if name == listed:
        known = finder.answers(book, year, found)
        shown = {
            "answers": known, "counties": finder.counties(known), "county_id": finder.county_id, "centres": found,
            "number": format_number, "size_year": SIZE_YEAR, "up": up, "together": _together(book, found),
        }  # fmt: skip
        begun = app.builder.templates.render(LIST_TEMPLATE, shown)
        context["body"] = context["body"].replace(_HEADED, _HEADED + begun, 1)
