"""Where things lie: a municipality's place and the outline of the land, from ``data/map``. Nothing is placed more
closely than a municipality."""

from __future__ import annotations

import json
from pathlib import Path

from kunnskapsstatus.data.codebook import read_table
from kunnskapsstatus.errors import DataError

FOLDER = Path("data") / "map"
MUNICIPALITIES, OUTLINE = FILES = (FOLDER / "municipalities.csv", FOLDER / "norway.json")
COLUMNS = ("code", "name", "latitude", "longitude", "source")


def municipalities(root: Path) -> dict[str, tuple[float, float]]:
    """Latitude and longitude of each municipality's main town, in degrees, by the municipality's name.

    Raises
    ------
    DataError
        Names the line where a number cannot be read.
    """
    path = root / MUNICIPALITIES
    found = {}
    for line, row in enumerate(read_table(path, COLUMNS), 2):
        try:
            found[row["name"]] = (float(row["latitude"]), float(row["longitude"]))
        except ValueError as error:
            raise DataError(
                f"{row['name']}: {error}", file=path, line=line, remedy="Expected degrees with a decimal point."
            ) from None
    return found


def outline(root: Path) -> list[list[list[float]]]:
    """The land: rings of longitude and latitude, in degrees."""
    rings: list[list[list[float]]] = json.loads((root / OUTLINE).read_text("utf-8"))["rings"]
    return rings
