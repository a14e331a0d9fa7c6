"""Processes that end with whoever started them, tidy up when they are asked to end, and speak in whole lines."""

from __future__ import annotations

import atexit
import ctypes
import errno
import multiprocessing
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import Any, Generic, NoReturn, TypeVar, cast

PARENT_DEATH = 1  # PR_SET_PDEATHSIG of prctl
GLANCE = 0.5
"""Seconds between two looks at whether the parent is there, where the system does not tell."""
SOON = 0.05
"""Seconds until a KeyboardInterrupt is raised again."""
ASKED = (signal.SIGTERM, signal.SIGHUP)
"""How a process is asked to end besides Ctrl-C: by ``kill``, and by a terminal that is closed."""
FILES = 256
"""How many files a process of a build may want to have open at once, and what systems allow that allow little."""
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""What keeps libraries from starting threads, and from writing to the terminal, as they are imported: only a process of
one thread can be forked safely."""
COLLECTION = (1_000_000, 50, 50)
"""How seldom Python looks for garbage. A document is a tree of very many nodes, and importing makes as many objects: by
default, most of the time that it takes to load one goes to looking for garbage that is not there."""
Made = TypeVar("Made")
Handler = Callable[[int, FrameType | None], Any] | int | None


class _Family:
    """The process whose forks are to end with it, and what it did when asked to end, before it tidied up."""

    head = 0
    parent = 0
    handlers: dict[signal.Signals, Handler] = {}  # noqa: RUF012 - there is one


def have_room_for_files() -> None:
    """Let this process and those it starts have :data:`FILES` files open at once.

    Raises
    ------
    OSError
        Where the system allows fewer, and no more may be asked for.
    """
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    if wanted < FILES:
        raise OSError(errno.EMFILE, "")


def end_with(parent: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Have this process get a signal when its ``parent`` has ended: at once on Linux, elsewhere soon."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH, how)
        if os.getppid() != parent:
            os.kill(os.getpid(), how)
    else:
        threading.Thread(target=watch, args=(parent, how), daemon=True).start()


def watch(parent: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Wait until ``parent`` is no longer this process' parent, then send it a signal."""
    while os.getppid() == parent:
        time.sleep(GLANCE)
    os.kill(os.getpid(), how)


@contextmanager
def family() -> Iterator[None]:
    """Until the block ends, what this process forks ends with it, and being asked to end is a KeyboardInterrupt.

    Where Python cannot raise one, as while it forks, it would tell of it in a traceback and go on: it is raised soon
    after.
    """

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    def put_off(unraisable: sys.UnraisableHookArgs) -> None:
        if unraisable.exc_type is KeyboardInterrupt:
            signal.setitimer(signal.ITIMER_REAL, SOON)
        else:
            told(unraisable)

    told, sys.unraisablehook = sys.unraisablehook, put_off
    _Family.head = os.getpid()
    asked = [number for number in ASKED if signal.getsignal(number) != signal.SIG_IGN]  # nohup ignores one
    _Family.handlers = {number: signal.signal(number, interrupt) for number in (*asked, signal.SIGALRM)}
    try:
        yield
    finally:
        for number, handler in _Family.handlers.items():
            signal.signal(number, handler)
        _Family.head, _Family.handlers = 0, {}
        sys.unraisablehook = told


class Apart(Generic[Made]):
    """A work that is done in a fork of this process: the memory that it takes is gone with it, and so are the threads
    that it starts."""

    def __init__(self, work: Callable[..., Made], *given: Any) -> None:
        """Begin ``work`` with what it is given."""
        fork = multiprocessing.get_context("fork")
        self._answer, asked = fork.Pipe()

        def answered() -> None:
            self._answer.close()
            try:
                asked.send((True, work(*given)))
            except Exception as error:
                asked.send((False, error))
            with suppress(EOFError, OSError):
                asked.recv()  # it has nothing to put away, and is ended by whoever began it

        self._process = fork.Process(target=answered)
        self._process.start()
        asked.close()

    def made(self) -> Made:
        """What is made, when it is; any process may ask that knows of it, but only one.

        Raises
        ------
        ChildProcessError
            When the fork is ended from outside. What the work raises is raised here.
        """
        try:
            good, made = self._answer.recv()
        except (EOFError, ConnectionResetError):
            raise ChildProcessError("a process of this build was ended from outside") from None
        if not good:
            raise made
        return cast(Made, made)

    def end(self) -> None:
        """Leave nothing that runs: for the process that began it."""
        self._process.kill()
        self._process.join()
        self._answer.close()


def apart(work: Callable[..., Made], *given: Any) -> Made:
    """What a function makes of what it is given, in a fork of this process.

    Raises
    ------
    ChildProcessError
        When the fork is ended from outside. What the function raises is raised here.
    """
    begun = Apart(work, *given)
    try:
        return begun.made()
    finally:
        begun.end()


@contextmanager
def meanwhile(work: Callable[..., Made], *given: Any) -> Iterator[Callable[[], Made]]:
    """What gives what a function makes of what it is given: it is made meanwhile, in a fork of this process. Where that
    has threads, which no fork would have, it is made when it is asked for.

    Raises
    ------
    ChildProcessError
        Where it is asked for, when the fork is ended from outside. What the function raises is raised there.
    """
    if sys.platform != "linux" or threads() > 1:
        yield partial(work, *given)
        return
    begun = Apart(work, *given)
    try:
        yield begun.made
    finally:
        begun.end()


def say(line: str) -> None:
    """A line on the terminal, whole whoever else writes there: ``print`` writes its end apart where Python is told not
    to buffer (``PYTHONUNBUFFERED``), and what another process says comes between."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def threads() -> int:
    """How many threads this process has."""
    return len(os.listdir("/proc/self/task"))


def may_fork() -> bool:
    """Whether a fork of this process may do as a process that is started: it is one of ours, and it has one thread."""
    return sys.platform == "linux" and _Family.head == os.getpid() and threads() == 1


class Fork:
    """A fork of this process that does a work of its own, with what is asked of a ``subprocess.Popen``. What is
    imported here, it need not import. It is in a session of its own, has no standard input, and is not of the family.
    """

    def __init__(self, work: Callable[[], object]) -> None:
        self.returncode: int | None = None
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        self.pid = os.fork()
        if self.pid == 0:
            _be(work)

    def wait(self, timeout: float | None = None) -> int:
        """How it ended, as ``subprocess`` says it.

        Raises
        ------
        subprocess.TimeoutExpired
            When it still runs after ``timeout`` seconds.
        """
        if self.returncode is None:
            end = os.pidfd_open(self.pid)
            try:
                if not select.select([end], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            finally:
                os.close(end)
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode

    def terminate(self) -> None:
        """Tell it to end."""
        os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.pid, signal.SIGKILL)


def _be(work: Callable[[], object]) -> NoReturn:
    """In a fork: do its work, and end as a process does. What its elder was to do at its end, is not its own."""
    code = 1
    try:
        atexit._clear()
        _Family.head, sys.unraisablehook = 0, sys.__unraisablehook__
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _before() -> None:
    _Family.parent = os.getpid()


def _born() -> None:
    """In a fork: its elders' tidying up is not its own."""
    if _Family.head:
        for number, handler in _Family.handlers.items():
            signal.signal(number, handler)
        _Family.handlers = {}
        end_with(_Family.parent)


os.register_at_fork(before=_before, after_in_child=_born)
