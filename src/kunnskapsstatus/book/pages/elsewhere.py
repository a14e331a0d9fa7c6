"""Nothing on a page is fetched from elsewhere: whoever answers there would be told who reads about crisis shelters.

Browsers do as the pages' policy says (:mod:`.policy`), and fetch nothing; but not all do, and what is asked for in vain
is missing on the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)
PLACES = ("_config.yml", "_templates", "_static", "chapters")
"""Where an address of a page may be from."""
_ADDRESS = re.compile(r"""//[^"'\s<>]+""")
_BEFORE = re.compile(r"""(?:=|(?P<style>\burl\(|@import))\s*["']?\s*(?P<scheme>https?:)?$""", re.I)
"""What stands before two slashes that begin an address."""
_FURTHEST = 20
_TAG = re.compile(r"""<([a-z][\w:-]*)\b[^<>]*?\s([\w:-]+)\s*$""", re.I)
_REL = re.compile(r"""\brel\s*=\s*["']?([^"'>]*)""", re.I)
_LEADS = {("a", "href"), ("a", "xlink:href"), ("area", "href")}
"""Where a reader may go."""
_FETCHES = {
    "src", "srcset", "href", "xlink:href", "data", "poster", "action", "formaction", "background", "ping",
}  # fmt: skip
"""Attributes with an address that a browser goes to by itself, or with what a form says."""
_LEADS_ON = ("meta", "url")
"""How a page says that it leads on to another."""
_LINKED = {
    "stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "prefetch", "modulepreload",
    "prerender", "preconnect", "dns-prefetch",
}  # fmt: skip
"""What a page says of another that a browser fetches, or asks the way to."""


def check(app: Sphinx, out: Path) -> None:
    """Stop the build at what a page of the site in ``out``, or a style sheet of it, fetches from elsewhere."""
    own = f"{str(app.config.html_baseurl).rstrip('/')}/"
    found: dict[str, Path] = {}
    for path in (*sorted(out.rglob("*.html")), *sorted((out / "_static").glob("*.css"))):
        for address in fetched(path.read_text("utf-8")):
            if own == "/" or not f"{address}/".startswith(own):
                found.setdefault(address, path)
    for address, path in found.items():
        logger.error(
            "%s is fetched from another site, which would be told who reads: save it in _static, and name it there",
            address, location=_named(Path(app.srcdir), address) or path.relative_to(out),
        )  # fmt: skip


def fetched(page: str) -> list[str]:
    """The addresses of other sites that a browser goes to for a page or a style sheet, and not for its reader."""
    return [html.unescape(address) for address in _fetched(page)]


def _fetched(page: str) -> Iterator[str]:
    for found in _ADDRESS.finditer(page):
        begin = found.start()
        before = _BEFORE.search(page, max(begin - _FURTHEST, 0), begin)
        if not before:
            continue
        scheme = before["scheme"] or ""
        if before["style"]:
            yield f"{scheme}{found[0].rstrip(');')}"
        elif tag := _TAG.match(page, max(page.rfind("<", 0, begin), 0), before.start()):
            whole = page[tag.start() : page.find(">", found.end())]
            if _is_fetched(tag[1].lower(), tag[2].lower(), whole):
                yield f"{scheme}{found[0]}"


def _is_fetched(name: str, attribute: str, tag: str) -> bool:
    if name == "link":
        rel = _REL.search(tag)
        return not _LINKED.isdisjoint((rel[1] if rel else "").lower().split())
    return (name, attribute) == _LEADS_ON or (attribute in _FETCHES and (name, attribute) not in _LEADS)


def _named(root: Path, address: str) -> str:
    """The file and line that name an address, or ""."""
    for path in _files(root):
        lines = path.read_text("utf-8", errors="replace").splitlines()
        at = next((number for number, line in enumerate(lines, 1) if address in html.unescape(line)), 0)
        if at:
            return f"{path}:{at}"
    return ""


def _files(root: Path) -> Iterable[Path]:
    for place in PLACES:
        path = root / place
        yield from [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
