"""Checks that stand below their paragraph, as footnotes do: a sentence names one, a block says what it is.

``Kvinner er flest.{claim}`women-lead` `` and below it::

    ```{checks}
    women-lead: users.leads("women")
    ```
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from kunnskapsstatus.book import statements
from kunnskapsstatus.book.nodes import checks, claim
from kunnskapsstatus.chapter.statements import CLAIM, Statement

logger = logging.getLogger(__name__)
NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""What a check may be called; a claim that is nothing but such a word names one."""
_LINE = re.compile(rf"(?P<name>{NAME.pattern}): *(?P<expression>\S.*)?")


class Check(NamedTuple):
    """A named check: its expression, and the line that it begins in, counted from 0."""

    name: str
    expression: str
    line: int


def parse(lines: Iterable[str]) -> list[Check]:
    """The checks of a block: ``name: expression``, one a line; what is indented goes on from the line above.

    Raises
    ------
    ValueError
        With the line's number and text, for one that is neither.
    """
    found: list[Check] = []
    for number, line in enumerate(lines):
        begun = _LINE.fullmatch(line.rstrip())
        if not line.strip():
            continue
        if begun:
            found.append(Check(begun["name"], begun["expression"] or "", number))
        elif found and line[0].isspace():
            last = found[-1]
            found[-1] = last._replace(expression=f"{last.expression} {line.strip()}".strip())
        else:
            raise ValueError(number, line)
    return found


class ClaimRole(statements.ClaimRole):
    """``{claim}`women-lead` ``: the check of that name; anything else is an expression."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The claim's mark, to be given its check when the chapter is read."""
        if not NAME.fullmatch(self.text):
            return super().run()
        node, env = claim(check=self.text), self.document.settings.env
        node.line = statements.place(env.doc2path(env.docname), self.line, self.text)
        return [node], []


class Checks(SphinxDirective):
    """The block ``{checks}``. It shows nothing: a reader sees each check at its sentence."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Answer each check; what is wrong becomes a warning with file and line."""
        start = self.lineno + 1
        try:
            written = parse(self.content)
        except ValueError as error:
            number, text = error.args
            cause = f"{text.strip()!r} is no check; write name: expression, with a name such as women-lead"
            self._warn(cause, start + number)
            return []
        found: dict[str, tuple[Statement, int]] = {}
        for name, expression, number in written:
            if name in found:
                self._warn(f"the check {name!r} stands twice", start + number)
            statement = statements.answer(self.state.document, CLAIM, expression)
            if statements.is_own_fault(self.state.document, statement):
                self._warn(f"the check {name!r} failed: {statement.error}", start + number)
            found[name] = statement, start + number
        return [checks("", checks=found)]

    def _warn(self, cause: str, line: int) -> None:
        logger.error(cause, location=(self.env.docname, line), type=statements.TYPE, subtype="check")


def resolve(app: Sphinx, doctree: nodes.document) -> None:
    """Give each claim the check that it names, and take the blocks away."""
    known: dict[str, tuple[Statement, int]] = {}
    blocks = list(doctree.findall(checks))
    for block in blocks:
        for name in known.keys() & block["checks"].keys():
            _warn(app, f"the check {name!r} stands twice in this chapter", block["checks"][name][1])
        known |= block["checks"]
        block.parent.remove(block)
    named = [node for node in doctree.findall(claim) if "check" in node]
    for node in named:
        name = node["check"]
        if name not in known:
            close = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean {close[0]}?" if close else "; write it in a {checks} block below the paragraph"
            _warn(app, f"there is no check {name!r} in this chapter{hint}", node.line)
        node["statement"] = known[name][0] if name in known else Statement(CLAIM, name)
    for name in known.keys() - {node["check"] for node in named}:
        _warn(app, f"no sentence names the check {name!r}", known[name][1])


def _warn(app: Sphinx, cause: str, line: int | None) -> None:
    logger.error(cause, location=(app.env.docname, line), type=statements.TYPE, subtype="check")
