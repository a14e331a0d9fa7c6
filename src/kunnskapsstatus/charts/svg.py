"""The specification as an SVG, drawn by Vega without a browser, and Vega itself for the page."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from pathlib import Path

import font_source_sans_pro  # type: ignore[import-untyped]
import vl_convert


def svg_of(spec: str, alternative: str, prefix: str, kind: str) -> str:
    """The specification as an SVG with an accessible name and with ids of its own."""
    _register_fonts()
    svg: str = vl_convert.vegalite_to_svg(spec)
    size = re.search(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)" viewBox="([^"]+)"[^>]*>', svg)
    assert size is not None
    label = html.escape(alternative, quote=True)
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-svg chart-{kind}" role="img" aria-label="{label}" '
        f'width="{size[1]}" height="{size[2]}" viewBox="{size[3]}">'
    )
    body = re.sub(r"<[^>]+>", _tidy_tag, svg[size.end() :])
    body = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', body)
    return start + re.sub(r'(url\(#|href="#)', rf"\1{prefix}", body)


def _tidy_tag(tag: re.Match[str]) -> str:
    """Two decimals are enough; the picture has one name, so its parts need no roles."""
    text = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", tag[0])
    return re.sub(r"-?\d+\.\d{3,}(?:e-\d+)?", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), text)


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(Path(font_source_sans_pro.__file__).parent / "files"))


def vega_bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, from the engine that draws the SVGs.

    It sets ``window.kunnskapsstatusVega.embed(element, spec, tooltip)`` and nothing else. Expressions are interpreted
    (``ast``), so that a page may forbid ``eval`` in its Content-Security-Policy.
    """
    snippet = (
        "window.kunnskapsstatusVega = {embed: (element, spec, tooltip) => vegaEmbed(element, spec, "
        "{mode: 'vega-lite', renderer: 'svg', actions: false, defaultStyle: false, hover: false, ast: true, tooltip: tooltip})};"
    )
    return f"(function () {{\n{vl_convert.javascript_bundle(snippet)}\n}})();\n"
