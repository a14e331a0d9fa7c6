"""The codebook: keys never change, never collide, and every key has a name in Bokmål and English."""

import csv
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from books import ROOT

from kunnskapsstatus.data import definitions
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.codebook import FOLDER, Codebook, normal
from kunnskapsstatus.data.derived import drivers
from kunnskapsstatus.data.units import FILE as UNITS
from kunnskapsstatus.data.units import KINDS

VARIABLES = sorted(path.stem for path in (ROOT / FOLDER).iterdir())
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    with (ROOT / folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", VARIABLES)
def test_every_file_is_a_variable(name: str) -> None:
    header, *_ = (ROOT / FOLDER / f"{name}.csv").read_text("utf-8").splitlines()
    own = ",counted" if name == "population" else ""
    assert header in (f"key,label_nb,label_en,printed{own}", "key,label_nb,label_en,printed,strength")


def test_the_statements_of_a_driver_are_the_variable_of_its_key() -> None:
    shown = {d.printed: d.category for d in Book(ROOT).definitions.values()}
    assert {table: shown[table] for table in drivers.TABLES} == {table: (key,) for table, key in drivers.TABLES.items()}


@pytest.mark.parametrize("name", VARIABLES)
def test_keys_are_lower_case_words_with_hyphens_each_once(name: str) -> None:
    keys = [row["key"] for row in rows(name)]
    assert keys
    assert [key for key in keys if not KEBAB.fullmatch(key)] == []
    assert [key for key, times in Counter(keys).items() if times > 1] == []


@pytest.mark.parametrize("name", VARIABLES)
def test_every_category_has_a_label_in_bokmal_and_in_english(name: str) -> None:
    assert [row["key"] for row in rows(name) if not row["label_nb"].strip() or not row["label_en"].strip()] == []


@pytest.mark.parametrize("name", VARIABLES)
def test_a_printed_form_means_one_category(name: str) -> None:
    owners: dict[str, set[str]] = {}
    for category in Codebook(ROOT)[name].categories.values():
        for form in category.forms:
            owners.setdefault(normal(form), set()).add(category.key)
    if name == "measure":
        owners["n"].discard("base")  # N heads a column of counts, and a row of bases
    assert {form: keys for form, keys in owners.items() if len(keys) > 1} == {}


def test_a_group_key_says_which_group_it_is() -> None:
    groups = ("size", "organisation", "part", "region", "sex", "accompanied")
    keys = Counter(row["key"] for name in groups for row in rows(name))
    assert [key for key, times in keys.items() if times > 1] == []
    assert not keys.keys() & {row["key"] for row in rows("common")}


def test_every_measure_has_a_unit() -> None:
    units = rows("units", UNITS.parent)
    assert sorted(row["measure"] for row in units) == sorted(row["key"] for row in rows("measure"))
    assert {row["kind"] for row in units} == set(KINDS)


@pytest.mark.parametrize(
    "definition",
    [d for d in Book(ROOT).definitions.values() if d.printed.startswith("table-")],
    ids=lambda d: d.printed,
)
def test_everything_in_a_printed_table_has_labels(
    definition: definitions.Definition, all_observations: pd.DataFrame
) -> None:
    book = Codebook(ROOT)
    frame = all_observations[all_observations["dataset"] == definition.printed]
    for dimension in ("category", "group", "measure", "population"):
        names = getattr(definition, dimension) if dimension in ("category", "group") else (dimension,)
        if "*" in names:
            continue
        known = {key: c for name in (*names, "common") for key, c in book[name].categories.items()}
        assert [key for key in frame[dimension].unique() if key not in known] == []


def test_the_numbers_of_the_prose_have_keys_of_the_codebook(all_observations: pd.DataFrame) -> None:
    keys = {row["key"] for name in VARIABLES for row in rows(name)}
    prose = all_observations[all_observations["key"] != ""]
    assert [
        (row["key"], row[d]) for d in ("category", "group") for _, row in prose.iterrows() if row[d] not in keys
    ] == []
    assert [key for key in prose["key"] if not KEBAB.fullmatch(key)] == []


def test_no_variable_lies_idle() -> None:
    used = {name for d in Book(ROOT).definitions.values() for name in d.variables}
    typed = [ROOT / "data" / "stated" / "prose.csv", *(ROOT / "data" / "official").glob("*.csv")]
    keys = {cell for path in typed for row in csv.reader(path.read_text("utf-8").splitlines()) for cell in row}
    always = {"common", "measure", "population", "answer"}
    assert [
        name for name in VARIABLES if name not in used | always and not keys & {row["key"] for row in rows(name)}
    ] == []
