"""What is being done, and for how long."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kunnskapsstatus import processes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Progress:
    """Lines on the terminal with the time since the start."""

    def __init__(self, quiet: bool = False) -> None:
        self.start = time.perf_counter()
        self.quiet = quiet
        self.began: dict[str, float] = {}

    def say(self, text: str) -> None:
        """One line."""
        if not self.quiet:
            processes.say(f"{time.perf_counter() - self.start:6.1f} s  {text}")

    def watch(self, app: Sphinx) -> None:
        """Tell of each chapter that is read."""

        def begin(_app: Sphinx, name: str, _text: list[str]) -> None:
            self.began[name] = time.perf_counter()

        def end(app: Sphinx, _tree: object) -> None:
            name = app.env.docname
            self.say(f"  {name}: read in {time.perf_counter() - self.began[name]:.1f} s")

        app.connect("source-read", begin, priority=1)
        app.connect("doctree-read", end, priority=999)
