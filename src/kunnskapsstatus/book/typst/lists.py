"""Lists and lines."""

from __future__ import annotations

from docutils import nodes

from kunnskapsstatus.book.nodes import task
from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.walker import TypstWalker

MANY_TERMS = 20
"""A list of more terms than this is a glossary: it stands in two columns."""


class ListTranslator(TypstWalker):
    """The methods for lists, and for lines that keep their breaks."""

    def on_bullet_list(self, node: nodes.Element) -> str:
        """A bullet list. Tasks have their boxes in the bullets' place, key figures are boxes themselves."""
        if "key-figures" in node["classes"]:
            _begin_lines(node)
            return f"#{markup.call('key-figures', *self._items(node))}"
        bullets = {} if any(not _is_task(item) for item in node.children) else {"marker": "[]", "body_indent": "0pt"}
        return _apart(node, markup.call("list", *self._items(node), **bullets))

    def on_enumerated_list(self, node: nodes.Element) -> str:
        """A numbered list with its start and kind of numbers."""
        kind = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}.get(
            node.get("enumtype", ""), "1"
        )
        pattern = markup.string(node.get("prefix", "") + kind + (node.get("suffix") or "."))
        start = str(node.get("start", 1))
        return _apart(node, markup.call("enum", *self._items(node), start=start, numbering=pattern))

    def _items(self, node: nodes.Element) -> list[str]:
        return [
            markup.block(self._anchor(item) + self.blocks(item.children))
            for item in node.children
            if isinstance(item, nodes.Element)
        ]

    def on_definition_list(self, node: nodes.Element) -> str:
        """Terms with their definitions; many of them in two columns."""
        items = []
        for item in node.findall(nodes.definition_list_item):
            if item.parent is node:
                term = "".join(
                    self._anchor(part) + self.inline(part) for part in item.children if isinstance(part, nodes.term)
                )
                rest = "".join(
                    f"#emph{self._text(part)}; " for part in item.children if isinstance(part, nodes.classifier)
                ) + self.blocks(
                    child for part in item.children if isinstance(part, nodes.definition) for child in part.children
                )
                items.append(markup.call("terms.item", markup.block(term), markup.block(rest)))
        terms = markup.call("terms", *items)
        return _apart(node, markup.call("in-columns", terms) if len(items) > MANY_TERMS else terms)

    def on_field_list(self, node: nodes.Element) -> str:
        """Fields, set as terms."""
        items = [
            markup.call("terms.item", self._text(name), self._content(body))
            for name, body in (item.children for item in node.children if isinstance(item, nodes.field))
            if isinstance(name, nodes.Element) and isinstance(body, nodes.Element)
        ]
        return _apart(node, markup.call("terms", *items))

    def on_line_block(self, node: nodes.Element) -> str:
        """Lines that keep their breaks; an inner block is indented."""
        lines = [
            f"#pad(left: 1.4em)[{self.render(child)}]" if isinstance(child, nodes.line_block) else self.render(child)
            for child in node.children
        ]
        return "#linebreak();".join(lines)

    def on_line(self, node: nodes.Element) -> str:
        """One line of a line block."""
        return self.inline(node)


def _begin_lines(boxes: nodes.Element) -> None:
    """What stands after a key figure begins a line: without the space that parts them where they share one."""
    for text in [*boxes.findall(nodes.Text)]:
        before = text.parent.children[max(text.parent.index(text) - 1, 0)]
        if isinstance(before, nodes.Element) and "figure" in before["classes"]:
            text.parent.replace(text, nodes.Text(text.lstrip()))


def _is_task(item: nodes.Node) -> bool:
    return any(
        isinstance(child, nodes.paragraph) and isinstance(next(iter(child), None), task) for child in item.children[:1]
    )


def _apart(node: nodes.Element, call: str) -> str:
    """A list with space around it, unless it is a list's or a cell's own."""
    return (
        f"#{call}" if isinstance(node.parent, nodes.list_item | nodes.entry | nodes.definition) else f"#apart({call})"
    )
