"""A notebook as a reviewer runs it, with papermill or Jupyter alone: it reads like the chapter."""

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from small_book import USERS, write_book

from kunnskapsstatus.notebooks import files as notebooks

TRUE, FALSE = 'reasons["threats"] < reasons["psychological"]', 'reasons["threats"] > reasons["psychological"]'
SENTENCE = "«Trusler er sjeldnere.»"


class Run(NamedTuple):
    """How a notebook ended, what was said, and what it shows, cell by cell, as HTML and as text."""

    code: int
    said: str
    html: list[str]
    text: list[str]


def shown(path: Path, kind: str) -> list[str]:
    page = nbformat.read(path, as_version=4)
    cells = [cell.outputs for cell in page.cells if cell.cell_type == "code"]
    return ["".join(str(output.data.get(kind, "")) for output in outputs if "data" in output) for outputs in cells]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, with a claim that its numbers do not bear out."""
    folder = write_book(tmp_path_factory.mktemp("reviewed"))
    assert TRUE in USERS
    (folder / "chapters" / "users.md").write_text(USERS.replace(TRUE, FALSE), "utf-8")
    notebooks.generate(folder)
    return folder


@pytest.fixture(scope="module")
def runs(book: Path) -> dict[str, Run]:
    """The notebook, run three ways. Not at the same time: Jupyter finds a kernel's ports before the kernel takes them,
    two kernels that start together get the same one in five of a thousand times, and one of them never answers."""
    users = "notebooks/users.ipynb"
    papermill = [sys.executable, "-m", "papermill", users]
    found = {}
    for name, command in (
        ("stop", [*papermill, "stop.ipynb", "--cwd", "."]),
        ("report", [*papermill, "report.ipynb", "--cwd", ".", "-p", "claims", "report"]),
        ("jupyter", [sys.executable, "-m", "jupyter", "execute", users]),
    ):
        ran = subprocess.run(command, cwd=book, capture_output=True, text=True, timeout=300, check=False)
        page = book / f"{name}.ipynb"
        forms = [shown(page, kind) if page.is_file() else [] for kind in ("text/html", "text/plain")]
        found[name] = Run(ran.returncode, ran.stdout + ran.stderr, *forms)
    return found


def test_a_false_claim_stops_papermill_and_jupyter_where_it_stands(runs: dict[str, Run], book: Path) -> None:
    lines = (book / "chapters" / "users.md").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if FALSE in text)
    for name in ("stop", "jupyter"):
        run = runs[name]
        assert run.code == 1, run.said[-2000:]
        assert f"chapters/users.md:{line}: this is no longer true: {SENTENCE} Checked: {FALSE}." in run.said
        assert re.search(
            r"The numbers: reasons\['threats'\] = 61\sprosent; reasons\['psychological'\] = 86\sprosent", run.said
        )
    assert "✗ stemmer ikke med tallene" in runs["stop"].html[5]
    assert runs["stop"].html[6:] == [""]


def test_in_a_report_it_is_listed_at_the_end(runs: dict[str, Run]) -> None:
    run = runs["report"]
    assert run.code == 0, run.said[-2000:]
    assert "3 påstander er kontrollert mot tallene, og 1 av dem stemmer ikke." in run.html[-1]
    assert SENTENCE in run.html[-1] and SENTENCE in run.text[-1]
    said = r"Opphold, 2018: trusler \(61\sprosent\) er høyere enn psykisk vold \(86\)\. \(chapters/users\.md:\d+\)"
    assert re.search(said, run.text[-1])


def test_it_reads_like_the_chapter(runs: dict[str, Run]) -> None:
    run = runs["report"]
    text = "\n".join(run.html)
    assert re.search(r'med <span class="ks-number" title="Opphold, psykisk vold, 2018[^"]*">86\sprosent</span>', text)
    assert re.search("Psykisk vold er vanligst, med 86\\sprosent. ✓ Trusler\ner sjeldnere. ✗", "\n".join(run.text))
    assert (
        "<figcaption><strong>Figur 1.1:</strong> Årsaker til opphold på krisesenter, 2018<br><small>Gjelder: opphold."
        in text
    )
    assert "<figcaption><strong>Tabell 1.1:</strong> Tilbud med egne ansatte for barn<br><small>Gjelder: " in text
    assert "</small></figcaption><img " in text and "</small></figcaption><table " in text and "Vis tallene" in text
    assert "<summary>Kontrollert mot tallene</summary><ul><li>✓ Opphold, 2018: psykisk" in text


def test_only_cells_of_code_show_their_code(book: Path) -> None:
    page = nbformat.read(book / "notebooks" / "users.ipynb", as_version=4)
    code = [cell for cell in page.cells if cell.cell_type == "code"]
    folded = [cell for cell in code if cell.metadata.get("jupyter", {}).get("source_hidden")]
    assert [cell.source.split("(")[0] for cell in folded[1:]] == ["show_text", "show_text.report"]
    assert folded[0].source.endswith('show_text = ChapterText("chapters/users.md", year=year, claims=claims)')
    assert [cell.metadata["transient"]["remove_source"] for cell in folded] == [True] * 3
    assert code[0].source == 'year = 2018\nclaims = "stop"' and code[0].metadata.tags == ["parameters"]
