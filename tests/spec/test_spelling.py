"""Every word that a reader meets is in the Bokmål dictionary, or in the project's list, ``tests/spec/words.txt``."""

import csv
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("words.txt")
HUNSPELL = shutil.which("hunspell")
pytestmark = pytest.mark.skipif(
    HUNSPELL is None, reason="hunspell with a Bokmål dictionary is not installed (Debian: hunspell hunspell-no)"
)
READ = {"title", "note", "missing", "question", "source", "says", "where", "likely", "treatment"}
WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)*")


def prose(text: str) -> str:
    """A chapter's running text: no front matter, code, roles, addresses or attributes."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^(`{3,})\{code-cell\}.*?^\1$", "", text, flags=re.S | re.M)
    text = re.sub(r"^(?:`{3,}|:{3,}).*$", " ", text, flags=re.M)
    text = re.sub(
        r"\{[\w:-]+\}`[^`]*`|`[^`]*`|\]\([^)]*\)|https?://\S+|<[^>]*>|\{[^}`]*\}|^\([\w-]+\)=$", " ", text, flags=re.M
    )
    return re.sub(r"\*+", "", text)


def strings(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from strings(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part, key)
    elif isinstance(value, str) and key in READ:
        yield re.sub(r"`[^`]*`|https?://\S+", " ", value)


def texts() -> Iterator[tuple[str, str]]:
    """Everything a reader meets, by file."""
    for path in sorted((ROOT / "chapters").glob("*.md")):
        yield path.name, prose(path.read_text("utf-8"))
    for folder in ("exhibits", "audit"):
        for path in sorted((ROOT / "data" / folder).glob("*.toml")):
            yield f"{folder}/{path.name}", "\n".join(strings(tomllib.loads(path.read_text("utf-8"))))
    for path in sorted((ROOT / "data" / "codebook").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield f"codebook/{path.name}", "\n".join(row.get("label_nb") or "" for row in csv.DictReader(file))


def unknown(words: set[str]) -> set[str]:
    """The words that the dictionary does not have."""
    assert HUNSPELL
    run = subprocess.run(
        [HUNSPELL, "-d", "nb_NO", "-i", "utf-8", "-l"],
        input="\n".join(sorted(words)),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return set(run.stdout.split())


def own() -> list[str]:
    return LIST.read_text("utf-8").split()


def test_every_word_is_known() -> None:
    where: dict[str, str] = {}
    for file, text in texts():
        for word in WORD.findall(text):
            where.setdefault(word.replace("’", "'"), file)
    strange = unknown(set(where)) - set(own())
    assert sorted(f"{where.get(word, '?')}: {word}" for word in strange) == []


def test_a_misspelt_word_is_found() -> None:
    assert unknown({"kvinner", "kvinnner", "krisesenter"}) == {"kvinnner"}


def test_the_own_list_is_sorted_and_has_no_word_that_is_not_needed() -> None:
    words = own()
    assert words == sorted(set(words))
    used = {word.replace("’", "'") for _, text in texts() for word in WORD.findall(text)}
    assert sorted(set(words) - used) == []
    assert sorted(set(words) - unknown(set(words))) == [], "these are in the dictionary"
