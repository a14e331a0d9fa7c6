"""What a reader can choose above a chart, where scripts run (``_static/exhibits.js``): which year is drawn, and which
line or answer stands out. The other drawings of a chart lie beside the pages and come when one of them is chosen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.forms.shown import Shown

FOLDER = "charts"
LINE, ALL = "Framhev", "Ingen"
_SERIES = re.compile(r'data-series="([^"]*)"')


def controls(chart: str, shown: Shown | None) -> str:
    """The controls above a chart, given as HTML, and the exhibit that it is of; empty where there is nothing to
    choose."""
    made = ""
    if shown and shown.choice:
        options = "".join(f"<option>{escape(option.label)}</option>" for option in shown.choice.options)
        made += _select(shown.choice.asked, f'data-exhibit="{shown.id}"', options)
    series = dict.fromkeys(_SERIES.findall(chart))
    if len(series) > 1:
        options = "".join(f'<option value="{name}">{name}</option>' for name in series)
        made += _select(LINE, 'class="line"', f'<option value="">{ALL}</option>{options}')
    return f'<div class="chart-choice">{made}</div>' if made else ""


def _select(asked: str, attributes: str, options: str) -> str:
    return f'<label>{asked} <select {attributes} autocomplete="off">{options}</select></label>'


def write(out: Path, shown: Iterable[Shown]) -> None:
    """Write the drawings of each exhibit that has several to the site in ``out``, and no others. They are scripts:
    those a page may fetch wherever it is opened from."""
    made = {}
    for one in shown:
        if one.choice:
            drawn = [{"title": option.title, "html": option.html} for option in one.choice.options]
            text = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))
            made[out / FOLDER / f"{one.id}.js"] = f'(window.bookCharts??={{}})["{one.id}"]={text};\n'
    for path, text in made.items():
        files.write(path, text)
    for path in (out / FOLDER).glob("*"):
        if path not in made:
            path.unlink()
