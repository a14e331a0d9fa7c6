"""Building the book: HTML and PDF from one reading, published only when all of it is done."""

from __future__ import annotations

import fcntl
import gc
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kunnskapsstatus.book.progress import Progress
from kunnskapsstatus.book.publish import publish, recover
from kunnskapsstatus.book.seal import is_sealed, seal, sources
from kunnskapsstatus.errors import BookError

WORK = ".work"
UNFINISHED = "unfinished"
SEAL = "seal"
COLLECTION = (1_000_000, 50, 50)
"""How seldom Python looks for garbage. A document is a tree of very many nodes: by default, most of the time that it
takes to load one goes to looking for garbage that is not there."""


@dataclass(frozen=True)
class Book:
    """Where a book was built."""

    html: Path
    pdf: Path


def build(
    root: Path, out: Path, *, parameters: Mapping[str, Any] | None = None, quiet: bool = False, fresh: bool = False
) -> Book:
    """Build HTML and PDF below ``out`` and publish them together.

    Nothing in ``out/html`` and ``out/pdf`` changes unless both are done without a warning.

    Raises
    ------
    BookError
        With file, line, cause and remedy.
    """
    out.mkdir(parents=True, exist_ok=True)
    given, progress, mark = dict(parameters or {}), Progress(quiet), out / WORK / SEAL
    with _alone(out):
        recover(out)
        made_from = sources(root, out, given)
        if fresh or not is_sealed(out, made_from, mark):
            mark.unlink(missing_ok=True)
            _make(root, out, given, progress, fresh=fresh)
            seal(out, made_from, mark)
            progress.say("published")
        else:
            progress.say("nothing has changed since the book was built")
    return Book(out / "html", next((out / "pdf").glob("*.pdf")))


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BookError(
                "another build of this book is running", file=out, remedy="Wait until it is done, then build again."
            ) from None
        yield


def _make(root: Path, out: Path, parameters: dict[str, Any], progress: Progress, *, fresh: bool) -> None:
    """Check the data, run Sphinx, publish. What takes long to import is imported here."""
    from kunnskapsstatus.kernels.provisioner import nursery

    gc.set_threshold(*COLLECTION)
    work = out / WORK
    mark = work / UNFINISHED
    if fresh or mark.exists():
        shutil.rmtree(work, ignore_errors=True)
    with nursery(root):  # it imports what kernels need while all else gets ready
        from kunnskapsstatus.book import sphinx_run
        from kunnskapsstatus.book.configuration import configuration
        from kunnskapsstatus.data import store

        store.load(root)
        progress.say("data: read and validated")
        config = configuration(root, parameters)
        work.mkdir(parents=True, exist_ok=True)
        mark.touch()
        try:
            sphinx_run.run(root, work, config, progress)
        except BookError:
            mark.unlink()
            raise
        mark.unlink()
    publish(out, {"html": work / sphinx_run.PAGES, "pdf": work / sphinx_run.PAPER})
    gc.freeze()  # what is left is gone with the process: looking through it once more at the end takes a second
