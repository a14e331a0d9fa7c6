"""What Sphinx complains of, as one error for people; and how it complains of it again until it is corrected."""

from __future__ import annotations

import os
import re
from pathlib import Path

from sphinx.util.console import strip_colors

from kunnskapsstatus.errors import BookError

MOST = 8
"""An error is a screen at most: so many complaints are shown."""

LONGEST = 600
CELL, LOST = "this code cell ", ": undefined label: "
_PLACE = re.compile(r"^(?P<path>[^\s:][^:\n]*\.md)(?::(?P<line>\d*))?: (?:WARNING|ERROR|CRITICAL): ")
_LEVEL = re.compile(r"(^|: )(?:WARNING|ERROR|CRITICAL): ")
"""What Sphinx calls a complaint. To whoever reads it, all of them stop the build."""
_TYPE = re.compile(r"variable evaluation error: | \[[\w-]+\.[\w-]+\]$", re.M)
"""What Sphinx and MyST-NB add for whoever looks for a setting."""
_NEXT = re.compile(r"\n(?=\S+?:(?:\d+:)? (?:WARNING|ERROR|CRITICAL):|WARNING:|ERROR:)")


def told(root: Path, text: str) -> str:
    """What Sphinx says, with files named from the book's folder."""
    return strip_colors(text).replace(f"{root}{os.sep}", "").strip()


def forget(doctrees: Path, text: str) -> None:
    """Have what went wrong done again next time: Sphinx does not repeat the warnings of a chapter that it has read."""
    places = [_PLACE.match(complaint) for complaint in _each(text)]
    read = [doctrees / Path(place["path"]).with_suffix(".doctree") for place in places if place]
    if not read or len(read) < len(places) or not all(path.is_file() for path in read):
        (doctrees / "environment.pickle").unlink(missing_ok=True)
    for path in read:
        path.unlink(missing_ok=True)


def explain(text: str) -> BookError:
    """All that a build complains of as one error."""
    found = sorted(dict.fromkeys(_each(text)), key=_order)
    if CELL in text:  # it may be what the label is of
        found = [complaint for complaint in found if LOST not in complaint]
    shown = [_TYPE.sub("", _LEVEL.sub(r"\1", complaint, count=1))[:LONGEST] for complaint in found[:MOST]]
    more = [f"… and {len(found) - MOST} more"] if len(found) > MOST else []
    return BookError(
        "\n".join([*shown, *more]),
        remedy="Correct what is named above and build again. The last good book is untouched.",
    )


def _order(complaint: str) -> tuple[bool, str, int]:
    """Cells that failed come first, for other things follow from them; then by place, whoever was done first."""
    place = _PLACE.match(complaint)
    where = (place["path"], int(place["line"] or 0)) if place else ("", 0)
    return (CELL not in complaint, *where)


def _each(text: str) -> list[str]:
    return [complaint.strip() for complaint in _NEXT.split(text.strip()) if complaint.strip()]
