"""The list of centres: what is computed for each, where each lies, and that all of the report's names for it are the
same centre."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from kunnskapsstatus.chapter.door import Door
from kunnskapsstatus.data import places
from kunnskapsstatus.data import store as observations
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.derived import centres

ROOT = Path(__file__).parents[2]
MEASURES = ("municipality", "region", "organisation", "longest-travel", "nights-per-stay", "visits-per-stay")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return observations.load(ROOT)


@pytest.fixture(scope="module")
def rows(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["dataset"] == "derived-centres"]


def one(rows: pd.DataFrame, centre: str, measure: str) -> "pd.Series[object]":
    (row,) = [row for _, row in rows[(rows["category"] == centre) & (rows["measure"] == measure)].iterrows()]
    return row


@pytest.mark.parametrize("measure", MEASURES)
def test_each_of_the_46_centres_has_one_row_for_each_measure(
    frame: pd.DataFrame, rows: pd.DataFrame, measure: str
) -> None:
    printed = set(frame.loc[frame["dataset"] == "table-a28", "category"]) - {"total"}
    found = rows.loc[(rows["measure"] == measure) & (rows["category"] != "total"), "category"]
    assert len(printed) == 46 and len(found) == 46 and set(found) == printed


def test_a_ratio_is_rounded_once_half_up_to_one_decimal(rows: pd.DataFrame) -> None:
    assert one(rows, "molde", "nights-per-stay")["value"] == 39.5  # 1816 / 46 = 39.478
    assert one(rows, "haugesund", "visits-per-stay")["value"] == 5.4  # 217 / 40 = 5.425
    assert set(rows.loc[rows["measure"].isin(["nights-per-stay", "visits-per-stay"]), "decimals"]) == {1}


def test_a_ratio_is_missing_where_a_part_of_it_is(rows: pd.DataFrame) -> None:
    for measure in ("nights-per-stay", "visits-per-stay"):
        gone = rows[(rows["measure"] == measure) & rows["value"].isna()]
        assert set(gone["category"]) == {"samisk", "fjell", "sor-helgeland"} and set(gone["symbol"]) == {".."}


def test_the_total_is_of_the_centres_that_have_both_numbers(rows: pd.DataFrame) -> None:
    assert one(rows, "total", "nights-per-stay")["value"] == 28.0  # (69396 - 68 - 81) / 2475 = 27.979


def test_each_row_says_what_it_is_from(rows: pd.DataFrame) -> None:
    row = one(rows, "molde", "nights-per-stay")
    assert (
        row["source"] == "regnet av vedleggstabell 28"
        and row["file"] == "data/printed/table-a28.csv"
        and row["line"] == 3
    )
    assert all((ROOT / name).is_file() for name in set(rows["file"])) and (rows["source"] != "").all()


def test_a_municipality_that_the_report_does_not_give_is_called_likely(rows: pd.DataFrame) -> None:
    likely = rows[(rows["measure"] == "municipality") & rows["text"].str.startswith("trolig ")]
    assert set(likely["category"]) == {
        "midt-troms",
        "samisk",
        "follo",
        "sogn-og-fjordane",
        "romerike",
        "asker-og-baerum",
    }
    assert (likely["reservation"] != "").all()


def test_both_forms_are_shown_where_a_centre_gave_two(rows: pd.DataFrame) -> None:
    assert one(rows, "vesteralen", "organisation")["text"] == "Frivillig eller privat virksomhet og annet"


def test_form_and_region_are_those_of_the_codebook(rows: pd.DataFrame) -> None:
    book = Codebook(ROOT)
    with (ROOT / "data" / "reference" / "centres.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert one(rows, row["key"], "region")["text"] == book.label(("region",), row["region"])
            assert str(one(rows, row["key"], "organisation")["text"]).lower() == " og ".join(
                book.label(("organisation",), key).lower() for key in row["organisation"].split("|")
            )


def test_without_the_list_of_centres_nothing_is_derived() -> None:
    assert centres.derive(Book(ROOT).rows({"dataset": "table-03"}), Codebook(ROOT)) == []


def test_every_municipality_has_a_place_and_every_place_is_of_one(rows: pd.DataFrame) -> None:
    names = {text.removeprefix("trolig ") for text in rows.loc[rows["measure"] == "municipality", "text"]}
    assert names == set(places.municipalities(ROOT))


def test_the_list_has_all_centres_with_all_columns() -> None:
    shown = Door(ROOT).exhibit("centres", 2018, show=False)
    assert shown["alta", "cost-per-inhabitant"].value == 134 and shown["alta", "longest-travel"].value == 120
    assert shown.frame["category"].nunique() == 47 and len(shown.view.measures) == 10
