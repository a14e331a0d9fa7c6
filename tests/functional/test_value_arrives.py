"""The last steps of ``docs/value.md``: what it shows of the site, its data and the PDF is in a book that is built."""

import re
from pathlib import Path

import pytest
from books import ROOT
from paper import words

SHOWN = re.findall(r"^```(html|json|pdf)\n(.*?)\n```", (ROOT / "docs" / "value.md").read_text("utf-8"), re.M | re.S)


def plain(text: str) -> str:
    return re.sub(r"[\s\u2060]+", " ", text.replace("\u2060", ""))


@pytest.mark.parametrize(("kind", "excerpt"), SHOWN)
def test_what_the_page_shows_is_in_the_book(built: Path, kind: str, excerpt: str) -> None:
    made = built / "_build"
    if kind == "pdf":
        text = words(made / "pdf" / "kunnskapsstatus.pdf")
    else:
        text = (made / "html" / {"html": "chapters/users.html", "json": "statements.json"}[kind]).read_text("utf-8")
    assert plain(excerpt) in plain(text)


def test_the_page_shows_site_data_and_pdf() -> None:
    assert [kind for kind, _ in SHOWN] == ["html", "json", "pdf"]
