"""What the cells of any chapter may depend on besides their own code: where it is as it was, few of them run again."""

from __future__ import annotations

from pathlib import Path

from kunnskapsstatus import files, rooms

TEXT = ".md"
BUILT = "_build"
KEPT = "around"
"""The file of a build's work that tells what was around its cells."""


def around(source: Path) -> str:
    """A hash of every file of the book in ``source`` but the texts of chapters, and of the library."""
    found = files.below(source, [source / BUILT])
    return files.digest((path for name, path in found if not name.endswith(TEXT)), rooms.digest("book"), source)


def is_as_it_was(work: Path, now: str) -> bool:
    """Whether the last build in ``work`` that went well had the same around its cells."""
    return (work / KEPT).is_file() and (work / KEPT).read_text("utf-8") == now


def keep(work: Path, now: str) -> None:
    """Note what a build that went well had around its cells."""
    files.write(work / KEPT, now)
