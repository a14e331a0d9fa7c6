"""What a page made from the data shows: paragraphs, lists and tables, piece by piece.

Never Markdown: a text of the data is a text here, whatever it looks like, and no parser reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from kunnskapsstatus.chapter.door import DOOR

MIME = "application/vnd.kunnskapsstatus.listing+json"
MADE_FROM = "kunnskapsstatus.read"
TEXT, CODE, EMPHASIS, STRONG, LINK, EXHIBIT = "text", "code", "emphasis", "strong", "link", "exhibit"
BESIDE = "beside"
"""A file that lies beside the pages of the site, by its path from there: a link on the site, a name elsewhere."""
PARAGRAPH, LIST, TABLE, FOLD = "paragraph", "list", "table", "fold"
_ADDRESS = re.compile(r"(https?://[^\s<>]+|(?<![\w.@/:])(?:[a-z0-9-]+\.)+(?:no|com)/[^\s<>]+)")
_TAGS = {CODE: "code", BESIDE: "code", EMPHASIS: "em", STRONG: "strong"}


@dataclass(frozen=True)
class Piece:
    """A part of a line. ``kind`` is how it is shown; an ``exhibit`` is referred to by its id."""

    text: str
    kind: str = TEXT


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Block:
    """A paragraph of one line, a list of lines, a table of rows of lines, the first of which is its head, or other
    blocks that a page folds under a title.

    Attributes
    ----------
    kind : ``paragraph``, ``list``, ``table`` or ``fold``
    rows : of a paragraph and of a list's item, one line each; of a fold its title, and what stands beside that where
        the rest is folded
    name : what style sheets know it by
    target : what a link can go to
    inner : what is folded
    """

    kind: str
    rows: tuple[tuple[Line, ...], ...]
    name: str = ""
    target: str = ""
    inner: tuple[Block, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Block:
        """The block that was made plain data."""
        return cls(**{**data, "rows": _rows(data["rows"]), "inner": tuple(map(cls.from_json, data["inner"]))})


@dataclass(frozen=True)
class Listing:
    """Blocks, one after the other. Shown, the book is also told which files the page has read so far."""

    blocks: tuple[Block, ...]

    @classmethod
    def from_json(cls, data: list[dict[str, Any]]) -> Listing:
        """The listing that :meth:`to_json` gave."""
        return cls(tuple(map(Block.from_json, data)))

    def to_json(self) -> list[dict[str, Any]]:
        """The listing as plain data."""
        return [asdict(block) for block in self.blocks]

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        shown = {MIME: self.to_json(), "text/html": "".join(map(_html, self.blocks)), "text/plain": str(self)}
        return shown, {MADE_FROM: DOOR.read}

    def __str__(self) -> str:
        return "\n".join(
            " | ".join("".join(piece.text for piece in line) for line in row)
            for block in _flat(self.blocks)
            for row in block.rows
        )


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _flat(block.inner)


def paragraph(*parts: str | Piece, name: str = "", target: str = "") -> Block:
    """A paragraph of texts and pieces."""
    return Block(PARAGRAPH, ((_line(parts),),), name, target)


def bullets(items: Iterable[str | Piece | Line]) -> Block:
    """A list of lines, each of one piece or of several."""
    return Block(LIST, tuple((_line(item if isinstance(item, tuple) else [item]),) for item in items))


def table(head: Iterable[str], rows: Iterable[Iterable[object]], name: str = "") -> Block:
    """A table. A cell is a piece, several of them in a tuple, or anything else as its text."""
    lines = [tuple(_line(cell if isinstance(cell, tuple) else [cell]) for cell in row) for row in (head, *rows)]
    return Block(TABLE, tuple(lines), name)


def fold(title: str, beside: str, inner: Iterable[Block], name: str = "", target: str = "") -> Block:
    """Blocks under a title."""
    return Block(FOLD, ((_line([Piece(title, STRONG)]), _line([beside])),), name, target, tuple(inner))


def addressed(text: str) -> Line:
    """The text with its addresses on the web as links. The bare name of a site is none: it leads to no source."""
    parts = _ADDRESS.split(text)
    return tuple(
        Piece(part, LINK) if at % 2 else Piece(part.replace(" ;", ";")) for at, part in enumerate(parts) if part
    )


def target(piece: Piece) -> str:
    """Where a link leads."""
    return piece.text if "://" in piece.text else f"https://{piece.text}"


def _line(parts: Iterable[object]) -> Line:
    return tuple(part if isinstance(part, Piece) else Piece(str(part)) for part in parts)


def _rows(data: Any) -> tuple[tuple[Line, ...], ...]:
    return tuple(tuple(tuple(Piece(**piece) for piece in line) for line in row) for row in data)


def _html(block: Block) -> str:
    """A block for any other notebook."""
    rows = [["".join(map(_piece, line)) for line in row] for row in block.rows]
    if block.kind == PARAGRAPH:
        return f"<p>{rows[0][0]}</p>"
    if block.kind == FOLD:
        return f"<p>{rows[0][0]}</p>{''.join(map(_html, block.inner))}"
    if block.kind == LIST:
        return f"<ul>{''.join(f'<li>{line}</li>' for row in rows for line in row)}</ul>"
    head, *body = ("".join(f"<t{'d' if number else 'h'}>{cell}</t{'d' if number else 'h'}>" for cell in row)
                   for number, row in enumerate(rows))  # fmt: skip
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in body)}</tbody></table>"


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.kind == LINK:
        return f'<a href="{escape(target(piece))}">{text}</a>'
    tag = _TAGS.get(piece.kind)
    return f"<{tag}>{text}</{tag}>" if tag else text
