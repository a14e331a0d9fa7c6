"""One control a paragraph: its numbers and checks in a panel at its end, which opens without scripts.

In the prose a number is text and nothing else for who listens or goes by keyboard; ``_static/checks.js`` lets a reader
point at it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from kunnskapsstatus.book.nodes import panel, said
from kunnskapsstatus.book.registry import registry
from kunnskapsstatus.book.text.addresses import linked
from kunnskapsstatus.book.text.sourced import Key, blocks, key_of, source_of, told_once, what
from kunnskapsstatus.chapter.statements import Statement

NUMBERS, CHECKED = "Kilder", "Kilder og kontroll"
CODE = "For den som vil etterprøve: uttrykket"
FAILS = "Stemmer ikke med tallene:"


def collect(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each block with numbers or claims its panel."""
    if app.builder.format != "html":
        return
    for block, found in blocks(doctree):
        told = list(dict.fromkeys(map(key_of, found)))
        for order, node in enumerate(found):
            place = told.index(key_of(node))
            node["place"] = "" if place == order else f' data-n="{place}"'
        _attach(block, panel(statements=told_once(found)))


def _attach(block: nodes.Element, own: panel) -> None:
    """A paragraph and its panel are one, so that the control stands at its last word; after others it follows."""
    place = block.parent.index(block)
    if isinstance(block, nodes.paragraph):
        block.parent[place] = wrapper = said()
        wrapper += [block, own]
    else:
        block.parent.insert(place + 1, own)


def visit_said(translator: HTML5Translator, node: nodes.Element) -> None:
    """A paragraph with its panel."""
    translator.body.append('<div class="said">')


def depart_said(translator: HTML5Translator, node: nodes.Element) -> None:
    """Close them."""
    translator.body.append("</div>\n")


def visit_statistic(translator: HTML5Translator, node: nodes.Element) -> None:
    """A number: text, with its place in the panel where that is not its place in the prose."""
    translator.body.append(f'<span class="statistic"{node["place"]}>' if "place" in node else "<span>")


def depart_statistic(translator: HTML5Translator, node: nodes.Element) -> None:
    """Close the number."""
    translator.body.append("</span>")


def visit_claim(translator: HTML5Translator, node: nodes.Element) -> None:
    """A discreet mark after a sentence. That a claim is false is told to all."""
    place = node.get("place", "")  # a heading in a list of contents has no panel
    if node["statement"].holds:
        translator.body.append(f'<span class="claim"{place} aria-hidden="true"></span>')
    else:
        warning = '<span class="claim-warning">stemmer ikke</span>'
        translator.body.append(f' <span class="claim claim-fails"{place}>{warning}</span>')
    raise nodes.SkipNode


def visit_panel(translator: HTML5Translator, node: nodes.Element) -> None:
    """The numbers, each with what it is; the checks, as sentences; the sources, each once; the code, one click
    further."""
    statements: list[Statement] = node["statements"]
    claims = [statement for statement in statements if statement.kind == "claim"]
    sources = list(dict.fromkeys(source_of(origin) for statement in statements for origin in statement.origins))
    items = "".join(_item(statement, sources) for statement in statements)
    cited = "".join(f"<li>{_cited(translator, source)}</li>" for source in sources)
    code = "<br>".join(f"<code>{escape(' '.join(claim.expression.split()), quote=False)}</code>" for claim in claims)
    if isinstance(node.parent, said):
        translator.body[-1] = translator.body[-1].rstrip()  # a space at the end of a page half read counts as moved
    translator.body.append(
        f'<details class="checks"><summary>{CHECKED if claims else NUMBERS}</summary><div><ul>{items}</ul>'
        + (f"<ol>{cited}</ol>" if cited else "")
        + (f"<details><summary>{CODE}</summary>{code}</details>" if code else "")
        + "</div></details>"
    )
    raise nodes.SkipNode


def _item(statement: Statement, sources: list[Key]) -> str:
    """A number or a check, with which of the sources it is from, where there are several."""
    own = sorted({sources.index(source_of(origin)) + 1 for origin in statement.origins})
    marks = f' data-s="{", ".join(map(str, own))}"' if own and len(sources) > 1 else ""
    if statement.kind == "claim":
        lead = "" if statement.holds else f"<strong>{FAILS}</strong> "
        return f'<li class="check"{marks}>{lead}{escape(statement.spoken)}</li>'
    return f"<li{marks}><strong>{escape(statement.text)}</strong> {escape(what(statement), quote=False)}</li>"


def _cited(translator: HTML5Translator, source: Key) -> str:
    builder = translator.builder
    exhibit, words = source
    shown = ""
    if found := registry(builder.env).find(exhibit):
        docname, here = found[0], builder.current_docname
        address = "" if docname == here else builder.get_relative_uri(here, docname)
        number = registry(builder.env).number(*found)
        shown = f'<a href="{address}#{exhibit}">{escape(number)}</a> {escape(found[1].title)}'
    named = words if words.startswith("http") else f"{words[:1].upper()}{words[1:]}"
    return ". ".join(_full(filter(None, (shown, linked(named)))))


def _full(parts: Iterable[str]) -> list[str]:
    return [part.rstrip(".") for part in parts]
