"""Running text: emphasis, links, footnotes and what has no form on paper."""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging

from kunnskapsstatus.book.text.numbering import equation_number
from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.errors import refuse
from kunnskapsstatus.book.typst.links import PAGE_DOCUMENT
from kunnskapsstatus.book.typst.mathematics import from_mathml
from kunnskapsstatus.book.typst.walker import TypstWalker

logger = logging.getLogger(__name__)


class InlineTranslator(TypstWalker):
    """The methods for parts of a line."""

    def on_inline(self, node: nodes.Element) -> str:
        """A span. A key figure is strong, and some words are struck through; other classes have no form on paper."""
        if "s" in node["classes"]:
            return f"#strike{self._text(node)};"
        return f"#strong{self._text(node)};" if "figure" in node["classes"] else self.inline(node)

    on_PassthroughTextElement = on_inline

    def on_emphasis(self, node: nodes.Element) -> str:
        """Emphasis."""
        return f"#emph{self._text(node)};"

    on_title_reference = on_literal_emphasis = on_emphasis

    def on_foreign(self, node: nodes.Element) -> str:
        """Words in another language, marked as such for those who listen."""
        words = self._text(node) if node.get("upright") else f"[#emph{self._text(node)}]"
        return f"#text(lang: {markup.string(node['lang'])}){words};"

    def on_explained(self, node: nodes.Element) -> str:
        """A word of the glossary, marked for the index of terms."""
        return f"#term-mark({markup.string(node['words'])});{self.inline(node)}"

    def on_abbreviation(self, node: nodes.Element) -> str:
        """An abbreviation with what it stands for, which a page shows when it is pointed at."""
        meaning = node.get("explanation")
        return self.inline(node) + (markup.text(f" ({meaning})") if meaning else "")

    def on_line_break(self, node: nodes.Element) -> str:
        """The end of a line inside a paragraph."""
        return "#linebreak();"

    def on_task(self, node: nodes.Element) -> str:
        """The box before a task."""
        return "#task[☑] " if node["done"] else "#task[☐] "

    def on_strong(self, node: nodes.Element) -> str:
        """Strong."""
        return f"#strong{self._text(node)};"

    on_literal_strong = on_strong

    def on_literal(self, node: nodes.Element) -> str:
        """A bit of code."""
        return f"#raw({markup.string(node.astext())});"

    def on_subscript(self, node: nodes.Element) -> str:
        """Subscript."""
        return f"#sub{self._text(node)};"

    def on_superscript(self, node: nodes.Element) -> str:
        """Superscript."""
        return f"#super{self._text(node)};"

    def on_reference(self, node: nodes.Element) -> str:
        """A link inside the book or out of it. One that goes nowhere is warned of."""
        label = self.links.target(self.docname, node)
        if label is not None:
            return f"#to({markup.string(label)}){self._text(node)};"
        uri = str(node.get("refuri", ""))
        if uri and node.astext() == uri:
            return f"#{'link' if _in_table(node) else 'address'}({markup.string(uri)});"
        if uri and not uri.startswith((PAGE_DOCUMENT, "#")) and ":" in uri:
            return f"#link({markup.string(uri)}){self._text(node)};"
        logger.warning(
            "the link %r goes to nothing that is in the PDF", node.astext(), location=node, type="typst", subtype="link"
        )
        return self.inline(node)

    on_number_reference = on_reference

    def on_download_reference(self, node: nodes.Element) -> str:
        """A file to download: its text, for the file is not in the PDF."""
        return self.inline(node)

    def on_footnote_reference(self, node: nodes.Element) -> str:
        """A real footnote at its first reference, with Sphinx's number; later references go to the same note."""
        ident = node.get("refid")
        note = self._footnotes.get(str(ident))
        if note is None:
            raise refuse(node, f"the footnote '{node.astext()}' has no text.", "Write it as [^name]: text.")
        number = markup.string(node.astext())
        name = f"{self.docname}:note:{note['ids'][0]}"
        if name in self._placed_footnotes:
            return self._once(node, f"#note-again({number}, label({markup.string(name)}));")
        self._placed_footnotes.add(name)
        body = markup.block(self.blocks(child for child in note.children if not isinstance(child, nodes.label)))
        return self._once(node, f"#note({number}, {body}){markup.label(name)}")

    def on_footnote(self, node: nodes.Element) -> str:
        """Set where it is referred to."""
        return ""

    def on_citation_reference(self, node: nodes.Element) -> str:
        """A citation that nothing resolved."""
        raise refuse(
            node, f"the reference '{node.astext()}' is not in the bibliography.", "Add it, or correct its key."
        )

    def on_problematic(self, node: nodes.Element) -> str:
        """Markup that docutils could not read."""
        raise refuse(node, f"the markup '{node.astext()}' could not be read.", "See the warning above and correct it.")

    def on_system_message(self, node: nodes.Element) -> str:
        """A message of docutils inside the document."""
        raise refuse(
            node, f"the chapter has an error: {node.astext()}", "Correct it; a report of an error is not set in a book."
        )

    def on_math(self, node: nodes.Element) -> str:
        """A formula in a line; its alternative text is what its author wrote."""
        return f"#formula({markup.string(node.astext())}, ${from_mathml(node['mathml'])}$);"

    def on_math_block(self, node: nodes.Element) -> str:
        """A formula on a line of its own, with its number if it has a label."""
        number = equation_number(self.env, self.docname, node)
        call = markup.call(
            "formula",
            markup.string(node.astext()),
            f"$ {from_mathml(node['mathml'])} $",
            number=markup.string(f"({number})") if number else "none",
            display="true",
        )
        return f"#{call}"


def _in_table(node: nodes.Node) -> bool:
    """Whether a node stands in a cell, which may be narrower than a word of an address."""
    while node is not None and not isinstance(node, nodes.entry):
        node = node.parent
    return node is not None
