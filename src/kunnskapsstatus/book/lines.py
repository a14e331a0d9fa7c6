"""Where in an author's file a thing stands: what docutils knows of it, and the line itself."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from docutils import nodes

from kunnskapsstatus.data.text import read_text


def line_of(node: nodes.Node) -> int | None:
    """The line that a node comes from, or the nearest node around it that knows."""
    current: nodes.Node | None = node
    while current is not None and not current.line:
        current = current.parent
    return current.line if current is not None else None


def place_of(node: nodes.Node) -> str:
    """The file and line that a node comes from, as well as docutils knows them."""
    current: nodes.Node | None = node
    while current is not None and not current.source:
        current = current.parent
    return f"{current.source if current is not None else 'unknown file'}:{line_of(node) or '?'}"


def line_with(path: str | Path, start: int, text: str) -> int:
    """The line of an author's words from ``start`` on: a paragraph knows only where it starts."""
    lines = _lines(read_text(Path(path)))
    first = text.splitlines()[0] if text else text
    return next((n for n, line in enumerate(lines[max(start - 1, 0) :], max(start, 1)) if first in line), start)


@lru_cache(maxsize=2)  # each number and claim of a chapter looks for its line in it
def _lines(text: str) -> list[str]:
    return text.splitlines()
