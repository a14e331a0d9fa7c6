"""Files written whole or not at all, and only when their content changes; and what tells whether they have."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

PASSED = ("__pycache__", "node_modules")
"""Folders that hold nothing of a book, besides hidden ones and installed Pythons."""


def digest(paths: Iterable[Path], start: str = "", folder: Path | None = None) -> str:
    """A hash of ``start`` and of these files' names and contents, in the order given. What is no file is left out.

    With a ``folder`` that all lie in, a file's name is its path from there: moved, it is another file.
    """
    found = hashlib.sha256(start.encode())
    for path in paths:
        if path.is_file():
            name = path.relative_to(folder).as_posix() if folder else path.name
            found.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def write(path: Path, text: str | bytes) -> bool:
    """Write bytes, or text as UTF-8 with LF line ends, so that no reader sees half a file. True when it changed.

    A file that holds them already is left alone, and keeps its time.
    """
    content = text.encode("utf-8") if isinstance(text, str) else text
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return True


def below(folder: Path, away: Iterable[Path] = ()) -> Iterator[tuple[str, Path]]:
    """Each file below a folder, with its name from there, in order. Links are followed, but not round in a ring."""
    for place, folders, names in os.walk(folder, followlinks=True):
        here = Path(place)
        folders[:] = sorted(name for name in folders if not _is_passed(here / name) and here / name not in away)
        for path in (here / name for name in sorted(names) if name[0] != "." and (here / name).is_file()):
            yield path.relative_to(folder).as_posix(), path


def _is_passed(folder: Path) -> bool:
    ring = folder.is_symlink() and folder.parent.resolve().is_relative_to(folder.resolve())
    return ring or folder.name[0] == "." or folder.name in PASSED or (folder / "pyvenv.cfg").is_file()
