"""A kept run of a chapter's cells is as good as a new one, or it is not taken."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from kunnskapsstatus.book.execution.runs import FOLDER, Again, Run, Runs
from kunnskapsstatus.book.run.around import around, is_as_it_was, keep
from kunnskapsstatus.chapter.statements import MIME, Answers, evaluate

CODE = "a = 1\na"


def notebook(code: str = CODE) -> NotebookNode:
    cells = [nbformat.v4.new_markdown_cell("Tekst."), nbformat.v4.new_code_cell(code)]
    return nbformat.v4.new_notebook(cells=cells)


def begun(book: Path) -> Runs:
    runs = Runs()
    app: Any = SimpleNamespace(srcdir=book, doctreedir=book / "_build")
    runs.begin(app)
    return runs


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    """A chapter of a book, whose run is kept: it has opened a file of its own."""
    chapters = ("chapters/users.md", "chapters/finance.md", "chapters/own.csv", "_static/read.css", "_static/site.css")
    for name in ("data/printed/table-03.csv", *chapters, "uv.lock"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a,b\n", "utf-8")
    runs, made = begun(tmp_path), notebook()
    made.cells[1].execution_count = 1
    made.cells[1].outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "1"}, execution_count=1)]
    run = Run(runs.made_from(notebook()), {"name": "python"})
    run.note_cell(1, made.cells[1])
    answers = Answers(
        (evaluate("a", {"a": 1}),), ("chapters/own.csv", "chapters/finance.md", "_static/read.css")
    ).to_json()
    run.note_answer(1, "a", [nbformat.v4.new_output("display_data", {MIME: answers})])
    runs.keep(tmp_path / "chapters" / "users.md", run)
    return tmp_path / "chapters" / "users.md"


def test_a_kept_run_gives_what_the_cells_gave(chapter: Path) -> None:
    runs, asked = begun(chapter.parents[1]), notebook()
    run = runs.find(chapter, runs.made_from(asked))
    assert run is not None and run.language == {"name": "python"}
    again = Again(run)
    for place, cell in enumerate(asked.cells):
        again.execute_cell(cell, place, execution_count=1)
    assert asked.cells[1].outputs[0].data["text/plain"] == "1" and asked.cells[1].execution_count == 1
    (answer,) = again.eval_expression("a") or ()
    assert Answers.from_json(answer.data[MIME]).statements[0].text == "1"
    assert again.eval_expression("b") is None
    assert Again(run).eval_expression("a") is None, "asked before the cell, it is another question"


CHANGES: dict[str, Callable[[Path], object]] = {
    "data": lambda book: (book / "data" / "printed" / "table-03.csv").write_text("a,c\n", "utf-8"),
    "new-data": lambda book: (book / "data" / "printed" / "table-04.csv").write_text("a,b\n", "utf-8"),
    "opened": lambda book: (book / "chapters" / "own.csv").write_text("a,c\n", "utf-8"),
    "opened-gone": lambda book: (book / "chapters" / "own.csv").unlink(),
    "not-known-to-be-opened": lambda book: (book / "chapters" / "own.parquet").write_bytes(b"PAR1"),
    "text-opened": lambda book: (book / "chapters" / "finance.md").write_text("En annen tekst.", "utf-8"),
    "style-opened": lambda book: (book / "_static" / "read.css").write_text("a,c", "utf-8"),
    "data-among-styles": lambda book: (book / "_static" / "own.parquet").write_bytes(b"PAR1"),
    "installed": lambda book: (book / "uv.lock").write_text("version = 2\n", "utf-8"),
    "not-whole": lambda book: (book / "_build" / FOLDER / "chapters.users.json").write_text('{"made_from"', "utf-8"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_run_of_something_else_is_not_taken(chapter: Path, change: Callable[[Path], object]) -> None:
    change(chapter.parents[1])
    runs = begun(chapter.parents[1])
    assert runs.find(chapter, runs.made_from(notebook())) is None


def test_what_only_the_site_is_made_from_runs_no_cell_again(chapter: Path) -> None:
    book = chapter.parents[1]
    for name in ("_static/site.css", "_static/new.js", "_templates/layout.html", "locale/nb/LC_MESSAGES/booktheme.po"):
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text("b", "utf-8")
    runs = begun(book)
    assert runs.find(chapter, runs.made_from(notebook())) is not None


def test_a_run_of_other_code_is_not_taken_and_text_is_no_code(chapter: Path) -> None:
    runs, edited = begun(chapter.parents[1]), notebook()
    assert runs.find(chapter, runs.made_from(notebook("a = 2\na"))) is None
    edited.cells[0].source = "En annen tekst."
    chapter.write_text("En annen tekst.", "utf-8")
    assert runs.find(chapter, runs.made_from(edited)) is not None
    assert Runs().find(chapter, Runs().made_from(edited)) is None, "before reading begins, nothing is known"


def test_what_is_around_cells_is_known_from_the_last_build_that_went_well(chapter: Path, tmp_path: Path) -> None:
    book, work = chapter.parents[1], tmp_path / "_build"
    assert not is_as_it_was(work, around(book)), "there was no build"
    keep(work, around(book))
    chapter.write_text("En annen tekst.", "utf-8")
    assert is_as_it_was(work, around(book))
    CHANGES["data"](book)
    assert not is_as_it_was(work, around(book))
