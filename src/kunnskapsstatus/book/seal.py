"""Whether a build would make the book that is published already: from the same files, and no published file touched.

By content alone: file times say nothing after a checkout or a copy.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kunnskapsstatus import files, rooms
from kunnskapsstatus.book.publish import PARTS

PASSED = ("__pycache__", "node_modules")
"""Folders beside a book that are no part of it, besides hidden ones, the output and installed Pythons."""


def sources(root: Path, out: Path, parameters: Mapping[str, Any]) -> str:
    """A hash of all that a build is made from: the book's folder, the library, what is installed, the parameters.

    Too much rather than too little: what no build reads is looked through as well.
    """
    rest = [rooms.digest("book"), *rooms.installed(), repr(sorted(parameters.items()))]
    return _digest(rest, root, _below(root, away=(root / "_build", out)))


def seal(out: Path, made_from: str, place: Path) -> None:
    """Note what the published book is made from, and its own files."""
    files.write(place, _both(made_from, out))


def is_sealed(out: Path, made_from: str, place: Path) -> bool:
    """Whether the published book was made from these sources, and is whole."""
    return place.is_file() and place.read_text("utf-8") == _both(made_from, out)


def _both(made_from: str, out: Path) -> str:
    return f"{made_from}\n{_digest(PARTS, out, (path for part in PARTS for path in _below(out / part)))}\n"


def _digest(words: Iterable[str], folder: Path, paths: Iterable[Path]) -> str:
    found = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        found.update(f"\0{path.relative_to(folder).as_posix()}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _below(folder: Path, away: Iterable[Path] = ()) -> Iterator[Path]:
    """Each file below a folder by name."""
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(name for name in folders if not _is_passed(here / name) and here / name not in away)
        yield from (here / name for name in sorted(names) if name[0] != "." and (here / name).is_file())


def _is_passed(folder: Path) -> bool:
    return folder.name[0] == "." or folder.name in PASSED or (folder / "pyvenv.cfg").is_file()
