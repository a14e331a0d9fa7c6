"""What a chapter's cells gave, kept: where its text alone has changed, they need not run again.

A run is good as long as all that it may depend on is as it was: the code of its cells, the library, and every file of
the book but the texts of chapters and what only the site is made from, of which those that it has opened count as well.
What a cell takes from elsewhere, such as the clock, is of the run; it is no reason for a chapter to be read again
either.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from sphinx.application import Sphinx

from kunnskapsstatus import files
from kunnskapsstatus.book.run.around import around
from kunnskapsstatus.chapter.statements import MIME, Answers

FOLDER = "runs"
"""Where runs lie, beside the chapters as they were read."""


@dataclass
class Run:
    """What was made of a chapter's code, and what it gave.

    Attributes
    ----------
    made_from : a hash of the code and of all that it depends on
    language : what the kernel said of its language
    cells : of each code cell by its place, its number and its outputs
    answers : by how many code cells had run, what was answered to each expression
    read : the files that it opened, with a hash of each
    """

    made_from: str = ""
    language: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, list[Any]] = field(default_factory=dict)
    answers: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)

    def note_cell(self, place: int, cell: NotebookNode) -> None:
        """Keep what a cell gave as it is now: what may not be shown is taken out of it later."""
        self.cells[str(place)] = json.loads(json.dumps([cell.execution_count, cell.outputs]))

    def note_answer(self, done: int, expression: str, outputs: list[NotebookNode]) -> None:
        """Keep what was answered when so many cells had run, if it was."""
        if outputs and MIME in outputs[0].get("data", {}):
            self.answers.setdefault(str(done), {})[expression] = json.loads(json.dumps(outputs))

    def opened(self) -> Iterator[str]:
        """The files of the book that the answers name."""
        for outputs in (given for asked in self.answers.values() for given in asked.values()):
            answers = Answers.from_json(outputs[0]["data"][MIME])
            yield from (*answers.read, *(name for statement in answers.statements for name in statement.files))


class Again:
    """Stands for a chapter's kernel, and gives what a kept run gave."""

    gone, owns_km = "", False
    code_cells_executed = 0

    def __init__(self, run: Run) -> None:
        self.run = run

    def execute_cell(self, cell: NotebookNode, cell_index: int, **_: Any) -> NotebookNode:
        """Give a cell its outputs."""
        if cell.cell_type == "code" and str(cell_index) in self.run.cells:
            cell.execution_count, outputs = self.run.cells[str(cell_index)]
            cell.outputs = [nbformat.from_dict(output) for output in outputs]  # type: ignore[no-untyped-call]
            self.code_cells_executed += 1
        return cell

    def eval_expression(self, name: str) -> list[NotebookNode] | None:
        """What was answered, or None where nobody has asked."""
        found = self.run.answers.get(str(self.code_cells_executed), {}).get(name)
        return None if found is None else [nbformat.from_dict(output) for output in found]  # type: ignore[no-untyped-call]

    def set_widgets_metadata(self) -> None:
        """There are no widgets."""


class Runs:
    """The kept runs of a book's chapters. Until it is told that reading begins, it knows of none."""

    def __init__(self) -> None:
        self._source, self._folder, self._common = Path(), Path(), ""

    def begin(self, app: Sphinx) -> None:
        """Chapters are about to be read: what all runs depend on is looked at now, and once."""
        self._source, self._folder = Path(app.srcdir), Path(app.doctreedir) / FOLDER
        self._common = around(self._source)

    def made_from(self, notebook: NotebookNode) -> str:
        """A hash of a chapter's code and of what all runs depend on; empty where that is not known."""
        code = [[place, cell.source, cell.metadata] for place, cell in enumerate(notebook.cells) if _runs(cell)]
        told = json.dumps([notebook.metadata.get("kernelspec"), code], sort_keys=True)
        return self._common and files.digest([], self._common + told)

    def find(self, path: Path, made_from: str) -> Run | None:
        """The run of a chapter that is still good."""
        try:
            run = Run(**json.loads(self._place(path).read_text("utf-8")))
        except (OSError, ValueError, TypeError):  # there is none, or that of another version
            return None
        good = made_from and run.made_from == made_from and run.read == self._contents(run.read)
        return run if good else None

    def keep(self, path: Path, run: Run) -> None:
        """Keep the run of a chapter."""
        if run.made_from:
            run.read = self._contents(run.opened())
            files.write(self._place(path), json.dumps(vars(run)))

    def _place(self, path: Path) -> Path:
        return self._folder / f"{path.relative_to(self._source).with_suffix('').as_posix().replace('/', '.')}.json"

    def _contents(self, names: Iterator[str] | dict[str, str]) -> dict[str, str]:
        return {name: files.digest([self._source / name]) for name in sorted(set(names))}


def _runs(cell: NotebookNode) -> bool:
    return bool(cell.cell_type == "code")
