"""How the documents look: Typst files, each of one concept; ``template.typ`` brings them together."""

from __future__ import annotations

from importlib.resources import files

from kunnskapsstatus.book import colours
from kunnskapsstatus.book.typst import measures

MEASURES = "measures.typ"
"""The file of colours and measures, which are not decided here."""


def form() -> dict[str, str]:
    """The files by their names, with that of the colours and measures that hold now."""
    here = sorted(files(__name__).iterdir(), key=lambda file: file.name)
    written = {file.name: file.read_text("utf-8") for file in here if file.name.endswith(".typ")}
    return {MEASURES: colours.template() + measures.template(), **written}
