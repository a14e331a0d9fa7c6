"""Files: written whole, only when their content changes; and a hash that tells whether they have."""

import os
from pathlib import Path

import pytest

from kunnskapsstatus import files


def test_a_file_is_written_with_its_folders_and_line_ends_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "tall.csv"
    assert files.write(path, "år,verdi\n2018,86\r\n") is True
    assert path.read_bytes() == "år,verdi\n2018,86\r\n".encode()
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_holds_the_text_already_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "tall.csv"
    files.write(path, "86\n")
    os.utime(path, (1, 1))
    assert files.write(path, "86\n") is False
    assert path.stat().st_mtime == 1
    assert files.write(path, "87\n") is True
    assert path.read_text("utf-8") == "87\n"


def test_what_cannot_be_put_in_place_leaves_no_half_file(tmp_path: Path) -> None:
    (tmp_path / "tall.csv" / "folder").mkdir(parents=True)
    with pytest.raises(OSError):
        files.write(tmp_path / "tall.csv", "86\n")
    assert [path.name for path in tmp_path.iterdir()] == ["tall.csv"]


def test_a_hash_knows_names_contents_and_order_and_leaves_out_what_is_no_file(tmp_path: Path) -> None:
    for name, text in (("a", "1"), ("b", "2"), ("c", "1")):
        (tmp_path / name).write_text(text)
    a, b, c = (tmp_path / name for name in "abc")
    assert files.digest([a, b]) == files.digest([a, tmp_path, tmp_path / "gone", b])
    assert len({files.digest(paths) for paths in ([], [a], [b], [c], [a, b], [b, a])}) == 6
    before = files.digest([a])
    a.write_text("2")
    assert files.digest([a]) != before


def test_a_hash_does_not_take_a_name_for_content(tmp_path: Path) -> None:
    (tmp_path / "ab").write_text("c")
    (tmp_path / "a").write_text("bc")
    assert files.digest([tmp_path / "ab"]) != files.digest([tmp_path / "a"])
