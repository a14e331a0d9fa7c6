"""Tabulating: what each exhibit counts, the rules that the report leaves open, and the same numbers from each engine.

All records are invented.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from books import ROOT
from deliveries import FORMS, valid, write_csv

from kunnskapsstatus.data import selected
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.errors import BookError, DefinitionError
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers import delivery, forms
from kunnskapsstatus.registers.answers import DTYPES
from kunnskapsstatus.registers.form import TICK
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
    """Records of a form, with the types that receiving gives them."""
    frame = pd.DataFrame([*records])
    known = forms.load(ROOT)[form].columns
    kinds = {name: DTYPES[known[name].type] for name in frame if known[name].type in DTYPES}
    return {form: frame.astype(kinds)}


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


def test_an_exhibit_says_that_one_may_have_several_where_its_rows_are_ticks() -> None:
    book, known = open_book(ROOT), forms.load(ROOT)
    ticked = {
        name
        for name, tabulation in reading.load(ROOT).items()
        for part in tabulation.parts
        for form in part.forms
        if isinstance(part.rows, str)
        and part.rows in known[form].variables
        and known[form].variables[part.rows].type == TICK
    }
    several = {name for name, definition in book.definitions.items() if definition.several}
    own_questions = {"competence-plans", "immigrant-background-official", "resident-traits"}
    assert several == ticked | own_questions


@pytest.fixture(scope="module")
def registers(delivered: dict[str, pd.DataFrame]) -> dict[str, tuple[Observation, ...]]:
    """What polars counts of each exhibit."""
    made = Registers(ROOT, on("polars", delivered), 2019)
    return made.tabulate_all(made.tabulations)


@pytest.mark.parametrize("engine", [one for one in ENGINES if one != "polars"])
@pytest.mark.usefixtures("untraced")
def test_every_engine_gives_every_number_alike(
    delivered: dict[str, pd.DataFrame], registers: dict[str, tuple[Observation, ...]], engine: str
) -> None:
    made = Registers(ROOT, on(engine, delivered), 2019)
    for exhibit, rows in made.tabulate_all(registers).items():
        assert repr(rows) == repr(registers[exhibit]), exhibit


def test_an_exhibit_alone_has_the_numbers_that_it_has_among_all(
    delivered: dict[str, pd.DataFrame], registers: dict[str, tuple[Observation, ...]]
) -> None:
    alone = Registers(ROOT, delivered, 2019)
    for exhibit in ("resident-help-by-size", "men-residents", "satisfaction-by-size", "centres-overview"):
        assert repr(alone.tabulate(exhibit)) == repr(registers[exhibit]), exhibit


def test_what_is_counted_has_the_keys_of_what_is_printed(registers: dict[str, tuple[Observation, ...]]) -> None:
    printed: dict[str, set[tuple[str, str, str, str]]] = {}
    for row in open_book(ROOT).rows({"since": 0}):
        if row.known and row.measure not in ("base", "cost-per-inhabitant") and row.category != "base":
            printed.setdefault(row.dataset, set()).add((row.category, row.group, row.population, row.measure))
    named = ("table-04", "table-a29")  # centres by the names that the table has
    for exhibit, rows in registers.items():
        if rows[0].dataset.startswith("table") and rows[0].dataset not in named:
            counted = {(row.category, row.group, row.population, row.measure) for row in rows}
            assert printed[rows[0].dataset] - counted == set(), exhibit


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


@pytest.mark.parametrize("engine", [one for one in ENGINES if one != "polars"])
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


def counted(frames: Frames, exhibit: str, year: int = 2018, root: Path = ROOT) -> Found:
    return shown(tabulate(root, on("polars", frames), exhibit, year))


def test_a_share_of_nobody_and_a_mean_of_nothing_are_not_possible_and_a_count_of_nobody_is_zero() -> None:
    frames = {**of("women", service(forums="no")), **of("residents", resident(sex="women", help__childcare=None))}
    shares = counted(frames, "resident-help-by-size")
    assert shares["childcare", "large", "percent"] == shares["childcare", "small", "percent"] == "."
    forums = counted(frames, "forums-by-size")
    assert (forums["yes", "large", "count"], forums["no", "large", "count"], forums["no", "small", "count"]) == (
        0,
        1,
        0,
    )
    lengths = counted(frames, "stay-length")
    assert (lengths[TOTAL, "women", "mean"], lengths[TOTAL, "men", "mean"]) == (10, ".")


def test_a_form_without_records_gives_zeros_and_no_shares() -> None:
    frames = {"residents": pd.DataFrame([resident(reason__threats=True, sex="men")]).iloc[:0]}
    assert counted(frames, "residents")[TOTAL, TOTAL, "count"] == 0
    assert counted(frames, "reasons-for-stay")["threats", TOTAL, "percent"] == "."


def test_one_answer_has_a_mean_and_no_standard_deviation() -> None:
    frames = of("survey", {"centre": "oslo", "satisfaction.item-municipalities": "somewhat-agree"})
    found = counted({**frames, **of("women", service())}, "satisfaction-by-size", 2019)
    assert (found[TOTAL, "large", "mean"], found[TOTAL, "large", "standard-deviation"]) == (4, ".")


def test_a_centre_with_one_stay_stands_beside_one_with_none() -> None:
    frames = {
        **of("women", service(full="once"), service("salten", full="no")), **of("men", service(full="several")),
        **of("residents", resident()),
        **of("day-users", {"centre": "oslo", "service": "service-men", "visit": date(2018, 1, 2)}),
    }  # fmt: skip
    found = counted(frames, "centres-overview")
    assert [found["oslo", TOTAL, one] for one in ("full-women", "full-men", "nights", "stays", "visits")] == [
        "once", "several", 10, 1, 1,
    ]  # fmt: skip
    assert [found["salten", TOTAL, one] for one in ("full-women", "full-men", "nights", "stays", "visits")] == [
        "no", ".", 0, 0, 0,
    ]  # fmt: skip
    assert found[TOTAL, TOTAL, "stays"] == 1


def test_what_was_not_asked_that_year_or_has_not_come_is_missing_and_not_zero() -> None:
    reasons = of("residents", resident(reason__psychological=True, reason__economic=True))
    assert counted(reasons, "reasons-for-stay", 2018)["economic", TOTAL, "percent"] == 100
    assert counted(reasons, "reasons-for-stay", 2016)["economic", TOTAL, "percent"] == ".."
    assert counted(reasons, "prior-contact")["police", TOTAL, "percent"] == ".."
    assert counted(reasons, "men-residents")[TOTAL, TOTAL, "count"] == ".."
    assert counted(reasons, "resident-disabilities")["sight", TOTAL, "count"] == ".."
    unknown = counted(of("residents", resident(help__childcare=True)), "resident-help-by-size")
    assert (unknown["childcare", "large", "percent"], unknown["childcare", TOTAL, "percent"]) == ("..", 100)


def test_a_series_is_broken_where_the_registration_was_changed() -> None:
    frames = of("residents", resident())
    assert {row.series for year in (2020, 2021) for row in tabulate(ROOT, frames, "stays", year)} == {
        "until-2020", "from-2021",
    }  # fmt: skip


def test_residents_who_opted_out_are_told_of_from_2021_on() -> None:
    told = Settings(reserved="each-stay")
    assert [
        shown(tabulate(ROOT, RESERVED, "residents", year, told))[TOTAL, TOTAL, "count"] for year in (2020, 2021)
    ] == [2, 1]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real forms and codebook, two exhibits, and a tabulation of one."""
    root = tmp_path_factory.mktemp("small")
    for folder in ("codebook", "forms", "reference", "registers"):
        shutil.copytree(ROOT / "data" / folder, root / "data" / folder)
    for folder in ("exhibits", "tabulations"):
        (root / "data" / folder).mkdir()
    exhibit = 'title = "Tittel"\nsource = "Kilde"\npopulation = "stays"\nmeasure = "percent"\n'
    (root / "data" / "exhibits" / "users.toml").write_text(f"[nights]\n{exhibit}[stays]\n{exhibit}", "utf-8")
    return root


def tabulated(root: Path, **files: str) -> Path:
    """The same folder with other tabulations."""
    for path in (root / reading.FOLDER).iterdir():
        path.unlink()
    for name, text in files.items():
        (root / reading.FOLDER / f"{name}.toml").write_text(text, "utf-8")
    return root


def test_a_new_form_of_organisation_is_a_line_of_the_codebook(small: Path, tmp_path: Path) -> None:
    frames = {**of("women", service(organisation="regional")), **of("residents", resident(help__childcare=True))}
    help_given = '[stays]\nform = "residents"\nrows = "help"\ncolumns = ["organisation"]\n'
    with pytest.raises(BookError, match="'regional' is no form of organisation"):
        counted(frames, "stays", root=tabulated(small, residents=help_given))
    root = Path(shutil.copytree(small, tmp_path / "with-it"))
    with (root / "data" / "codebook" / "organisation.csv").open("a", encoding="utf-8") as file:
        file.write("regional,Regionalt selskap,Regional company,\n")
    found = counted(frames, "stays", root=root)
    assert found["childcare", "regional", "percent"] == found["childcare", TOTAL, "percent"] == 100


def test_free_text_and_keys_are_not_counted_nor_read() -> None:
    frames = of("residents", resident(person=7, reason_text="KANARIFUGL", help_text=True))
    registers = Registers(ROOT, frames, 2018)
    assert not registers.frames["residents"].columns & {"reason_text", "help_text"}


def test_a_long_count_shows_no_progress_in_what_the_command_says() -> None:
    database = Registers(ROOT, of("residents", resident()), 2018).frames["residents"].database
    assert database.execute("SELECT current_setting('enable_progress_bar')").fetchone() == (False,)


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ('rows = "reason"', "tabulations/residents.toml:1: [nights] the field 'form' is missing"),
        ('form = "resident"', "residents.toml:2: [nights] 'resident' is not a form; did you mean 'residents'?"),
        ('form = "residents"\nrows = "reasons"', "residents.toml:3: [nights] 'reasons' is no variable of residents"),
        ('form = "residents"\nrows = "reason-text"', "residents.toml:3: [nights] 'reason-text' is never counted"),
        ('form = "residents"\nrows = "person"', "residents.toml:3: [nights] 'person' is never counted"),
        ('form = "residents"\nrows = "age"', "residents.toml:3: [nights] 'age' has no categories"),
        ('form = "residents"\ncolumns = ["reason"]', "residents.toml:3: [nights] 'reason' has no codes"),
        ('form = "residents"\nof = "sex"', "residents.toml:3: [nights] 'sex' is no number"),
        ('form = "residents"\nmeasure = "mean"', "residents.toml:3: [nights] mean is of numbers"),
        ('form = "residents"\nmeasure = "menn"', "residents.toml:3: [nights] 'menn' is not a statistic; did you"),
        ('form = "residents"\nwhere = {sex = ["man"]}', "residents.toml:3: [nights] 'man' is not an answer of sex"),
        ('form = "residents"\nwhere = {sex = {over = 3}}', "residents.toml:3: [nights] sex: bounds are of numbers"),
        ('form = "residents"\nbase = "disabled"', "residents.toml:3: [nights] 'disabled' is no variable of residents"),
        ('form = "residents"\ntotal = "yes"', "residents.toml:3: [nights] total: 'yes' is not true or false"),
        ('form = "residents"\ndecimals = 9', "residents.toml:3: [nights] 9 is no number of decimals"),
        ('form = "residents"\nrow = "sex"', "residents.toml:3: [nights] the field 'row' is not known; did you"),
        ('form = "residents"\nparts = 3', "residents.toml:3: [nights] parts is no list of tables"),
    ],
    ids=[
        "no-form", "form", "rows", "text", "key", "categories", "columns", "number", "mean", "statistic", "answer",
        "bounds", "base", "switch", "decimals", "field", "parts",
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_tabulation_is_told_with_its_line(small: Path, section: str, told: str) -> None:
    with pytest.raises(BookError) as error:
        reading.load(tabulated(small, residents=f"[nights]\n{section}\n"))
    assert told in str(error.value)


def test_an_exhibit_that_is_none_or_is_tabulated_twice_is_told_of(small: Path) -> None:
    form = 'form = "residents"\n'
    with pytest.raises(BookError, match=r"children.toml:1: \[nigths\] there is no exhibit 'nigths'; did you"):
        reading.load(tabulated(small, children=f"[nigths]\n{form}"))
    with pytest.raises(BookError, match=r"residents.toml:1: \[stays\] stands in .*children.toml too"):
        reading.load(tabulated(small, children=f"[stays]\n{form}", residents=f"[stays]\n{form}"))


def test_why_an_exhibit_rests_on_no_register_is_told_of_exhibits_that_there_are(small: Path) -> None:
    text = '[official]\nwhy = "of the authorities"\nexhibits = ["stays"]\n'
    assert reading.elsewhere(tabulated(small, elsewhere=text)) == {"stays": "of the authorities"}
    with pytest.raises(BookError, match=r"elsewhere.toml:3: \[official\] there is no exhibit 'stay'; did"):
        reading.elsewhere(tabulated(small, elsewhere=text.replace("stays", "stay")))
    with pytest.raises(BookError, match=r"elsewhere.toml:1: \[official\] this is no reason"):
        reading.elsewhere(tabulated(small, elsewhere='[official]\nexhibits = ["stays"]\n'))


def test_who_was_asked_has_the_answer_that_leads_to_the_question() -> None:
    ticked = {"when-full.extra-bed": True}
    records = (service(full="once") | ticked, service("salten", full="several"), service("alta", full="no"))
    frames = {**of("women", *records), "men": of("women", *records)["women"]}
    bases = {
        rule: {row.base for row in tabulate(ROOT, frames, "when-full", 2018, Settings(base=rule)) if row.base}
        for rule in ("block", "asked")
    }
    assert bases == {"block": {1}, "asked": {2}}


def test_what_cannot_be_counted_is_said_in_words() -> None:
    frames = of("residents", resident())
    for exhibit, told in (
        ("drawers", "'drawers' is not tabulated"),
        ("number-of-centres", "'number-of-centres' is not tabulated"),
        ("children", "children is counted from children, of which 2018 has no records"),
    ):
        with pytest.raises(BookError, match=told):
            tabulate(ROOT, frames, exhibit, 2018)
    with pytest.raises(BookError, match="the records have no person"):
        tabulate(ROOT, frames, "residents", 2018, Settings(linking="person"))
    with pytest.raises(BookError, match="the records have no first-stay or first-visit"):
        tabulate(ROOT, {"residents": frames["residents"].drop(columns="first-stay")}, "residents", 2018)
    with pytest.raises(BookError, match="the records have no centre, and are counted by size"):
        tabulate(ROOT, {"women": pd.DataFrame({"forums": ["yes"], "staff-years": [3.0]})}, "forums-by-size", 2018)
    with pytest.raises(BookError, match="linking = 'flagg' is no such rule; did you mean 'flag'"):
        settings.of({"linking": "flagg"})
    with pytest.raises(BookError, match="there is no rule 'link'; did you mean 'linking'"):
        settings.of({"link": "flag"})


def test_a_file_of_parquet_stays_where_it_is_and_gives_the_same(tmp_path: Path) -> None:
    BLOCK["residents"].to_parquet(tmp_path / "residents.parquet")
    kept = tabulate(ROOT, {"residents": tmp_path / "residents.parquet"}, "reasons-for-stay", 2018)
    assert repr(kept) == repr(tabulate(ROOT, BLOCK, "reasons-for-stay", 2018))


def test_an_exhibit_may_wait_for_what_registers_give(tmp_path: Path) -> None:
    waiting = replace(
        open_book(ROOT).definitions["reasons-for-stay"], printed="", missing="Ikke telt ennå.",
        select=({"dataset": "registers-firearms", "population": "stays"},),
    )  # fmt: skip
    selected.check(tmp_path, {waiting.id: waiting}, [])
    other: dict[str, Any]
    for other in ({"missing": ""}, {"select": ({"dataset": "firearms"},)}):
        with pytest.raises(DefinitionError, match="there is no dataset"):
            selected.check(tmp_path, {waiting.id: replace(waiting, **other)}, [])


def test_a_table_by_size_of_services_whose_size_nobody_knows_is_missing() -> None:
    women = of("women", *(service(staff_years=None), service("salten", staff_years=None)))
    found = counted({**women, "men": women["women"]}, "centres-by-organisation-and-size", 2022)
    assert found["small", TOTAL, "count"] == found["small", "municipal", "count"] == ".."
    assert found[TOTAL, "municipal", "count"] == 2
