"""Kernels from a nursery, in Jupyter's own place for other ways to start one.

Inside ``with nursery(root)``, every kernel that this process or a fork of it starts comes from the nursery: those of
Sphinx' readers, of papermill, and of all else that asks ``jupyter_client``. Where there is no nursery to be had, they
are ordinary kernels.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from kunnskapsstatus import processes
from kunnskapsstatus.kernels.client import PromptClient
from kunnskapsstatus.kernels.forked import Forked
from kunnskapsstatus.kernels.nursery import born
from kunnskapsstatus.kernels.request import GET_READY, SOCKET, Request
from kunnskapsstatus.processes import Fork

NAME = "kunnskapsstatus"
"""The provisioner's entry point."""
LAUNCHER = ["-m", "ipykernel_launcher"]
AT_ONCE = "at once"
"""What a nursery is told that is to import all before it is asked for anything."""
PATIENCE = 5.0
"""Seconds that a kernel, or a nursery, has to end when it is told to."""
LONGEST = 88
"""Letters of the name of a nursery's folder: no name of a socket is longer than about a hundred."""


@dataclass(frozen=True)
class Kernels:
    """The kernels of a nursery, for whoever has begun it: to tell it that the data are right and that kernels will be
    asked for soon, and that none will any more."""

    get_ready: Callable[[], None]
    end: Callable[[], None]


class NurseryProvisioner(LocalProvisioner):
    """Starts kernels as forks of a nursery; as a :class:`LocalProvisioner`, those that the nursery does not make."""

    nursery: ClassVar[Path | None] = None
    """The folder of the nursery that this process asks. Where a system has none, kernels still talk there."""
    process: Any = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Let the kernel talk through files of the nursery's folder: two may want the same port, but never one file.
        Whoever runs its cells begins as soon as it answers."""
        if self.nursery and self.parent:
            place = self.nursery / str(self.kernel_id)[-12:]
            self.parent.transport, self.parent.ip = "ipc", str(place)
            self.parent.connection_file = f"{place}.json"
            if self.parent.client_factory is AsyncKernelClient:
                self.parent.client_factory = PromptClient
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel and wait until it is ready."""
        folder = str(kwargs.get("cwd") or Path.cwd())
        usual = cmd[:3] == [sys.executable, *LAUNCHER] and not kwargs.keys() & {"stdin", "stdout", "stderr"}
        if not (self.nursery and usual):
            return await super().launch_kernel(cmd, **kwargs)
        try:
            self.process = Forked(self.nursery, Request(cmd[3:], folder, kwargs["env"]))
        except OSError:
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = folder
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel at once, by a signal that is as fast and that it can catch: coverage.py saves what it has."""
        if isinstance(self.process, Forked):
            await self.terminate(restart)
            if self.process.wait(PATIENCE) is not None:
                return
        await super().kill(restart)

    async def cleanup(self, restart: bool = False) -> None:
        """Be done with the kernel."""
        if isinstance(self.process, Forked):
            self.process.leave()
        await super().cleanup(restart)


@contextmanager
def nursery(root: Path, folder: Path | None = None, *, at_once: bool = True) -> Iterator[Kernels]:
    """Have kernels for the book in ``root`` come from a nursery until the block ends, or until it is told that none is
    wanted any more. It imports what they need ``at_once``, or when it is asked for the first.

    It has a ``folder``, by default one of its own, and removes it when its owner is gone. There IPython keeps what it
    keeps: a book is the same whatever its author's own IPython is set to do, and needs no home to write to.
    """
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name, NurseryProvisioner.nursery
    folder = folder or Path(tempfile.mkdtemp(prefix="kernels-"))
    known = NAME in factory.get_provisioner_entries() and len(str(folder)) < LONGEST
    kept = os.environ.get("IPYTHONDIR")
    os.environ["IPYTHONDIR"] = kept or str(folder / "ipython")
    process = _start(folder, root, at_once) if known else None

    def end() -> None:
        nonlocal process
        if process:
            _end(process)
        process = None

    def get_ready() -> None:
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asked:
            asked.connect(str(folder / SOCKET))
            asked.send(GET_READY)

    try:
        NurseryProvisioner.nursery = folder if known else None
        factory.default_provisioner_name = NAME if known else before[0]
        yield Kernels(get_ready, end)
    finally:
        factory.default_provisioner_name, NurseryProvisioner.nursery = before
        if kept is None:
            del os.environ["IPYTHONDIR"]
        end()
        shutil.rmtree(folder, ignore_errors=True)


def _end(process: subprocess.Popen[bytes] | Fork) -> None:
    """End a nursery; its kernels end with it, whether it can still tell them to or not."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _start(folder: Path, root: Path, at_once: bool) -> subprocess.Popen[bytes] | Fork | None:
    """A nursery that listens in ``folder``, or None. Only who asks it for a kernel waits until it has imported all.

    It is a fork of this process where that may be: what they both need has been imported once.
    """
    if sys.platform != "linux":  # elsewhere, a fork of what has loaded the system's own libraries is not safe
        return None
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        try:
            listener.bind(str(folder / SOCKET))
            listener.listen(64)
            if processes.may_fork():
                return Fork(partial(born, listener.fileno(), os.getpid(), folder, root, at_once=at_once))
            told = [str(listener.fileno()), str(os.getpid()), str(folder), str(root), *([AT_ONCE] if at_once else [])]
            return subprocess.Popen(
                [sys.executable, "-m", "kunnskapsstatus.kernels.nursery", *told],
                stdin=subprocess.DEVNULL,
                cwd=folder,
                env={**os.environ, **processes.ONE_THREAD},
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )
        except OSError:
            return None
