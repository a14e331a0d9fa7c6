"""A kernel of a nursery, seen by whoever asked for it."""

from __future__ import annotations

import os
import select
import signal
import socket
from pathlib import Path

from kunnskapsstatus.kernels.request import LARGEST, SOCKET, Request, told


class Forked:
    """A kernel that a nursery has forked, with what ``jupyter_client`` asks of a ``subprocess.Popen``.

    Raises
    ------
    OSError
        When there is no nursery in the folder, or it makes no kernel.
    """

    stdin = stdout = stderr = None

    def __init__(self, nursery: Path, request: Request) -> None:
        self.returncode: int | None = None
        self._kernel = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._kernel.connect(str(nursery / SOCKET))
            self._kernel.send(request.to_bytes())
            pid = told("ready", self._kernel.recv(LARGEST))
            if pid is None:
                raise ConnectionAbortedError("the nursery made no kernel")
            self.pid = pid
        except OSError:
            self._kernel.close()
            raise

    def wait(self, timeout: float | None = None) -> int | None:
        """How it ended, as ``subprocess`` says it; None when it still runs after ``timeout`` seconds."""
        if self.returncode is None and select.select([self._kernel], [], [], timeout)[0]:
            code = told("ended", self._kernel.recv(LARGEST))
            self.returncode = -signal.SIGKILL if code is None else code  # a nursery takes its kernels with it
            self.leave()
        return self.returncode

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        return self.wait(0)

    def send_signal(self, signum: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Tell it to end."""
        self.send_signal(signal.SIGTERM)

    def leave(self) -> None:
        """Be done with it: if it still runs, the nursery kills it."""
        self._kernel.close()
