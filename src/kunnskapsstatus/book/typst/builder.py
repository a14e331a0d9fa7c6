"""The Sphinx builder ``typst``: the whole book as one accessible PDF (PDF/UA-1 asked of the compiler), without TeX or browser.

Configuration values
--------------------
``typst_filename``
    Name of the PDF, default ``kunnskapsstatus.pdf``.
``typst_cover``
    A dictionary with what stands on the cover and the colophon page. Keys: ``title``, ``subtitle``, ``edition`` (text such as
    "Utgave 2024"), ``statement`` (the line on the cover that says what the book is and who does not stand behind it), ``colophon``
    (a list of paragraphs: sources, independence, licence). All are plain text; web addresses become links. Without a title
    the project's name is used. An unknown key is an error.
``typst_contents_title``
    Heading of the table of contents, default "Innhold".
``typst_timestamp``
    Creation time in the PDF as Unix seconds. Default None: the PDF names no time, and the same book gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.errors import TypstBuildError, refuse
from kunnskapsstatus.book.typst.links import PAGE_DOCUMENT, Links
from kunnskapsstatus.book.typst.tags import RowHeaders, TagError, tag_row_headers
from kunnskapsstatus.book.typst.translator import TypstTranslator

logger = logging.getLogger(__name__)

FONT_PACKAGES = ("font_source_sans_pro", "font_source_serif_pro")
COVER_KEYS = ("title", "subtitle", "edition", "statement", "colophon")
_ADDRESS = re.compile(r"(https?://[^\s<>()]*[^\s<>().,;:])")
_ORIGIN = re.compile(r"^\s*// @ (.*)$")
_LINE_OF_DIAGNOSTIC = re.compile(r"book\.typ:(\d+):")


class TypstBuilder(Builder):
    """Writes ``<outdir>/<typst_filename>``. The Typst source and images it was made from stay in ``<doctreedir>/typst/``."""

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
        doctrees = {docname: self._resolved(docname) for docname, _, _ in order}
        links = Links.of(doctrees)
        chapters: list[str] = []
        row_headers: list[RowHeaders] = []
        folder = Path(self.doctreedir) / "typst"
        for docname, depth, _ in order:
            translator = TypstTranslator(self.env, docname, depth, links, self._read_image)
            chapters.append(translator.translate(doctrees[docname]))
            row_headers += translator.row_headers
            for name, data in translator.files.items():
                _write(folder / name, data)
        parts = {
            links.label_of[(docname, "")]: part
            for docname, _, part in order
            if part and (docname, "") in links.label_of
        }
        source = "\n\n".join([front_matter(self.config, parts), *chapters]) + "\n"
        _write(folder / "template.typ", (files("kunnskapsstatus.book.typst") / "template.typ").read_bytes())
        _write(folder / "book.typ", source.encode())
        pdf = compile_pdf(folder / "book.typ", timestamp=self.config.typst_timestamp)
        try:
            pdf = tag_row_headers(pdf, row_headers)
        except TagError as error:
            raise TypstBuildError(
                f"{folder / 'book.typ'}: {error}. This is a fault in the builder, not in a chapter."
            ) from error
        _write(Path(self.outdir) / self.config.typst_filename, pdf)

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
    """Every document of the book in order: name, level in the book (1 is a chapter), name of the part it opens or ""."""
    env = builder.env
    root = str(builder.config.root_doc)
    order = [(root, 1, "")]
    seen = {root}

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


def front_matter(config: Any, parts: dict[str, str]) -> str:
    """Cover, colophon and contents. Raises TypstBuildError for an unknown key in ``typst_cover``."""
    given = dict(config.typst_cover)
    unknown = sorted(set(given) - set(COVER_KEYS))
    if unknown:
        raise TypstBuildError(
            f"typst_cover in the configuration has unknown keys: {', '.join(unknown)}. Known: {', '.join(COVER_KEYS)}."
        )
    title = str(given.get("title") or config.project)
    lines = {key: _linked(str(given[key])) for key in ("subtitle", "edition", "statement") if given.get(key)}
    document = markup.call(
        "document",
        title=markup.string(title),
        author=markup.array(
            [markup.string(config.author)] if config.author not in ("", "unknown", "Author name not set") else []
        ),
        date="none" if config.typst_timestamp is None else "auto",
    )
    language = str(config.language or "nb").split("_")[0]
    entries = "".join(f"{markup.string(name)}: {markup.string(part)}, " for name, part in parts.items()) or ":"
    return "\n".join(
        [
            '#import "template.typ": *',
            f"#set {document}",
            f"#show: book.with(lang: {markup.string(language)})",
            f"#{markup.call('cover', title=markup.string(title), **lines)}",
            f"#colophon({markup.array([_linked(str(paragraph)) for paragraph in given.get('colophon', [])])})",
            f"#contents(title: {markup.string(config.typst_contents_title)}, parts: ({entries}))",
        ]
    )


def _linked(text: str) -> str:
    """A content block with the text's web addresses as links."""
    pieces = _ADDRESS.split(text)
    return markup.block(
        "".join(f"#link({markup.string(piece)});" if at % 2 else markup.text(piece) for at, piece in enumerate(pieces))
    )


def compile_pdf(source: Path, timestamp: int | None = None) -> bytes:
    """Compile to PDF/UA-1 with the project's own fonts and nothing of the machine's.

    Raises
    ------
    TypstBuildError
        With the place in the chapter, as far as known, and what the compiler said.
    """
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in font_folders()]
    )
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(source),
            root=str(source.parent),
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=timestamp or 0,
        )
    except typst.TypstError as error:
        raise TypstBuildError(explain(error, source)) from None
    for warning in warnings:
        logger.warning("%s", explain(warning, source), type="typst", subtype="compiler")
    return pdf


def explain(problem: Any, source: Path) -> str:
    """A compiler's error or warning in words: the chapter and line nearest before it, the message, its hints."""
    lines = source.read_text(encoding="utf-8").splitlines()
    found = _LINE_OF_DIAGNOSTIC.search(getattr(problem, "diagnostic", ""))
    line = int(found[1]) if found else 0
    origin = next((match[1] for text in reversed(lines[:line]) if (match := _ORIGIN.match(text))), None)
    place = f"{origin} (or just after it)" if origin else "the book"
    hints = "".join(f" Hint: {hint}." for hint in problem.hints)
    where = f"{source}:{line}" if line else str(source)
    return f"{place}: the Typst compiler says: {problem.message}.{hints} The Typst source is kept in {where}."


def font_folders() -> list[Path]:
    """The folders of the fonts that the project installs. Raises TypstBuildError when a package is missing."""
    folders = []
    for package in FONT_PACKAGES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise TypstBuildError(f"the font package {package} is not installed. Run `uv sync`.")
        folders.append(Path(spec.origin).parent / "files")
    return folders


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its configuration values."""
    app.add_builder(TypstBuilder)
    app.add_config_value("typst_filename", "kunnskapsstatus.pdf", "", str)
    app.add_config_value("typst_cover", {}, "", dict)
    app.add_config_value("typst_contents_title", "Innhold", "", str)
    app.add_config_value("typst_timestamp", None, "", (int, type(None)))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
