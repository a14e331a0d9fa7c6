"""One command: how long it took, and how much memory all its processes held."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.25


@dataclass(frozen=True)
class Run:
    """Seconds, processor seconds of all processes, most bytes (0 where there is no ``/proc``), and what was printed."""

    seconds: float
    processor: float
    peak: int
    output: str


def measure(arguments: list[str], folder: Path, library: Path) -> Run:
    """Run this Python in a folder with the library of another. A command that fails ends the bench."""
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
        while reader.is_alive():
            reader.join(INTERVAL)
            if os.path.isdir("/proc/self"):
                peak = max(peak, resident(process.pid))
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
    """Bytes resident in a process and all below it."""
    parents, sizes = {}, {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.name)], sizes[int(entry.name)] = int(fields[1]), int(fields[21])
    tree, grew = {root}, True
    while grew:
        below = {pid for pid, parent in parents.items() if parent in tree} - tree
        tree, grew = tree | below, bool(below)
    return sum(sizes.get(pid, 0) for pid in tree) * os.sysconf("SC_PAGE_SIZE")
