"""A new line in ``_toc.yml``, in its place; every other byte stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml  # type: ignore[import-untyped]

from kunnskapsstatus.errors import BookError

FILE = Path("_toc.yml")
LISTS = ("chapters", "sections", "entries")
"""What Jupyter Book calls a list of pages."""


def pages(root: Path) -> list[str]:
    """The pages of the table of contents, in order, without their suffix.

    Raises
    ------
    BookError
        For a file that cannot be read.
    """
    return [name for name, _ in _items(_tree(root))]


def with_page(root: Path, name: str, after: str = "") -> str:
    """The text of ``_toc.yml`` with a page more: after another, or else last in its first part with numbers.

    Raises
    ------
    BookError
        When there is no such other page, or the list is not written one page a line.
    """
    tree, text = _tree(root), (root / FILE).read_bytes().decode("utf-8")
    if after and after not in pages(root):
        known = ", ".join(pages(root))
        raise BookError(f"{after!r} is not in the table of contents", file=FILE, remedy=f"It has {known}.")
    neighbour = next((item for page, item in _items(tree) if page == after), None) or _last(tree)
    if neighbour is None or neighbour is tree or neighbour.flow_style:
        raise BookError(
            f"there is no place for {name} here: no list with one page a line",
            file=FILE,
            remedy=f"Write it yourself, where it belongs: - file: {name}",
        )
    lines = text.splitlines(keepends=True)
    last, first = max(node.end_mark.line for node in _leaves(neighbour)), neighbour.start_mark
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    lines[last] = lines[last].rstrip("\r\n") + end
    lines.insert(last + 1, f"{lines[first.line][: first.column]}file: {name}{end}")
    return "".join(lines)


def _tree(root: Path) -> yaml.Node:
    try:
        tree = yaml.compose((root / FILE).read_text("utf-8"), yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BookError(f"this cannot be read as YAML: {error}", file=FILE, remedy="Correct what it names.") from None
    if not isinstance(tree, yaml.MappingNode):
        raise BookError("this is no table of contents", file=FILE, remedy="Compare it with Jupyter Book's manual.")
    return tree


def _fields(node: yaml.Node) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _items(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """Each page below a node with the item that names it."""
    for name, value in _fields(node).items():
        if name in ("file", "root"):
            yield Path(value.value).with_suffix("").as_posix() if value.value.endswith(".md") else value.value, node
        elif isinstance(value, yaml.SequenceNode):
            for item in value.value:
                yield from _items(item)


def _last(tree: yaml.Node) -> yaml.Node | None:
    """The last page of the first part with numbers, or else of the first list."""
    top = _fields(tree)
    parts = [part for name in ("parts", "subtrees") if name in top for part in top[name].value] or [tree]
    chosen = next(
        (part for part in parts if getattr(_fields(part).get("numbered"), "value", "") not in ("", "false")), parts[0]
    )
    listed = next((value for name, value in _fields(chosen).items() if name in LISTS), None)
    return listed.value[-1] if isinstance(listed, yaml.SequenceNode) and listed.value else None


def _leaves(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    for part in node.value if isinstance(node.value, list) else ():
        for child in part if isinstance(part, tuple) else (part,):
            yield from _leaves(child)
