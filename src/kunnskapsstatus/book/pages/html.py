"""How the book's own nodes look in HTML."""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


def visit_foreign(translator: HTML5Translator, node: nodes.Element) -> None:
    """Words in another language: a screen reader changes its voice."""
    translator.body.append(f'<{_foreign(node)} lang="{node["lang"]}">')


def depart_foreign(translator: HTML5Translator, node: nodes.Element) -> None:
    """Close them."""
    translator.body.append(f"</{_foreign(node)}>")


def _foreign(node: nodes.Element) -> str:
    return "span" if node.get("upright") else "em"


def visit_line_break(translator: HTML5Translator, node: nodes.Element) -> None:
    """The end of a line inside a paragraph."""
    translator.body.append("<br>")
    raise nodes.SkipNode


def visit_task(translator: HTML5Translator, node: nodes.Element) -> None:
    """The box before a task; a screen reader says whether it is done."""
    label, mark = ("Gjort", "☑") if node["done"] else ("Ikke gjort", "☐")
    translator.body.append(f'<span class="task" role="img" aria-label="{label}">{mark}</span> ')
    raise nodes.SkipNode


def visit_folded(translator: HTML5Translator, node: nodes.Element) -> None:
    """A title, with what is folded under it one step away, and without scripts too."""
    title = node.children[0]
    node.remove(title)
    node["title"] = title.astext()
    beside = f' <span class="beside">{escape(node["beside"])}</span>' if node["beside"] else ""
    translator.body.append(translator.starttag(node, "details", CLASS="folded"))
    translator.body.append(f"<summary><strong>{escape(title.astext())}</strong>{beside}</summary>\n")


def depart_folded(translator: HTML5Translator, node: nodes.Element) -> None:
    """Close what is folded."""
    translator.body.append("</details>\n")
