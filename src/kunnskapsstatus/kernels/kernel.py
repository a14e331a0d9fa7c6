"""What a nursery knows before it forks, and what a fork does to be a kernel like any other."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from kunnskapsstatus import processes, rooms
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.kernels.request import Request

IMPORTED = (
    "ipykernel_launcher",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "tornado.platform.asyncio",
    "IPython.core.debugger",
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "kunnskapsstatus.chapter.audit",
    "kunnskapsstatus.chapter.shell",
    "kunnskapsstatus.chapter.text.show",
)
"""With what these import: what a kernel imports as it starts, and a chapter in its first cell."""
OPTIONS = ["--HistoryManager.enabled=False"]
"""Nobody asks a chapter what it ran last time, and no kernel waits for another's history."""


def preload() -> dict[str, str]:
    """Import what chapters and their kernels import, without starting a thread.

    Returns what the imports have added to the environment.
    """
    before = set(os.environ)
    for module in IMPORTED:
        import_module(module)
    added = {name: value for name, value in os.environ.items() if name not in before}
    rooms.digest("charts")
    return added


def read(root: Path) -> None:
    """Read what each chapter reads of the book in ``root``, without starting a thread."""
    book = open_book(root)
    for identifier in list(book.definitions)[:1]:
        view_of(book, identifier)
    gc.collect()
    gc.freeze()  # to look for garbage is to write to pages that the kernels share


def become(request: Request, added: Mapping[str, str], ready: Callable[[], object]) -> None:
    """In a fork: be the kernel that was asked for, to its end. It says when it is ready to be talked to.

    It is what ``python -m ipykernel_launcher`` would be in a session of its own, but for the history; and it dies with
    its nursery.
    """
    nursery = os.getppid()
    os.setsid()
    processes.end_with(nursery)
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update({**added, **request.environment})
    sys.argv = [str(sys.modules["ipykernel_launcher"].__file__), *request.arguments]
    app = sys.modules["ipykernel.kernelapp"].IPKernelApp.instance(parent_handle=nursery)
    app.initialize([*request.arguments, *OPTIONS])
    ready()
    app.start()
