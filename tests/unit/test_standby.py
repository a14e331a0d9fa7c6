"""A compiler that waits for a document gives the same PDF as one that is begun for it."""

import os
import signal
import sys
from pathlib import Path

import pytest

from kunnskapsstatus.book.typst import compiler, standby
from kunnskapsstatus.book.typst.errors import TypstBuildError
from kunnskapsstatus.book.typst.form import form
from kunnskapsstatus.processes import Apart

BOOK = """#import "template.typ": *
#set document(title: "Prøve")
#show: book.with(lang: "nb")
#cover(title: "Prøve")
#section(1, "1", "Tittel")
"""
EXHIBIT = '{}\n\n#floating("{}", rect(width: 100%, height: {}mm)[vist])\n'


def _book(words: int = 120) -> str:
    return BOOK + "".join(EXHIBIT.format("ord " * (words + 7 * at), at, 40 + 20 * at) for at in range(6))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, text in form().items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "book.typ").write_text(_book(), "utf-8")
    return tmp_path / "book.typ"


@pytest.fixture(autouse=True)
def _short_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standby, "LONG", 0)


def _ready(source: Path) -> None:
    """Wait until the document has been set as it lay there."""
    told = source.with_suffix(".stands.json")
    while not (told.is_file() and "here" in told.read_text("utf-8")):
        os.sched_yield()


@pytest.mark.parametrize("at_once", [True, False], ids=["asked at once", "asked when it is ready"])
@pytest.mark.parametrize(
    ("before", "after", "template"),
    [
        (_book(), _book(), ""),
        (_book(), _book(160), ""),
        (_book(), f"{_book()}\n#section(1, [2], [Ny])\nTekst.", ""),
        (_book(), _book(), "#let cover(..any) = [Et annet omslag]\n"),
        ("#nothing-like-it()", _book(), ""),
    ],
    ids=["as it was", "other places", "a chapter more", "another template", "a fault mended"],
)
def test_what_waits_gives_the_same_bytes(source: Path, before: str, after: str, template: str, at_once: bool) -> None:
    source.write_text(before, "utf-8")
    with standby.standby(source):
        if not at_once and before == _book():
            _ready(source)
        source.write_text(after, "utf-8")
        page = source.with_name("template.typ")
        page.write_text(page.read_text("utf-8") + template, "utf-8")
        waited = compiler.compile_pdf(source, 0, standby.waiting(source))
    assert waited == compiler.compile_pdf(source, 0)


def test_a_fault_is_told_as_it_is_by_a_compiler_that_is_begun_for_it(source: Path) -> None:
    with standby.standby(source):
        source.write_text(BOOK + "// @ users.md:7\n#nothing-like-it()\n", "utf-8")
        with pytest.raises(TypstBuildError, match=r"^users\.md:7 .*unknown variable") as waited:
            compiler.compile_pdf(source, 0, standby.waiting(source))
    with pytest.raises(TypstBuildError) as begun:
        compiler.compile_pdf(source, 0)
    assert str(waited.value) == str(begun.value)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_it_ends_with_the_block_and_one_that_was_ended_from_outside_is_told_of(source: Path) -> None:
    with standby.standby(source):
        (one,) = standby.Standby.begun.values()
        work: Apart[compiler.Settled] = one._work
        os.kill(work._process.pid or 0, signal.SIGKILL)
        work._process.join()
        with pytest.raises(TypstBuildError, match="ended from outside"):
            compiler.compile_pdf(source, 0, standby.waiting(source))
    with standby.standby(source):
        (one,) = standby.Standby.begun.values()
        pid = one._work._process.pid
    assert not Path(f"/proc/{pid}").exists()
    assert standby.waiting(source) is None


def test_only_documents_that_are_there_and_long_are_waited_for(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with standby.standby(source, source.with_name("none.typ")):
        assert [*standby.Standby.begun] == [source]
    monkeypatch.setattr(standby, "LONG", source.stat().st_size + 1)
    with standby.standby(source):
        assert standby.waiting(source) is None
