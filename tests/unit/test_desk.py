"""The author's desk: what an exhibit and a number tell of themselves, what there is to show, and a new chapter."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from books import ROOT, MakeBook
from IPython.core.completer import provisionalcompleter, rectify_completions
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from kunnskapsstatus import cli
from kunnskapsstatus.desk import contents
from kunnskapsstatus.desk.places import places
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.exhibits.exhibit import Exhibit

Run = Callable[..., str]
TOC = """\
# Innhold
format: jb-book
root: chapters/index
parts:
  - caption: Foran   # ingen tall
    chapters:
    - file: chapters/preface
  - caption: Kapitler
    numbered: true
    chapters:
      - file: chapters/users   # den første
        sections:
          - file: chapters/more.md
      # en merknad
  - caption: Bak
    chapters:
      - file: chapters/data
"""


@pytest.fixture
def reasons(exhibit_of: Callable[..., Exhibit]) -> Exhibit:
    return exhibit_of("reasons-for-stay")


# --- what a notebook tells of an object, and completes ---


def test_an_exhibit_tells_what_it_is(reasons: Exhibit) -> None:
    assert repr(reasons) == (
        "<reasons-for-stay: «Årsaker til opphold på krisesenter», 2018 of 2014, 2015, 2016, 2017, 2018, "
        "category: psychological, physical, threats, material, economic, digital and 8 more>"
    )


def test_a_number_tells_its_value_its_unit_and_where_it_is_from(reasons: Exhibit) -> None:
    told = repr(reasons["psychological"])
    assert told == (
        "<86\u00a0prosent from Opphold, psykisk vold, 2018. Rapporten fra 2019, tabell 3. "
        "Krisesenterstatistikken 2014–2018 (Sentio). (data/printed/table-03.csv:2)>"
    )
    several = reasons.change("threats", 2015, 2016) - reasons.change("threats", 2017, 2018)
    assert repr(several).endswith("and 1 more>")


@pytest.fixture(scope="module")
def shell() -> Iterator[InteractiveShell]:
    """An IPython that completes what an author types."""
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ('x["psy', {"psychological", "psychological-child"}),
        ('x["psychological", 201', {"2014", "2015", "2016", "2017", "2018"}),
        ('x[2014, "thr', {"threats"}),
        ("x.ba", {"base"}),
    ],
)
def test_keys_and_methods_complete(shell: InteractiveShell, reasons: Exhibit, typed: str, offered: set[str]) -> None:
    shell.user_ns["x"] = reasons
    with provisionalcompleter():  # as the kernel of JupyterLab asks
        found = rectify_completions(typed, shell.Completer.completions(typed, len(typed)))
        assert {one.text.strip('"].') for one in found} == offered


# --- what there is to show ---


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command's output in the book's folder, where it ends well."""

    def run(*arguments: str, folder: Path = ROOT) -> str:
        monkeypatch.chdir(folder)
        code = cli.main(list(arguments))
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out

    return run


def test_exhibits_are_listed_with_where_they_are_shown(run: Run) -> None:
    lines = run("list", "exhibits", "OPPHOLD PÅ").splitlines()
    (line,) = (line for line in lines if line.startswith("reasons-for-stay "))
    found = re.search(r"  tabell 3  +(chapters/users\.md):(\d+)  +Årsaker til opphold på krisesenter$", line)
    assert found
    shown = (ROOT / found[1]).read_text("utf-8").splitlines()[int(found[2]) - 1]
    assert 'exhibit("reasons-for-stay"' in shown and "show=False" not in shown
    assert len(run("list", "exhibits").splitlines()) > 105


def test_a_word_that_no_exhibit_has_is_told_with_those_that_are_close(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.main(["list", "exhibits", "oppholdd"]) == 1
    assert "no exhibit has the word 'oppholdd'; did you mean 'opphold'" in capsys.readouterr().err
    assert cli.main(["show", "reasons-for-stays"]) == 1
    assert "did you mean 'reasons-for-stay'" in capsys.readouterr().err


@pytest.mark.parametrize("identifier", ["reasons-for-stay", "cost-by-size", "full-by-organisation", "centres-overview"])
def test_what_an_exhibit_is_said_to_have_can_be_written_in_a_chapter(
    run: Run, exhibit_of: Callable[..., Exhibit], identifier: str
) -> None:
    told = run("show", identifier)
    x = exhibit_of(identifier)
    assert told.splitlines()[0] == f"{identifier}: {x.definition.title}"
    for words in (*map(str, x.years), *x.frame["category"].unique(), *x.frame["file"].unique(), x.definition.source):
        assert words in told
    (written,) = re.findall(r"\{eval\}`(.*?)`  (.*)", told)
    assert str(eval(written[0], {"x": x})) == written[1]  # noqa: S307 - what it tells an author to write
    assert f'exhibit("{identifier}", year, show=False)' in told


def test_every_exhibit_can_be_described(run: Run) -> None:
    for place in list(places(ROOT))[::40]:
        assert run("show", place.exhibit, "--year", "2016").startswith(place.exhibit)


# --- a new chapter ---


@pytest.fixture
def book(small_book: MakeBook) -> Path:
    root: Path = small_book()
    (root / "chapters").mkdir()
    (root / "_toc.yml").write_text(TOC, "utf-8")
    (root / "chapters" / "users.md").write_text("# Bruken\n", "utf-8")
    return root


def test_a_new_chapter_has_its_file_its_place_and_its_notebook(book: Path, run: Run) -> None:
    told = run("new", "chapter", "safety", "--title", "Trygghet", folder=book)
    assert "chapters/safety.md, after chapters/more in _toc.yml" in told
    assert "list exhibits" in told
    text = (book / "chapters" / "safety.md").read_text("utf-8")
    assert "\n# Trygghet\n" in text and "\nyear = newest()\n" in text and "\nchapter:" not in text
    page = nbformat.read(book / "notebooks" / "safety.ipynb", as_version=4)
    assert [cell.cell_type for cell in page.cells] == ["markdown", "code", "code", "markdown", "code"]
    line = "      - file: chapters/safety\n"
    assert (book / "_toc.yml").read_text("utf-8") == TOC.replace("more.md\n", f"more.md\n{line}")
    assert contents.pages(book) == [
        f"chapters/{name}" for name in ("index", "preface", "users", "more", "safety", "data")
    ]


@pytest.mark.parametrize(
    ("toc", "after", "expected"),
    [
        ("root: a\nchapters:\n- file: b", "", "root: a\nchapters:\n- file: b\n- file: chapters/x\n"),
        (
            "root: a\r\nchapters:\r\n  - file: b\r\n",
            "",
            "root: a\r\nchapters:\r\n  - file: b\r\n  - file: chapters/x\r\n",
        ),
        (
            "root: a\nparts:\n- chapters:\n  - file: b\n    title: B\n  - file: c\n",
            "b",
            "root: a\nparts:\n- chapters:\n  - file: b\n    title: B\n  - file: chapters/x\n  - file: c\n",
        ),
    ],
)
def test_a_page_is_put_where_it_belongs(tmp_path: Path, toc: str, after: str, expected: str) -> None:
    (tmp_path / "_toc.yml").write_bytes(toc.encode())
    assert contents.with_page(tmp_path, "chapters/x", after) == expected


@pytest.mark.parametrize(
    ("toc", "after", "told"),
    [
        ("root: a\n", "", "no list with one page a line"),
        ("root: a\nchapters: [{file: b}]\n", "", "no list with one page a line"),
        ("root: a\nchapters:\n- file: b\n", "c", "'c' is not in the table of contents"),
        ("root: a\nchapters:\n- file: b\n", "a", "- file: chapters/x"),
        ("root: [\n", "", "cannot be read as YAML"),
        ("- a\n", "", "no table of contents"),
    ],
)
def test_where_there_is_no_place_for_a_page_that_is_said(tmp_path: Path, toc: str, after: str, told: str) -> None:
    (tmp_path / "_toc.yml").write_text(toc, "utf-8")
    with pytest.raises(BookError, match=re.escape(told)):
        contents.with_page(tmp_path, "chapters/x", after)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ny Helg", "'ny_helg' is"),
        ("../ute", "'ute' is"),
        ("påske.md", "'paske' is"),
        ("3", "no good name"),
        ("x" * 61, "no good name"),
        ("search", "no good name"),
        ("users", "chapters/users.md: there is a chapter 'users' already"),
        ("data", "_toc.yml: there is a chapter 'data' already"),
    ],
)
def test_a_name_that_is_taken_or_no_good_is_refused_and_nothing_is_written(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    before = sorted(book.rglob("*"))
    monkeypatch.chdir(book)
    assert cli.main(["new", "chapter", name]) == 1
    assert told in capsys.readouterr().err
    assert sorted(book.rglob("*")) == before
    assert (book / "_toc.yml").read_text("utf-8") == TOC
