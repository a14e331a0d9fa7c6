"""The Sphinx builder ``typst``: the book as accessible PDFs (PDF/UA-1), without TeX or browser.

Configuration values
--------------------
``typst_documents``
    Which documents there are, and what stands in each: see :mod:`kunnskapsstatus.book.plan.documents`. Without it, the
    whole book is one.
``typst_filename``
    Name of the PDF where ``typst_documents`` names none, default ``kunnskapsstatus.pdf``.
``typst_cover``
    A dictionary with what stands on the cover, the colophon page and the first pages. Keys: ``title``, ``subtitle``,
    ``edition`` (text such as "Utgave 2024"), ``statement`` (the line on the cover that says what the book is and who
    does not stand behind it), ``colophon`` (a list of paragraphs: sources, independence, licence), ``identifier`` (such
    as an ISBN), ``foreword`` (a list of paragraphs). All are plain text; web addresses
    become links. Without a title the project's name is used. An unknown key is an error.
``typst_keywords``
    What the book is about, as a list of words for catalogues.
``typst_screen_only``
    Pages that are about the screen, and are in no document.
``typst_contents_title``
    Heading of the table of contents, default "Innhold".
``typst_timestamp``
    Creation time in the PDF as Unix seconds. Default None: the PDF names no time, and the same book gives the
    same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.util.typing import ExtensionMetadata

from kunnskapsstatus import files, rooms
from kunnskapsstatus.book.plan.documents import FILE, documents, refused, told_apart
from kunnskapsstatus.book.text.tips import terms
from kunnskapsstatus.book.typst.errors import refuse
from kunnskapsstatus.book.typst.form import form
from kunnskapsstatus.book.typst.front import closing, opening
from kunnskapsstatus.book.typst.kept import chapters, keep
from kunnskapsstatus.book.typst.links import PAGE_DOCUMENT, Links
from kunnskapsstatus.book.typst.setting import Setting, set_all
from kunnskapsstatus.book.typst.sheets import Page, Places, Sheets


class TypstBuilder(Builder):
    """Writes the documents to ``outdir``. What they are made from, as Typst has it, stays in ``<doctreedir>/typst``."""

    name = "typst"
    format = "typst"
    epilog = "The PDFs are in %(outdir)s."
    allow_parallel = True

    def init(self) -> None:
        """Say which images can be used."""
        self.supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]

    def get_outdated_docs(self) -> Iterator[str] | list[str] | str:
        """A document is always put together whole, from what is kept of its chapters."""
        return "the whole book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """An address inside the book, resolved by the translator."""
        return PAGE_DOCUMENT + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same address from everywhere: each document decides what it has."""
        return self.get_target_uri(to, typ)

    def write(self, *ignored: object) -> None:
        """Translate all pages in the order of the table of contents, put the documents together and compile them.

        Raises
        ------
        TypstBuildError
            With place and remedy, when a node, image or the compiler stops the build.
        """
        order = reading_order(self)
        folder = Path(self.doctreedir) / "typst"
        known = chapters(self.env, [page.name for page in order], folder / "chapters", self._resolved)
        links = Links.of((docname, chapter.ends) for docname, chapter in known.items())
        sheets = Sheets(self.env, order, known, links, self._read_image, folder)
        wanted = documents(self.config.typst_documents, str(self.config.typst_filename), refused)
        made = sheets.of(wanted, self.config.typst_screen_only)
        told_apart([sheet.file for sheet in made])
        templates = form()
        for name, text in templates.items():
            files.write(folder / name, text)
        hand = [*templates.values(), str(self.config.typst_timestamp), rooms.digest("book"), *rooms.installed()]
        places = Places(
            made, {name: chapter.ends.aims for name, chapter in known.items()}, links, str(self.config.html_baseurl)
        )
        words = [term.words for term in terms(self.env)]
        settings = [
            Setting(
                sheet,
                "\n\n".join([*opening(self.config, sheet, places.of(sheet)), *closing(sheet, words)]) + "\n",
                self.config.typst_timestamp,
                self.config.typst_keywords,
                self.config.book_imprint if "book_imprint" in self.config else {},
                hand,
            )
            for sheet in made
        ]
        for name, pdf in set_all(self.app, settings, folder).items():
            files.write(Path(self.outdir) / name, pdf)
        if not self.app._warncount:  # what has been warned of is to be warned of again
            keep(known.values(), folder / "chapters")

    def finish(self) -> None:
        """Nothing is left to do."""

    def _resolved(self, docname: str) -> nodes.document:
        doctree = self.env.get_doctree(docname)
        self.env.resolve_references(doctree, docname, self)
        self.post_process_images(doctree)
        return doctree

    def _read_image(self, node: nodes.image) -> tuple[str, bytes]:
        """An image's suffix and bytes, from the book's own folder only."""
        uri = str(node["uri"])
        if "://" in uri:
            raise refuse(node, f"the image {uri} lies on another site.", "Put a copy in the book's folder.")
        if uri not in self.images:
            raise refuse(node, f"the image {uri} has no form that the PDF can use.", "Use SVG, PNG or JPEG.")
        path = Path(self.srcdir) / uri
        try:
            return path.suffix.lstrip(".").lower(), path.read_bytes()
        except OSError as error:
            raise refuse(node, f"the image {uri} cannot be read.", "Check its name and place.") from error


def reading_order(builder: Builder) -> list[Page]:
    """Every page of the book in the order of its contents."""
    env = builder.env
    root = str(builder.config.root_doc)
    order = [Page(root, 1, "")]
    seen = {root}

    def follow(docname: str, depth: int) -> None:
        if docname not in env.toctree_includes:
            return
        for toctree in env.get_doctree(docname).findall(addnodes.toctree):
            part = str(toctree.get("caption") or "")
            for child in toctree["includefiles"]:
                if child not in seen:
                    seen.add(child)
                    order.append(Page(child, depth, part))
                    part = ""
                    follow(child, depth + 1)

    follow(root, 1)
    return order


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its configuration values."""
    app.add_builder(TypstBuilder)
    app.add_config_value("typst_filename", FILE, "", str)
    app.add_config_value("typst_documents", [], "", list)
    app.add_config_value("typst_cover", {}, "", dict)
    app.add_config_value("typst_keywords", [], "", list)
    app.add_config_value("typst_contents_title", "Innhold", "", str)
    app.add_config_value("typst_screen_only", [], "", list)
    app.add_config_value("typst_timestamp", None, "", (int, type(None)))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
