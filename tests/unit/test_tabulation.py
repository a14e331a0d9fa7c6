"""Tabulating: what each exhibit counts, the rules that the report leaves open, and the same numbers from each engine.

All records are invented.
"""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from books import ROOT
from deliveries import FORMS, valid, write_csv

from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers import delivery, forms
from kunnskapsstatus.registers.tabulation import reading, settings
from kunnskapsstatus.registers.tabulation.frames import plain
from kunnskapsstatus.registers.tabulation.settings import Settings
from kunnskapsstatus.registers.tabulation.tabulate import Registers, tabulate

SPARK = "TABULATE_ON_SPARK" in os.environ
ENGINES = ["duckdb", "polars", *(["pyspark"] if SPARK else [])]
Frames = dict[str, pd.DataFrame]
Found = dict[tuple[str, str, str], float | str]


def on(engine: str, frames: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """The same records in an engine; DuckDB takes them from pandas."""
    if engine == "duckdb":
        return dict(frames)
    if engine == "polars":
        return {name: pl.from_pandas(_known(name, frame)) for name, frame in frames.items()}
    return _spark(frames)


def _known(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[column for column in frame if column in forms.load(ROOT)[name].columns]]


def _spark(frames: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.sql.shuffle.partitions", 1).getOrCreate()
    found = {}
    for name, frame in frames.items():
        path = Path(os.environ["TABULATE_ON_SPARK"]) / f"{name}.parquet"
        table = _known(name, frame)
        table = table[[column for column in table if table[column].notna().any()]]
        table.rename(columns=plain).to_parquet(path)
        found[name] = session.read.parquet(str(path))
    return found


def shown(rows: tuple[Observation, ...]) -> Found:
    """The values of observations, or their symbols, by category, group and measure."""
    return {(row.category, row.group, row.measure): row.symbol or row.text or row.value for row in rows}


def resident(**answers: Any) -> dict[str, Any]:
    """A stay of ten nights, with other answers."""
    given = {
        "centre": "oslo", "service": "service-women", "arrival": date(2018, 2, 1), "departure": date(2018, 2, 11),
        "first-stay": "yes",
    }  # fmt: skip
    return {**given, **{name.replace("__", ".").replace("_", "-"): answer for name, answer in answers.items()}}


def service(centre: str = "oslo", **answers: Any) -> dict[str, Any]:
    given = {"centre": centre, "organisation": "municipal", "staff-years": 20.0}
    return {**given, **{name.replace("_", "-"): answer for name, answer in answers.items()}}


def of(form: str, *records: Mapping[str, Any]) -> Frames:
    """Records of a form; what none has an answer to has a column without answers."""
    columns = dict.fromkeys(name for record in records for name in record)
    return {form: pd.DataFrame([*records], columns=[*columns]).convert_dtypes(dtype_backend="numpy_nullable")}


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """A delivery of all forms, as receiving gives it."""
    folder = tmp_path_factory.mktemp("delivery")
    for form in FORMS:
        write_csv(folder / f"{form}.csv", valid(form))
    return delivery.read(ROOT, folder, 2019).records


def test_each_exhibit_is_tabulated_or_said_to_rest_on_something_else() -> None:
    tabulated, elsewhere = set(reading.load(ROOT)), set(reading.elsewhere(ROOT))
    assert not tabulated & elsewhere
    assert tabulated | elsewhere == set(open_book(ROOT).definitions)


@pytest.mark.parametrize("engine", ENGINES[1:])
@pytest.mark.usefixtures("untraced")
def test_every_engine_gives_every_number_alike(delivered: dict[str, pd.DataFrame], engine: str) -> None:
    ours, theirs = Registers(ROOT, delivered, 2019), Registers(ROOT, on(engine, delivered), 2019)
    for exhibit in ours.tabulations:
        assert repr(ours.tabulate(exhibit)) == repr(theirs.tabulate(exhibit)), exhibit


@pytest.fixture(scope="module")
def printed_keys() -> dict[str, set[tuple[str, str, str, str]]]:
    """The category, group, population and measure of each number of the report's tables."""
    found: dict[str, set[tuple[str, str, str, str]]] = {}
    for row in open_book(ROOT).rows({"since": 0}):
        if row.known and row.measure != "base" and row.category != "base":
            found.setdefault(row.dataset, set()).add((row.category, row.group, row.population, row.measure))
    return found


def test_what_is_counted_has_the_keys_of_what_is_printed(
    delivered: dict[str, pd.DataFrame], printed_keys: dict[str, set[tuple[str, str, str, str]]]
) -> None:
    registers = Registers(ROOT, on("polars", delivered), 2019)
    named = ("table-04", "table-a29")  # centres by the names that the table has
    for exhibit, tabulation in registers.tabulations.items():
        if tabulation.dataset.startswith("table") and tabulation.dataset not in named:
            rows = registers.tabulate(exhibit)
            counted = {(row.category, row.group, row.population, row.measure) for row in rows}
            left = printed_keys.get(tabulation.dataset, set()) - counted
            assert {key for key in left if key[3] != "cost-per-inhabitant"} == set(), exhibit


TWO_STAYS = of("residents", resident(person=1), resident(person=1, first_stay="no"))
TWO_CENTRES = of(
    "residents", resident(person=1), resident(person=1, centre="salten", arrival=date(2018, 3, 1)), resident(person=2),
    resident(person=2, arrival=date(2018, 5, 1)), resident(),
)  # fmt: skip
RESERVED = of("residents", resident(), resident(first_stay=None, reserved="yes"))
NEW_YEAR = of(
    "residents",
    resident(arrival=date(2017, 12, 30), departure=date(2018, 1, 3)),
    resident(arrival=date(2018, 12, 30), departure=date(2019, 1, 9)),
    resident(arrival=date(2018, 12, 31), departure=None),
)
BLOCK = of(
    "residents",
    resident(reason__psychological=True, reason__physical=None),
    resident(reason__psychological=False, reason__physical=False),
    resident(reason__psychological=None, reason__physical=None),
)
BLANK = of(
    "residents",
    resident(reason__psychological=True, reason__physical=None),
    resident(reason__psychological=False, reason__physical=True),
)
PLANS = of("residents", *(resident(individual_plan=one, destination=two) for one, two in (
    ("yes", "own-home"), ("no", "destination-unknown"), ("unknown", None),
)))  # fmt: skip
SCORE = of("survey", *({"centre": "oslo", **one} for one in (
    {"driver-evaluation.user-satisfaction": "yes", "driver-evaluation.users-counted": "partly"},
    {"driver-evaluation.user-satisfaction": "yes", "driver-evaluation.users-counted": "unknown"},
)))  # fmt: skip
SIZES = of(
    "women",
    service(staff_years=5.5, forums="yes"),
    service("salten", staff_years=9.95, forums="yes"),
    service("alta", staff_years=5.0, forums="no"),
)
VESTERAALEN = {
    **of("women", service("vesteralen", organisation="iks")),
    **of("men", service("vesteralen", organisation="private")),
    **of("residents", resident(centre="vesteralen", service="service-men", help__childcare=True)),
}
MANY = of("women", *(service(child_staff="yes" if at < 43 else "no") for at in range(46)))
EIGHT = of("women", *(service(child_staff="yes" if at < 1 else "no") for at in range(8)))
RULES: list[tuple[str, Frames, str, tuple[str, str, str], dict[str, float | str]]] = [
    ("records", TWO_STAYS, "residents", (TOTAL, TOTAL, "count"), {"by-population": 1, "first": 1, "all": 2}),
    ("records", TWO_STAYS, "stays", (TOTAL, TOTAL, "count"), {"by-population": 2, "first": 1, "all": 2}),
    ("linking", TWO_CENTRES, "residents", (TOTAL, TOTAL, "count"), {"flag": 5, "centre": 4, "person": 3}),
    ("reserved", RESERVED, "residents", (TOTAL, TOTAL, "count"), {"left-out": 1, "each-stay": 2}),
    ("new_year", NEW_YEAR, "stays", (TOTAL, TOTAL, "count"), {"as-sent": 3, "arrival": 2, "departure": 1}),
    ("nights", NEW_YEAR, "nights", (TOTAL, TOTAL, "count"), {"whole": 14, "within-year": 5}),
    ("base", BLOCK, "reasons-for-stay", ("psychological", TOTAL, "percent"), {"block": 50, "asked": 33, "ticked": 100}),
    ("blank", BLANK, "reasons-for-stay", ("physical", TOTAL, "percent"), {"no": 50, "missing": 100}),
    ("unknown", PLANS, "individual-plan", ("yes", TOTAL, "percent"),
     {"where-shown": 50, "answer": 33.3, "missing": 50}),
    ("unknown", PLANS, "destination-by-year", ("own-home", TOTAL, "percent"),
     {"where-shown": 50, "answer": 50, "missing": 100}),
    ("scales", SCORE, "drivers-by-size", ("driver-evaluation", TOTAL, "mean"),
     {"left-out": 1.75, "lowest": 1.25, "highest": 1.75, "complete": 1.5}),
    ("over_five", SIZES, "forums-by-size", ("yes", "medium", "count"),
     {"medium": 2, "small": 1, "none": 1}),
    ("under_ten", SIZES, "forums-by-size", ("yes", "large", "count"),
     {"medium": 0, "large": 1, "none": 0}),
    ("organisation", VESTERAALEN, "resident-help-by-organisation", ("childcare", "private", "percent"),
     {"service": 100, "womens-service": ".", "register": "."}),
    ("rounding", MANY, "child-staff-by-size", ("yes", TOTAL, "percent"),
     {"half-up": 93, "half-even": 93, "half-up-twice": 94}),
    ("rounding", EIGHT, "child-staff-by-size", ("yes", TOTAL, "percent"),
     {"half-up": 13, "half-even": 12, "half-up-twice": 13}),
]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("rule", "frames", "exhibit", "cell", "values"), RULES, ids=[f"{one[0]}-{one[2]}" for one in RULES]
)
def test_each_rule_of_an_edition_changes_a_number(
    rule: str, frames: Frames, exhibit: str, cell: tuple[str, str, str], values: dict[str, float | str], engine: str
) -> None:
    assert tuple(values) == settings.choices()[rule], "each choice is tried"
    assert len(set(values.values())) > 1
    made, year = on(engine, frames), 2019 if "survey" in frames else 2018
    for choice, value in values.items():
        found = shown(tabulate(ROOT, made, exhibit, year, Settings(**{rule: choice})))
        assert found[cell] == value, choice


def test_every_rule_is_tried_and_its_default_is_the_reports_practice() -> None:
    assert {one[0] for one in RULES} == set(settings.choices())
    assert all(known[0] == Settings().told()[rule] for rule, known in settings.choices().items())
