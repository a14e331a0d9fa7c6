"""Publishing: a reader has the old book or the new one, whole, whatever happens between."""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from coverage import Coverage

from kunnskapsstatus.book.run.publish import publish, recover

WATCHED = ("open", "os.", "shutil.")
"""The events of Python that come before an operation on files."""


def drafts(folder: Path, text: str) -> dict[str, Path]:
    """A site and a PDF that say the same."""
    for name in ("html/index.html", "pdf/book.pdf"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return {"html": folder / "html", "pdf": folder / "pdf"}


def read(out: Path) -> dict[str, str]:
    """What a reader finds, by the paths that the README gives."""
    found = (path for part in ("html", "pdf") for path in sorted((out / part).rglob("*")) if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in found}


def whole(text: str) -> dict[str, str]:
    return dict.fromkeys(("html/index.html", "pdf/book.pdf"), text)


def die_before(operation: int, do: Callable[[], None]) -> bool:
    """Do something in a process that is gone before one of its operations on files; whether it came so far."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Coverage, "current", lambda: None)  # to begin to measure in it takes most of the time
        pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        left = [operation]

        def watch(event: str, _: object) -> None:
            if event.startswith(WATCHED):
                left[0] -= 1
                if left[0] == -1:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(watch)
            do()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("before", ["nothing", "a book", "a folder of plain Jupyter Book"])
def test_a_kill_before_any_operation_leaves_one_whole_book(tmp_path: Path, before: str) -> None:
    out, old, new = tmp_path / "out", drafts(tmp_path / "old", "gammel"), drafts(tmp_path / "new", "ny")
    good = [{}, whole("ny")] if before == "nothing" else [whole("gammel"), whole("ny")]
    seen = []
    for operation in range(1000):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        if before == "a book":
            publish(out, old)
        elif before != "nothing":
            for name, draft in old.items():
                shutil.copytree(draft, out / name)
        was_killed = die_before(operation, lambda: publish(out, new))
        if before != "a folder of plain Jupyter Book":
            assert read(out) in good, f"killed before operation {operation}"
        recover(out)
        seen.append(read(out))
        assert seen[-1] in good, f"killed before operation {operation}, then cleared up"
        publish(out, new)
        assert read(out) == whole("ny")
        assert len(list((out / ".books").iterdir())) == 1
        if not was_killed:
            break
    assert len(seen) > 20
    assert seen == sorted(seen, key=good.index), "once the new book is there, it stays"


def test_what_is_published_may_be_read_by_all(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        out = tmp_path / "out"
        out.mkdir()
        publish(out, drafts(tmp_path / "new", "ny"))
    finally:
        os.umask(mask)
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in (out / ".books").rglob("*")}
    assert modes == {True: 0o755, False: 0o644}
    assert (out / ".books").stat().st_mode & 0o777 == 0o755


def test_a_copy_of_the_site_is_a_folder(tmp_path: Path) -> None:
    """As ``rsync -a _build/html/ …`` and ``cp -rL _build/html …`` make one."""
    (tmp_path / "out").mkdir()
    publish(tmp_path / "out", drafts(tmp_path / "new", "ny"))
    shutil.copytree(tmp_path / "out" / "html", tmp_path / "copy")
    assert not (tmp_path / "copy").is_symlink()
    assert (tmp_path / "copy" / "index.html").read_text("utf-8") == "ny"


@pytest.mark.parametrize("may_link", [True, False], ids=["names", "copies"])
def test_what_stays_as_it_was_is_not_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, may_link: bool
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    if not may_link:
        monkeypatch.setattr(os, "link", refuse)
    (out := tmp_path / "out").mkdir()
    book = drafts(tmp_path / "new", "ny")
    publish(out, book)
    first = (out / "pdf" / "book.pdf").stat()
    (book["html"] / "index.html").write_text("nå", "utf-8")
    publish(out, book)
    assert read(out) == {**whole("ny"), "html/index.html": "nå"}
    assert ((out / "pdf" / "book.pdf").stat().st_ino == first.st_ino) == may_link
    assert (out / "pdf" / "book.pdf").stat().st_nlink == 1, "the book before is gone"
    with (book["pdf"] / "book.pdf").open("r+") as draft:
        draft.write("no")
    assert read(out)["pdf/book.pdf"] == "ny", "a draft that is written in place changes nothing that is published"
    page = out / "html" / "index.html"
    time = page.stat().st_mtime_ns
    page.write_text("NÅ", "utf-8")
    os.utime(page, ns=(time, time))
    publish(out, book)
    assert read(out) == {"html/index.html": "nå", "pdf/book.pdf": "no"}, "whatever somebody wrote in it, and when"
