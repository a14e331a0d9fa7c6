"""Running a chapter's cells: one after the other until the last; what each may show, and whose fault it is when one
fails.

A fault is told once. What follows from it is not: a cell or a sentence that uses a name which a failed cell was to set.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from myst_nb.core import execute
from myst_nb.core.execute import inline
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.util import logging

from kunnskapsstatus.book.execution.outputs import may_show
from kunnskapsstatus.book.execution.runs import Again, Run, Runs
from kunnskapsstatus.chapter.faults import DIED, ENDLESS, UNKNOWN_NAME, in_words
from kunnskapsstatus.chapter.statements import MIME, Answers, asking
from kunnskapsstatus.data.text import read_text

logger = logging.getLogger(__name__)
TYPE = "kunnskapsstatus"
READ = "kunnskapsstatus.read"
SHOWS = "--InteractiveShellApp.extra_extensions=kunnskapsstatus.chapter.shell"
"""Has a kernel give an author's own tables and charts as the book's."""
_RUNNING = re.compile(r"Cell In\[(\d+)\], line (\d+)")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")


def install(app: Sphinx) -> None:
    """Have MyST-NB run chapters this way. It has no other place for it than its own names."""
    execute.NotebookClientInline = Cells
    inline.ModifiedNotebookClient = Client
    app.connect("env-before-read-docs", lambda app, _env, _names: Cells.runs.begin(app))


def gone(error: Exception, timeout: float) -> str:
    """Why nothing more can be asked of a kernel."""
    return ENDLESS.format(timeout) if isinstance(error, CellTimeoutError) else DIED


class Client(inline.ModifiedNotebookClient):  # type: ignore[misc]
    """Whoever talks to the kernel of a chapter. A kernel that dies or never answers is a fault of its cell; then
    nothing more is asked of it."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """A kernel is ended at once: it has nothing to put away, and asked to leave, it sometimes closes its sockets
        while it answers."""
        super().__init__(
            *arguments,
            **{**named, "allow_errors": True, "coalesce_streams": True},
            interrupt_on_timeout=True,
            shutdown_kernel="immediate",
        )
        self.extra_arguments = [SHOWS]
        self.gone = ""
        self.run = Run()

    def execute_cell(self, cell: NotebookNode, cell_index: int, **named: Any) -> NotebookNode:
        """Run a cell. However it ends, what it gave is in its ``outputs``."""
        if self.gone:
            return cell
        try:
            super().execute_cell(cell, cell_index, **named)
        except (CellTimeoutError, DeadKernelError) as error:
            self.gone = gone(error, self.timeout)
        if self.gone:
            stopped = [output.traceback for output in cell.outputs if output.output_type == "error"]
            fault = {"ename": "", "evalue": self.gone, "traceback": stopped[0] if stopped else []}
            cell.outputs = [nbformat.v4.new_output("error", **fault)]  # type: ignore[no-untyped-call]
        elif cell.cell_type == "code":
            self.run.note_cell(cell_index, cell)
        return cell

    def eval_expression(self, name: str) -> list[NotebookNode]:
        """What the kernel says of an expression."""
        try:
            found: list[NotebookNode] = super().eval_expression(name)
        except (CellTimeoutError, DeadKernelError) as error:
            self.gone = gone(error, self.timeout)
        if self.gone:
            raise RuntimeError(self.gone.replace("this code cell", "a number or a claim here"))
        self.run.note_answer(self.code_cells_executed, name, found)
        return found

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> dict[str, Any] | None:
        """What runs too long is interrupted: so it says at which line it was. What does not listen is given up."""
        if self.gone:
            raise CellTimeoutError(self.gone)
        self.gone = ENDLESS.format(timeout)
        interrupted: dict[str, Any] | None = await super()._async_handle_timeout(timeout, cell)
        return interrupted


class Cells(inline.NotebookClientInline):  # type: ignore[misc]
    """A chapter's cells, run in their order; or not at all, where their last run is as good.

    Attributes
    ----------
    failed : whether one of those that have run has failed
    runs : the kept runs of all chapters
    """

    failed = False
    runs = Runs()
    _ended = False
    """Whether a cell has ended the program: the kernel may be gone at once, or run a cell more."""

    def start_client(self) -> None:
        """Have what the last run gave, or start the chapter's kernel."""
        self._shown: dict[int, list[NotebookNode]] = {}
        self._known: set[str] = set()
        self._missing: set[str] = set()
        self._opened: list[str] = []
        self._made_from = self.runs.made_from(self.notebook)
        if kept := self.runs.find(self.path, self._made_from):
            self._client, self._tmp_path, self._time_start = Again(kept), None, time.perf_counter()
            self._last_cell_executed, self._cell_error, self._exc_string = -1, None, None
            self.notebook.metadata["language_info"] = kept.language
        else:
            self._start()

    def _start(self) -> None:
        try:
            super().start_client()
            self._client.run.made_from = self._made_from
        except NoSuchKernel as error:
            named = f"the front matter names {error.name!r} to run this chapter, which is not there"
            self._tell(1, f"{named}. Copy the front matter of another chapter")
            self._client.gone, self.failed = named, True
            self._last_cell_executed, self._cell_error, self._exc_string = -1, None, None

    def code_cell_outputs(self, cell_index: int) -> tuple[int | None, list[NotebookNode]]:
        """The number of a cell that has run, and what it may show."""
        count, _ = super().code_cell_outputs(cell_index)
        for number in range(len(self._shown), self._last_cell_executed + 1):
            self._shown[number] = self._reviewed(number, self.notebook.cells[number])
        return count, self._shown.get(cell_index, [])

    def finalise_client(self) -> None:
        """Run what stands after the last cell that is shown, and keep the run if it is good."""
        self.code_cell_outputs(len(self.notebook.cells) - 1)
        self._opened = self._read()
        if isinstance(self._client, Client) and self.is_running and not self.failed:
            self._client.run.language = dict(self.notebook.metadata.get("language_info", {}))
            self.runs.keep(self.path, self._client.run)
        super().finalise_client()

    def eval_variable(self, name: str) -> list[NotebookNode]:
        """What the kernel says of an expression."""
        if isinstance(self._client, Again):
            if (kept := self._client.eval_expression(name)) is not None:
                return kept
            last, self._shown = self._last_cell_executed, {}
            self._start()
            self.code_cell_outputs(last)
        found: list[NotebookNode] = super().eval_variable(name)
        return found

    def close_client(self, *given: Any) -> None:
        """End the kernel. MyST-NB keeps with the document what is told of its run."""
        super().close_client(*given)
        self.exec_metadata[READ] = self._opened

    def _read(self) -> list[str]:
        """The files of the book that the chapter has read."""
        if not self.is_running or self.failed:
            return []
        return list(Answers.from_json(self.eval_variable(asking([]))[0].data[MIME]).read)

    @property
    def is_running(self) -> bool:
        """Whether anything may be asked of the kernel."""
        return not self._client.gone

    def follows(self, expression: str, fault: str) -> bool:
        """Whether a fault of an expression in a sentence follows from one of a cell."""
        return self.failed and (fault.startswith(UNKNOWN_NAME) or bool(_names(expression)[1] & self._missing))

    def _reviewed(self, number: int, cell: NotebookNode) -> list[NotebookNode]:
        """What a cell may show. What it may not is told with its line."""
        if cell.cell_type != "code" or self._ended:
            return []
        error = next((output for output in cell.outputs if output.output_type == "error"), None)
        sets, uses = _names(cell.source)
        if (error is None or error.evalue == DIED) and _ends(cell.source):
            error = NotebookNode(ename="SystemExit", evalue="")  # type: ignore[no-untyped-call]
        self._ended = error is not None and error.ename == "SystemExit"
        if error is None:
            self._known |= sets
            return self._showable(number, cell)
        cause = in_words(error.ename, error.evalue, sorted(self._known)) if error.ename else error.evalue
        follows = self.failed and (cause.startswith(UNKNOWN_NAME) or bool(uses & self._missing))
        if not follows:
            self._tell(
                self.line(number, _line(error, cell)), f"this code cell failed: {cause}" if error.ename else cause
            )
        self.failed = True
        self._missing |= sets
        return []

    def _showable(self, number: int, cell: NotebookNode) -> list[NotebookNode]:
        shown = []
        for output, refusal in may_show(cell):
            if output is not None:
                shown.append(output)
            if refusal is not None:
                self._tell(self.line(number, refusal.line), f"{refusal.cause}. {refusal.remedy}")
        return shown

    def _tell(self, line: int, message: str) -> None:
        logger.error(message, location=f"{self.path}:{line}", type=TYPE, subtype="cell")

    def line(self, number: int, line: int = 1) -> int:
        """The chapter's line of a line of a cell."""
        start = self.cell_line(number)
        lines = read_text(Path(self.path)).splitlines()
        code = self.notebook.cells[number].source.splitlines()
        at = range(start - 1, len(lines))
        return next((n for n in at if lines[n : n + len(code)] == code), start - 1) + line


def _line(error: NotebookNode, cell: NotebookNode) -> int:
    """The line of a cell in which it failed."""
    if error.ename == "SystemExit":
        return next((n for n, line in enumerate(cell.source.splitlines(), 1) if re.search("exit|quit", line)), 1)
    told = _RUNNING.findall(_COLOUR.sub("", "\n".join(error.get("traceback", []))))
    return next((int(line) for count, line in reversed(told) if count == str(cell.execution_count)), 1)


def _ends(source: str) -> bool:
    """Whether code calls ``exit()`` or ``quit()``. Python would not say so, and may be gone at any later cell."""
    try:
        nodes = ast.walk(ast.parse(source))
    except SyntaxError:
        return False
    calls = (node.func for node in nodes if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Name) and called.id in ("exit", "quit") for called in calls)


def _names(source: str) -> tuple[set[str], set[str]]:
    """The names that code sets, and those that it uses. Of code that is no Python, all that look like names."""
    try:
        nodes = list(ast.walk(ast.parse(source.strip())))
    except (SyntaxError, ValueError):
        words = set(re.findall(r"[^\W\d]\w*", source))
        return words, words
    sets = {name for node in nodes for name in _set(node)}
    return sets, {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _set(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in names)
