"""Options and tags of code cells: Jupyter keeps what it does not know, and so a misspelt one would do nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from markdown_it.token import Token
from myst_parser.parsers.directives import parse_directive_text

from kunnskapsstatus.book.execution.outputs import ASKED, OPTIONS
from kunnskapsstatus.errors import did_you_mean

CELL = "{code-cell}"
LANGUAGES = ("", "ipython3", "ipython", "python3", "python")
OF_JUPYTER = {"id", "editable", "slideshow", "jupyter", "collapsed", "scrolled", "execution", "vscode"}
"""Options that editors of notebooks write."""
KNOWN = {"tags", *OPTIONS, *OF_JUPYTER}
TAGS = {
    "parameters", ASKED, "remove-cell", "remove-input", "remove-output", "remove-stdout", "remove-stderr", "hide-cell",
    "hide-input", "hide-output", "scroll-output",
}  # fmt: skip


class _Any:
    """A directive that may have any option."""

    option_spec: ClassVar[dict[str, Any]] = {"options": True}
    required_arguments, optional_arguments, has_content = 0, 1, True


def faults(cell: Token) -> Iterator[tuple[str, int]]:
    """What is wrong with a cell's language, options and tags, each with its line, counted from the cell's first.

    Raises
    ------
    ValueError
        With the same, for what keeps the cell from being read at all.
    """
    language = cell.info.strip().removeprefix(CELL).strip()
    if language not in LANGUAGES:
        yield f"this cell is in {language!r}: chapters are in Python, ```{CELL} ipython3", 0
    read = parse_directive_text(_Any, "", cell.content, validate_options=False)  # type: ignore[arg-type]
    if read.warnings:
        raise ValueError(f"the options of this cell cannot be read: {' '.join(read.warnings[0].msg.split())}", 0)
    for name, value in read.options.items():
        line = next((at for at, text in enumerate(cell.content.splitlines(), 1) if name in text), 0)
        if name not in KNOWN:
            yield (
                f"a code cell has no option {name!r}{did_you_mean(name, KNOWN) or f': {_listed(KNOWN - OF_JUPYTER)}'}",
                line,
            )
        elif name == "tags" and not isinstance(value, list):
            raise ValueError(f"tags are a list: write :tags: [{value}]", line)
        elif name == "tags":
            yield from ((cause, line) for cause in _unknown(value))
        elif name in OPTIONS and not (isinstance(value, str) and value.strip()):
            yield f"{name} is {value!r}: write words after it, in quotation marks where they are a number", line


def _unknown(tags: list[Any]) -> Iterator[str]:
    for tag in tags:
        if str(tag).replace("_", "-") not in TAGS:
            yield f"no tag is called {str(tag)!r}{did_you_mean(tag, TAGS) or f': {_listed(TAGS)}'}"


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
