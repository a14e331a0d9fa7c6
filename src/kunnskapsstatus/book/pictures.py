"""Charts as PNG, to take along: with the title and the source in the picture, since it will lie where neither is."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import typst

from kunnskapsstatus.book.typst.compiler import font_folders
from kunnskapsstatus.book.typst.markup import string
from kunnskapsstatus.charts.palette import PAPER, WIDE
from kunnskapsstatus.forms.shown import Shown

DENSITY = 160
"""Dots an inch: a picture is nearly 1200 wide."""
_PAGE = """
#set page(width: auto, height: auto, margin: 16pt, fill: white)
#set text(font: "Source Sans Pro", size: 12pt, fill: rgb({ink}), lang: "nb")
#let picture(file, title, source) = page(block(width: {width}pt)[
  #block(text(size: 13pt, weight: 600, title)) #image(file, width: 100%) #block(text(size: 9pt, source))
])
"""


def pictures(charts: Sequence[Shown], book: str) -> list[bytes]:
    """A PNG for each of these exhibits, which have charts, all from one run of Typst. ``book`` is where they are
    from."""
    if not charts:
        return []
    source = _PAGE.format(ink=string(PAPER["ink"]), width=WIDE * 0.75)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, shown in enumerate(charts):
            assert shown.chart is not None
            (folder / f"{number}.svg").write_text(shown.chart.svg, "utf-8")
            said = (f"{number}.svg", shown.title, f"Kilde: {shown.source}. Fra {book}.")
            source += f"#picture({', '.join(map(string, said))})\n"
        (folder / "pictures.typ").write_text(source, "utf-8")
        fonts = [str(path) for path in font_folders()]
        made = typst.compile(
            str(folder / "pictures.typ"),
            root=name,
            font_paths=fonts,
            ignore_system_fonts=True,
            format="png",
            ppi=DENSITY,
        )
    return made if isinstance(made, list) else [made]
