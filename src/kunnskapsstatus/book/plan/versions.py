"""The versions of the book, as ``CHANGELOG.md`` has them: the newest first."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

CHANGELOG = "CHANGELOG.md"
HEAD = re.compile(r"^## (?P<version>\S+)(?: \((?P<date>[^)]*)\))?[ \t]*$", re.M)


class Version(NamedTuple):
    """A version that was released, and its day."""

    number: str
    date: date


def released(root: Path) -> list[Version]:
    """The versions that have a date; none where the book has no changelog."""
    path, found = root / CHANGELOG, []
    for head in HEAD.finditer(path.read_text("utf-8")) if path.is_file() else ():
        with suppress(ValueError):
            found.append(Version(head["version"], date.fromisoformat(head["date"] or "")))
    return found
