"""What the head of a page says of it, to those who find it elsewhere: in a list of what a search engine found, where
somebody shares it, and in a reader's own tools."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from kunnskapsstatus.book.plan.documents import CHAPTER, documents, own_files, refused
from kunnskapsstatus.book.site.readable import excerpt

LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.no"
DATA = {
    "exhibits.json": "Tabellene og figurene i boka",
    "statements.json": "Tallene i teksten, med kilder, og påstandene om dem",
    "values.json": "Alt boka sier og viser",
}
"""Files of data beside the pages, by name."""
NAME = "Rapporten"
"""What a document is called that has no title of its own."""
_MAIL = re.compile(r"[^@\s:]+@[^@\s:]+\.\w+")


def know(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Let the templates know what the book says of itself, before the theme takes out those that say nothing."""
    if said := app.config.book_imprint:
        context["imprint"] = said
        context["papers"], context["own_paper"] = papers(app, page) if app.config.book_paper else ((), "")
        context["contact"], context["reach"] = app.config.book_contact, reach(app.config.book_contact)


def offer(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """On the first page, lead to the documents."""
    if page == app.config.root_doc and (found := context.get("papers")):
        up = "../" * page.count("/")
        listed = "".join(f'<li><a href="{up}{escape(file)}">{escape(name)} (PDF)</a></li>' for file, name in found)
        context["body"] += (
            f'<section id="boka-som-pdf" class="d-print-none"><h2>Boka som PDF</h2><ul>{listed}</ul></section>\n'
        )


def papers(app: Sphinx, page: str) -> tuple[list[tuple[str, str]], str]:
    """The documents that lie beside the pages: file and name of each that is of the whole book, and the file of the
    page's own, or ""."""
    env = app.env
    found = documents(app.config.typst_documents, app.config.typst_filename, refused)
    numbered = [name for name, numbers in env.toc_secnumbers.items() if numbers.get("")]
    own = {name: file for one in found for name, file in own_files(one, numbered).items()}
    whole = [(one.file, one.title or NAME) for one in found if one.kind != CHAPTER]
    return [(file, f"{title[:1].upper()}{title[1:]}") for file, title in whole], own.get(page, "")


def reach(contact: str) -> str:
    """The link by which a reader tells of a fault; empty where the book says no address.

    Raises
    ------
    ExtensionError
        For what is neither an e-mail address nor an address of a page.
    """
    if not contact or contact.startswith("https://"):
        return contact
    if not _MAIL.fullmatch(contact):
        cause = (
            f"_config.yml: book_contact is {contact!r}: expected an e-mail address, or one that begins with https://"
        )
        raise ExtensionError(cause)
    return f"mailto:{contact}"


def tell(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Describe the page by its own first paragraph; the first page describes the book and its data as well."""
    said = app.config.book_imprint
    if not said:
        return
    about = excerpt(context.get("body") or "")
    title = Markup(context.get("title") or said["title"]).striptags()
    shared = {"og:type": "article", "og:title": title, "og:site_name": said["title"], "og:locale": "nb_NO"}
    if about:
        shared["og:description"] = about
    if address := context.get("pageurl"):
        shared["og:url"] = address
    lines = [f'<meta name="description" content="{escape(about)}">'] if about else []
    lines += [f'<meta property="{name}" content="{escape(text)}">' for name, text in shared.items()]
    if page == app.config.root_doc:
        depth = "../" * page.count("/")
        lines += [_script(thing) for thing in (report(said, about), dataset(said, about, depth))]
    context["metatags"] = context.get("metatags", "") + "".join(f"\n    {line}" for line in lines)


def report(said: Mapping[str, Any], about: str) -> dict[str, Any]:
    """The book, as schema.org has it."""
    return {**_common("Report", said, about), "name": said["title"], "version": said["version"]}


def dataset(said: Mapping[str, Any], about: str, depth: str) -> dict[str, Any]:
    """Its data, as schema.org has them."""
    files = [
        {"@type": "DataDownload", "name": text, "encodingFormat": "application/json", "contentUrl": depth + name}
        for name, text in DATA.items()
    ]
    place = {"@type": "Country", "name": "Norge"}
    return {
        **_common("Dataset", said, about),
        "name": f"Tall om krisesentrene i Norge: {said['title']}",
        "temporalCoverage": f"../{said['until']}",
        "spatialCoverage": place,
        "isAccessibleForFree": True,
        "distribution": files,
    }


def _common(kind: str, said: Mapping[str, Any], about: str) -> dict[str, Any]:
    found = {
        "@context": "https://schema.org", "@type": kind, "inLanguage": "nb", "description": about,
        "creator": {"@type": "Organization", "name": said["author"]}, "license": LICENCE,
        "citation" if kind == "Dataset" else "creditText": said["citation"], "dateModified": said.get("changed"),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _script(thing: Mapping[str, Any]) -> str:
    """Data in a page, which no text in them can end."""
    text = json.dumps(thing, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
