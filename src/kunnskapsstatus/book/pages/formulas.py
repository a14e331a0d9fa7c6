"""Formulas: MathML made when the book is built, so that a page needs no script to show them."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from kunnskapsstatus.book.lines import line_of, line_with
from kunnskapsstatus.book.text.mathml import FormulaError, to_mathml
from kunnskapsstatus.book.text.numbering import equation_number
from kunnskapsstatus.book.typst.mathematics import from_mathml

logger = logging.getLogger(__name__)


def read_formulas(app: Sphinx, doctree: nodes.document) -> None:
    """Give each formula of a chapter its MathML; stop the build at one that cannot be shown."""
    for node in doctree.findall(lambda n: isinstance(n, nodes.math | nodes.math_block)):
        assert isinstance(node, nodes.Element)
        tex, block = node.astext(), isinstance(node, nodes.math_block)
        try:
            node["mathml"] = to_mathml(tex, block=block)
            from_mathml(node["mathml"])
        except FormulaError as error:
            line = line_with(app.env.doc2path(app.env.docname), line_of(node) or 1, tex.strip())
            logger.warning(
                f"the formula {tex.strip()!r} cannot be shown: {error}",
                location=(app.env.docname, line),
                type="kunnskapsstatus",
                subtype="formula",
            )


def visit_math(translator: HTML5Translator, node: nodes.Element) -> None:
    """A formula in a line."""
    translator.body.append(node["mathml"])
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.Element) -> None:
    """A formula on a line of its own, with its number if it has a label."""
    translator.body.append(translator.starttag(node, "div", CLASS="math formula"))
    builder = translator.builder
    if number := equation_number(builder.env, builder.current_docname, node):
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Lenke til denne formelen")
        translator.body.append("</span>")
    translator.body.append(f"{node['mathml']}</div>\n")
    raise nodes.SkipNode
