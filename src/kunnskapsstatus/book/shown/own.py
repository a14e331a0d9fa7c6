"""An author's own table, chart or picture as document nodes: numbered where it has a caption, referable where it has a
name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData

from kunnskapsstatus.book.execution.outputs import alternative
from kunnskapsstatus.book.nodes import chart, downloads
from kunnskapsstatus.book.shown.grids import grid_of
from kunnskapsstatus.charts import named
from kunnskapsstatus.forms.own import Own


def made(own: Own, document: nodes.document, options: Mapping[str, Any]) -> nodes.Element:
    """An author's own table or chart, with the options of its cell: ``alt``, ``caption``, ``name``."""
    if own.chart is None:
        assert own.table is not None
        title = [nodes.title("", str(options["caption"]))] if "caption" in options else []
        table = nodes.table("", *title, grid_of(own.table), classes=["exhibit-table"])
        _give_name(table, document, options)
        table["support_smartquotes"] = False  # the data's own signs
        return nodes.container("", table, classes=["exhibit"])
    alt = alternative(options, {"alt": own.chart.alt})
    drawn = chart(svg=named(own.chart.svg, alt), html=_named_twice(own.chart.html, alt), alt=alt, exhibit="")
    numbers = [downloads(exhibit="", table=own.table)] if own.table else []
    return _captioned(drawn, document, options, *numbers)


def picture(image: nodes.image, document: nodes.document, data: MimeData) -> nodes.Element:
    """A picture that a cell shows, with the options of the cell."""
    image["alt"] = alternative(data.cell_metadata, data.output_metadata.get(data.mime_type, {}))
    return _captioned(image, document, data.cell_metadata)


def _named_twice(html: str, alt: str) -> str:
    return named(named(html, alt), alt)


def _captioned(
    picture: nodes.Element, document: nodes.document, options: Mapping[str, Any], *under: nodes.Element
) -> nodes.Element:
    """A picture as a figure of the book, numbered where it has a caption."""
    caption = [nodes.caption("", str(options["caption"]))] if "caption" in options else []
    figure = nodes.figure("", *caption, picture, *under, classes=["exhibit"])
    _give_name(figure, document, options)
    return figure


def _give_name(node: nodes.Element, document: nodes.document, options: Mapping[str, Any]) -> None:
    """What ``{numref}`` calls a figure or a table by."""
    if "name" in options:
        name = nodes.fully_normalize_name(str(options["name"]))
        node["names"].append(name)
        document.note_explicit_target(node, node)
