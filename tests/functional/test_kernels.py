"""Kernels that are forks of a nursery: the same as ordinary ones, and gone with whoever asked for them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import AsyncKernelManager, KernelManager, start_new_kernel
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient import NotebookClient
from small_book import FINANCE, FRONT, USERS, command, write_book

from kunnskapsstatus import processes
from kunnskapsstatus.kernels import client, provisioner
from kunnskapsstatus.kernels.forked import Forked
from kunnskapsstatus.kernels.provisioner import NAME, NurseryProvisioner, nursery
from kunnskapsstatus.notebooks.parameters import EditionError
from kunnskapsstatus.notebooks.run import run_notebooks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a nursery needs Linux")
PROBE = """
import json, os, signal, sys, warnings
from kunnskapsstatus import exhibit
from kunnskapsstatus.forms import shown
from IPython.display import display
PASSED = ("JPY_PARENT_PID", "PYTEST_CURRENT_TEST", "LINES", "COLUMNS", "_")
display(exhibit("reasons-for-stay", 2018))
print(json.dumps({
    "arguments": [sys.argv[0], len(sys.argv)],
    "folder": os.getcwd(),
    "path": sys.path,
    "main": [__name__, sys.modules["__main__"].__dict__ is globals(), str(type(get_ipython())), sorted(globals())],
    "environment": {name: value for name, value in os.environ.items() if name not in PASSED},
    "display": str(type(sys.displayhook)),
    "warnings": sorted(map(str, set(warnings.filters))),
    "signals": [getattr(signal.getsignal(number), "__qualname__", "") for number in (2, 15, 17)],
    "leader": os.getsid(0) == os.getpid(),
    "input": sys.__stdin__.read(),
}))
sys.displayhook
6 * 7
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("kernels") / "book")


@pytest.fixture(scope="module")
def opened(book: Path) -> Iterator[Path]:
    """A book with a nursery."""
    with nursery(book):
        yield book


@contextmanager
def kernel(folder: Path) -> Iterator[tuple[KernelManager, Callable[..., list[Any]]]]:
    """A kernel, and a way to ask it: what a cell shows, prints and fails with."""
    manager, client = start_new_kernel(cwd=str(folder))
    assert isinstance(client, BlockingKernelClient)

    def ask(code: str, interrupt: bool = False) -> list[Any]:
        said: list[Any] = []

        def hear(message: Any) -> None:
            said.append(message["content"])
            if interrupt and "text" in message["content"]:
                process(manager).send_signal(signal.SIGINT)

        client.wait_for_ready(timeout=120)  # also after a restart: what is said before it listens again is lost
        client.execute_interactive(code, timeout=120, output_hook=hear)
        return [
            content.get("text") or content.get("data") or content["ename"]
            for content in said
            if content.keys() & {"text", "data", "ename"}
        ]

    try:
        yield manager, ask
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def process(manager: KernelManager) -> Any:
    assert isinstance(manager.provisioner, LocalProvisioner)
    return manager.provisioner.process


def gone(pid: int) -> bool:
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return True


def soon(true: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it comes true in time."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_the_provisioner_is_found_where_jupyter_looks_for_it() -> None:
    (found,) = entry_points(group="jupyter_client.kernel_provisioners", name=NAME)
    assert found.load() is NurseryProvisioner


def test_a_fork_gives_what_an_ordinary_kernel_gives(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOLD", "to the kernel")
    with kernel(opened / "chapters") as (manager, ask):
        assert isinstance(process(manager), Forked)
        assert manager.transport == "ipc"
        forked = ask(PROBE)
    monkeypatch.setattr(NurseryProvisioner, "nursery", None)
    with kernel(opened / "chapters") as (manager, ask):
        assert isinstance(process(manager), subprocess.Popen)
        ordinary = ask(PROBE)
    compare(forked, ordinary)


def compare(forked: list[Any], ordinary: list[Any]) -> None:
    """Fail where two kernels have given other things."""
    for said, other in zip(forked, ordinary, strict=True):
        if isinstance(said, str):
            assert json.loads(said) == json.loads(other)
        else:
            assert said == other


def test_a_nursery_has_one_thread_and_its_kernels_share_no_state(opened: Path) -> None:
    with kernel(opened) as (_, one), kernel(opened) as (_, other):
        parents = {ask("import os; print(os.getppid())")[0] for ask in (one, other)}
        (parent,) = map(int, parents)
        assert len(os.listdir(f"/proc/{parent}/task")) == 1
        one("import kunnskapsstatus; kunnskapsstatus.mark = 1")
        assert other("import kunnskapsstatus; print(hasattr(kunnskapsstatus, 'mark'))") == ["False\n"]


def test_charts_of_kernels_are_drawn_by_a_process_that_is_theirs_together(opened: Path) -> None:
    drawn = """
import vl_convert
from kunnskapsstatus.charts.drawer import vega
own, vl_convert.vegalite_to_svg = vl_convert.vegalite_to_svg, None
print(vega('{"data": {"values": [{"a": 1}]}, "mark": "bar"}')[:4])
vl_convert.vegalite_to_svg = own
vega("[")
"""
    with kernel(opened) as (_, ask):
        assert ask(drawn) == ["<svg\n", "ValueError"]


def test_who_runs_cells_begins_when_the_kernel_answers_and_each_cell_has_what_it_gave_itself(opened: Path) -> None:
    cells = [nbformat.v4.new_code_cell(code) for code in ("print('én'); 6 * 7", "print('to')", "0 / 0", "'fire'")]
    notebook = nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python"}}
    )
    runs = NotebookClient(notebook, resources={"metadata": {"path": str(opened)}}, allow_errors=True)
    runs.execute()
    kinds = [[(one.output_type, one.get("text")) for one in cell.outputs] for cell in notebook.cells]
    assert kinds == [
        [("stream", "én\n"), ("execute_result", None)],
        [("stream", "to\n")],
        [("error", None)],
        [("execute_result", None)],
    ]


def test_a_kernel_that_is_gone_or_silent_is_told_of_before_anything_is_run(opened: Path) -> None:
    async def wait(number: int, timeout: float) -> None:
        manager = AsyncKernelManager()
        await manager.start_kernel(cwd=str(opened))
        os.kill(manager.provisioner.pid, number)
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout)
        finally:
            client.stop_channels()
            with suppress(ProcessLookupError):
                os.kill(manager.provisioner.pid, signal.SIGCONT)
            await manager.shutdown_kernel(now=True)

    with pytest.raises(RuntimeError, match="the kernel is gone before it has answered"):
        asyncio.run(wait(signal.SIGKILL, 60))
    with pytest.raises(RuntimeError, match=r"has not answered in 0\.1 seconds"):
        asyncio.run(wait(signal.SIGSTOP, 0.1))


def test_a_fork_is_interrupted_and_restarted_as_an_ordinary_kernel_is(opened: Path) -> None:
    with kernel(opened) as (manager, ask):
        assert ask("import time\nprint(1, flush=True)\ntime.sleep(100)", interrupt=True) == ["1\n", "KeyboardInterrupt"]
        before = process(manager).pid
        manager.restart_kernel(now=True)
        assert gone(before)
        assert isinstance(process(manager), Forked)
        assert ask("print(1)") == ["1\n"]


def test_a_kernel_that_dies_is_told_of(book: Path, tmp_path: Path) -> None:
    place = write_book(tmp_path / "book")
    dies = "```{code-cell} ipython3\nimport os\nos.kill(os.getpid(), 9)\n```\n"
    (place / "chapters" / "users.md").write_text(FRONT + "# Bruken\n\n" + dies, "utf-8")
    with pytest.raises(EditionError, match=r"^notebooks/users\.ipynb: .*this code cell ended the process"):
        run_notebooks(place, {}, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_kernel_that_does_not_answer_is_a_fault_of_its_notebook(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write_book(tmp_path / "book")
    monkeypatch.setattr(client, "PATIENCE", 0.0)
    monkeypatch.setattr(papermill, "execute_notebook", partial(papermill.execute_notebook, start_timeout=0))
    with pytest.raises(EditionError, match=r"^notebooks/\w+\.ipynb: .*the kernel has not answered in 0 s.*\nSee that"):
        run_notebooks(place, {}, tmp_path / "out")


def test_both_readers_of_a_book_ask_one_nursery(tmp_path: Path) -> None:
    place = write_book(tmp_path / "book")
    note = f'_ = open(f"{tmp_path}/{{os.getpid()}}.txt", "w").write(str(os.getppid()))'
    note = f"\n```{{code-cell}} ipython3\nimport os\n{note}\n```\n"
    for name, text in (("users", USERS), ("finance", FINANCE)):
        (place / "chapters" / f"{name}.md").write_text(text + note, "utf-8")
    run = command(place, "build")
    assert run.returncode == 0, run.stderr
    parents = [path.read_text("utf-8") for path in tmp_path.glob("*.txt")]
    assert len(parents) == 2
    assert len(set(parents)) == 1
    assert gone(int(parents[0]))


OWNER = """
import json, os, sys, time
from pathlib import Path
from kunnskapsstatus import processes
os.environ.update(processes.ONE_THREAD)
from jupyter_client.manager import start_new_kernel
from kunnskapsstatus.kernels.provisioner import NurseryProvisioner, nursery
said = []
def hear(message):
    said.append(message["content"])
with processes.family(), nursery(Path(sys.argv[1])):
    manager, client = start_new_kernel(cwd=sys.argv[1] + "/chapters")
    client.execute_interactive(sys.argv[2], output_hook=hear)
    told = [one.get("text") or one["data"] for one in said if one.keys() & {"text", "data"}]
    code = "import os, subprocess; s = subprocess.Popen(['sleep', '600']); print(os.getppid(), s.pid)"
    client.execute_interactive(code, output_hook=hear)
    pids = [manager.provisioner.pid, *map(int, said[-2]["text"].split())]
    name = Path(f"/proc/{pids[1]}/cmdline").read_text()
    print(json.dumps([str(NurseryProvisioner.nursery), pids, name, told]), flush=True)
    time.sleep(600)
"""
"""What owns its nursery as a command does, so that the nursery is a fork of it."""


@pytest.fixture(scope="module")
def owned(book: Path) -> Iterator[tuple[subprocess.Popen[str], list[Any]]]:
    """Such an owner, and what it tells: the nursery's folder and command line, processes, what a cell gives."""
    given = [sys.executable, "-c", OWNER, str(book), f"import os; os.environ['TOLD'] = 'to the kernel'{PROBE}"]
    with subprocess.Popen(given, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        yield owner, json.loads(owner.stdout.readline())
        owner.kill()


def test_a_command_forks_its_nursery_whose_kernels_are_as_ordinary_ones(
    book: Path, owned: tuple[subprocess.Popen[str], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (_, _, name, forked) = owned
    assert "json.dumps" in name  # no command line of its own
    for variable, value in {**processes.ONE_THREAD, "TOLD": "to the kernel"}.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.setattr(NurseryProvisioner, "nursery", None)
    with kernel(book / "chapters") as (_, ask):
        ordinary = ask(PROBE)
    compare(forked, ordinary)


def test_nothing_is_left_when_its_owner_is_killed(owned: tuple[subprocess.Popen[str], list[Any]]) -> None:
    owner, (folder, pids, *_) = owned
    assert Path(folder).is_dir()
    assert not any(map(gone, pids))
    owner.kill()
    assert soon(lambda: all(map(gone, pids))), pids
    assert soon(lambda: not Path(folder).exists())


def test_a_nursery_that_waits_imports_what_kernels_need_when_it_is_asked_and_leaves_nothing(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, begun, start = NurseryProvisioner.nursery, [], provisioner._start
    monkeypatch.setattr(provisioner, "_start", lambda *given: begun.append(start(*given)) or begun[-1])
    with nursery(book, at_once=False) as kernels:
        time.sleep(0.5)
        assert "pandas" not in Path(f"/proc/{begun[0].pid}/maps").read_text("utf-8")
        folder = NurseryProvisioner.nursery
        assert folder
        assert folder != before
        assert folder.stat().st_mode & 0o777 == 0o700
        manager, client = start_new_kernel(cwd=str(book))
        pid = process(manager).pid
        assert "pandas" in Path(f"/proc/{begun[0].pid}/maps").read_text("utf-8")
        client.stop_channels()
        kernels.end()
        assert gone(begun[0].pid)
        assert soon(lambda: gone(pid))
        assert folder.is_dir()
    assert not folder.exists()
    manager.shutdown_kernel(now=True)
    assert NurseryProvisioner.nursery == before


def test_a_nursery_that_is_told_to_get_ready_has_read_and_draws_before_it_is_asked_for_a_kernel(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, start = [], provisioner._start
    monkeypatch.setattr(provisioner, "_start", lambda *given: begun.append(start(*given)) or begun[-1])

    def below() -> list[str]:
        """The processes that the nursery has begun, the first of them first."""
        return Path(f"/proc/{begun[0].pid}/task/{begun[0].pid}/children").read_text("utf-8").split()

    def drawing() -> list[str]:
        """Those of them that have begun Vega, which has threads. What a library asks of the machine as it is imported
        comes and goes."""
        return [one for one in below() if len(list(Path(f"/proc/{one}").glob("task/*"))) > 1]

    with nursery(book) as kernels:
        kernels.get_ready()
        kernels.get_ready()
        assert soon(lambda: len(drawing()) == 1)
        [drawer] = drawing()
        with kernel(book) as (_, ask):
            said = ask("from kunnskapsstatus import exhibit; exhibit('reasons-for-stay', 2018)")
            assert any("svg" in json.dumps(one) for one in said)
            assert below()[0] == drawer
    assert soon(lambda: gone(int(drawer)))


def test_without_a_nursery_kernels_are_ordinary(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    far = tmp_path / ("far" * 40)
    far.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(far))  # no socket can have so long a name
    with nursery(book), kernel(book) as (manager, ask):
        assert isinstance(process(manager), subprocess.Popen)
        assert ask("print(1)") == ["1\n"]
    assert list(far.iterdir()) == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("broken", ["the nursery is killed", "the data are wrong"])
def test_when_the_nursery_ends_too_early_kernels_are_ordinary(
    broken: str, book: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = book
    if broken == "the data are wrong":
        place = write_book(tmp_path / "book")
        (place / "data" / "exhibits" / "users.toml").write_text("[", "utf-8")
    with nursery(place):
        if broken == "the nursery is killed":
            with kernel(place) as (_, ask):
                os.kill(int(ask("import os; print(os.getppid())")[0]), signal.SIGKILL)
        with kernel(place) as (manager, ask):
            assert isinstance(process(manager), subprocess.Popen)
            assert ask("print(1)") == ["1\n"]
    assert capfd.readouterr() == ("", "")


def test_a_nursery_that_does_not_end_is_killed(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, start = [], provisioner._start
    monkeypatch.setattr(provisioner, "PATIENCE", 0.2)
    monkeypatch.setattr(provisioner, "_start", lambda *given: begun.append(start(*given)) or begun[-1])
    with nursery(book):
        begun[0].send_signal(signal.SIGSTOP)
        os.waitpid(begun[0].pid, os.WUNTRACED)
    assert begun[0].returncode == -signal.SIGKILL
