"""The command line: what a command says and returns, when it goes well and when it does not."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from books import ROOT

from kunnskapsstatus.cli import main
from kunnskapsstatus.desk.live import loop

CHAPTER = (
    "---\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\n"
    "kernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\n---\n\n"
    "# Bruken\n\n```{code-cell} ipython3\n:tags: [parameters]\nyear = 2018\n```\n"
)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real data with one chapter, as the folder at hand."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "users.md").write_text(CHAPTER, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_notebooks_are_written_and_named(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notebooks"]) == 0
    assert capsys.readouterr().out == "notebooks/users.ipynb\n"
    assert (book / "notebooks" / "users.ipynb").is_file()


def test_the_data_package_is_written_and_named(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "data" / "datapackage.json").unlink()
    assert main(["datapackage"]) == 0
    assert capsys.readouterr().out == "data/datapackage.json\n"
    assert (book / "data" / "datapackage.json").read_bytes() == (ROOT / "data" / "datapackage.json").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["edition", "-p", "yeer=2016"], "did you mean 'year'"),
        (["edition", "-p", "year"], "'year' is not a parameter\nWrite NAME=VALUE"),
        (["build"], "data/exhibits/users.toml"),
    ],
)
def test_what_an_author_got_wrong_is_said_and_returns_1(
    book: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    with (book / "data" / "exhibits" / "users.toml").open("a", encoding="utf-8") as file:
        file.write("\n[broken\n")
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    "arguments", [[], ["publish"], ["edition"], ["build", "--year", "2016"], ["live", "--port", "x"]]
)
def test_a_command_that_there_is_not_ends_with_how_to_use_it(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: kunnskapsstatus" in capsys.readouterr().err


def test_who_stops_a_command_is_told_that_nothing_is_lost(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loop, "live", stopped)
    assert main(["live"]) == 130
    assert capsys.readouterr().err == "\nStopped. The last good book is untouched.\n"


def limited(book: Path, limit: str) -> tuple[int, str]:
    """A command of the book where the system allows little: how it ended, and what it complained of."""
    command = [str(Path(sys.executable).with_name("kunnskapsstatus")), "notebooks"]
    shell = ["sh", "-c", f"ulimit {limit}; exec {shlex.join(command)}"]
    run = subprocess.run(shell, cwd=book, capture_output=True, text=True, check=False)
    return run.returncode, run.stderr


def test_few_files_are_made_more_or_told_of(book: Path) -> None:
    assert limited(book, "-S -n 12") == (0, "")
    told = "\ntoo few files may be open at once\nAllow more: ulimit -n 1024, then try again.\n"
    assert limited(book, "-n 40") == (1, told)


def test_a_part_of_python_that_cannot_be_loaded_is_named(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "kunnskapsstatus.notebooks.files", None)
    monkeypatch.delattr("kunnskapsstatus.notebooks.files", raising=False)
    assert main(["notebooks"]) == 1
    told = capsys.readouterr().err
    assert "cannot be loaded" in told and "kunnskapsstatus.notebooks" in told and "make book" in told
