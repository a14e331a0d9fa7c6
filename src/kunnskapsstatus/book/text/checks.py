"""The role ``{claim}`` and the block ``{checks}`` below its paragraph: see :mod:`kunnskapsstatus.chapter.checks`."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from kunnskapsstatus.book.lines import line_with
from kunnskapsstatus.book.nodes import checks, claim
from kunnskapsstatus.book.text import statements
from kunnskapsstatus.chapter.checks import NAME, parse
from kunnskapsstatus.chapter.statements import CLAIM, Statement
from kunnskapsstatus.errors import did_you_mean

logger = logging.getLogger(__name__)


class ClaimRole(statements.ClaimRole):
    """``{claim}`women-lead` ``: the check of that name; anything else is an expression."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The claim's mark, to be given its check when the chapter is read."""
        if not NAME.fullmatch(self.text):
            return super().run()
        node, env = claim(check=self.text), self.document.settings.env
        node.line = line_with(env.doc2path(env.docname), self.line, self.text)
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
            hint = did_you_mean(name, known) or "; write it in a {checks} block below the paragraph"
            _warn(app, f"there is no check {name!r} in this chapter{hint}", node.line)
        node["statement"] = known[name][0] if name in known else Statement(CLAIM, name)
    for name in known.keys() - {node["check"] for node in named}:
        _warn(app, f"no sentence names the check {name!r}", known[name][1])


def _warn(app: Sphinx, cause: str, line: int | None) -> None:
    logger.error(cause, location=(app.env.docname, line), type=statements.TYPE, subtype="check")
