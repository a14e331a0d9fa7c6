"""Measure, print, judge: exit 1 when a target is missed. ``--only ours,plain`` for parts, ``--small`` to try it."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import copies, judge, live, pages, registers
from bench.copies import Copy
from bench.judge import BEFORE, COLD, EDITION, NOTEBOOKS, NOTHING, NUMBER, OURS, PDF, PLAIN, SENTENCE
from kunnskapsstatus.editions.workers import at_once
from kunnskapsstatus.notebooks.run import chapters

BUILD = "import sys; from kunnskapsstatus.cli import main; sys.exit(main(['build']))"
MAKE = "import sys; from kunnskapsstatus.cli import main; sys.exit(main(['edition', '--years', *sys.argv[1:]]))"
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"
RUNNER = "kunnskapsstatus.notebooks.run"
YEAR = 2018
RUN = (
    f"from pathlib import Path; from {RUNNER} import run_notebooks\n"
    f"run_notebooks(Path.cwd(), {{'year': {YEAR}}}, Path('out'))"
)
ACCOUNT, CLUSTER = (str(Path(__file__).with_name(name)) for name in ("account.py", "cluster.py"))
PARTS = ("ours", "before", "plain", "notebooks", "editions", "live", "pages", "account", "scale", "registers")
TIMES = (1, 10, 100)
SIX = "2019-2024"
MIB = 1024**2


class Bench:
    """What has been measured so far."""

    def __init__(self, folder: Path, *, small: bool, verbose: bool) -> None:
        self.folder, self.small, self.verbose = folder, small, verbose
        self.seconds: dict[tuple[str, str], float] = {}
        self.peak = self.editions_peak = 0
        self.differing: int | None = None
        self.read: list[pages.Measured] = []
        self.counted: registers.Found = {}
        self.cold = ""

    def copy(self, name: str) -> Copy:
        """A fresh copy of the book as it is."""
        return copies.copy(copies.working_tree(self.folder / name), small=self.small)

    def step(self, row: str, column: str, copy: Copy, *arguments: str, told: str = "") -> None:
        """Measure one command."""
        print(f"{column}: {told or judge.ROWS[row]} …", end=" ", flush=True)
        run = copy.run(*arguments)
        print(f"{run.seconds:.1f} s, processor {run.processor:.1f} s", flush=True)
        if self.verbose:
            print(run.output)
        self.seconds[row, column] = self.seconds.get((row, column), 0.0) + run.seconds
        if row == COLD and column != PLAIN:
            self.seconds[PDF, column] = judge.steps(run.output)[PDF]
            self.cold = run.output if column == OURS else self.cold

    def holds(self, row: str, copy: Copy, *arguments: str) -> None:
        """Run one command of ours once more, for its memory."""
        print(f"{OURS}: {judge.ROWS[row]}, for its memory …", end=" ", flush=True)
        run = copy.run(*arguments, memory=True)
        print(f"peak {run.peak / MIB:.0f} MiB, {run.seconds:.1f} s", flush=True)
        self.peak = max(self.peak, run.peak)

    def builds(self, column: str, copy: Copy) -> None:
        """From nothing, and after each kind of change."""
        self.step(COLD, column, copy, "-c", BUILD)
        self.step(NOTHING, column, copy, "-c", BUILD)
        changed = copies.change_a_number(copy.book / copies.TABLE)
        self.step(NUMBER, column, copy, "-c", BUILD, told=f"one number changed ({changed})")
        line = copies.edit_a_sentence(copy.book / copies.CHAPTER)
        self.step(SENTENCE, column, copy, "-c", BUILD, told=f"a sentence edited ({line[:40]}…)")

    def ours(self) -> None:
        """The book as it is."""
        self.builds(OURS, self.copy(OURS))
        copy = self.copy("memory")
        self.holds(COLD, copy, "-c", BUILD)
        copies.change_a_number(copy.book / copies.TABLE)
        self.holds(NUMBER, copy, "-c", BUILD)
        copies.edit_a_sentence(copy.book / copies.CHAPTER)
        self.holds(SENTENCE, copy, "-c", BUILD)

    def before(self) -> None:
        """The book as it was, with its own library."""
        tree = copies.earlier_tree(self.folder / BEFORE)
        if tree is None:
            print(
                f"before: {copies.COMMIT} is not in this clone's history (a shallow one?), so that column is left out"
            )
        else:
            self.builds(BEFORE, copies.copy(tree, small=self.small))

    def plain(self) -> None:
        """Jupyter Book alone."""
        self.step(COLD, PLAIN, self.copy(PLAIN), "-c", JUPYTER_BOOK, "build", ".", told="jupyter-book build, HTML only")

    def notebooks(self) -> None:
        """All notebooks for one year, by our runner and by stock papermill."""
        self.step(NOTEBOOKS, OURS, self.copy("run"), "-c", RUN)
        self.holds(NOTEBOOKS, self.copy("run again"), "-c", RUN)
        self.stock()

    def stock(self) -> None:
        """All notebooks for one year, by papermill one after the other."""
        if (NOTEBOOKS, PLAIN) in self.seconds:
            return
        stock = self.copy("papermill")
        (stock.book / "out").mkdir()
        for name in chapters(stock.book, {"year": YEAR}):  # pages of later editions are left out, as ours leave them
            names = (f"notebooks/{name}.ipynb", f"out/{name}.ipynb")
            parameters = ("-p", "year", str(YEAR), "--no-progress-bar")
            self.step(NOTEBOOKS, PLAIN, stock, "-m", "papermill", *names, *parameters, told=f"papermill {name}")

    def editions(self) -> None:
        """An edition, beside stock papermill over its notebooks; six side by side, here and on a cluster, and whether
        these are the same."""
        self.step(EDITION, OURS, self.copy("edition"), "-c", MAKE, str(YEAR))
        self.stock()
        years, found = str(YEAR) if self.small else SIX, []
        for where, script in (("here", ("-c", MAKE)), ("on a cluster", (CLUSTER,))):
            copy = self.copy(f"editions {where}")
            print(f"editions of {years}, {where} …", end=" ", flush=True)
            run = copy.run(*script, years, memory=True)
            print(f"{run.seconds:.1f} s, processor {run.processor:.1f} s, peak {run.peak / MIB:.0f} MiB", flush=True)
            found.append(copies.editions(copy.book))
            self.editions_peak = max(self.editions_peak, run.peak)
        self.differing = sum(found[0].get(name) != found[1].get(name) for name in found[0].keys() | found[1].keys())
        print(f"{len(found[0])} files of editions, of which {self.differing} differ on the cluster")

    def live(self) -> None:
        """Seconds from a saved file to its page in the browser: begun from a build, and then as one writes."""
        copy = self.copy("live")
        copy.run("-c", BUILD)
        print("\nAs one writes, seconds until the page is there:")
        with live.shown(copy) as pages:
            print(f"  {'from the last build':34}{pages.first:6.1f}", flush=True)
            for told, path, change in (
                ("a sentence", copies.CHAPTER, copies.edit_a_sentence),
                ("a number of table 3", copies.TABLE, copies.change_a_number),
                ("a sentence again", copies.CHAPTER, copies.edit_a_sentence),
            ):
                change(copy.book / path)
                print(f"  {told:34}{pages.wait():6.1f}", flush=True)

    def pages(self) -> None:
        """What a slow phone fetches and shows of each page, and of a page of plain Jupyter Book with nine charts."""
        ours, stock = self.copy("pages"), pages.stock(self.folder / "stock")
        ours.run("-c", BUILD)
        stock.run("-c", JUPYTER_BOOK, "build", ".")
        site = ours.book / "_build" / "html"
        print("\nPages on a slow phone, before anything is pointed at:")
        self.read = pages.measure_all(site, pages.names(site))
        print(*self.read, "plain Jupyter Book, nine charts:", sep="\n")
        print(*pages.measure_all(stock.book / "_build" / "html", [pages.STOCK], pages.vega()), sep="\n")

    def account(self) -> None:
        """Where the time goes: by the build's own lines, and each part measured alone."""
        if self.cold:
            print("\nFrom nothing, by the build's own lines, in seconds:")
            print("  " + ", ".join(f"{what} {seconds:.1f}" for what, seconds in judge.steps(self.cold).items()))
        copy = self.copy("account")
        drawn, kept = (json.loads(copy.run(ACCOUNT, "forms").output) for _ in range(2))
        kernel = json.loads(copy.run(ACCOUNT, "kernel").output)
        count = len(list((copy.book / "notebooks").glob("*.ipynb")))
        parts = {
            "reading the data": drawn["reading"],
            "reading them once they are kept": kept["reading"],
            f"forms of {kept['exhibits']} exhibits": kept["forms"],
            "drawing their charts": drawn["forms"] - kept["forms"],
            f"starting {count} ordinary kernels": count * kernel["ready"],
            "and their first exhibits": count * kernel["shown"],
            f"starting {count} kernels of a nursery": count * kernel["forked"],
            "and the first exhibits of those": count * kernel["forked shown"],
        }
        print("\nEach part alone, in processor seconds (kernels in seconds):")
        print(*(f"  {what:34}{seconds:6.1f}" for what, seconds in parts.items()), sep="\n")

    def scale(self) -> None:
        """More observations, made up by repeating an official file under other names, in copies."""
        print("\nObservations, most of them made up:")
        for times in TIMES:
            copy = self.copy(f"scale-{times}")
            copy.run(ACCOUNT, "forms")
            rows = json.loads(copy.run(ACCOUNT, "forms").output)["rows"]
            copies.multiply(copy.book, times, rows)
            whole, kept = (json.loads(copy.run(ACCOUNT, "forms").output) for _ in range(2))
            print(
                f"  {whole['rows']:7} ({times} ×): "
                f"read and kept {whole['reading']:.1f} s, {whole['peak'] / MIB:.0f} MiB; "
                f"read again {kept['reading']:.1f} s, all forms {kept['forms']:.1f} s, {kept['peak'] / MIB:.0f} MiB",
                flush=True,
            )

    def registers(self) -> None:
        """All exhibits counted from up to a hundred times ten national years, and the same by pandas."""
        times = registers.TIMES[:1] if self.small else registers.TIMES
        copy = copies.copy(copies.working_tree(self.folder / "registers"), small=False)
        self.counted = registers.measure(copy, self.folder / "records", times)


@contextmanager
def clock() -> Iterator[None]:
    """Say how long all of it took."""
    start = time.perf_counter()
    yield
    print(f"\nThe bench took {time.perf_counter() - start:.0f} s.")


def main() -> int:
    """Measure, print the table, judge."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts, with commas: {', '.join(PARTS)}")
    parser.add_argument(
        "--small", action="store_true", help="the small book of the tests: to try the bench, not to judge"
    )
    parser.add_argument("--verbose", action="store_true", help="print what each build prints")
    given = parser.parse_args()
    wanted = given.only.split(",")
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    with clock(), tempfile.TemporaryDirectory(prefix="kunnskapsstatus-bench-") as temporary:
        bench = Bench(Path(temporary), small=given.small, verbose=given.verbose)
        for part in PARTS:
            if part in wanted:
                getattr(bench, part)()
        print("", *judge.table(bench.seconds), sep="\n")
        targets = [
            *judge.targets(bench.seconds, bench.peak),
            *judge.of_editions(bench.editions_peak, at_once(), bench.differing),
            *pages.targets(bench.read),
            *registers.targets(bench.counted),
        ]
        print("", *targets, sep="\n")
    return 0 if all(target.met for target in targets) else 1


if __name__ == "__main__":
    sys.exit(main())
