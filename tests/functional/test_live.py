"""The live pages in a browser: a fault stands on the page, in words, and goes by itself when it is corrected."""

import pickle
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from books import measured
from playwright.sync_api import Browser, Page, expect
from small_book import PROGRAM, command, published

from kunnskapsstatus.desk.live.place import FOLDER
from kunnskapsstatus.desk.live.press import begin_from_last_build

SOON = 180_000
"""Milliseconds: on a machine that does nothing else it takes two or three thousand."""


@pytest.fixture
def address(book: Path) -> Iterator[str]:
    """Where the workshop's finance chapter is live, alone, after a build that failed in another."""
    read = book / "_build" / ".work" / "doctrees" / "chapters" / "users.doctree"
    before = read.read_bytes() if read.is_file() else b""
    read.unlink(missing_ok=True)
    command = [*PROGRAM, "live", "finance", "--port", "0"]
    with (
        measured(),
        subprocess.Popen(command, cwd=book, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process,
    ):
        assert process.stdout is not None
        told = re.match(
            r"(http://127\.0\.0\.1:\d+)/chapters/finance\.html  \(Ctrl-C ends it\)", process.stdout.readline()
        )
        assert told
        yield told[1]
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        print(said)  # beside a failure
        assert process.returncode == 130, said
    if before:
        read.write_bytes(before)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def test_a_page_follows_its_text_and_the_data_and_tells_what_is_wrong(book: Path, page: Page, address: str) -> None:
    kept, chapter, table = published(book), book / "chapters" / "finance.md", book / "data" / "printed" / "table-12.csv"
    page.goto(f"{address}/chapters/finance.html")
    article, banner = page.locator(".bd-article"), page.locator("#live-failed")
    expect(article).to_contain_text("I små tilbud har 64\u00a0prosent", timeout=SOON)
    change(table, "64 %", "6x %")
    expect(banner).to_contain_text("data/printed/table-12.csv:2", timeout=SOON)
    expect(banner).to_contain_text("'6x %' is not a number")
    change(table, "6x %", "65 %")
    expect(article).to_contain_text("I små tilbud har 65\u00a0prosent", timeout=SOON)
    expect(banner).to_have_count(0)
    change(chapter, 'staff["yes", "small"]', 'staff["yess", "small"]')
    expect(banner).to_contain_text("chapters/finance.md", timeout=SOON)
    expect(banner).to_contain_text("has no 'yess'")
    change(chapter, 'staff["yess", "small"]', 'staff["yes", "medium"]')
    expect(article).to_contain_text("I små tilbud har 100\u00a0prosent", timeout=SOON)
    expect(banner).to_have_count(0)
    change(book / "chapters" / "users.md", "Psykisk vold er", "Denne setningen leses ikke, vold er")
    change(chapter, "I små tilbud", "I mellomstore tilbud")
    expect(article).to_contain_text("I mellomstore tilbud", timeout=SOON)
    page.goto(f"{address}/chapters/users.html")
    expect(article).to_contain_text("Psykisk vold er vanligst")
    assert published(book) == kept


def test_live_begins_from_the_last_build(book: Path) -> None:
    """What a build has read stays read: the same documents, of chapters that now lie elsewhere."""
    run = command(book, "build", "--fresh")
    assert run.returncode == 0, run.stderr
    last, live = book / "_build" / ".work" / "doctrees", book / FOLDER / "doctrees"
    shutil.rmtree(book / FOLDER, ignore_errors=True)
    begin_from_last_build(book)
    assert {path.name: path.read_bytes() for path in live.rglob("*.doctree")} == {
        path.name: path.read_bytes() for path in last.rglob("*.doctree")
    }
    kept = (live / "environment.pickle").read_bytes()
    assert Path(pickle.loads(kept).srcdir) == book / FOLDER / "source"
    assert b".work" not in kept, "something would be looked for where the build had it"
    (live / "chapters" / "users.doctree").unlink()
    begin_from_last_build(book)
    assert not (live / "chapters" / "users.doctree").exists(), "what is newer here was overwritten"
