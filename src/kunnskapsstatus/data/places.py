"""Where things lie: a municipality's place and the outline of the land, from ``data/map``. Nothing is placed more
closely than a municipality."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.limits import Limits
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.data.text import read_text
from kunnskapsstatus.errors import DataError
from kunnskapsstatus.numbers import parse_cell

FOLDER = Path("data") / "map"
MUNICIPALITIES, OUTLINE = FILES = (FOLDER / "municipalities.csv", FOLDER / "norway.json")
COLUMNS = ("code", "name", "latitude", "longitude", "source")
LATITUDE, LONGITUDE = Limits(57, 81), Limits(2, 34)
"""Norway lies between these degrees."""
_CODE = re.compile(r"[0-9]{3,4}")
REMEDY = "Write it anew with data/map/make.py."


def check(root: Path) -> None:
    """Nothing, if what the book has of a map is right. A book without maps needs none of it.

    Raises
    ------
    DataError
        As :func:`municipalities` and :func:`outline`.
    """
    for path, read in zip(FILES, (municipalities, outline), strict=True):
        if (root / path).exists():
            read(root)


def municipalities(root: Path) -> dict[str, tuple[float, float]]:
    """Latitude and longitude of each municipality's main town, in degrees, by the municipality's name.

    Raises
    ------
    DataError
        Names the line where a number, a code or a name is not right.
    """
    path = root / MUNICIPALITIES
    found: dict[str, tuple[float, float]] = {}
    for line, row in read_table(path, COLUMNS):
        name = row["name"]
        if not _CODE.fullmatch(row["code"]):  # three digits are four whose first, 0, a spreadsheet took for nothing
            cause = f"column 'code': {row['code']!r} is not the number of a municipality"
            raise DataError(cause, file=path, line=line, remedy="Expected four digits, such as 0301.")
        if not name or name in found:
            cause = f"the municipality {name!r} stands twice" if name else "the municipality has no name"
            raise DataError(cause, file=path, line=line, remedy="Each has one line and a name.")
        try:
            found[name] = (_degrees(row["latitude"], LATITUDE), _degrees(row["longitude"], LONGITUDE))
        except ValueError as error:
            remedy = "Expected degrees with a decimal point."
            raise DataError(f"{name}: {error}", file=path, line=line, remedy=remedy) from None
    return found


def _degrees(text: str, limits: Limits) -> float:
    value = parse_cell(text).value
    limits.check(value, repr(text))
    return value


def outline(root: Path) -> list[list[list[float]]]:
    """The land: rings of longitude and latitude, in degrees.

    Raises
    ------
    DataError
        For what is no JSON, has no rings, or has a point outside Norway.
    """
    path = root / OUTLINE
    try:
        found = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise DataError(f"this is not JSON: {error}", file=path, line=line, remedy=REMEDY) from None
    rings = found.get("rings") if isinstance(found, dict) else None
    if not isinstance(rings, list) or not rings:
        raise DataError("there are no 'rings'", file=path, line=1, remedy=REMEDY)
    for ring in rings:
        if not isinstance(ring, list) or len(ring) < 3:
            raise DataError(f"{_short(ring)} is no ring of points", file=path, line=1, remedy=REMEDY)
        for point in ring:
            if not _is_point(point):
                cause = f"{_short(point)} is no point in Norway, of longitude and latitude"
                raise DataError(cause, file=path, line=1, remedy=REMEDY)
    return rings


def _is_point(point: Any) -> bool:
    if not isinstance(point, list) or [type(number) in (int, float) for number in point] != [True, True]:
        return False
    longitude, latitude = map(float, point)
    return LONGITUDE.lowest <= longitude <= LONGITUDE.highest and LATITUDE.lowest <= latitude <= LATITUDE.highest


def _short(value: Any) -> str:
    return json.dumps(value)[:60]
