"""The PDF, set while the pages are written: both begin at the same reading, and neither needs the other."""

from __future__ import annotations

import gc
import io
import multiprocessing
import shutil
import signal
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.tags import Tags

from kunnskapsstatus import files, rooms
from kunnskapsstatus.book.run.folders import DOCTREES, PAPER
from kunnskapsstatus.book.run.progress import Progress
from kunnskapsstatus.errors import of_machine

OF_PAPER = ("typst_", "book_imprint", "book_contact")
"""How settings begin that stand on paper: some are not of ``_config.yml`` alone."""


class Paper:
    """One setting of the PDF in a process of its own, which is a fork of the one that has read the chapters."""

    def __init__(self, root: Path, work: Path, warnings: io.StringIO, progress: Progress) -> None:
        """``warnings`` is where the application writes them."""
        self.root = root
        self.work = work
        self.warnings = warnings
        self.progress = progress
        self._process: BaseProcess | None = None
        self._answer: Connection | None = None
        self._made_from = ""

    @property
    def _kept(self) -> Path:
        return self.work / f"{PAPER}.fingerprint"

    def begin(self, app: Sphinx) -> None:
        """Begin to set what ``app`` has read.

        Not when it is begun, when something has been warned of, or when nothing that the PDF is made from has changed.
        """
        if self._made_from or self.warnings.getvalue():
            return
        self._made_from = self._fingerprint(app)
        done = (self.work / PAPER).is_dir() and self._kept.is_file()
        if done and self._kept.read_text("utf-8") == self._made_from:
            self.progress.say(f"{PAPER}: nothing changed")
            return
        self._kept.unlink(missing_ok=True)
        shutil.rmtree(self.work / PAPER, ignore_errors=True)
        self.progress.say(f"{PAPER}: begins")
        gc.freeze()  # to look for garbage is to write to pages of memory that forks share
        fork = multiprocessing.get_context("fork")
        self._answer, answer = fork.Pipe(duplex=False)
        self._process = fork.Process(target=self._set, args=(app, answer))
        self._process.start()
        answer.close()

    def end(self) -> str:
        """Wait until the PDF is set; what was complained of, and nothing when it is good."""
        if self._process is None or self._answer is None:
            return ""
        try:
            told = str(self._answer.recv())
        except EOFError:
            self._process.join()
            code = self._process.exitcode
            told = f"ERROR: the process that sets the PDF has ended with exit code {code}; what it said stands above"
        self.stop()
        if not told:
            self._kept.write_text(self._made_from, "utf-8")
        return told

    def stop(self) -> None:
        """Leave nothing that runs."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._process = None

    def _fingerprint(self, app: Sphinx) -> str:
        """A hash of what the PDF is made from: chapters as read, images, the configuration, what is said of the
        edition, the code that sets it."""
        settings = [self.root / name for name in ("_config.yml", "_toc.yml", "references.bib", "uv.lock")]
        images = sorted(path for path in (self.root / "chapters").rglob("*") if path.suffix != ".md")
        doctrees = sorted((self.work / DOCTREES).rglob("*.doctree"))
        said = sorted((one.name, one.value) for one in app.config if one.name.startswith(OF_PAPER))
        return files.digest([*doctrees, *settings, *images, *rooms.code("book")], repr(said))

    def _set(self, app: Sphinx, answer: Connection) -> None:
        """In the process of its own: put the PDF's builder in the place of the pages', and let it write."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts a build ends this as well
        error = ""
        app.outdir = app.outdir.with_name(PAPER)
        app.tags = Tags()
        app.preload_builder(PAPER)
        app.builder = app.create_builder(PAPER)
        app.builder.init()
        app.phase = BuildPhase.RESOLVING
        try:
            app.builder.write(None, [], "all")
        except SphinxError as problem:
            error = str(problem)
        except OSError as problem:
            error = str(of_machine(problem, self.work))
        told = self.warnings.getvalue() or error
        if not told:
            self.progress.say(f"{PAPER}: done")
        answer.send(told)
