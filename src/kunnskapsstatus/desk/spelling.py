"""Every word that a reader meets is in the Bokmål dictionary, or in the book's own list, ``words.txt``."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from kunnskapsstatus import files, rooms
from kunnskapsstatus.data.toml import Sections
from kunnskapsstatus.desk.finding import Finding
from kunnskapsstatus.desk.prose import chapters, is_norwegian, prose, read
from kunnskapsstatus.errors import BookError

LIST = Path("words.txt")
"""Words that the dictionary does not have and that are right, and names that have a number in them; one a line."""
DICTIONARY = "nb_NO"
READ = ("title", "note", "missing", "question", "source", "says", "where", "likely", "treatment")
"""The fields of definitions and of the audit that readers read."""
INSTALL = (
    "Debian, Ubuntu: sudo apt-get install hunspell hunspell-no. "
    "macOS: brew install hunspell, and put nb_NO.dic and nb_NO.aff in ~/Library/Spelling."
)
MOST = 5
"""So many suggestions for a word."""
WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)*")


def texts(root: Path) -> Iterator[tuple[Path, int, str]]:
    """Everything that a reader meets in Norwegian, line by line: file, line, text."""
    for path in chapters(root):
        if is_norwegian(chapter := read(path)):
            yield from ((path, line, text) for line, text in enumerate(prose(chapter).split("\n"), 1))
    for folder in ("exhibits", "audit"):
        for path in sorted((root / "data" / folder).glob("*.toml")):
            yield from _of_toml(path)
    for path in sorted((root / "data" / "codebook").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            yield from ((path, rows.line_num, row.get("label_nb") or "") for row in rows)


def _of_toml(path: Path) -> Iterator[tuple[Path, int, str]]:
    """The texts of a TOML file. TOML tells no lines: a text is looked for below the one before it."""
    whole, at = Sections(path).typed, 0
    content = path.read_text("utf-8")
    for text in _strings(whole):
        for line in re.sub(r"`[^`]*`|https?://\S+", " ", text).splitlines():
            found = content.find(line.strip()[:40], at)
            at = found if found >= 0 else at
            yield path, content.count("\n", 0, at) + 1, line


def _strings(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _strings(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, key)
    elif isinstance(value, str) and key in READ:
        yield value


def words(text: str) -> list[str]:
    """The words of a line, as the dictionary has them."""
    return [word.replace("’", "'") for word in WORD.findall(text.replace("*", ""))]


def own(root: Path) -> list[str]:
    """The lines of the book's own list; empty where it has none."""
    path = root / LIST
    return path.read_text("utf-8").splitlines() if path.is_file() else []


def known(root: Path) -> set[str]:
    """The book's own words, and those of the book that this library is installed from."""
    return {*own(root), *own(rooms.LIBRARY.parents[1])}


def add(root: Path, new: Iterable[str]) -> None:
    """Put words, and names with a number in them, on the book's own list, which is sorted.

    Raises
    ------
    BookError
        For what is neither, and for a word that the dictionary has.
    """
    new = [word.strip() for word in new]
    plain = [word for word in new if not re.search(r"\d", word)]
    for word in plain:
        if words(word) != [word]:
            raise BookError(f"{word!r} is not one word", file=LIST, remedy="Add each word by itself.")
    if there := sorted(set(plain) - unknown(plain)):
        raise BookError(f"the dictionary has {', '.join(there)} already", file=LIST, remedy="Leave that out.")
    files.write(root / LIST, "".join(f"{word}\n" for word in sorted({*own(root), *new})))


def unknown(asked: Iterable[str]) -> set[str]:
    """The words that the dictionary does not have."""
    return set(_hunspell("-l", asked).split())


def suggestions(asked: Iterable[str]) -> dict[str, list[str]]:
    """What each of these words may have been meant to be: nothing, or the closest first."""
    found: dict[str, list[str]] = {}
    for line in _hunspell("-a", (f"^{word}" for word in asked)).splitlines():
        head, _, told = line.partition(": ")
        if line[:1] in ("&", "#"):
            found[head.split()[1]] = told.split(", ")[:MOST] if line[0] == "&" else []
    return found


def _hunspell(option: str, lines: Iterable[str]) -> str:
    program = shutil.which("hunspell")
    if program is None:
        raise BookError("the spelling cannot be checked: there is no hunspell", remedy=INSTALL)
    run = subprocess.run(
        [program, "-d", DICTIONARY, "-i", "utf-8", option],
        input="\n".join(sorted(lines)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode:
        raise BookError(f"the spelling cannot be checked: {run.stderr.strip()}", remedy=INSTALL)
    return run.stdout


def misspelt(root: Path) -> list[Finding]:
    """Every word that neither the dictionary nor the book's list has: each at each of its lines.

    Raises
    ------
    BookError
        Where hunspell or its dictionary is missing.
    """
    where: dict[str, dict[tuple[Path, int], None]] = {}
    for path, line, text in texts(root):
        for word in words(text):
            where.setdefault(word, {})[path, line] = None
    strange = unknown(where) - known(root)
    close = suggestions(strange)
    return sorted(
        Finding(path.relative_to(root).as_posix(), line, f"«{word}» is in no dictionary.", _meant(close.get(word, [])))
        for word in strange
        for path, line in where.get(word, {})
    )


def _meant(close: list[str]) -> str:
    return f"Did you mean {', '.join(close)}?" if close else ""
