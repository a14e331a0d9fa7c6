"""The specification as an SVG, drawn by Vega without a browser, and Vega itself for the page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import count

import vl_convert

from kunnskapsstatus.charts.sketch import Spec

LETTER = "x"
"""What stands for a text while Vega draws."""


def svgs(specs: dict[str, Spec], alternative: str, key: str) -> list[str]:
    """The specifications, by kind, as SVGs with an accessible name and with ids that no other key's SVGs have."""
    numbers = count(1)
    return [_svg(spec, alternative, kind, f"c{key}{kind[0]}-", numbers) for kind, spec in specs.items()]


def _svg(spec: Spec, alternative: str, kind: str, prefix: str, numbers: Iterator[int]) -> str:
    texts, stood_for = _stood_for(spec)
    svg: str = vl_convert.vegalite_to_svg(json.dumps(stood_for))
    return _with_texts(tidied(svg, alternative, kind, prefix, numbers), texts)


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


def _tidy_tag(tag: re.Match[str]) -> str:
    """Two decimals are enough; the picture has one name, so its parts need no roles."""
    text = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", tag[0])
    return re.sub(r"-?\d+\.\d{3,}(?:e-\d+)?", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), text)


def _own_ids(svg: str, prefix: str, numbers: Iterator[int]) -> str:
    """Ids with the chart's own prefix and numbers: Vega's go on from one drawing to the next."""
    found = dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))
    own = {name: f"{prefix}{name.rstrip('0123456789')}{number}" for name, number in zip(found, numbers, strict=False)}
    return re.sub(r'(\bid="|url\(#|href="#)([^")]+)', lambda at: at[1] + own[at[2]], svg)


def vega_bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, from the engine that draws the SVGs.

    It sets ``window.kunnskapsstatusVega.embed(element, spec, tooltip)`` and nothing else. Expressions are interpreted
    (``ast``), so that a page may forbid ``eval`` in its Content-Security-Policy.
    """
    options = "mode: 'vega-lite', renderer: 'svg', actions: false, defaultStyle: false, hover: false, ast: true"
    snippet = (
        "window.kunnskapsstatusVega = {embed: (element, spec, tooltip) => vegaEmbed(element, spec, "
        f"{{{options}, tooltip: tooltip}})}};"
    )
    return f"(function () {{\n{vl_convert.javascript_bundle(snippet)}\n}})();\n"
