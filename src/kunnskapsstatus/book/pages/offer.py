"""The data part of an exhibit's frame: what one can take along, how its numbers came about, how to cite and to show
it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple

from kunnskapsstatus.book.pages.along import FOLDER, TABLES
from kunnskapsstatus.forms.shown import Shown

EMBED = "embed"
SITE = "https://NETTSTED"
"""What stands for the address of the site, which no build knows; a script writes it."""
ROOM = 250
"""Pixels for headline, title, facts and source around an exhibit on another site."""
_HEIGHT = re.compile(r'<svg[^>]* height="(\d+)')


class Place(NamedTuple):
    """Where an exhibit stands: its page's address from the site's own, and its number, such as ``Figur 4.1``."""

    page: str
    number: str


def offered(shown: Shown, place: Place, imprint: Mapping[str, Any], depth: str) -> str:
    """The data part as HTML, for a page from which ``depth`` leads to the site's own address."""
    links = " ".join(
        f'<a download href="{depth}{folder}/{shown.id}.{suffix}">{label}</a>' for folder, suffix, label in _files(shown)
    )
    lines = "".join(f"<li>{escape(line)}</li>" for line in shown.made)
    address, frame = f"{place.page}#{shown.id}", embedded(shown)
    parts = {
        "Last ned": f'<p class="exhibit-links">{links}</p>',
        "Slik er tallet laget": f"<ul>{lines}</ul>",
        "Siter slik": f"<p>{escape(citation(shown, place, imprint))}</p>",
        "Fast lenke": f'<p><a class="at-site" href="{depth}{address}">{SITE}/{address}</a></p>',
        "Vis på et annet nettsted": f'<p><code class="at-site">{escape(frame)}</code></p>',
    }
    listed = "".join(f"<dt>{head}</dt><dd>{content}</dd>" for head, content in parts.items())
    return f'<dl class="exhibit-offer unsearched">{listed}</dl>'


def _files(shown: Shown) -> list[tuple[str, str, str]]:
    """The files of an exhibit: folder, suffix, what a reader knows it by."""
    known = [
        (True, FOLDER, "xlsx", "Excel"),
        (True, FOLDER, "csv", "CSV for Excel"),
        (True, TABLES, "csv", "CSV for programmer"),
        (bool(shown.jsonstat), FOLDER, "json", "JSON-stat"),
        (shown.chart is not None, FOLDER, "png", "Bilde (PNG)"),
        (shown.chart is not None, FOLDER, "svg", "Bilde (SVG)"),
    ]
    return [(folder, suffix, label) for there, folder, suffix, label in known if there]


def citation(shown: Shown, place: Place, imprint: Mapping[str, Any]) -> str:
    """How to cite an exhibit. When it was read, its reader knows."""
    book = imprint.get("title", "boka")
    version = f" Versjon {imprint['version']}." if imprint.get("version") else ""
    return (
        f"{imprint.get('author', '')}: «{shown.title}». {place.number} i {book}.{version} "
        f"Kilde: {shown.source}. Lest [dato]."
    )


def embedded(shown: Shown) -> str:
    """What to write on another site to show the exhibit there."""
    found = [int(height) for height in _HEIGHT.findall(shown.chart.html)] if shown.chart else []
    height = max(found, default=min(32 * len(shown.table.body) + 80, 600)) + ROOM
    return (
        f'<iframe src="{SITE}/{EMBED}/{shown.id}.html" title="{escape(shown.title)}" width="100%" height="{height}" '
        'style="border: 0" loading="lazy"></iframe>'
    )
