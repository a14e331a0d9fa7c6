"""Where the numbers of the text are from, on paper: a small mark after each paragraph with numbers, and what stands
at that mark in the list of sources."""

from __future__ import annotations

from docutils import nodes

from kunnskapsstatus.book.nodes import statistic
from kunnskapsstatus.book.registry import registry
from kunnskapsstatus.book.text.addresses import without_addresses
from kunnskapsstatus.book.text.one_form import SCREEN
from kunnskapsstatus.book.text.sourced import blocks, source_of, told_once, what
from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.unbroken import unbroken
from kunnskapsstatus.book.typst.walker import TypstWalker
from kunnskapsstatus.chapter.statements import Statement
from kunnskapsstatus.lists import listed, small


class SourceTranslator(TypstWalker):
    """The methods for marks and for the list. Marks are numbered from 1 in each chapter."""

    _marks: dict[nodes.Node, int] | None = None
    """The number of each block that has a mark."""

    def translate_sources(self, doctree: nodes.document) -> str:
        """What stands at each mark of the page as Typst source: its numbers by what they are read from; empty for a
        page without numbers."""
        entries = [
            markup.array([self._mark_label(at), str(at), markup.block(self._entry(told_once(found)))])
            for at, (_, found) in enumerate(_blocks(doctree), 1)
        ]
        for at in range(len(entries)):
            self.labels.append(self._mark_name(at + 1))
        return f"#{markup.call('source-list', markup.array(entries))}" if entries else ""

    def render(self, node: nodes.Node) -> str:
        """Source for one node; a paragraph with numbers ends with its mark. A table has it below its last row, and a
        heading none, as the contents would have it too."""
        source = super().render(node)
        return source + self._mark(node) if source and isinstance(node, nodes.paragraph) else source

    def _mark(self, node: nodes.Node) -> str:
        at = (self._marks or {}).get(node)
        return f"#{markup.call('sourced', self._mark_label(at), str(at))};" if at else ""

    def _number_marks(self, doctree: nodes.document) -> None:
        self._marks = {block: at for at, (block, _) in enumerate(_blocks(doctree), 1)}

    def _mark_name(self, at: int) -> str:
        return f"{self.docname}:mark:{at}"

    def _mark_label(self, at: int) -> str:
        return markup.string(self._mark_name(at))

    def _entry(self, statements: list[Statement]) -> str:
        """The numbers of a block: for each exhibit or text of the source that they are read from, each number as it is
        printed, with its cell or what it is computed of."""
        by_place: dict[str, list[Statement]] = {}
        for statement in statements:
            by_place.setdefault(self._place(statement), []).append(statement)
        return "".join(
            f"#source-place[{place}]"
            + "".join(f"#source-number[{markup.text(one.text)}][{markup.text(unbroken(what(one)))}]" for one in found)
            for place, found in by_place.items()
        )

    def _place(self, statement: Statement) -> str:
        """``Tabell 4.2``, which leads there; where an exhibit is not in the book, its source."""
        keys = dict.fromkeys(map(source_of, statement.origins))
        book = registry(self.env)
        known = {book.place_of(exhibit)[1] or without_addresses(source): exhibit for exhibit, source in keys}
        return listed(
            [
                self._led_to(exhibit, small(place) if at else place[:1].upper() + place[1:])
                for at, (place, exhibit) in enumerate(known.items())
            ]
        )

    def _led_to(self, exhibit: str, said: str) -> str:
        found = registry(self.env).find(exhibit)
        label = self.links.label_of.get((found[0], found[1].id)) if found else None
        if label is None:
            return markup.text(unbroken(said))
        self.aims.append(label)
        return f"#to({markup.string(label)}){markup.block(markup.text(unbroken(said)))};"


def _blocks(doctree: nodes.document) -> list[tuple[nodes.Element, list[nodes.Element]]]:
    """The blocks that have a number on paper."""
    return blocks(doctree, lambda node: isinstance(node, statistic) and not _on_screen(node))


def _on_screen(node: nodes.Node | None) -> bool:
    while node is not None:
        if isinstance(node, nodes.Element) and SCREEN in node.get("classes", ()):
            return True
        node = node.parent
    return False
