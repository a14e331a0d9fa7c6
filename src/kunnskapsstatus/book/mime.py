"""From an exhibit's bundle to document nodes: a figure or a table, numbered and referable by its id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from kunnskapsstatus.book import listing
from kunnskapsstatus.book.nodes import chart, downloads, grid
from kunnskapsstatus.book.registry import depend, registry
from kunnskapsstatus.chapter.listing import MADE_FROM, Listing
from kunnskapsstatus.chapter.listing import MIME as LISTING
from kunnskapsstatus.forms.markup import placed, word_columns
from kunnskapsstatus.forms.shown import MIME, Shown
from kunnskapsstatus.forms.table import Row, Table


class ExhibitRenderer:
    """MyST-NB's plugin for what our cells show (entry point ``myst_nb.mime_renderers``)."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", MIME, 1), ("*", LISTING, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The nodes of an exhibit or a listing. None for other kinds of output, of which only the files that they are
        made from are noted."""
        document = renderer.renderer.document
        env = document.settings.env
        if MADE_FROM in data.output_metadata:
            depend(env, data.output_metadata[MADE_FROM])
        if data.mime_type == LISTING:
            return listing.nodes_of(Listing.from_json(data.content), document)
        if inline or data.mime_type != MIME:
            return None
        shown = Shown.from_json(data.content)
        depend(env, shown.files)
        registry(env).exhibits.setdefault(env.docname, []).append(shown)
        node = _table(shown) if shown.chart is None else _figure(shown)
        node["support_smartquotes"] = False  # the data's own signs
        target = node if shown.chart else next(node.findall(nodes.table))
        target["ids"], target["names"] = [shown.id], [shown.id]
        document.note_explicit_target(target, target)
        return [node]


def _notes(shown: Shown) -> list[nodes.paragraph]:
    return [nodes.paragraph("", line, classes=["meta"]) for line in shown.notes]


def _figure(shown: Shown) -> nodes.Element:
    assert shown.chart is not None
    picture = chart(svg=shown.chart.svg, html=shown.chart.html, alt=shown.chart.alt, exhibit=shown.id)
    files = downloads(exhibit=shown.id, table=shown.table)
    caption, legend = nodes.caption("", shown.title), nodes.legend("", *_notes(shown))
    return nodes.figure("", caption, picture, legend, files, classes=["exhibit"])


def _table(shown: Shown) -> nodes.Element:
    table = nodes.table("", nodes.title("", shown.title), grid_of(shown.table), classes=["exhibit-table"])
    files = downloads(exhibit=shown.id, table=None)
    return nodes.container("", table, *_notes(shown), files, classes=["exhibit"])


def grid_of(table: Table) -> grid:
    """The table's cells as document nodes."""
    group = grid("", cols=table.width, table=table)
    for number in range(table.width):
        group += nodes.colspec("", colwidth=3 if number < table.stubs else 1, stub=int(number < table.stubs))
    words = word_columns(table)
    group += nodes.thead("", *(_row(row, places, words, head=True) for row, places in placed(table.head)))
    group += nodes.tbody("", *(_row(row, places, words, head=False) for row, places in placed(table.body)))
    return group


def _row(row: Row, places: Sequence[int], words: set[int], *, head: bool) -> nodes.row:
    node = nodes.row("", classes=[row.kind] if row.kind else [])
    for cell, place in zip(row.cells, places, strict=True):
        classes = [] if head else [cell.kind]
        if place in words and cell.columns == 1 and "text" not in classes:
            classes.append("text")
        text = nodes.paragraph("", cell.text) if cell.text else nodes.paragraph()
        entry = nodes.entry("", text, classes=classes)
        if cell.columns > 1:
            entry["morecols"] = cell.columns - 1
        if cell.rows > 1:
            entry["morerows"] = cell.rows - 1
        node += entry
    return node
