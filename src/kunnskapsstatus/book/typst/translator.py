"""Sphinx's resolved doctree to Typst source, one method a node, each returning a string.

A node without a method raises: nothing an author wrote is dropped in silence. Numbers of sections, tables and figures
come from Sphinx, so that the PDF and the HTML agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from docutils import nodes

from kunnskapsstatus.book.nodes import downloads
from kunnskapsstatus.book.plan.documents import SETTING
from kunnskapsstatus.book.shown.grids import grid_of
from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.boxes import BoxTranslator
from kunnskapsstatus.book.typst.errors import TypstBuildError, refuse
from kunnskapsstatus.book.typst.exhibits import DESIGN_BOXES
from kunnskapsstatus.book.typst.inline import InlineTranslator
from kunnskapsstatus.book.typst.links import numbers_of
from kunnskapsstatus.book.typst.lists import ListTranslator
from kunnskapsstatus.book.typst.sources import SourceTranslator
from kunnskapsstatus.errors import did_you_mean

ALL, GIVEN, NOT_GIVEN = "all", "given", "not given"
"""What is picked out of a page: all that is named, or the exhibits with or without numbers."""

SETTLED_LEVELS = 3
"""Before a heading of these levels all exhibits that are called above it are set."""


class TypstTranslator(SourceTranslator, BoxTranslator, InlineTranslator, ListTranslator):
    """Translates one document: its structure, and by inheritance boxes and exhibits, running text, lists and
    where numbers are from."""

    def translate(self, doctree: nodes.document, without: Sequence[str] = ()) -> str:
        """The Typst source of the whole document, but for what has these ids: another document has it."""
        self._number_marks(doctree)
        places = _places(doctree) if without else {}
        self._apart = {node for place in without if (node := _framed(places.get(place)))}
        return super().translate(doctree)

    def translate_places(self, doctree: nodes.document, places: Sequence[str], which: str = ALL) -> str:
        """The Typst source of sections, without their own headings, and of exhibits: all, or those with numbers and
        the sections, or those without.

        Raises
        ------
        TypstBuildError
            For a place that the page does not have in any edition, and as ``translate`` does.
        """
        self._number_marks(doctree)
        self._footnotes = {ident: note for note in doctree.findall(nodes.footnote) for ident in note["ids"]}
        known = _places(doctree)
        found = [node for place in places for node in self._at(doctree, place, known)]
        return self.blocks(node for node in found if which == ALL or _is_given(node) == (which == GIVEN))

    def _at(self, doctree: nodes.document, place: str, places: Mapping[str, nodes.Element]) -> Sequence[nodes.Node]:
        found = _framed(places.get(place))
        if found is None:
            path = Path(self.env.doc2path(self.docname))
            if f'"{place}"' in path.read_text("utf-8"):
                return []  # an exhibit of other editions
            known = [ident for section in doctree.findall(nodes.section) for ident in section["ids"]]
            raise TypstBuildError(
                f"_config.yml: {SETTING}: {self.docname} has no section or exhibit {place!r}"
                f"{did_you_mean(place, known)}. Its sections: {', '.join(known)}."
            )
        if isinstance(found, nodes.section):
            return [child for child in found.children if not isinstance(child, nodes.title)]
        return [found]

    def translate_charts(self, doctree: nodes.document) -> str:
        """The numbers of the page's charts as Typst source, each chart's a table with the chart's own number."""
        made = []
        for figure in doctree.findall(nodes.figure):
            numbers = next((node["table"] for node in figure.findall(downloads) if node["table"]), None)
            caption = next((child for child in figure.children if isinstance(child, nodes.caption)), None)
            if numbers is not None and caption is not None and any(row.cells for row in numbers.body):
                number = self._exhibit_number(figure)
                title = f"{number}\u2003{caption.astext()}"
                table = nodes.table("", nodes.title("", title.strip()), grid_of(numbers))
                table.parent, table.source, table.line = figure.parent, figure.source, figure.line
                made.append(
                    self.table_of_chart(table, number, numbers_of(self.links.label_of[self.docname, figure["ids"][0]]))
                )
        return "\n\n".join(made)

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
        opening = "#opening()\n" if level == 1 else "#settled\n" if level <= SETTLED_LEVELS else ""
        label = self.links.label_of[(self.docname, section["ids"][0])]
        self.labels.append(label)
        return f"{opening}{self._origin(section)}#{heading}{markup.label(label)}"

    def _section_number(self, section: nodes.section) -> str:
        numbers = self.env.toc_secnumbers.get(self.docname, {})
        number = next((numbers[f"#{ident}"] for ident in section["ids"] if f"#{ident}" in numbers), None)
        if number is None and isinstance(section.parent, nodes.document):
            number = numbers.get("")
        return ".".join(map(str, number)) if number else ""

    def on_subtitle(self, node: nodes.Element) -> str:
        """A line under a title."""
        return self._minor_heading(node)

    def on_rubric(self, node: nodes.Element) -> str:
        """A heading outside the table of contents."""
        return self._minor_heading(node)

    def _minor_heading(self, node: nodes.Element) -> str:
        """A heading below that of its section, which the contents do not have."""
        return f"#minor-heading({max(self._level, 1) + 1}, {self._text(node)})"

    def on_paragraph(self, node: nodes.Element) -> str:
        """A paragraph, with its place for the compiler's messages. One that is strong throughout heads what follows."""
        source = self.inline(node)
        parts = [child for child in node.children if child.astext()]
        alone = isinstance(node.parent, nodes.section | nodes.container)
        if alone and len(parts) == 1 and isinstance(parts[0], nodes.strong):
            return f"{self._origin(node)}{self._minor_heading(parts[0])}"
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
        if node.get("design_component") in DESIGN_BOXES:
            return self._design_box(node)
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

    on_glossary = on_hlist = on_hlistcol = on_versionmodified = on_compound

    def on_centered(self, node: nodes.Element) -> str:
        """A line in the middle."""
        return f"#align(center, strong{self._text(node)})"

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


def _places(doctree: nodes.document) -> dict[str, nodes.Element]:
    """What has an id, by its id."""
    found: dict[str, nodes.Element] = {}
    for node in doctree.findall(nodes.Element):
        ids: Sequence[str] = node.get("ids", ())
        found.update({ident: node for ident in ids if ident not in found})
    return found


def _framed(found: nodes.Element | None) -> nodes.Element | None:
    """A section, or an exhibit with its frame."""
    frame = None if isinstance(found, nodes.section) else found
    while frame is not None and "exhibit" not in frame.get("classes", ()):
        frame = frame.parent
    return frame or found


def _is_given(node: nodes.Node) -> bool:
    """Whether an exhibit has numbers. One without is a sentence in the place of a table."""
    is_exhibit = isinstance(node, nodes.container) and "exhibit" in node["classes"]
    return not is_exhibit or len([*node.findall(nodes.entry)]) != 1


def _is_hidden_input(node: nodes.Element) -> bool:
    hidden = {"tag_hide-input", "tag_hide-cell", "tag_remove-input", "tag_remove-cell"}
    cell = node.parent
    return isinstance(cell, nodes.Element) and bool(hidden & set(cell["classes"]))
