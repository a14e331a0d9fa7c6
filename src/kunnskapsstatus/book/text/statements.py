"""Roles for sentences: ``{eval}`` shows a number with its source, ``{claim}`` checks the sentence before it."""

from __future__ import annotations

import re
from itertools import takewhile

from docutils import nodes
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.eval import retrieve_eval_data
from myst_nb.ext.utils import RoleBase
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util import logging

from kunnskapsstatus.book.execution.cells import READ, Cells
from kunnskapsstatus.book.lines import line_with
from kunnskapsstatus.book.nodes import claim, statistic
from kunnskapsstatus.book.registry import depend, registry
from kunnskapsstatus.book.text.marks import mark, unmarked
from kunnskapsstatus.chapter.statements import CLAIM, MIME, NUMBER, Answers, Statement, Told, asking, sentences

logger = logging.getLogger(__name__)
TYPE = "kunnskapsstatus"
TOLD = "kunnskapsstatus.told"
ROLES = {NUMBER: "eval", CLAIM: "claim"}
_ROLE = re.compile(r"\{(eval|claim)\}`([^`]+)`")


class _Statement(RoleBase):  # type: ignore[misc]
    """A role whose text is an expression that the chapter's kernel evaluates."""

    kind = NUMBER

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Evaluate, and give the node; an error becomes a warning with file and line."""
        env = self.document.settings.env
        statement = answer(self.document, self.kind, self.text)
        line = line_with(env.doc2path(env.docname), self.line, self.text)
        if is_own_fault(self.document, statement):
            cause = f"the expression {self.text!r} in this sentence failed: {statement.error}"
            logger.error(cause, location=(env.docname, line), type=TYPE, subtype="eval")
        node = self.node(statement)
        node["statement"], node.line = statement, line
        return [node], []

    def node(self, statement: Statement) -> nodes.Element:
        """The node that shows the statement."""
        raise NotImplementedError


class StatisticRole(_Statement):
    """``{eval}`reasons["psychological"]` ``: a number in a sentence."""

    def node(self, statement: Statement) -> nodes.Element:
        """The number as text, with its statement."""
        return statistic("", nodes.Text(statement.text), support_smartquotes=False)


class ClaimRole(_Statement):
    """``{claim}`reasons.top() == "psychological"` ``: the check of the sentence before it."""

    kind = CLAIM

    def node(self, statement: Statement) -> nodes.Element:
        """The claim's mark."""
        return claim()


def answer(document: nodes.document, kind: str, expression: str) -> Statement:
    """What the kernel says of a number or a claim; where nothing can be asked, why."""
    try:
        return _answer(document, kind, expression)
    except (RetrievalError, KeyError, IndexError) as error:
        return Statement(kind, expression, error=str(error).removeprefix("variable evaluation error: "))


def is_own_fault(document: nodes.document, statement: Statement) -> bool:
    """Whether a statement has failed, and no cell is to blame: that is told already."""
    told = "nb_renderer" in document and _cells(document).follows(statement.expression, statement.error)
    return bool(statement.error) and not told


def _answer(document: nodes.document, kind: str, expression: str) -> Statement:
    """The kernel is asked for all up to the next code cell at once: each question takes it ten milliseconds."""
    if "nb_renderer" not in document:
        raise RetrievalError(
            "this page runs no code, as its front matter does not say so: copy that of another chapter"
        )
    running = _cells(document)
    if not running.is_running:
        return Statement(kind, expression)
    env, question, cells = document.settings.env, (ROLES[kind], expression), running.notebook.cells
    done = max((number for number, cell in enumerate(cells, 1) if cell.get("execution_count")), default=0)
    told = env.temp_data.setdefault(TOLD, {})
    if question not in told.get(done, {}):
        ahead = () if done in told else takewhile(lambda cell: cell.cell_type == "markdown", cells[done:])
        answers = told.setdefault(done, {})
        questions = list(dict.fromkeys([question, *(found for cell in ahead for found in _ROLE.findall(cell.source))]))
        given = Answers.from_json(retrieve_eval_data(document, asking(questions))[0].data[MIME])
        answers.update(zip(questions, given.statements, strict=True))
        depend(env, [*given.read, *(file for statement in given.statements for file in statement.files)])
    found: Statement = told[done][question]
    return found


def _cells(document: nodes.document) -> Cells:
    found: Cells = document["nb_renderer"].renderer.nb_client
    return found


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Register what a chapter is made from, and its numbers and claims with their sentences; tell of a claim that is
    false, of a number that is hidden, and of one that does not fit its sentence."""
    env = app.env
    depend(env, (NbMetadataCollector.get_exec_data(env, env.docname) or {}).get(READ, ()))
    for node in doctree.findall(lambda n: isinstance(n, statistic | claim)):
        assert isinstance(node, nodes.Element)
        statement: Statement = node["statement"]
        told = Told(statement, sentence_of(node), node.line or 1)
        registry(env).statements.setdefault(env.docname, []).append(told)
        if isinstance(node, claim) and not told.sentence:
            cause = "no sentence stands before this claim: it follows its sentence at once, on the same line"
            logger.error(cause, location=(env.docname, told.line), type=TYPE, subtype="claim")
        if told.wrong:
            logger.error(unmarked(told.wrong), location=(env.docname, told.line), type=TYPE, subtype="number")
        if statement.holds is False or statement.hidden:
            said = told._replace(sentence=unmarked(told.sentence))
            message = said.untrue if isinstance(node, claim) else said.unsaid
            if app.config.book_parameters:
                logger.info("%s:%s: %s", env.doc2path(env.docname), told.line, message)
            else:
                logger.error(message, location=(env.docname, told.line), type=TYPE, subtype="claim")


def sentence_of(node: nodes.Node) -> str:
    """The sentence that a node stands in, or for a claim the one it follows; references are marks in it."""
    block = node.parent
    while block.parent is not None and not isinstance(
        block, nodes.paragraph | nodes.list_item | nodes.entry | nodes.title | nodes.term
    ):
        block = block.parent
    leaves = [n for n in block.findall() if isinstance(n, nodes.Text | claim | statistic | pending_xref)]
    before, after, seen = "", "", False
    for leaf in leaves:
        parents = _parents(leaf)
        if leaf is node:
            seen = True
        if isinstance(leaf, claim | statistic) or any(isinstance(parent, pending_xref) for parent in parents):
            continue
        text = mark(leaf) if isinstance(leaf, pending_xref) else leaf.astext()
        if seen and not any(parent is node for parent in parents):
            after += text
        else:
            before += text
    if isinstance(node, claim):
        return " ".join(sentences(before)[-1:]).strip()
    head, tail = sentences(before), sentences(after)
    return ((head[-1] if head else "") + (tail[0] if tail else "")).strip()


def _parents(node: nodes.Node) -> list[nodes.Node]:
    found = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found
