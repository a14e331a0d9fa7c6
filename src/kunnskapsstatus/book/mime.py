"""From an exhibit's bundle to document nodes: a figure or a table, numbered and referable by its id."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from kunnskapsstatus.book.nodes import chart, downloads
from kunnskapsstatus.book.registry import depend, registry
from kunnskapsstatus.display import MIME


class ExhibitRenderer:
    """MyST-NB's plugin for exhibits (entry point ``myst_nb.mime_renderers``)."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The nodes of an exhibit; None for other kinds of output."""
        if inline or data.mime_type != MIME:
            return None
        payload: dict[str, Any] = data.content
        document = renderer.renderer.document
        env = document.settings.env
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
    drawn = payload["chart"]
    picture = chart(svg=drawn["svg"], html=drawn["html"], alt=drawn["alt"], exhibit=payload["id"], spec=drawn["spec"])
    legend = nodes.legend("", *_legend(payload))
    files = downloads(exhibit=payload["id"], table=payload["table"])
    return nodes.figure("", picture, nodes.caption("", payload["title"]), legend, files, classes=["exhibit"])


def _table(payload: dict[str, Any]) -> nodes.Element:
    grid = payload["table"]
    group = nodes.tgroup("", cols=grid["width"])
    for number in range(grid["width"]):
        group += nodes.colspec("", colwidth=3 if number < grid["stubs"] else 1, stub=int(number < grid["stubs"]))
    group += nodes.thead("", *(_row(row, head=True) for row in grid["head"]))
    group += nodes.tbody("", *(_row(row, head=False) for row in grid["body"]))
    table = nodes.table("", nodes.title("", payload["title"]), group, classes=["exhibit-table"])
    files = downloads(exhibit=payload["id"], table=None)
    return nodes.container("", table, *_legend(payload), files, classes=["exhibit"])


def _row(row: dict[str, Any], *, head: bool) -> nodes.row:
    node = nodes.row("", classes=[row["kind"]] if row["kind"] else [])
    for cell in row["cells"]:
        kind = cell["kind"]
        entry = nodes.entry("", nodes.paragraph("", cell["text"]) if cell["text"] else nodes.paragraph(), classes=[] if head else [kind])
        if cell["columns"] > 1:
            entry["morecols"] = cell["columns"] - 1
        if cell["rows"] > 1:
            entry["morerows"] = cell["rows"] - 1
        node += entry
    return node
