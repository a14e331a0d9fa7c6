"""A chart that an author has made with Altair, drawn as the book's own are: with their letters, colours and numbers,
wide and narrow, and with nothing fetched from anywhere.

What the author has chosen stays: these are only the defaults. A chart without a width is as wide as the text; charts
side by side stand below each other on a phone. Vega lays it out, with the widths of the book's own letters.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any, Literal

from kunnskapsstatus.charts.drawer import drawn, know
from kunnskapsstatus.charts.palette import AXIS, FONT, GRID, HEAT, INK, MUTED, NARROW, SERIES, SIZE, SMALL, WIDE
from kunnskapsstatus.charts.sketch import Spec
from kunnskapsstatus.charts.svg import tidied
from kunnskapsstatus.charts.words import LOCALE, text_width

HEIGHT = 260
LANGUAGE: Literal["nb-NO"] = "nb-NO"
"""Of the names of days and months."""
_WORDS = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": SMALL, "titleFontSize": SMALL}
_QUIET = {"labelColor": MUTED, "titleColor": MUTED, "titleFontWeight": "normal"}
CONFIG: Spec = {
    "aria": False,
    "axis": {**_WORDS, **_QUIET, "gridColor": GRID, "domainColor": AXIS, "tickColor": AXIS, "labelPadding": 6},
    "background": None,
    "font": FONT,
    "header": {**_WORDS, **_QUIET, "labelColor": INK, "labelFontSize": SIZE},
    "legend": {**_WORDS, **_QUIET, "labelColor": INK, "orient": "top"},
    "line": {"strokeWidth": 2},
    "locale": {"number": LOCALE},
    "mark": {"color": SERIES[0]},
    "point": {"filled": True, "size": 60},
    "range": {"category": list(SERIES), "ramp": list(HEAT), "heatmap": list(HEAT), "ordinal": list(HEAT)},
    "rule": {"color": MUTED},
    "text": {"color": INK, "font": FONT, "fontSize": SMALL},
    "title": {
        "anchor": "start", "color": INK, "font": FONT, "fontSize": 16, "frame": "group", "subtitleColor": MUTED,
        "subtitleFont": FONT, "subtitleFontSize": SIZE, "offset": 12,
    },
    "view": {"continuousHeight": HEIGHT, "discreteHeight": HEIGHT, "stroke": None},
}  # fmt: skip
SEVERAL = ("concat", "hconcat", "vconcat", "facet", "repeat")
"""What makes a chart of several: each of them has a width of its own."""
OUTSIDE = re.compile(r"<(?:image|a)\b")


def draw_own(spec: Spec) -> tuple[str, str]:
    """The wide and the narrow SVG of a Vega-Lite specification with its data. They have no name yet: see :func:`named`.

    Raises
    ------
    ValueError
        When it cannot be drawn, or not without asking another place for something.
    """
    if any(_addresses(spec)):
        raise ValueError("reads its data from a file or an address")
    _letters()
    key = hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:12]
    numbers = count(1)
    wide, narrow = (
        tidied(_drawn(_fitted(form, width)), "", kind, f"c{key}{kind[0]}-", numbers)
        for kind, form, width in (("wide", spec, WIDE), ("narrow", _below(spec), NARROW))
    )
    if OUTSIDE.search(wide):
        raise ValueError("has links or pictures in it, which cannot be followed or fetched in the PDF")
    return wide, narrow


def named(svg: str, alternative: str) -> str:
    """The picture with an alternative text."""
    return svg.replace('aria-label=""', f'aria-label="{html.escape(alternative, quote=True)}"', 1)


def own_html(wide: str, narrow: str) -> str:
    """Both pictures, for a page."""
    return f'<div class="chart">{wide}{narrow}</div>'


@cache
def _letters() -> None:
    """Have Vega measure with the book's own letters, the same on every machine."""
    package = find_spec("font_source_sans_pro")
    assert package is not None and package.origin is not None
    know(Path(package.origin).parent / "files")


def _drawn(spec: Spec) -> str:
    try:
        return drawn(json.dumps(spec), allowed_base_urls=[], time_format_locale=LANGUAGE)
    except ValueError as error:
        said = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
        raise ValueError(f"cannot be drawn: {said}") from None


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> Spec:
    """Settings, where those that are over win. Altair's own size of a view is no author's choice."""
    both = dict(under)
    for name, value in over.items():
        if name in ("continuousWidth", "continuousHeight"):
            continue
        both[name] = (
            _merged(both[name], value) if isinstance(both.get(name), dict) and isinstance(value, dict) else value
        )
    return both


def _fitted(spec: Spec, width: int) -> Spec:
    """The specification at a width, its own where that fits, else all of it with axes and legends; and in our looks."""
    looks = {**spec, "config": _merged(CONFIG, spec.get("config", {}))}
    own = spec.get("width")
    if (
        any(kind in spec for kind in SEVERAL)
        or _is_faceted(spec)
        or (isinstance(own, int | float) and own < width - 60)
    ):
        return looks
    if _is_roomy(spec, width):
        looks["config"] = {**looks["config"], "axisX": {"labelAngle": 0, **looks["config"].get("axisX", {})}}
    return {**looks, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}


def _is_roomy(spec: Spec, width: int) -> bool:
    """Whether the labels under a chart have room side by side; Vega turns those of categories on end."""
    field = next((x["field"] for layer in (spec, *spec.get("layer", ())) if "field" in (x := _x(layer))), None)
    labels = {str(row.get(field, "")) for rows in spec.get("datasets", {}).values() for row in rows}
    return max((text_width(label, SMALL) for label in labels), default=0) + 8 < (width - 60) / max(len(labels), 1)


def _x(layer: Spec) -> Spec:
    found: Spec = layer.get("encoding", {}).get("x", {})
    return found


def _is_faceted(spec: Spec) -> bool:
    return bool(spec.get("encoding", {}).keys() & {"row", "column", "facet"})


def _below(spec: Spec) -> Spec:
    """A chart of several, one below the other."""
    if "hconcat" in spec:
        return {**{key: value for key, value in spec.items() if key != "hconcat"}, "vconcat": spec["hconcat"]}
    if "concat" in spec or (isinstance(spec.get("facet"), dict) and "field" in spec["facet"]):
        return {**spec, "columns": 1}
    if "facet" in spec.get("encoding", {}):
        return {**spec, "encoding": {**spec["encoding"], "facet": {**spec["encoding"]["facet"], "columns": 1}}}
    return spec


def _addresses(part: Any) -> Iterator[str]:
    """What a specification would read from elsewhere."""
    if isinstance(part, dict):
        data = part.get("data")
        if isinstance(data, dict) and "url" in data:
            yield str(data["url"])
        for name, inner in part.items():
            if name not in ("datasets", "values"):
                yield from _addresses(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _addresses(inner)
