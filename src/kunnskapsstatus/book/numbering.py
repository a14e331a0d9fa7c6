"""Chapter numbers: a chapter says its own number (``chapter: 4``), so that the book's numbers are the report's.

Sphinx numbers chapters as they come. Its numbers of sections, figures and tables are kept; only the first part is exchanged.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def renumber(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give each document's numbers the chapter that its front matter names. Returns no documents: all are written with these."""
    for docname, metadata in env.metadata.items():
        chapter = metadata.get("chapter")
        if chapter in (None, ""):
            continue
        first: Any = str(chapter)
        sections = env.toc_secnumbers.get(docname, {})
        for anchor, number in sections.items():
            if number:
                sections[anchor] = (first, *number[1:])
        for figures in env.toc_fignumbers.get(docname, {}).values():
            for identifier, number in figures.items():
                figures[identifier] = (first, *number[1:])
        for tree in [env.tocs[docname], *([env.titles[docname]] if docname in env.titles else [])]:
            for node in tree.findall(nodes.Element):
                if node.get("secnumber"):
                    node["secnumber"] = (first, *node["secnumber"][1:])
        title = env.titles.get(docname)
        if title is not None and title.get("secnumber"):
            title["secnumber"] = (first, *title["secnumber"][1:])
    return []
