"""What is found in files, remembered from build to build."""

from pathlib import Path

from kunnskapsstatus.book.run.remembered import Remembered


def test_only_a_file_with_new_content_is_looked_through(tmp_path: Path) -> None:
    looked: list[bytes] = []

    def length(content: bytes) -> int:
        looked.append(content)
        return len(content)

    def found(*contents: bytes) -> list[int]:
        remembered = Remembered(length, tmp_path / "lengths")
        made = [remembered.of(content) for content in contents]
        remembered.keep()
        return made

    assert found(b"a", b"bc", b"a") == [1, 2, 1]
    assert found(b"bc", b"def") == [2, 3]
    assert found(b"a") == [1], "what no file had in the build before is forgotten"
    assert looked == [b"a", b"bc", b"def", b"a"]


def test_what_other_code_has_found_is_found_anew(tmp_path: Path) -> None:
    place = tmp_path / "lengths"
    first = Remembered(len, place)
    first.of(b"abc")
    first.keep()
    place.write_bytes(b"other" + place.read_bytes())
    assert Remembered(lambda content: -len(content), place).of(b"abc") == -3
