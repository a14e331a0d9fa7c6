"""From an exhibit's bundle to document nodes: a figure or a table, numbered and referable by its id."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from kunnskapsstatus.book.execution.outputs import FORMS, PICTURES, PLAIN
from kunnskapsstatus.book.lines import line_with
from kunnskapsstatus.book.nodes import chart, downloads, facts
from kunnskapsstatus.book.proof.names import EXHIBIT
from kunnskapsstatus.book.registry import Name, depend, registry
from kunnskapsstatus.book.shown import listing, own
from kunnskapsstatus.book.shown.grids import grid_of
from kunnskapsstatus.book.text.one_form import SCREEN
from kunnskapsstatus.chapter.listing import MADE_FROM, Listing
from kunnskapsstatus.chapter.listing import MIME as LISTING
from kunnskapsstatus.forms.own import MIME as OWN
from kunnskapsstatus.forms.own import Own
from kunnskapsstatus.forms.shown import MIME, Shown


class ExhibitRenderer:
    """MyST-NB's plugin for what our cells show (entry point ``myst_nb.mime_renderers``). Of each output it is given the
    one form that the book shows (see :mod:`kunnskapsstatus.book.execution.outputs`)."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", form, 1) for form in (*FORMS, PLAIN)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The nodes of an exhibit, a listing, or an author's own table, chart or picture. None for other kinds of
        output, of which only the files that they are made from are noted."""
        document = renderer.renderer.document
        env = document.settings.env
        if MADE_FROM in data.output_metadata:
            depend(env, data.output_metadata[MADE_FROM])
        if data.mime_type == LISTING:
            return listing.nodes_of(Listing.from_json(data.content), document)
        if data.mime_type == OWN and not inline:
            return [own.made(Own.from_json(data.content), document, data.cell_metadata)]
        if data.mime_type in PICTURES and not inline:
            (image,) = renderer.render_image(data)
            return [own.picture(image, document, data)]
        if inline or data.mime_type != MIME:
            return None
        shown = Shown.from_json(data.content)
        depend(env, shown.files)
        registry(env).exhibits.setdefault(env.docname, []).append(shown)
        node = _table(shown) if shown.chart is None else _figure(shown)
        node["support_smartquotes"] = False  # the data's own signs
        known = registry(env).names.setdefault(env.docname, [])
        if shown.id not in [name.text for name in known]:  # the second is told of with its line
            target = node if shown.chart else next(node.findall(nodes.table))
            target["ids"], target["names"] = [shown.id], [shown.id]
            document.note_explicit_target(target, target)
        line = line_with(env.doc2path(env.docname), (data.line or 3) - 2, f'"{shown.id}"')
        known.append(Name(EXHIBIT, shown.id, line))
        return [node]


def _notes(shown: Shown) -> list[nodes.paragraph]:
    first, *rest = shown.notes
    apart = shown.of_table if shown.chart else ()  # on paper its table stands elsewhere
    told = (nodes.paragraph("", line, classes=["meta", *([SCREEN] if line in apart else [])]) for line in rest)
    return [facts("", first, classes=["meta"]), *told]


def _figure(shown: Shown) -> nodes.Element:
    assert shown.chart is not None
    picture = chart(svg=shown.chart.svg, html=shown.chart.html, alt=shown.chart.alt, exhibit=shown.id)
    files = downloads(exhibit=shown.id, table=shown.table)
    caption, legend = nodes.caption("", shown.title), nodes.legend("", *_notes(shown))
    return nodes.figure("", caption, picture, files, legend, classes=["exhibit"])


def _table(shown: Shown) -> nodes.Element:
    table = nodes.table("", nodes.title("", shown.title), grid_of(shown.table), classes=["exhibit-table"])
    files = downloads(exhibit=shown.id, table=None)
    return nodes.container("", table, files, *_notes(shown), classes=["exhibit"])
