"""The sentences of a chapter as its reader has them, with the numbers in each and the claims behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

from kunnskapsstatus.book.nodes import claim, statistic
from kunnskapsstatus.book.registry import Sentence, registry
from kunnskapsstatus.book.text.marks import mark
from kunnskapsstatus.chapter.statements import ENDS

NUMBER = "{}"
"""What stands in the words of a sentence for a number."""
_NO_TEXT = (nodes.literal_block, nodes.comment, nodes.raw, nodes.math_block)
_NOT_READ = (nodes.docinfo, nodes.field_list)
_SPACE = re.compile(r"[ \t\n]+")


class _Place(NamedTuple):
    """Where a number or a claim stands in a text. A claim is at the end of what it is about."""

    start: int
    end: int
    number: int
    node: nodes.Element


@dataclass
class _Text:
    """The text of a block, as it grows leaf by leaf: without line breaks, and with what stands in it."""

    text: str = ""
    places: list[_Place] = field(default_factory=list)

    def add(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        self.text += text[1:] if text[:1] == " " and self.text[-1:] in ("", " ") else text

    def note(self, start: int, number: int, node: nodes.Element) -> None:
        self.places.append(_Place(start, len(self.text), number, node))


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Register a chapter's sentences."""
    registry(app.env).sentences[app.env.docname] = list(sentences(doctree))


def sentences(doctree: nodes.document) -> Iterator[Sentence]:
    """The sentences of a chapter, in order. What its exhibits say is theirs, and no sentence of the chapter."""
    numbers = {id(node): number for number, node in enumerate(doctree.findall(_is_statement))}
    return (one for block in _blocks(doctree) for one in _sentences(block, numbers))


def _is_statement(node: nodes.Node) -> bool:
    return isinstance(node, statistic | claim)


def _blocks(node: nodes.Node) -> Iterator[nodes.TextElement]:
    """The blocks of text below a node: each is inside no other."""
    for child in node.children:
        if isinstance(child, nodes.TextElement):
            if not isinstance(child, _NO_TEXT):
                yield child
        elif (
            isinstance(child, nodes.Element) and not isinstance(child, _NOT_READ) and "exhibit" not in child["classes"]
        ):
            yield from _blocks(child)


def _sentences(block: nodes.TextElement, numbers: dict[int, int]) -> Iterator[Sentence]:
    """The sentences of a block. A number that is computed and empty, and a claim, are still of the sentence."""
    whole = _Text()
    _read(block, whole, numbers)
    line = _line(block)
    starts = [0, *(found.end() for found in ENDS.finditer(whole.text))]
    for start, end in zip(starts, [*starts[1:], len(whole.text) + 1], strict=True):
        text = whole.text[start:end].strip()
        own = [place for place in whole.places if start <= _at(place) < end]
        if not text:
            continue
        told = [place for place in own if isinstance(place.node, statistic)]
        words, before = "", start
        for place in told:
            words, before = words + whole.text[before : place.start] + NUMBER, place.end
        line = min((place.node.line for place in own if place.node.line), default=line)
        yield Sentence(
            (words + whole.text[before:end]).strip(),
            line,
            tuple(place.number for place in told),
            tuple(place.number for place in own if isinstance(place.node, claim)),
        )


def _at(place: _Place) -> int:
    """Where a place counts: a number where it begins, a claim before it, at the last letter of its sentence."""
    return place.start if isinstance(place.node, statistic) else max(place.start - 1, 0)


def _read(node: nodes.Node, whole: _Text, numbers: dict[int, int]) -> None:
    for child in node.children:
        if isinstance(child, pending_xref):
            whole.add(mark(child))
        elif isinstance(child, claim):
            start = len(whole.text.rstrip())
            whole.places.append(_Place(start, start, numbers[id(child)], child))
        elif isinstance(child, statistic):
            start = len(whole.text)
            whole.add(child.astext())
            whole.note(start, numbers[id(child)], child)
        elif isinstance(child, nodes.Text):
            whole.add(child.astext())
        else:
            _read(child, whole, numbers)


def _line(node: nodes.Node) -> int:
    """The line that a node stands on, or the block that it is in."""
    return node.line or (_line(node.parent) if node.parent is not None else 1)
