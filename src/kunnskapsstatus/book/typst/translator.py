"""Sphinx's resolved doctree to Typst source, one method a node, each returning a string.

A node without a method raises: nothing an author wrote is dropped in silence. Numbers of sections, tables and figures come
from Sphinx, so that the PDF and the HTML agree.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import admonitionlabels
from sphinx.util import logging

from kunnskapsstatus.book.nodes import chart
from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.errors import refuse
from kunnskapsstatus.book.typst.exhibits import ExhibitTranslator
from kunnskapsstatus.book.typst.links import PAGE_DOCUMENT

logger = logging.getLogger(__name__)

WHOLE_LINES = 25
"""A box with no more lines than this (as estimated) is kept on one page."""

LINE_CHARACTERS = 65
"""How many characters stand in a line of a box, at the least."""

TALL = (nodes.table, nodes.figure, nodes.image, chart)
"""What may be too tall for a box that does not break."""


class TypstTranslator(ExhibitTranslator):
    """Translates one document: sections, running text, lists and boxes, and by inheritance the exhibits."""

    # ------------------------------------------------------------------ structure

    def on_section(self, node: nodes.Element) -> str:
        """A section with its heading."""
        self._level += 1
        source = self.blocks(node.children)
        self._level -= 1
        return source

    def on_title(self, node: nodes.Element) -> str:
        """A section's heading with Sphinx's number. Other titles are set by the node that they belong to."""
        section = node.parent
        if not isinstance(section, nodes.section):
            raise refuse(node, "a title stands where no section is.", "Move it to the start of a section.")
        number = self._section_number(section)
        level = max(self._level, 1)
        heading = markup.call("section", str(level), markup.string(number) if number else "none", self._text(node))
        opening = "#pagebreak(weak: true)\n#counter(footnote).update(0)\n" if level == 1 else ""
        return f"{opening}{self._origin(section)}#{heading}{markup.label(self.links.label_of[(self.docname, section['ids'][0])])}"

    def _section_number(self, section: nodes.section) -> str:
        numbers = self.env.toc_secnumbers.get(self.docname, {})
        number = next((numbers[f"#{ident}"] for ident in section["ids"] if f"#{ident}" in numbers), None)
        if number is None and isinstance(section.parent, nodes.document):
            number = numbers.get("")
        return ".".join(map(str, number)) if number else ""

    def on_subtitle(self, node: nodes.Element) -> str:
        """A line under a title."""
        return f"#minor-heading({self._text(node)})"

    def on_rubric(self, node: nodes.Element) -> str:
        """A heading outside the table of contents."""
        return f"#minor-heading({self._text(node)})"

    def on_paragraph(self, node: nodes.Element) -> str:
        """A paragraph, with the place that it comes from for the compiler's messages. One that is strong throughout heads what follows."""
        source = self.inline(node)
        parts = [type(child) for child in node.children if child.astext()]
        if parts == [nodes.strong] and isinstance(node.parent, nodes.section | nodes.container):
            return f"{self._origin(node)}#minor-heading({self._text(node)})"
        return f"{self._origin(node)}{source}" if source and isinstance(node.parent, nodes.section) else source

    def on_transition(self, node: nodes.Element) -> str:
        """A pause in the text; the one MyST puts before footnotes is dropped with them."""
        return "" if "footnotes" in node["classes"] else "#align(center, line(length: 20mm, stroke: 0.5pt + hair))"

    def on_container(self, node: nodes.Element) -> str:
        """A wrapper. Code whose input is hidden in the HTML is left out."""
        if "cell_input" in node["classes"] and _is_hidden_input(node):
            return ""
        if "exhibit" in node["classes"]:
            return self._exhibit(node)
        if "literal-block-wrapper" in node["classes"]:
            return self._captioned_code(node)
        return self.blocks(node.children)

    def on_topic(self, node: nodes.Element) -> str:
        """A boxed aside; a local table of contents is left out, the book has one."""
        return "" if "contents" in node["classes"] else self._titled_box(node)

    def on_sidebar(self, node: nodes.Element) -> str:
        """An aside with a title."""
        return self._titled_box(node)

    def on_target(self, node: nodes.Element) -> str:
        """A place to link to."""
        return self._anchor(node) + self.inline(node)

    def on_compound(self, node: nodes.Element) -> str:
        """Blocks that belong together."""
        return self.blocks(node.children)

    on_glossary = on_compound

    def on_HiddenCellNode(self, node: nodes.Element) -> str:
        """Jupyter Book's mark beside a toctree: nothing here, as in the HTML."""
        return ""

    def on_raw(self, node: nodes.Element) -> str:
        """Raw HTML is for the HTML. Any other raw format is refused."""
        if "html" in str(node.get("format", "")).split():
            return ""
        raise refuse(
            node,
            f"raw '{node.get('format')}' cannot be set.",
            "Use Markdown, or mark it as raw html if the PDF can do without.",
        )

    # ------------------------------------------------------------------ inline

    def on_inline(self, node: nodes.Element) -> str:
        """A span. A key figure is strong; other classes have no form on paper."""
        return f"#strong{self._text(node)};" if "figure" in node["classes"] else self.inline(node)

    on_PassthroughTextElement = on_inline

    def on_emphasis(self, node: nodes.Element) -> str:
        """Emphasis."""
        return f"#emph{self._text(node)};"

    on_title_reference = on_literal_emphasis = on_emphasis

    def on_foreign(self, node: nodes.Element) -> str:
        """Words in another language, marked as such for those who listen."""
        return f"#text(lang: {markup.string(node['lang'])}, emph{self._text(node)});"

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
        """A link inside the book or out of it. A link that goes nowhere is warned of and set as text."""
        label = self.links.target(self.docname, node)
        if label is not None:
            return f"#link(label({markup.string(label)})){self._text(node)};"
        uri = str(node.get("refuri", ""))
        if uri and node.astext() == uri:
            return f"#link({markup.string(uri)});"
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
            return f"#note-again({number}, label({markup.string(name)}));"
        self._placed_footnotes.add(name)
        body = markup.block(self.blocks(child for child in note.children if not isinstance(child, nodes.label)))
        return f"#note({number}, {body}){markup.label(name)}"

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
        """Formulas have no form yet."""
        raise refuse(
            node, f"the formula '{node.astext()}' cannot be set in the PDF.", "Write it in words or as a table."
        )

    on_math_block = on_math

    # ------------------------------------------------------------------ lists

    def on_bullet_list(self, node: nodes.Element) -> str:
        """A bullet list."""
        return _apart(node, markup.call("list", *self._items(node)))

    def on_enumerated_list(self, node: nodes.Element) -> str:
        """A numbered list with its start and kind of numbers."""
        kind = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}.get(
            node.get("enumtype", ""), "1"
        )
        pattern = markup.string(node.get("prefix", "") + kind + (node.get("suffix") or "."))
        start = str(node.get("start", 1))
        return _apart(node, markup.call("enum", *self._items(node), start=start, numbering=pattern))

    def _items(self, node: nodes.Element) -> list[str]:
        return [
            markup.block(self._anchor(item) + self.blocks(item.children))
            for item in node.children
            if isinstance(item, nodes.Element)
        ]

    def on_definition_list(self, node: nodes.Element) -> str:
        """Terms with their definitions."""
        items = []
        for item in node.findall(nodes.definition_list_item):
            if item.parent is node:
                term = "".join(
                    self._anchor(part) + self.inline(part) for part in item.children if isinstance(part, nodes.term)
                )
                rest = "".join(
                    f"#emph{self._text(part)}; " for part in item.children if isinstance(part, nodes.classifier)
                ) + self.blocks(
                    child for part in item.children if isinstance(part, nodes.definition) for child in part.children
                )
                items.append(markup.call("terms.item", markup.block(term), markup.block(rest)))
        return _apart(node, markup.call("terms", *items))

    def on_field_list(self, node: nodes.Element) -> str:
        """Fields, set as terms."""
        items = [
            markup.call("terms.item", self._text(name), self._content(body))
            for name, body in (item.children for item in node.children if isinstance(item, nodes.field))
            if isinstance(name, nodes.Element) and isinstance(body, nodes.Element)
        ]
        return _apart(node, markup.call("terms", *items))

    def on_line_block(self, node: nodes.Element) -> str:
        """Lines that keep their breaks; an inner block is indented."""
        lines = [
            f"#pad(left: 1.4em)[{self.render(child)}]" if isinstance(child, nodes.line_block) else self.render(child)
            for child in node.children
        ]
        return "#linebreak();".join(lines)

    def on_line(self, node: nodes.Element) -> str:
        """One line of a line block."""
        return self.inline(node)

    # ------------------------------------------------------------------ blocks

    def on_block_quote(self, node: nodes.Element) -> str:
        """A quotation."""
        return f"#{markup.call('quote', self._content(node), block='true')}"

    def on_attribution(self, node: nodes.Element) -> str:
        """Who is quoted."""
        return f"#attribution{self._text(node)}"

    def on_literal_block(self, node: nodes.Element) -> str:
        """Code, without colours."""
        return f"#{markup.call('raw', markup.string(node.astext()), block='true')}"

    on_doctest_block = on_literal_block

    def _captioned_code(self, node: nodes.Element) -> str:
        """Code with its numbered caption above it."""
        captions = [child for child in node.children if isinstance(child, nodes.caption)]
        code = self.blocks(child for child in node.children if child not in captions)
        return "".join(f"#minor-heading({self._caption(node, caption)})\n\n" for caption in captions) + code

    def on_admonition(self, node: nodes.Element) -> str:
        """An admonition with a title of its own."""
        return self._titled_box(node)

    def on_Admonition(self, node: nodes.Element) -> str:
        """A note, tip, warning or other admonition that docutils names; its title is Sphinx's own in the book's language."""
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


def _apart(node: nodes.Element, call: str) -> str:
    """A list with space around it, unless it is a list's or a cell's own."""
    return (
        f"#{call}" if isinstance(node.parent, nodes.list_item | nodes.entry | nodes.definition) else f"#apart({call})"
    )


def _is_hidden_input(node: nodes.Element) -> bool:
    hidden = {"tag_hide-input", "tag_hide-cell", "tag_remove-input", "tag_remove-cell"}
    cell = node.parent
    return isinstance(cell, nodes.Element) and bool(hidden & set(cell["classes"]))
