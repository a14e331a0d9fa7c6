"""Files for programs that visit the site: what there is, and where."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from kunnskapsstatus import files
from kunnskapsstatus.book.site.head import DATA
from kunnskapsstatus.book.site.readable import Page, short

ROBOTS, SITEMAP, LLMS = "robots.txt", "sitemap.xml", "llms.txt"


def write(out: Path, pages: Mapping[str, Page], said: Mapping[str, Any], base: str) -> None:
    """Write ``robots.txt`` and ``llms.txt``, and ``sitemap.xml`` where the address of the site is known: it has whole
    addresses only."""
    where = f"{base.rstrip('/')}/" if base else ""
    invented = said.get("synthetic", False)  # nobody is to find it who does not know what it is
    may = "Disallow: /\n" if invented else "Allow: /\n" + (f"Sitemap: {where}{SITEMAP}\n" if where else "")
    files.write(out / ROBOTS, f"User-agent: *\n{may}")
    if where and not invented:
        files.write(out / SITEMAP, sitemap(pages, where, said.get("changed")))
    else:
        (out / SITEMAP).unlink(missing_ok=True)
    if said:
        files.write(out / LLMS, overview(pages, said, where))


def sitemap(pages: Mapping[str, Page], where: str, changed: str | None) -> str:
    """All pages by address."""
    when = f"<lastmod>{changed}</lastmod>" if changed else ""
    entries = "".join(f"<url><loc>{escape(where + address)}</loc>{when}</url>\n" for address in pages)
    begin = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{begin}{entries}</urlset>\n"


def overview(pages: Mapping[str, Page], said: Mapping[str, Any], where: str) -> str:
    """The book for those who read it by machine: what it is, how it is cited, its pages and its data."""
    told = [f"- [{page.title}]({where}{address}){_about(page)}" for address, page in pages.items()]
    data = [f"- [{name}]({where}{name}): {text}" for name, text in DATA.items()]
    parts = (
        f"# {said['title']}",
        "> Et uavhengig arbeid om krisesentertilbudet i Norge, bygd på en forskningsrapport fra 2019 og på offentlig "
        "statistikk. Ingen myndighet har utgitt eller godkjent det.",
        f"Siteres slik: {said['citation']} Tekst og data har lisensen CC BY 4.0. Tall skal gjengis med kilden som står "
        "ved dem, og med året. Trenger noen hjelp: VO-linjen 116 006, akutt fare 112.",
        "\n".join(("## Sider", "", *told)),
        "\n".join(("## Data", "", *data)),
    )
    return "\n\n".join(parts) + "\n"


def _about(page: Page) -> str:
    first = next((block for section in page.sections[:1] for block in section.blocks), "")
    return f": {short(first)}" if first else ""
