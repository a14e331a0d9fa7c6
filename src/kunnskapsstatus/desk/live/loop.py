"""Watch the book's folder; have what has changed made anew; tell how it went."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

from watchfiles import Change, watch

from kunnskapsstatus import rooms
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
"""Milliseconds between two looks at the files beside the folders."""


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
        print(f"{address}  (Ctrl-C ends it)", flush=True)
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
        print(f"{time.perf_counter() - start:6.1f} s  {text}", flush=True)

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
    """True or False once at the beginning, and then whenever something has changed: whether it is the book's form."""
    folders = [root / name for name in (*WRITTEN, *FORM) if (root / name).is_dir()]
    beside = _beside(root)
    watched = watch(
        *folders, rooms.LIBRARY, watch_filter=_counts, step=QUIET, rust_timeout=GLANCE, yield_on_timeout=True,
        raise_interrupt=True,
    )  # fmt: skip
    next(watched)  # from here on all is seen, also what is saved while the first pages are made
    yield False
    for found in watched:
        now = _beside(root)
        form = now != beside or any(_is_form(root, Path(path)) for _, path in found)
        beside = now
        if form or found:
            yield form


def _counts(change: Change, path: str) -> bool:
    return not any(part[0] in ".#" or part[-1] == "~" or part == "__pycache__" for part in Path(path).parts[-2:])


def _is_form(root: Path, path: Path) -> bool:
    return not any(path.is_relative_to(root / name) for name in WRITTEN)


def _beside(root: Path) -> dict[str, tuple[int, int]]:
    """The files beside the folders, such as ``_toc.yml``: an editor that puts a new file in their place is seen too."""
    found = ((path.name, path.stat()) for path in sorted(root.iterdir()) if path.is_file() and path.name[0] != ".")
    return {name: (stat.st_mtime_ns, stat.st_size) for name, stat in found}
