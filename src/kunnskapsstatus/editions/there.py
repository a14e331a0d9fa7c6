"""What a worker of a cluster does: it is sent the book, and sends back a notebook or pages. It needs no common disk."""

from __future__ import annotations

import atexit
import tempfile
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kunnskapsstatus import paths, rooms
from kunnskapsstatus.book.build import SOURCE
from kunnskapsstatus.book.run.folders import PAGES, PAPER
from kunnskapsstatus.book.run.snapshot import hash_of
from kunnskapsstatus.editions import pages
from kunnskapsstatus.editions.packing import pack, unpack
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.kernels.provisioner import nursery
from kunnskapsstatus.notebooks import run

DRAFTS = (PAGES, PAPER)
HOME = "home"
"""Where a worker keeps what it draws for a book. No edition is called so."""
OTHER = "a worker has another version of the library, of what is installed, or of Python"
_LOCK = threading.Lock()
_KERNELS: list[ExitStack] = []


@dataclass(frozen=True)
class Parcel:
    """A copy of a book, packed, with a hash of what it is made from and of the library that it is for."""

    made_from: str
    library: str
    data: bytes

    def unpack(self, folder: Path, home: Path) -> Path:
        """The book in ``folder``, where it was not unpacked before; what is drawn for it is kept in ``home``.

        Raises
        ------
        BookError
            When this library is another: it might make something else of the book.
        """
        if self.library != _library():
            raise BookError(OTHER, remedy="Install the same on all machines, then start the workers again.")
        with _LOCK:
            if not (folder / paths.COPY_OF).is_file():
                unpack(self.data, folder)
                paths.sign(folder, self.made_from, home)
        return folder


def parcel(folder: Path, made_from: str) -> Parcel:
    """The copy of a book in ``folder``."""
    return Parcel(made_from, _library(), pack(folder))


def _library() -> str:
    return hash_of("\0".join((rooms.digest("editions"), *rooms.installed())).encode())


def notebook(book: Parcel, name: str, chapter: str, given: Mapping[str, Any]) -> bytes:
    """The chapter's notebook, run in the copy of the edition ``name``."""
    place = _place() / book.made_from
    copy = book.unpack(place / name, place / HOME)
    _start_kernels(copy)
    return run.run(copy, chapter, given).encode()


def pages_of(book: Parcel, given: Mapping[str, Any], topic: str) -> bytes:
    """The pages and the PDF of an edition, packed. What is done is told under the topic, to whoever waits for them."""
    from distributed import get_worker

    worker = get_worker()
    with tempfile.TemporaryDirectory(dir=_place()) as folder:
        work = Path(folder)
        book.unpack(work / SOURCE, _place() / book.made_from / HOME)
        pages.run(work, given, say=lambda text: worker.log_event(topic, text), started=lambda _: None)
        return pack(*(work / name for name in DRAFTS))


@cache
def _place() -> Path:
    """This worker's own folder, which ends with its nursery."""
    return Path(tempfile.mkdtemp(prefix="worker-"))


def _start_kernels(book: Path) -> None:
    """Have kernels come from a nursery of this worker, from its first notebook until its end."""
    with _LOCK:
        if not _KERNELS:
            _KERNELS.append(ExitStack())
            _KERNELS[0].enter_context(nursery(book, _place()))
            atexit.register(_KERNELS[0].close)
