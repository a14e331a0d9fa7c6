"""What an author does first: a new chapter, the README's ten lines in it, a build that tells what to look at."""

import re
from pathlib import Path

import pytest
from books import ROOT
from small_book import command

from kunnskapsstatus.desk.places import places


def blocks(name: str, language: str) -> list[str]:
    """The examples in a language of a page of documentation."""
    found = re.findall(rf"^(`{{3,}}){language}\n(.*?)^\1\n", (ROOT / name).read_text("utf-8"), re.S | re.M)
    return [text for _, text in found]


@pytest.fixture
def ten_lines() -> str:
    (text,) = blocks("README.md", "markdown")
    return text


def test_the_ten_lines_and_more_build_as_they_stand_in_a_new_chapter(book: Path, ten_lines: str) -> None:
    toc = (book / "_toc.yml").read_text("utf-8")
    run = command(book, "new", "chapter", "safety")
    assert run.returncode == 0, run.stderr
    chapter = book / "chapters" / "safety.md"
    front, heading, _ = chapter.read_text("utf-8").partition("# Safety\n")
    examples = "".join(f"```{{code-cell}} ipython3\n{text}```\n" for text in blocks("CONTRIBUTING.md", "python")[:1])
    stated = (book / "data" / "stated" / "prose.csv").read_text("utf-8")
    key = "men-share-residents,Menn blant beboerne,7,omkring,percent,2018,residents,men,,4,,\n"
    (book / "data" / "stated" / "prose.csv").write_text(stated + key, "utf-8")
    assert heading
    chapter.write_text(f"{front}{ten_lines}\n{examples}\nDet var 52 prosent.\n", "utf-8")
    built = command(book, "build")
    assert built.returncode == 0, built.stderr
    assert re.search(r"chapters/safety\.md:\d+: the number 52 is typed", built.stderr)
    page = (book / "_build" / "html" / "chapters" / "safety.html").read_text("utf-8")
    assert "86\u00a0prosent" in page and re.search(r">Figur \d\.1<", page)
    assert (book / "_toc.yml").read_text("utf-8") == toc + "      - file: chapters/safety\n"


def test_the_examples_show_nothing_that_this_book_shows_already(tmp_path: Path, ten_lines: str) -> None:
    assert len(ten_lines.splitlines()) == 10
    (tmp_path / "chapters").mkdir()
    examples = "".join(f"```{{code-cell}}\n{text}```\n" for text in blocks("CONTRIBUTING.md", "python"))
    (tmp_path / "chapters" / "new.md").write_text(ten_lines + examples, "utf-8")
    shown = {place.exhibit for place in places(ROOT) if place.shows}
    asked = list(places(tmp_path))
    assert {place.exhibit for place in asked} == {"reasons-for-stay"} <= shown
    assert [str(place) for place in asked if place.shows and place.exhibit in shown] == []
