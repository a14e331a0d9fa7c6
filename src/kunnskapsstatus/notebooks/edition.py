"""An edition: the whole book for given parameters, such as another year.

Parameters are checked before any kernel starts. papermill itself only warns of a name that it does not know, and then runs with
the default: the wrong numbers, with nothing to see.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
import itertools
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import yaml  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin
from nbformat import NotebookNode

from kunnskapsstatus import files
from kunnskapsstatus.notebooks import files as notebooks
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.errors import BookError

TAG = "parameters"
INJECTED = "injected-parameters"
YEAR = "year"
_CELL = re.compile(r"\{code-cell\}")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class EditionError(BookError):
    """An edition cannot be made: a parameter that is not right, or a cell that fails.

    Attributes
    ----------
    cell : which cell of the file, counted from 1; None where it is no cell's fault
    """

    def __init__(self, cause: str, *, file: Path | str = "", cell: int | None = None, remedy: str = "") -> None:
        self.cell = cell
        super().__init__(cause if cell is None else f"cell {cell}: {cause}", file=file, remedy=remedy)


def parameters(path: Path) -> dict[str, Any]:
    """The parameters of a chapter (``.md``) or a notebook (``.ipynb``) and their default values; empty when it has none.

    Raises
    ------
    EditionError
        When there are two parameter cells, or the cell holds more than names and plain values.
    """
    page = nbformat.read(path, as_version=4) if path.suffix == ".ipynb" else notebooks.read(path)  # type: ignore[no-untyped-call]
    return _parameters(page, path)


def _parameters(page: NotebookNode, path: Path) -> dict[str, Any]:
    tagged = [(number, cell) for number, cell in enumerate(page.cells, 1) if TAG in cell.metadata.get("tags", [])]
    if not tagged:
        return {}
    if len(tagged) > 1:
        raise EditionError(
            f"a second cell is tagged {TAG!r}; the first is cell {tagged[0][0]}",
            file=path,
            cell=tagged[1][0],
            remedy="Put all parameters in one cell.",
        )
    number, cell = tagged[0]
    try:
        return {name: ast.literal_eval(value) for name, value in _assignments(cell.source)}
    except (SyntaxError, ValueError):
        raise EditionError(
            "the parameters cell holds more than names and plain values",
            file=path,
            cell=number,
            remedy="Write one parameter a line, such as: year = 2018",
        ) from None


def _assignments(source: str) -> Iterator[tuple[str, ast.expr]]:
    for statement in ast.parse(source).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value
            case ast.Expr(value=ast.Constant()):
                pass
            case _:
                raise ValueError(ast.unparse(statement))


def parse(pairs: Iterable[str]) -> dict[str, Any]:
    """Parameters from ``NAME=VALUE`` as papermill reads them: ``2024`` is a whole number, ``True`` is true, the rest is text.

    Raises
    ------
    EditionError
        For a pair without a name or a ``=``, or a name that is given twice.
    """
    given: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not (name and sign and value):
            raise EditionError(f"{pair!r} is not a parameter", remedy="Write NAME=VALUE, such as year=2024.")
        if name in given:
            raise EditionError(f"the parameter {name!r} is given twice", remedy="Give each parameter once.")
        given[name] = _value(value)
    return given


def _value(text: str) -> Any:
    if text in ("True", "False"):
        return text == "True"
    if re.fullmatch(r"[+-]?[0-9]+", text):
        return int(text)
    return float(text) if re.fullmatch(r"[+-]?[0-9]*\.[0-9]+", text) else text


def years(root: Path) -> list[int]:
    """The years that the observations have values of."""
    return list(open_book(root).years)


def check_parameters(root: Path, given: Mapping[str, Any]) -> None:
    """Nothing, when each given parameter is one that a notebook has, of the right type, and the year has data. Starts no kernel.

    Raises
    ------
    EditionError
        Names the parameter, what was expected, and the closest that there is.
    """
    known: dict[str, tuple[Path, Any]] = {}
    for chapter in notebooks.chapters(root):
        for name, default in parameters(chapter).items():
            first, value = known.setdefault(name, (chapter, default))
            if value != default or type(value) is not type(default):
                raise EditionError(
                    f"the parameter {name!r} is {default!r} here and {value!r} in {first.name}",
                    file=chapter.relative_to(root),
                    remedy="A parameter has the same default in every chapter.",
                )
    listed = ", ".join(f"{name} ({default!r})" for name, (_, default) in sorted(known.items())) or "none"
    for name, value in given.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, 1)
            guess = f"; did you mean {close[0]!r}?" if close else ""
            cause = f"no notebook has the parameter {name!r}{guess}"
            raise EditionError(cause, remedy=f"Parameters and their defaults: {listed}.")
        default = known[name][1]
        expected = _NOUNS.get(type(default), type(default).__name__)
        if type(value) is not type(default) and not (isinstance(default, float) and type(value) is int):
            raise EditionError(
                f"the parameter {name!r} is {value!r} ({type(value).__name__}); expected {expected}",
                remedy=f"Write it as the default is written: {name} = {default!r}.",
            )
    if YEAR in given:
        there = years(root)
        if given[YEAR] not in there:
            close_year = min(there, key=lambda year: (abs(year - given[YEAR]), -year), default=None)
            raise EditionError(
                f"there are no data for the year {given[YEAR]}" + (f"; the closest year is {close_year}" if close_year else ""),
                remedy=f"Years with data: {_ranges(there) or 'none'}. A new year is new rows in data/official/.",
            )


_NOUNS: dict[type, str] = {int: "a whole number", float: "a number", str: "a text", bool: "True or False"}


def _ranges(numbers: list[int]) -> str:
    """``2008–2010, 2014``."""
    parts = []
    for _, run in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        values = [number for _, number in run]
        parts.append(str(values[0]) if len(values) == 1 else f"{values[0]}–{values[-1]}")
    return ", ".join(parts)


def substitute(text: str, given: Mapping[str, Any]) -> str:
    """A chapter's text with the given values in its parameters cell. Every line stays where it is.

    Names that the chapter does not have are left out: :func:`check_parameters` has seen to them.
    """
    lines = text.split("\n")
    for first, last in _parameter_cells(text):
        body = [line.encode() for line in lines[first:last]]
        try:
            found = list(_assignments("\n".join(lines[first:last])))
        except (SyntaxError, ValueError):
            continue
        for name, value in reversed(found):
            if name not in given:
                continue
            start, end = value.lineno - 1, (value.end_lineno or value.lineno) - 1
            head, tail = body[start][: value.col_offset], body[end][value.end_col_offset :]
            body[start : end + 1] = [head + repr(given[name]).encode() + tail, *[b""] * (end - start)]
        lines[first:last] = [line.decode() for line in body]
    return "\n".join(lines)


def _parameter_cells(text: str) -> Iterator[tuple[int, int]]:
    """Where the code of each cell tagged ``parameters`` stands: first line, and the line after its last (from 0)."""
    parser = MarkdownIt("commonmark").use(front_matter_plugin)
    for token in parser.parse(text):
        if token.type != "fence" or token.level or not token.map or not _CELL.match(token.info.strip()):
            continue
        content = token.content.split("\n")
        size = 0
        options: list[str] = []
        if content[0].strip() == "---":
            size = next((number + 1 for number, line in enumerate(content[1:], 1) if line.strip() == "---"), 0)
            options = content[1 : size - 1]
        else:
            options = [line.lstrip()[1:] for line in itertools.takewhile(lambda line: line.lstrip().startswith(":"), content)]
            size = len(options)
        try:
            settings = yaml.safe_load("\n".join(options)) or {}
        except yaml.YAMLError:
            continue
        tags = settings.get("tags", []) if isinstance(settings, dict) else []
        if TAG in tags:
            first = token.map[0] + 1
            yield first + size, first + len(content) - 1


def run_notebooks(root: Path, given: Mapping[str, Any], out: Path) -> list[Path]:
    """Run every chapter's notebook with papermill, with the given parameters, and keep the results in ``out``.

    The same data and parameters give the same bytes: clock times, durations, random ids and absolute paths are left out. ``out``
    is replaced as a whole when all notebooks have run; when one fails, what was there stays.

    Raises
    ------
    EditionError
        Before any kernel starts for a parameter that is not right; else for the first cell that fails.
    """
    check_parameters(root, given)
    draft = out.with_name(f".{out.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        for chapter in notebooks.chapters(root):
            page = _run(root, chapter, given, draft / f"{chapter.stem}.ipynb")
            files.write(draft / f"{chapter.stem}.ipynb", notebooks.text(page))
        shutil.rmtree(out, ignore_errors=True)
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return sorted(out.glob("*.ipynb"))


def _run(root: Path, chapter: Path, given: Mapping[str, Any], draft: Path) -> NotebookNode:
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellControlSignal, DeadKernelError

    page = notebooks.notebook(chapter)
    name = notebooks.FOLDER / f"{chapter.stem}.ipynb"
    chosen = {key: value for key, value in given.items() if key in _parameters(page, name)}
    try:
        ran = papermill.execute_notebook(
            page, str(draft), parameters=chosen, cwd=str(root), progress_bar=False, shutdown_kernel="immediate",
        )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        raise _readable(error, name, page) from None
    except (CellControlSignal, DeadKernelError, NoSuchKernel) as error:
        raise EditionError(f"the kernel stopped: {error}", file=name, remedy="Check memory and the installation (uv sync), then run it again.") from None
    return _clean(ran, page, chapter.stem, root, chosen)


def _readable(error: Any, name: Path, page: NotebookNode) -> EditionError:
    """What a failed cell says, without a traceback. The cell is counted as in the notebook's own file."""
    number = next((n for n, cell in enumerate(page.cells, 1) if cell.cell_type == "code" and cell.source == error.source), None)
    cause, _, remedy = _COLOUR.sub("", str(error.evalue)).strip().partition("\n")
    ours = {"BookError", *(kind.__name__ for kind in _below(BookError))}
    kind = "" if error.ename in ours else f"{error.ename}: "
    code = next((line for line in str(error.source).splitlines() if line.strip()), "")
    remedy = remedy or "Correct the chapter or its data, then run it again."
    return EditionError(f"{kind}{cause} [{code}]", file=name, cell=number, remedy=remedy)


def _below(kind: type[BookError]) -> Iterator[type[BookError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _clean(ran: NotebookNode, page: NotebookNode, stem: str, root: Path, given: Mapping[str, Any]) -> NotebookNode:
    """The notebook that ran, without what changes from run to run and from machine to machine."""
    metadata = {**page.metadata, "papermill": {"parameters": dict(given)}}
    version = {"nbformat": page.nbformat, "nbformat_minor": page.nbformat_minor}
    for cell in ran.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if INJECTED in cell.metadata.get("tags", []):
            cell.id = hashlib.sha256("\0".join((stem, INJECTED, cell.source)).encode()).hexdigest()[:12]
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
    cleaned: NotebookNode = nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"cells": _relative(ran.cells, root), "metadata": metadata, **version}
    )
    return cleaned


def _relative(value: Any, root: Path) -> Any:
    """The value with paths below ``root`` made relative, wherever a text names one."""
    if isinstance(value, str):
        for folder in sorted({str(root), str(root.resolve())}, key=len, reverse=True):
            value = value.replace(f"{folder}/", "").replace(folder, ".")
        return value
    if isinstance(value, list):
        return [_relative(item, root) for item in value]
    if isinstance(value, dict):
        return {key: _relative(item, root) for key, item in value.items()}
    return value
