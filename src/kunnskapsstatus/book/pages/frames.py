"""An exhibit's frame in HTML: its title, then the chart, the table and the data.

Each of them is under a tab where scripts run (``_static/frames.js``). Without scripts, and on paper, they follow each
other.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from kunnskapsstatus.book.nodes import beside, chart, downloads, facts, grid, headline
from kunnskapsstatus.book.pages import plain
from kunnskapsstatus.book.pages.choices import controls
from kunnskapsstatus.book.pages.offer import Place, offered
from kunnskapsstatus.book.registry import registry
from kunnskapsstatus.forms.markup import table_html
from kunnskapsstatus.forms.table import Table

CLASS = "exhibit"
FIGURE, TABLE, DATA = "figur", "tabell", "data"
"""The parts of a frame. ``#exhibit--tabell`` is the address of one."""


def is_framed(node: Any) -> bool:
    """Whether a figure or a table is an exhibit, or an author's own chart or table."""
    return CLASS in node["classes"] or (isinstance(node, nodes.table) and is_framed(node.parent))


def visit_figure(translator: HTML5Translator, node: Any) -> None:
    """A figure; a framed one begins with its caption and its tabs."""
    if not is_framed(node):
        type(translator).visit_figure(translator, node)
        return
    title = _first(node, nodes.caption)
    named = _named_by(translator, node)
    translator.body.append(translator.starttag(node, "figure").replace("<figure", f"<figure{named}", 1))
    if title:
        translator.body.append("<figcaption>")
        if said := _first(node, headline):
            said.walkabout(translator)
            node.remove(said)
        _write_title(translator, node, title.astext())
        _write_facts(translator, node)
        translator.body.append("</figcaption>\n")
    _write_tabs(translator, node, [*([FIGURE] if _first(node, chart) else []), *_beside(_first(node, downloads))])


def depart_figure(translator: HTML5Translator, node: Any) -> None:
    """Close the figure."""
    if not is_framed(node):
        type(translator).depart_figure(translator, node)
        return
    translator.body.append("</figure>\n")


def visit_caption(translator: HTML5Translator, node: Any) -> None:
    """A figure's number and title; those of a framed one stand already."""
    if is_framed(node.parent):
        raise nodes.SkipNode
    type(translator).visit_caption(translator, node)


def visit_legend(translator: HTML5Translator, node: Any) -> None:
    """What stands under a figure."""
    if is_framed(node.parent):
        translator.body.append('<div class="legend">')
        return
    type(translator).visit_legend(translator, node)


def depart_legend(translator: HTML5Translator, node: Any) -> None:
    """Close the legend."""
    translator.body.append("</div>\n")


def visit_table(translator: HTML5Translator, node: Any) -> None:
    """A table; of a framed one all is written here, its title and its tabs above it."""
    if not is_framed(node):
        plain.visit_table(translator, node)
        return
    title, rows = _first(node, nodes.title), _first(node, grid)
    translator.body.append(f'<div class="exhibit-caption" id="{_name(translator, node)}">')
    if title:
        _write_title(translator, node, title.astext())
        _write_facts(translator, node.parent)
    translator.body.append("</div>\n")
    _write_tabs(translator, node, [TABLE, *_beside(_first(node.parent, downloads))])
    _write_part(translator, node, TABLE, _scrolled(rows["table"], _named_by(translator, node)), away=False)
    raise nodes.SkipNode


def visit_chart(translator: HTML5Translator, node: nodes.Element) -> None:
    """The drawn chart, and what can be chosen of it."""
    found = registry(translator.builder.env).find(node.get("exhibit", ""))
    content = controls(node["html"], found[1] if found else None) + node["html"]
    _write_part(translator, node.parent, FIGURE, content, away=False)
    raise nodes.SkipNode


def visit_downloads(translator: HTML5Translator, node: nodes.Element) -> None:
    """The table behind a chart, and what one can take along of an exhibit: each one step away."""
    frame = node.parent if isinstance(node.parent, nodes.figure) else _first(node.parent, nodes.table)
    if node["table"]:
        table = _scrolled(node["table"], _named_by(translator, frame))
        _write_part(translator, frame, TABLE, _folded("Vis tallene", table), away=True)
    builder = translator.builder
    if found := registry(builder.env).find(node["exhibit"]):
        depth = "../" * builder.current_docname.count("/")
        place = Place(builder.get_target_uri(found[0]), registry(builder.env).number(*found))
        content = offered(found[1], place, builder.config.book_imprint, depth)
        _write_part(translator, frame, DATA, _folded("Last ned, siter og bruk", content), away=True)
    raise nodes.SkipNode


def visit_facts(translator: HTML5Translator, node: nodes.Element) -> None:
    """Population, unit, period and base; they stand already, under the title."""
    raise nodes.SkipNode


def visit_headline(translator: HTML5Translator, node: nodes.Element) -> None:
    """What the exhibit shows."""
    translator.body.append('<div class="headline">')


def depart_headline(translator: HTML5Translator, node: nodes.Element) -> None:
    """Close it."""
    translator.body.append("</div>\n")


def visit_beside(translator: HTML5Translator, node: nodes.Element) -> None:
    """A link to a file beside the pages."""
    depth, name = "../" * translator.builder.current_docname.count("/"), escape(node.astext())
    translator.body.append(f'<a href="{depth}{name}"><code>{name}</code></a>')
    raise nodes.SkipNode


def _first(node: Any, kind: type[nodes.Element]) -> Any:
    return next(iter(node.findall(kind)), None)


def _beside(found: Any) -> list[str]:
    """What stands beside the chart or the table of an exhibit."""
    return (
        [] if found is None else [name for name, there in ((TABLE, found["table"]), (DATA, found["exhibit"])) if there]
    )


def _name(translator: HTML5Translator, frame: Any) -> str:
    """The id of a frame; one of its own where it has none from its author."""
    if not frame["ids"]:
        count = translator.__dict__["_frames"] = translator.__dict__.get("_frames", 0) + 1
        frame["ids"] = [f"ramme-{count}"]
    return str(frame["ids"][0])


def _named_by(translator: HTML5Translator, frame: Any) -> str:
    """The attribute by which what belongs to a frame is called as its title; empty for one without."""
    titled = _first(frame, nodes.caption) or _first(frame, nodes.title)
    return f' aria-labelledby="{_name(translator, frame)}--tittel"' if titled else ""


def _write_title(translator: HTML5Translator, frame: Any, text: str) -> None:
    """Number and title, and the link to the frame."""
    translator.body.append(f'<p><span id="{_name(translator, frame)}--tittel">')
    translator.add_fignumber(frame)
    translator.body.append(f'<span class="caption-text">{escape(text)}</span></span><wbr>')
    translator.add_permalink_ref(frame, "Lenke hit")
    translator.body.append("</p>")


def _write_facts(translator: HTML5Translator, frame: Any) -> None:
    """Population, unit, period and base."""
    if found := _first(frame, facts):
        translator.body.append(f'<p class="meta facts">{escape(found.astext())}</p>')


def _write_tabs(translator: HTML5Translator, frame: Any, parts: list[str]) -> None:
    """The row of tabs, which a script shows; none where there is one part alone."""
    name = _name(translator, frame)
    buttons = "".join(
        f'<button type="button" role="tab" id="{name}--{part}--fane" aria-controls="{name}--{part}" '
        + ('aria-selected="false" tabindex="-1">' if number else 'aria-selected="true">')
        + f"{part.capitalize()}</button>"
        for number, part in enumerate(parts)
    )
    if len(parts) > 1:
        named = _named_by(translator, frame)
        translator.body.append(f'<div class="tabs" role="tablist"{named}>{buttons}</div>\n')


def _write_part(translator: HTML5Translator, frame: Any, part: str, content: str, *, away: bool) -> None:
    """A part, which is ``away`` until its tab is chosen."""
    kinds = "part away" if away else "part"
    translator.body.append(f'<div class="{kinds}" id="{_name(translator, frame)}--{part}">{content}</div>\n')


def _folded(summary: str, content: str) -> str:
    return f'<details class="exhibit-data"><summary>{summary}</summary>{content}</details>'


def _scrolled(table: Table, named_by: str) -> str:
    """A table that scrolls by itself where it is too wide, called by its title."""
    role = ' role="region"' if named_by else ""
    return f'<div class="table-wrapper" tabindex="0"{role}{named_by}>{table_html(table, named_by)}</div>'


def setup(app: Sphinx) -> None:
    """Register how exhibits look in HTML."""
    plain.setup(app)
    app.add_node(nodes.figure, html=(visit_figure, depart_figure), override=True)
    app.add_node(nodes.caption, html=(visit_caption, None), override=True)
    app.add_node(nodes.legend, html=(visit_legend, depart_legend), override=True)
    app.add_node(nodes.table, html=(visit_table, None), override=True)
    app.add_node(chart, html=(visit_chart, None), override=True)
    app.add_node(beside, html=(visit_beside, None), override=True)
    app.add_node(facts, html=(visit_facts, None), override=True)
    app.add_node(headline, html=(visit_headline, depart_headline), override=True)
    app.add_node(downloads, html=(visit_downloads, None), override=True)
