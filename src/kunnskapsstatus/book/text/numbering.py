"""Numbers and names that pages tell of each other. The number of a chapter follows from its place in ``_toc.yml``."""

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
from kunnskapsstatus.book.text.tips import terms


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


def equation_number(env: BuildEnvironment, docname: str, node: nodes.Element) -> str:
    """The number of a formula with a label, as references to it have it; "" without one."""
    found = env.toc_fignumbers.get(docname, {}).get("displaymath", {})
    return next((".".join(map(str, found[ident])) for ident in node["ids"] if ident in found), "")
