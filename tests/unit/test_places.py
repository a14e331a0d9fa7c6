"""Where things lie: each municipality's place and the outline of the land, in degrees."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from books import ROOT

from kunnskapsstatus.data import places
from kunnskapsstatus.errors import DataError

MAP = Path("data") / "map"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / MAP, tmp_path / MAP)
    return tmp_path


def test_a_municipality_lies_where_its_line_says() -> None:
    known = places.municipalities(ROOT)
    with (ROOT / MAP / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(places.COLUMNS)
    assert {row["name"]: (float(row["latitude"]), float(row["longitude"])) for row in rows} == known
    assert known["Oslo"] == (59.91, 10.75)


def test_no_place_is_closer_than_a_municipality() -> None:
    assert all(round(number, 2) == number for place in places.municipalities(ROOT).values() for number in place)


def test_a_place_that_is_no_number_is_named_with_its_line(copy: Path) -> None:
    path = copy / MAP / "municipalities.csv"
    first, second, *rest = path.read_text("utf-8").splitlines(keepends=True)
    cells = second.split(",")
    path.write_text(first + ",".join([*cells[:2], "59°9", *cells[3:]]) + "".join(rest), "utf-8")
    with pytest.raises(
        DataError, match=rf"municipalities\.csv:2: {cells[1]}: '59°9' is not a number\nExpected degrees with a decimal"
    ):
        places.municipalities(copy)


def test_the_outline_is_small_and_is_norway() -> None:
    path = ROOT / MAP / "norway.json"
    assert path.stat().st_size < 60_000
    assert json.loads(path.read_text("utf-8"))["licence"] == "public domain"
    points = [point for ring in places.outline(ROOT) for point in ring]
    assert len(points) > 100
    assert all(4 < x < 32 and 57 < y < 72 for x, y in points)
