"""papermill runs a chapter's notebook for another year, as a reviewer does, and says so plainly when it cannot."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from books import OFFICIAL, MakeBook

from kunnskapsstatus.notebooks import files as notebooks
from kunnskapsstatus.notebooks.parameters import EditionError
from kunnskapsstatus.notebooks.run import run_notebooks

ROOT = Path(__file__).parents[2]
NOTEBOOK = "notebooks/supervision.ipynb"
FRONT = "---\nkernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\n---\n\n# Bruken\n\n"
PARAMETERS = "```{code-cell} ipython3\n:tags: [parameters, remove-cell]\nyear = 2018\n```\n\n"


def papermill(out: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "papermill",
        NOTEBOOK,
        str(out),
        "--cwd",
        str(ROOT),
        "--no-progress-bar",
        *arguments,
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


def outputs(path: Path) -> list[Any]:
    page = nbformat.read(path, as_version=4)
    return [output for cell in page.cells if cell.cell_type == "code" for output in cell.outputs]


@pytest.fixture
def book(small_book: MakeBook) -> Path:
    """A small book without chapters, with figures of 2020."""
    root = small_book(official={"users": f"{OFFICIAL}2020,centres,,,count,45,,,,direct,SSB\n"})
    (root / "chapters").mkdir()
    return root


def test_a_chapter_runs_for_2016_and_2024_and_the_exhibits_follow(tmp_path: Path) -> None:
    shown = {}
    for year in (2016, 2024):
        out = tmp_path / f"{year}.ipynb"
        run = papermill(out, "-p", "year", str(year))
        assert run.returncode == 0, run.stderr[-2000:]
        page = nbformat.read(out, as_version=4)
        assert page.metadata.papermill.parameters == {"year": year}
        assert [output for output in outputs(out) if output.output_type == "error"] == []
        shown[year] = [output.data for output in outputs(out) if "data" in output]
    assert shown[2016], f"{NOTEBOOK} shows nothing"
    assert len(shown[2016]) < len(shown[2024])  # text and exhibits of later editions are left out
    assert shown[2016] != shown[2024]


@pytest.mark.parametrize("year", ["2016x", "1999"])
def test_a_wrong_year_ends_with_an_error_that_names_it(year: str, tmp_path: Path) -> None:
    run = papermill(tmp_path / "out.ipynb", "-p", "year", year)
    assert run.returncode != 0
    last = run.stderr.rstrip()[-1500:]
    assert re.search(rf"\b{year}\b", last), last
    assert "LookupFailed" in last, last


@pytest.mark.parametrize(
    ("arguments", "code", "cause"),
    [
        (["-k", "ir"], "1", "there is nothing called 'ir' to run a notebook. Leave -k out"),
        ([], "import os\nos._exit(1)", "cell 2: its process has ended"),
    ],
    ids=["no kernel", "dies"],
)
def test_papermill_alone_says_in_a_line_what_stops_it_between_cells(
    arguments: list[str], code: str, cause: str, tmp_path: Path
) -> None:
    cells = [nbformat.v4.new_code_cell(text) for text in ("1", code, "2")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    page = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(page, tmp_path / "in.ipynb")
    command = [sys.executable, "-m", "papermill", "in.ipynb", "out.ipynb", *arguments]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 1
    assert run.stderr.rstrip().splitlines()[-1].startswith(f"Error: {cause}")
    assert "Traceback" not in run.stderr


def test_the_command_ends_without_a_traceback() -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from kunnskapsstatus.cli import main; sys.exit(main())",
        "edition",
        "-p",
        "yeer=2016",
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 1
    assert "no notebook has the parameter 'yeer'; did you mean 'year'?" in run.stderr
    assert "Traceback" not in run.stderr


def test_an_edition_is_the_same_twice_and_names_neither_clock_nor_folder(book: Path) -> None:
    cell = "```{code-cell} ipython3\nimport os, sys\nprint(os.getcwd() + '/data', file=sys.stderr)\nyear + 1\n```\n"
    (book / "chapters" / "users.md").write_text(FRONT + PARAMETERS + cell, "utf-8")
    (book / "chapters" / "index.md").write_text(FRONT + "```{code-cell} ipython3\n'uten år'\n```\n", "utf-8")
    out = book / "_build" / "editions" / "2020" / "notebooks"
    made = run_notebooks(book, {"year": 2020}, out)
    assert [path.name for path in made] == ["index.ipynb", "users.ipynb"]
    first = [path.read_bytes() for path in made]
    (out / "old.ipynb").write_text("{}")
    assert run_notebooks(book, {"year": 2020}, out) == made
    assert [path.read_bytes() for path in made] == first
    assert sorted(out.iterdir()) == made
    users = json.loads(first[1])
    assert users["metadata"]["papermill"] == {"parameters": {"year": 2020}}
    assert users["cells"][-2]["outputs"][-1]["data"] == {"text/plain": ["2021"]}
    for text in (content.decode() for content in first):
        assert str(book) not in text
        assert not re.search(r"_time|duration|\d\d:\d\d:\d\d", text)
    assert notebooks.differences(book), "running an edition does not write notebooks/"


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("import os\nos._exit(1)", "this code cell ended the process that runs the chapter"),
        ("while True: pass", "this code cell ran longer than 5 seconds"),
        ("import sys\nsys.exit()", "it ends the program"),
    ],
    ids=["dies", "endless", "exits"],
)
def test_however_a_cell_ends_it_is_named_in_one_line(code: str, cause: str, book: Path) -> None:
    cells = "".join(f"```{{code-cell}} ipython3\n{text}\n```\n\n" for text in ("a = 1", code, "b = 2"))
    (book / "chapters" / "users.md").write_text(FRONT + PARAMETERS + cells, "utf-8")
    (book / "_config.yml").write_text("execute:\n  timeout: 5\n", "utf-8")
    with pytest.raises(EditionError, match=rf"^notebooks/users\.ipynb: cell 5: {cause}") as caught:
        run_notebooks(book, {"year": 2016}, book / "out")
    assert "Traceback" not in str(caught.value)


def test_a_cell_that_fails_is_named_and_the_last_edition_stays(book: Path) -> None:
    cell = '```{code-cell} ipython3\nfrom kunnskapsstatus import exhibit\nexhibit("reasons-for-stays", year)\n```\n'
    (book / "chapters" / "users.md").write_text(FRONT + PARAMETERS + cell, "utf-8")
    out = book / "out"
    out.mkdir()
    (out / "last.ipynb").write_text("{}")
    with pytest.raises(
        EditionError, match=r"^notebooks/users\.ipynb: cell 4: there is no exhibit 'reasons-for-stays'; did you mean"
    ) as caught:
        run_notebooks(book, {"year": 2016}, out)
    assert caught.value.cell == 4
    assert "Traceback" not in str(caught.value)
    assert [path.name for path in out.iterdir()] == ["last.ipynb"]
    assert sorted(path.name for path in book.iterdir()) == ["_build", "chapters", "data", "out"]
