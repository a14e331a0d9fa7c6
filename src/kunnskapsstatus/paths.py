"""Where the book lies: the folder that holds ``data/exhibits``; and of what book a build's copy is."""

from __future__ import annotations

from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.errors import BookError

MARK = Path("data") / "exhibits"
COPY_OF = ".copy-of"
"""The file in a copy of a book that says what is copied, and from which folder."""


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


def home(root: Path) -> Path:
    """The book's own folder, where ``root`` may be the copy of it that a build works on."""
    return _copied(root)[1] or root


def stamp(root: Path) -> str:
    """What a copy holds, as a hash; empty for a book's own folder, where files change while they are read."""
    return _copied(root)[0]


def sign(copy: Path, contents: str, home: Path) -> None:
    """Have a folder be known as a copy of ``home`` with these ``contents``, a hash."""
    files.write(copy / COPY_OF, f"{contents}\n{home}")


def _copied(root: Path) -> tuple[str, Path | None]:
    mark = root / COPY_OF
    contents, _, home = mark.read_text("utf-8").partition("\n") if mark.is_file() else ("", "", "")
    return contents, Path(home) if home else None
