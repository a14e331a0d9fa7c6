"""Releasing a book: its values are kept, and from then on a number that is another is told of to readers."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import yaml  # type: ignore[import-untyped]

from kunnskapsstatus import files
from kunnskapsstatus.book.build import build
from kunnskapsstatus.book.plan.versions import CHANGELOG, HEAD, Version, released
from kunnskapsstatus.data import values
from kunnskapsstatus.data.datapackage import project
from kunnskapsstatus.data.invented import is_synthetic
from kunnskapsstatus.errors import BookError

CITATION, PROJECT = "CITATION.cff", "pyproject.toml"


def release(root: Path) -> str:
    """Build the book as it is now and keep its values as those of the released one; what was done.

    Raises
    ------
    BookError
        For a version without a date, with one that cannot be, or of which files say different things; for a book that
        cannot be built; and for a synthetic one.
    """
    if is_synthetic(root):
        remedy = "Release the book itself: run this from its own folder."
        raise BookError("this copy of the book has invented numbers, and is never released", remedy=remedy)
    version = version_of(root)
    book = build(root, root / "_build")
    data = values.read(book.html / values.FILE, "Build the book anew: make book.")
    kept = {
        "version": data.pop("version"),
        "released": {"version": version.number, "date": version.date.isoformat()},
        **data,
    }
    files.write(root / values.RELEASED, gzip.compress(values.text(kept).encode(), mtime=0))
    return f"{values.RELEASED} has the values of {version.number} ({version.date})"


def version_of(root: Path) -> Version:
    """The version that the changelog begins with, and its date.

    Raises
    ------
    BookError
        As :func:`release`.
    """
    path = root / CHANGELOG
    text = path.read_text("utf-8")
    head = HEAD.search(text)
    if head is None:
        raise BookError("there is no version here", file=path, line=1, remedy="Begin with ## 0.1.0 (2026-11-26).")
    line = text.count("\n", 0, head.start()) + 1
    try:
        day = date.fromisoformat(head["date"] or "")
    except ValueError:
        cause = f"{head['version']} has no date: {head['date'] or 'nothing'!r}"
        remedy = f"Write the day of the release: ## {head['version']} ({date.today()})"
        raise BookError(cause, file=path, line=line, remedy=remedy) from None
    said = {CITATION: str(yaml.safe_load((root / CITATION).read_text("utf-8"))["version"])}
    if (root / PROJECT).is_file():
        said[PROJECT] = project(root)["version"]
    for file, other in said.items():
        if other != head["version"]:
            cause = f"the version is {head['version']} here, and {other} in {file}"
            remedy = f"Write the same here, in {CITATION} and in {PROJECT}; then .venv/bin/uv lock."
            raise BookError(cause, file=path, line=line, remedy=remedy)
    before = max((one.date for one in released(root)[1:]), default=day)
    if not before <= day <= date.today():
        cause = f"{head['version']} is of {day}; expected a day from {before}, the release before, until today"
        raise BookError(cause, file=path, line=line, remedy="Write the day on which it is released.")
    return Version(head["version"], day)
