"""Where the book lies: the folder that holds ``data/exhibits``."""

from __future__ import annotations

from pathlib import Path

from kunnskapsstatus.errors import BookError

MARK = Path("data") / "exhibits"


def root(start: Path | None = None) -> Path:
    """The nearest folder at or above ``start`` (default: the working directory) that holds ``data/exhibits``.

    A notebook may run from anywhere: outside a book, the book that this library is installed from is used.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / MARK).is_dir():
            return folder
    home = Path(__file__).resolve().parents[2]
    if (home / MARK).is_dir():
        return home
    raise BookError(
        f"there is no book here: this folder and those above it hold no {MARK}", remedy="Run this from a book's folder."
    )
