"""Reading chapters side by side: each reader takes the next when it is done with one, the longest first."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from typing import cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.parallel import ParallelTasks, parallel_available

READERS = 2


def share_out(app: Sphinx) -> None:
    """Have two chapters or more read by several readers.

    Sphinx reads five or fewer one by one, but each of ours waits for a kernel. More it deals out beforehand by name,
    and one reader is left with the long ones.
    """
    builder, alone = app.builder, app.builder._read_serial

    def read(docnames: list[str], nproc: int = READERS) -> None:
        if len(docnames) > 1 and parallel_available:
            _read_side_by_side(app, docnames, nproc)
        else:
            alone(docnames)

    builder._read_serial = builder._read_parallel = read  # type: ignore[method-assign]


def _read_side_by_side(app: Sphinx, docnames: list[str], readers: int) -> None:
    builder, env = app.builder, app.env
    waiting = sorted(docnames, key=lambda name: (-os.stat(env.doc2path(name)).st_size, name))
    taken = multiprocessing.get_context("fork").Value("i", 0)
    read_by: dict[str, bytes] = {}

    def read() -> tuple[list[str], bytes]:
        env.app = app
        own: list[str] = []
        while True:
            with taken.get_lock():
                at, taken.value = taken.value, taken.value + 1
            if at >= len(waiting):
                return own, pickle.dumps(env, pickle.HIGHEST_PROTOCOL)
            builder.read_doc(waiting[at], _cache=False)
            own.append(waiting[at])

    def keep(_: object, result: tuple[list[str], bytes]) -> None:
        own, environment = result
        read_by.update(dict.fromkeys(own, environment))

    for docname in docnames:
        app.events.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)
    tasks = ParallelTasks(readers)
    for _ in range(min(readers, len(waiting))):
        tasks.add_task(read, result_func=keep)
    tasks.join()
    loaded = {data: cast(BuildEnvironment, pickle.loads(data)) for data in set(read_by.values())}
    for docname in docnames:  # one by one: the book is the same whoever has read what
        env.merge_info_from([docname], loaded[read_by[docname]], app)
