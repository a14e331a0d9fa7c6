"""The Sphinx builder ``typst``: the whole book as one accessible PDF (PDF/UA-1), without TeX or browser.

Configuration values
--------------------
``typst_filename``
    Name of the PDF, default ``kunnskapsstatus.pdf``.
``typst_cover``
    A dictionary with what stands on the cover and the colophon page. Keys: ``title``, ``subtitle``, ``edition`` (text
    such as "Utgave 2024"), ``statement`` (the line on the cover that says what the book is and who does not stand
    behind it), ``colophon`` (a list of paragraphs: sources, independence, licence). All are plain text; web addresses
    become links. Without a title the project's name is used. An unknown key is an error.
``typst_keywords``
    What the book is about, as a list of words for catalogues.
``typst_contents_title``
    Heading of the table of contents, default "Innhold".
``typst_timestamp``
    Creation time in the PDF as Unix seconds. Default None: the PDF names no time, and the same book gives the
    same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.util.typing import ExtensionMetadata

from kunnskapsstatus.book import colours
from kunnskapsstatus.book.typst.compiler import compile_pdf
from kunnskapsstatus.book.typst.errors import TypstBuildError, refuse
from kunnskapsstatus.book.typst.finished import finish
from kunnskapsstatus.book.typst.front import front_matter
from kunnskapsstatus.book.typst.kept import Translation, chapters, keep
from kunnskapsstatus.book.typst.links import PAGE_DOCUMENT, Links
from kunnskapsstatus.book.typst.tags import TagError
from kunnskapsstatus.book.typst.translator import TypstTranslator


class TypstBuilder(Builder):
    """Writes ``<outdir>/<typst_filename>``. What it is made from, as Typst has it, stays in ``<doctreedir>/typst``."""

    name = "typst"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    allow_parallel = True

    def init(self) -> None:
        """Say which images can be used."""
        self.supported_image_types = ["image/svg+xml", "image/png"]

    def get_outdated_docs(self) -> Iterator[str] | list[str] | str:
        """The PDF is one document: it is always written whole."""
        return "the whole book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """An address inside the book, resolved by the translator."""
        return PAGE_DOCUMENT + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same address from everywhere: the book is one file."""
        return self.get_target_uri(to, typ)

    def write(self, *ignored: object) -> None:
        """Translate all documents in the order of the table of contents and compile them.

        Raises
        ------
        TypstBuildError
            With place and remedy, when a node, image or the compiler stops the build.
        """
        order = reading_order(self)
        folder = Path(self.doctreedir) / "typst"
        known = chapters(self.env, [docname for docname, _, _ in order], folder / "chapters", self._resolved)
        links = Links.of((docname, chapter.ends) for docname, chapter in known.items())
        made = [
            known[docname].translation(depth, links, partial(self._translate, docname, depth, links, folder))
            for docname, depth, _ in order
        ]
        parts = {
            links.label_of[(docname, "")]: part
            for docname, _, part in order
            if part and (docname, "") in links.label_of
        }
        source = "\n\n".join([front_matter(self.config, parts), *(chapter.source for chapter in made)]) + "\n"
        template = (files("kunnskapsstatus.book.typst") / "template.typ").read_text("utf-8")
        _write(folder / "template.typ", (colours.template() + template).encode())
        _write(folder / "book.typ", source.encode())
        pdf = compile_pdf(folder / "book.typ", timestamp=self.config.typst_timestamp)
        try:
            said = self.config.book_imprint if "book_imprint" in self.config else {}
            heads = [table for chapter in made for table in chapter.row_headers]
            pdf = finish(pdf, heads, keywords=self.config.typst_keywords, said=said)
        except TagError as error:
            raise TypstBuildError(
                f"{folder / 'book.typ'}: {error}. This is a fault in the builder, not in a chapter."
            ) from error
        _write(Path(self.outdir) / self.config.typst_filename, pdf)
        if not self.app._warncount:  # what has been warned of is to be warned of again
            keep([*known.values()], folder / "chapters", [name for chapter in made for name in chapter.images])

    def _translate(self, docname: str, depth: int, links: Links, folder: Path, doctree: nodes.document) -> Translation:
        translator = TypstTranslator(self.env, docname, depth, links, self._read_image)
        source = translator.translate(doctree)
        for name, data in translator.files.items():
            _write(folder / name, data)
        return Translation(source, translator.row_headers, sorted(translator.files))

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
            raise refuse(node, f"the image {uri} has no form that the PDF can use.", "Use SVG or PNG.")
        path = Path(self.srcdir) / uri
        try:
            return path.suffix.lstrip(".").lower(), path.read_bytes()
        except OSError as error:
            raise refuse(node, f"the image {uri} cannot be read.", "Check its name and place.") from error


def reading_order(builder: Builder) -> list[tuple[str, int, str]]:
    """Every document of the book in order: name, level (1 is a chapter), name of the part that it opens or "". Pages
    about the screen, as ``typst_screen_only`` lists them, are not on paper."""
    env = builder.env
    root = str(builder.config.root_doc)
    order = [(root, 1, "")]
    seen = {root, *builder.config.typst_screen_only}

    def follow(docname: str, depth: int) -> None:
        if docname not in env.toctree_includes:
            return
        for toctree in env.get_doctree(docname).findall(addnodes.toctree):
            part = str(toctree.get("caption") or "")
            for child in toctree["includefiles"]:
                if child not in seen:
                    seen.add(child)
                    order.append((child, depth, part))
                    part = ""
                    follow(child, depth + 1)

    follow(root, 1)
    return order


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its configuration values."""
    app.add_builder(TypstBuilder)
    app.add_config_value("typst_filename", "kunnskapsstatus.pdf", "", str)
    app.add_config_value("typst_cover", {}, "", dict)
    app.add_config_value("typst_keywords", [], "", list)
    app.add_config_value("typst_contents_title", "Innhold", "", str)
    app.add_config_value("typst_screen_only", [], "", list)
    app.add_config_value("typst_timestamp", None, "", (int, type(None)))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
