"""A JSON-stat 2 cube, as Statistics Norway gives its tables: read strictly, and laid out a row for each place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

CONTENTS, TIME = "metric", "time"
"""The roles of the dimensions that say what a value is, and of when."""


class NoCube(ValueError):
    """This is no JSON-stat 2 cube: what is wrong with it."""


@dataclass(frozen=True)
class Cube:
    """A cube: its dimensions with their codes and labels, and its values in the order of their product.

    Attributes
    ----------
    codes : the codes of each dimension, in order
    labels : the label of each code, by dimension
    values : a number for each combination of codes, None where there is none
    roles : the dimensions of each role
    """

    codes: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Mapping[str, str]]
    values: tuple[float | None, ...]
    roles: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, read: Any) -> Cube:
        """The cube of a parsed file.

        Raises
        ------
        NoCube
            For another version, dimensions without codes, and values that do not fit them.
        """
        if not isinstance(read, dict) or read.get("class") != "dataset" or str(read.get("version")) != "2.0":
            raise NoCube("this is no JSON-stat dataset of version 2.0")
        names, dimensions = read.get("id"), read.get("dimension")
        if not isinstance(names, list) or not isinstance(dimensions, dict) or not set(names) <= dimensions.keys():
            raise NoCube("its dimensions are not those that it lists")
        codes, labels = {}, {}
        for name in map(str, names):
            category = dimensions[name].get("category") if isinstance(dimensions[name], dict) else None
            if not isinstance(category, dict):
                raise NoCube(f"the dimension {name!r} has no categories")
            label = category.get("label") or {}
            index = category.get("index") or list(label)
            if not isinstance(label, dict) or not isinstance(index, list | dict):
                raise NoCube(f"the dimension {name!r} has no list of its codes")
            codes[name] = _in_order(index)
            labels[name] = {str(code): str(text) for code, text in label.items()}
        size = prod(map(len, codes.values()))
        if [len(found) for found in codes.values()] != read.get("size"):
            raise NoCube("its sizes are not those of its dimensions")
        roles = {str(role): tuple(map(str, of)) for role, of in dict(read.get("role") or {}).items()}
        return cls(codes, labels, _values(read.get("value"), size), roles)

    def wide(self) -> list[dict[str, object]]:
        """A row for each place that has a value: the codes of its dimensions, and the values of its contents by their
        codes. Without contents, the value is ``value``."""
        contents = [name for name in self.codes if name in self.roles.get(CONTENTS, ())][:1]
        kept = [name for name in self.codes if name not in contents]
        found: dict[tuple[str, ...], dict[str, object]] = {}
        for place, value in zip(product(*self.codes.values()), self.values, strict=True):
            at = dict(zip(self.codes, place, strict=True))
            row = found.setdefault(tuple(at[name] for name in kept), {name: at[name] for name in kept})
            row[at[contents[0]] if contents else "value"] = value
        return list(found.values())


def _in_order(index: list[Any] | dict[str, Any]) -> tuple[str, ...]:
    """The codes of a dimension, listed, or each with its place."""
    if isinstance(index, dict):
        if sorted(index.values(), key=str) != sorted(range(len(index)), key=str):
            raise NoCube("the places of its codes are not 0, 1, 2 …")
        index = sorted(index, key=index.__getitem__)
    return tuple(map(str, index))


def _values(given: Any, size: int) -> tuple[float | None, ...]:
    """The values, which stand in a list, or by their places where few are known."""
    if isinstance(given, dict):
        if not all(str(place).isdecimal() and int(place) < size for place in given):
            raise NoCube("it has values outside its dimensions")
        given = [given.get(str(place)) for place in range(size)]
    if not isinstance(given, list) or len(given) != size:
        raise NoCube("it has not as many values as its dimensions have places")
    if not all(one is None or (isinstance(one, int | float) and not isinstance(one, bool)) for one in given):
        raise NoCube("it has values that are no numbers")
    return tuple(None if one is None else float(one) for one in given)
