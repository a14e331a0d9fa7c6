"""One run of Sphinx: chapters read once, pages and PDF written from that reading."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kunnskapsstatus.book.plan.configuration import FILE
from kunnskapsstatus.book.plan.settings import Settings
from kunnskapsstatus.book.run import reading, writing
from kunnskapsstatus.book.run.folders import DOCTREES, PAGES, TEMPLATES
from kunnskapsstatus.book.run.paper import Paper
from kunnskapsstatus.book.run.progress import Progress
from kunnskapsstatus.book.run.told import explain, forget, told


def application(root: Path, work: Path, config: dict[str, Any], status: io.StringIO, warnings: io.StringIO) -> Sphinx:
    """A Sphinx that reads the chapters of ``root`` and writes pages in ``work``. It is made inside
    ``docutils_namespace``.

    Raises
    ------
    SphinxError
        For a setting that Sphinx or an extension can do nothing with, with its line.
    """
    try:
        app = Sphinx(
            str(root), None, str(work / PAGES), str(work / DOCTREES), PAGES, confoverrides=copy.deepcopy(config),
            status=status, warning=warnings, warningiserror=True, keep_going=True, parallel=writing.WRITERS,
        )  # fmt: skip
    except SphinxError as error:
        line = Settings(root, FILE).named(str(error))
        if line is None:
            raise
        raise SphinxError(f"{FILE}:{line}: ERROR: {error}") from error.__cause__
    reading.share_out(app)
    writing.pace()
    compiled = work / TEMPLATES
    compiled.mkdir(exist_ok=True)
    bridge: Any = app.builder.templates
    bridge.environment.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    return app


def run(
    root: Path,
    work: Path,
    config: dict[str, Any],
    progress: Progress,
    *,
    read: Callable[[], object] | None = None,
    written: Callable[[], object] | None = None,
) -> None:
    """Read the chapters of ``root`` and write pages and PDF in ``work``. ``read`` is called when all chapters are read,
    ``written`` when all pages are written and the PDF may still be set.

    Raises
    ------
    BookError
        With all that Sphinx complains of in reading and in writing the pages, or else in setting the PDF.
    """
    status, warnings = io.StringIO(), io.StringIO()
    paper = Paper(root, work, warnings, progress)
    progress.say(f"{PAGES}: begins")
    try:
        complaint = _write(root, work, config, progress, status, warnings, paper, read)
        if warnings.getvalue():
            forget(work / DOCTREES, told(root, warnings.getvalue()))
        if not complaint:
            progress.say(f"{PAGES}: done")
            if written:
                written()
            complaint = paper.end()
    finally:
        paper.stop()
        (work / f"{PAGES}.log").write_text(strip_colors(status.getvalue() + warnings.getvalue()), "utf-8")
    if complaint:
        raise explain(told(root, complaint))


def _write(
    root: Path,
    work: Path,
    config: dict[str, Any],
    progress: Progress,
    status: io.StringIO,
    warnings: io.StringIO,
    paper: Paper,
    read: Callable[[], object] | None,
) -> str:
    """Build; what Sphinx complains of."""

    def begin(app: Sphinx, _env: BuildEnvironment) -> list[str]:
        paper.begin(app)
        return []

    try:
        with patch_docutils(str(root)), docutils_namespace():
            app = application(root, work, config, status, warnings)
            if warnings.getvalue():  # nothing is read before the settings are right
                return warnings.getvalue()
            progress.watch(app)
            if read:
                app.connect("env-updated", lambda *_: read(), priority=1)
            app.connect("env-get-updated", begin, priority=999)  # all is numbered
            app.build()
    except SphinxError as error:
        if isinstance(error.__cause__, OSError):  # Sphinx wraps what its handlers raise
            raise error.__cause__ from None
        return warnings.getvalue() or str(error)
    return warnings.getvalue() or (f"{PAGES}: failed" if app.statuscode else "")
