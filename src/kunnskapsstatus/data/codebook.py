"""The codebook: variables, their categories with stable English keys, and every form in which the report prints
them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.errors import DataError, DefinitionError, did_you_mean
from kunnskapsstatus.keys import ANY, BASE, COUNTED, GROWTH

FOLDER = Path("data") / "codebook"
COMMON = "common"
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BAR = re.compile(r"(?<! )\|(?! )")


@dataclass(frozen=True)
class Category:
    """One category: its key, its labels in Bokmål and English, of a scale its strength (0 is none of it), and of a
    population what it is so many of."""

    key: str
    label_nb: str
    label_en: str
    forms: tuple[str, ...]
    strength: int | None = None
    counted: str = ""


_DASHES = {ord(sign): "-" for sign in "\u2010\u2011\u2012\u2013\u2014\u2212"}
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Signs that are written in the place of a hyphen, and signs that nobody sees."""


def normal(label: str) -> str:
    """A label as it is compared: case, spaces, which hyphen or dash stands there, and signs that nobody sees do not
    count."""
    return re.sub(r"\s+", " ", label.translate({**_DASHES, **_UNSEEN})).strip().casefold()


@dataclass(frozen=True)
class Variable:
    """One variable: its categories by key, and the keys by printed form."""

    name: str
    file: Path
    categories: dict[str, Category]
    keys: dict[str, str]


class Codebook:
    """All variables of the book in ``root``, each read once, from the files in one folder."""

    def __init__(self, root: Path, folder: Path = FOLDER) -> None:
        self.root, self.folder = root, folder
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
        return [path.stem for path in sorted((self.root / self.folder).glob("*.csv"))]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all variables."""
        return frozenset(key for name in self.names for key in self[name].categories)

    def _read(self, name: str) -> Variable:
        path = self.root / self.folder / f"{name}.csv"
        if not _KEY.fullmatch(name) or not path.exists():
            raise DefinitionError(
                f"the codebook has no variable {name!r}{did_you_mean(name, self.names)}",
                file=path,
                remedy=f"Add {self.folder / (name + '.csv')}, or use one of: {', '.join(self.names)}.",
            )

        def fail(line: int, cause: str, remedy: str) -> DataError:
            return DataError(cause, file=path, line=line, remedy=remedy)

        categories: dict[str, Category] = {}
        keys: dict[str, str] = {}
        for line, row in read_table(path, ("key", "label_nb", "label_en", "printed")):
            key = row["key"]
            if key in categories:
                raise fail(line, f"the key {key!r} stands twice", "Keys are unique in a variable.")
            if not _KEY.fullmatch(key):
                raise fail(line, f"{key!r} is no key", "Keys are lower-case English letters, digits and hyphens.")
            if not row["label_nb"]:
                raise fail(line, f"{key!r} has no label in Bokmål", "Give it one in the column label_nb.")
            forms = (row["label_nb"], *(_BAR.split(row["printed"]) if row["printed"] else ()))
            strength = row.get("strength", "")
            if strength and not strength.isdecimal():
                raise fail(line, f"the strength {strength!r} is no whole number", "0 is none, 1 the weakest degree.")
            categories[key] = Category(
                key,
                row["label_nb"],
                row["label_en"],
                forms,
                int(strength) if strength else None,
                row.get("counted", ""),
            )
            for form in forms:
                other = keys.setdefault(normal(form), key)
                if other != key and BASE not in (key, other):  # N may be a base and a count
                    cause = f"{form!r} is a form of {other!r} too"
                    raise fail(line, cause, "A printed form has one meaning in a variable.")
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
        meant = f"{did_you_mean(label, known)} Expected one of: {'; '.join(known)}"
        raise KeyError(f"{label!r} is not a category of {' or '.join(names)}{meant}")

    def strengths(self, names: Iterable[str]) -> dict[str, int]:
        """The strengths of all keys on the scales among the variables ``names``."""
        categories = [category for name in names if name != ANY for category in self[name].categories.values()]
        return {one.key: one.strength for one in categories if one.strength is not None}

    def counted(self, population: str, measure: str) -> str:
        """What a number of a measure counts: ``persons``, ``stays`` …; empty for a growth, which may be of anything."""
        if measure not in COUNTED:
            return "" if measure in GROWTH else measure
        known = self["population"].categories.get(population)
        return known.counted if known and known.counted else population

    def label(self, names: Iterable[str], key: str) -> str:
        """The Bokmål label of a key among the variables ``names``, else the key itself."""
        for name in (*names, COMMON):
            if name != ANY and key in self[name].categories:
                return self[name].categories[key].label_nb
        return key

    def heading(self, printed: str) -> str:
        """The Bokmål label of a heading printed above several rows or columns, else the heading itself."""
        key = self[COMMON].keys.get(normal(printed))
        return self[COMMON].categories[key].label_nb if key else printed
