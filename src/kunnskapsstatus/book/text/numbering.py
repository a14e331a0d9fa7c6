"""Numbers and names that pages tell of each other. The number of a chapter follows from its place in ``_toc.yml``."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join, logging
from sphinx.util.nodes import make_refnode

from kunnskapsstatus.book.lines import line_of, line_with
from kunnskapsstatus.book.registry import registry
from kunnskapsstatus.book.text.tips import terms
from kunnskapsstatus.chapter.text.numbering import NUMBER

logger = logging.getLogger(__name__)


def write_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """All documents when any number, title, label, part or word of the glossary is another than in the build before:
    any page may tell of it. Sphinx itself writes only the pages whose own numbers have changed."""
    kept, given = registry(env).data, deepcopy(_told_of(env))
    before, kept["given"] = kept["given"], given
    return [] if before == given else sorted(env.found_docs)


def _told_of(env: BuildEnvironment) -> tuple[Any, ...]:
    """What a page may tell of the others."""
    titles = {name: title.astext() for name, title in env.titles.items()}
    labels = [env.domaindata["std"][kind] for kind in ("labels", "anonlabels", "objects")]
    headings = {name: metadata.get("myst_slugs") for name, metadata in env.metadata.items()}
    contents = env.tocs[env.config.root_doc].pformat()
    return env.toc_secnumbers, env.toc_fignumbers, titles, labels, headings, contents, terms(env)


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
                if node["refexplicit"]:
                    number = node.astext().replace("%s", number.split()[-1])
                text = nodes.inline(number, number, classes=["std", "std-numref"])
                node.replace_self(make_refnode(self.app.builder, self.env.docname, docname, node["reftarget"], text))


class ChapterReference(SphinxPostTransform):
    """``[kapittel %s](users.md)`` and ``{doc}`kapittel %s <users>` ``: the number of the chapter, by the contents."""

    default_priority = 5

    def run(self, **_: Any) -> None:
        """Put the number into each link to a page that asks for it, or say that the page has none."""
        for node in self.document.findall(pending_xref):
            page = page_of(node)
            if NUMBER not in node.astext() or page not in self.env.all_docs:
                continue
            number = chapter_number(self.env, page)
            if not number:
                line = line_with(self.env.doc2path(self.env.docname), line_of(node) or 1, NUMBER)
                file = self.env.doc2path(page, base=False)
                message = f"[{node.astext()}] asks for a number, and {file} has none: write what the page is called"
                logger.warning(message, location=(self.env.docname, line), type="kunnskapsstatus", subtype="link")
            for text in list(node.findall(nodes.Text)):
                text.parent.replace(text, nodes.Text(text.replace(NUMBER, number)))


def page_of(node: pending_xref) -> str:
    """The page that a reference leads to, by a link of Markdown or by ``{doc}``; empty for another reference."""
    if node["reftype"] == "doc":
        return docname_join(node["refdoc"], node["reftarget"])
    return str(node["reftarget"]) if node["reftype"] == "myst" and node["refdomain"] == "doc" else ""


def chapter_number(env: BuildEnvironment, docname: str) -> str:
    """The number of a chapter, as Sphinx gives it; empty for a page that is no numbered chapter."""
    found = env.toc_secnumbers.get(docname, {}).get("") or ()
    return str(found[0]) if len(found) == 1 else ""


def equation_number(env: BuildEnvironment, docname: str, node: nodes.Element) -> str:
    """The number of a formula with a label, as references to it have it; "" without one."""
    found = env.toc_fignumbers.get(docname, {}).get("displaymath", {})
    return next((".".join(map(str, found[ident])) for ident in node["ids"] if ident in found), "")
