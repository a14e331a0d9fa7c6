"""What has been measured, as a table and as targets that are met or missed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

OURS, BEFORE, PLAIN = "ours", "before", "plain"
COLD, NUMBER, SENTENCE, NOTHING, PDF = ("cold", "number", "sentence", "nothing", "pdf")
NOTEBOOKS, EDITION = "notebooks", "edition"
ROWS = {
    COLD: "from nothing, HTML and PDF",
    NUMBER: "one number of table 3 changed",
    SENTENCE: "a sentence edited",
    NOTHING: "nothing changed",
    PDF: "the PDFs of it, beside its pages",
    NOTEBOOKS: "all notebooks by papermill, one year",
    EDITION: "an edition: these, HTML and PDF",
}
GIB = 1024**3
PEAK = 1.5
_LINE = re.compile(r"^ *(?P<at>\d+\.\d) s  (?P<what>\S.*|  \S+: read in .*)$", re.M)

Measured = Mapping[tuple[str, str], float]
"""Seconds by row and column."""


@dataclass(frozen=True)
class Target:
    """A figure and the limit that it must not pass; ``strict``: nor reach."""

    what: str
    measured: float
    limit: float
    strict: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is within the limit."""
        return self.measured < self.limit if self.strict else self.measured <= self.limit

    def __str__(self) -> str:
        sign, told = "<" if self.strict else "≤", "met" if self.met else "MISSED"
        return f"{self.what:62}{self.measured:8.3f}   {sign} {self.limit:.2f}  {told}"


@dataclass(frozen=True)
class Limit:
    """How much of another's time a row may take; of plain Jupyter Book there is only the build from nothing."""

    row: str
    of: str
    of_row: str
    limit: float


LIMITS = (
    Limit(COLD, PLAIN, COLD, 0.45),
    Limit(COLD, BEFORE, COLD, 0.50),
    Limit(NUMBER, PLAIN, COLD, 0.10),
    Limit(NUMBER, BEFORE, NUMBER, 0.35),
    Limit(SENTENCE, PLAIN, COLD, 0.06),
    Limit(NOTHING, PLAIN, COLD, 0.03),
    Limit(NOTEBOOKS, PLAIN, NOTEBOOKS, 0.25),
    Limit(EDITION, PLAIN, NOTEBOOKS, 1.00),
)
NAMES = {BEFORE: "this project before", PLAIN: "plain Jupyter Book from nothing"}


def targets(seconds: Measured, peak: int) -> list[Target]:
    """What can be judged of what was measured: seconds, and the most bytes (0: not measured)."""
    found = []
    for limit in LIMITS:
        ours, theirs = seconds.get((limit.row, OURS)), seconds.get((limit.of_row, limit.of))
        if ours is not None and theirs is not None:
            name = "stock papermill" if limit.of_row == NOTEBOOKS else NAMES[limit.of]
            found.append(Target(f"{ROWS[limit.row]} / {name}", ours / theirs, limit.limit))
    return found + ([Target("peak memory, GiB", peak / GIB, PEAK, strict=True)] if peak else [])


def of_editions(peak: int, at_once: int, differing: int | None) -> list[Target]:
    """What can be judged of several editions: bytes for each that is made at once, and files that differ elsewhere."""
    found = [Target("peak memory of editions, GiB for each at once", peak / GIB / at_once, PEAK)] if peak else []
    return found + ([] if differing is None else [Target("files of editions that differ on a cluster", differing, 0)])


def table(seconds: Measured) -> Iterator[str]:
    """Seconds by row and column, and what of the others' ours is. A column that was not measured holds dashes."""
    yield f"{'':38}{OURS:>9}{BEFORE:>9}{PLAIN:>9}{'of before':>11}{'of plain':>10}"
    for row, what in ROWS.items():
        ours, before, plain = (seconds.get((row, column)) for column in (OURS, BEFORE, PLAIN))
        if ours is None:
            continue
        whole = seconds.get((NOTEBOOKS if row in (NOTEBOOKS, EDITION) else COLD, PLAIN))
        cells = [_cell(ours, 9), _cell(before, 9), _cell(plain, 9), _share(ours, before, 11), _share(ours, whole, 10)]
        yield f"{what:38}{''.join(cells)}"


def _cell(seconds: float | None, width: int) -> str:
    return f"{'–' if seconds is None else format(seconds, '.1f'):>{width}}"


def _share(ours: float, theirs: float | None, width: int) -> str:
    return f"{'–' if theirs is None else format(ours / theirs, '.2f'):>{width}}"


def steps(output: str) -> dict[str, float]:
    """Where a build's time goes, in seconds, by its progress lines. The PDFs are set while pages are written: how long
    they take is an account of its own, and what is waited for is what they take longer than the pages."""
    at: dict[str, float] = {}
    for match in _LINE.finditer(output):
        what = "read" if ": read in " in match["what"] else match["what"].strip()
        at[what] = float(match["at"])
    begins, done = at.get("html: begins", 0.0), at.get("html: done", 0.0)
    read = at.get("read", begins)
    set_at = at.get("typst: done", done)
    written = max(done, set_at)
    return {
        "data": at.get("data: read and validated", 0.0),
        "configuration": begins - at.get("data: read and validated", 0.0),
        "reading": read - begins,
        "writing": done - read,
        "waiting for the PDFs": written - done,
        "publishing": at.get("published", written) - written,
        PDF: set_at - at.get("typst: begins", set_at),
    }
