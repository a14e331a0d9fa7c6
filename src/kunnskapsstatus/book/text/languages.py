"""A page in another language than the book's: its front matter says which, as in ``lang: en``."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

LANG = "lang"


def mark(app: Sphinx, doctree: nodes.document) -> None:
    """Mark the page's sections with its language, in the form that docutils knows: HTML and paper say it to those who
    listen."""
    language = str(app.env.metadata.get(app.env.docname, {}).get(LANG, ""))
    if language:
        for section in doctree.children:
            if isinstance(section, nodes.section):
                section["classes"].append(f"language-{language}")
