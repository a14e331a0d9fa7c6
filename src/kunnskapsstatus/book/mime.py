"""From an exhibit's bundle to document nodes: a figure or a table, numbered and referable by its id."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from kunnskapsstatus.book.nodes import chart, downloads
from kunnskapsstatus.book.registry import depend, registry
from kunnskapsstatus.chapter.catalogue import MADE_FROM
from kunnskapsstatus.forms.shown import MIME


class ExhibitRenderer:
    """MyST-NB's plugin for what our cells show (entry point ``myst_nb.mime_renderers``)."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The nodes of an exhibit. None for other kinds of output, of which only the files that they are made from are noted."""
        document = renderer.renderer.document
        env = document.settings.env
        if MADE_FROM in data.output_metadata:
            depend(env, data.output_metadata[MADE_FROM])
        if inline or data.mime_type != MIME:
            return None
        payload: dict[str, Any] = data.content
        depend(env, payload["files"])
        registry(env).exhibits.setdefault(env.docname, []).append(payload)
        node = _figure(payload) if payload["kind"] == "figure" else _table(payload)
        target = node if payload["kind"] == "figure" else next(node.findall(nodes.table))
        target["ids"], target["names"] = [payload["id"]], [payload["id"]]
        document.note_explicit_target(target, target)
        return [node]


def _legend(payload: dict[str, Any]) -> list[nodes.paragraph]:
    return [nodes.paragraph("", line, classes=["meta"]) for line in payload["meta"]]


def _figure(payload: dict[str, Any]) -> nodes.Element:
    picture = chart(**payload["chart"], exhibit=payload["id"])
    legend = nodes.legend("", *_legend(payload))
    files = downloads(exhibit=payload["id"], table=payload["table"])
    return nodes.figure("", nodes.caption("", payload["title"]), picture, legend, files, classes=["exhibit"])


def _table(payload: dict[str, Any]) -> nodes.Element:
    grid = payload["table"]
    group = nodes.tgroup("", cols=grid["width"])
    for number in range(grid["width"]):
        group += nodes.colspec("", colwidth=3 if number < grid["stubs"] else 1, stub=int(number < grid["stubs"]))
    words = _word_columns(grid["body"])
    group += nodes.thead("", *(_row(row, places, words, head=True) for row, places in _places(grid["head"])))
    group += nodes.tbody("", *(_row(row, places, words, head=False) for row, places in _places(grid["body"])))
    table = nodes.table("", nodes.title("", payload["title"]), group, classes=["exhibit-table"])
    files = downloads(exhibit=payload["id"], table=None)
    return nodes.container("", table, *_legend(payload), files, classes=["exhibit"])


def _places(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[int]]]:
    """Each row with the column in which each of its cells stands."""
    taken: set[tuple[int, int]] = set()
    result = []
    for at, row in enumerate(rows):
        places, column = [], 0
        for cell in row["cells"]:
            while (at, column) in taken:
                column += 1
            places.append(column)
            taken |= {(at + down, column + right) for down in range(cell["rows"]) for right in range(cell["columns"])}
            column += cell["columns"]
        result.append((row, places))
    return result


def _word_columns(rows: list[dict[str, Any]]) -> set[int]:
    """The columns that hold words and no numbers: their heads stand to the left as the words do."""
    kinds: dict[int, set[str]] = {}
    for row, places in _places(rows):
        for cell, place in zip(row["cells"], places, strict=True):
            kinds.setdefault(place, set()).add(cell["kind"])
    return {place for place, found in kinds.items() if "text" in found and "number" not in found}


def _row(row: dict[str, Any], places: list[int], words: set[int], *, head: bool) -> nodes.row:
    node = nodes.row("", classes=[row["kind"]] if row["kind"] else [])
    for cell, place in zip(row["cells"], places, strict=True):
        classes = [] if head else [cell["kind"]]
        if place in words and cell["columns"] == 1 and "text" not in classes:
            classes.append("text")
        entry = nodes.entry(
            "", nodes.paragraph("", cell["text"]) if cell["text"] else nodes.paragraph(), classes=classes, place=place
        )
        if cell["columns"] > 1:
            entry["morecols"] = cell["columns"] - 1
        if cell["rows"] > 1:
            entry["morerows"] = cell["rows"] - 1
        node += entry
    return node
