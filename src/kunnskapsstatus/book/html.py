"""How the book's own nodes look in HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from kunnskapsstatus.book.registry import registry
from kunnskapsstatus.exhibits.origin import Origin

MOST_ORIGINS = 6
"""A number of more origins than these tells the first of them."""


def _running(translator: HTML5Translator, kind: str) -> str:
    count = getattr(translator, f"_{kind}_count", 0) + 1
    setattr(translator, f"_{kind}_count", count)
    return f"{kind}-{count}"


def _origins(translator: HTML5Translator, origins: Sequence[Origin]) -> str:
    builder, env = translator.builder, translator.builder.env
    parts = []
    for origin in origins[:MOST_ORIGINS]:
        text = escape(origin.sentence())
        docname, number = registry(env).place_of(origin.exhibit)
        if number:
            here = builder.current_docname
            address = "" if docname == here else builder.get_relative_uri(here, docname)
            text += f' <a href="{address}#{origin.exhibit}">{escape(number)}</a>.'
        parts.append(text)
    if len(origins) > MOST_ORIGINS:
        parts.append(f"Og {len(origins) - MOST_ORIGINS} tall til.")
    return "<br>".join(parts)


def visit_statistic(translator: HTML5Translator, node: nodes.Element) -> None:
    """A number; its source opens on hover, focus and click. It begins with a space, since a search reads the page as
    one text."""
    origins = node["statement"].origins
    if not origins:
        translator.body.append("<span>")
        node["closing"] = "</span>"
        return
    name = _running(translator, "stat")
    translator.body.append(
        '<span class="statistic"><span class="statistic-value" role="button" tabindex="0" aria-expanded="false" '
        f'aria-describedby="{name}">'
    )
    node["closing"] = (
        f'</span><span class="statistic-source" id="{name}" hidden> {_origins(translator, origins)}</span></span>'
    )


def depart_statistic(translator: HTML5Translator, node: nodes.Element) -> None:
    """Close the number."""
    translator.body.append(node["closing"])


def visit_foreign(translator: HTML5Translator, node: nodes.Element) -> None:
    """Words in another language: a screen reader changes its voice."""
    translator.body.append(f'<em lang="{node["lang"]}">')


def depart_foreign(translator: HTML5Translator, node: nodes.Element) -> None:
    """Close them."""
    translator.body.append("</em>")


def visit_line_break(translator: HTML5Translator, node: nodes.Element) -> None:
    """The end of a line inside a paragraph."""
    translator.body.append("<br>")
    raise nodes.SkipNode


def visit_task(translator: HTML5Translator, node: nodes.Element) -> None:
    """The box before a task; a screen reader says whether it is done."""
    label, mark = ("Gjort", "☑") if node["done"] else ("Ikke gjort", "☐")
    translator.body.append(f'<span class="task" role="img" aria-label="{label}">{mark}</span> ')
    raise nodes.SkipNode


def visit_claim(translator: HTML5Translator, node: nodes.Element) -> None:
    """A discreet mark after a sentence; opens what was checked."""
    statement, name = node["statement"], _running(translator, "claim")
    holds = bool(statement.holds)
    parts = "".join(f"<br><code>{escape(part.expression)}</code> = {escape(part.value)}" for part in statement.parts)
    label = "Kontrollert påstand" if holds else "Påstanden stemmer ikke med tallene"
    mark = "" if holds else '<span class="claim-warning">stemmer ikke</span>'
    lead = "Kontrollert mot tallene." if holds else "Stemmer ikke med tallene."
    translator.body.append(
        f'<span class="claim claim-{"holds" if holds else "fails"}">'
        '<span class="claim-mark" role="button" tabindex="0" '
        f'aria-expanded="false" aria-label="{label}" aria-describedby="{name}">{mark}</span>'
        f'<span class="claim-check" id="{name}" hidden> <strong>{lead}</strong> '
        f"<code>{escape(statement.expression)}</code>{parts}</span></span>"
    )
    raise nodes.SkipNode
