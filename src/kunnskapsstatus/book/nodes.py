"""The document nodes that are the book's own: what an author's chapter holds besides ordinary text.

They carry content and no form. Each builder (HTML, Typst) decides what to make of them.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes


class chart(nodes.General, nodes.Element):
    """A drawn chart. Attributes: ``svg`` (SVG text, for paper), ``html`` (both widths, for a page), ``alt``
    (alternative text), ``exhibit`` (id)."""


class trend(nodes.General, nodes.Element):
    """How a number has gone through the years. Attributes: ``svg``, ``alt`` (alternative text)."""


class grid(nodes.tgroup):
    """The rows of an exhibit's table. Attribute: ``table``, the :class:`kunnskapsstatus.forms.table.Table`, which HTML
    is written from; the children are the same cells for paper."""


class statistic(nodes.inline):
    """A number in a sentence, read from the data. Its text children are the number; HTML adds where it comes from."""


class foreign(nodes.inline):
    """Words in another language, for readers who listen. Attributes: ``lang``; ``upright`` where they are not
    emphasized."""


class claim(nodes.Inline, nodes.Element):
    """A checked claim after its sentence. Visible in HTML only."""


class said(nodes.General, nodes.Element):
    """A paragraph and its panel. In HTML only."""


class panel(nodes.General, nodes.Element):
    """The numbers and claims of the block before it. In HTML only. Attribute: ``statements``."""


class headline(nodes.General, nodes.Element):
    """What an exhibit shows, in a paragraph: the first of its frame."""


class checks(nodes.Invisible, nodes.Element):
    """The named checks of a block, until the claims that name them have been given them. Attribute: ``checks``."""


class explained(nodes.inline):
    """A word of the glossary: in HTML the first time on a page, on paper in a section. Attributes: ``place``, in the
    page's explanations, and ``words``, as the glossary has it."""


class explanations(nodes.General, nodes.Element):
    """What the words of a page mean. In HTML only. Attribute: ``terms``."""


class line_break(nodes.Inline, nodes.Element):
    """The end of a line inside a paragraph."""


class task(nodes.Inline, nodes.Element):
    """The box before a task in a list. Attribute: ``done``."""


class beside(nodes.literal):
    """The name of a file that lies beside the pages. In HTML a link to it."""


class folded(nodes.container):
    """A title, and what is folded under it on a page. Attributes: ``beside``, what stands beside the title there,
    and ``title`` where a page is written."""


class downloads(nodes.General, nodes.Element):
    """Links to an exhibit's data files. Visible in HTML only."""


def english(name: str, rawtext: str, text: str, *_: Any) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """The role ``{en}``: words in English."""
    return [foreign(rawtext, text, lang="en")], []


class facts(nodes.paragraph):
    """Of whom, in what, when and of how many an exhibit's numbers are: the first of its notes. A page has it under the
    title."""
