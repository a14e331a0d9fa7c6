"""A compiler that has set a document before it is known what has changed in it.

The compiler remembers what it has set, as long as its process lives. So a document is set as it was while others import
what they need and read the chapters; when its new source is there, only what is another in it is set again. The PDF is
the same byte for byte.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from kunnskapsstatus import processes

if TYPE_CHECKING:
    from kunnskapsstatus.book.typst.compiler import Settled


LONG = 200_000
"""A source of fewer bytes is set anew in less time than it takes to be ready, and in little memory."""

PATIENT = 10
"""How much a process that waits gives way to what others do meanwhile: it is to take time that nobody else wants."""


class Standby:
    """A compiler that waits for a document, in a process of its own. It is asked once."""

    begun: ClassVar[Mapping[Path, Standby]] = {}
    """Those that wait, by the document's source: for this process and those that are forked from it."""

    def __init__(self, source: Path) -> None:
        """Begin to set the source as it lies there."""
        asked, self._ask = multiprocessing.get_context("fork").Pipe(duplex=False)
        self._work = processes.Apart(_begin, source, asked)
        asked.close()

    def settled(self, timestamp: int) -> Settled:
        """What :func:`kunnskapsstatus.book.typst.compiler.settled` gives of the source as it lies there now.

        Raises
        ------
        ChildProcessError
            When its process is ended from outside. What that function raises is raised here.
        """
        with suppress(BrokenPipeError):  # it is told of below
            self._ask.send(timestamp)
        return self._work.made()

    def end(self) -> None:
        """Leave nothing that runs."""
        self._work.end()
        self._ask.close()


@contextmanager
def standby(*sources: Path) -> Iterator[None]:
    """Have compilers wait for the documents with these sources until the block ends: for those that are there, and
    long."""
    with ExitStack() as ends:
        begun = {}
        for source in sources:
            if source.is_file() and source.stat().st_size >= LONG:
                begun[source] = Standby(source)
                ends.callback(begun[source].end)
        before, Standby.begun = Standby.begun, begun
        try:
            yield
        finally:
            Standby.begun = before


def waiting(source: Path) -> Callable[[int], Settled] | None:
    """What sets the document with this source, where it is waited for."""
    return Standby.begun[source].settled if source in Standby.begun else None


def _begin(source: Path, asked: Connection) -> Settled:
    os.nice(PATIENT)
    from kunnskapsstatus.book.typst.compiler import when_asked  # whoever begins it need not wait for that

    return when_asked(source, asked)
