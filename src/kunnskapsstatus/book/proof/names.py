"""Names that stand once in a book: exhibits, labels, terms and formulas.

Sphinx itself complains of a name that two chapters have only where one process reads both, and only in the build that
reads them. Here the names of all chapters are compared in every build.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from kunnskapsstatus.book.lines import line_of
from kunnskapsstatus.book.registry import Name, registry
from kunnskapsstatus.data.text import read_text

logger = logging.getLogger(__name__)
EXHIBIT, LABEL, TERM, FORMULA = "exhibit", "label", "term", "formula"
_REMEDIES = {
    EXHIBIT: "Write show=False where it is only read from.",
    LABEL: "Give each place a label of its own.",
    TERM: "Explain each term once.",
    FORMULA: "Give each formula a label of its own.",
}


class Place(NamedTuple):
    """Where a name stands: the chapter's place in the book, its file, the name with its line."""

    order: int
    file: str
    name: Name

    def __str__(self) -> str:
        return f"{self.file}:{self.name.line}"


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Note the labels, terms and formulas of a chapter that has been read. Exhibits are noted where they are shown."""
    env = app.env
    path = Path(env.doc2path(env.docname))
    source = read_text(path).splitlines()
    own = registry(env).names.setdefault(env.docname, [])
    shown = {nodes.fully_normalize_name(name.text) for name in own}
    own += [name for name in _names(doctree, source) if not (name.kind == LABEL and name.text in shown)]


def _names(doctree: nodes.document, source: list[str]) -> Iterator[Name]:
    formulas = set()
    for formula in doctree.findall(nodes.math_block):
        if formula.get("label"):
            formulas.add(nodes.fully_normalize_name(formula["label"]))
            yield Name(FORMULA, formula["label"], line_of(formula) or 1)
    for text, explicit in doctree.nametypes.items():
        node = doctree.ids.get(doctree.nameids.get(text) or "")
        if explicit and node is not None and text not in formulas and _is_label(node):
            yield Name(LABEL, text, _line(text, source) or line_of(node) or 1)
    for glossary in doctree.findall(addnodes.glossary):
        for term in glossary.findall(nodes.term):
            yield Name(TERM, term.astext().casefold(), line_of(term) or 1)


def _is_label(node: nodes.Element) -> bool:
    """Whether links can go to a name of this node by way of Sphinx: so not a footnote, a work or the text of a link."""
    return not (isinstance(node, nodes.footnote | nodes.citation) or "refuri" in node)


def _line(label: str, source: list[str]) -> int | None:
    """The line on which a label is given: docutils knows that of what it names."""
    name = re.escape(label)
    written = re.compile(rf"\(\s*{name}\s*\)=|:(?:name|label):\s*{name}\s*$|\{{[^}}]*#{name}\b", re.I)
    return next((number for number, line in enumerate(source, 1) if written.search(line)), None)


def check(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Warn of each name that stands twice, with both places. Returns no documents."""
    found: dict[tuple[bool, str], list[Place]] = defaultdict(list)
    for order, docname in enumerate(_in_order(env)):
        file = env.doc2path(docname, base=False)
        for name in registry(env).names.get(docname, ()):
            kind = name.kind == TERM
            found[kind, nodes.fully_normalize_name(name.text)].append(Place(order, file, name))
    for _, (first, *rest) in sorted(found.items()):
        for place in rest:
            logger.warning(
                _told(place, first), location=f"{env.srcdir}/{place}", type="kunnskapsstatus", subtype="name"
            )
    return []


def _told(place: Place, first: Place) -> str:
    kind, text = place.name.kind, place.name.text
    if kind == first.name.kind == EXHIBIT:
        return f"the exhibit {text!r} is shown in {first} already. {_REMEDIES[kind]}"
    if EXHIBIT in (kind, first.name.kind):
        return f"the {kind} {text!r} has the name of the {first.name.kind} in {first}. {_REMEDIES[LABEL]}"
    return f"the {kind} {text!r} stands in {first} already. {_REMEDIES[kind]}"


def _in_order(env: BuildEnvironment) -> Iterable[str]:
    """The documents in the order of the book, then those outside it by name."""
    listed = [str(name).removesuffix(".md") for name in getattr(env, "external_site_map", ())]
    return dict.fromkeys([*(name for name in listed if name in env.all_docs), *sorted(env.all_docs)])
