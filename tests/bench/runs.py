"""One command: how long it took, and how much memory all its processes held."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.25
_SHARE = re.compile(r"^Pss: +(\d+) kB$", re.M)


@dataclass(frozen=True)
class Run:
    """Seconds, processor seconds of all processes, most bytes (0 where nobody looked), and what was printed."""

    seconds: float
    processor: float
    peak: int
    output: str


def measure(arguments: list[str], folder: Path, library: Path, *, memory: bool = False) -> Run:
    """Run this Python in a folder with the library of another. A command that fails ends the bench.

    With ``memory`` the memory of all its processes is looked at meanwhile, where there is ``/proc``: it takes longer.
    """
    environment = {**os.environ, "PYTHONPATH": str(library), "PYTHONUNBUFFERED": "1"}
    start, used, peak = time.perf_counter(), processor(), 0
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        printed: list[str] = []
        reader = threading.Thread(target=lambda stream=process.stdout: printed.append(stream.read()))
        reader.start()
        while memory and os.path.isdir("/proc/self") and reader.is_alive():
            reader.join(INTERVAL)
            peak = max(peak, resident(process.pid))
        reader.join()
        process.wait()
    run = Run(time.perf_counter() - start, processor() - used, peak, printed[0])
    if process.returncode:
        sys.exit(f"{' '.join(arguments)} failed with exit code {process.returncode}:\n{run.output}")
    return run


def processor() -> float:
    """Processor seconds of all processes that have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def resident(root: int) -> int:
    """Bytes that a process and all below it hold. What forks share is one memory: each is told its share of it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit():
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    tree, grew = {root}, True
    while grew:
        below = {pid for pid, parent in parents.items() if parent in tree} - tree
        tree, grew = tree | below, bool(below)
    held = 0
    for pid in tree:
        with suppress(OSError):
            shares = _SHARE.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
            held += int(shares[1]) if shares else 0
    return held * 1024
