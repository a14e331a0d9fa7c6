"""Drawings of charts, kept by what they show: a chart is drawn again only when its numbers, its form or the code that draws it change."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from kunnskapsstatus import files, rooms

STORE = Path("_build") / "data" / "charts"
LIBRARIES = ("altair", "vl-convert-python")


@cache
def _hand() -> str:
    """What draws: our code and the libraries it draws with."""
    return "\n".join([rooms.digest("charts"), *map(version, LIBRARIES)])


def drawing(root: Path, frame: pd.DataFrame, **chart: Any) -> dict[str, str]:
    """A drawn chart as plain text: ``svg`` (wide) and ``html`` (both widths and the specification).

    Parameters
    ----------
    root : the book's folder; drawings are kept in its ``_build/data/charts``
    frame : what the chart draws; columns as :class:`kunnskapsstatus.charts.ChartData` has them
    chart : the other fields of :class:`kunnskapsstatus.charts.ChartData`
    """
    shown = json.dumps(
        {**chart, "frame": json.loads(frame.to_json(orient="split", double_precision=15))}, sort_keys=True
    )
    path = _place(root, shown, "json")
    try:
        kept: dict[str, str] = json.loads(path.read_text("utf-8"))
        return kept
    except (OSError, ValueError):
        pass
    from kunnskapsstatus import charts

    drawn = charts.draw(charts.ChartData(frame=frame, **chart))
    made = {"svg": drawn.svg, "html": drawn.html}
    with suppress(OSError):
        files.write(path, json.dumps(made, ensure_ascii=False))
    return made


def engine(root: Path) -> Path:
    """The script that wakes charts in a page, kept like the drawings: it is made again only when what draws them changes."""
    path = _place(root, "", "js")
    if not path.is_file():
        from kunnskapsstatus.charts import vega_bundle

        files.write(path, vega_bundle())
    return path


def _place(root: Path, shown: str, suffix: str) -> Path:
    mark = hashlib.sha256("\n".join([_hand(), shown]).encode()).hexdigest()[:24]
    return root / STORE / f"{mark}.{suffix}"
