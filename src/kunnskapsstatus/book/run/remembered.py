"""What is found in files, remembered from build to build: one with the same content is not looked through again."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from kunnskapsstatus import files, rooms

Found = TypeVar("Found")


class Remembered(Generic[Found]):
    """What ``find`` finds in a file's content. It must follow from that and from the code and packages alone.

    ``place`` is where it is kept; without one, nothing is remembered.
    """

    def __init__(self, find: Callable[[bytes], Found], place: Path | None = None) -> None:
        self._find, self._place = find, place
        self._made_by = hashlib.sha256("\0".join((rooms.digest("book"), *rooms.installed())).encode()).digest()
        kept = place.read_bytes() if place and place.is_file() else b""
        own = kept.startswith(self._made_by)
        self._before: dict[bytes, Found] = pickle.loads(kept[len(self._made_by) :]) if own else {}
        self._now: dict[bytes, Found] = {}

    def of(self, content: bytes) -> Found:
        """What is found in a file with this content."""
        mark = hashlib.sha256(content).digest()
        if mark not in self._now:
            self._now[mark] = self._before[mark] if mark in self._before else self._find(content)
        return self._now[mark]

    def keep(self) -> None:
        """Keep what has been asked for, and nothing else."""
        if self._place and self._now.keys() != self._before.keys():
            files.write(self._place, self._made_by + pickle.dumps(self._now, pickle.HIGHEST_PROTOCOL))
