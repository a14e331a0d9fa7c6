"""What has no words for those who do not see it: pictures, headings and labels that are empty."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

_IMAGE = re.compile(r"!\[\s*\]\((?P<file>[^)\s]*)")
_DIRECTIVE = re.compile(
    r"^[ \t]*[`:]{3,}\{(?:figure|image)\}[ \t]*(?P<file>\S*)(?P<options>(?:\n[ \t]*:[\w-]+:[^\n]*)*)", re.M
)
_ALT = re.compile(r":alt:[ \t]*\S")
_HEADING = re.compile(r"^#{1,6}[ \t]*$", re.M)


def empty(chapter: str) -> Iterator[tuple[int, str]]:
    """The pictures of a chapter without an alternative text, and its headings without words: line, what it is."""
    found = [(match.start(), match["file"]) for match in _IMAGE.finditer(chapter)]
    found += [
        (match.start(), match["file"]) for match in _DIRECTIVE.finditer(chapter) if not _ALT.search(match["options"])
    ]
    for at, file in sorted(found):
        yield chapter.count("\n", 0, at) + 1, f"the picture {file} has no alternative text"
    for match in _HEADING.finditer(chapter):
        yield chapter.count("\n", 0, match.start()) + 1, "this heading has no words"


def unlabelled(root: Path) -> Iterator[tuple[Path, int, str]]:
    """The keys of the codebook without a label: file, line, key."""
    for path in sorted((root / "data" / "codebook").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            for row in rows:
                if not (row.get("label_nb", "-") or "").strip():
                    yield path, rows.line_num, row.get("key") or ""
