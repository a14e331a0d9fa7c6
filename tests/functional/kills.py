"""Builds of the small book that are killed, or of an edition of it: ``make kills`` does it a hundred times.

A seed makes a schedule: which process gets which signal, and when. After each kill a reader has one whole book of one
build. After the build that follows, it is the book that a build from nothing makes, byte for byte, and nothing is left:
no process, no lock, no temporary file.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from small_book import PROGRAM, tree, write_book

SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
TABLE = Path("data") / "printed" / "table-12.csv"
NUMBERS = ("64 %", "67 %")
MARK = "KILLED_BUILD"
PATIENCE = 20.0
STARTS = 0.1
"""The part of a build in which Python itself starts: interrupted then, it prints a traceback of its own."""


@dataclass(frozen=True)
class Kill:
    """One kill: a signal, when it comes as a part of a whole build, and whether the build itself or any process that
    it has started gets it."""

    number: signal.Signals
    moment: float
    head: bool
    choice: float


@dataclass(frozen=True)
class Kind:
    """What is built: by which command, where it lies, the parts that a reader gets, all that is left, and the lock."""

    command: tuple[str, ...]
    out: Path
    parts: tuple[str, ...]
    left: frozenset[str]
    lock: Path


OWN = {".book", ".books", ".work"}
BOOK = Kind(
    ("build",), Path("_build"), ("html", "pdf"), frozenset(OWN | {".lock", "data", "html", "pdf"}), Path("_build/.lock")
)
EDITIONS = Path("_build") / "editions"
PARTS = ("html", "pdf", "notebooks", "review")
EDITION = Kind(
    ("edition", "--years", "2018"), EDITIONS / "2018", PARTS, frozenset(OWN | {".runs", *PARTS}), EDITIONS / ".lock"
)
KINDS = {"book": BOOK, "edition": EDITION}


def schedule(seed: int, times: int) -> list[Kill]:
    """The kills of a seed."""
    chance = random.Random(seed)
    return [
        Kill(chance.choice(SIGNALS), chance.uniform(0, 1.05), chance.random() < 0.75, chance.random())
        for _ in range(times)
    ]


@dataclass
class Trial:
    """A book that is built and killed, with what a reader may find in it, by the number that it is built with."""

    book: Path
    temporary: Path
    kind: Kind = BOOK
    good: dict[str, dict[str, bytes]] = field(default_factory=dict)
    seconds: float = 0.0
    """What a whole build took."""

    def set(self, number: str) -> None:
        """Have the book's table hold a number."""
        text = (self.book / TABLE).read_text("utf-8")
        for other in NUMBERS:
            text = text.replace(f"Ja,{other}", f"Ja,{number}", 1)
        (self.book / TABLE).write_text(text, "utf-8")

    def start(self) -> subprocess.Popen[str]:
        """A build, in a session of its own."""
        environment = os.environ | {"TMPDIR": str(self.temporary), MARK: str(self.temporary)}
        return subprocess.Popen(
            [*PROGRAM, *self.kind.command], cwd=self.book, env=environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def from_nothing(self) -> dict[str, bytes]:
        """What a build publishes that knows of none before it."""
        shutil.rmtree(self.book / "_build", ignore_errors=True)
        return self.build()

    def published(self) -> dict[str, bytes]:
        """What a reader gets."""
        out = self.book / self.kind.out
        return {f"{part}/{name}": data for part in self.kind.parts for name, data in tree(out / part).items()}

    def build(self) -> dict[str, bytes]:
        """What a whole build publishes. Nothing else is left of it."""
        began = time.monotonic()
        with self.start() as process:
            _, told = process.communicate(timeout=600)
        assert process.returncode == 0, told
        self.seconds = time.monotonic() - began
        out = self.book / self.kind.out
        assert {path.name for path in out.iterdir()} == self.kind.left
        assert len(list((out / ".books").iterdir())) == 1
        assert (self.book / self.kind.lock).read_text("utf-8") == ""
        assert list(self.temporary.iterdir()) == []
        assert self.alive() == []
        return self.published()

    def alive(self) -> list[int]:
        """The processes of this trial's builds."""
        return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if self._is_own(pid)]

    def _is_own(self, pid: int) -> bool:
        try:
            own = f"{MARK}={self.temporary}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            return own and ") Z" not in Path(f"/proc/{pid}/stat").read_text("utf-8")
        except OSError:
            return False

    def kill(self, kill: Kill) -> str:
        """Build, kill, and see that all is gone and one whole book is there; the number that it is of."""
        with self.start() as process:
            time.sleep(kill.moment * self.seconds)
            others = [pid for pid in self.alive() if pid != process.pid]
            victim = process.pid if kill.head or not others else others[int(kill.choice * len(others))]
            with suppress(ProcessLookupError):  # it was done
                os.kill(victim, kill.number)
            _, told = process.communicate(timeout=600)
        starting = kill.head and kill.number == signal.SIGINT and kill.moment < STARTS
        assert starting or "Traceback" not in told, told
        end = time.monotonic() + PATIENCE
        while self.alive() and time.monotonic() < end:
            time.sleep(0.05)
        assert self.alive() == [], "what the build has started outlives it"
        found = self.published()
        whole = [number for number, good in self.good.items() if good == found]
        assert whole, f"not of one build: {[self.differences(number, found) for number in self.good]}"
        return whole[0]

    def differences(self, number: str, found: dict[str, bytes]) -> list[str]:
        """The files that differ from those of a good book."""
        good = self.good[number]
        return sorted(name for name in good.keys() | found.keys() if good.get(name) != found.get(name))


@contextmanager
def trial(book: Path, kind: Kind = BOOK) -> Iterator[Trial]:
    """A book, with a folder for its temporary files that has a short name, as sockets want it."""
    temporary = Path(tempfile.mkdtemp(prefix="kills", dir="/tmp"))
    try:
        yield Trial(book, temporary, kind)
    finally:
        shutil.rmtree(temporary)


def main() -> None:
    """Kill, build, compare, and tell."""
    parser = argparse.ArgumentParser(prog="kills", description=__doc__)
    parser.add_argument("--times", type=int, default=100, help="how many kills (100)")
    parser.add_argument("--seed", type=int, default=2019, help="of the schedule (2019)")
    parser.add_argument("--what", choices=KINDS, default="book", help="what is built (book)")
    given = parser.parse_args()
    old, outcomes = NUMBERS[0], {"old": 0, "new": 0}
    with (
        tempfile.TemporaryDirectory(prefix="kunnskapsstatus-kills-") as folder,
        trial(write_book(Path(folder)), KINDS[given.what]) as made,
    ):
        for number in reversed(NUMBERS):
            made.set(number)
            made.good[number] = made.from_nothing()
        for at, kill in enumerate(schedule(given.seed, given.times), 1):
            new = next(number for number in NUMBERS if number != old)
            made.set(new)
            found = "new" if made.kill(kill) == new else "old"
            outcomes[found] += 1
            assert made.build() == made.good[new], "the book after a kill differs from one that is built from nothing"
            old = new
            who = "the build" if kill.head else "one of its processes"
            print(f"{at:4} {kill.number.name} to {who} at {kill.moment:.0%}: the {found} {given.what}", flush=True)
        print(
            f"{given.times} kills: the old one {outcomes['old']} times, the new one {outcomes['new']}; none was half."
        )


if __name__ == "__main__":
    sys.exit(main())
