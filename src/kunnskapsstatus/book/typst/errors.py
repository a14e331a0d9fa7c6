"""Errors of the PDF build, written for the author: which file, what is wrong, what to do."""

from __future__ import annotations

from docutils import nodes
from sphinx.errors import SphinxError

from kunnskapsstatus.book.lines import place_of


class TypstBuildError(SphinxError):
    """The PDF cannot be made. The message says where, what and what to do; Sphinx shows it without a traceback."""

    category = "PDF (Typst)"


def refuse(node: nodes.Node, what: str, remedy: str) -> TypstBuildError:
    """The error for a node that cannot be set."""
    return TypstBuildError(f"{place_of(node)}: {what} {remedy}")
