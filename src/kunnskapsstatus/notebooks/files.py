"""The chapters as Jupyter notebooks: ``chapters/<name>.md`` → ``notebooks/<name>.ipynb``, one way, without outputs.

A chapter gives the same bytes each time: cell ids come from the cells' content. Pages without code have no notebook.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode

from kunnskapsstatus import files
from kunnskapsstatus.chapter.since import KEYS
from kunnskapsstatus.chapter.text import STOP
from kunnskapsstatus.chapter.text.parser import is_plain
from kunnskapsstatus.data.text import read_text
from kunnskapsstatus.errors import BookError

CHAPTERS = Path("chapters")
FOLDER = Path("notebooks")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
TAG, YEAR, CLAIMS = "parameters", "year", "claims"
"""The tag of the cell with a notebook's parameters, and two of them."""
SHOW = "show_text"
BEGIN = "from kunnskapsstatus import ChapterText, edition\n\n"
OF_YEAR = f"{YEAR} = edition({YEAR})\n"
FOLDED = {
    "jupyter": {"source_hidden": True},
    "scrolled": False,
    "tags": ["remove-input"],
    "transient": {"remove_source": True},
}
"""Of a cell that shows text: its code is folded away by JupyterLab, tools that know tags, and nbconvert, and what it
shows is not."""
_ASSIGNED = re.compile(r"^(\w+)(?: *:[^=\n]*)? *=", re.M)


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
    text = read_text(chapter)
    try:
        page: NotebookNode = jupytext.reads(text, fmt="md:myst")
    except Exception as error:  # jupytext passes on whatever its YAML, MyST or nbformat readers raise
        cause = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise BookError(
            f"this is not a MyST notebook: {cause}",
            file=chapter,
            remedy="Compare its front matter and its code cells with those of another chapter.",
        ) from None
    return page


def notebook(chapter: Path) -> NotebookNode:
    """The notebook of a chapter: no outputs, kernel ``python3``, and ids that depend on content alone.

    Text that only the book knows how to show, and text of some editions alone, stands in cells that show it. What they
    need comes with the parameters, and what they found is told at the end.
    """
    page: NotebookNode = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    page.metadata.update({"kernelspec": dict(KERNEL), "language_info": {"name": "python"}})
    seen: Counter[str] = Counter()
    cells = []
    for cell in read(chapter).cells:
        content = "\0".join((chapter.stem, cell.cell_type, cell.source))
        cells.append(_code(cell.source, cell.metadata) if cell.cell_type == "code" else _text(cell, chapter.parents[1]))
        cells[-1].id = hashlib.sha256(f"{content}\0{seen[content]}".encode()).hexdigest()[:12]
        seen[content] += 1
    page.cells = _framed(cells, chapter.name)
    return page


def _text(cell: NotebookNode, root: Path) -> NotebookNode:
    """A piece of text as it is, where any notebook shows it as the book does; else a cell that shows it."""
    years = "".join(f", {name}={cell.metadata[name]!r}" for name in KEYS if name in cell.metadata)
    if cell.cell_type != "markdown" or not (years or not is_plain(cell.source, root)):
        return cell
    quotes = '"""' if '"""' not in cell.source else "'''"
    return _code(f"{SHOW}(r{quotes}\n{cell.source}\n{quotes}{years})", {**cell.metadata, **FOLDED})


def _framed(cells: list[NotebookNode], name: str) -> list[NotebookNode]:
    """The cells of a chapter with what begins and ends them."""
    given = next((cell for cell in cells if TAG in cell.metadata.get("tags", [])), None)
    parameters = given or _code("", {"tags": [TAG]})
    known = set(_ASSIGNED.findall(parameters.source))
    if CLAIMS not in known:
        parameters.source = f'{parameters.source}\n{CLAIMS} = "{STOP}"'.lstrip()
    year, named = (OF_YEAR, f"{YEAR}={YEAR}, ") if YEAR in known else ("", "")
    begin = _code(f'{BEGIN}{year}{SHOW} = ChapterText("{CHAPTERS.name}/{name}", {named}claims=claims)', FOLDED)
    end = _code(f"{SHOW}.report()", FOLDED)
    for cell in (begin, end, *([] if given else [parameters])):
        cell.id = hashlib.sha256(f"{name}\0{cell.source}".encode()).hexdigest()[:12]
    first = next((at for at, cell in enumerate(cells) if cell is given or cell.source.startswith(f"{SHOW}(")), 0)
    rest = [cell for cell in cells[first:] if cell is not given]
    return [*cells[:first], parameters, begin, *rest, end]


def _code(source: str, metadata: Mapping[str, Any]) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_code_cell(source, metadata=deepcopy(dict(metadata)))  # type: ignore[no-untyped-call]
    return cell


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
