"""The pages, made again and again by one Sphinx that keeps what it has read. HTML alone; nothing is published.

It is a process of its own. It gets lines of JSON, each the name of a page, or an empty one for all, and makes what
has changed of it. It answers with a line of JSON: whether anything was ``made``, and what is ``wrong``, in words.
"""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import sys
from contextlib import ExitStack, suppress
from io import StringIO
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kunnskapsstatus import paths, processes
from kunnskapsstatus.book.build import SOURCE, UNFINISHED, WORK
from kunnskapsstatus.book.plan.configuration import configuration
from kunnskapsstatus.book.run import snapshot
from kunnskapsstatus.book.run.alone import alone
from kunnskapsstatus.book.run.folders import DOCTREES, PAGES
from kunnskapsstatus.book.run.sphinx_run import application
from kunnskapsstatus.book.run.told import explain, forget, told
from kunnskapsstatus.chapter import catalogue
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.desk.live.place import FOLDER
from kunnskapsstatus.errors import BookError, of_machine
from kunnskapsstatus.kernels.provisioner import nursery

BESIDE = "exhibits.json"
"""What lies beside the pages where a build has written them, or this press once."""


class Press:
    """Makes the live pages of a book."""

    def __init__(self, root: Path) -> None:
        self.root, self.out = root, root / FOLDER
        self.source = self.out / SOURCE
        self.only = ""
        self.made = False
        self._data: dict[str, str] = {}
        self._warnings = StringIO()
        self._kernels, self._names = ExitStack(), ExitStack()
        self._app: Sphinx | None = None

    def make(self, only: str) -> str:
        """Make what has changed, of one page or of all; what is wrong with it, in words, or nothing."""
        self.only = only
        try:
            self._take()
            self._print(self._app or self._begin())
        except OSError as error:
            return self._said(of_machine(error, self.root))
        except BookError as error:
            return self._said(error)
        return ""

    def ready(self) -> None:
        """Have all that the next time needs: kernels, and a Sphinx that knows of no earlier time but what was kept."""
        self._app, self.made = None, False
        self._kernels.close()
        self._kernels.enter_context(nursery(self.source))
        with suppress(BookError, OSError):  # it is told when there is something to make
            self._begin()

    def _said(self, error: BookError) -> str:
        return str(error.seen_from(self.source).seen_from(self.root))

    def _take(self) -> None:
        """Copy what has changed, and check the data when they have."""
        taken = snapshot.take(self.root, self.out, self.source, snapshot.contents(self.root, self.out))
        data = {name: content for name, content in taken.items() if name.startswith("data/")}
        paths.sign(
            self.source, snapshot.hash_of(repr(data).encode()), self.root
        )  # so that kernels read what is new alone
        if data != self._data:
            catalogue.keep(open_book(self.source))
            self._data = data

    def _begin(self) -> Sphinx:
        """A Sphinx that is about to read. What it complains of is in ``_warnings``.

        Raises
        ------
        BookError
            For a configuration that is not right, or data that are not.
        """
        self._warnings.seek(0)
        self._warnings.truncate()
        self._names.close()
        self._names.enter_context(patch_docutils(str(self.source)))
        self._names.enter_context(docutils_namespace())
        try:
            config = {**configuration(self.source, {}), "book_live": True}
            app = application(self.source, self.out, config, StringIO(), self._warnings)
        except SphinxError as error:
            raise explain(told(self.source, str(error))) from None
        app.connect("env-before-read-docs", self._choose)
        self._app = app
        return app

    def _print(self, app: Sphinx) -> None:
        """Read and write what has changed.

        Raises
        ------
        BookError
            With all that Sphinx complains of.
        """
        app.phase = BuildPhase.READING
        error = ""
        try:
            if self.only in app.env.all_docs:
                app.builder.build_specific([app.env.doc2path(self.only)])
            else:
                app.builder.build_update()
            if not (self.out / PAGES / BESIDE).is_file():
                app.events.emit(
                    "build-finished", None
                )  # what lies beside the pages is made once: a build makes it anew
        except SphinxError as problem:
            if isinstance(problem.__cause__, OSError):  # Sphinx wraps what its handlers raise
                raise problem.__cause__ from None
            error = str(problem)
        if complaint := told(self.source, self._warnings.getvalue() or error):
            forget(self.out / DOCTREES, complaint)
            raise explain(complaint)

    def _choose(self, _app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Of what is to be read, the page that is asked for, and what a build that failed has left unread; but where it
        has never been read, all."""
        if self.only in env.all_docs:
            docnames[:] = [
                name
                for name in docnames
                if name == self.only or not (self.out / DOCTREES / f"{name}.doctree").is_file()
            ]
        self.made = self.made or bool(docnames)


def begin_from_last_build(root: Path) -> None:
    """Take over what the last build has read and written, where it is newer than what stands here."""
    out, last = root / FOLDER, root / "_build" / WORK
    read, ours = last / DOCTREES / ENV_PICKLE_FILENAME, out / DOCTREES / ENV_PICKLE_FILENAME
    if not read.is_file() or (last / UNFINISHED).exists():
        return
    if ours.is_file() and ours.stat().st_mtime_ns >= read.stat().st_mtime_ns:
        return
    for name in (SOURCE, DOCTREES, PAGES):  # with their times: a page is written again when it is older than its text
        shutil.rmtree(out / name, ignore_errors=True)
        shutil.copytree(last / name, out / name)
    ours.write_bytes(_moved(read.read_bytes()))


def _moved(kept: bytes) -> bytes:
    """What Sphinx keeps of a book in a build's work, as of one that lies here: it and extensions name files in full.

    The names of the two folders are of one length, so that a pickle's texts stay whole.
    """
    assert len(WORK) == len(FOLDER.name)
    return re.sub(rb"(?<=[/\x05])%b(?=[/\x94])" % re.escape(WORK.encode()), FOLDER.name.encode(), kept)


def main(root: Path) -> None:
    """Make pages as long as somebody asks for them."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what is printed here is no answer
    processes.end_with(os.getppid())
    gc.set_threshold(*processes.COLLECTION)
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    with processes.family(), alone(root / FOLDER):
        begin_from_last_build(root)
        press = Press(root)
        press.ready()
        press.made = True  # the first time, the book's form may be new
        for line in sys.stdin:
            wrong = press.make(json.loads(line))
            answers.write(json.dumps({"made": press.made, "wrong": wrong}) + "\n")
            answers.flush()
            press.ready()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
