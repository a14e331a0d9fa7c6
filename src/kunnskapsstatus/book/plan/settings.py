"""A file of settings in YAML, with the line of each part: what it says may be wrong, and then its line is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from kunnskapsstatus.errors import BookError, did_you_mean

Way = tuple[str | int, ...]
"""The way to a part: keys and places in lists, from the top."""


class Settings:
    """What a file says, and where."""

    def __init__(self, root: Path, name: str) -> None:
        """Read the file.

        Raises
        ------
        BookError
            For a file that cannot be read, is no mapping, or gives a key twice: the first would be lost.
        """
        self.name = name
        try:
            text = (root / name).read_text("utf-8")
            tree = yaml.compose(text, yaml.CSafeLoader)
            self.data: Any = yaml.load(text, yaml.CSafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise BookError(
                f"this cannot be read as YAML: {getattr(error, 'problem', None) or error}",
                file=name,
                line=mark.line + 1 if mark else None,
                remedy="Correct the line, or the one above it: compare indentation, colons and quotation marks.",
            ) from None
        except UnicodeDecodeError as error:
            raise BookError(
                f"this is not UTF-8: {error.reason} at byte {error.start}", file=name, remedy="Save it as UTF-8."
            ) from None
        except OSError as error:
            raise BookError(
                f"this cannot be read: {error.strerror}", file=name, remedy="A book has the file in its folder."
            ) from None
        self._lines: dict[Way, int] = {}
        if not isinstance(self.data, dict):
            raise BookError("this is no list of settings", file=name, line=1, remedy="Write one a line: key: value")
        self._note(tree, ())

    def _note(self, node: yaml.Node, path: Way) -> None:
        self._lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                own = (*path, key.value)
                if own in self._lines:
                    raise self.fault(own, f"{key.value} is given a second time", "Keep one.", key.start_mark.line + 1)
                self._lines[own] = key.start_mark.line + 1
                self._note(value, own)
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                self._note(value, (*path, number))

    def named(self, text: str) -> int | None:
        """The line of the longest value that ``text`` names, where it names one."""
        values = {value: way for way, value in _values(self.data, ()) if isinstance(value, str) and value}
        found = [value for value in values if re.search(rf"(?<![\w./-]){re.escape(value)}(?![\w/-])", text)]
        return self.line(values[max(found, key=len)]) if found else None

    def line(self, path: Way) -> int:
        """The line of a part, or of the nearest around it."""
        return next(self._lines[path[:size]] for size in range(len(path), -1, -1) if path[:size] in self._lines)

    def fault(self, path: Way, cause: str, remedy: str, line: int | None = None) -> BookError:
        """An error with the line of a part."""
        where = self._lines.get(path)
        more = f" (first on line {where})" if line and where else ""
        return BookError(cause + more, file=self.name, line=line or self.line(path), remedy=remedy)

    def unknown(self, path: Way, known: Iterable[str]) -> BookError:
        """An error for a key that means nothing."""
        names, key = sorted(known), str(path[-1])
        return self.fault(path, f"{key!r} is not known here{did_you_mean(key, names)}", f"Known: {', '.join(names)}.")


def _values(data: Any, way: Way) -> Iterator[tuple[Way, Any]]:
    """All that is no list and no mapping, with the way to it."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _values(value, (*way, key))
    else:
        yield way, data
