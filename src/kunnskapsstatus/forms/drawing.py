"""Drawings of charts, kept by what they show.

A chart is drawn again only when its numbers, its form or the code that draws it change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kunnskapsstatus import charts, files, paths, rooms

STORE = Path("_build") / "data" / "charts"
ENGINE = "vl-convert-python"


@cache
def _hand() -> str:
    """What draws: our code and the engine it draws with."""
    return f"{rooms.digest('charts')}\n{version(ENGINE)}"


def drawing(root: Path, chart: charts.ChartData) -> dict[str, str]:
    """A drawn chart as plain text: ``svg`` (wide, for paper) and ``html`` (both widths, for a page).

    It is kept in ``_build/data/charts`` of ``root``, the book's folder.
    """

    def draw() -> dict[str, str]:
        drawn = charts.draw(chart)
        return {"svg": drawn.svg, "html": drawn.html}

    return kept(root, json.dumps(asdict(chart), sort_keys=True), draw)


def kept(root: Path, shown: str, draw: Callable[[], dict[str, str]]) -> dict[str, str]:
    """What is drawn of what is shown: drawn before, or now."""
    path = _place(root, shown)
    try:
        found: dict[str, str] = json.loads(path.read_text("utf-8"))
        return found
    except (OSError, ValueError):
        pass
    made = draw()
    with suppress(OSError):
        files.write(path, json.dumps(made, ensure_ascii=False))
    return made


def _place(root: Path, shown: str) -> Path:
    mark = hashlib.sha256("\n".join([_hand(), shown]).encode()).hexdigest()[:24]
    return paths.home(root) / STORE / f"{mark}.json"
