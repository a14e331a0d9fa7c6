"""Drawings of charts, kept by what they show.

A chart is drawn again only when its numbers, its form or the code that draws it change.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kunnskapsstatus import charts, files, rooms

STORE = Path("_build") / "data" / "charts"
ENGINE = "vl-convert-python"


@cache
def _hand() -> str:
    """What draws: our code and the engine it draws with."""
    return f"{rooms.digest('charts')}\n{version(ENGINE)}"


def drawing(root: Path, chart: charts.ChartData) -> dict[str, str]:
    """A drawn chart as plain text: ``svg`` (wide) and ``html`` (both widths and the specification).

    It is kept in ``_build/data/charts`` of ``root``, the book's folder.
    """
    path = _place(root, json.dumps(asdict(chart), sort_keys=True), "json")
    try:
        kept: dict[str, str] = json.loads(path.read_text("utf-8"))
        return kept
    except (OSError, ValueError):
        pass
    drawn = charts.draw(chart)
    made = {"svg": drawn.svg, "html": drawn.html}
    with suppress(OSError):
        files.write(path, json.dumps(made, ensure_ascii=False))
    return made


def engine(root: Path) -> Path:
    """The script that wakes charts in a page, kept like the drawings: made again only when what draws them changes."""
    path = _place(root, "", "js")
    if not path.is_file():
        files.write(path, charts.vega_bundle())
    return path


def _place(root: Path, shown: str, suffix: str) -> Path:
    mark = hashlib.sha256("\n".join([_hand(), shown]).encode()).hexdigest()[:24]
    return root / STORE / f"{mark}.{suffix}"
