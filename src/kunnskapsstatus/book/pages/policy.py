"""What a browser may do with a page of the site: use what comes from the site itself, run scripts that are known, and
tell nobody where the reader comes from. Each page says so; what only a server can say lies beside the pages.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.book.pages.offer import EMBED

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy".*?>\n?', re.S)
_HEAD = re.compile(r"<meta charset=[^>]*>")
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.S)
_DATA = re.compile(r"\bsrc=|\btype=[\"'](?!module|text/javascript|application/javascript)")
ALLOWED = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
"""Drawings have their styles in them. A form leads nowhere: a search happens in the page."""
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
BY_HOST = {"_headers": "  {}: {}\n", ".htaccess": 'Header always set {} "{}"\n'}
"""The files that hosts read: a line of each."""
SAID, UNFRAMED = "Content-Security-Policy", "frame-ancestors 'none'"


def write(out: Path) -> None:
    """Have each page of the site in ``out`` say what it allows, and write what hosts are to say of all."""
    known: set[str] = set()
    for path in sorted(out.rglob("*.html")):
        if "_static" not in path.relative_to(out).parts:
            page = POLICY.sub("", path.read_text("utf-8"))
            found = scripts(page)
            known |= found
            meta = (
                f'<meta http-equiv="Content-Security-Policy" content="{policy(found)}">\n'
                '<meta name="referrer" content="no-referrer">'
            )
            said = page.replace('\n<meta name="referrer" content="no-referrer">', "")
            files.write(path, _HEAD.sub(lambda charset, meta=meta: f"{charset[0]}\n{meta}", said, count=1))  # type: ignore[misc]
    for name, text in _by_host(out, {SAID: policy(known), **HEADERS}).items():
        files.write(out / name, text)


def _by_host(out: Path, headers: dict[str, str]) -> dict[str, str]:
    """The files that hosts read. Other sites may show the pages in :data:`EMBED`, and none of the others."""
    lines = {name: "".join(line.format(*one) for one in headers.items()) for name, line in BY_HOST.items()}
    alone = f"{headers[SAID]}; {UNFRAMED}"
    pages = {path.relative_to(out).parts for path in out.rglob("*.html")}
    own = {f"/{parts[0]}{'/*' if parts[1:] else ''}" for parts in pages if parts[0] != EMBED}
    closed = sorted({"/", *own, *(place.removesuffix(".html") for place in own)})  # some hosts leave .html out
    return {
        "_headers": f"/*\n{lines['_headers']}" + "".join(f"{place}\n  {SAID}: {UNFRAMED}\n" for place in closed),
        ".htaccess": lines[".htaccess"].replace(headers[SAID], alone),
        f"{EMBED}/.htaccess": lines[".htaccess"],
    }


def scripts(page: str) -> set[str]:
    """The hashes of the scripts that stand in a page, as a policy names them."""
    return {
        f"'sha256-{base64.b64encode(hashlib.sha256(script['code'].encode()).digest()).decode()}'"
        for script in _SCRIPT.finditer(page)
        if not _DATA.search(script["attributes"])
    }


def policy(known: set[str]) -> str:
    """The policy of a page that has these scripts."""
    allowed = {**ALLOWED, "script-src": " ".join([ALLOWED["script-src"], *sorted(known)])}
    return "; ".join(f"{what} {where}" for what, where in allowed.items())
