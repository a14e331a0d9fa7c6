"""Processes that end with whoever started them, and one build at a time."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kunnskapsstatus import processes
from kunnskapsstatus.book.run.alone import alone
from kunnskapsstatus.errors import BookError

PARENT = """
import os, sys, time
from kunnskapsstatus.processes import family
with family():
    try:
        pid = os.fork()
        if pid == 0:
            time.sleep(600)
        print(pid, flush=True)
        time.sleep(600)
    except KeyboardInterrupt:
        print("tidied", flush=True)
"""
FORKING = """
import os, signal, sys, time
from kunnskapsstatus.processes import family
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGTERM))
with family():
    try:
        if os.fork() == 0:
            os._exit(0)
        time.sleep(20)
    except KeyboardInterrupt:
        print("tidied", flush=True)
"""
BUILDER = """
import sys, tempfile, time
from pathlib import Path
from kunnskapsstatus.book.run.alone import alone
with alone(Path(sys.argv[1])):
    print(tempfile.gettempdir(), flush=True)
    time.sleep(600)
"""


def gone(pid: int, seconds: float = 20) -> bool:
    """Whether a process is gone soon; a parent that is killed never waits for its children."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text("utf-8"):
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def _refused() -> int:
    raise BookError("this cannot be made", file="a.md", line=3)


def test_what_is_made_apart_comes_back_and_so_does_what_is_wrong() -> None:
    assert processes.apart(divmod, 7, 2) == (3, 1)
    assert processes.apart(os.getpid) != os.getpid()
    with pytest.raises(BookError, match="this cannot be made") as error:
        processes.apart(_refused)
    assert (error.value.file, error.value.line) == ("a.md", 3)
    with pytest.raises(ChildProcessError, match="was ended from outside"):
        processes.apart(signal.raise_signal, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_fork_ends_with_its_parent_which_tidies_up_if_it_can(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        parent.send_signal(number)
        assert parent.stdout.readline() == ("" if number == signal.SIGKILL else "tidied\n")
        parent.wait(timeout=20)
    assert gone(child)


def test_being_asked_to_end_while_it_forks_is_no_less_heard() -> None:
    run = subprocess.run([sys.executable, "-c", FORKING], capture_output=True, text=True, timeout=60, check=False)
    assert (run.stdout, run.stderr) == ("tidied\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_where_the_system_does_not_tell_a_process_looks_for_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    told, answer = os.pipe()
    middle = os.fork()
    if middle == 0:
        child = os.fork()
        if child == 0:
            os.write(answer, str(os.getpid()).encode())
            processes.watch(os.getppid())
        os.read(told, 0)
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(middle, 0)
    assert gone(int(os.read(told, 20)))


def test_the_second_build_is_told_who_builds_and_since_when_and_clears_up_after_a_kill(tmp_path: Path) -> None:
    before = os.environ.get("TMPDIR")
    with subprocess.Popen([sys.executable, "-c", BUILDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as builder:
        assert builder.stdout
        folder = Path(builder.stdout.readline().strip())
        assert folder.stat().st_mode & 0o777 == 0o700
        running = (
            rf"another build of this book is running: process {builder.pid} \(-c .*\), for \d+ s\n.*kill {builder.pid}"
        )
        with pytest.raises(BookError, match=running), alone(tmp_path):
            pass
        assert folder.is_dir()
        builder.kill()
    with alone(tmp_path):
        assert not folder.exists()
        assert os.environ["TMPDIR"] != before
    assert os.environ.get("TMPDIR") == before
    assert (tmp_path / ".lock").read_text("utf-8") == ""
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_a_fork_does_not_keep_the_lock(tmp_path: Path) -> None:
    """One that outlived its build kept every later build waiting."""
    with alone(tmp_path):
        child = os.fork()
        if child == 0:
            time.sleep(600)
    try:
        code = "import sys; from pathlib import Path; from kunnskapsstatus.book.run.alone import alone\n"
        code += "with alone(Path(sys.argv[1])): print('alone')"
        run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
        assert run.stdout == "alone\n", run.stderr
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@pytest.mark.parametrize("place", ["a folder that is not there", "a very long path"])
def test_temporary_files_have_a_place_with_a_short_name(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    far = tmp_path / ("far" * 40)
    if place == "a very long path":
        far.mkdir()
    monkeypatch.setenv("TMPDIR", str(far))
    monkeypatch.setattr(tempfile, "tempdir", None)
    out = tmp_path / "out"
    out.mkdir()
    with alone(out):
        assert len(tempfile.gettempdir()) < 70
    assert not far.exists() or list(far.iterdir()) == []


def _with_a_thread(work: Callable[[], object]) -> object:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        return work()
    finally:
        stop.set()
        thread.join()


def _made_by() -> int:
    with processes.meanwhile(os.getpid) as made:
        return made()


def test_what_is_made_meanwhile_is_made_by_a_fork_and_where_there_are_threads_by_this_process_when_asked() -> None:
    assert processes.apart(_made_by) != os.getpid()
    own, made = processes.apart(lambda: (os.getpid(), _made_by()))
    assert own != made
    own, made = processes.apart(lambda: _with_a_thread(lambda: (os.getpid(), _made_by())))
    assert own == made


def test_what_goes_wrong_meanwhile_is_raised_where_it_is_asked_for() -> None:
    def ask() -> str:
        with processes.meanwhile(lambda: 1 / 0) as one, processes.meanwhile(lambda: os.kill(os.getpid(), 9)) as two:
            with pytest.raises(ZeroDivisionError):
                one()
            with pytest.raises(ChildProcessError):
                two()
        return "both"

    assert processes.apart(ask) == "both"


@pytest.mark.skipif(sys.platform != "linux", reason="a pipe that tells of each writing is Linux's")
@pytest.mark.parametrize(
    "code",
    [
        "from kunnskapsstatus.book.run.progress import Progress; Progress().say('a')",
        "from kunnskapsstatus.editions.pages import _Lines; _Lines().say('a')",
        "from kunnskapsstatus.editions.progress import Bar; Bar(1, 0).step('a')",
    ],
)
def test_a_line_is_written_whole_where_python_does_not_buffer_so_that_none_comes_between(code: str) -> None:
    """Chapters are read side by side, each by a process that tells when it is done."""
    out, into = os.pipe2(os.O_DIRECT)
    run = subprocess.run(
        [sys.executable, "-c", code], stdout=into, env={**os.environ, "PYTHONUNBUFFERED": "1"}, check=False
    )
    assert run.returncode == 0
    written = os.read(out, 999)
    assert b"a" in written
    assert written.endswith(b"\n")
    os.close(into)
    assert os.read(out, 999) == b""
    os.close(out)
