"""One build at a time: a lock that ends with the process that holds it, and one folder for all that is temporary."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kunnskapsstatus.errors import BookError

LOCK = ".lock"
PREFIX = "kunnskapsstatus-"
LONGEST = 40
"""Letters of a temporary folder's name: sockets lie in it, and no name of a socket is longer than about a hundred."""


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Nobody else builds in ``out`` until the block ends, and what is temporary ends with it.

    All that asks for temporary files, here and in processes started here, gets them in one folder. A build that was
    killed has left a note of it: the next one clears it away.

    Raises
    ------
    BookError
        When another process is building: which, and for how long.
    """
    with (out / LOCK).open("a+", encoding="utf-8") as lock:
        lock.seek(0)
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # a fork does not inherit it
        except BlockingIOError:
            raise _running(out, _noted(lock.read())) from None
        _remove(_noted(lock.read()).get("folder", ""))
        folder = _temporary()
        _note(lock, pid=os.getpid(), command=_command(), since=time.time(), folder=str(folder))
        before = os.environ.get("TMPDIR"), tempfile.tempdir
        try:
            folder.mkdir(mode=0o700)
            os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
            yield
        finally:
            tempfile.tempdir = before[1]
            os.environ.pop("TMPDIR")
            if before[0] is not None:
                os.environ["TMPDIR"] = before[0]
            _remove(str(folder))
            _note(lock)


def _temporary() -> Path:
    """The name of a folder that nobody has."""
    usual = tempfile.gettempdir()
    place = next((place for place in (usual, "/tmp") if len(place) < LONGEST and os.access(place, os.W_OK)), usual)
    return Path(place) / f"{PREFIX}{os.urandom(6).hex()}"


def _remove(folder: str) -> None:
    if Path(folder).name.startswith(PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


def _note(lock: Any, **what: Any) -> None:
    lock.seek(0)
    lock.truncate()
    lock.write(json.dumps(what) if what else "")
    lock.flush()


def _noted(text: str) -> dict[str, Any]:
    with suppress(ValueError):
        noted = json.loads(text)
        return noted if isinstance(noted, dict) else {}
    return {}


def _command() -> str:
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])


def _running(out: Path, noted: dict[str, Any]) -> BookError:
    if "pid" not in noted:
        return BookError("another build of this book is running", file=out, remedy="Wait until it is done.")
    seconds = max(0, round(time.time() - noted["since"]))
    time_ = f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"
    return BookError(
        f"another build of this book is running: process {noted['pid']} ({noted['command']}), for {time_}",
        file=out,
        remedy=f"Wait until it is done, or end it: kill {noted['pid']}. Then build again.",
    )
