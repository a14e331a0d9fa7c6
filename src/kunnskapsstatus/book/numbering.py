"""Chapter numbers: a chapter says its own number (``chapter: 4``), so that the book's numbers are the report's.

Sphinx numbers chapters as they come. Its numbers of sections, figures and tables are kept; only the first part is
exchanged. Sphinx compares its numbers with those of the build before to see which pages to write again, so it is given
back its own.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from kunnskapsstatus.book.registry import registry


def restore(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Before Sphinx numbers: put its own numbers of the build before in place of the book's. Returns no documents."""
    env.toc_secnumbers, env.toc_fignumbers = deepcopy(registry(env).data["counted"])
    return []


def renumber(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """After Sphinx has numbered: give each document's numbers the chapter that its front matter names.

    Returns all documents when any number, title or part is another than in the build before: any page may refer to a
    number, and each lists the titles.
    """
    kept = registry(env).data
    kept["counted"] = deepcopy((env.toc_secnumbers, env.toc_fignumbers))
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
    titles = {name: title.astext() for name, title in env.titles.items()}
    before, kept["given"] = (
        kept["given"],
        (*deepcopy((env.toc_secnumbers, env.toc_fignumbers)), titles, env.tocs[env.config.root_doc].pformat()),
    )
    return [] if before == kept["given"] else sorted(env.found_docs)


class ExhibitReference(SphinxPostTransform):
    """References to exhibits by number, from the registry: for each, Sphinx would read the page that shows it again."""

    default_priority = 5

    def run(self, **_: Any) -> None:
        """Resolve each ``{numref}`` whose target is an exhibit."""
        for node in list(self.document.findall(pending_xref)):
            docname, number = (
                registry(self.env).place_of(node["reftarget"]) if node["reftype"] == "numref" else ("", "")
            )
            if number:
                text = nodes.inline(number, number, classes=["std", "std-numref"])
                node.replace_self(make_refnode(self.app.builder, self.env.docname, docname, node["reftarget"], text))
