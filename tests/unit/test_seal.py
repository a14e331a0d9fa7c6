"""The seal of a published book: what breaks it, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kunnskapsstatus.book.run.seal import is_sealed, seal, sources
from kunnskapsstatus.book.run.snapshot import contents


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A folder with two chapters and what was published of them, sealed."""
    for name, text in {
        "chapters/one.md": "En",
        "chapters/two.md": "To",
        "_build/html/one.html": "Første",
        "_build/pdf/book.pdf": "Alt",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    out = tmp_path / "_build"
    seal(out, sources(contents(tmp_path, out)), out / "seal")
    return tmp_path


def holds(book: Path, year: int | None = None) -> bool:
    out = book / "_build"
    return is_sealed(out, sources(contents(book, out), *([year] if year else [])), out / "seal")


def test_a_book_is_sealed_until_something_changes(book: Path) -> None:
    assert holds(book)


def test_another_edition_is_another_book(book: Path) -> None:
    assert not holds(book, 2016)


@pytest.mark.parametrize(
    "change",
    [
        lambda book: (book / "chapters" / "one.md").write_text("Ny", "utf-8"),
        lambda book: (book / "chapters" / "three.md").write_text("", "utf-8"),
        lambda book: (book / "chapters" / "two.md").unlink(),
        lambda book: (book / "chapters" / "two.md").rename(book / "two.md"),
        lambda book: (book / "_build" / "html" / "one.html").write_text("Ny", "utf-8"),
        lambda book: (book / "_build" / "html" / "two.html").write_text("", "utf-8"),
        lambda book: (book / "_build" / "pdf" / "book.pdf").unlink(),
        lambda book: (book / "_build" / "seal").unlink(),
    ],
    ids=["text", "a new file", "a file gone", "a file moved", "a page", "a new page", "the PDF gone", "no seal"],
)
def test_what_breaks_the_seal(book: Path, change: Callable[[Path], object]) -> None:
    change(book)
    assert not holds(book)


@pytest.mark.parametrize(
    "name", [".git/index", "_build/.work/draft", "chapters/__pycache__/a.pyc", "env/pyvenv.cfg", "env/lib.py"]
)
def test_what_is_beside_the_book_does_not_break_it(book: Path, name: str) -> None:
    (book / "env").mkdir()
    (book / "env" / "pyvenv.cfg").touch()
    (book / name).parent.mkdir(parents=True, exist_ok=True)
    (book / name).write_text("x", "utf-8")
    assert holds(book)
