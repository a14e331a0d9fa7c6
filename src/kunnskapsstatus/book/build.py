"""Building the book: HTML and PDF from one reading, published only when all of it is done."""

from __future__ import annotations

import copy
import fcntl
import gc
import io
import os
import re
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.parallel import parallel_available

from kunnskapsstatus import files, rooms
from kunnskapsstatus.data import store as observations
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.kernels.provisioner import nursery

WORK = ".work"
UNFINISHED = "unfinished"
READERS = 2
COLLECTION = (1_000_000, 50, 50)
"""How seldom Python looks for garbage. A document is a tree of very many nodes: by default, most of the time that it takes to load one goes to looking
for garbage that is not there."""
_PLACE = re.compile(r"^(?P<path>[^\s:][^:\n]*\.md)(?::\d+)?: (?:WARNING|ERROR|CRITICAL): ")


@dataclass(frozen=True)
class Book:
    """Where a book was built."""

    html: Path
    pdf: Path


class Progress:
    """What is being done, and for how long."""

    def __init__(self, quiet: bool = False) -> None:
        self.start = time.perf_counter()
        self.quiet = quiet
        self.began: dict[str, float] = {}

    def say(self, text: str) -> None:
        """One line with the time since the start."""
        if not self.quiet:
            print(f"{time.perf_counter() - self.start:6.1f} s  {text}", flush=True)

    def watch(self, app: Sphinx) -> None:
        """Tell of each chapter that is read or written."""

        def begin(_app: Sphinx, name: str, _text: list[str]) -> None:
            self.began[name] = time.perf_counter()

        def end(app: Sphinx, _tree: object) -> None:
            name = app.env.docname
            self.say(f"  {name}: read in {time.perf_counter() - self.began[name]:.1f} s")

        app.connect("source-read", begin, priority=1)
        app.connect("doctree-read", end, priority=999)


def configuration(root: Path, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Sphinx's configuration as Jupyter Book makes it from ``_config.yml`` and ``_toc.yml``."""
    from jupyter_book.config import get_final_config

    overrides: dict[str, Any] = {"external_toc_path": str(root / "_toc.yml"), "latex_individualpages": False}
    for name in ("_config.yml", "_toc.yml"):
        try:
            yaml.safe_load((root / name).read_text("utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            cause = " ".join(str(error).replace(str(root / name), name).split())
            raise BookError(
                f"this cannot be read as YAML: {cause}", file=name, remedy="Correct what it names."
            ) from None
    config, _ = get_final_config(
        user_yaml=root / "_config.yml", cli_config=overrides, sourcedir=root, validate=True, raise_on_invalid=True
    )
    return {**config, "book_parameters": dict(parameters)}


def build(
    root: Path, out: Path, *, parameters: Mapping[str, Any] | None = None, quiet: bool = False, fresh: bool = False
) -> Book:
    """Build HTML and PDF below ``out`` and publish them together.

    Nothing in ``out/html`` and ``out/pdf`` changes unless both are done without a warning.

    Raises
    ------
    BookError
        With file, line, cause and remedy.
    """
    gc.set_threshold(*COLLECTION)
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BookError(
                "another build of this book is running", file=out, remedy="Wait until it is done, then build again."
            ) from None
        book = _build(root, out, dict(parameters or {}), Progress(quiet), fresh=fresh)
    gc.freeze()  # all that is left is needed or gone with the process: looking through it once more at the end takes a second
    return book


def _build(root: Path, out: Path, parameters: dict[str, Any], progress: Progress, *, fresh: bool) -> Book:
    work = out / WORK
    mark = work / UNFINISHED
    recover(out)
    if fresh or mark.exists():
        shutil.rmtree(work, ignore_errors=True)
    observations.load(root)
    progress.say("data: read and validated")
    config = configuration(root, parameters)
    work.mkdir(parents=True, exist_ok=True)
    mark.touch()
    try:
        _sphinx(root, work, "html", config, progress)
        _pdf(root, work, config, progress)
    except BookError:
        mark.unlink()
        raise
    mark.unlink()
    drafts = {"html": work / "html", "pdf": work / "typst"}
    publish(out, drafts)
    book = Book(out / "html", out / "pdf" / str(config.get("typst_filename", "kunnskapsstatus.pdf")))
    progress.say("published")
    return book


def _pdf(root: Path, work: Path, config: dict[str, Any], progress: Progress) -> None:
    """Set the PDF, unless nothing that it is made from has changed."""
    now, kept = _fingerprint(root, work), work / "typst.fingerprint"
    if (work / "typst").is_dir() and kept.is_file() and kept.read_text("utf-8") == now:
        progress.say("typst: nothing changed")
        return
    kept.unlink(missing_ok=True)
    _sphinx(root, work, "typst", config, progress, _write)
    kept.write_text(now, "utf-8")


def _fingerprint(root: Path, work: Path) -> str:
    """A hash of all that the PDF is made from: the chapters as read, their images, the configuration and the code that sets them."""
    settings = [root / name for name in ("_config.yml", "_toc.yml", "references.bib", "uv.lock")]
    images = sorted(path for path in (root / "chapters").rglob("*") if path.suffix != ".md")
    return files.digest([*sorted((work / "doctrees").rglob("*.doctree")), *settings, *images, *rooms.code("book")])


def _sphinx(
    root: Path,
    work: Path,
    builder: str,
    config: dict[str, Any],
    progress: Progress,
    run: Callable[[Sphinx], None] = Sphinx.build,
) -> None:
    status, warnings = io.StringIO(), io.StringIO()
    progress.say(f"{builder}: begins")
    try:
        with patch_docutils(str(root)), docutils_namespace(), ExitStack() as meanwhile:
            app = Sphinx(
                str(root), None, str(work / builder), str(work / "doctrees"), builder, confoverrides=copy.deepcopy(config), status=status,
                warning=warnings, warningiserror=True, keep_going=True, parallel=READERS,
            )  # fmt: skip
            progress.watch(app)
            _read_few_in_parallel(app)
            app.connect(
                "env-before-read-docs", lambda _app, _env, names: names and meanwhile.enter_context(nursery(root))
            )
            run(app)
    except SphinxError as error:
        told = _told(root, warnings.getvalue())
        if told:
            _forget(work, told)
        raise _explain(told or _told(root, str(error))) from None
    finally:
        (work / f"{builder}.log").write_text(strip_colors(status.getvalue() + warnings.getvalue()), "utf-8")
    told = _told(root, warnings.getvalue())
    if app.statuscode or told:
        _forget(work, told)
        raise _explain(told)
    progress.say(f"{builder}: done")


def _write(app: Sphinx) -> None:
    """Write from the chapters as the build before has read and numbered them: to number them once more takes a second."""
    app.builder.read()
    app.phase = BuildPhase.RESOLVING
    app.builder.write(None, [], "all")


def _read_few_in_parallel(app: Sphinx) -> None:
    """Sphinx reads five chapters or fewer one by one. Each of ours waits for a kernel, so that two are worth two readers."""
    serial = app.builder._read_serial

    def read(docnames: list[str]) -> None:
        if len(docnames) > 1 and parallel_available:
            app.builder._read_parallel(docnames, nproc=READERS)
        else:
            serial(docnames)

    app.builder._read_serial = read  # type: ignore[method-assign]


def _told(root: Path, text: str) -> str:
    """What Sphinx says, with files named from the book's folder."""
    return strip_colors(text).replace(f"{root}{os.sep}", "").strip()


def _forget(work: Path, warnings: str) -> None:
    """Have what went wrong done again next time: Sphinx does not repeat the warnings of a chapter that it has read."""
    kept = work / "doctrees"
    places = [_PLACE.match(text) for text in _each(warnings)]
    doctrees = [kept / Path(place["path"]).with_suffix(".doctree") for place in places if place]
    if not doctrees or len(doctrees) < len(places) or not all(path.is_file() for path in doctrees):
        (kept / "environment.pickle").unlink(missing_ok=True)
    for path in doctrees:
        path.unlink(missing_ok=True)


def _each(warnings: str) -> list[str]:
    found = re.split(r"\n(?=\S+?:(?:\d+:)? (?:WARNING|ERROR|CRITICAL):|WARNING:|ERROR:)", warnings.strip())
    return [text.strip() for text in found if text.strip()]


def _explain(told: str) -> BookError:
    """All that a build complains of as one error of at most a screen."""
    found = sorted(dict.fromkeys(_each(told)), key=lambda text: "this code cell failed" not in text)
    shown = [line[:600] for line in found[:8]]
    more = [f"… and {len(found) - 8} more"] if len(found) > 8 else []
    return BookError(
        "\n".join([*shown, *more]),
        remedy="Correct what is named above and build again. The last good book is untouched.",
    )


def publish(out: Path, drafts: Mapping[str, Path]) -> None:
    """Put finished drafts in place: each folder is copied beside its place and then exchanged by renaming."""
    for name, draft in drafts.items():
        new = out / f".{name}.new"
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(draft, new, ignore=shutil.ignore_patterns(".buildinfo", "objects.inv.tmp"))
    for name in drafts:
        place, new, old = out / name, out / f".{name}.new", out / f".{name}.old"
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            os.replace(place, old)
        os.replace(new, place)
        shutil.rmtree(old, ignore_errors=True)


def recover(out: Path) -> None:
    """After a kill: put back a folder that was taken away and not yet replaced, and drop half-made copies."""
    for name in ("html", "pdf"):
        place, old = out / name, out / f".{name}.old"
        if old.exists() and not place.exists():
            os.replace(old, place)
        shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(out / f".{name}.new", ignore_errors=True)
