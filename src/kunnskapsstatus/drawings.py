"""Drawings of charts, kept by what they show: a chart is drawn again only when its numbers, its form or the code that draws it change."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

STORE = Path("_build") / "data" / "charts"
LIBRARIES = ("altair", "vl-convert-python")


@cache
def _hand() -> str:
    """What draws: our code and the libraries it draws with."""
    code = [path.read_text("utf-8") for path in sorted(Path(__file__).with_name("charts").glob("*.py"))]
    return "\n".join([*code, *map(version, LIBRARIES)])


def drawing(root: Path, frame: pd.DataFrame, **chart: Any) -> dict[str, str]:
    """A drawn chart as plain text: ``svg`` (wide) and ``html`` (both widths and the specification).

    Parameters
    ----------
    root : the book's folder; drawings are kept in its ``_build/data/charts``
    frame : what the chart draws; columns as :class:`kunnskapsstatus.charts.ChartData` has them
    chart : the other fields of :class:`kunnskapsstatus.charts.ChartData`
    """
    shown = json.dumps({**chart, "frame": json.loads(frame.to_json(orient="split", double_precision=15))}, sort_keys=True)
    mark = hashlib.sha256("\n".join([_hand(), shown]).encode()).hexdigest()[:24]
    path = root / STORE / f"{mark}.json"
    try:
        kept: dict[str, str] = json.loads(path.read_text("utf-8"))
        return kept
    except (OSError, ValueError):
        pass
    from kunnskapsstatus import charts

    drawn = charts.draw(charts.ChartData(frame=frame, **chart))
    made = {"svg": drawn.svg, "html": drawn.html}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(made, ensure_ascii=False), "utf-8")
        os.replace(draft, path)
    except OSError:
        pass
    return made
