"""Whether a build would make the book that is published already: from the same files, and no published file touched.

By content alone: file times say nothing after a checkout or a copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from kunnskapsstatus import files, rooms
from kunnskapsstatus.book.run.publish import PARTS
from kunnskapsstatus.book.run.snapshot import hash_of


def sources(contents: Mapping[str, str], *more: object, room: str = "book") -> str:
    """A hash of all that a build is made from: the book's folder, the library, what is installed, and what ``more``.

    Too much rather than too little: what no build reads is looked through as well.
    """
    rest = [rooms.digest(room), *rooms.installed(), *map(repr, more)]
    return _digest(rest, contents)


def seal(out: Path, made_from: str, place: Path) -> None:
    """Note what the published book is made from, and its own files."""
    files.write(place, _both(made_from, out))


def is_sealed(out: Path, made_from: str, place: Path) -> bool:
    """Whether the published book was made from these sources, and is whole."""
    return place.is_file() and place.read_text("utf-8") == _both(made_from, out)


def _both(made_from: str, out: Path) -> str:
    published = {
        f"{part}/{name}": hash_of(path.read_bytes()) for part in PARTS for name, path in files.below(out / part)
    }
    return f"{made_from}\n{_digest((), published)}\n"


def _digest(words: Iterable[str], contents: Mapping[str, str]) -> str:
    named = (f"{name}\0{content}" for name, content in contents.items())
    return hashlib.sha256("\0".join([*words, "", *named]).encode()).hexdigest()
