"""Whether chapters agree on the defaults of their parameters: where they do not, the book is right, and yet no edition
can be made of it."""

from __future__ import annotations

import re
from pathlib import Path

_CELL = re.compile(r"^(`{3,}|:{3,})\{code-cell\}[^\n]*\n(?=[^`=]*?\btags:[^`=]*?\bparameters\b)(.*?)^\1", re.S | re.M)
_PARAMETER = re.compile(r"^(\w+)(?:[ \t]*:[^=\n]+)?[ \t]*=[ \t]*(.+?)[ \t]*(?:#.*)?$", re.M)


def differing(root: Path) -> list[str]:
    """Each parameter whose default is another than in a chapter before, with both places."""
    told, first = [], dict[str, tuple[str, str]]()
    for path in sorted((root / "chapters").glob("*.md")):
        text = path.read_text("utf-8", errors="replace")
        cell = _CELL.search(text)
        for given in _PARAMETER.finditer(text, *cell.span(2)) if cell else ():
            place = f"{path.relative_to(root).as_posix()}:{text.count(chr(10), 0, given.start()) + 1}"
            value, other = first.setdefault(given[1], (given[2], place))
            if value != given[2]:
                remedy = f"no edition for another {given[1]} can be made until they are the same"
                told.append(f"{place}: {given[1]} is {given[2]} here and {value} in {other}: {remedy}")
    return told
