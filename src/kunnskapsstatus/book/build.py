"""Building the book: HTML and PDF from one reading, published only when all of it is done."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kunnskapsstatus import processes
from kunnskapsstatus.book.plan.defaults import differing
from kunnskapsstatus.book.plan.documents import report_of
from kunnskapsstatus.book.run.alone import alone
from kunnskapsstatus.book.run.around import around, is_as_it_was, keep
from kunnskapsstatus.book.run.folders import DOCTREES, PAGES, PAPER, TYPST
from kunnskapsstatus.book.run.progress import Progress
from kunnskapsstatus.book.run.publish import HTML, PDF, publish, recover
from kunnskapsstatus.book.run.seal import is_sealed, seal, sources
from kunnskapsstatus.book.run.snapshot import contents, take
from kunnskapsstatus.book.typst.standby import standby
from kunnskapsstatus.errors import BookError, of_machine

WORK = ".work"
SOURCE = "source"
"""The folder of a build's work that holds the copy of the book which it is made from."""
UNFINISHED = "unfinished"
SEAL = "seal"
Look = Callable[[Path, Path], object]
"""What looks at a book: at the folder that it is made from, and at that of its pages."""


@dataclass(frozen=True)
class Book:
    """Where a book was built."""

    html: Path
    pdf: Path


def build(root: Path, out: Path, *, quiet: bool = False, fresh: bool = False, look: Look | None = None) -> Book:
    """Build HTML and PDF below ``out`` and publish them together.

    Nothing in ``out/html`` and ``out/pdf`` changes unless all is done without a warning. ``look`` is to look at the
    pages: when all are written, while the PDF is still set, so that nobody waits for what it finds.

    Raises
    ------
    BookError
        With file, line, cause and remedy.
    """
    root, out = root.resolve(), out.resolve()
    try:
        make_folder(out)
        with processes.family(), alone(out):
            _build(root, out, Progress(quiet), fresh, look)
    except OSError as error:
        error.filename = error.filename or str(out)
        raise of_machine(error, root) from None
    except BookError as error:
        raise error.seen_from(out / WORK / SOURCE).seen_from(root) from None
    return Book(out / HTML, out / PDF / report_of(root))


def _build(root: Path, out: Path, progress: Progress, fresh: bool, look: Look | None) -> None:
    """Build what has changed, from a copy of the book's folder."""
    work, mark = out / WORK, out / WORK / SEAL
    recover(out)
    for note in differing(root):
        progress.say(note)
    found = contents(root, out)
    if not fresh and is_sealed(out, sources(found), mark):
        progress.say("nothing has changed since the book was built")
        if look:
            look(root, out / HTML)
        return
    mark.unlink(missing_ok=True)
    clear(work, fresh=fresh)
    found = take(root, out, work / SOURCE, found)
    publish(out, write(work, {}, progress, Path(tempfile.gettempdir()), look))
    gc.freeze()  # what is left is gone with the process: looking through it once more at the end takes a second
    seal(out, sources(found), mark)
    progress.say("published")


def make_folder(out: Path) -> None:
    """A folder that all may look into, however private what this user makes is by default: a book is to be read."""
    if not out.is_dir():
        make_folder(out.parent)
        out.mkdir(exist_ok=True)
        out.chmod(0o755)


def clear(work: Path, *, fresh: bool) -> None:
    """Forget earlier builds where that is wanted, and where the last one was cut off."""
    old = work.with_name(f"{work.name}.old")
    if work.is_dir() and (fresh or (work / UNFINISHED).exists()):
        shutil.rmtree(old, ignore_errors=True)
        os.replace(work, old)  # at once: half of it would be trusted
    shutil.rmtree(old, ignore_errors=True)
    work.mkdir(exist_ok=True)


def write(
    work: Path,
    parameters: Mapping[str, Any],
    progress: Progress,
    sockets: Path | None = None,
    look: Look | None = None,
) -> dict[str, Path]:
    """Check the data of the book in ``work/source``, and run Sphinx for these parameters. Gives the drafts to publish.

    ``sockets`` is a folder for those of kernels; by default a new one. What takes long to import is imported here. When
    all pages are written, ``look`` is to look at them.

    Raises
    ------
    BookError
        With file, line, cause and remedy.
    """
    gc.set_threshold(*processes.COLLECTION)
    root, mark = work / SOURCE, work / UNFINISHED
    now = around(root)
    only_texts = is_as_it_was(work, now)
    with ExitStack() as beside:  # what gets ready while all else does
        if only_texts:  # for a new number, kernels want both cores: nothing is won
            beside.enter_context(standby(work / TYPST / f"{report_of(root)}.typ"))
        from kunnskapsstatus.kernels.provisioner import nursery

        kernels = beside.enter_context(nursery(root, sockets, at_once=not only_texts))
        from kunnskapsstatus.book.centres.ahead import ahead
        from kunnskapsstatus.book.plan.configuration import configuration
        from kunnskapsstatus.book.run import sphinx_run
        from kunnskapsstatus.data import store

        store.load(root)
        if not only_texts:
            kernels.get_ready()
        progress.say("data: read and validated")
        config = {**configuration(root, parameters), "book_paper": True}
        mark.touch()
        gc.freeze()  # what is imported stays: nobody looks through it again, nor does an extension that seeks an object
        try:
            seen = partial(look, root, work / PAGES) if look else None
            with ahead(root, work / DOCTREES, config):
                sphinx_run.run(root, work, config, progress, read=kernels.end, written=seen)
        except BookError:
            mark.unlink()
            raise
        mark.unlink()
    keep(work, now)
    papers = {paper.name: paper for paper in (work / PAPER).glob("*.pdf")}
    for left in {path.name for path in (work / PAGES).glob("*.pdf")} - papers.keys():
        (work / PAGES / left).unlink()
    for name, paper in papers.items():
        shutil.copyfile(paper, work / PAGES / name)  # pages lead to it
    return {HTML: work / PAGES, PDF: work / PAPER}
