"""Charts, images, figures and tables with their numbered captions."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from itertools import accumulate, takewhile

from docutils import nodes
from sphinx.util import logging

from kunnskapsstatus.book.nodes import chart, headline
from kunnskapsstatus.book.text.one_form import SCREEN
from kunnskapsstatus.book.typst import layout, markup, measures
from kunnskapsstatus.book.typst.cells import Cell, Grid, compact, row_headers
from kunnskapsstatus.book.typst.errors import refuse
from kunnskapsstatus.book.typst.images import asked_points, image_points
from kunnskapsstatus.book.typst.table import rooms, table_markup
from kunnskapsstatus.book.typst.walker import TypstWalker, around
from kunnskapsstatus.forms import grid as grids

logger = logging.getLogger(__name__)

FLOAT_POINTS = 150.0
"""An exhibit estimated higher than this may move to the head or foot of a page: the text fills the page before it."""

NOTE_CHARACTERS = 105
"""How many characters stand in a line of the notes under an exhibit, at the least."""

NOTE_POINTS = 12.0
CAPTION_POINTS = 20.0
HEAD_POINTS = 27.0
"""What a line above the caption takes."""

FIGURE_POINTS = 24.0
"""What stands between an image, its caption and its notes, and the permanent link under them."""

TALLEST_POINTS = measures.HEIGHT_POINTS - 90.0
"""No image is higher than this, so that its caption and notes stand on the same page: lower still, where they need
more."""

CHART_POINTS = 400.0
"""No chart is wider than this: the letters in it are then as those in tables."""

OPENING_CHARACTERS = 600
"""What follows a chapter's title with less text between than this stands where it is written."""

_SPACES = re.compile(r"[ \t\n]+")
"""Not those that hold words together."""

DESIGN_BOXES = ("dropdown", "tab-item", "card")
"""Parts of Sphinx Design that are boxes on paper; all of what a reader of the site opens one by one stands open."""

BOX_POINTS = 25.0
TAKEN = {
    nodes.list_item: 22.0,
    nodes.definition: 15.0,
    nodes.block_quote: 34.0,
    nodes.footnote: 8.0,
    **dict.fromkeys((nodes.Admonition, nodes.topic, nodes.sidebar, nodes.container), BOX_POINTS),
}
"""What each takes of the width of what stands in it, in points, at the most."""

OPEN = (nodes.document, nodes.section, nodes.container)
"""Where an exhibit may stand and still move."""


class ExhibitTranslator(TypstWalker):
    """The methods for exhibits. Numbers come from Sphinx."""

    _exhibit_forms: list[layout.Layout] | None = None
    """The layouts of the tables in the exhibit that is being set; None outside an exhibit."""

    _notes = ""
    """What stands under the exhibit that is being set; above its rows where it goes on over pages."""

    _tallest = TALLEST_POINTS
    """The height that the figure which is being set has for its image, in points."""

    _floats = 0
    """How many exhibits of the document may move so far."""

    def on_image(self, node: nodes.Element) -> str:
        """An image. It must have an alternative text."""
        assert isinstance(node, nodes.image)
        suffix, data = self.read_image(node)
        return self._fitted(node, suffix, data, str(node.get("alt", "")))

    def on_chart(self, node: nodes.Element) -> str:
        """A chart: its SVG with its alternative text."""
        return self._fitted(node, "svg", str(node["svg"]).encode(), str(node.get("alt", "")), CHART_POINTS)

    on_trend = on_chart

    def _fitted(
        self, node: nodes.Element, suffix: str, data: bytes, alt: str, widest: float = measures.PORTRAIT_POINTS
    ) -> str:
        if not alt.strip():
            raise refuse(
                node,
                "an image has no alternative text.",
                "Say in words what it shows (:alt:); the PDF must be readable aloud.",
            )
        name = f"images/{hashlib.sha256(data).hexdigest()[:20]}.{suffix}"
        self.files[name] = data
        width, height = asked_points(image_points(suffix, data), node.attributes, measures.PORTRAIT_POINTS)
        said = (markup.string(name), markup.string(" ".join(alt.split())), f"{width:g}pt", f"{height:g}pt")
        if isinstance(node.parent, nodes.TextElement) and len(node.parent) > 1:
            return self._once(node, f"#{markup.call('in-line', *said)};")
        source = markup.call("fitted", *said, tallest=f"{self._tallest:.1f}pt", widest=f"{widest:.1f}pt")
        side = node.get("align")
        return f"#align({side}, {source})" if side in ("center", "right") else f"#{source}"

    def _exhibit(self, node: nodes.Element) -> str:
        """A table and the notes below it, on a landscape page of its own or kept together when that is possible."""
        self._exhibit_forms = []
        under = [child for child in node.children if isinstance(child, nodes.paragraph | nodes.legend)]
        self._notes = self.blocks(
            part for child in under for part in (child.children if isinstance(child, nodes.legend) else [child])
        )
        if self._notes:
            self._notes += self._permanent(next(iter(node.findall(nodes.table)), node))
        source = self.blocks(child for child in node.children if child not in under)  # its headline first
        forms, self._exhibit_forms = self._exhibit_forms, None
        notes, self._notes = self._notes, ""
        if notes and forms:
            source = f"#[#show figure: set block(below: 0.6em)\n{source}]\n\n#notes[{notes}]"
        elif notes:
            source = f"{source}\n\n#notes[{notes}]"
        if any(form.landscape for form in forms):
            return f"#landscape[\n{source}]"
        wide = "true" if any(form.wide for form in forms) else "false"
        height = math.fsum(form.height + CAPTION_POINTS for form in forms) + _notes_height(under)
        if forms and height < layout.WHOLE_POINTS:
            if height > FLOAT_POINTS and may_move(node):
                return self._floating(node, source, wide)
            return f"#together(wide: {wide})[\n{source}]"
        return f"#breaking(wide: {wide})[\n{source}]" if forms else source

    def on_figure(self, node: nodes.Element) -> str:
        """A figure with its numbered caption above and its legend below, kept together. A tall one may move."""
        captions = [child for child in node.children if isinstance(child, nodes.caption)]
        legends = [child for child in node.children if isinstance(child, nodes.legend)]
        said = [child for child in node.children if isinstance(child, headline)]
        around = HEAD_POINTS * len(said) + CAPTION_POINTS * len(captions) + _notes_height(legends)
        self._tallest = min(TALLEST_POINTS, measures.HEIGHT_POINTS - around - FIGURE_POINTS)
        body = markup.block(self.blocks(child for child in node.children if child not in (*captions, *legends, *said)))
        named = {"caption": self._caption(node, captions[0])} if captions else {}
        if legends:
            under = self.blocks(child for legend in legends for child in legend.children)
            named["after"] = markup.block(under + self._permanent(node))
        source = f"{self._origin(node)}#{markup.call('exhibit-figure', body, **named)}{self._label(node)}"
        if said:
            source = f"{self.blocks(said)}\n\n{source}"
        height = math.fsum(map(self._image_height, node.children)) + CAPTION_POINTS + _notes_height(legends)
        self._tallest = TALLEST_POINTS
        if captions and height > FLOAT_POINTS and may_move(node):
            return self._floating(node, source)
        return f"#together[\n{source}]" if said else source

    def _floating(self, node: nodes.Element, source: str, wide: str = "false") -> str:
        """An exhibit that stands where it is called when the page has room for it, else at the head of the next."""
        self._floats += 1
        own = next((part["ids"][0] for part in node.findall(nodes.Element) if part.get("ids")), self._floats)
        name = markup.string(f"{self.docname}:float:{own}")
        return f"#{markup.call('floating', name, markup.block(chr(10) + source), wide=wide)}"

    def _permanent(self, node: nodes.Element) -> str:
        """Where on the site the exhibit is; a document says it where it knows the site's address."""
        place = "".join(f"{self.docname}.html#{ident}" for ident in node["ids"][:1])
        return f"\n\n#permanent({markup.string(place)})" if place else ""

    def on_headline(self, node: nodes.Element) -> str:
        """What an exhibit shows, above its caption."""
        return f"#headline{self._content(node)}"

    def _image_height(self, node: nodes.Node) -> float:
        """The height at which a chart or an image is set, in points; 0 for anything else."""
        if isinstance(node, nodes.image):
            suffix, data = self.read_image(node)
        elif isinstance(node, chart):
            suffix, data = "svg", str(node["svg"]).encode()
        else:
            return 0.0
        widest = CHART_POINTS if isinstance(node, chart) else measures.PORTRAIT_POINTS
        width, height = asked_points(image_points(suffix, data), node.attributes, measures.PORTRAIT_POINTS)
        return height * min(1.0, widest / width, self._tallest / height)

    def on_legend(self, node: nodes.Element) -> str:
        """Population, unit, period and source, under an exhibit."""
        return f"#notes{self._content(node)}"

    def _caption(self, node: nodes.Element, title: nodes.Element) -> str:
        number = self._exhibit_number(node)
        return markup.block(f"{markup.text(number)}#h(0.6em){self.inline(title)}" if number else self.inline(title))

    def _exhibit_number(self, node: nodes.Element) -> str:
        """Sphinx's number with its word, as in the HTML: "Tabell 4.1"."""
        kind = self.env.domains["std"].get_enumerable_node_type(node)
        numbers = self.env.toc_fignumbers.get(self.docname, {}).get(kind or "", {})
        if not self.env.config.numfig or not node["ids"] or node["ids"][0] not in numbers:
            return ""
        number = ".".join(map(str, numbers[node["ids"][0]]))
        return str(self.env.config.numfig_format.get(kind, "%s")) % number

    def on_table(self, node: nodes.Element) -> str:
        """A table. Raises when its rows do not fill its columns, and for one in a cell of another."""
        if any(isinstance(one, nodes.entry) for one in around(node)):
            raise refuse(node, "a table stands in a cell of another table.", "Put it below that table.")
        return self._table(node, layout.LOOSE_POINTS if self._exhibit_forms is None else layout.WHOLE_POINTS)

    def table_of_chart(self, node: nodes.Element, number: str, label: str) -> str:
        """The numbers of a chart as a table, which no text around it fills a page for: it is parted only where it is
        longer than a page, and the lists of tables know it apart."""
        self.labels.append(label)
        return self._table(node, layout.WHOLE_POINTS, number, markup.label(label), of="numbers-of-a-chart")

    def _table(self, node: nodes.Element, limit: float, number: str = "", label: str = "", **named: str) -> str:
        """One that is estimated lower than ``limit`` stays on one page."""
        grid = compact(self._grid(node))
        if not grid.is_complete:
            raise refuse(
                node, "the rows of a table do not fill its columns.", "Give every row the same number of cells."
            )
        taken = math.fsum(_taken(one) for one in around(node))
        grid, form = layout.with_commas_aligned(grid, taken)
        if len(grid.cells) == 1:  # a sentence in the place of a table whose source gives none of its values
            return self._sentence_exhibit(node, grid.cells[0], form)
        if not form.fits:
            logger.warning(
                "the table has %d columns and is too wide %s",
                grid.columns,
                "for the list or box that it stands in: move it out" if taken else "even for a landscape page",
                location=node,
                type="typst",
                subtype="wide",
            )
        self.row_headers.append(row_headers(grid))
        self.rooms.append(rooms(grid, form))
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        whole = form.height < limit
        named["whole"] = "true" if whole else "false"
        if self._notes and form.height >= form.page_height:
            named["lead"], self._notes = f"notes[{self._notes}]", ""
        again = "" if whole else f"{number or self._exhibit_number(node)} forts.".strip().capitalize()
        if title is not None:
            named["caption"] = self._caption(node, title)
        if mark := self._mark(node):
            named["mark"] = markup.block(mark)
        figure = markup.call("table-figure", table_markup(grid, form, again), **named)
        source = f"{self._origin(node)}#{figure}{label or self._label(node)}"
        if self._exhibit_forms is not None:
            self._exhibit_forms.append(form)
            return source
        if form.landscape:
            return f"#landscape[\n{source}]"
        if not form.wide and form.height < limit:
            return source
        room = min(form.height, form.page_height) * layout.BEGUN
        return f"#breaking(wide: {'true' if form.wide else 'false'}, room: {room:.0f}pt)[\n{source}]"

    def _sentence_exhibit(self, node: nodes.Element, cell: Cell, form: layout.Layout) -> str:
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        named = {"caption": self._caption(node, title)} if title is not None else {}
        if self._exhibit_forms is not None:
            self._exhibit_forms.append(form)
        said = markup.call("instead-of-table", markup.block(cell.content))
        return f"{self._origin(node)}#{markup.call('table-figure', said, **named)}{self._label(node)}"

    def _grid(self, node: nodes.Element) -> Grid:
        group = next(node.findall(nodes.tgroup))
        colspecs = [child for child in group.children if isinstance(child, nodes.colspec)]
        head = [row for part in group.children if isinstance(part, nodes.thead) for row in part.children]
        body = [row for part in group.children if isinstance(part, nodes.tbody) for row in part.children]
        rows = [[entry for entry in row.children if isinstance(entry, nodes.Element)] for row in (*head, *body)]
        sizes = [[(entry.get("morerows", 0) + 1, entry.get("morecols", 0) + 1) for entry in row] for row in rows]
        cells = []
        for row, spans in zip(rows, grids.spans(sizes), strict=True):
            for entry, span in zip(row, spans, strict=True):
                classes, below = set(entry["classes"]), span.row >= len(head)
                pictured = next(iter(entry.findall(nodes.image)), None) is not None
                in_stub = span.column < len(colspecs) and bool(colspecs[span.column].get("stub"))
                cells.append(
                    Cell(
                        **vars(span),
                        content=self._anchor(entry) + self.blocks(entry.children),
                        text="x" * 20 if pictured else _SPACES.sub(" ", entry.astext()).strip(),
                        number=below and bool({"number", "text-right"} & classes),
                        stub=below and ("stub" in classes or in_stub),
                        align=_cell_alignment(classes) if below else None,
                    )
                )
        return Grid(len(colspecs), len(head), tuple(cells))


def _taken(node: nodes.Node) -> float:
    """What a list, a box, a quotation or a cell takes of the width of what stands in it, in points."""
    if isinstance(node, nodes.container) and node.get("design_component") not in DESIGN_BOXES:
        return 0.0
    return next((points for kind, points in TAKEN.items() if isinstance(node, kind)), 0.0)


def _notes_height(parts: Iterable[nodes.Element]) -> float:
    """Estimated height in points of what stands under an exhibit."""
    return sum(
        math.ceil(len(text.astext()) / NOTE_CHARACTERS) * NOTE_POINTS
        for part in parts
        for text in part.findall(nodes.paragraph)
        if SCREEN not in text["classes"]
    )


def may_move(node: nodes.Node) -> bool:
    """Whether a node stands in the running text and not inside a list, a box or another exhibit, and so far from the
    chapter's title that it would not move above it."""
    parent, top = node.parent, node
    while parent is not None and isinstance(parent, OPEN):
        parent, top = parent.parent, parent
    before = takewhile(lambda one: one is not node, top.findall())
    texts = accumulate(len(one.astext()) for one in before if isinstance(one, nodes.paragraph))
    return parent is None and any(read > OPENING_CHARACTERS for read in texts)  # the chapter is not read to its end


def _cell_alignment(classes: set[str]) -> str | None:
    return "right" if classes & {"number", "text-right"} else "center" if "text-center" in classes else None
