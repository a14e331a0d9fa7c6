"""Notebooks are made from chapters, one way, the same bytes each time; parameters are checked before any kernel."""

import math
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pandas as pd
import pytest

from kunnskapsstatus import ChapterText
from kunnskapsstatus.data import store as observations
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.notebooks import files as notebooks
from kunnskapsstatus.notebooks.parameters import EditionError, check_parameters, parameters, parse, substitute
from kunnskapsstatus.notebooks.run import run_notebooks

ROOT = Path(__file__).parents[2]
CHAPTERS = [ROOT / "chapters" / f"{path.stem}.md" for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
"""Those that have a notebook. That they are those with code, a test of all notebooks tells."""
FRONT = "---\nkernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\n---\n"
CHAPTER = FRONT + (
    "\n# Bruken\n\n```{code-cell} ipython3\n:tags: [parameters, remove-cell]\nyear = 2018\n```\n\n"
    "Tall: {eval}`year`.\n\n```{code-cell} ipython3\n1 + 1\n```\n\n```{code-cell} ipython3\n1 + 1\n```\n"
)
HELD = {
    "year": pd.array([2014, 2015, 2018, 2030, None], dtype="Int16"),
    "value": [1.0, 2.0, 3.0, math.nan, 4.0],
    "text": "",
}
"""Observations of three years, one of a year without a value, and one without a year."""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "users.md").write_text(CHAPTER, "utf-8")
    (tmp_path / "chapters" / "preface.md").write_text("# Forord\n\nUten kode.\n", "utf-8")
    return tmp_path


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: Any, **__: Any) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr("papermill.execute_notebook", started)
    monkeypatch.setattr(observations, "load", lambda root: pd.DataFrame(HELD))


def test_the_notebooks_of_the_book_agree_with_its_chapters() -> None:
    assert notebooks.differences(ROOT) == [], "run: make notebooks"


def test_a_chapter_with_code_gives_a_valid_notebook_without_outputs(book: Path) -> None:
    (path,) = notebooks.generate(book)
    page = nbformat.read(path, as_version=4)
    nbformat.validate(page)
    assert path == book / "notebooks" / "users.ipynb"
    assert page.metadata.kernelspec.name == "python3"
    assert [cell.cell_type for cell in page.cells] == ["markdown", *["code"] * 6]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in page.cells if cell.cell_type == "code")


def test_the_same_chapter_gives_the_same_bytes_and_leaves_the_file_alone(book: Path) -> None:
    (path,) = notebooks.generate(book)
    before = path.read_bytes(), path.stat().st_mtime_ns
    notebooks.generate(book)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_cell_ids_are_unique_and_stay_when_another_cell_changes(book: Path) -> None:
    chapter = book / "chapters" / "users.md"
    before = [cell.id for cell in notebooks.notebook(chapter).cells]
    chapter.write_text(CHAPTER.replace("# Bruken", "# Bruken av krisesentrene"), "utf-8")
    after = [cell.id for cell in notebooks.notebook(chapter).cells]
    assert len(set(before)) == len(before)
    assert after[1:] == before[1:]
    assert after[0] != before[0]


def test_a_notebook_without_a_chapter_is_found_and_removed(book: Path) -> None:
    notebooks.generate(book)
    stale = book / "notebooks" / "old.ipynb"
    stale.write_text("{}")
    assert notebooks.differences(book) == ["notebooks/old.ipynb has no chapter"]
    notebooks.generate(book)
    assert not stale.exists()


def test_a_notebook_that_is_missing_or_changed_is_named(book: Path) -> None:
    assert notebooks.differences(book) == ["notebooks/users.ipynb is missing: chapters/users.md has no notebook yet"]
    (path,) = notebooks.generate(book)
    assert notebooks.differences(book) == []
    (book / "chapters" / "users.md").write_text(CHAPTER.replace("2018", "2019"), "utf-8")
    assert notebooks.differences(book) == [f"{path.relative_to(book)} differs from chapters/users.md"]


def test_a_chapter_that_cannot_be_read_is_named(book: Path) -> None:
    (book / "chapters" / "users.md").write_text("---\nkernelspec: [\n---\n\n```{code-cell}\n1\n```\n", "utf-8")
    with pytest.raises(BookError, match=r"users\.md: this is not a MyST notebook"):
        notebooks.generate(book)


def test_parameters_are_the_same_in_the_chapter_and_in_its_notebook(book: Path) -> None:
    (path,) = notebooks.generate(book)
    assert parameters(book / "chapters" / "users.md") == parameters(path) == {"year": 2018, "claims": "stop"}


def test_every_chapter_of_the_book_that_has_parameters_has_the_year() -> None:
    found = {path.name: parameters(path) for path in CHAPTERS}
    assert {name: given for name, given in found.items() if given != {"year": 2024, "claims": "stop"}} == {}


def test_a_parameter_that_is_computed_is_an_error(book: Path) -> None:
    path = book / "chapters" / "users.md"
    path.write_text(CHAPTER.replace("year = 2018", "year = max(2017, 2018)"), "utf-8")
    with pytest.raises(EditionError, match=r"users\.md: cell 2: the parameters cell holds more") as caught:
        parameters(path)
    assert caught.value.cell == 2


@pytest.mark.usefixtures("no_kernel")
@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"yaer": 2016},
            r"no notebook has the parameter 'yaer'; did you mean 'year'\?\nParameters and their defaults: claims .*",
        ),
        (
            {"claims": "stpo"},
            r"the parameter 'claims' is 'stpo'; did you mean 'stop'\?\nWrite claims=stop or ",
        ),
        ({"year": "2016x"}, r"the parameter 'year' is '2016x' \(str\); expected a whole number"),
        ({"year": "2014"}, "expected a whole number"),
        ({"year": 2014.0}, "expected a whole number"),
        ({"year": True}, "expected a whole number"),
        ({"year": 1999}, r"no data for the year 1999; the closest year is 2014\nYears with data: 2014–2015, 2018\."),
    ],
)
def test_a_wrong_parameter_is_an_error_before_any_kernel(book: Path, given: dict[str, Any], message: str) -> None:
    with pytest.raises(EditionError, match=message):
        run_notebooks(book, given, book / "_build" / "editions" / "x" / "notebooks")
    assert not (book / "_build").exists()


@pytest.mark.usefixtures("no_kernel")
def test_right_parameters_pass(book: Path) -> None:
    check_parameters(book, {"year": 2014})
    check_parameters(book, {})


@pytest.mark.usefixtures("no_kernel")
def test_chapters_agree_on_a_default(book: Path) -> None:
    (book / "chapters" / "finance.md").write_text(CHAPTER.replace("2018", "2015"), "utf-8")
    with pytest.raises(EditionError, match=r"users\.md: the parameter 'year' is 2018 here and 2015 in finance\.md"):
        check_parameters(book, {"year": 2014})


def test_parameters_are_read_from_the_command_line() -> None:
    assert parse(["year=2024", "name=Bodø", "full=True", "share=0.5", "code=2016x"]) == {
        "year": 2024,
        "name": "Bodø",
        "full": True,
        "share": 0.5,
        "code": "2016x",
    }


@pytest.mark.parametrize("pairs", [["year"], ["=2024"], ["year="], ["year=2014", "year=2015"]])
def test_what_is_no_parameter_is_an_error(pairs: list[str]) -> None:
    with pytest.raises(EditionError):
        parse(pairs)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (":tags: [parameters, remove-cell]\nyear = 2018", ":tags: [parameters, remove-cell]\nyear = 2024"),
        (":tags: [parameters]\n\nyear: int = 2018  # året", ":tags: [parameters]\n\nyear: int = 2024  # året"),
        ("---\ntags: [parameters]\n---\nyear = 2018", "---\ntags: [parameters]\n---\nyear = 2024"),
        (":tags: [parameters]\nø = 'å'; year = 2018", ":tags: [parameters]\nø = 'å'; year = 2024"),
        (
            ":tags: [parameters]\nyear = (\n    2018\n)\nother = 1",
            ":tags: [parameters]\nyear = (\n    2024\n)\nother = 1",
        ),
        (":tags: [parameters]\nyear = [\n    2018\n]\nother = 1", ":tags: [parameters]\nyear = 2024\n\n\nother = 1"),
        (":tags: [remove-cell]\nyear = 2018", ":tags: [remove-cell]\nyear = 2018"),
    ],
)
def test_a_parameter_takes_its_new_value_and_every_line_stays(cell: str, expected: str) -> None:
    before, after = f"{FRONT}\n# Tittel\n\n```{{code-cell}} ipython3\n", "\n```\n\nI 2018 var year = 2018.\n"
    assert substitute(before + cell + after, {"year": 2024, "unknown": 1}) == before + expected + after


def test_a_cell_shown_as_an_example_is_no_cell() -> None:
    text = "# Tittel\n\n````md\n```{code-cell}\n:tags: [parameters]\nyear = 2018\n```\n````\n"
    assert substitute(text, {"year": 2024}) == text


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_substitution_gives_each_chapter_its_new_year_and_changes_nothing_else(chapter: Path, tmp_path: Path) -> None:
    text = chapter.read_text("utf-8")
    changed = tmp_path / chapter.name
    changed.write_text(substitute(text, {"year": 2016}), "utf-8")
    pairs = zip(text.split("\n"), changed.read_text("utf-8").split("\n"), strict=True)
    if "year" in parameters(chapter):
        assert parameters(changed)["year"] == 2016
        assert [(old, new) for old, new in pairs if old != new] == [("year = newest()", "year = 2016")]
    else:
        assert changed.read_text("utf-8") == text


def test_text_of_some_editions_alone_is_shown_by_its_years(book: Path) -> None:
    chapter = book / "chapters" / "users.md"
    chapter.write_text(CHAPTER + '\n+++ {"since": 2021}\n\nI den nye serien.\n\n+++ {"until": 2020}\n\nFør.\n', "utf-8")
    sources = [cell.source for cell in notebooks.notebook(chapter).cells]
    assert 'show_text(r"""\nI den nye serien.\n""", since=2021)' in sources
    assert 'show_text(r"""\nFør.\n""", until=2020)' in sources


def test_a_chapter_without_parameters_still_has_those_of_its_notebook(book: Path) -> None:
    chapter = book / "chapters" / "users.md"
    chapter.write_text(FRONT + "\n# Om [bruken](users.md)\n\n```{code-cell} ipython3\n1 + 1\n```\n", "utf-8")
    first, begin, title, *_ = notebooks.notebook(chapter).cells
    assert (first.source, first.metadata.tags) == ('claims = "stop"', ["parameters"])
    assert begin.source.endswith('ChapterText("chapters/users.md", claims=claims)')
    assert title.source == 'show_text(r"""\n# Om [bruken](users.md)\n""")'


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_opened_as_a_notebook_is_saved_as_it_was(chapter: Path) -> None:
    """Jupytext adds its version, and an empty line below a cell's options; a ``+++`` that parts nothing goes."""
    before = chapter.read_text("utf-8")
    page = jupytext.reads(before, fmt="md:myst")
    after = jupytext.writes(page, fmt="md:myst")
    added = [line for line in after.splitlines() if line.strip().startswith(("format_version:", "jupytext_version:"))]
    assert len(added) == 2
    old, new = ([line for line in text.splitlines() if line not in ("", "+++", *added)] for text in (before, after))
    assert new == old
    again = jupytext.reads(after, fmt="md:myst")
    assert [(cell.source, cell.metadata) for cell in again.cells] == [
        (cell.source, cell.metadata) for cell in page.cells
    ]


@pytest.mark.parametrize("claims", ["stpo", None, True])
def test_what_a_false_claim_does_is_one_of_two(claims: Any) -> None:
    with pytest.raises(BookError, match=r'Write claims = "stop" or claims = "report"\.') as caught:
        ChapterText("chapters/users.md", 2018, claims)
    assert ("did you mean 'stop'" in str(caught.value)) == (claims == "stpo")
