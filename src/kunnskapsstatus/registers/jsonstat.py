"""A JSON-stat 2 cube, as Statistics Norway gives its tables: read strictly, and laid out a row for each place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, Self

MISSING = (".", "..", "...", ":")
"""Signs of Statistics Norway for what cannot be, is not known, not ready, or not published."""
MOST = 10_000_000
"""More places than any table of the municipalities has."""
GREATEST = 1e15
"""No number of a municipality is so great."""
_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
"""Half of a letter beyond the first 65,536, as JSON may write it: no name or number of ours has one."""
CONTENTS = "metric"
"""The role of the dimension that says what a value is."""


class NoCube(ValueError):
    """This is no JSON-stat 2 cube: what is wrong with it."""


def parsed(text: str) -> Any:
    """What a text of JSON holds, read strictly.

    Raises
    ------
    NoCube
        For an object with a name twice, of which a reader would have to choose one, for a number that is none or
        endless, and for half a letter.
    ValueError, RecursionError
        For what is no JSON, or is nested too deeply.
    """
    if _HALF.search(text):
        raise NoCube("it has half a letter")
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NoCube("it has one name twice in one place")
    return found


def _no_number(name: str) -> Any:
    raise NoCube("it has a value that is endless, or no number")


@dataclass(frozen=True)
class Dimensions:
    """The dimensions of a cube.

    Attributes
    ----------
    codes : the codes of each dimension, in order
    labels : the label of each code, by dimension
    roles : the dimensions of each role
    """

    codes: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Mapping[str, str]]
    roles: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, read: Any) -> Self:
        """Those of a parsed file, which need not have values.

        Raises
        ------
        NoCube
            For another version, and for dimensions without codes.
        """
        if not isinstance(read, dict) or read.get("class") != "dataset" or str(read.get("version")) != "2.0":
            raise NoCube("this is no JSON-stat dataset of version 2.0")
        names, dimensions, given = read.get("id"), read.get("dimension"), read.get("role") or {}
        if (
            not isinstance(names, list)
            or not isinstance(dimensions, dict)
            or not set(map(str, names)) <= dimensions.keys()
        ):
            raise NoCube("its dimensions are not those that it lists")
        if not isinstance(given, dict) or not all(isinstance(of, list) for of in given.values()):
            raise NoCube("its roles are no lists of dimensions")
        codes, labels = {}, {}
        for name in map(str, names):
            category = dimensions[name].get("category") if isinstance(dimensions[name], dict) else None
            if not isinstance(category, dict):
                raise NoCube(f"the dimension {name!r} has no categories")
            label = category.get("label") or {}
            index = category.get("index") or (list(label) if isinstance(label, dict) else None)
            if not isinstance(label, dict) or not isinstance(index, list | dict):
                raise NoCube(f"the dimension {name!r} has no list of its codes")
            codes[name] = _in_order(index)
            labels[name] = {str(code): str(text) for code, text in label.items()}
        return cls(codes, labels, {str(role): tuple(map(str, of)) for role, of in given.items()})

    @property
    def size(self) -> int:
        """How many places there are."""
        return prod(map(len, self.codes.values()))


@dataclass(frozen=True)
class Cube:
    """A cube: its dimensions, and a number for each combination of their codes, None where there is none."""

    dimensions: Dimensions
    values: tuple[float | None, ...]

    @classmethod
    def of(cls, read: Any) -> Cube:
        """The cube of a parsed file. Raises NoCube as :class:`Dimensions`, and for values that do not fit."""
        dimensions = Dimensions.of(read)
        if [len(found) for found in dimensions.codes.values()] != read.get("size"):
            raise NoCube("its sizes are not those of its dimensions")
        if dimensions.size > MOST:
            raise NoCube(f"its dimensions have more than {MOST:,} places")
        values = _values(read.get("value"), dimensions.size)
        missing = _missing(read.get("status"), dimensions.size)
        return cls(dimensions, tuple(None if place in missing else one for place, one in enumerate(values)))

    @property
    def places(self) -> Iterator[tuple[tuple[str, ...], float | None]]:
        """Each combination of codes with its value."""
        return zip(product(*self.dimensions.codes.values()), self.values, strict=True)

    def wide(self) -> list[dict[str, object]]:
        """A row for each place that has a value: the codes of its dimensions, and the values of its contents by their
        codes. Without contents, the value is ``value``."""
        names, roles = self.dimensions.codes, self.dimensions.roles
        contents = [name for name in names if name in roles.get(CONTENTS, ())][:1]
        kept = [name for name in names if name not in contents]
        found: dict[tuple[str, ...], dict[str, object]] = {}
        for place, value in self.places:
            at = dict(zip(names, place, strict=True))
            row = found.setdefault(tuple(at[name] for name in kept), {name: at[name] for name in kept})
            row[at[contents[0]] if contents else "value"] = value
        return list(found.values())


def _in_order(index: list[Any] | dict[str, Any]) -> tuple[str, ...]:
    """The codes of a dimension, listed, or each with its place."""
    if isinstance(index, dict):
        if sorted(index.values(), key=str) != sorted(range(len(index)), key=str):
            raise NoCube("the places of its codes are not 0, 1, 2 …")
        index = sorted(index, key=index.__getitem__)
    codes = tuple(map(str, index))
    if len(set(codes)) < len(codes):
        raise NoCube("a dimension has a code twice")
    return codes


def _missing(given: Any, size: int) -> frozenset[int]:
    """The places that a status says have no value, whatever stands there: one for all, a list, or by their places."""
    if isinstance(given, str):
        given = [given] * size
    places = enumerate(given) if isinstance(given, list) else given.items() if isinstance(given, dict) else ()
    return frozenset(int(place) for place, sign in places if sign in MISSING and str(place).isdecimal())


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
    if not all(one is None or abs(one) < GREATEST for one in given):
        raise NoCube("it has a value that is endless, or no number")
    return tuple(None if one is None else float(one) for one in given)
