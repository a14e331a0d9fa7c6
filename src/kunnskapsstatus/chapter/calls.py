"""Where a chapter shows and reads exhibits: by its code, not by a run of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

YEAR = "year"
"""What a chapter calls its year."""
_CELL = re.compile(r"^(?P<fence>`{3,})\{code-cell\}[^\n]*\n(?P<code>.*?)^(?P=fence)[ \t]*$", re.S | re.M)
_OPTIONS = re.compile(r"\A(?:[ \t]*:[^\n]*\n)+")


class Call(NamedTuple):
    """A call of ``exhibit`` with an id that is written out: of which exhibit, on which line, whether it shows it."""

    exhibit: str
    line: int
    shows: bool


def calls(text: str, year: int | None = None) -> Iterator[Call]:
    """The calls of a chapter, in order; with a year, those that its cells reach in it. What is no Python has none."""
    for cell in _CELL.finditer(text):
        code = _OPTIONS.sub(lambda options: "\n" * options[0].count("\n"), cell["code"])
        first = text.count("\n", 0, cell.start("code"))
        try:
            found = list(_calls(ast.parse(code), year))
        except SyntaxError:
            continue
        for call in sorted(found, key=lambda call: call.lineno):
            match call:
                case ast.Call(func=ast.Name("exhibit"), args=[ast.Constant(str() as name), *_], keywords=given):
                    shows = not any(k.arg == "show" and ast.unparse(k.value) == "False" for k in given)
                    yield Call(name, first + call.lineno, shows)


def _calls(node: ast.AST, year: int | None) -> Iterator[ast.Call]:
    """The calls below a node, without the branches of ``if`` that the year does not come to."""
    if isinstance(node, ast.Call):
        yield node
    below = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.If) and year is not None and _names(node.test) == {YEAR}:
        reached = eval(compile(ast.Expression(node.test), "<if>", "eval"), {YEAR: year})  # noqa: S307 - of the year alone
        below = list(node.body if reached else node.orelse)
    for child in below:
        yield from _calls(child, year)


def _names(test: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
