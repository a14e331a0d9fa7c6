"""Where the book lies: at or above where one stands, or else where the library is from."""

from pathlib import Path

import pytest
from books import ROOT

from kunnskapsstatus import paths
from kunnskapsstatus.errors import BookError


def test_the_nearest_book_at_or_above_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner, deep = tmp_path / "book" / "inner", tmp_path / "book" / "inner" / "chapters" / "more"
    for folder in (tmp_path / "book", inner):
        (folder / "data" / "exhibits").mkdir(parents=True)
    deep.mkdir(parents=True)
    assert paths.root(deep) == inner
    assert paths.root(inner) == inner
    assert paths.root(inner.parent) == tmp_path / "book"
    monkeypatch.chdir(deep)
    assert paths.root() == inner


def test_outside_a_book_it_is_the_one_that_the_library_is_from(tmp_path: Path) -> None:
    assert paths.root(tmp_path) == ROOT


def test_where_there_is_no_book_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "lib" / "python" / "kunnskapsstatus" / "paths.py"))
    with pytest.raises(
        BookError, match=r"there is no book here: .* hold no data/exhibits\nRun this from a book's folder"
    ):
        paths.root(tmp_path)
