"""What Sphinx complains of is one error for people, and is complained of again until it is corrected."""

from pathlib import Path

from kunnskapsstatus.book.run.told import LONGEST, MOST, explain, forget, told

CELL = "chapters/users.md:25: WARNING: this code cell failed: there is no exhibit"
SENTENCE = "chapters/users.md:32: WARNING: the expression in this sentence failed\nit has two lines"


def doctrees(folder: Path) -> set[str]:
    """The kept reading of two chapters."""
    for name in ("environment.pickle", "chapters/users.doctree", "chapters/finance.doctree"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return left(folder)


def left(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_files_are_named_from_the_books_folder_and_nothing_is_coloured(tmp_path: Path) -> None:
    assert told(tmp_path, f"\x1b[31m{tmp_path}/{CELL}\x1b[39;49;00m\n") == CELL


def test_a_cell_that_failed_comes_first_and_each_is_told_once() -> None:
    lines = str(explain(f"{SENTENCE}\n{CELL}\n{SENTENCE}")).splitlines()[:3]
    assert lines == [text.replace("WARNING: ", "") for text in (CELL, *SENTENCE.splitlines())]


def test_a_label_is_not_told_to_be_missing_where_a_cell_failed() -> None:
    lost = "chapters/finance.md:29: WARNING: undefined label: 'reasons-for-stay'"
    assert "undefined label" not in str(explain(f"{lost}\n{CELL}"))
    assert "undefined label" in str(explain(f"{lost}\n{SENTENCE}"))


def test_what_stops_a_build_is_not_called_a_warning() -> None:
    many = "WARNING: one\nchapters/a.md: CRITICAL: two\nchapters/users.md:3: ERROR: three\nnot a WARNING: four"
    assert str(explain(many)).splitlines()[:3] == ["one", "chapters/a.md: two", "chapters/users.md:3: three"]


def test_complaints_stand_in_one_order_whoever_was_done_first() -> None:
    lines = [f"chapters/{name}.md:{line}: WARNING: x" for name in ("a", "b") for line in ("", 9, 10)]
    told_of = str(explain("\n".join(reversed(lines)))).splitlines()[:-1]
    assert told_of == [line.replace("WARNING: ", "") for line in lines]


def test_an_error_is_a_screen_at_most() -> None:
    many = "\n".join(f"chapters/users.md:{n}: WARNING: {'x' * 2 * LONGEST}" for n in range(MOST + 3))
    lines = str(explain(many)).splitlines()
    assert lines[MOST] == "… and 3 more"
    assert max(map(len, lines)) == LONGEST
    assert lines[-1].endswith("The last good book is untouched.")


def test_a_chapter_with_a_fault_is_read_again(tmp_path: Path) -> None:
    before = doctrees(tmp_path)
    forget(tmp_path, f"{CELL}\n{SENTENCE}")
    assert before - left(tmp_path) == {"chapters/users.doctree"}


def test_where_no_chapter_is_to_blame_all_is_read_again(tmp_path: Path) -> None:
    for text in ("WARNING: something else", f"{CELL}\nWARNING: something else", "chapters/gone.md:1: ERROR: missing"):
        assert "environment.pickle" in doctrees(tmp_path)
        forget(tmp_path, text)
        assert "environment.pickle" not in left(tmp_path)
