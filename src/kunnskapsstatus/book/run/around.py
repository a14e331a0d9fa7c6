"""What the cells of any chapter may depend on besides their own code: where it is as it was, few of them run again."""

from __future__ import annotations

from pathlib import Path

from kunnskapsstatus import files, rooms

TEXT = ".md"
ASSETS = ("_static", "_templates", "locale")
"""The folders of what the site looks like and says around its pages."""
OF_SITE = (".css", ".js", ".html", ".po", ".mo")
"""What of these only the site is made from. A cell that reads one is known to have opened it, as with texts."""
BUILT = "_build"
KEPT = "around"
"""The file of a build's work that tells what was around its cells."""


def around(source: Path) -> str:
    """A hash of every file of the book in ``source`` but the texts of chapters and what only the site is made from, and
    of the library."""
    found = files.below(source, [source / BUILT])
    return files.digest((path for name, path in found if not _is_apart(name)), rooms.digest("book"), source)


def _is_apart(name: str) -> bool:
    return name.endswith(TEXT) or (name.startswith(tuple(f"{one}/" for one in ASSETS)) and name.endswith(OF_SITE))


def is_as_it_was(work: Path, now: str) -> bool:
    """Whether the last build in ``work`` that went well had the same around its cells."""
    return (work / KEPT).is_file() and (work / KEPT).read_text("utf-8") == now


def keep(work: Path, now: str) -> None:
    """Note what a build that went well had around its cells."""
    files.write(work / KEPT, now)
