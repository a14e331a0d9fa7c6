"""Publishing: a reader has the old book or the new one, whatever happens between."""

from pathlib import Path

import pytest

from kunnskapsstatus.book.build import recover


@pytest.mark.parametrize("name", ["html", "pdf"])
def test_a_kill_between_two_renames_is_put_right(tmp_path: Path, name: str) -> None:
    (tmp_path / f".{name}.old").mkdir()
    (tmp_path / f".{name}.old" / "page").write_text("god")
    (tmp_path / f".{name}.new").mkdir()
    recover(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name / "page").read_text() == "god"


def test_a_kill_after_the_renames_leaves_the_new_book(tmp_path: Path) -> None:
    for folder, text in (("html", "ny"), (".html.old", "gammel")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page").write_text(text)
    recover(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["html"]
    assert (tmp_path / "html" / "page").read_text() == "ny"
