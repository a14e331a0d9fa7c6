"""Who does the work: threads of this machine, each with a process of its own, or the workers of a Dask cluster.

Both are an executor of ``concurrent.futures`` that is asked for notebooks and for pages; whoever asks does not know
which.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psutil

from kunnskapsstatus.editions import pages, there
from kunnskapsstatus.editions.edition import Edition
from kunnskapsstatus.errors import BookError, of_machine
from kunnskapsstatus.kernels.provisioner import nursery
from kunnskapsstatus.notebooks import run

NEEDED = 3 << 29
"""Bytes of memory that the pages of one edition take at most, with the processes that read them."""
PATIENCE = 20
"""Seconds until a cluster must answer."""


class Workers(Protocol):
    """Who does the work."""

    def notebook(self, edition: Edition, chapter: str) -> Future[bytes]:
        """The chapter's notebook, run, when it is."""

    def pages(self, edition: Edition, say: pages.Say) -> Future[bytes]:
        """The pages and the PDF, when they are made: packed, or nothing where they are in the edition's own work."""

    def result(self, future: Future[bytes]) -> bytes:
        """What was done. Raises BookError, for whatever has stopped it."""


def at_once() -> int:
    """How much is done at once here: as much as there are processor cores, and as there is memory available for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, psutil.virtual_memory().available // NEEDED))


class Here:
    """Threads of this process: each waits for a kernel, or for a process that makes pages."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor
        self.processes: list[subprocess.Popen[str]] = []
        self.stopped = False

    def notebook(self, edition: Edition, chapter: str) -> Future[bytes]:
        """The chapter's notebook, run in the edition's own copy of the book."""
        return self.executor.submit(lambda: run.run(edition.cells, chapter, edition.given).encode())

    def pages(self, edition: Edition, say: pages.Say) -> Future[bytes]:
        """The pages, in the edition's own work, where those of before are."""

        def make() -> bytes:
            pages.run(edition.work, edition.given, say, self._started)
            return b""

        return self.executor.submit(make)

    def result(self, future: Future[bytes]) -> bytes:
        """What was done."""
        try:
            return future.result()
        except OSError as error:
            raise of_machine(error, Path.cwd()) from None

    def _started(self, process: subprocess.Popen[str]) -> None:
        self.processes.append(process)
        if self.stopped:
            process.terminate()

    def stop(self) -> None:
        """Begin nothing more, and end the processes that make pages. Kernels end with their nursery."""
        self.stopped = True
        self.executor.shutdown(wait=False, cancel_futures=True)
        for process in self.processes:
            process.terminate()


class There:
    """A Dask cluster, which is sent the book once."""

    def __init__(self, client: Any, parcel: Any) -> None:
        self.client = client
        self.executor: Executor = client.get_executor()
        self.parcel = parcel

    def notebook(self, edition: Edition, chapter: str) -> Future[bytes]:
        """The chapter's notebook, run by a worker in its own copy of the book."""
        return self.executor.submit(there.notebook, self.parcel, edition.name, chapter, edition.given)

    def pages(self, edition: Edition, say: pages.Say) -> Future[bytes]:
        """The pages, made by a worker from nothing, packed. What it does, it tells under a topic of this run's own."""
        topic = f"{self.client.id}: pages of {edition.name}"
        self.client.subscribe_topic(topic, lambda event: say(event[1]))
        return self.executor.submit(there.pages_of, self.parcel, edition.given, topic)

    def result(self, future: Future[bytes]) -> bytes:
        """What was done. Whatever else than the book stops a worker, the cluster is to be looked at."""
        try:
            return future.result()
        except BookError:
            raise
        except Exception as error:
            cause = f"the cluster could not do its part: {type(error).__name__}: {error}"
            raise BookError(cause, remedy="See what its workers say, then make the edition again.") from None


@contextmanager
def workers(book: Path, made_from: str, cluster: str = "") -> Iterator[Workers]:
    """Who does the work for the copy of a book, until the block ends: the cluster at an address, else this machine.

    Raises
    ------
    BookError
        When there is no cluster at the address, or nothing to talk with it.
    """
    if cluster:
        with _client(cluster) as client:
            yield There(client, client.scatter(there.parcel(book, made_from), broadcast=True))
        return
    executor = ThreadPoolExecutor(at_once())
    here = Here(executor)
    try:
        with nursery(book):
            try:
                yield here
            finally:
                here.stop()
    finally:
        executor.shutdown()  # a thread that was about to start a kernel has one of its own, which uses our folders


def _client(address: str) -> Any:
    try:
        from distributed import Client

        return Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except ImportError:
        remedy = "Install it: .venv/bin/uv pip install 'kunnskapsstatus[dask]'"
        raise BookError("the library that talks with a cluster is not installed", remedy=remedy) from None
    except (OSError, ValueError) as error:
        remedy = "Start it (dask scheduler, dask worker), or leave --cluster out to work on this machine."
        raise BookError(f"there is no Dask cluster at {address}: {error}", remedy=remedy) from None
