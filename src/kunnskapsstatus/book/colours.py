"""The palette as style sheets have it: a file for the pages, the head of the template for the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.charts import palette

FILE = Path("_static") / "palette.css"
_MADE = "/* Made by `make notebooks` from src/kunnskapsstatus/charts/palette.py: change a colour there. */"


def style_sheet() -> str:
    """The colours of pages as CSS: light (also without JavaScript, when the theme gives none), dark, and printed."""
    charts = [
        f'  html[data-theme="dark"] .chart [{what}="{light}"] {{ {what}: {dark}; }}'
        for light, dark in palette.ON_DARK_PAGES.items()
        for what in ("fill", "stroke")
        if what == "fill" or light in palette.STROKES
    ]
    return "\n".join(
        [
            _MADE,
            *rule('html:not([data-theme="dark"])', palette.LIGHT),
            *rule('html[data-theme="dark"]', palette.DARK),
            "@media screen {",
            *charts,
            "}",
            "@media print {",
            *rule("html, html[data-theme]", palette.PRINTED),
            "}",
            "",
        ]
    )


def rule(selector: str, colours: Mapping[str, str]) -> list[str]:
    """Colours by their names, as lines of a style sheet."""
    return [f"{selector} {{", *(f"  {name}: {colour};" for name, colour in colours.items()), "}"]


def write(root: Path) -> Path:
    """Write the pages' colours in the book's folder; the file."""
    files.write(root / FILE, style_sheet())
    return root / FILE


def template() -> str:
    """The colours of the PDF, as the template's first lines."""
    return "".join(f'#let {name} = rgb("{colour}")\n' for name, colour in palette.PAPER.items())
