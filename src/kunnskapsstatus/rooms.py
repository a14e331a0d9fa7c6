"""The rooms of this library from the ground up, and the one rule for what a result depends on: the code of its room
and of all below.

A room imports only from rooms before it in :data:`ROOMS`; a test draws the arrows. So whatever took part in making
something stands in its room or below, in whatever folder and language: a changed byte there makes it new.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kunnskapsstatus import files

LIBRARY = Path(__file__).parent
GROUND = ""
ROOMS = (
    GROUND, "charts", "data", "exhibits", "forms", "chapter", "kernels", "notebooks", "book", "registers", "editions",
    "desk",
)  # fmt: skip
"""The folders of the library, lowest first. The ground floor is the files that stand in no folder."""
ABOVE = ("__init__.py", "cli.py", "usage.py")
"""What stands on the ground floor and yet above all rooms: nothing depends on it."""


def room_of(path: Path) -> str:
    """The room that a file of the library stands in."""
    parts = path.relative_to(LIBRARY).parts
    return parts[0] if len(parts) > 1 else GROUND


def code(room: str) -> Iterator[Path]:
    """Every file of a room and of all rooms below it, by name; compiled files are left out.

    A folder that is no room yet may be used by any: it counts for all.
    """
    above = ROOMS[ROOMS.index(room) + 1 :]
    for path in sorted(LIBRARY.rglob("*")):
        own = path.is_file() and "__pycache__" not in path.parts and path.relative_to(LIBRARY).as_posix() not in ABOVE
        if own and room_of(path) not in above:
            yield path


@cache
def digest(room: str) -> str:
    """A hash of the code of a room and of all below it."""
    return files.digest(code(room))


@cache
def installed() -> tuple[str, ...]:
    """What this Python has installed, by name and version."""
    found = {path.name for folder in sys.path for path in Path(folder).glob("*.dist-info")}
    return (sys.version, *sorted(found))
