"""Where the chapters show and read exhibits: by their code, not by a build."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kunnskapsstatus.desk.prose import chapters, read

_CELL = re.compile(r"^(?P<fence>`{3,})\{code-cell\}[^\n]*\n(?P<code>.*?)^(?P=fence)[ \t]*$", re.S | re.M)
_OPTIONS = re.compile(r"\A(?:[ \t]*:[^\n]*\n)+")


@dataclass(frozen=True)
class Place:
    """A call of ``exhibit`` in a chapter: of which exhibit, where, and whether it is shown there."""

    exhibit: str
    file: str
    line: int
    shows: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def places(root: Path) -> Iterator[Place]:
    """Every call of ``exhibit`` with an id that is written out, chapter by chapter. What is no Python has none."""
    for path in chapters(root):
        text = read(path)
        for cell in _CELL.finditer(text):
            code = _OPTIONS.sub(lambda options: "\n" * options[0].count("\n"), cell["code"])
            first = text.count("\n", 0, cell.start("code"))
            try:
                calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
            except SyntaxError:
                continue
            for call in sorted(calls, key=lambda call: call.lineno):
                match call:
                    case ast.Call(func=ast.Name("exhibit"), args=[ast.Constant(str() as name), *_], keywords=given):
                        shows = not any(k.arg == "show" and ast.unparse(k.value) == "False" for k in given)
                        yield Place(name, path.relative_to(root).as_posix(), first + call.lineno, shows)
