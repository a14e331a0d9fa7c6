"""Invented numbers: they are in no book but a synthetic one, a copy that :data:`MARK` makes one. That it lies there is
the one fact that all marks of such a book follow from."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path("data") / "registers"
"""Where what is counted of a year's registers lies."""
INVENTED = "syntetisk"
"""What stands in the name, inside and in each row of what is invented."""
MARK = FOLDER / f"{INVENTED}.md"
"""In a copy of the book that has invented numbers among its data, and never in the book itself."""
TITLED = "Syntetisk: {}"
"""The title of whatever has invented numbers in it."""
SAID = "Syntetisk: tallene bygger på oppdiktede registreringer og sier ingenting om krisesentrene."
"""What stands wherever such a book is read."""


def is_synthetic(root: Path) -> bool:
    """Whether a book is a copy that invented numbers may be in: all that is made of it says so."""
    return (root / MARK).is_file()
