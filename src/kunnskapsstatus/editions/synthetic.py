"""The synthetic book: a copy of the book, below ``_build/``, with the invented aggregates among its data. All that is
made of it says so, and it is never released; the book itself has none of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.book.build import make_folder
from kunnskapsstatus.book.run.snapshot import mirror
from kunnskapsstatus.data import invented
from kunnskapsstatus.editions.edition import EDITIONS, Edition
from kunnskapsstatus.registers import receive

FOLDER = Path("_build") / "synthetic"
BOOK = "book"
NOTE = """# Syntetisk bok

Denne mappa er en kopi av boka der det er lagt inn tall fra oppdiktede registreringer. Alt som lages av den, er merket.
Den lages på nytt for hver syntetisk utgave: endringer her går tapt.
"""


def book(root: Path, year: int) -> Path:
    """The folder of the synthetic book: the book in ``root`` as it is now, with the aggregates that have been counted
    of invented registers until ``year``. What has been built of it before stays."""
    place = root / FOLDER / BOOK
    make_folder(place)
    mirror(root, root / "_build", place)
    files.write(place / invented.MARK, NOTE)
    for known in sorted((root / receive.OUT).glob(f"[0-9]*/{invented.INVENTED}")):
        if int(known.parent.name) <= year:
            shutil.copytree(known, place / invented.FOLDER / known.parent.name, dirs_exist_ok=True)
    return place


def lead(root: Path, edition: Edition) -> Path:
    """Have the edition be among those of the book, by a link under its own name; the link."""
    link = root / EDITIONS / edition.name
    make_folder(link.parent)
    new = link.with_name(f".{link.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(os.path.relpath(edition.out, link.parent))
    os.replace(new, link)
    return link
