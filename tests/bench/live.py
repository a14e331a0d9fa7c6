"""How soon a live page shows what was saved."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.request import urlopen

from bench.copies import CHAPTER, Copy

LIVE = "import sys; from kunnskapsstatus.cli import main; sys.exit(main(['live', '--port', '0']))"
LONGEST = 600.0
STILL = 10.0
"""Seconds without news, after which everything has been made and all is ready for the next change."""


class Pages:
    """The live pages of a copy, with the chapter that is written in open in a browser."""

    def __init__(self, address: str, output: IO[str]) -> None:
        self.output, self.page = output, f"{address}{CHAPTER.with_suffix('.html').as_posix()}"
        self.news: IO[bytes] = urlopen(f"{address}_live/events", timeout=LONGEST)
        self.edition = -1
        self.first = self.wait()

    def wait(self) -> float:
        """Seconds until there is a new edition of the page; then wait until all else is done."""
        start, seconds = time.perf_counter(), 0.0
        while True:
            line = self.news.readline()
            if not line.startswith(b"data: "):
                continue
            told = json.loads(line[6:])
            new = self.edition >= 0 and told["edition"] > self.edition
            if (new and not seconds) or told["state"] == "good":
                urlopen(self.page).read()
                seconds = seconds or time.perf_counter() - start
            self.edition = told["edition"]
            if told["state"] == "failed":
                sys.exit(told["text"])
            if told["state"] == "good":
                time.sleep(STILL)
                return seconds


@contextmanager
def shown(copy: Copy) -> Iterator[Pages]:
    """The live pages of a copy, until the block ends."""
    environment = {**os.environ, "PYTHONPATH": str(copy.library)}
    with subprocess.Popen(
        [sys.executable, "-c", LIVE], cwd=copy.book, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = re.match(r"http://\S+", process.stdout.readline())
        assert address
        try:
            yield Pages(address[0], process.stdout)
        finally:
            process.terminate()
