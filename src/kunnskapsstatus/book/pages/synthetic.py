"""What a synthetic book says of itself on each page that it is read on: a bar that no script and no style sheet of the
site is needed for, and a word to those who search."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.charts import palette
from kunnskapsstatus.data.invented import SAID

STYLE = (
    f"position: sticky; top: 0; z-index: 2000; margin: 0; padding: 0.5rem 1rem; background: {palette.INVENTED}; "
    f"color: {palette.ON_DARK}; "
    "font: 600 1rem/1.35 'Source Sans Pro', system-ui, sans-serif; text-align: center"
)
BAR = f'<aside class="synthetic" aria-label="Syntetisk" style="{STYLE}">{escape(SAID)}</aside>'
ROBOTS = '<meta name="robots" content="noindex, nofollow">'
_HEAD, _BODY = re.compile(r"<meta charset=[^>]*>"), re.compile(r"<body[^>]*>")


def marked(page: str) -> str:
    """A page of HTML with the bar first, and not for search engines; one that has both is as it was."""
    if ROBOTS not in page:
        page = _HEAD.sub(lambda found: found[0] + ROBOTS, page, count=1)
    return page if BAR in page else _BODY.sub(lambda found: f"{found[0]}\n{BAR}", page, count=1)


def mark(out: Path) -> None:
    """Mark each page in a folder."""
    for path in sorted(out.rglob("*.html")):
        files.write(path, marked(path.read_text("utf-8")))
