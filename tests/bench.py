"""``make bench``: how long the book takes, beside plain Jupyter Book in the same run, and how much memory. Exit 1 when a target is missed.

All is done in fresh copies of the working tree, so the book in ``_build/`` is neither used nor changed. Memory is the resident size of the
whole process tree, added up; pages that processes share count once for each, so the peak is an upper bound.
Processor time is for judging a run on a machine that does other things too: where it is far below twice the seconds, others had the cores.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHANGED = Path("data") / "printed" / "table-03.csv"
OURS = ["-c", "import sys; from kunnskapsstatus.cli import main; sys.exit(main(['build']))"]
PLAIN = ["-c", "from jupyter_book.cli.main import main; main()", "build", "."]
WARM = [
    "-c",
    "import jupyter_book.config, sphinx_book_theme, myst_nb, altair, pandera.pandas, pyarrow, typst, vl_convert, kunnskapsstatus.book.sphinx_run, kunnskapsstatus.book.extension",
]
INTERVAL = 0.25
GIB = 1024**3
_STEP = re.compile(r"^\s*(?P<at>\d+\.\d) s  typst: (?P<what>begins|done)$", re.M)


@dataclass(frozen=True)
class Run:
    """One command: seconds, processor seconds of all its processes, peak bytes (0 where /proc is not there), what it printed."""

    seconds: float
    processor: float
    peak: int
    output: str


@dataclass(frozen=True)
class Target:
    """A measured figure and the limit it must not pass."""

    what: str
    measured: float
    limit: float
    strict: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is within the limit."""
        return self.measured < self.limit if self.strict else self.measured <= self.limit


def copy(to: Path) -> Path:
    """A copy of the project as Git sees it: tracked files and new ones, nothing ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, to / name)
    return to


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


def processor() -> float:
    """Processor seconds of all processes that have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(arguments: list[str], folder: Path) -> Run:
    """Run this Python in a copy, with the copy's own library. A command that fails ends the bench."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONUNBUFFERED": "1"}
    start, used, peak = time.perf_counter(), processor(), 0
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
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
        sys.exit(f"{' '.join(arguments)} failed with exit code {process.returncode}:\n{run.output[-2000:]}")
    return run


def pdf_seconds(output: str) -> float:
    """The time between ``typst: begins`` and ``typst: done`` in a build's progress lines."""
    at = {match["what"]: float(match["at"]) for match in _STEP.finditer(output)}
    if set(at) != {"begins", "done"}:
        sys.exit(f"The build printed no times for the PDF step:\n{output[-2000:]}")
    return at["done"] - at["begins"]


def change_a_number(path: Path, column: str = "2016") -> str:
    """Change the last row's value in a column that no sentence is about by one; what was changed."""
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    at = rows[0].index(column)
    before = rows[-1][at]
    rows[-1][at] = str(int(before) + 1)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), "utf-8")
    return f"{rows[-1][0]} {column}: {before} → {rows[-1][at]}"


def main() -> int:
    """Measure, print the table, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="print what each build prints")
    verbose = parser.parse_args().verbose
    with tempfile.TemporaryDirectory(prefix="kunnskapsstatus-bench-") as temporary:
        ours, plain = copy(Path(temporary) / "ours"), copy(Path(temporary) / "plain")
        for folder in (ours, plain):
            measure(WARM, folder)

        def step(what: str, arguments: list[str], folder: Path) -> Run:
            print(f"{what} …", end=" ", flush=True)
            run = measure(arguments, folder)
            print(f"{run.seconds:.1f} s", flush=True)
            if verbose:
                print(run.output)
            return run

        cold = step("cold build, HTML and PDF", OURS, ours)
        same = step("nothing changed", OURS, ours)
        changed = change_a_number(ours / CHANGED)
        one = step(f"one number changed ({changed})", OURS, ours)
        jupyter_book = step("plain jupyter-book build, HTML only", PLAIN, plain)
    pdf = pdf_seconds(cold.output)
    runs = [
        ("cold build", cold),
        ("nothing changed", same),
        ("one number changed", one),
        ("jupyter-book build", jupyter_book),
    ]
    peak = max(run.peak for run in (cold, same, one))
    print(f"\n{'':34}{'seconds':>9}{'processor':>11}{'peak MiB':>10}")
    for name, run in runs:
        print(f"{name:34}{run.seconds:9.1f}{run.processor:11.1f}{run.peak / 1024**2:10.0f}")
    print(f"{'of the cold build: the PDF':34}{pdf:9.1f}")
    targets = [
        Target("cold / jupyter-book build", cold.seconds / jupyter_book.seconds, 0.75),
        Target("PDF / cold", pdf / cold.seconds, 0.25),
        Target("one number changed / cold", one.seconds / cold.seconds, 0.30),
        Target("nothing changed / cold", same.seconds / cold.seconds, 0.15),
    ]
    if peak:
        targets.append(Target("peak memory, GiB", peak / GIB, 1.5, strict=True))
    else:
        print("peak memory: not measured, there is no /proc here")
    print(f"\n{'':34}{'measured':>9}{'target':>10}")
    for target in targets:
        print(
            f"{target.what:34}{target.measured:9.2f}{'< ' if target.strict else '≤ ':>6}{target.limit:.2f}  {'met' if target.met else 'MISSED'}"
        )
    return 0 if all(target.met for target in targets) else 1


if __name__ == "__main__":
    sys.exit(main())
