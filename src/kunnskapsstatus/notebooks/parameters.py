"""What a notebook takes, and whether given values are right: checked before any kernel starts.

papermill itself only warns of a name that it does not know, and then runs with the default: the wrong numbers, with
nothing to see.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import yaml  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin
from nbformat import NotebookNode

from kunnskapsstatus import paths
from kunnskapsstatus.chapter.text import CHOICES, REPORT, STOP
from kunnskapsstatus.data.book import FIRST_EDITION, open_book
from kunnskapsstatus.errors import BookError, did_you_mean
from kunnskapsstatus.notebooks import files as notebooks
from kunnskapsstatus.notebooks.files import CLAIMS, TAG, YEAR

NEWEST = "newest()"
"""What a chapter's year is when nobody gives another: the newest that the official figures have."""
_CELL = re.compile(r"\{code-cell\}")


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
    """The parameters of a chapter (``.md``) or a notebook (``.ipynb``), with their default values. Those of a chapter
    are its notebook's.

    Raises
    ------
    EditionError
        When there are two parameter cells, or the cell holds more than names and plain values.
    """
    if path.suffix == ".ipynb":
        return of(nbformat.read(path, as_version=4), path)  # type: ignore[no-untyped-call]
    return {CLAIMS: STOP, **of(notebooks.read(path), path)}


def of(page: NotebookNode, path: Path) -> dict[str, Any]:
    """The parameters of a notebook that is read from ``path``; as :func:`parameters`. What the newest year is, the book
    that the path lies in says."""
    try:
        return {name: _default(value, path) for name, value in given_in(page, path).items()}
    except ValueError:
        raise _more_than_values(page, path) from None


def given_in(page: NotebookNode, path: Path) -> dict[str, ast.expr]:
    """The parameters of a notebook that is read from ``path`` as they are written, by name. No data are looked at.

    Raises
    ------
    EditionError
        As :func:`parameters`.
    """
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
    try:
        return dict(_assignments(tagged[0][1].source))
    except (SyntaxError, ValueError):
        raise _more_than_values(page, path) from None


def _more_than_values(page: NotebookNode, path: Path) -> EditionError:
    return EditionError(
        "the parameters cell holds more than imports, names and plain values",
        file=path,
        cell=next(number for number, cell in enumerate(page.cells, 1) if TAG in cell.metadata.get("tags", [])),
        remedy=f"Write one parameter a line, such as: {YEAR} = {NEWEST}",
    )


def _default(value: ast.expr, path: Path) -> Any:
    """The value of a plain value, or of ``newest()``: the newest year with official figures."""
    if ast.unparse(value) == NEWEST:
        return open_book(paths.root(path.resolve().parent)).newest
    return ast.literal_eval(value)


def _assignments(source: str) -> Iterator[tuple[str, ast.expr]]:
    for statement in ast.parse(source).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value
            case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
                pass
            case _:
                raise ValueError(ast.unparse(statement))


def parse(pairs: Iterable[str]) -> dict[str, Any]:
    """Parameters from ``NAME=VALUE`` as papermill reads them: ``2024`` is a whole number, ``True`` true, the rest text.

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


def of_years(given: Iterable[str]) -> list[dict[str, Any]]:
    """The parameters of an edition for each year, given as ``2018-2020`` or ``2024``.

    Raises
    ------
    EditionError
        For years in the wrong order.
    """
    years = dict.fromkeys(year for text in given for year in _span(text))
    return [parse([f"{YEAR}={year}"]) for year in years]


def _span(text: str) -> list[str]:
    """Each year from one to another."""
    if not (span := re.fullmatch(r"([0-9]{4})[-–]([0-9]{4})", text)):
        return [text]
    if span[1] > span[2]:
        raise EditionError(f"{text} ends before it begins", remedy=f"Write it the other way round: {span[2]}-{span[1]}")
    return [str(year) for year in range(int(span[1]), int(span[2]) + 1)]


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
    """Nothing, when each parameter is one that a notebook has and of its type, and the year has data. Starts no kernel.

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
            cause = f"no notebook has the parameter {name!r}{did_you_mean(name, known)}"
            raise EditionError(cause, remedy=f"Parameters and their defaults: {listed}.")
        default = known[name][1]
        expected = _NOUNS.get(type(default), type(default).__name__)
        if type(value) is not type(default) and not (isinstance(default, float) and type(value) is int):
            raise EditionError(
                f"the parameter {name!r} is {value!r} ({type(value).__name__}); expected {expected}",
                remedy=f"Write it as the default is written: {name} = {default!r}.",
            )
    if given.get(CLAIMS, STOP) not in CHOICES:
        raise EditionError(
            f"the parameter {CLAIMS!r} is {given[CLAIMS]!r}{did_you_mean(given[CLAIMS], CHOICES)}",
            remedy=f"Write {CLAIMS}={STOP} or {CLAIMS}={REPORT}.",
        )
    if YEAR in given:
        there = years(root)
        if given[YEAR] not in there:
            close_year = min(there, key=lambda year: (abs(year - given[YEAR]), -year), default=None)
            raise EditionError(
                f"there are no data for the year {given[YEAR]}"
                + (f"; the closest year is {close_year}" if close_year else ""),
                remedy=f"Years with data: {_ranges(there) or 'none'}. A new year is new rows in data/official/.",
            )


def check_edition(root: Path, given: Mapping[str, Any]) -> None:
    """Nothing, when a book can be made for these parameters: as :func:`check_parameters`, and from the first edition on.

    Raises
    ------
    EditionError
        For a parameter that is not right, and for a year before the report's.
    """
    check_parameters(root, given)
    if given.get(YEAR, FIRST_EDITION) < FIRST_EDITION:
        raise EditionError(
            f"the first edition is that of {FIRST_EDITION}, the year of the report, and not of {given[YEAR]}",
            remedy=f"To see the exhibits of {given[YEAR]} beside the text of {FIRST_EDITION}, run a notebook: "
            f"papermill notebooks/users.ipynb users.ipynb -p year {given[YEAR]}",
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
    parser = MarkdownIt("commonmark").use(front_matter_plugin).disable("inline")
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
            options = [
                line.lstrip()[1:] for line in itertools.takewhile(lambda line: line.lstrip().startswith(":"), content)
            ]
            size = len(options)
        try:
            settings = yaml.safe_load("\n".join(options)) or {}
        except yaml.YAMLError:
            continue
        tags = settings.get("tags", []) if isinstance(settings, dict) else []
        if TAG in tags:
            first = token.map[0] + 1
            yield first + size, first + len(content) - 1
