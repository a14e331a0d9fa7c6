"""The store: one Parquet file that says what it holds, is made anew when a file changes, and is never trusted when it
is broken."""

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from books import EXHIBITS, OFFICIAL, MakeBook

from kunnskapsstatus.chapter.door import Door
from kunnskapsstatus.data import store as observations
from kunnskapsstatus.data.observation import FIELDS
from kunnskapsstatus.errors import DataError, DefinitionError, LookupFailed


def value(root: Path, line: int = 2, column: str = "2018") -> float:
    """One value of table 3, as the observations have it."""
    frame = observations.load(root)
    return float(
        frame[(frame["dataset"] == "table-03") & (frame["line"] == line) & (frame["column"] == column)]["value"].iloc[0]
    )


def test_the_store_describes_its_columns_units_and_provenance(small_book: MakeBook) -> None:
    root = small_book()
    observations.load(root)
    schema = pq.read_schema(root / observations.STORE)
    assert schema.names == list(FIELDS)
    assert all(schema.field(name).metadata[b"description"] for name in schema.names)
    notes = json.loads(schema.metadata[b"kunnskapsstatus:provenance"])
    assert notes["fingerprint"] == observations.fingerprint(root)
    assert "data/printed" in notes["source"]
    assert notes["units"] == {"percent": ["prosent"], "base": [""]}


def test_the_store_holds_what_was_read(small_book: MakeBook) -> None:
    root = small_book()
    pd.testing.assert_frame_equal(observations.load(root), observations.read(root), check_dtype=False)


def test_a_second_reading_comes_from_the_store(small_book: MakeBook) -> None:
    root = small_book()
    observations.load(root)
    frame = observations.read(root)
    frame.loc[0, "value"] = 12.0
    observations.store(frame, root / observations.STORE, observations.fingerprint(root))
    assert value(root, column="2014") == 12


def test_a_store_of_other_columns_is_made_anew(small_book: MakeBook) -> None:
    root = small_book()
    observations.load(root)
    pq.write_table(pq.read_table(root / observations.STORE).drop_columns(["reservation"]), root / observations.STORE)
    assert tuple(observations.load(root).columns) == FIELDS
    assert tuple(pq.read_schema(root / observations.STORE).names) == FIELDS


def test_a_changed_table_is_read_anew(small_book: MakeBook) -> None:
    root = small_book()
    assert value(root) == 86
    path = root / "data" / "printed" / "table-03.csv"
    path.write_text(path.read_text("utf-8").replace("84,86", "84,87"), "utf-8")
    assert value(root) == 87
    mark = pq.read_schema(root / observations.STORE).metadata[b"kunnskapsstatus:fingerprint"]
    assert mark.decode() == observations.fingerprint(root)


@pytest.mark.parametrize(
    "path", ["stated/prose.csv", "printed/table-12.csv", "codebook/reason.csv", "exhibits/users.toml"]
)
def test_every_input_counts(small_book: MakeBook, path: str) -> None:
    root = small_book()
    before = observations.fingerprint(root)
    with (root / "data" / path).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert observations.fingerprint(root) != before


def test_a_new_official_file_counts(small_book: MakeBook) -> None:
    root = small_book()
    observations.load(root)
    (root / "data" / "official" / "residents.csv").write_text(
        OFFICIAL + "2021,residents,,women,count,1700,,from-2021,,direct,Bufdir\n", "utf-8"
    )
    frame = observations.load(root)
    row = frame[frame["dataset"] == "official-residents"].iloc[0]
    assert (row["year"], row["group"], row["value"], row["series"], row["access"]) == (
        2021,
        "women",
        1700,
        "from-2021",
        "direct",
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: b"not parquet",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-20] + b"\0" * 20,
    ],
)
def test_a_broken_store_is_made_anew(small_book: MakeBook, spoil: object) -> None:
    root = small_book()
    observations.load(root)
    path = root / observations.STORE
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    assert value(root) == 86
    assert pq.read_table(path).num_rows == len(observations.load(root))
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_spoilt_data_leave_the_last_good_store(small_book: MakeBook) -> None:
    root = small_book()
    observations.load(root)
    before = (root / observations.STORE).read_bytes()
    table = root / "data" / "printed" / "table-03.csv"
    table.write_text(table.read_text("utf-8").replace("84,86", "84,8X"), "utf-8")
    with pytest.raises(DataError):
        observations.load(root)
    assert (root / observations.STORE).read_bytes() == before


def test_a_dash_is_what_the_definition_says(small_book: MakeBook) -> None:
    zero = EXHIBITS.replace('dash = ".."\n', "")
    for exhibits, symbol, known in ((EXHIBITS, "..", False), (zero, "-", True)):
        frame = observations.read(small_book(exhibits=exhibits))
        row = frame[(frame["category"] == "economic") & (frame["year"] == 2014)].iloc[0]
        assert (row["symbol"], pd.notna(row["value"])) == (symbol, known)


def test_percentages_carry_the_number_of_answers(small_book: MakeBook) -> None:
    frame = observations.read(small_book())
    staff = frame[(frame["dataset"] == "table-12") & (frame["measure"] == "percent") & (frame["category"] == "yes")]
    assert dict(zip(staff["group"], staff["base"], strict=True)) == {
        "small": 14,
        "medium": 17,
        "large": 15,
        "total": 46,
    }


def test_a_selection_adds_rows_of_other_datasets(small_book: MakeBook) -> None:
    figure = '\n[nights]\nprinted = "figure-03"\ntitle = "Døgn"\nsource = "Bufdir"\n'
    figure += 'select = [{dataset = "figure-03"}, {dataset = "official-nights", measure = "count"}]\n'
    official = (
        OFFICIAL + "2021,nights,,women,count,900,,,,direct,Bufdir\n2021,nights,,women,median,30,,,,direct,Bufdir\n"
    )
    prose = "women-nights,Døgn,800,,count,2018,nights,,women,4.1,figure-03,\nother,Annet,7,,count,2018,centres,,,1,,\n"
    root = small_book(exhibits=EXHIBITS + figure, official={"nights": official}, prose=prose)
    nights = Door(root).exhibit("nights", 2021, show=False)
    assert [(row["year"], row["value"]) for _, row in nights.frame.iterrows()] == [(2018, 800), (2021, 900)]
    assert (nights["women", 2018], nights["women"]) == (800, 900)


STAYS = """
[stays]
title = "Opphold"
population = "stays"
measure = "count"
form = "lines"
source = "Bufdir"
select = [{dataset = "official-stays", population = "stays", measure = "count", since = 2020}]
"""
COUNTED = (
    OFFICIAL + "2020,stays,,,count,900,,until-2020,,direct,Bufdir\n2021,stays,,,count,910,,from-2021,,direct,Bufdir\n"
)
"""What is counted in two ways: one until 2020, one from 2021 on."""
BROKEN = COUNTED + "2024,stays,,,count,920,,from-2024,,direct,Bufdir\n"
"""The same when the way of counting is a third one from 2024 on."""
LISTED = STAYS.replace("since = 2020", 'series = ["until-2020", "from-2021"]')


def test_a_new_break_needs_no_code_and_joins_its_exhibit(small_book: MakeBook) -> None:
    root = small_book(exhibits=EXHIBITS + STAYS, official={"stays": BROKEN})
    stays = Door(root).exhibit("stays", 2024, show=False)
    assert (stays.years, stays["total"]) == ((2020, 2021, 2024), 920)
    with pytest.raises(LookupFailed, match="different sides of a break"):
        _ = stays[2024] > stays[2021]


@pytest.mark.parametrize(
    ("exhibits", "row", "told"),
    [
        (LISTED, "2024,stays,,,count,920,,from-2024,,direct,Bufdir", "series 'from-2024'"),
        (
            STAYS.replace("since = 2020", 'qualifier = ""'),
            "2024,stays,,,count,900,omkring,from-2021,,direct,Bufdir",
            "qualifier 'omkring'",
        ),
        (
            STAYS.replace("since = 2020", "year = [2020, 2021]"),
            "2024,stays,,,count,920,,from-2021,,direct,Bufdir",
            "year 2024",
        ),
    ],
    ids=["series", "hedge", "years"],
)
def test_a_newer_year_that_a_selection_leaves_out_is_told(
    small_book: MakeBook, exhibits: str, row: str, told: str
) -> None:
    root = small_book(exhibits=EXHIBITS + exhibits, official={"stays": f"{COUNTED}{row}\n"})
    with pytest.raises(DefinitionError) as error:
        observations.read(root)
    found = str(error.value)
    assert "users.toml:29: [stays] select: data/official/stays.csv:4 is of 2024" in found
    assert f"leaves it out for its {told}" in found
    assert "say in missing why 2024 is not there" in found


def test_a_newer_year_may_be_left_out_with_the_reason(small_book: MakeBook) -> None:
    why = 'missing = "Tallet for 2024 er talt på en annen måte, og er ikke med."\nselect ='
    root = small_book(exhibits=EXHIBITS + LISTED.replace("select =", why), official={"stays": BROKEN})
    assert Door(root).exhibit("stays", 2024, show=False).years == (2020, 2021)


def test_what_is_out_of_a_list_and_not_newer_is_left_out_in_silence(small_book: MakeBook) -> None:
    older = BROKEN.replace("2024,", "2007,").replace("from-2024", "ssb-2007")
    root = small_book(exhibits=EXHIBITS + LISTED, official={"stays": older})
    assert Door(root).exhibit("stays", 2021, show=False).years == (2020, 2021)


def test_a_note_that_tells_of_a_break_tells_of_a_new_one_too(small_book: MakeBook) -> None:
    note = 'note = "Brudd i serien mellom 2020 og 2021."\nselect ='
    exhibits = EXHIBITS + STAYS.replace("select =", note)
    assert not observations.read(small_book(exhibits=exhibits, official={"stays": COUNTED})).empty
    with pytest.raises(DefinitionError, match=r"\[stays\] note: data/official/stays.csv:4 begins a break in 2024"):
        observations.read(small_book(exhibits=exhibits, official={"stays": BROKEN}))
    told = exhibits.replace("og 2021.", "og 2021. Brudd i serien mellom 2023 og 2024.")
    assert not observations.read(small_book(exhibits=told, official={"stays": BROKEN})).empty


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('moss,2020,clozed,,"x"', "column 'event': 'clozed' is none; did you mean 'closed'?"),
        ('nosuch,2020,opened,,"y"', "column 'centre': 'nosuch' is no centre"),
        ("moss,20,closed,,x", "column 'year': '20' is not a year"),
    ],
    ids=["event", "centre", "year"],
)
def test_what_became_of_the_centres_is_checked_with_the_data(small_book: MakeBook, row: str, told: str) -> None:
    root = small_book()
    (root / "data" / "registers").mkdir()
    (root / "data" / "registers" / "centres.csv").write_text(f"centre,year,event,with,source\n{row}\n", "utf-8")
    with pytest.raises(DataError) as error:
        observations.read(root)
    assert f"registers/centres.csv:2: {told}" in str(error.value)
