"""A small page of its own for each exhibit, to be shown inside another site: without the site's frame, with a link
back."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from html import escape
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.book.pages.offer import EMBED, Place
from kunnskapsstatus.charts import still
from kunnskapsstatus.charts.palette import LIGHT
from kunnskapsstatus.forms.markup import table_html
from kunnskapsstatus.forms.shown import Shown

STYLE = f"""
:root {{ color-scheme: light; color: {LIGHT["--pst-color-text-base"]}; background: white; }}
body {{ margin: 1rem 1.5rem; font: 1rem/1.45 "Source Sans Pro", system-ui, "Segoe UI", sans-serif; }}
figure {{ margin: 0; max-width: 44rem; }}
figcaption {{ margin: 0 0 0.75rem; font-weight: 600; }}
figcaption :is(h1, p) {{ margin: 0; font-size: 1rem; font-weight: inherit; color: inherit; }}
figcaption .headline {{ font-size: 1.1875rem; line-height: 1.25; color: {LIGHT["--pst-color-primary"]}; }}
figcaption .headline + h1 {{ font-weight: 400; }}
figcaption .facts {{ font-size: 0.875rem; font-weight: 400; color: {LIGHT["--quiet"]}; }}
p {{ margin: 0.75rem 0 0; font-size: 0.875rem; color: {LIGHT["--quiet"]}; }}
a {{ color: {LIGHT["--pst-color-link"]}; }}
svg {{ display: block; width: 100%; height: auto; overflow: visible; }}
.chart-narrow {{ display: none; }}
.numbers {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }}
th, td {{ padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid {LIGHT["--rule"]}; text-align: right; }}
th {{ font-weight: 400; }}
.stub, .text {{ text-align: left; }}
thead th, .total > * {{ font-weight: 600; }}
@media (max-width: 599.98px) {{ .chart-wide {{ display: none; }} .chart-narrow {{ display: block; }} }}
"""


def write(out: Path, shown: Iterable[tuple[Place, Shown]], book: str) -> None:
    """Write a page for each of these exhibits to the site in ``out``, and no other. ``book`` is what the book is
    called."""
    shutil.rmtree(out / EMBED, ignore_errors=True)
    for place, one in shown:
        files.write(out / EMBED / f"{one.id}.html", page(one, place, book))


def page(shown: Shown, place: Place, book: str) -> str:
    """The page of an exhibit."""
    title, address = escape(shown.title), f"../{place.page}#{shown.id}"
    name = ' aria-labelledby="tittel"'
    table = f'<div class="numbers" tabindex="0" role="region"{name}>{table_html(shown.table, name)}</div>'
    said = f'<p class="headline">{escape(shown.headline)}</p>' if shown.headline else ""
    caption = f'{said}<h1 id="tittel">{title}</h1><p class="facts">{escape(shown.facts)}</p>'
    content = still(shown.chart.html) if shown.chart else table
    return (
        f'<!doctype html>\n<html lang="nb-NO">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n'
        f'<link rel="canonical" href="{address}">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n'
        f"<body>\n<main><figure><figcaption>{caption}</figcaption>\n{content}\n</figure>\n"
        f"<p>Kilde: {escape(shown.source)}.</p>\n"
        f'<p><a href="{address}" target="_blank" rel="noopener">{escape(place.number)} i {escape(book)}</a></p>\n'
        f"</main>\n</body>\n</html>\n"
    )
