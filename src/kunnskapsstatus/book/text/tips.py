"""Words of the glossary, explained where they stand: the first time on a page each is marked, and ``_static/checks.js``
tells what it is when a reader points at it.

One control below the page's introduction has all of them, for the keyboard, for who listens and for pages without
scripts. In the prose a word is text and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.writers.html5 import HTML5Translator

from kunnskapsstatus.book.nodes import explained, explanations, foreign, headline, statistic
from kunnskapsstatus.book.text.inflected import pattern

GLOSSARY = "chapters/glossary"
HEAD = "Ord som er forklart"
ELSEWHERE = "Se "
"""How the explanation of a word begins that is explained under another."""
TOLD_ELSEWHERE = (
    nodes.reference, nodes.literal, nodes.title, nodes.caption, nodes.table, nodes.figure, nodes.footnote,
    nodes.citation, nodes.rubric, nodes.Admonition, nodes.admonition, nodes.term, nodes.math, foreign, headline,
    statistic,
)  # fmt: skip
"""What a word is not explained in."""
CLASSES = frozenset(("exhibit", "bibtex-citation"))
"""The same, by their classes."""
_ABROAD = "\x02"
_FOREIGN = re.compile(rf"\s*\({_ABROAD}(?:, {_ABROAD})*\)")


class Term(NamedTuple):
    """A word of the glossary: as it stands there, the place of its entry, and what it means."""

    words: str
    id: str
    meaning: str


def terms(env: BuildEnvironment) -> list[Term]:
    """The words of the book's glossary that have an explanation of their own; none in a book without one."""
    if GLOSSARY not in env.found_docs:
        return []
    entries = env.get_doctree(GLOSSARY).findall(nodes.definition_list_item)
    return [term for term in map(_term, entries) if not term.meaning.startswith(ELSEWHERE)]


def _term(entry: nodes.definition_list_item) -> Term:
    copy = entry.deepcopy()
    for words in list(copy.findall(foreign)):
        words.replace_self(nodes.Text(_ABROAD))
    meanings = (_FOREIGN.sub("", one.astext()) for one in copy.findall(nodes.definition))
    name = copy.next_node(nodes.term)
    assert name is not None
    return Term(name.astext(), _place(name.astext()), " ".join(" ".join(meanings).split()))


def _place(words: str) -> str:
    return f"ord-{nodes.make_id(words)}"


class Tips:
    """The words of one book, which are looked up once for all its pages."""

    def __init__(self) -> None:
        self._terms: list[Term] = []
        self._every = _matcher([])

    def look_up(self, app: Sphinx, _builder: Builder) -> None:
        """Know the words, before pages are written."""
        self._terms = terms(app.env)
        self._every = _matcher(self._terms)

    def explain(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Mark the words of a page, and give it their explanations; give the glossary's entries their places."""
        if app.builder.format == "typst":
            self._index(app, doctree)
        if app.builder.format != "html":
            return
        if docname == GLOSSARY:
            for name in doctree.findall(nodes.term):
                name["ids"] = name["ids"] or [_place(name.astext())]
            return
        page = doctree.next_node(nodes.section)
        if not self._terms or page is None:
            return
        found: dict[Term, None] = {}
        for text in list(_prose(doctree)):
            _mark(text, self._every, self._terms, found)
        if found:
            first = next((n for n, part in enumerate(page) if isinstance(part, nodes.section)), len(page))
            page.insert(first, explanations(terms=list(found)))

    def _index(self, app: Sphinx, doctree: nodes.document) -> None:
        """Mark each word once a section, for the index of a document on paper."""
        if not self._terms:
            self.look_up(app, app.builder)
        found: dict[int, dict[Term, None]] = {}
        for text in list(_prose(doctree)) if self._terms else ():
            part: nodes.Node = text
            while part.parent is not None and not isinstance(part, nodes.section):
                part = part.parent
            _mark(text, self._every, self._terms, found.setdefault(id(part), {}))


def _matcher(known: list[Term]) -> re.Pattern[str]:
    """All words at once, the longest first, each as a group of its number. Those with the same first letter stand
    together behind it: at most places in a text, none of them is looked for."""
    longest = sorted(range(len(known)), key=lambda number: -len(known[number].words))
    by_letter: dict[str, list[str]] = {}
    for number in longest:
        words = known[number].words
        by_letter.setdefault(words[0].lower(), []).append(f"(?P<t{number}>{pattern(words)})")
    parts = (f"(?=(?i:{re.escape(letter)}))(?:{'|'.join(own)})" for letter, own in by_letter.items())
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")


def _prose(node: nodes.Element, *, inside: bool = False) -> Iterator[nodes.Text]:
    """The texts of paragraphs, but for what is told of elsewhere."""
    if isinstance(node, TOLD_ELSEWHERE) or not CLASSES.isdisjoint(node["classes"]):
        return
    inside = inside or isinstance(node, nodes.paragraph)
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from _prose(child, inside=inside)
        elif inside and isinstance(child, nodes.Text):
            yield child


def _mark(text: nodes.Text, every: re.Pattern[str], known: list[Term], found: dict[Term, None]) -> None:
    """Mark the words in a text that have not been found on the page before it."""
    said, pieces, start = text.astext(), list[nodes.Node](), 0
    for match in every.finditer(said):
        term = known[int(str(match.lastgroup)[1:])]
        if term not in found:
            pieces += [
                nodes.Text(said[start : match.start()]),
                explained("", match[0], place=len(found), words=term.words),
            ]
            found[term], start = None, match.end()
    if pieces:
        text.parent.replace(text, [*pieces, nodes.Text(said[start:])])


def visit_explained(translator: HTML5Translator, node: nodes.Element) -> None:
    """A word with its place among the explanations."""
    translator.body.append(f'<span class="term" data-t="{node["place"]}">')


def depart_explained(translator: HTML5Translator, node: nodes.Element) -> None:
    """Close it."""
    translator.body.append("</span>")


def visit_explanations(translator: HTML5Translator, node: nodes.Element) -> None:
    """The words and what they mean, folded; each leads to its place in the glossary."""
    builder = translator.builder
    glossary = builder.get_relative_uri(builder.current_docname, GLOSSARY)
    entries = "".join(
        f'<dt><a href="{glossary}#{term.id}">{escape(term.words)}</a></dt><dd>{escape(term.meaning, quote=False)}</dd>'
        for term in node["terms"]
    )
    translator.body.append(f'<details class="terms"><summary>{HEAD}</summary><dl>{entries}</dl></details>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the marks, and when they are made."""
    app.add_node(explained, html=(visit_explained, depart_explained), override=True)
    app.add_node(explanations, html=(visit_explanations, None), override=True)
    tips = Tips()
    app.connect("write-started", tips.look_up)
    app.connect("doctree-resolved", tips.explain)
