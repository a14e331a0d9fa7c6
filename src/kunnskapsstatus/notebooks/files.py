"""The chapters as Jupyter notebooks: ``chapters/<name>.md`` → ``notebooks/<name>.ipynb``, one way, without outputs.

A chapter gives the same bytes each time: cell ids come from the cells' content. Pages without code have no notebook.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from kunnskapsstatus import files
from kunnskapsstatus.errors import BookError

CHAPTERS = Path("chapters")
FOLDER = Path("notebooks")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def chapters(root: Path) -> list[Path]:
    """The chapters that have code, and so a notebook, by name."""
    return [
        path
        for path in sorted((root / CHAPTERS).glob("*.md"))
        if any(cell.cell_type == "code" for cell in read(path).cells)
    ]


def read(chapter: Path) -> NotebookNode:
    """A chapter as jupytext reads it.

    Raises
    ------
    BookError
        When the file is not a chapter in MyST that jupytext can read.
    """
    try:
        page: NotebookNode = jupytext.reads(chapter.read_text("utf-8"), fmt="md:myst")
    except Exception as error:  # jupytext passes on whatever its YAML, MyST or nbformat readers raise
        cause = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise BookError(
            f"this is not a MyST notebook: {cause}",
            file=chapter,
            remedy="Compare its front matter and its code cells with those of another chapter.",
        ) from None
    return page


def notebook(chapter: Path) -> NotebookNode:
    """The notebook of a chapter: no outputs, kernel ``python3``, and ids that depend on content alone."""
    source = read(chapter)
    page: NotebookNode = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    page.metadata.update({"kernelspec": dict(KERNEL), "language_info": {"name": "python"}})
    seen: Counter[str] = Counter()
    for cell in source.cells:
        content = "\0".join((chapter.stem, cell.cell_type, cell.source))
        cell.id = hashlib.sha256(f"{content}\0{seen[content]}".encode()).hexdigest()[:12]
        seen[content] += 1
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        page.cells.append(cell)
    return page


def text(page: NotebookNode) -> str:
    """A notebook as its file holds it."""
    nbformat.validate(page)
    return str(nbformat.writes(page)) + "\n"  # type: ignore[no-untyped-call]


def expected(root: Path) -> dict[Path, str]:
    """Every notebook that should be there, and what its file should hold."""
    return {root / FOLDER / f"{chapter.stem}.ipynb": text(notebook(chapter)) for chapter in chapters(root)}


def generate(root: Path) -> list[Path]:
    """Make ``notebooks/`` agree with ``chapters/``. Returns all notebooks; those without a chapter are removed."""
    wanted = expected(root)
    for path, content in wanted.items():
        files.write(path, content)
    for path in sorted((root / FOLDER).glob("*.ipynb")):
        if path not in wanted:
            path.unlink()
    return list(wanted)


def differences(root: Path) -> list[str]:
    """What does not agree: one sentence for each notebook that is missing, differs from its chapter, or has none."""
    wanted = expected(root)
    found = []
    for path, content in wanted.items():
        if not path.is_file():
            found.append(f"{FOLDER / path.name} is missing: {CHAPTERS / path.stem}.md has no notebook yet")
        elif path.read_bytes() != content.encode("utf-8"):
            found.append(f"{FOLDER / path.name} differs from {CHAPTERS / path.stem}.md")
    found += [
        f"{FOLDER / path.name} has no chapter" for path in sorted((root / FOLDER).glob("*.ipynb")) if path not in wanted
    ]
    return found
