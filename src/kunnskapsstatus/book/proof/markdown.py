"""How chapters are read: MyST's parser, with nothing dropped and nothing left over.

MyST has no setting for what is changed here, so its parser is exchanged where MyST and MyST-NB make one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_nb import sphinx_ as notebooks
from myst_nb.core import read
from myst_nb.core.nb_to_tokens import notebook_to_tokens
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers import sphinx_ as pages
from myst_parser.parsers.mdit import create_md_parser
from sphinx.application import Sphinx

from kunnskapsstatus.book.execution import options
from kunnskapsstatus.book.nodes import line_break, task
from kunnskapsstatus.book.proof.leftovers import REFUSED, mark_blocks, mark_inlines
from kunnskapsstatus.book.proof.refused import tell
from kunnskapsstatus.errors import BookError

CELLS = ("{code-cell}", "{raw-cell}")


def register() -> None:
    """Have chapters read by this parser."""
    for maker in (notebooks, pages):
        setattr(maker, "create_md_parser", strict_parser)  # noqa: B010
    read._strip_blank_lines = str.rstrip  # blank lines above the text between two cells count as lines
    setattr(notebooks, "notebook_to_tokens", _counted_once)  # noqa: B010


def _counted_once(*given: Any) -> list[Token]:
    """MyST-NB's tokens. It counts lines from one, and MyST's renderer adds one again."""
    tokens: list[Token] = notebook_to_tokens(*given)
    inside = False
    for token in tokens:
        inside = inside + token.nesting > 0 if token.type.startswith("nb_cell_markdown") else inside
        if inside and token.map:
            token.map = [token.map[0] - 1, token.map[1] - 1]
    return tokens


def strict_parser(config: MdParserConfig, renderer: type[Any]) -> MarkdownIt:
    """MyST's parser with our rules and our renderer."""
    parser = create_md_parser(config, _strict(renderer))
    parser.core.ruler.before("inline", "mark_blocks", mark_blocks)
    parser.core.ruler.before("linkify", "mark_inlines", mark_inlines)
    return parser


def _strict(renderer: type[Any]) -> Callable[[MarkdownIt], Any]:
    return type(f"Strict{renderer.__name__}", (_Strict, renderer), {})


def check_cells(app: Sphinx, docname: str, source: list[str]) -> None:
    """Stop the build at a cell that is never closed, and at its options. Cells are taken out of a chapter before it is
    parsed."""
    source[0] = unicodedata.normalize("NFC", source[0])  # å as one sign, as in the data
    parser = create_md_parser(app.env.myst_config, RendererHTML).disable("inline")  # type: ignore[attr-defined]
    parser.core.ruler.before("inline", "mark_blocks", mark_blocks)
    for token in parser.parse(source[0]):
        if token.type == REFUSED and token.meta["what"].lstrip("`~").startswith(CELLS):
            tell(docname, unread(token.meta), (token.map or [0])[0] + 1 + token.meta["offset"])
        if token.type == "fence" and token.info.startswith(options.CELL):
            first = (token.map or [0])[0] + 1
            try:
                for cause, line in options.faults(token):
                    tell(docname, cause, first + line)
            except ValueError as error:
                cause, line = error.args
                raise BookError(cause, file=app.env.doc2path(docname), line=first + line) from None


def unread(meta: dict[str, str]) -> str:
    """What is told of a token that is refused."""
    return f"{meta['what']} is not read as markup: {meta['remedy']}"


class _Strict(SphinxRenderer):
    """What our renderer does otherwise than MyST's."""

    def render_nb_cell_markdown(self, token: SyntaxTreeNode) -> None:
        """Text between cells. What it says is of all cells above, those among them that are not shown."""
        self.nb_client.code_cell_outputs(token.meta["index"])
        super().render_nb_cell_markdown(token)  # type: ignore[misc]

    def render_refused(self, token: SyntaxTreeNode) -> None:
        """What looks like markup and is not."""
        here, line = self.sphinx_env.docname, (token.map or (1, 1))[0] + token.meta["offset"]
        read_from = str(self.document["source"])
        taken_in = read_from != self.sphinx_env.doc2path(here)  # {include}: MyST counts its lines from two
        tell(read_from if taken_in else here, unread(token.meta), line - taken_in)

    def _render_finalise(self) -> None:
        """A note that nothing refers to would be on no page."""
        super()._render_finalise()
        used = {ref["refname"] for ref in self.document.findall(nodes.footnote_reference)}
        for label, notes in self.md_env["foot_refs"].items():
            if label not in used:
                cause = f"nothing refers to the footnote [^{label}]: write [^{label}] in the text"
                tell(self.sphinx_env.docname, cause, notes[0].map[0])

    def render_hardbreak(self, token: SyntaxTreeNode) -> None:
        """A line that ends before the paragraph does."""
        self.current_node += [nodes.Text("\n"), line_break()]

    def render_image(self, token: SyntaxTreeNode) -> None:
        """A picture, by its file's own name, which an address has otherwise: "et år.png"."""
        token.attrs["src"] = unquote(str(token.attrs["src"]))
        super().render_image(token)

    def render_task(self, token: SyntaxTreeNode) -> None:
        """The box before a task."""
        self.current_node.append(task(done=token.meta["done"]))

    def render_s(self, token: SyntaxTreeNode) -> None:
        """Text that is struck through."""
        struck = nodes.inline(classes=["s"])
        with self.current_node_context(struck, append=True):
            self.render_children(token)
