"""Ticks that stand in one cell are read as if each had its column; what is no item is told of, and not guessed at."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from deliveries import FORMS, checked, found, valid, write_csv

HELP = [column for column in FORMS["children"].columns if column.startswith("help.")]
RECORDS = valid("children", 4)
REST = RECORDS.drop(columns=HELP)


def records_of(folder: Path, cells: list[str], name: str = "help") -> pd.DataFrame:
    write_csv(folder / "children.csv", REST.assign(**{name: cells}))
    return checked(folder).delivery.records["children"]


def test_keys_and_labels_in_one_cell_are_ticks(tmp_path: Path) -> None:
    variable = FORMS["children"].variables["help"]
    first, second, *others = variable.parts
    label = variable.parts[second].label_nb
    records = records_of(tmp_path, [f"{first};{second}", f"{label} | {first}\n", f"{second}, {first}", ""])
    assert [records[f"help.{key}"].tolist() for key in (first, second)] == [[True, True, True, pd.NA]] * 2
    assert not records.loc[:2, [f"help.{key}" for key in others]].any(axis=None)
    write_csv(tmp_path / "children.csv", RECORDS)
    apart = checked(tmp_path).delivery.records["children"]
    assert apart.dtypes[HELP].tolist() == records.dtypes[HELP].tolist()


def test_the_senders_name_and_codes_are_those_of_the_mapping(tmp_path: Path) -> None:
    codes = '"1" = "welcome"\n"2" = "no-child-help"\n"9" = ""\n'
    (tmp_path / "mapping.toml").write_text(f'[children.variables]\nBIST = "help"\n[children.codes.help]\n{codes}')
    records = records_of(tmp_path, ["1", "1;2", "9", "1;9"], "BIST")
    assert records["help.welcome"].tolist() == [True, True, False, True]
    assert found(checked(tmp_path))["none-with-others"] == [(records.loc[1, "centre"], "help.no-child-help", (3,))]


@pytest.mark.parametrize("cell", ["welcome;Hansen", "Hansen", "welcome;1"], ids=["one-of-two", "alone", "number"])
def test_what_is_no_item_is_told_of_without_its_words(tmp_path: Path, cell: str) -> None:
    records = records_of(tmp_path, ["welcome", cell, "welcome", "welcome"])
    assert records["help.welcome"].isna().tolist() == [False, True, False, False]
    result = checked(tmp_path)
    assert found(result)["unknown-code"] == [(records.loc[1, "centre"], "help", (3,))]
    [told] = [one for one in result.found if one.rule.id == "unknown-code"]
    assert told.rule.message_nb(told.finding, result.delivery).startswith(
        "Bistand som barnet fikk har en kode som ikke"
    )


def test_an_item_of_another_year_is_told_of(tmp_path: Path) -> None:
    from kunnskapsstatus.registers.cells import Cells
    from kunnskapsstatus.registers.several import Several

    whole = FORMS["children"].variables["help"]
    of_year = type(whole)(
        **{**whole.__dict__, "parts": {key: one for key, one in whole.parts.items() if key != "welcome"}}
    )
    ticks, [fault] = Several(of_year, whole).read(Cells(["welcome", ""], np.array([0, 1])))
    assert (fault.rule, fault.records) == ("answer-of-another-year", (0,)) and "help.welcome" not in ticks


def test_a_variable_that_comes_in_both_ways_is_read_once(tmp_path: Path) -> None:
    write_csv(tmp_path / "children.csv", RECORDS.assign(help="welcome"))
    assert found(checked(tmp_path))["variable-unknown"] == [("", "help", ())]
