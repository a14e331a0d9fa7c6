"""Results that are kept by a hash of all that they were made from: a run that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kunnskapsstatus import files


class Kept:
    """Results in a folder. One that is not whole is none."""

    def __init__(self, folder: Path, made_from: str) -> None:
        """``made_from`` is what all of them were made from, as a hash."""
        self.folder = folder
        self.made_from = made_from

    def get(self, name: str) -> bytes | None:
        """What is kept under a name; None when there is nothing of the same origin."""
        with suppress(OSError):
            mark, _, result = self._place(name).read_bytes().partition(b"\n")
            if mark == _hash(result):
                return result
        return None

    def put(self, name: str, result: bytes) -> None:
        """Keep a result, whole or not at all."""
        files.write(self._place(name), _hash(result) + b"\n" + result)

    def clear(self, names: Iterable[str]) -> None:
        """Forget all but these: what was made from something else is of no use any more."""
        wanted = {self._place(name) for name in names}
        for path in self.folder.glob("*"):
            if path not in wanted:
                path.unlink()

    def _place(self, name: str) -> Path:
        return self.folder / hashlib.sha256(f"{self.made_from}\0{name}".encode()).hexdigest()


def _hash(result: bytes) -> bytes:
    return hashlib.sha256(result).hexdigest().encode()
