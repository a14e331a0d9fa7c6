"""Errors of the PDF build, written for the author: which file, what is wrong, what to do."""

from __future__ import annotations

from docutils import nodes
from sphinx.errors import SphinxError


class TypstBuildError(SphinxError):
    """The PDF cannot be made. The message says where, what and what to do; Sphinx shows it without a traceback."""

    category = "PDF (Typst)"


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


def refuse(node: nodes.Node, what: str, remedy: str) -> TypstBuildError:
    """The error for a node that cannot be set."""
    return TypstBuildError(f"{place_of(node)}: {what} {remedy}")
