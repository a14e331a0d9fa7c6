"""Charts as pictures to take along: with headline, title, facts and source in the picture, since it will lie where none
of them is. The SVG is laid out here; the PNG is that SVG, drawn by Typst."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import typst

from kunnskapsstatus.book.typst.compiler import font_folders, run
from kunnskapsstatus.book.typst.markup import string
from kunnskapsstatus.charts.palette import FONT, LIGHT, MUTED, SHEET, WIDE
from kunnskapsstatus.charts.words import wrap
from kunnskapsstatus.forms.shown import Shown
from kunnskapsstatus.letters import BOLD

DENSITY = 160
"""Dots an inch: a picture is more than 1100 wide."""
MARGIN, GAP = 20, 14
_OPENED = re.compile(r'<svg [^>]* width="([\d.]+)" height="([\d.]+)" viewBox="([^"]+)">')
_PAGE = "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"


class Style(NamedTuple):
    """How a text of the picture is set: size and line in pixels, weight and colour. Bold letters are a little wider."""

    size: int
    line: int
    weight: int
    colour: str


HEADLINE, ALONE = Style(19, 24, 600, LIGHT["--pst-color-primary"]), Style(17, 22, 600, LIGHT["--pst-color-text-base"])
UNDER, QUIET = Style(15, 20, 400, LIGHT["--pst-color-text-base"]), Style(12, 17, 400, MUTED)


def picture(shown: Shown, book: str) -> str:
    """The SVG of an exhibit with a chart. ``book`` is where it is from."""
    assert shown.chart is not None
    opened = _OPENED.match(shown.chart.svg)
    assert opened is not None, "a chart is an SVG with a size"
    width, height = float(opened[1]), float(opened[2])
    above = [(shown.headline, HEADLINE)] if shown.headline else []
    above += [(shown.title, UNDER if shown.headline else ALONE), (shown.facts, QUIET)]
    head, top = _set(above, width, MARGIN)
    foot, bottom = _set([(f"Kilde: {shown.source}. Fra {book}.", QUIET)], width, top + GAP + height + GAP)
    wide, tall = width + 2 * MARGIN, bottom + MARGIN
    name = escape(". ".join(part.rstrip(".") for part in (shown.headline, shown.chart.alt) if part), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{name}" width="{wide:g}" height="{tall:g}" '
        f'viewBox="0 0 {wide:g} {tall:g}"><rect width="100%" height="100%" fill="{SHEET}"/>{head}'
        f'<svg x="{MARGIN}" y="{top + GAP:g}" width="{opened[1]}" height="{opened[2]}" viewBox="{opened[3]}" '
        f'overflow="visible">{shown.chart.svg[opened.end() :]}{foot}</svg>'
    )


def _set(texts: Sequence[tuple[str, Style]], width: float, top: float) -> tuple[str, float]:
    """Texts below each other from a height on, in as many lines as they need; and where the last of them ends."""
    set_ = ""
    for text, style in texts:
        for line in wrap(text, width / (BOLD if style.weight > UNDER.weight else 1), style.size):
            top += style.line
            set_ += (
                f'<text x="{MARGIN}" y="{top - style.line * 0.25:g}" font-family="{FONT}" font-size="{style.size}px" '
                f'font-weight="{style.weight}" fill="{style.colour}">{escape(line, quote=False)}</text>'
            )
        top += style.line * 0.15
    return set_, top


def pngs(drawn: Sequence[str]) -> list[bytes]:
    """A PNG for each of these SVGs, all from one run of Typst."""
    if not drawn:
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, svg in enumerate(drawn):
            (folder / f"{number}.svg").write_text(svg, "utf-8")
        width = f"{(WIDE + 2 * MARGIN) * 0.75}pt"
        pages = (f"#page(image({string(f'{number}.svg')}, width: {width}))" for number in range(len(drawn)))
        (folder / "pictures.typ").write_text(_PAGE + "\n".join(pages), "utf-8")
        made: bytes | list[bytes] = run(
            typst.compile,
            str(folder / "pictures.typ"),
            root=name,
            font_paths=[str(path) for path in font_folders()],
            ignore_system_fonts=True,
            format="png",
            ppi=DENSITY,
        )
    return made if isinstance(made, list) else [made]
