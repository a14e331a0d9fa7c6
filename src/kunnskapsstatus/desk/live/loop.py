"""Watch the book's folder; have what has changed made anew; tell how it went."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE

from watchfiles import Change, watch

from kunnskapsstatus import processes, rooms
from kunnskapsstatus.desk.live.board import FAILED, GOOD, WORKING, Board
from kunnskapsstatus.desk.live.place import PAGES
from kunnskapsstatus.desk.live.server import HOST, server
from kunnskapsstatus.desk.prose import FOLDER as CHAPTERS
from kunnskapsstatus.errors import BookError

MODULE = "kunnskapsstatus.desk.live.press"
ENDED = "What makes the pages has ended; why stands on the terminal. Save the file again to start it anew."
WRITTEN = ("chapters", "data")
"""The folders whose changes need no new press: all else is the book's form."""
FORM = ("_static", "_templates", "locale", "src")
QUIET = 60
"""Milliseconds without a change before it is acted upon: an editor writes in several steps."""
GLANCE = 1000
"""Milliseconds between two looks at the files themselves, of which the system may tell nothing."""


class Press:
    """The process that makes the pages. It keeps what it has read, until the book's form changes or it breaks."""

    def __init__(self, root: Path) -> None:
        self.command = [sys.executable, "-m", MODULE, str(root)]
        self._process: subprocess.Popen[str] | None = None

    def make(self, page: str = "") -> tuple[bool, str]:
        """Make what has changed, of one page or of all: whether anything was made, and what is wrong, or nothing."""
        if self._process is not None and self._process.poll() is not None:
            self.stop()  # it has ended by itself
        if self._process is None:
            self._process = subprocess.Popen(self.command, stdin=PIPE, stdout=PIPE, text=True, encoding="utf-8")
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(json.dumps(page) + "\n")
            self._process.stdin.flush()
            answer = json.loads(self._process.stdout.readline())
            return bool(answer["made"]), str(answer["wrong"])
        except (OSError, ValueError):
            self.stop()
            return False, ENDED

    def stop(self) -> None:
        """End it; the next :meth:`make` begins a new one."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate()
        self._process = None


def live(root: Path, port: int, chapter: str = "") -> int:
    """Show the book, or one chapter of it, at an address of this machine until Ctrl-C.

    Raises
    ------
    BookError
        For a chapter that is not there, or a port that is taken.
    """
    if chapter and not (root / CHAPTERS / f"{chapter}.md").is_file():
        known = ", ".join(path.stem for path in sorted((root / CHAPTERS).glob("*.md")))
        raise BookError(f"there is no chapter {chapter!r}", remedy=f"There are {known}.")
    board, press = Board(), Press(root)
    page = f"{CHAPTERS}/{chapter}" if chapter else ""
    with server(root / PAGES, board, port) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        address = f"http://{HOST}:{http.server_port}/" + (f"{page}.html" if page else "")
        processes.say(f"{address}  (Ctrl-C ends it)")
        if sys.stdout.isatty():
            webbrowser.open(address)
        try:
            for form in changes(root):
                if form:
                    press.stop()
                _make(press, board, page)
        finally:
            press.stop()
            http.shutdown()
    return 0


def _make(press: Press, board: Board, page: str) -> None:
    """Make a page, or all: then the one that is looked at comes first."""
    start = time.perf_counter()

    def say(text: str) -> None:
        processes.say(f"{time.perf_counter() - start:6.1f} s  {text}")

    board.tell(WORKING)
    if not page and board.looked_at:
        made, wrong = press.make(board.looked_at)
        if made and not wrong:
            say(f"{board.looked_at}: shown")
        board.tell(WORKING, made=made)
    made, wrong = press.make(page)
    say(wrong or "shown")
    board.tell(FAILED if wrong else GOOD, wrong, made=made)


def changes(root: Path) -> Iterator[bool]:
    """True or False once at the beginning, and then whenever something has changed: whether it is the book's form.

    The system tells of a change at once. What it does not tell of, such as a file beside the folders, a file on another
    machine's disk or one more change while the last was being told, is seen by a glance.
    """
    folders = [root / name for name in (*WRITTEN, *FORM) if (root / name).is_dir()]
    folders.append(rooms.LIBRARY)
    seen = _look(root, folders)
    told = watch(
        *folders, watch_filter=_counts, step=QUIET, rust_timeout=GLANCE, yield_on_timeout=True, raise_interrupt=True
    )
    next(told)  # from here on all is seen, also what is saved while the first pages are made
    yield False
    for found in told:
        now = _look(root, folders)
        changed = {path for path in seen.keys() | now.keys() if seen.get(path) != now.get(path)}
        changed |= {path for _, path in found}
        seen = now
        if changed:
            yield any(_is_form(root, Path(path)) for path in changed)


def _counts(change: Change, path: str) -> bool:
    return not any(_is_passed(part) for part in path.split(os.sep)[-2:])


def _is_passed(name: str) -> bool:
    return name[0] in ".#" or name[-1] == "~" or name == "__pycache__"


def _is_form(root: Path, path: Path) -> bool:
    return not any(path.is_relative_to(root / name) for name in WRITTEN)


def _look(root: Path, folders: Iterable[Path]) -> dict[str, tuple[int, int, int]]:
    """What tells whether a file has changed, of each file beside the folders and in them."""
    found = [entry.path for entry in os.scandir(root) if entry.is_file()]
    for folder in folders:
        for place, within, names in os.walk(folder):
            within[:] = [name for name in within if not _is_passed(name)]
            found += [os.path.join(place, name) for name in names]
    looks = {}
    for path in found:
        if not _is_passed(os.path.basename(path)):
            with suppress(OSError):  # taken away since it was found
                now = os.stat(path)
                looks[path] = now.st_mtime_ns, now.st_size, now.st_ino
    return looks
