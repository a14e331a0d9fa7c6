"""Files written whole or not at all, and only when their content changes; and what tells whether they have."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], start: str = "") -> str:
    """A hash of ``start`` and of these files' names and contents, in the order given. What is no file is left out."""
    found = hashlib.sha256(start.encode())
    for path in paths:
        if path.is_file():
            found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def write(path: Path, text: str) -> bool:
    """Write UTF-8 text with LF line ends so that no reader ever sees half a file. True when the file changed.

    A file that holds the text already is left alone, and keeps its time.
    """
    content = text.encode("utf-8")
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
