"""What Sphinx looks for in chapters to number their sections, tables and figures: a hundredth of their documents.

It would load all documents of the book in each build, also where one sentence has changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from kunnskapsstatus.book.registry import registry

TOLD = (nodes.title, nodes.caption, nodes.literal_block)
"""What Sphinx looks at in what may have a number."""


def setup(app: Sphinx) -> None:
    """Keep the bones of each chapter when it has been read, and number by them."""
    app.connect("doctree-read", collect, priority=950)
    app.connect("env-get-updated", lend, priority=1)
    app.connect("env-get-updated", take_back, priority=850)


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Note what is to be numbered in the chapter at hand."""
    env = app.env
    found = nodes.section("", *_bones(env, doctree))
    for node in found.findall():
        node.document = None  # type: ignore[assignment]  # it would be kept with them
    registry(env).bones[env.docname] = found


def lend(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have whoever asks for a document be given its bones. Returns no documents."""
    whole, bones = env.get_doctree, registry(env).bones
    env.get_doctree = lambda docname: bones[docname] if docname in bones else whole(docname)  # type: ignore
    return []


def take_back(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give whole documents again. Returns no documents."""
    vars(env).pop("get_doctree", None)
    return []


def _bones(env: BuildEnvironment, node: nodes.Element) -> Iterator[nodes.Element]:
    """In order: sections with what is in them, lists of contents, and what may have a number with what it is called."""
    for child in node.children:
        if isinstance(child, addnodes.toctree):
            yield child.deepcopy()
        elif isinstance(child, nodes.section):
            section = child.copy()
            section += list(_bones(env, child))
            yield section
        elif isinstance(child, nodes.Element):
            if any(domain.get_enumerable_node_type(child) for domain in env.domains.values()):
                numbered = child.copy()
                numbered += [one.deepcopy() for one in child.children if isinstance(one, TOLD)]
                yield numbered
            yield from _bones(env, child)
