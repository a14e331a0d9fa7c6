"""The copy that a build is made from: the book's folder as it stood at one moment, known by content."""

import os
from itertools import count
from pathlib import Path

import pytest

from kunnskapsstatus import paths
from kunnskapsstatus.book.run import snapshot
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.errors import BookError


@pytest.fixture
def book(tmp_path: Path) -> Path:
    root = tmp_path / "book"
    for name in ("chapters/one.md", "chapters/images/one.svg", "data/printed/table.csv", ".git/index", "_build/x"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, "utf-8")
    return root


def copied(book: Path) -> dict[str, str]:
    """What the copy holds after it is taken, besides its own mark."""
    out = book / "_build"
    copy = out / ".work" / "source"
    found = snapshot.take(book, out, copy, snapshot.contents(book, out))
    held = {
        path.relative_to(copy).as_posix(): path.read_text("utf-8")
        for path in sorted(copy.rglob("*"))
        if path.is_file() and path.name != paths.COPY_OF
    }
    assert held.keys() == found.keys()
    assert paths.home(copy) == book
    assert paths.stamp(copy)
    return held


def test_a_copy_holds_the_book_and_nothing_else(book: Path) -> None:
    assert copied(book) == {n: n for n in ("chapters/images/one.svg", "chapters/one.md", "data/printed/table.csv")}


def test_a_copy_follows_the_book(book: Path) -> None:
    """Also where a cell has written in the copy, and where a file becomes a folder."""
    copied(book)
    copy = book / "_build" / ".work" / "source"
    stamp = paths.stamp(copy)
    (copy / "chapters" / "left.txt").write_text("left by a cell", "utf-8")
    (copy / "chapters" / "one.md").write_text("spoiled by a cell", "utf-8")
    assert "chapters/left.txt" not in copied(book)
    assert paths.stamp(copy) == stamp
    (book / "chapters" / "images" / "one.svg").unlink()
    (book / "chapters" / "images").rmdir()
    (book / "chapters" / "images").write_text("a file", "utf-8")
    (book / "chapters" / "one.md").unlink()
    (book / "chapters" / "one.md").mkdir()
    (book / "chapters" / "one.md" / "two.md").write_text("to", "utf-8")
    assert copied(book) == {
        "chapters/images": "a file",
        "chapters/one.md/two.md": "to",
        "data/printed/table.csv": "data/printed/table.csv",
    }
    assert paths.stamp(copy) != stamp


def test_a_time_says_nothing(book: Path) -> None:
    copied(book)
    copy = book / "_build" / ".work" / "source" / "chapters" / "one.md"
    before = copy.stat().st_mtime_ns
    os.utime(book / "chapters" / "one.md", (4e9, 4e9))
    copied(book)
    assert copy.stat().st_mtime_ns == before, "the same content is not written again"
    (book / "chapters" / "one.md").write_text("chapters/two.md", "utf-8")
    os.utime(book / "chapters" / "one.md", (1, 1))
    assert copied(book)["chapters/one.md"] == "chapters/two.md"


def test_links_are_followed_and_rings_are_not(book: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "table.csv").write_text("1", "utf-8")
    (book / "data" / "stated").symlink_to(tmp_path / "elsewhere")
    (book / "data" / "ring").symlink_to(book)
    (book / "data" / "gone").symlink_to(book / "nowhere")
    before = copied(book)
    assert before["data/stated/table.csv"] == "1"
    assert not any("ring" in name or "gone" in name for name in before)
    (tmp_path / "elsewhere" / "table.csv").write_text("2", "utf-8")
    assert copied(book)["data/stated/table.csv"] == "2"


def test_a_file_that_is_saved_meanwhile_is_copied_whole(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = iter(["2", "3"])
    monkeypatch.setattr("time.sleep", lambda _: (book / "data" / "printed" / "table.csv").write_text(next(texts, "3")))
    out = book / "_build"
    found = snapshot.take(book, out, out / ".work" / "source", {})
    assert found == snapshot.contents(book, out)
    assert copied(book)["data/printed/table.csv"] == "3"


def test_a_file_that_never_stands_still_is_named(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time that the build waits, it is written again."""
    numbers = count()
    monkeypatch.setattr("time.sleep", lambda _: (book / "log.txt").write_text(str(next(numbers))))
    with pytest.raises(BookError, match=r"^log\.txt: this file changes all the time"):
        snapshot.take(book, book / "_build", book / "_build" / ".work" / "source", {})


def test_what_is_read_of_a_copy_stands_still(book: Path) -> None:
    copied(book)
    copy = book / "_build" / ".work" / "source"
    before = open_book(copy)
    (copy / "data" / "printed" / "table.csv").write_text("2", "utf-8")
    assert open_book(copy) is before
    (book / "data" / "printed" / "table.csv").write_text("3", "utf-8")
    assert open_book(copy) is before
    copied(book)
    assert open_book(copy) is not before
    first = open_book(book)
    os.utime(book / "data" / "printed" / "table.csv", (1, 1))
    assert open_book(book) is first
    (book / "data" / "printed" / "table.csv").write_text("4", "utf-8")
    os.utime(book / "data" / "printed" / "table.csv", (1, 1))
    assert open_book(book) is not first, "the book's own folder is known by content as well"
