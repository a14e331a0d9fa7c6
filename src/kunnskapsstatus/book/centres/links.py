"""From a centre's name at the head of a table's row to its page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from kunnskapsstatus.book.centres.centre import Centre


def linked(body: str, centres: Iterable[Centre], up: str) -> str:
    """A page's HTML with such names as links; ``up`` is the way to the folder of the pages."""
    keys = {escape(centre.name): centre.key for centre in centres}
    if not keys:
        return body
    names = re.compile(rf'(<th scope="row"[^>]*>)({"|".join(map(re.escape, keys))})(?=</th>)')
    return names.sub(lambda head: f'{head[1]}<a href="{up}/{keys[head[2]]}.html">{head[2]}</a>', body)
