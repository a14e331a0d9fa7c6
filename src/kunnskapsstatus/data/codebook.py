"""The codebook: variables, their categories with stable English keys, and every form in which the report prints
them."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kunnskapsstatus.errors import DataError, DefinitionError
from kunnskapsstatus.keys import ANY

FOLDER = Path("data") / "codebook"
COMMON = "common"
_BAR = re.compile(r"(?<! )\|(?! )")


@dataclass(frozen=True)
class Category:
    """One category: its key, and its labels in Bokmål and English."""

    key: str
    label_nb: str
    label_en: str
    forms: tuple[str, ...]


def read_table(path: Path, required: Iterable[str]) -> list[dict[str, str]]:
    """The rows of a CSV file as dictionaries, checked for encoding, header and row length.

    Raises
    ------
    DataError
        Names the file, the line, the column and what was expected.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        position = error.start - before.rfind(b"\n")
        raise DataError(
            f"character {position}: the byte {error.object[error.start]:#04x} is not UTF-8",
            file=path,
            line=before.count(b"\n") + 1,
            remedy="Save the file as UTF-8.",
        ) from None
    reader = csv.reader(text.splitlines())
    header = next(reader, [])
    missing = [name for name in required if name not in header]
    if missing:
        raise DataError(
            f"the column {missing[0]!r} is missing; found {', '.join(header)}",
            file=path,
            line=1,
            remedy=f"The header must have: {', '.join(required)}.",
        )
    for name in header:
        if header.count(name) > 1:
            raise DataError(
                f"the column {name!r} stands twice",
                file=path,
                line=1,
                remedy="Every column has one name, and a name of its own.",
            )
    rows = []
    for row in reader:
        if len(row) != len(header):
            raise DataError(
                f"the row has {len(row)} cells, the header {len(header)}",
                file=path,
                line=reader.line_num,
                remedy="Quote cells that hold a comma; write an empty cell between two commas.",
            )
        rows.append(dict(zip(header, row, strict=True)))
    return rows


def normal(label: str) -> str:
    """A label as it is compared: case, spaces and a soft hyphen do not count."""
    return re.sub(r"\s+", " ", label.replace("\u00ad", "")).strip().casefold()


@dataclass(frozen=True)
class Variable:
    """One variable: its categories by key, and the keys by printed form."""

    name: str
    file: Path
    categories: dict[str, Category]
    keys: dict[str, str]


class Codebook:
    """All variables of the book in ``root``, each read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._variables: dict[str, Variable] = {}

    def __getitem__(self, name: str) -> Variable:
        """The variable of this name.

        Raises
        ------
        DefinitionError
            When there is no such variable.
        """
        if name not in self._variables:
            self._variables[name] = self._read(name)
        return self._variables[name]

    @cached_property
    def names(self) -> list[str]:
        """The names of all variables, in the order of their files: each file of the folder is one."""
        return [path.stem for path in sorted((self.root / FOLDER).glob("*.csv"))]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all variables."""
        return frozenset(key for name in self.names for key in self[name].categories)

    def _read(self, name: str) -> Variable:
        path = self.root / FOLDER / f"{name}.csv"
        if not path.is_file():
            close = difflib.get_close_matches(name, self.names, 1)
            raise DefinitionError(
                f"the codebook has no variable {name!r}" + (f"; did you mean {close[0]!r}?" if close else ""),
                remedy=f"Add {FOLDER / (name + '.csv')}, or use one of: {', '.join(self.names)}.",
            )
        categories: dict[str, Category] = {}
        keys: dict[str, str] = {}
        for number, row in enumerate(read_table(path, ("key", "label_nb", "label_en", "printed")), 2):
            key = row["key"]
            if key in categories:
                cause = f"the key {key!r} stands twice"
                raise DataError(cause, file=path, line=number, remedy="Keys are unique in a variable.")
            forms = (row["label_nb"], *(_BAR.split(row["printed"]) if row["printed"] else ()))
            categories[key] = Category(key, row["label_nb"], row["label_en"], forms)
            for form in forms:
                keys.setdefault(normal(form), key)
        return Variable(name, path, categories, keys)

    def key(self, names: Iterable[str], label: str, *, heading: str = "") -> str:
        """The key of a printed label among the variables ``names``; ``*`` takes any label as its own key.

        Raises
        ------
        KeyError
            When no variable has the label; the message lists what there is.
        """
        names = tuple(names)
        for form in (f"{heading} | {label}", label):
            for name in names:
                found = self[name].keys.get(normal(form)) if name != ANY else None
                if found is not None:
                    return found
        if normal(label) in self[COMMON].keys:
            return self[COMMON].keys[normal(label)]
        if ANY in names:
            return label
        known = [c.label_nb for name in names for c in self[name].categories.values()]
        raise KeyError(f"{label!r} is not a category of {' or '.join(names)}; expected one of: {'; '.join(known)}")

    def label(self, names: Iterable[str], key: str) -> str:
        """The Bokmål label of a key among the variables ``names``, else the key itself."""
        for name in (*names, COMMON):
            if name != ANY and key in self[name].categories:
                return self[name].categories[key].label_nb
        return key
