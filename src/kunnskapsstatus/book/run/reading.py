"""Reading chapters side by side: each reader takes the next when it is done with one, the longest first.

Each chapter is read as if it were alone, in whatever order and beside whichever others: what it is told of, and what is
made of it, is the same in every build. What chapters have in common is compared afterwards (:mod:`.names`).
"""

from __future__ import annotations

import multiprocessing
import pickle
from pathlib import Path
from typing import cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.parallel import ParallelTasks

from kunnskapsstatus.errors import BookError, of_machine

READERS = 3
"""One more than there are likely to be cores: each waits for its kernel half of the time."""
CELL = 1500
"""To run a cell takes as long as to read so many bytes of text."""
_LOOK = "Look at what you changed last in it: half of it put back tells in which half it is."
_MEANINGS: dict[type[BaseException], str] = {
    RecursionError: "it takes itself in, by {include}, or its lists and boxes stand too deep in each other: ",
    MemoryError: "there is not enough memory",
}


def share_out(app: Sphinx) -> None:
    """Have chapters read by several readers, also when they are few: Sphinx reads five or fewer one by one, but each of
    ours waits for a kernel. More it deals out beforehand by name, and one reader is left with the long ones."""

    def read(docnames: list[str], nproc: int = READERS) -> None:
        if docnames:
            _read_side_by_side(app, docnames)

    app.builder._read_serial = app.builder._read_parallel = read  # type: ignore[method-assign]


def _read_side_by_side(app: Sphinx, docnames: list[str]) -> None:
    builder, env = app.builder, app.env
    waiting = sorted(docnames, key=lambda name: (-_work(Path(env.doc2path(name))), name))
    taken = multiprocessing.get_context("fork").Value("i", 0)
    found: dict[str, bytes] = {}
    faults: list[BookError] = []

    def read() -> dict[str, bytes] | BookError:
        try:
            return read_all()
        except OSError as error:
            return of_machine(error, Path(env.srcdir))
        except Exception as error:  # whatever it is, an author can only look at the page
            cause = error.__cause__ or error  # Sphinx wraps what its handlers raise
            if isinstance(cause, BookError):
                return cause
            words = " ".join(f"{_MEANINGS.get(type(cause), '')}{cause}".split())
            return BookError(f"this page cannot be read: {words}", file=env.doc2path(env.docname), remedy=_LOOK)

    def read_all() -> dict[str, bytes]:
        env.app = app
        forget(list(env.all_docs))
        own: dict[str, bytes] = {}
        while True:
            with taken.get_lock():
                at, taken.value = taken.value, taken.value + 1
            if at >= len(waiting):
                return own
            builder.read_doc(waiting[at], _cache=False)
            own[waiting[at]] = pickle.dumps(env, pickle.HIGHEST_PROTOCOL)
            forget([waiting[at]])

    def forget(names: list[str]) -> None:
        for docname in names:
            app.events.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)

    def keep(_: object, own: dict[str, bytes] | BookError) -> None:
        if isinstance(own, BookError):
            faults.append(own)
        else:
            found.update(own)

    forget(docnames)
    tasks = ParallelTasks(READERS)
    for _ in range(min(READERS, len(waiting))):
        tasks.add_task(read, result_func=keep)
    try:
        tasks.join()
    except EOFError:
        cause = "a process that reads chapters was ended from outside"
        raise BookError(cause, remedy="See that there is memory enough, then build again.") from None
    if faults:
        raise faults[0]
    for docname in docnames:  # in one order: the book is the same whoever has read what
        env.merge_info_from([docname], cast(BuildEnvironment, pickle.loads(found[docname])), app)


def _work(chapter: Path) -> int:
    """How long a chapter takes to read, in bytes of text."""
    text = chapter.read_bytes()
    return len(text) + CELL * text.count(b"{code-cell}")
