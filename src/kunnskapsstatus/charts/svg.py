"""The specification as an SVG, drawn by Vega without a browser. A page has it as it is drawn, and what stands for
numbers tells them; paper, and whoever takes the picture along, has it still."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import count

from kunnskapsstatus.charts.drawer import vega
from kunnskapsstatus.charts.sketch import Row, Spec

TIP, SERIES = "data-tip", "data-series"
"""Attributes of what a page tells of a mark, and of the line that something belongs to."""
_TOLD = re.compile(r'(<path aria-label="[^"]*") role="graphics-symbol"')
"""What Vega writes of a mark that is described."""
_LIVE = re.compile(f' (?:{TIP}|{SERIES}|aria-hidden)="[^"]*"|<a [^>]*>|</a>')
LETTER = "x"
"""What stands for a text while Vega draws."""


def svgs(specs: dict[str, Spec], alternative: str, key: str) -> list[str]:
    """The specifications, by kind, as SVGs with an accessible name and with ids that no other key's SVGs have."""
    numbers = count(1)
    return [_svg(spec, alternative, kind, f"c{key}{kind[0]}-", numbers) for kind, spec in specs.items()]


def _svg(spec: Spec, alternative: str, kind: str, prefix: str, numbers: Iterator[int]) -> str:
    texts, stood_for = _stood_for(spec)
    told = tidied(_TOLD.sub(rf'\1 {TIP}=""', vega(json.dumps(stood_for))), alternative, kind, prefix, numbers)
    return _with_series(_with_tips(_with_texts(told, texts), spec), spec)


def tidied(svg: str, alternative: str, kind: str, prefix: str, numbers: Iterator[int]) -> str:
    """Vega's picture with an accessible name, the class of its kind (``wide`` or ``narrow``), and ids of its own."""
    size = re.search(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)" viewBox="([^"]+)"[^>]*>', svg)
    assert size is not None
    label = html.escape(alternative, quote=True)
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-svg chart-{kind}" role="img" aria-label="{label}" '
        f'width="{size[1]}" height="{size[2]}" viewBox="{size[3]}">'
    )
    return start + _own_ids(re.sub(r"<[^>]+>", _tidy_tag, svg[size.end() :]), prefix, numbers)


def _stood_for(spec: Spec) -> tuple[list[str], Spec]:
    """The texts of a specification in the order in which they are drawn, and it with a letter for each of them.

    Vega measures each text that it draws, letter by letter, which is half of its work. All is laid out beforehand, so
    nothing depends on what it finds.
    """
    names = [layer["data"]["name"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    texts = [row["text"] for name in names for row in spec["datasets"][name] if row["text"]]
    letters = {
        name: [{**row, "text": LETTER} if row["text"] else row for row in spec["datasets"][name]] for name in names
    }
    return texts, {**spec, "datasets": spec["datasets"] | letters}


def _with_texts(svg: str, texts: list[str]) -> str:
    """The picture with the texts in the place of their letters."""
    pieces = svg.split(f">{LETTER}</text>")
    assert len(pieces) == len(texts) + 1, "Vega draws each text once, in the order of the layers"
    words = [f">{html.escape(text, quote=False)}</text>" for text in texts]
    return "".join(part for pair in zip(pieces, [*words, ""], strict=True) for part in pair)


def _with_tips(svg: str, spec: Spec) -> str:
    """The picture where each mark has what is told of it, and is a link where it leads somewhere. A picture with links
    is a group of them: its other texts are on the marks."""
    datasets = (spec["datasets"][layer["data"]["name"]] for layer in spec["layer"])
    rows = [row for dataset in datasets for row in dataset if "tip" in row]
    pieces = re.split(f'<path {TIP}=""([^>]*)/>', svg)
    assert len(pieces) == 2 * len(rows) + 1, "Vega draws each mark once, in the order of the layers"
    marks = (_mark(row, attributes) for row, attributes in zip(rows, pieces[1::2], strict=True))
    told = "".join(part for pair in zip(pieces[::2], [*marks, ""], strict=True) for part in pair)
    if not any(row.get("link") for row in rows):
        return told
    silent = told.replace('<g class="mark-text', '<g aria-hidden="true" class="mark-text')
    return silent.replace('role="img"', 'role="group"', 1)


def _mark(row: Row, attributes: str) -> str:
    tip = html.escape(row["tip"], quote=True)
    path = f'<path {TIP}="{tip}"{attributes}/>'
    return (
        f'<a href="{html.escape(row["link"], quote=True)}" aria-label="{tip}">{path}</a>' if row.get("link") else path
    )


def _with_series(svg: str, spec: Spec) -> str:
    """The picture where all that belongs to a line says so."""
    for number, layer in enumerate(spec["layer"]):
        if series := spec["datasets"][layer["data"]["name"]][0].get("series"):
            name = html.escape(series, quote=True)
            kind = f' role-mark layer_{number}_marks"'
            svg = svg.replace(kind, f'{kind} {SERIES}="{name}"')  # a line has a group for each of its pieces
    return svg


def still(picture: str) -> str:
    """The picture without what a page tells of its marks, and without links."""
    return _LIVE.sub("", picture).replace('role="group"', 'role="img"')


def _tidy_tag(tag: re.Match[str]) -> str:
    """Two decimals are enough; the picture has one name, so its parts need no roles; letters with an edge have it below
    them."""
    text = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", tag[0])
    if text.startswith("<text") and " stroke=" in text:
        text = text.replace("<text", '<text paint-order="stroke"', 1)
    return re.sub(r"-?\d+\.\d{3,}(?:e-\d+)?", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), text)


def _own_ids(svg: str, prefix: str, numbers: Iterator[int]) -> str:
    """Ids with the chart's own prefix and numbers: Vega's go on from one drawing to the next."""
    found = dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))
    own = {name: f"{prefix}{name.rstrip('0123456789')}{number}" for name, number in zip(found, numbers, strict=False)}
    return re.sub(r'(\bid="|url\(#|href="#)([^")]+)', lambda at: at[1] + own[at[2]], svg)
