"""A chapter's notebook, run by papermill for given parameters; and all of a book, two at a time."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import nbformat
import papermill
import yaml  # type: ignore[import-untyped]
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_core.utils import ensure_event_loop
from nbformat import NotebookNode

from kunnskapsstatus import files
from kunnskapsstatus.chapter.faults import in_words
from kunnskapsstatus.data.book import FIRST_EDITION
from kunnskapsstatus.errors import TextFault
from kunnskapsstatus.kernels.provisioner import nursery
from kunnskapsstatus.notebooks import files as notebooks
from kunnskapsstatus.notebooks.files import YEAR
from kunnskapsstatus.notebooks.engine import NAME as ENGINE
from kunnskapsstatus.notebooks.parameters import EditionError, check_parameters, given_in
from kunnskapsstatus.chapter.since import of_page

INJECTED = "injected-parameters"
AT_ONCE = 2
PATIENCE = 120
"""Seconds that a cell may run, where ``_config.yml`` does not say."""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def run_notebooks(root: Path, given: Mapping[str, Any], out: Path) -> list[Path]:
    """Run every chapter's notebook with papermill, with the given parameters, and keep the results in ``out``.

    ``out`` is replaced as a whole when all notebooks have run; when one fails, what was there stays.

    Raises
    ------
    EditionError
        Before any kernel starts for a parameter that is not right; else for the first cell that fails.
    """
    check_parameters(root, given)
    draft = out.with_name(f".{out.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    names = chapters(root, given)
    try:
        with nursery(root), ThreadPoolExecutor(AT_ONCE) as running:
            try:
                for name, text in zip(names, running.map(lambda name: run(root, name, given), names), strict=True):
                    files.write(draft / f"{name}.ipynb", text)
            finally:
                running.shutdown(wait=False, cancel_futures=True)
        shutil.rmtree(out, ignore_errors=True)
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return sorted(out.glob("*.ipynb"))


def chapters(root: Path, given: Mapping[str, Any]) -> list[str]:
    """The chapters of an edition that have a notebook, such as ``users``, by name."""
    return [path.stem for path in notebooks.chapters(root) if _has(path, given)]


def _has(chapter: Path, given: Mapping[str, Any]) -> bool:
    """Whether the edition has a chapter."""
    return YEAR not in given or of_page(chapter.read_text("utf-8")).has(max(given[YEAR], FIRST_EDITION))


def run(root: Path, name: str, given: Mapping[str, Any]) -> str:
    """The notebook of the chapter ``name`` of the book in ``root``, run: the text of its file.

    The same data and parameters give the same text: clock times, durations, random ids and absolute paths are left out.
    Its kernel is told the folder: this process runs several, and stays where it is.

    Raises
    ------
    EditionError
        For the first cell that fails.
    """
    page = notebooks.notebook(root / notebooks.CHAPTERS / f"{name}.md")
    file = notebooks.FOLDER / f"{name}.ipynb"
    chosen = {key: value for key, value in given.items() if key in given_in(page, file)}
    try:
        with closing(ensure_event_loop()):  # this thread's; it ends, and nobody else would
            ran = papermill.execute_notebook(
                page, None, parameters=chosen, progress_bar=False, shutdown_kernel="immediate", engine_name=ENGINE,
                execution_timeout=_patience(root), resources={"metadata": {"path": str(root)}},
            )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        raise _readable(error, error.source, file, page) from None
    except NoSuchKernel as error:
        remedy = "Install what the book needs (make book does), then run it again."
        raise EditionError(f"there is nothing called {error.name!r} to run it", file=file, remedy=remedy) from None
    for cell in ran.cells:  # papermill takes a cell that calls sys.exit() for the end of a good notebook
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise _readable(output, cell.source, file, page)
    return notebooks.text(_clean(ran, page, name, root, chosen))


def _patience(root: Path) -> int:
    """Seconds that a cell may run: as in a build of the book."""
    try:
        return int(yaml.safe_load((root / "_config.yml").read_text("utf-8"))["execute"]["timeout"])
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError):
        return PATIENCE


def _readable(error: Any, source: str, name: Path, page: NotebookNode) -> EditionError:
    """What a failed cell says, without a traceback. The cell is counted as in the notebook's own file."""
    number = next((n for n, cell in enumerate(page.cells, 1) if cell.cell_type == "code" and cell.source == source), None)
    said, _, remedy = _COLOUR.sub("", str(error.evalue)).strip().partition("\n")
    code = next((line for line in str(source).splitlines() if line.strip()), "")
    remedy = remedy or "Correct the chapter or its data, then run it again."
    cause = in_words(error.ename, said) if error.ename else said
    of_text = error.ename == TextFault.__name__
    return EditionError(cause if of_text else f"{cause} [{code}]", file=name, cell=number, remedy=remedy)


def _clean(ran: NotebookNode, page: NotebookNode, stem: str, root: Path, given: Mapping[str, Any]) -> NotebookNode:
    """The notebook that ran, without what changes from run to run and from machine to machine."""
    metadata = {**page.metadata, "papermill": {"parameters": dict(given)}}
    version = {"nbformat": page.nbformat, "nbformat_minor": page.nbformat_minor}
    for cell in ran.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if INJECTED in cell.metadata.get("tags", []):
            cell.id = hashlib.sha256("\0".join((stem, INJECTED, cell.source)).encode()).hexdigest()[:12]
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
    cleaned: NotebookNode = nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"cells": _relative(ran.cells, root), "metadata": metadata, **version}
    )
    return cleaned


def _relative(value: Any, root: Path) -> Any:
    """The value with paths below ``root`` made relative, wherever a text names one."""
    if isinstance(value, str):
        for folder in sorted({str(root), str(root.resolve())}, key=len, reverse=True):
            value = value.replace(f"{folder}/", "").replace(folder, ".")
        return value
    if isinstance(value, list):
        return [_relative(item, root) for item in value]
    if isinstance(value, dict):
        return {key: _relative(item, root) for key, item in value.items()}
    return value
