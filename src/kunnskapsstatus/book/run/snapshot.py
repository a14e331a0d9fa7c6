"""What a build is made from: a copy of the book's folder, taken once when the build begins.

All that a build reads, it reads there: so a file that is saved meanwhile counts for the next build, whole, and never
for half of this one. A file is copied when its content is another, and only then; its time is of no account.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kunnskapsstatus import files, paths
from kunnskapsstatus.errors import BookError

PATIENCE = 20
"""How often a folder is looked through until it stands still."""
PAUSE = 0.1


def contents(root: Path, out: Path) -> dict[str, str]:
    """The hash of each file of the book in ``root`` by its name from there, without what is built."""
    return {name: hash_of(data) for name, data in _read(root, out)}


def take(root: Path, out: Path, copy: Path, before: dict[str, str]) -> dict[str, str]:
    """Have ``copy`` hold what the book's folder holds: the :func:`contents` of both, which may have been other
    ``before``.

    A copy is good when the folder had these contents both before it was taken and while it was.

    Raises
    ------
    BookError
        When a file changes all the time.
    """
    for _ in range(PATIENCE):
        taken = mirror(root, out, copy)
        if taken == before:
            paths.sign(copy, hash_of(repr(taken).encode()), root)
            return taken
        changed, before = dict(taken.items() ^ before.items()), taken
        time.sleep(PAUSE)
    raise BookError(
        "this file changes all the time, so that no build can begin", file=next(iter(changed)),
        remedy="Wait until it is written, or have it written outside the book's folder.",
    )  # fmt: skip


def mirror(root: Path, out: Path, copy: Path) -> dict[str, str]:
    """Have ``copy`` hold what the book's folder holds now: the :func:`contents` of both."""
    names = {name for name, _ in files.below(root, away(root, out))}
    for place, folders, present in os.walk(copy, topdown=False):
        for path in (Path(place) / name for name in (*present, *folders)):
            if path.relative_to(copy).parts[0] == "_build":
                continue  # built of the copy, and no part of what it copies
            if path.relative_to(copy).as_posix() not in names and (path.is_symlink() or not path.is_dir()):
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
    taken = {}
    for name, data in _read(root, out):
        taken[name] = hash_of(data)
        if files.write(copy / name, data):
            with suppress(FileNotFoundError):
                shutil.copymode(root / name, copy / name)
    return taken


def _read(root: Path, out: Path) -> Iterator[tuple[str, bytes]]:
    for name, path in files.below(root, away(root, out)):
        with suppress(FileNotFoundError):  # taken away since it was found
            yield name, path.read_bytes()


def away(root: Path, out: Path) -> tuple[Path, ...]:
    """The folders that hold what is built."""
    return root / "_build", out


def hash_of(data: bytes) -> str:
    """The hash of a file's content."""
    return hashlib.sha256(data).hexdigest()
