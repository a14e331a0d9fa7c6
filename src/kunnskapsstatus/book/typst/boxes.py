"""Quotations, code, boxes and entries of the bibliography."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import admonitionlabels

from kunnskapsstatus.book.nodes import chart
from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.errors import refuse
from kunnskapsstatus.book.typst.exhibits import ExhibitTranslator

WHOLE_LINES = 25
"""A box with no more lines than this (as estimated) is kept on one page."""

LINE_CHARACTERS = 65
"""How many characters stand in a line of a box, at the least."""

TALL = (nodes.table, nodes.figure, nodes.image, chart)
"""What may be too tall for a box that does not break."""


class BoxTranslator(ExhibitTranslator):
    """The methods for blocks apart from the running text. Code may have a numbered caption, as exhibits have."""

    def on_block_quote(self, node: nodes.Element) -> str:
        """A quotation."""
        return f"#{markup.call('quote', self._content(node), block='true')}"

    def on_attribution(self, node: nodes.Element) -> str:
        """Who is quoted."""
        return f"#attribution{self._text(node)}"

    def on_literal_block(self, node: nodes.Element) -> str:
        """Code, without colours; its lines are numbered where the site's are."""
        code = markup.call("raw", markup.string(node.astext()), block="true")
        start = dict(node.attributes.get("highlight_args", {})).get("linenostart", 1)
        return f"#numbered-lines({start}, {code})" if node.get("linenos") else f"#{code}"

    on_doctest_block = on_literal_block

    def _captioned_code(self, node: nodes.Element) -> str:
        """Code with its numbered caption above it."""
        captions = [child for child in node.children if isinstance(child, nodes.caption)]
        code = self.blocks(child for child in node.children if child not in captions)
        return "".join(f"#code-caption({self._caption(node, caption)})\n\n" for caption in captions) + code

    def on_admonition(self, node: nodes.Element) -> str:
        """An admonition with a title of its own."""
        return self._titled_box(node)

    def on_Admonition(self, node: nodes.Element) -> str:
        """A note, tip, warning or other admonition of docutils; its title is Sphinx's in the book's language."""
        name = type(node).__name__
        if name not in admonitionlabels:
            raise refuse(
                node, f"the PDF has no form for the node '{name}'.", "Use note, tip, warning, important or admonition."
            )
        title = markup.block(markup.text(str(admonitionlabels[name])))
        return self._box(node, title, self._content(node))

    def _titled_box(self, node: nodes.Element) -> str:
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        body = markup.block(self.blocks(child for child in node.children if child is not title))
        return self._box(node, self._text(title) if title is not None else "none", body)

    def _design_box(self, node: nodes.Element) -> str:
        """A dropdown, a tab or a card."""
        title = next((part for part in node.findall(nodes.Element) if _is_title(part)), None)
        if title is None:
            return self._box(node, "none", self._content(node))
        title.parent.remove(title)
        return self._box(node, self._text(title), self._content(node))

    def _box(self, node: nodes.Element, title: str, body: str) -> str:
        """A box stays on one page unless it is long or holds something tall."""
        parts = [part.astext() for part in node.findall(nodes.TextElement)]
        lines = sum(1 + len(part) // LINE_CHARACTERS + part.count("\n") for part in parts)
        tall = lines > WHOLE_LINES or any(isinstance(part, TALL) for part in node.findall())
        return f"#{markup.call('admonition', title, body, whole='false' if tall else 'true')}"

    def on_citation(self, node: nodes.Element) -> str:
        """An entry of the bibliography."""
        key = next((child for child in node.children if isinstance(child, nodes.label)), None)
        body = markup.block(
            "".join(self.inline(child) for child in node.children if isinstance(child, nodes.paragraph))
        )
        shown = markup.block(markup.text(f"[{key.astext()}]")) if key is not None else "none"
        return f"#bibliography-entry({shown}, {body})"


def _is_title(node: nodes.Element) -> bool:
    return isinstance(node, nodes.rubric) or node.get("design_component") == "card-title"
