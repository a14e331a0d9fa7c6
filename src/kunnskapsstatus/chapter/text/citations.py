"""References to sources in words, as the book has them: ``Ogden mfl. (2012)``, ``[Alsaker og Ness, 2003]``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pybtex.database import parse_file
from pybtex.richtext import Text

from kunnskapsstatus.chapter.text.parser import settings
from kunnskapsstatus.errors import LookupFailed, did_you_mean

if TYPE_CHECKING:
    from pybtex.database import Entry

PARENTHETICAL = "cite:p"


def cited(root: Path, role: str, keys: Iterable[str]) -> str:
    """The works with these keys, by who wrote them and their year; without an author, by their title.

    Raises
    ------
    LookupFailed
        For a key that no work of the book has.
    """
    found = [_words(_work(root, key.strip())) for key in keys]
    if role == PARENTHETICAL:
        return f"[{', '.join(f'{who}, {year}' if year else who for who, year in found)}]"
    return ", ".join(f"{who} [{year}]" if year else who for who, year in found)


@cache
def _works(root: Path) -> dict[str, Entry]:
    return {key: entry for name in settings(root).get("bibtex_bibfiles") or ()
            for key, entry in parse_file(root / name, "bibtex").entries.items()}  # fmt: skip


def _work(root: Path, key: str) -> Entry:
    works = _works(root)
    if key not in works:
        raise LookupFailed(f"no work has the key {key!r}{did_you_mean(key, works)}", remedy="See references.bib.")
    return works[key]


def _words(work: Entry) -> tuple[str, str]:
    people = work.persons.get("author") or work.persons.get("editor") or []
    names = [" ".join(str(Text.from_latex(part)) for part in (*one.prelast_names, *one.last_names)) for one in people]
    who = " og ".join(names) if len(names) < 3 else f"{names[0]} mfl."
    title = str(Text.from_latex(work.fields.get("title", "")))
    return who or title, str(Text.from_latex(work.fields.get("year", "")))
