"""Addresses in a source's words, as links with names: ``Bufdir: Om beboerne`` for an address of a hundred letters."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import unquote, urlsplit

PUBLISHERS = {
    "bufdir.no": "Bufdir",
    "ssb.no": "SSB",
    "krisesenter.com": "Krisesentersekretariatet",
    "nrk.no": "NRK",
    "ntb.no": "NTB",
}
"""Whose a site is; of another, the site's own name is told."""
_ADDRESS = re.compile(
    r"(?:https?://|(?<![\w.@/])(?:[a-z0-9-]+\.)+(?:no|com|me)/)"
    r"(?>(?:[^\s<>().,;]|[.,;](?=[^\s<>()])|\([^\s<>()]*\))+)(?![<>])"
)
_APART = re.compile(r"[-_]+")
_NUMBER = re.compile(r"(?:\d+[ .]*)+")
_OF_SITE = re.compile(r"^\d{5,} | \d+\.\d{5,}$")
"""The number of an article, by which its site knows it."""
_LOST = {"okning": "økning", "oppsoker": "oppsøker", "pa": "på"}
"""Words from which addresses have lost letters."""


def without_addresses(text: str) -> str:
    """A text with the names of its addresses in their place.

    >>> without_addresses("SSB, https://www.ssb.no/krisesentre")
    'SSB, SSB: Krisesentre'
    """
    return _ADDRESS.sub(lambda found: named(found[0] if "://" in found[0] else f"https://{found[0]}"), text)


def linked(text: str) -> str:
    """A text as HTML, with a link that has a name for each address in it."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = found[0] if "://" in found[0] else f"https://{found[0]}"
        parts += [escape(text[end : found.start()]), f'<a href="{escape(address)}">{escape(named(address))}</a>']
        end = found.end()
    return "".join([*parts, escape(text[end:])]).replace(" ; ", "; ")


def named(address: str) -> str:
    """A name for an address: whose it is, and the last words of its path."""
    site = urlsplit(address)
    host = (site.hostname or "").removeprefix("www.")
    owner = PUBLISHERS.get(".".join(re.sub(r"^www\d", "", host).split(".")[-2:]), host)
    words = [_APART.sub(" ", unquote(part)).rsplit(".html", 1)[0].strip() for part in site.path.split("/")]
    last = next((word for word in reversed(words) if word and not _NUMBER.fullmatch(word)), "")
    last = " ".join(_LOST.get(word.lower(), word) for word in _OF_SITE.sub("", last).split())
    return f"{owner}: {last[:1].upper()}{last[1:]}" if last else owner
