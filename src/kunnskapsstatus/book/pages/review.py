"""A page for those who review a book: one file that needs no other, for screen and paper, light and dark."""

from __future__ import annotations

from html import escape
from pathlib import Path

from kunnskapsstatus.book import colours
from kunnskapsstatus.book.pages import synthetic
from kunnskapsstatus.charts import palette

STYLE = Path(__file__).with_name("review.css")


def page(title: str, body: str, *, invented: bool = False) -> str:
    """The page with this title and, in its ``main``, this HTML; it says where what it tells of is ``invented``."""
    made = (
        f'<!doctype html>\n<html lang="nb">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>\n{_style()}</style>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
    return synthetic.marked(made) if invented else made


def _style() -> str:
    dark, printed = (
        "\n".join((f"@media {when} {{", *colours.rule(":root", chosen), "}"))
        for when, chosen in (("(prefers-color-scheme: dark)", palette.DARK), ("print", palette.PRINTED))
    )
    return "\n".join((*colours.rule(":root", palette.LIGHT), dark, printed, STYLE.read_text("utf-8")))
