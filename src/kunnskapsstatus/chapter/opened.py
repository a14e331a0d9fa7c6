"""Which files of the book a chapter's own code opens: its page is made from them too."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from kunnskapsstatus import paths, rooms
from kunnskapsstatus.chapter.door import DOOR

OWN = ("<chapter>", "<claim>")
"""The code of a sentence; that of a cell has a name with its kernel's in it."""
CELL = "ipykernel_"
WRITES = os.O_WRONLY | os.O_RDWR


def listen() -> None:
    """From now on, note each file of the book that the chapter's code opens to read, by whatever library of Python."""
    root = os.path.realpath(paths.root())

    def heard(event: str, told: tuple[object, ...]) -> None:
        if event != "open" or not isinstance(told[0], str | bytes):
            return
        flags = told[2] if isinstance(told[2], int) else 0
        name = os.path.relpath(os.path.realpath(os.fsdecode(told[0])), root)
        outside = name.startswith((os.pardir, ".", "_build"))
        if not (flags & WRITES or outside) and _is_by_author(sys._getframe(1)):
            DOOR.note([name])

    sys.addaudithook(heard)


def _is_by_author(frame: FrameType) -> bool:
    """Whether a file is opened for the code of a cell or a sentence, and not for this library."""
    for name in _files(frame):
        if name in OWN or CELL in name:
            return True
        if Path(name).is_relative_to(rooms.LIBRARY):
            return False
    return False


def _files(frame: FrameType | None) -> Iterator[str]:
    while frame is not None:
        yield frame.f_code.co_filename
        frame = frame.f_back
