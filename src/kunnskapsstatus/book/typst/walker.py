"""From the doctree to Typst source: finding the method for a node, joining what they return, placing labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from kunnskapsstatus.book.lines import line_of
from kunnskapsstatus.book.nodes import statistic
from kunnskapsstatus.book.text.one_form import SCREEN
from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.errors import refuse
from kunnskapsstatus.book.typst.links import DROPPED, Links
from kunnskapsstatus.book.typst.tags import RowHeaders
from kunnskapsstatus.book.typst.unbroken import join_lines

TRANSPARENT = (
    addnodes.pending_xref,
    nodes.acronym,
    nodes.generated,
    statistic,
)
"""Parts of a line that are nothing but their children."""


RANGE = re.compile(r"(\d[\d,]*–\d[\d,]*)")
LANGUAGE = "language-"
"""What the name of a class begins with that says which language a block is in, as docutils has it."""

LABELLED = (nodes.section, nodes.figure, nodes.table, nodes.footnote, nodes.target)
"""Nodes that carry their label themselves, or none."""


def around(node: nodes.Node) -> Iterator[nodes.Node]:
    """All that a node stands in, from the nearest on."""
    while (node := node.parent) is not None:
        yield node


class TypstWalker:
    """Translates one document. ``depth`` is the document's level in the book: 1 is a chapter.

    After ``translate`` the image files that the source refers to are in ``files``, the places that it has are in
    ``labels``. Table by table, ``row_headers`` holds which cells are row headers, ``rooms`` how wide each cell is.
    """

    def __init__(
        self,
        env: BuildEnvironment,
        docname: str,
        depth: int,
        links: Links,
        read_image: Callable[[nodes.image], tuple[str, bytes]],
    ) -> None:
        """``read_image`` gives an image node's suffix and bytes."""
        self.env = env
        self.docname = docname
        self.links = links
        self.read_image = read_image
        self.files: dict[str, bytes] = {}
        self.row_headers: list[RowHeaders] = []
        self.rooms: list[list[float]] = []
        self.labels: list[str] = []
        self.aims: list[str] = []
        self._apart: set[nodes.Element] = set()
        self._level = depth - 1
        self._footnotes: dict[str, nodes.footnote] = {}
        self._placed_footnotes: set[str] = set()

    def translate(self, doctree: nodes.document) -> str:
        """The Typst source of the whole document.

        Raises
        ------
        TypstBuildError
            For a node that has no form on paper.
        """
        join_lines(doctree)
        self._footnotes = {ident: note for note in doctree.findall(nodes.footnote) for ident in note["ids"]}
        return self.blocks(doctree.children)

    # ------------------------------------------------------------------ walking

    def render(self, node: nodes.Node) -> str:
        """Source for one node, with a label before it when something links to it."""
        if isinstance(node, nodes.Text):
            return self._words(node)
        if isinstance(node, DROPPED):
            return ""
        assert isinstance(node, nodes.Element)
        if SCREEN in node.get("classes", ()) or node in self._apart:
            return ""
        method = next((m for c in type(node).__mro__ if (m := getattr(self, f"on_{c.__name__}", None))), None)
        if isinstance(node, TRANSPARENT):
            source = self.inline(node)
        elif method is None:
            raise refuse(
                node,
                f"the PDF has no form for the node '{type(node).__name__}'.",
                f"Write it another way, or add a method on_{type(node).__name__} to TypstTranslator in book/typst.",
            )
        else:
            source = method(node)
        classes: list[str] = node.get("classes", [])
        language = next((name for name in classes if name.startswith(LANGUAGE)), "")
        if source and language:
            source = f"#[\n#set text(lang: {markup.string(language.removeprefix(LANGUAGE))})\n{source}\n]"
        if source and not isinstance(node, LABELLED):
            return self._anchor(node) + source
        return source

    def _words(self, node: nodes.Text) -> str:
        """Running text. In a cell, whose lines are short, none ends within a range of numbers."""
        parts = RANGE.split(node.astext())
        if len(parts) == 1 or not any(isinstance(one, nodes.entry) for one in around(node)):
            return markup.text(node.astext())
        return "".join(f"#box({markup.string(one)});" if at % 2 else markup.text(one) for at, one in enumerate(parts))

    def inline(self, node: nodes.Element) -> str:
        """The children one after the other."""
        return "".join(self.render(child) for child in node.children)

    def blocks(self, children: Iterable[nodes.Node]) -> str:
        """Children as blocks, with a blank line between them."""
        return "\n\n".join(source for child in children if (source := self.render(child)))

    def _once(self, node: nodes.Element, source: str) -> str:
        """What stands in a heading or a caption, and not where that is only named."""
        named = any(isinstance(one, nodes.title | nodes.caption) for one in around(node))
        return f"#once[{source}];" if named else source

    def _mark(self, node: nodes.Node) -> str:
        """The mark of where a block's numbers are from; empty where it has none."""
        return ""

    def _origin(self, node: nodes.Element) -> str:
        """A comment with the chapter's file and line, from which the compiler's messages are traced back."""
        return f"// @ {self.env.doc2path(self.docname, base=False)}:{line_of(node) or '?'}\n"

    def _content(self, node: nodes.Element) -> str:
        return markup.block(self.blocks(node.children))

    def _text(self, node: nodes.Element) -> str:
        return markup.block(self.inline(node))

    def _anchor(self, node: nodes.Element) -> str:
        name = self._label_name(node)
        return markup.anchor(name) if name else ""

    def _label(self, node: nodes.Element) -> str:
        name = self._label_name(node)
        return markup.label(name) if name else ""

    def _label_name(self, node: nodes.Element) -> str | None:
        name = self.links.label_of.get((self.docname, node["ids"][0])) if node.get("ids") else None
        if name is None or name not in self.links.wanted:
            return None
        self.labels.append(name)
        return name
