"""The real book's notebooks say what its pages say: number by number, exhibit by exhibit, sentence by sentence."""

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from books import ROOT

from kunnskapsstatus.notebooks import files as notebooks

pytestmark = pytest.mark.xdist_group("the real book")
RUN = (
    "import sys; from pathlib import Path; from kunnskapsstatus.notebooks.run import run_notebooks\n"
    "run_notebooks(Path.cwd(), {}, Path(sys.argv[1]))"
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the notebook of each chapter shows, as HTML. A false claim would stop it."""
    folder = tmp_path_factory.mktemp("notebooks") / "run"
    run = subprocess.run(
        [sys.executable, "-c", RUN, str(folder)],
        cwd=ROOT, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-4000:]
    pages = {f"chapters/{path.stem}": nbformat.read(path, as_version=4) for path in sorted(folder.glob("*.ipynb"))}
    return {name: "\n".join(map(_html, page.cells)) for name, page in pages.items()}


def _html(cell: Any) -> str:
    outputs = cell.get("outputs", [])
    return "\n".join(str(output.data.get("text/html", "")) for output in outputs if "data" in output)


def words(html: str) -> str:
    """The text that a reader sees, without marks of claims and without what only spaces differ in."""
    text = re.sub(r'<span class="ks-holds".*?</span>|<details.*?</details>', "", html, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", text)))


@pytest.fixture(scope="module")
def told(site: Path) -> list[dict[str, Any]]:
    return list(json.loads((site / "statements.json").read_text("utf-8")))


def test_every_chapter_with_code_has_a_notebook_that_runs(shown: dict[str, str]) -> None:
    assert list(shown) == [f"chapters/{path.stem}" for path in notebooks.chapters(ROOT)]


def test_notebooks_and_pages_say_the_same_numbers_in_the_same_order(
    shown: dict[str, str], told: list[dict[str, Any]]
) -> None:
    for chapter, html in shown.items():
        numbers = [unescape(text) for text in re.findall(r'<span class="ks-number"[^>]*>(.*?)</span>', html)]
        assert numbers == [one["text"] for one in told if one["chapter"] == chapter and one["kind"] == "number"], (
            chapter
        )
    assert {one["chapter"] for one in told} <= set(shown)


def test_every_claim_is_checked_in_its_notebook_and_holds(shown: dict[str, str], told: list[dict[str, Any]]) -> None:
    for chapter, html in shown.items():
        claims = [one for one in told if one["chapter"] == chapter and one["kind"] == "claim"]
        assert html.count('class="ks-fails"') == 0
        assert (f"{len(claims)} påstander er kontrollert mot tallene, og alle stemmer." in html) == bool(claims), (
            chapter
        )


def test_sentences_read_as_on_the_page_with_their_references(shown: dict[str, str], told: list[dict[str, Any]]) -> None:
    text = {chapter: words(html) for chapter, html in shown.items()}
    missing = {one["sentence"] for one in told if re.sub(r"\s+", " ", one["sentence"]) not in text[one["chapter"]]}
    assert missing == set()


def test_exhibits_have_the_numbers_of_the_book(shown: dict[str, str], site: Path) -> None:
    book = json.loads((site / "exhibits.json").read_text("utf-8"))
    numbers = {one["id"]: (one["chapter"], one["number"]) for one in book if "same_as" not in one}
    found = {
        name: (chapter, number)
        for chapter, html in shown.items()
        for name, number in re.findall(
            r'<figure class="ks-exhibit" id="([^"]+)"><figcaption><strong>(.*?):</strong>', html
        )
    }
    assert found == numbers
