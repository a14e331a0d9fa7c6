"""Deliveries spoilt at random, in the ways that programs and people spoil files: refused with a report, or truly valid;
never a traceback, and never an answer that is told."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from deliveries import checked, valid, write_csv, write_sav
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kunnskapsstatus.data.rules.rule import STOPS
from kunnskapsstatus.registers import page, report

pytestmark = pytest.mark.usefixtures("untraced")
CANARY = "Kanarifuglen"
NUMBER = 12
CHILDREN = valid("children", NUMBER)
STAYS = {"p": st.integers(0, NUMBER - 1), "column": st.sampled_from(list(CHILDREN.columns))}
VALUES = st.sampled_from(
    ["", " ", "0", "1", "-1", "1,5", "1.5", "1e9", "inf", "nan", "NULL", "2019-02-30", "31.02.2019", "0001-01-01",
     "9999-12-31", "1900-01-01", "9" * 30, "=1+1", '"', "æøå", "\u200b", "\x00", f"{CANARY};x", CANARY, f"{CANARY}\n2",
     "Ja", "yes", "oslo", "ingen"]
)  # fmt: skip
EDITS = st.lists(st.tuples(STAYS["p"], STAYS["column"], VALUES), min_size=1, max_size=4)
SHAPES = st.sampled_from(
    ["as it is", "a column less", "a column more", "twice", "no record", "columns round", "headless"]
)


def shaped(records: pd.DataFrame, shape: str) -> pd.DataFrame:
    if shape == "a column less":
        return records.iloc[:, 1:]
    if shape == "a column more":
        return records.assign(Ekstra=CANARY)
    if shape == "twice":
        return pd.concat([records, records])
    if shape == "no record":
        return records.iloc[:0]
    if shape == "columns round":
        return records.set_axis(list(records.columns[::-1]), axis=1)
    return records.iloc[1:].set_axis(list(records.iloc[0]), axis=1) if shape == "headless" else records


def told_of(folder: Path) -> None:
    """The control of a delivery comes to an end, says something of what it does not accept, and tells no answer."""
    result = checked(folder)
    parts = (*report.screen(result), *report.signing(result), page.page(result), json.dumps(report.as_json(result)))
    assert result.accepted == (not result.to_sign and not any(one.severity == STOPS for one in result.found))
    for file in result.delivery.files:
        assert not file.records.astype(str).apply(lambda column: column.str.contains(CANARY)).any().any()
    assert CANARY not in "\n".join(parts)


@settings(max_examples=15)
@given(edits=EDITS, shape=SHAPES, separator=st.sampled_from(";,\t"), encoding=st.sampled_from(["utf-8", "utf-8-sig"]))
@example(edits=[(0, "arrival", "0001-01-01")], shape="as it is", separator=";", encoding="utf-8")
@example(edits=[(0, "departure", "9999-12-31")], shape="as it is", separator=",", encoding="utf-8")
@example(edits=[(0, "age", "9" * 30)], shape="as it is", separator=",", encoding="utf-8")
def test_cells_and_columns_that_are_spoilt(
    edits: list[tuple[int, str, str]], shape: str, separator: str, encoding: str
) -> None:
    records = CHILDREN.copy()
    for row, column, value in edits:
        records.loc[row, column] = value
    with TemporaryDirectory() as folder:
        write_csv(Path(folder) / "children.csv", shaped(records, shape), separator, encoding)
        told_of(Path(folder))


def as_bytes(kind: str) -> bytes:
    """A valid file of a kind."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"children.{kind}"
        if kind == "sav":
            write_sav(path, CHILDREN)
        elif kind == "parquet":
            CHILDREN.to_parquet(path)
        else:
            write_csv(path, CHILDREN)
        return path.read_bytes()


WHOLE = {kind: as_bytes(kind) for kind in ("csv", "sav", "parquet")}


@settings(max_examples=50)
@given(
    kind=st.sampled_from(sorted(WHOLE)),
    places=st.lists(st.floats(0, 1, exclude_max=True), max_size=3),
    byte=st.integers(0, 255),
    end=st.floats(0, 1),
)
def test_bytes_that_are_flipped_and_files_that_are_cut_off(
    kind: str, places: list[float], byte: int, end: float
) -> None:
    data = bytearray(WHOLE[kind])
    for place in places:
        data[int(place * len(data))] = byte
    with TemporaryDirectory() as folder:
        (Path(folder) / f"children.{kind}").write_bytes(data[: int(end * len(data))] if end < 0.5 else data)
        told_of(Path(folder))
