"""The nursery: a process that has imported and read what every chapter needs, and whose forks are kernels.

It listens where its owner has told it to. A connection is a kernel: one message asks for it, one answers with its
process id when it is ready, one tells how it ended. Whoever closes the connection leaves the kernel, and it is killed.
One that only tells it to get ready has no answer.
When the owner is gone, so are the nursery, its kernels and its folder; the system tells the nursery of it.

Only a process of one thread can be forked safely. Nothing here starts another; if something did, no kernel is made, and
whoever asked starts an ordinary one.
"""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kunnskapsstatus import processes
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.kernels.request import DRAWER, GET_READY, LARGEST, Request, tell

GONE = signal.SIGUSR1
"""What tells that the owner is going: while the last of its threads end, it still is this process' parent."""
PATIENCE = 10.0
"""Seconds that whoever connects has to say what it wants."""
CORES = 4
"""There is a process that draws for so many: a kernel draws for a tenth of its time at most."""


@dataclass(frozen=True)
class Kernel:
    """A fork: its process, a descriptor that tells when it ends, and the connection of whoever asked for it."""

    pid: int
    end: int
    asked: socket.socket


@dataclass(frozen=True)
class Birth:
    """In a fork: what it is to become, and who is told when it is ready."""

    request: Request
    asked: socket.socket

    def ready(self) -> None:
        """Tell the process id."""
        self.asked.send(tell("ready", os.getpid()))
        self.asked.close()


class Nursery:
    """Forks kernels until its owner is gone. What they read is read for the first, or when its owner says that it may
    be: it has checked it."""

    def __init__(self, listener: socket.socket, root: Path) -> None:
        self.root: Path | None = root
        self.listener = listener
        self.drawn = socket.socket(socket.AF_UNIX)
        self.kernels: set[Kernel] = set()
        self.events = selectors.DefaultSelector()
        self._when(listener, self._fork)

    def _when(self, readable: socket.socket | int, do: Callable[[], Birth | None]) -> None:
        self.events.register(readable, selectors.EVENT_READ, do)

    def run(self) -> Birth:
        """In each fork, what it is to become. The nursery itself never ends until it is told to."""
        while True:
            key, _ = self.events.select()[0]  # one at a time: it may be the end of what the others tell of
            birth: Birth | None = key.data()
            if birth:
                return birth

    def _fork(self) -> Birth | None:
        asked, _ = self.listener.accept()
        asked.settimeout(PATIENCE)
        try:
            message = asked.recv(LARGEST)
            if message == GET_READY:
                asked.close()
                self._get_ready()
                return None
            request = Request.from_bytes(message)
            self._read()
            pid = os.fork() if processes.threads() == 1 else None
        except (OSError, ValueError, TypeError, BookError):  # an ordinary kernel tells of it where a reader sees it
            pid = None
        if pid is None:
            asked.close()
        elif pid == 0:
            self._forget()
            return Birth(request, asked)
        else:
            kernel = Kernel(pid, os.pidfd_open(pid), asked)
            self.kernels.add(kernel)
            self._when(kernel.end, partial(self._ended, kernel))
            self._when(kernel.asked, partial(self._left, kernel))
        return None

    def _get_ready(self) -> None:
        """Begin what takes long, before anybody waits for it."""
        if self.drawn.fileno() >= 0:
            self._draw()
        self._read()

    def draw_at(self, place: Path) -> None:
        """Have charts of all kernels drawn by a few processes, which begin with the first of them at the latest."""
        from kunnskapsstatus.charts import drawer

        self.drawn.bind(str(place))
        self.drawn.listen()
        drawer.ask_at(place)
        self._when(self.drawn, self._draw)

    def _draw(self) -> None:
        own = os.getpid()
        with suppress(OSError):  # whoever is not answered draws by itself
            for _ in range(max(1, (os.cpu_count() or 1) // CORES)):
                processes.Fork(partial(self._be_drawer, own))
        self.events.unregister(self.drawn)
        self.drawn.close()

    def _be_drawer(self, nursery: int) -> None:
        from kunnskapsstatus.charts import drawer

        processes.end_with(nursery)
        for number in (signal.SIGTERM, signal.SIGINT, GONE):
            signal.signal(number, signal.SIG_DFL)
        asked = self.drawn.dup()
        self._forget()
        drawer.begin()
        drawer.draw_for(asked)

    def _read(self) -> None:
        if self.root:
            from kunnskapsstatus.kernels.kernel import read

            read(self.root)
            self.root = None

    def _forget(self) -> None:
        """In a fork: let go of what is the nursery's. A connection held open here would never be seen to end."""
        for kernel in self.kernels:
            kernel.asked.close()
            os.close(kernel.end)
        self.events.close()
        self.listener.close()
        self.drawn.close()

    def _ended(self, kernel: Kernel) -> None:
        """Tell how a kernel ended. It is not waited for before it is left: until then, its number is nobody else's."""
        self.events.unregister(kernel.end)
        how = os.waitid(os.P_PID, kernel.pid, os.WEXITED | os.WNOWAIT)
        assert how
        with suppress(OSError):
            kernel.asked.send(tell("ended", how.si_status if how.si_code == os.CLD_EXITED else -how.si_status))

    def _left(self, kernel: Kernel) -> None:
        _kill(kernel)
        os.waitpid(kernel.pid, 0)
        for readable in (kernel.end, kernel.asked):
            with suppress(KeyError):
                self.events.unregister(readable)
        os.close(kernel.end)
        kernel.asked.close()
        self.kernels.remove(kernel)

    def close(self) -> None:
        """Kill every kernel, as the last that is done. When it returns, none writes to the folder any more."""
        for kernel in self.kernels:
            _kill(kernel)
        for kernel in self.kernels:
            with suppress(ChildProcessError):
                os.waitpid(kernel.pid, 0)


def _kill(kernel: Kernel) -> None:
    """Kill a kernel and what it has started."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            kill(kernel.pid, signal.SIGKILL)


def main(listener: int, owner: int, folder: Path, root: Path, *, at_once: bool) -> None:
    """Be a nursery until it is told to end or ``owner`` is gone, then remove ``folder``; or be a kernel.

    What takes long to import is imported when it can be told to end: until then, Python says where it was interrupted.
    It is imported ``at_once``, or when somebody asks for a kernel.
    """
    nursery = Nursery(socket.socket(fileno=listener), root)

    def end(number: int, _: object) -> None:
        nursery.close()
        if number == GONE or os.getppid() != owner:  # it would remove the folder itself, and may still use it
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    before = signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    signal.signal(GONE, end)
    processes.end_with(owner, GONE)
    if not at_once:
        nursery.events.select()
    from kunnskapsstatus.kernels.kernel import become, preload

    added = preload()
    nursery.draw_at(folder / DRAWER)
    birth = nursery.run()
    signal.signal(signal.SIGTERM, before)
    signal.signal(GONE, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a kernel does so itself, later
    become(birth.request, added, birth.ready)


def born(listener: int, owner: int, folder: Path, root: Path, *, at_once: bool) -> None:
    """In a fork: be what :func:`main` is in a process that has been started, wherever the fork has come from."""
    os.chdir(folder)
    own = ("", os.path.dirname(os.path.abspath(sys.argv[0])))  # what Python adds for a script, or for none
    sys.path[:] = [place for place in sys.path if place not in own]
    main(listener, owner, folder, root, at_once=at_once)


if __name__ == "__main__":
    del sys.path[0]  # the folder that it was started in, as for an ordinary kernel
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]), at_once=len(sys.argv) > 5)
