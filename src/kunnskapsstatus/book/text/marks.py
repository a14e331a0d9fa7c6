"""References in a sentence that is told beside the pages. How they read, ``Tabell 4.1`` or ``Ogden mfl. (2012)``, is
known only when all pages have been read: until then each is a mark in the sentence."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

from kunnskapsstatus.book.once import once
from kunnskapsstatus.book.registry import registry
from kunnskapsstatus.book.text.numbering import chapter_number, page_of
from kunnskapsstatus.chapter.text.numbering import NUMBER

START, BETWEEN, END = "\x02", "\x1f", "\x03"
_MARK = re.compile(f"{START}([^{END}]*){END}")


def mark(node: pending_xref) -> str:
    """What stands in a sentence for a reference by number or to a source; for others what they read as."""
    text = node.astext()
    if NUMBER in text and (page := page_of(node)):  # the words stay: a sentence may begin with them
        return text.replace(NUMBER, START + BETWEEN.join(("doc", "number", page, NUMBER)) + END)
    if node["reftype"] != "numref" and node["refdomain"] != "cite":
        return text
    return START + BETWEEN.join((node["refdomain"], node["reftype"], node["reftarget"], text)) + END


def unmarked(sentence: str) -> str:
    """A sentence as it is written, with the keys of its references."""
    return _MARK.sub(lambda found: found[1].rsplit(BETWEEN, 1)[1], sentence)


def resolved(app: Sphinx, docname: str, sentence: str) -> str:
    """A sentence as the page has it."""
    known = once(app)

    def read(found: re.Match[str]) -> str:
        at = mark, found[1]  # it reads the same on every page
        if at not in known:
            known[at] = text_of(*found[1].split(BETWEEN))
        return str(known[at])

    def text_of(domain: str, kind: str, target: str, text: str) -> str:
        if kind == "numref":
            return registry(app.env).place_of(target)[1] or text
        if kind == "number":
            return chapter_number(app.env, target) or text
        node = pending_xref("", nodes.inline("", text), refdomain=domain, reftype=kind, reftarget=target)
        given = app.env.get_domain(domain).resolve_xref(app.env, docname, app.builder, kind, target, node, node)
        return given.astext() if given is not None else text

    return _MARK.sub(read, sentence)
