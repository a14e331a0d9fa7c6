"""What lies beside the site's pages: data, statements, fonts, the way in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from kunnskapsstatus import files, paths
from kunnskapsstatus.book.centres import pages as centres
from kunnskapsstatus.book.light import assets
from kunnskapsstatus.book.pages import along, choices, elsewhere, embed, policy, synthetic
from kunnskapsstatus.book.pages.offer import EMBED, Place
from kunnskapsstatus.book.plan import imprint
from kunnskapsstatus.book.registry import Registry, registry
from kunnskapsstatus.book.site import follow, machines, readable, search
from kunnskapsstatus.book.text.marks import resolved
from kunnskapsstatus.book.text.values import said
from kunnskapsstatus.chapter.statements import Told
from kunnskapsstatus.data import values
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.exhibits.view import state
from kunnskapsstatus.forms.shown import Shown

KEPT = ("index", follow.NAME, *readable.WAYS)
"""Pages of the site that are no document."""
OWN = ("_static", EMBED, centres.FOLDER)
"""Folders of the site that hold no document's page."""


def finish(app: Sphinx, error: Exception | None) -> None:
    """Write what lies beside the pages, when a site has been written without a fault."""
    if error is not None or app.builder.format != "html":
        return
    out, known = Path(app.outdir), registry(app.env)
    shown = [(docname, shown) for docname, found in sorted(known.exhibits.items()) for shown in found]
    entries = [_entry(known, docname, exhibit) for docname, exhibit in shown]
    _write_json(out / "exhibits.json", entries + _twins(app, known))
    told = [_told(app, docname, told) for docname, found in sorted(known.statements.items()) for told in found]
    _write_json(out / "statements.json", told)
    (out / values.FILE).write_text(values.text(said(app, known)), "utf-8")
    root, book = paths.root(Path(app.srcdir)), str(app.config.book_imprint.get("title", "boka"))
    along.write(root, out, [one for _, one in shown], book, of_newest=_is_newest(app))
    choices.write(out, [one for _, one in shown])
    embed.write(out, [(_place(app, known, *one), one[1]) for one in shown], book)
    imprint.write(app, out)
    _drop_pages_left_from_before(app, out)
    _write_way_in(app, out)
    if app.config.book_imprint.get("synthetic"):
        synthetic.mark(out)
    pages = readable.pages(out, Path(app.doctreedir) / "readable")
    search.write(out, pages)
    machines.write(out, pages, app.config.book_imprint, str(app.config.html_baseurl))
    assets.write(app, out)
    policy.write(out)
    elsewhere.check(app, out)


def _place(app: Sphinx, known: Registry, docname: str, shown: Shown) -> Place:
    return Place(app.builder.get_target_uri(docname), known.number(docname, shown))


def _is_newest(app: Sphinx) -> bool:
    return bool(app.config.book_year == open_book(paths.root(Path(app.srcdir))).newest)


def _entry(known: Registry, docname: str, shown: Shown) -> dict[str, Any]:
    fields = ("id", "printed", "kind", "form", "title", "headline", "years", "state", "source")
    number = known.number(docname, shown)
    return {"chapter": docname, "number": number, **{name: getattr(shown, name) for name in fields}}


def _told(app: Sphinx, docname: str, told: Told) -> dict[str, Any]:
    sentence = resolved(app, docname, told.sentence)
    return {"chapter": docname, "sentence": sentence, "line": told.line, **told.statement.to_json()}


def _twins(app: Sphinx, known: Registry) -> list[dict[str, Any]]:
    """The exhibits that another shows, with the same values: its place and form, their own names."""
    book = open_book(paths.root(Path(app.srcdir)))
    found = []
    for definition in book.definitions.values():
        place = known.find(definition.same_as)
        if place:
            own = {name: getattr(definition, name) for name in ("id", "printed", "title", "source", "same_as")}
            found.append({**_entry(known, *place), **own, "state": state(definition, book.selected(definition))})
    return found


def _write_json(path: Path, data: Sequence[Any]) -> None:
    """A list, an entry a line: indented, it would not be written by the encoder that is fast."""
    lines = (json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in data)
    files.write(path, "\n".join(("[", ",\n".join(lines), "]", "")))


def _drop_pages_left_from_before(app: Sphinx, out: Path) -> None:
    """A chapter taken out of the table of contents leaves no page behind."""
    kept = {*app.env.found_docs, *KEPT}
    for page in out.rglob("*.html"):
        name = page.relative_to(out)
        if name.parts[0] not in OWN and name.with_suffix("").as_posix() not in kept:
            page.unlink()


def _write_way_in(app: Sphinx, out: Path) -> None:
    """The site's own address leads to its first page."""
    root, title = str(app.config.root_doc), escape(str(app.config.html_title))
    language = str(app.config.language).replace("_", "-")
    if root != "index":
        (out / "index.html").write_text(
            f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
            f'<meta http-equiv="refresh" content="0; url={root}.html"><a href="{root}.html">{title}</a></html>\n',
            "utf-8",
        )
