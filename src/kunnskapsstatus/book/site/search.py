"""The site's search: one script with the text of all pages, which a page fetches when one begins to type. A script and
no file of data, since a page that is opened from a folder may fetch nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import sphinx.search
from sphinx.search.no import norwegian_stopwords

from kunnskapsstatus import files
from kunnskapsstatus.book.site.readable import Page

FILE = "search.js"
_SPHINX = Path(sphinx.search.__file__).parent / "minified-js"
_STEMMERS = (_SPHINX / "base-stemmer.js", _SPHINX / "norwegian-stemmer.js")
_OWN = Path(__file__).with_suffix(".js")


def write(out: Path, pages: Mapping[str, Page]) -> None:
    """Write the search of a site's pages: how words are compared, the text of the pages, and how places are found in
    it.

    ``BOOK`` has each page with its address, its title and its sections: what links to it, its title, its paragraphs and
    its rows of tables, in lines.
    """
    found = [
        [address, page.title, [[s.anchor, s.title, "\n".join(s.blocks), "\n".join(s.rows)] for s in page.sections]]
        for address, page in pages.items()
    ]
    known = {"COMMON": sorted(norwegian_stopwords), "BOOK": found}
    data = [f"const {name} = {json.dumps(x, ensure_ascii=False, separators=(',', ':'))};" for name, x in known.items()]
    base, norwegian, own = (path.read_text("utf-8").strip() for path in (*_STEMMERS, _OWN))
    files.write(out / FILE, "\n".join((base, norwegian, *data, own, "")))
