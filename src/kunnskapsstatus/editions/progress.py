"""How far the editions have come: which chapter, which step, and the time that is left."""

from __future__ import annotations

import sys
import time
from threading import Lock

from tqdm import tqdm

from kunnskapsstatus import processes

_FORMAT = "{percentage:3.0f} % |{bar}| {n_fmt} of {total_fmt}, {remaining} left  {desc}"


class Bar:
    """A bar on a terminal, else a line for each step. Any thread may tell of a step."""

    def __init__(self, steps: int, kept: int, quiet: bool = False) -> None:
        """There are so many steps, and so many of them are kept from before."""
        self.start = time.perf_counter()
        self.steps, self.kept, self.done = steps, kept, kept
        self._lock = Lock()
        shown = sys.stdout.isatty() and not quiet
        self._lines = not shown and not quiet
        self._bar = tqdm(
            total=steps, initial=kept, file=sys.stdout, disable=not shown, bar_format=_FORMAT, smoothing=0, leave=False
        )

    def step(self, what: str, steps: int = 1) -> None:
        """So many steps more are done; ``what`` was done last."""
        with self._lock:
            self.done += steps
            self._bar.set_description_str(what, refresh=False)
            self._bar.update(steps)
            if self._lines:
                processes.say(f"{self._seconds():6.1f} s  {what} ({self.done} of {self.steps}{self._left()})")

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._bar.close()

    def _seconds(self) -> float:
        return time.perf_counter() - self.start

    def _left(self) -> str:
        done = self.done - self.kept
        if not done or self.done == self.steps:
            return ""
        return f", {tqdm.format_interval(self._seconds() / done * (self.steps - self.done))} left"
