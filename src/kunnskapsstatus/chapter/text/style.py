"""How a chapter looks in a notebook: all but a few colours are the notebook's own, light or dark."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kunnskapsstatus.charts import palette

FILE = Path(__file__).with_name("notebook.css")
DARK_PAGES = (
    'body[data-jp-theme-light="false"]',  # JupyterLab, Notebook, nbconvert
    "body.vscode-dark",
    "body.vscode-high-contrast:not(.vscode-high-contrast-light)",
    "html[theme=dark]",  # Colab
)
DARK_PICTURE = "background: none !important; filter: invert(1) hue-rotate(180deg);"
"""A chart on a dark page: what was dark is light, and each colour is its own still."""
_MARKS = ("--holds", "--fails")


def style_sheet() -> str:
    """The style sheet of a notebook."""
    dark = f":is({', '.join(DARK_PAGES)})"
    lines = [FILE.read_text("utf-8"), _rule(".ks", palette.LIGHT), _rule(f"{dark} .ks", palette.DARK)]
    lines.append(f"{dark} .ks-exhibit img {{ {DARK_PICTURE} }}")
    return "\n".join(("<style>", *lines, "</style>"))


def _rule(selector: str, colours: Mapping[str, str]) -> str:
    return f"{selector} {{ {'; '.join(f'{name}: {colours[name]}' for name in _MARKS)}; }}"
