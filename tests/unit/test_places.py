"""Where things lie: each municipality's place and the outline of the land, in degrees."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from books import ROOT

from kunnskapsstatus.data import places, store
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


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("0101,", "101,", ""),
        ("59.12", '"59,12"', ""),
        ("0101,", "01O1,", "column 'code': '01O1' is not the number of a municipality"),
        ("Halden,59.12,11.39", "Halden,11.39,59.12", "Halden: found '11.39', expected a number from 57 to 81"),
        ("Halden,", "Moss,", "the municipality 'Moss' stands twice"),
        ("Halden,", ",", "the municipality has no name"),
    ],
)
def test_a_line_that_is_not_right_is_named(copy: Path, old: str, new: str, told: str) -> None:
    path, good = copy / MAP / "municipalities.csv", places.municipalities(copy)
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    if told:
        with pytest.raises(DataError, match=rf"municipalities\.csv:[23]: {told}"):
            places.municipalities(copy)
    else:
        assert places.municipalities(copy) == good


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"rings": [[', "this is not JSON"),
        ("[" * 5000, "this is not JSON"),
        ("[]", "there are no 'rings'"),
        ('{"rings": []}', "there are no 'rings'"),
        ('{"rings": [[[10, 60]]]}', "is no ring of points"),
        ('{"rings": [[[10, 60], [11, 61], [12]]]}', r"\[12\] is no point in Norway"),
        ('{"rings": [[[10, 60], [11, 61], [60, 10]]]}', r"\[60, 10\] is no point in Norway"),
        ('{"rings": [[[10, 60], [11, 61], [NaN, 60]]]}', r"\[NaN, 60\] is no point in Norway"),
    ],
)
def test_an_outline_that_is_not_right_is_named(copy: Path, text: str, told: str) -> None:
    (copy / MAP / "norway.json").write_text(text, "utf-8")
    with pytest.raises(DataError, match=rf"norway\.json:1: .*{told}"):
        places.outline(copy)


def test_a_centre_in_a_municipality_without_a_place_is_named(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "data" / "datapackage.json").unlink()
    path = tmp_path / MAP / "municipalities.csv"
    path.write_text(path.read_text("utf-8").replace(",Bodø,", ",Bodo,"), "utf-8")
    with pytest.raises(DataError, match=r"reference/centres\.csv:\d+: .*'Bodø' has no place; did you mean 'Bodo'"):
        store.read(tmp_path)
