"""Writing pages side by side: no chapter is resolved long before a writer has room for it.

Sphinx resolves all chapters as fast as it can, and keeps each until it is written: of a book, half a gigabyte.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sphinx import builders
from sphinx.errors import SphinxParallelError
from sphinx.util.parallel import ParallelTasks

WRITERS = 2
"""How many pages, or documents on paper, are written at a time."""
GLANCE = 0.02
"""Seconds between two looks at whether a writer is done."""


class Paced(ParallelTasks):
    """Tasks of which each begins before the next is made."""

    _failed: SphinxParallelError | None = None

    def add_task(
        self, task_func: Callable[..., Any], arg: Any = None, result_func: Callable[..., Any] | None = None
    ) -> None:
        """Add a task, and wait until it has begun. Whoever does it has what it needs: here it may be forgotten."""
        super().add_task(task_func, arg, result_func)
        while self._precvsWaiting:
            if not self._join_one():
                time.sleep(GLANCE)

    def join(self) -> None:
        """Wait for all. Raises what the first that failed did: the others are not kept from telling what they find."""
        super().join()
        if self._failed is not None:
            raise self._failed

    def _join_one(self) -> bool:
        try:
            return super()._join_one()
        except SphinxParallelError as error:
            self._failed = self._failed or error
            self.terminate()
            return True


def pace() -> None:
    """Have pages written this way. Sphinx has no other place for it than its own names."""
    names: Any = builders
    names.ParallelTasks, names.make_chunks = Paced, _one_by_one


def _one_by_one(docnames: list[str], *_: object) -> list[list[str]]:
    return [[name] for name in docnames]
