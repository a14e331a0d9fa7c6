"""The PDFs of the centres, set while Sphinx starts: they are made from the data alone, and one core is idle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kunnskapsstatus import processes
from kunnskapsstatus.book.centres.centre import centres
from kunnskapsstatus.book.centres.pages import FOLDER, told
from kunnskapsstatus.book.centres.paper import Papers
from kunnskapsstatus.book.plan.imprint import imprint
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.notebooks.files import YEAR


@contextmanager
def ahead(root: Path, doctrees: Path, config: Mapping[str, Any]) -> Iterator[None]:
    """Until the block ends, set the PDFs of the centres of the book in ``root``, where none are kept yet.

    They are kept by what stands in them. Whoever makes the pages takes those that are there, makes what is not, and
    tells what is wrong with one.
    """
    kept = doctrees / FOLDER
    begun = None if kept.is_dir() else processes.Apart(_set, root, kept, config)
    try:
        yield
    finally:
        if begun:
            begun.end()


def _set(root: Path, kept: Path, config: Mapping[str, Any]) -> None:
    book = open_book(root)
    year = config["book_parameters"].get(YEAR) or book.newest
    found = centres(book, year)
    if found:
        said = imprint(book, year, str(config.get("html_title")), str(config.get("author")))
        Papers(kept, said).printed(told(book, year, found))
