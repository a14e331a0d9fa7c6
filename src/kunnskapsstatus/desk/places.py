"""Where the chapters show and read exhibits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kunnskapsstatus.chapter.calls import calls
from kunnskapsstatus.desk.prose import chapters, read


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
    """Every call of ``exhibit`` with an id that is written out, chapter by chapter."""
    for path in chapters(root):
        for call in calls(read(path)):
            yield Place(call.exhibit, path.relative_to(root).as_posix(), call.line, call.shows)
