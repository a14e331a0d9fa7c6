"""The data describe themselves: the descriptor is valid by the standard's profile, complete, and true of the files."""

import csv
import json
import re
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from books import ROOT, TABLES

from kunnskapsstatus.data import datapackage
from kunnskapsstatus.errors import DataError

INTEGER = re.compile(r"[+-]?\d+")


@pytest.fixture(scope="module")
def descriptor() -> dict[str, Any]:
    return datapackage.describe(ROOT)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A book that has no data yet."""
    (tmp_path / "data" / "official").mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def rows(resource: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    with (ROOT / "data" / resource["path"]).open(encoding="utf-8", newline="") as stream:
        header, *body = csv.reader(stream)
    return header, body


def test_the_descriptor_of_the_book_is_up_to_date() -> None:
    assert datapackage.differences(ROOT) == [], "run: make notebooks"


@pytest.mark.parametrize("kind", ["datapackage", "dataresource", "tableschema"])
def test_it_is_valid_by_the_profile_of_the_standard(descriptor: dict[str, Any], kind: str) -> None:
    profile = json.loads((files("dplib") / "profiles" / "2.0" / f"{kind}.json").read_text("utf-8"))
    parts = {
        "datapackage": [descriptor],
        "dataresource": descriptor["resources"],
        "tableschema": [resource["schema"] for resource in descriptor["resources"]],
    }
    validator = jsonschema.Draft7Validator(profile)
    assert [error.message for part in parts[kind] for error in validator.iter_errors(part)] == []


def test_the_profile_finds_what_is_wrong(descriptor: dict[str, Any]) -> None:
    profile = json.loads((files("dplib") / "profiles" / "2.0" / "datapackage.json").read_text("utf-8"))
    broken = json.loads(json.dumps(descriptor))
    broken["resources"][0]["schema"]["fields"][0].pop("name")
    broken["licenses"] = [{"title": "no name"}]
    assert len(list(jsonschema.Draft7Validator(profile).iter_errors(broken))) >= 2


def test_every_csv_file_is_a_resource_once(descriptor: dict[str, Any]) -> None:
    paths = [resource["path"] for resource in descriptor["resources"]]
    assert sorted(paths) == sorted(
        path.relative_to(ROOT / "data").as_posix() for path in (ROOT / "data").rglob("*.csv")
    )
    names = [resource["name"] for resource in descriptor["resources"]]
    assert names == sorted(set(names))
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)


def test_the_fields_are_the_columns_and_hold_what_they_say(descriptor: dict[str, Any]) -> None:
    wrong = []
    for resource in descriptor["resources"]:
        header, body = rows(resource)
        fields, missing = resource["schema"]["fields"], resource["schema"]["missingValues"]
        assert [field["name"] for field in fields] == header, resource["name"]
        for number, field in enumerate(fields):
            for row in body:
                value = row[number]
                if value not in missing and field["type"] == "integer":
                    wrong += [] if INTEGER.fullmatch(value) else [(resource["name"], field["name"], value)]
                if value not in missing and field["type"] == "number":
                    plain = value.replace(field.get("decimalChar", "."), ".")
                    wrong += (
                        [] if re.fullmatch(r"[+-]?\d+(\.\d+)?", plain) else [(resource["name"], field["name"], value)]
                    )
    assert wrong == []


def test_a_primary_key_is_in_every_row_once(descriptor: dict[str, Any]) -> None:
    keyed = [resource for resource in descriptor["resources"] if resource["schema"].get("primaryKey")]
    assert "codebook-reason" in [resource["name"] for resource in keyed]
    for resource in keyed:
        header, body = rows(resource)
        keys = [row[header.index(resource["schema"]["primaryKey"][0])] for row in body]
        assert all(keys), resource["name"]
        assert len(set(keys)) == len(keys), resource["name"]


def test_printed_cells_are_text_and_official_figures_are_numbers(descriptor: dict[str, Any]) -> None:
    kinds = {
        resource["name"]: {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for resource in descriptor["resources"]
    }
    assert set(TABLES) <= kinds.keys()
    assert {kind for name in kinds if name.startswith(("table-", "figure-")) for kind in kinds[name].values()} == {
        "string"
    }
    official = [resource for resource in descriptor["resources"] if resource["path"].startswith("official/")]
    assert len(official) == len(list((ROOT / "data" / "official").glob("*.csv")))
    for resource in official:
        header, body = rows(resource)
        answers = [row for row in body if row[header.index("value")].isalpha()]
        found = kinds[resource["name"]]
        assert (found["year"], found["value"]) == ("integer", "string" if answers else "number"), resource["name"]
        assert resource["sources"], resource["name"]


def test_a_printed_table_has_the_title_of_its_exhibit(descriptor: dict[str, Any]) -> None:
    titles = {resource["name"]: resource["title"] for resource in descriptor["resources"]}
    assert titles["table-03"] == "Årsaker til opphold på krisesenter"
    assert [name for name, title in titles.items() if name == title] == []


def test_a_new_a_changed_and_a_lost_file_are_named(copy: Path) -> None:
    assert datapackage.differences(copy) == []
    (copy / "data" / "official" / "new.csv").write_text("year,value,source\n2024,3.5,https://example.org/a\n", "utf-8")
    (copy / "data" / "printed" / "table-03.csv").write_text("category,2014\nFysisk vold,55\n", "utf-8")
    (copy / "data" / "printed" / "table-05.csv").unlink()
    assert datapackage.differences(copy) == [
        "data/datapackage.json: official-new is not described",
        "data/datapackage.json: table-05 has no file",
        "data/datapackage.json: table-03 differs from its file",
        "data/datapackage.json: sources differs",
    ]
    datapackage.write(copy, accept=True)
    assert datapackage.differences(copy) == []


def test_writing_twice_gives_the_same_bytes(copy: Path) -> None:
    before = (copy / datapackage.DESCRIPTOR).read_bytes()
    datapackage.write(copy)
    assert (copy / datapackage.DESCRIPTOR).read_bytes() == before


def test_a_descriptor_that_is_lost_or_spoiled_is_named(copy: Path) -> None:
    (copy / datapackage.DESCRIPTOR).write_text('{"resources": [1]}', "utf-8")
    assert datapackage.differences(copy) == ["data/datapackage.json cannot be read as a data package"]
    (copy / datapackage.DESCRIPTOR).unlink()
    assert datapackage.differences(copy) == ["data/datapackage.json is missing"]


def test_a_descriptor_in_another_form_is_named_though_it_says_the_same(copy: Path) -> None:
    kept = json.loads((copy / datapackage.DESCRIPTOR).read_text("utf-8"))
    (copy / datapackage.DESCRIPTOR).write_text(json.dumps(kept), "utf-8")
    assert datapackage.differences(copy) == ["data/datapackage.json is written in another order or form"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (("1", "-2"), {"type": "number"}),
        (("1.5", ".."), {"type": "number"}),
        (("1,5", "2"), {"type": "number", "decimalChar": ","}),
        (("1,5", "2.5"), {"type": "string"}),
        (("ja", "2"), {"type": "string"}),
        (("", "."), {"type": "string"}),
    ],
)
def test_a_value_is_a_number_when_all_of_its_kind_are(
    bare: Path, values: tuple[str, str], field: dict[str, str]
) -> None:
    lines = "".join(f'"{value}"\n' for value in values)
    (bare / "data" / "official" / "new.csv").write_text(f"value\n{lines}", "utf-8")
    (found,) = [r for r in datapackage.describe(bare)["resources"] if r["name"] == "official-new"]
    (given,) = found["schema"]["fields"]
    assert given == {"name": "value", "description": "Verdien", **field}


def test_a_row_of_another_length_is_named(bare: Path) -> None:
    (bare / "data" / "official" / "new.csv").write_text("year,value\n2024\n", "utf-8")
    with pytest.raises(DataError, match=r"new\.csv:2: the row has 1 cells, the header 2: none for 'value'; .*\nQuote"):
        datapackage.describe(bare)


@pytest.mark.parametrize(
    ("header", "told"), [("year,,value", "column 2 has no name"), ("year,year", "stands twice"), ("", "is empty")]
)
def test_a_file_without_a_proper_header_is_named(bare: Path, header: str, told: str) -> None:
    (bare / "data" / "official" / "new.csv").write_text(f"{header}\n", "utf-8")
    with pytest.raises(DataError, match=rf"new\.csv:1: .*{told}"):
        datapackage.describe(bare)
