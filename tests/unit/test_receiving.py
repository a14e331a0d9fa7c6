"""Receiving registers: each fault, planted in a delivery that has none, is told of by its rule at its row and centre;
and nothing that anybody has answered is told."""

import io
import json
import os
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from books import ROOT
from deliveries import FORMS, KEYS, YEAR, checked, found, valid, write_csv, write_sav

from kunnskapsstatus import cli
from kunnskapsstatus.data.rules.rule import SEVERITIES
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.registers import control, identities, page, report, tables, told
from kunnskapsstatus.registers.rules import RULES

Spoil = Callable[[pd.DataFrame], pd.DataFrame]
CANARY, NUMBER = "KANARIFUGL", 73105628
NAME = "Xzo"


def cell(column: str, value: str, row: int = 3) -> Spoil:
    """The same records with another value in one place."""

    def spoil(records: pd.DataFrame) -> pd.DataFrame:
        records.loc[row, column] = value
        return records

    return spoil


def cells(row: int = 3, **values: str) -> Spoil:
    def spoil(records: pd.DataFrame) -> pd.DataFrame:
        for column, value in values.items():
            records.loc[row, column.replace("__", ".").replace("_", "-")] = value
        return records

    return spoil


def twice(**values: str) -> Spoil:
    """The fourth record stands twice, the second time with other values."""

    def spoil(records: pd.DataFrame) -> pd.DataFrame:
        again = records.iloc[[3]].assign(**{name.replace("_", "-"): value for name, value in values.items()})
        return pd.concat([records, again], ignore_index=True)

    return spoil


HERE, ROW = KEYS[3], 5
LAST = len(KEYS) + 2
PLANTED: dict[str, tuple[str, Spoil, list[tuple[str, str, tuple[int, ...]]]]] = {
    "required-variable-missing": ("children", lambda r: r.drop(columns="service"), [("", "service", ())]),
    "variable-missing": ("children", lambda r: r.drop(columns="destination"), [("", "", ())]),
    "variable-unknown": ("children", lambda r: r.assign(Ekstra="1"), [("", "Ekstra", ())]),
    "no-variable-known": ("children", lambda r: r.set_axis(range(1, 44), axis=1), [("", "", ())]),
    "wrong-type": ("residents", cell("arrival", "05/03/2019"), [(HERE, "arrival", (ROW,))]),
    "unknown-code": ("residents", cell("sex", "womn"), [(HERE, "sex", (ROW,))]),
    "answer-of-another-year": ("residents", cell("sex", "other-gender"), [(HERE, "sex", (ROW,))]),
    "missing-answer": ("residents", cell("service", ""), [(HERE, "service", (ROW,))]),
    "out-of-bounds": ("children", cell("age", "40"), [(HERE, "age", (ROW,))]),
    "none-with-others": (
        "children", cells(help__no_child_help="1", help__welcome="1"), [(HERE, "help.no-child-help", (ROW,))],
    ),
    "answered-without-its-question": (
        "women", cells(own_website="no", website_adapted="yes"), [(HERE, "website-adapted", (ROW,))],
    ),
    "opted-out-with-answers": ("residents", cell("reserved", "yes"), [(HERE, "", (ROW,))]),
    "answered-by-nobody": ("residents", lambda r: r.assign(duration=""), [("", "duration", ())]),
    "stay-ends-before-it-begins": ("children", cells(departure="2019-01-10", nights=""), [(HERE, "departure", (ROW,))]),
    "nights-do-not-fit": ("residents", cell("nights", "7"), [(HERE, "nights", (ROW,))]),
    "long-stay": ("residents", cells(arrival="2017-12-01", nights=""), [(HERE, "departure", (ROW,))]),
    "younger-than-an-adult": ("residents", cell("age", "17"), [(HERE, "age", (ROW,))]),
    "year-does-not-fit": ("day-users", cell("visit", "2018-12-30"), [(HERE, "visit", (ROW,))]),
    "stay-over-new-year": ("residents", cells(departure="", nights=""), [(HERE, "departure", (ROW,))]),
    "two-of-one": ("survey", twice(), [(HERE, "centre", (ROW, LAST))]),
    "same-record-twice": ("residents", twice(age="44"), [(HERE, "person", (ROW, LAST))]),
    "identical-records": ("day-users", twice(), [(HERE, "", (ROW, LAST))]),
    "overlapping-stays": (
        "residents", twice(arrival="2019-01-13", nights="2", first_stay="no"), [(HERE, "arrival", (LAST,))],
    ),
    "transfer": (
        "residents",
        twice(centre="Oslo krisesenter", arrival="2019-01-15", departure="2019-01-19", first_stay="no"),
        [("oslo", "arrival", (LAST,))],
    ),
    "two-first-stays": (
        "children", twice(arrival="2019-03-01", departure="2019-03-05"), [(HERE, "first-stay", (ROW, LAST))],
    ),
    "tells-who-somebody-is": (
        "residents", cells(reason_text="se 311299 48022"), [(HERE, "reason-text", (ROW,))],
    ),
    "key-with-a-meaning": ("residents", cell("person", "+47 412 34 567"), [(HERE, "person", (ROW,))]),
    "age-of-nobody": ("residents", cell("age", "99"), [(HERE, "age", (ROW,))]),
    "ages-of-nobody": ("residents", lambda r: r.assign(age="85"), [("", "age", ())]),
    "part-of-the-year-missing": (
        "day-users", lambda r: pd.concat([r.assign(visit=f"{YEAR}-{month:02}-05") for month in range(1, 7)]),
        [("", "visit", ())],
    ),
    "same-for-many": ("residents", lambda r: r.assign(age="44"), [("", "age", ())]),
    "sex-against-service": (
        "day-users", lambda r: r.assign(sex=r["sex"].map({"men": "women", "women": "men"})), [("", "sex", ())],
    ),
    "persons-never-new": (
        "residents", lambda r: r.assign(**{"first-stay": ["no", "yes"] * (len(r) // 2)}), [("", "first-stay", ())],
    ),
    "often-unanswered": (
        "children", lambda r: pd.concat([r.assign(destination="", visit=""), r]), [("", "destination", ())],
    ),
    "person-unlike-itself": (
        "residents", twice(age="61", arrival="2019-05-01", departure="2019-05-05", first_stay="no"),
        [(HERE, "person", (ROW, LAST))],
    ),
    "ticked-and-never-not": (
        "children", lambda r: r.assign(**{one: "1" if one == TICKED[1] else "" for one in TICKED}), [("", "help", ())],
    ),
    "costs-of-another-unit": (
        "kostra", lambda r: r.assign(**{"cost-per-inhabitant": "0,4"}), [("", "cost-per-inhabitant", ())],
    ),
    "nobody-is-new": ("day-users", lambda r: r.assign(**{"first-visit": "no"}), [("", "first-visit", ())]),
    "centre-twice": (
        "day-users", lambda r: pd.concat([r, r.assign(person=[f"q{at}" for at in range(len(r))])], ignore_index=True),
        [("", "", ())],
    ),
    "unknown-centre": ("day-users", cell("centre", "Oslo kriseenter"), [("", "centre", (ROW,))]),
    "centre-spelled-in-several-ways": ("residents", twice(
        centre=KEYS[3], person="q", arrival="2019-05-01", departure="2019-05-05"), [(HERE, "", ())]),
    "nothing-from-a-centre": ("residents", lambda r: r.drop(index=3), [(HERE, "", ())]),
}  # fmt: skip
"""Each fault with the form that it is planted in, and what is told of: centre, variable, rows."""
TICKED = ("help.no-child-help", "help.welcome")
"""Ticks that a fault needs: the others are left out, which takes half the time."""
IN_FILES = {
    "empty-file", "truncated-file", "mixed-encodings", "unreadable-file", "variable-twice", "file-of-no-form",
    "form-not-sent", "centre-not-there", "many-times-as-many", "unknown-municipality",
    "unlike-the-year-before", "unlike-its-own-number", "children-against-residents", "ticks-turned-round",
    "name-of-another-year", "label-against-the-mapping", "called-as-another",
}  # fmt: skip
"""Rules that have a test of their own."""


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_fault_is_told_of_by_its_rule_at_its_row(
    tmp_path: Path, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It alone is asked: none asks another, and all are asked of each delivery of the other tests."""
    monkeypatch.setattr(control, "RULES", [one for one in RULES if one.id == rule])
    form, spoil, places = PLANTED[rule]
    records = spoil(valid(form))
    kept = [column for column in records if "." not in str(column) or column in TICKED]
    write_csv(tmp_path / f"{form}.csv", records[kept])
    told_of = found(checked(tmp_path))
    assert told_of.get(rule) == places, told_of


def test_each_rule_has_its_fault() -> None:
    assert {rule.id for rule in RULES} == PLANTED.keys() | IN_FILES


def test_the_rules_of_the_docs_are_those_of_the_code() -> None:
    assert (ROOT / "docs" / "receiving.md").read_text("utf-8").splitlines() == list(told.rules())
    assert all(
        rule.words.startswith("Given ") and ", when " in rule.words and ", then " in rule.words for rule in RULES
    )
    assert {rule.severity for rule in RULES} == set(SEVERITIES)


def test_a_delivery_without_a_fault_is_accepted_whatever_it_is_written_with(tmp_path: Path) -> None:
    write_sav(tmp_path / "residents_2019.sav", valid("residents"))
    write_csv(tmp_path / "children.csv", valid("children"), encoding="cp1252")
    valid("day-users").to_parquet(tmp_path / "day_users.parquet")
    write_csv(tmp_path / "women.csv", valid("women"), ",", "utf-8-sig")
    write_csv(tmp_path / "men.csv", valid("men"), "\t")
    write_sav(tmp_path / "survey.sav", valid("survey"))
    write_csv(tmp_path / "kostra.csv", valid("kostra"))
    result = checked(tmp_path)
    assert (result.found, result.to_sign, result.accepted) == ([], [], True)
    records = result.delivery.records
    assert {name: len(frame) for name, frame in records.items()} == dict.fromkeys(FORMS, len(KEYS))
    assert records["residents"].loc[3, ["centre", "arrival", "age", "sex"]].tolist() == [
        HERE, date(2019, 1, 11), 23, "men",
    ]  # fmt: skip
    assert records["residents"]["reason.psychological"].sum() == len(KEYS) / 2
    told_of = "\n".join(report.screen(result))
    assert "children.csv: children, 46 records, 43 variables" in told_of
    assert "Accepted" in told_of


# --- files that cannot be read ----------------------------------------------------------------------------------------


def damaged(tmp_path: Path, name: str, data: bytes) -> dict[str, str]:
    """The rules that find something in a file, with their messages."""
    (tmp_path / name).write_bytes(data)
    result = checked(tmp_path)
    return {one.rule.id: one.rule.message(one.finding) for one in result.found if one.rule.id != "form-not-sent"}


def headed() -> bytes:
    """A file of Parquet with names of variables, and no record."""
    file = io.BytesIO()
    valid("children").iloc[:0].to_parquet(file)
    return file.getvalue()


CUBE = b"""{"version": "2.0", "class": "dataset", "id": ["municipality"], "size": [1],
"dimension": {"municipality": {"category": {"index": ["1101"]}}}, "value": [%s"""
TEXT = valid("children", 4).to_csv(sep=";", index=False, lineterminator="\n")


@pytest.mark.parametrize(
    ("rule", "name", "data"),
    [
        ("empty-file", "children.csv", b""),
        ("empty-file", "children.csv", b"\n\n"),
        ("empty-file", "children.csv", TEXT.partition("\n")[0].encode()),
        ("empty-file", "children.csv", b";;\n;;\n"),
        ("truncated-file", "children.csv", TEXT.encode()[:-60]),
        ("truncated-file", "children.sav", b"$FL2@(#) SPSS DATA FILE" + bytes(200)),
        ("truncated-file", "children.parquet", b"PAR1 and no more"),
        ("truncated-file", "kostra.json", b'{"version": "2.0", "cla'),
        ("mixed-encodings", "children.csv", TEXT.replace("Asker og B", "Æsker", 1).encode("cp1252") + "Å;ø".encode()),
        ("mixed-encodings", "children.csv", TEXT.encode().decode("cp1252").encode()),
        ("unreadable-file", "children.csv", TEXT.encode("utf-16")),
        ("unreadable-file", "children.csv", TEXT.encode("utf-32")),
        ("unreadable-file", "children.csv", TEXT.encode("utf-16-le")),
        ("unreadable-file", "children.csv", b"PK\x03\x04rest"),
        ("mixed-encodings", "children.csv", b"\xef\xbb\xbf" + TEXT.replace("p1", "på").encode("cp1252")),
        ("empty-file", "children.parquet", headed()),
        ("unreadable-file", "children.csv", TEXT.replace("\n", ";1\n", 2).replace(";1\n", "\n", 1).encode()),
        ("unreadable-file", "children.csv", TEXT.replace("p1", '"p1', 1).encode()),
        ("unreadable-file", "kostra.json", b'{"version": "1.0"}'),
        ("unreadable-file", "kostra.json", b'{"version": "2.0", "class": "dataset", "class": "dataset"}'),
        ("unreadable-file", "kostra.json", b'{"version": "2.0", "value": [NaN]}'),
        ("unreadable-file", "kostra.json", b'{"version": "2.0", "id": ["half \\ud800"]}'),
        ("unreadable-file", "kostra.json", CUBE % b"1" + b"0" * 400 + b"]}"),
        ("unreadable-file", "kostra.json", CUBE % b"1e999" + b"]}"),
        ("unreadable-file", "children.csv", b"Krisesentre 2019\n\n" + TEXT.encode()),
        ("variable-twice", "children.csv", TEXT.replace("service", "centre", 1).encode()),
        ("file-of-no-form", "barn.csv", TEXT.encode()),
        ("file-of-no-form", "children.xlsx", b"PK"),
    ],
    ids=[
        "nothing", "blank", "header-alone", "no-cell", "cut-csv", "cut-sav", "cut-parquet", "cut-json", "two-encodings",
        "encoded-twice", "utf-16", "utf-32", "utf-16-unmarked", "workbook", "marked", "header-alone-parquet",
        "ragged", "quote", "old-json-stat", "one-name-twice",
        "no-number", "half-a-letter", "endless-digits", "endless", "title", "name-twice", "no-form", "no-kind",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_of(tmp_path: Path, rule: str, name: str, data: bytes) -> None:
    assert list(damaged(tmp_path, name, data)) == [rule]


@pytest.mark.parametrize("name", ["signatures.csv", "mapping.toml"])
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path, name: str) -> None:
    write_csv(tmp_path / "children.csv", valid("children", 2))
    os.mkfifo(tmp_path / name)
    with pytest.raises(BookError, match="a pipe or a device"):
        checked(tmp_path)


def test_a_real_file_of_spss_that_is_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = write_sav(tmp_path / "children.sav", valid("children")).read_bytes()
    for part in (0.1, 0.4, 0.7, 0.9, 0.99):
        told_of = damaged(tmp_path, "children.sav", whole[: int(len(whole) * part)])
        assert list(told_of) == ["truncated-file"], part


@pytest.mark.parametrize(
    ("name", "says"),
    [("2019/children.csv", "this is a folder"), ("children.zip", "files of this kind"), ("barn.csv", "nothing says")],
)
def test_what_is_of_no_form_is_told_why(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(TEXT, "utf-8")
    [told_of] = [one for one in checked(tmp_path).found if one.rule.id == "file-of-no-form"]
    assert told_of.rule.message(told_of.finding).startswith(says)


def test_labels_of_spss_say_more_than_the_codes(tmp_path: Path) -> None:
    records = valid("children", 4)[["centre", "service", "person", "arrival"]]
    codes = {"first_stay": [1.0, 2.0, 1.0, 2.0], "sex": [5.0, 6.0, 5.0, 6.0], "help.welcome": [0.0, 1.0, 2.0, 3.0]}
    labels = {
        "first_stay": {1.0: "Nei", 2.0: "Ja"},
        "sex": {5.0: "Menn", 6.0: "Kvinner"},
        "help.welcome": {0.0: "Ja", 1.0: "Nei", 2.0: "Ikke valgt", 3.0: "Valgt"},
    }
    pyreadstat.write_sav(records.assign(**codes), str(tmp_path / "children.zsav"), variable_value_labels=labels)
    result = checked(tmp_path)
    assert not {"unknown-code", "wrong-type"} & found(result).keys()
    read = result.delivery.records["children"]
    assert read["first-stay"].tolist() == ["no", "yes"] * 2
    assert read["sex"].tolist() == ["men", "women"] * 2
    assert read["help.welcome"].tolist() == [True, False, False, True]


def test_a_file_of_spss_that_says_something_else_than_the_mapping_must_be_signed(tmp_path: Path) -> None:
    records = valid("children", 4)[["centre", "service", "arrival"]].assign(
        earlier_stay=[1.0, 2.0] * 2, **{"help.welcome": [1.0, 0.0] * 2}, hus=[1.0, 2.0, 2.0, 2.0],
        nights=[4.0, 4.0, 4.0, 5.0], age=[4.0, 5.0, 6.0, 7.0],
    )  # fmt: skip
    labels = {
        "earlier_stay": {1.0: "Nei", 2.0: "Ja"}, "help.welcome": {1.0: "Nei", 0.0: "Ja"}, "hus": {1.0: "Fremmed"},
    }  # fmt: skip
    called = {"nights": "Alder i år", "age": "Alder i år", "earlier_stay": "Har bodd her"}
    path = str(tmp_path / "children.sav")
    pyreadstat.write_sav(records.drop(columns="centre"), path, variable_value_labels=labels, column_labels=called)
    mapping = """[children.variables]
hus = "centre"
[children.codes]
earlier-stay = { 1 = "yes", 2 = "unknown" }
help = { 1 = "yes", 0 = "no" }
centre = { 1 = "oslo", 2 = "salten" }
"""
    (tmp_path / "mapping.toml").write_text(mapping, "utf-8")
    told_of = found(checked(tmp_path))
    contrary = [(variable, rows) for _, variable, rows in told_of["label-against-the-mapping"]]
    assert sorted(contrary) == [
        ("earlier-stay", (1,)), ("earlier-stay", (2, 3, 4)), ("help.welcome", (1,)), ("help.welcome", (2, 3, 4)),
    ]  # fmt: skip
    assert told_of["called-as-another"] == [("", "nights", ())], "age is called by its own name"


@pytest.mark.parametrize(
    ("cell_", "tells"),
    [
        ("01018512345", True), ("1819090013", True), ("1012000001", False), ("01.01.85 12345", True),
        (13097248022.0, True), ("410185-12345", True),
        ("kari@example.no", True), ("12345678901", False), ("9999999999", False), ("0047 91234567", False),
        ("2019010112345", False), ("363.01018512345", False), (363.01018512345, False), ("nr.01018512345", True),
        (True, False), (date(2019, 1, 1), False), ("@", False),
    ],
    ids=str,
)  # fmt: skip
def test_what_tells_who_somebody_is_is_known_by_its_form(cell_: object, tells: bool) -> None:
    assert identities.tells_who(cell_) is tells


@pytest.mark.parametrize(
    ("key", "means"), [("91234567", True), ("Nordmann, Kari", True), ("20190001", False), ("p 17", False), ("", False)]
)
def test_a_key_that_reads_as_a_name_or_a_telephone_number_is_known(key: str, means: bool) -> None:
    assert identities.means_something(key) is means


@pytest.mark.parametrize(
    ("key", "told"),
    [("{d:02}{m:02}{y:02}", 60), ("KN {d:02}.{m:02}.19{y}", 60), ("19{y}-{m:02}-{d:02}", 60), ("p{n}", 0),
     ("2019{n:04}", 0), ("{n:06}", 0), ("{lot:06}", 0)],
    ids=["born", "initials", "year-first", "plain", "year-and-number", "number", "by-lot"],
)  # fmt: skip
def test_keys_that_have_a_day_of_birth_in_them_must_be_signed(tmp_path: Path, key: str, told: int) -> None:
    lot = random.Random(2)
    persons = [
        key.format(d=n % 28 + 1, m=n % 12 + 1, y=40 + n, n=n, lot=lot.randrange(10**6)) for n in range(60)
    ]  # fmt: skip
    residents = valid("residents", 60).assign(person=persons)[["centre", "service", "arrival", "person"]]
    write_csv(tmp_path / "residents.csv", residents)
    findings = found(checked(tmp_path)).get("key-with-a-meaning", [])
    assert sum(len(rows) for _, _, rows in findings) == told


def test_an_identity_number_in_a_name_or_in_what_is_left_behind_is_not_told(tmp_path: Path) -> None:
    number = "13097248022"
    records = valid("children", 4)[["centre", "service", "arrival"]].assign(**{"fnr": number, number: "1"})
    write_csv(tmp_path / f"children {number}.csv", records)
    text, _ = reports(tmp_path)
    assert number not in text
    rows = {(variable, rows) for _, variable, rows in found(checked(tmp_path))["tells-who-somebody-is"]}
    assert rows == {(identities.HIDDEN, ()), *(("fnr", (row,)) for row in range(2, 6))}
    write_csv(tmp_path / "day-users.csv", valid("day-users", 3).assign(**{"Kari Nordmann": number})[["Kari Nordmann"]])
    text, _ = reports(tmp_path)
    assert number not in text and "Nordmann" not in text


@pytest.mark.parametrize(
    ("keys", "told"), [("drawn by lot", 0), ("drawn by lot, one of another kind", 0), ("born", 60)]
)
def test_keys_of_eleven_digits_that_are_drawn_by_lot_tell_nobody(tmp_path: Path, keys: str, told: int) -> None:
    lot = random.Random(1)
    drawn = [f"{lot.randrange(10**11):011}" for _ in range(60)]
    assert any(map(identities.tells_who, drawn))
    if keys == "born":
        drawn = [f"{lot.randrange(1, 29):02}{lot.randrange(1, 13):02}{key[4:]}" for key in drawn]
    elif keys.endswith("kind"):
        drawn[7] = "p-17"
    residents = valid("residents", 60).assign(person=drawn)
    write_csv(tmp_path / "residents.csv", residents[["centre", "service", "arrival", "person"]])
    findings = found(checked(tmp_path)).get("tells-who-somebody-is", [])
    assert sum(len(rows) for _, _, rows in findings) == told


def test_the_address_of_a_service_is_nobodys(tmp_path: Path) -> None:
    address = "post@senter.example"
    write_csv(tmp_path / "women.csv", cell("forums-text", address)(valid("women")))
    assert "tells-who-somebody-is" not in found(checked(tmp_path))
    write_csv(tmp_path / "women.csv", cell("forums-text", f"{address}, 13097248022")(valid("women")))
    assert found(checked(tmp_path))["tells-who-somebody-is"] == [(HERE, "forums-text", (ROW,))]


def test_a_day_that_never_comes_is_no_end_of_a_stay(tmp_path: Path) -> None:
    few = valid("residents", 5)[["centre", "service", "arrival", "departure"]]
    write_csv(tmp_path / "residents.csv", cell("departure", "9999-12-31")(few))
    assert found(checked(tmp_path))["year-does-not-fit"] == [(HERE, "departure", (ROW,))]
    write_csv(tmp_path / "residents.csv", few.assign(departure=""))
    assert ("", "departure", ()) in found(checked(tmp_path))["answered-by-nobody"]


def test_names_are_known_by_other_hyphens_and_with_signs_that_nobody_sees(tmp_path: Path) -> None:
    records = valid("children")
    records["centre"] = [f"{name}\u200b".replace("-", "\u2013").replace(" ", "\u00a0") for name in records["centre"]]
    write_csv(tmp_path / "children.csv", records.rename(columns={"first-stay": "First\u2011stay  "}))
    assert found(checked(tmp_path)) == {}


@pytest.mark.parametrize(
    ("typed", "read"), [("4,0", 4), ("4,00", 4), ("1 234", None), ("1,000", None), ("1.234", None), ("4,5", None)]
)
def test_a_whole_number_may_have_a_decimal_that_is_none(tmp_path: Path, typed: str, read: int | None) -> None:
    few = valid("children", 5)[["centre", "service", "arrival", "nights"]]
    write_csv(tmp_path / "children.csv", cell("nights", typed)(few))
    result = checked(tmp_path)
    assert ("wrong-type" in found(result)) == (read is None)
    assert result.delivery.records["children"]["nights"].fillna(0)[3] == (read or 0)


def test_a_file_that_is_read_a_part_at_a_time_has_the_same_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = valid("children")[["centre", "service", "person", "arrival", "age", "sex", "help.welcome"]]
    write_csv(tmp_path / "children.csv", records, encoding="cp1252")
    write_sav(tmp_path / "children.sav", records)
    records.astype({"sex": "category"}).to_parquet(tmp_path / "children.parquet")
    whole = checked(tmp_path)
    for name in ("TOGETHER", "BLOCK", "AT_ONCE"):
        monkeypatch.setattr(tables, name, 100 if name == "AT_ONCE" else 7)
    parts = checked(tmp_path)
    pd.testing.assert_frame_equal(whole.delivery.records["children"], parts.delivery.records["children"])
    assert whole.delivery.records["children"]["centre"].tolist() == 3 * list(KEYS)
    assert found(parts) == found(whole)
    (tmp_path / "children.csv").write_bytes(TEXT.replace("p2", '"p2').encode())
    assert "unreadable-file" in found(checked(tmp_path))


def test_a_day_that_no_calendar_has_is_told_of(tmp_path: Path) -> None:
    days = pa.array([2**40], pa.timestamp("s"))
    pq.write_table(pa.table({"centre": ["oslo"], "arrival": days}), tmp_path / "children.parquet")
    [told_of] = [one for one in checked(tmp_path).found if one.rule.id == "unreadable-file"]
    assert "column 2" in told_of.rule.message(told_of.finding)


def test_a_centre_that_was_closed_and_one_with_ten_times_as_many_are_told_of(tmp_path: Path) -> None:
    records = valid("day-users").assign(visit="2021-05-05")
    write_csv(tmp_path / "day-users.csv", records)
    result = checked(tmp_path, {("day-users", ""): 460.0, ("day-users", "oslo"): 9.0}, 2021)
    told_of = found(result)
    assert [centre for centre, *_ in told_of["centre-not-there"]] == ["samisk"]
    assert told_of["many-times-as-many"] == [("", "", ())]
    told_of = found(checked(tmp_path, {("day-users", ""): 93.0, ("day-users", "oslo"): 20.0}, 2021))
    assert told_of["unlike-the-year-before"] == [("", "", ())], "46 of 93; 1 of 20 is fewer than a tenth"
    assert [centre for centre, *_ in told_of["many-times-as-many"]] == ["oslo"]
    assert "unlike-the-year-before" not in found(checked(tmp_path, {("day-users", ""): 92.0}, 2021))


def test_forms_are_held_to_what_the_service_says_itself_and_to_each_other(tmp_path: Path) -> None:
    services = valid("women").assign(residents=["12", "40", "10", *["1"] * (len(KEYS) - 3)])
    many = [valid("residents").iloc[[0, 1, 2]].assign(person=f"q{at}", service="service-women") for at in range(11)]
    residents = pd.concat(many).assign(children=["with-children", "without-children", "with-children"] * 11)
    children = pd.concat([valid("children").iloc[[1, 2]].assign(person=f"b{at}") for at in range(5)])
    residents.loc[:, residents.columns.str.startswith("reason.")] = "1"
    for name, records in {"women": services, "residents": residents, "children": children}.items():
        write_csv(tmp_path / f"{name}.csv", records)
    told_of = found(checked(tmp_path))
    assert told_of["unlike-its-own-number"] == [(KEYS[1], "residents", ())], "11 records are near 12 and 10, not 40"
    assert told_of["ticks-turned-round"] == [("", "reason", ())]
    assert sorted(told_of["children-against-residents"]) == [(KEYS[0], "", ()), (KEYS[1], "", ())]


@pytest.mark.parametrize(("column", "answer"), [("destination", "own-home"), ("first-stay", "yes")])
def test_one_answer_of_all_must_be_signed_where_records_would_differ(tmp_path: Path, column: str, answer: str) -> None:
    residents = valid("residents", 90)[["centre", "service", "arrival", "person", "first-stay", "destination"]]
    residents.loc[0, "person"] = ""
    others = ["yes", "no"] if column != "first-stay" else ["yes"]
    residents["first-stay"] = [others[at % len(others)] for at in range(90)]
    write_csv(tmp_path / "residents.csv", residents.assign(**{column: answer}))
    assert found(checked(tmp_path))["same-for-many"] == [("", column, ())]


def test_a_municipality_of_another_division_is_told_of_where_the_years_is_known(tmp_path: Path) -> None:
    records = valid("kostra", 3).assign(year="2024", municipality=["0301", "0219", "3201"])
    write_csv(tmp_path / "kostra.csv", records)
    assert found(checked(tmp_path, year=2024))["unknown-municipality"] == [("", "municipality", (3,))]
    write_csv(tmp_path / "kostra.csv", records.assign(year="2019"))
    assert found(checked(tmp_path))["unknown-municipality"] == [("", "municipality", (4,))], "Viken, of 2020"
    write_csv(tmp_path / "kostra.csv", records.assign(year="2021", municipality=["0301", "3001", "5401"]))
    assert "unknown-municipality" not in found(checked(tmp_path, year=2021))


@pytest.mark.parametrize(
    ("name", "told_of"),
    [("women-2018.csv", [("", "", ())]), ("women-2018-2019.csv", None), ("women_20180115.csv", None)],
    ids=["other", "both", "a-day"],
)
def test_a_file_that_is_called_after_another_year_is_told_of(
    tmp_path: Path, name: str, told_of: list[tuple[str, str, tuple[int, ...]]] | None
) -> None:
    write_csv(tmp_path / name, valid("women", 2)[["centre", "organisation", "staff-years"]])
    assert found(checked(tmp_path)).get("name-of-another-year") == told_of


# --- names of the sender, signatures, reports -------------------------------------------------------------------------

MAPPING = """\
[children]
files = ["C_*.csv"]
ignore = ["ID"]
[children.variables]
KJONN = "sex"
BIST1 = "help.welcome"
[children.codes.sex]
"1" = "women"
"2" = "men"
"9" = ""
[children.codes.help]
"8" = "no"
"""


def test_a_mapping_takes_the_senders_names_and_codes_to_ours(tmp_path: Path) -> None:
    records = valid("children").rename(columns={"sex": "KJONN", "help.welcome": "bist1"}).assign(id="x")
    records["KJONN"] = ["1", "2", "9", *["1"] * (len(KEYS) - 3)]
    records.loc[0, "bist1"] = "8"
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    write_csv(tmp_path / "C_2019.csv", records)
    result = checked(tmp_path)
    assert found(result) == {}
    assert result.delivery.records["children"]["sex"].fillna("").tolist()[:4] == ["women", "men", "", "women"]
    assert not result.delivery.records["children"]["help.welcome"][0]


@pytest.mark.parametrize(
    ("old", "new", "line", "told_of"),
    [
        ('"sex"', '"sax"', 5, "'sax' is no variable of children; did you mean 'sex'"),
        ('"women"', '"woman"', 8, "sex: 'woman' is no code of ours; did you mean 'women'"),
        ("[children.codes.sex]", "[children.codes.sexx]", 7, "codes: 'sexx' is no variable of children that has codes"),
        ('"help.welcome"', '"sex"', 6, "sex is what 'KJONN' is too"),
        ("ignore", "ignored", 3, "the field 'ignored' is not known; did you mean 'ignore'?"),
        ("[children]", "[child]", 1, "there is no form 'child'; did you mean 'children'?"),
    ],
    ids=["variable", "code", "codes", "twice", "field", "form"],
)
def test_what_is_wrong_with_a_mapping_is_told_with_what_is_closest(
    tmp_path: Path, old: str, new: str, line: int, told_of: str
) -> None:
    write_csv(tmp_path / "children.csv", valid("children", 2))
    (tmp_path / "mapping.toml").write_text(MAPPING.replace(old, new, 1), "utf-8")
    with pytest.raises(BookError) as error:
        checked(tmp_path)
    assert f"mapping.toml:{line}: " in str(error.value) and told_of in str(error.value)


def test_a_mapping_is_for_all_years_and_what_was_not_asked_is_left_aside(tmp_path: Path) -> None:
    mapping = MAPPING + '"7" = "yes"\n[survey]\nfiles = ["S*.csv"]\n[residents.codes.sex]\nX = "other-gender"\n'
    (tmp_path / "mapping.toml").write_text(mapping.replace('"help.welcome"', '"help.leisure-own"'), "utf-8")
    write_csv(tmp_path / "C_2017.csv", valid("children").rename(columns={"help.leisure-own": "BIST1"}))
    write_csv(tmp_path / "residents.csv", cell("sex", "x")(valid("residents")))
    told_of = found(checked(tmp_path, year=2017))
    assert ("", "BIST1", ()) in told_of["variable-unknown"]
    assert (HERE, "sex", (ROW,)) in told_of["answer-of-another-year"]


def test_a_signature_holds_until_the_file_is_another_and_nobody_signs_what_stops(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "children.csv", cell("nights", "7")(valid("children")))
    unsigned = checked(tmp_path)
    assert [line.partition(",")[0] for line in unsigned.to_sign] == [*["form-not-sent"] * 6, "nights-do-not-fit"]
    lines = ["rule,file,row,value,who,date,why"]
    lines += [line.replace("WHO", "fagansvarlig").replace("WHY", "Telt av senteret") for line in unsigned.to_sign]
    signed = tmp_path / "signatures.csv"
    signed.write_text("\n".join(lines) + "\n", "utf-8")
    result = checked(tmp_path)
    assert result.accepted and not result.to_sign
    assert "(signed by fagansvarlig" in "\n".join(report.screen(result))
    assert "Signert av fagansvarlig" in page.page(result)
    path.write_bytes(path.read_bytes().replace(b"p7", b"q7"))
    assert not checked(tmp_path).accepted
    signed.write_text(f"{lines[0]}\nout-of-bounds,children.csv,all,1,meg,2026-01-02,Fordi\n", "utf-8")
    with pytest.raises(BookError, match="out-of-bounds cannot be signed"):
        checked(tmp_path)


def reports(folder: Path) -> tuple[str, dict[str, object]]:
    """All that is told of a delivery, and it as JSON."""
    result = checked(folder)
    as_json = report.as_json(result)
    parts = (
        *report.screen(result),
        *report.signing(result),
        page.page(result),
        json.dumps(as_json, ensure_ascii=False),
    )
    return "\n".join(parts), as_json


@pytest.mark.parametrize("name", FORMS)
def test_no_answer_is_told_of_in_any_report(tmp_path: Path, name: str) -> None:
    """Each variable has a canary: a text where it does not belong, a number that is too large, in free text one that is
    right, and a name behind an answer, which is still near a code."""
    records = valid(name)
    for at, column in enumerate(records.columns):
        records.loc[at % 40, column] = f"{CANARY} {at}"
        records.loc[(at + 1) % 40, column] = f"{NUMBER}{at:02}"
        records.loc[(at + 2) % 40, column] = "73 105 628,5"
        records.loc[(at + 3) % 40, column] = f"{records.loc[(at + 3) % 40, column]} {NAME}"
    write_csv(tmp_path / f"{name}.csv", records)
    text, as_json = reports(tmp_path)
    assert CANARY.casefold() not in text.casefold() and "73105628" not in text and "73 105 628" not in text
    assert NAME.casefold() not in text.casefold()
    assert as_json["accepted"] is False


def test_no_answer_is_told_of_where_the_header_should_stand(tmp_path: Path) -> None:
    records = valid("day-users").assign(sex=CANARY, centre=f"{CANARY}2")
    records = records.loc[:, records.iloc[0].ne("") & ~records.iloc[0].duplicated()]
    write_csv(tmp_path / "day-users.csv", records.iloc[1:].set_axis(list(records.iloc[0]), axis=1))
    text, _ = reports(tmp_path)
    assert "no-variable-known" in text and CANARY not in text


def test_numbers_are_read_as_the_language_of_the_file_writes_them(tmp_path: Path) -> None:
    for separator, typed, value in ((";", "7,5", 7.5), (",", "7.5", 7.5), (";", "7.5", None), (",", "7,5", None)):
        records = valid("women", 5)[["centre", "organisation", "staff-years"]]
        write_csv(tmp_path / "women.csv", cell("staff-years", typed)(records), separator)
        result = checked(tmp_path)
        assert ("wrong-type" in found(result)) == (value is None)
        assert result.delivery.records["women"]["staff-years"].fillna(0)[3] == (value or 0)


def test_codes_of_spss_are_known_by_their_labels_and_blank_rows_keep_the_numbers(tmp_path: Path) -> None:
    records = valid("children", 4)[["centre", "service", "person", "arrival", "age"]].assign(sex=[1.0, 2.0, 2.0, 3.0])
    labels = {"sex": {1.0: "Kvinner", 2.0: "MENN", 3.0: "Ukjent"}}
    pyreadstat.write_sav(records, str(tmp_path / "children.sav"), variable_value_labels=labels)
    result = checked(tmp_path)
    assert result.delivery.records["children"]["sex"].fillna("").tolist() == ["women", "men", "men", ""]
    assert found(result)["unknown-code"] == [(HERE, "sex", (4,))]
    (tmp_path / "children.sav").unlink()
    head, first, *rest = cell("age", "40")(valid("children", 5)).to_csv(sep=";", index=False).splitlines()
    (tmp_path / "children.csv").write_text("\n".join([head, first, "", ";;", *rest]), "utf-8")
    assert found(checked(tmp_path))["out-of-bounds"] == [(HERE, "age", (ROW + 2,))]


def test_free_text_is_left_behind_when_a_file_is_read(tmp_path: Path) -> None:
    write_csv(tmp_path / "residents.csv", cells(reason_text=CANARY, person=CANARY)(valid("residents")))
    records = checked(tmp_path).delivery.records["residents"]
    assert records["reason-text"].sum() == 1
    assert not records.astype(str).apply(lambda column: column.str.contains(CANARY)).any().any()


def test_the_command_writes_the_reports_and_says_what_stops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "book"
    (root / "data").mkdir(parents=True)
    for part in (ROOT / "data").iterdir():
        (root / "data" / part.name).symlink_to(part)
    (root / "_build").mkdir()
    (root / "_build" / "data").symlink_to(ROOT / "_build" / "data")  # the observations, where they have been read
    monkeypatch.setattr("kunnskapsstatus.paths.root", lambda: root)
    (tmp_path / "in").mkdir()
    write_csv(tmp_path / "in" / "children.csv", cell("age", "40")(valid("children")))
    assert cli.main(["receive", str(tmp_path / "in"), "--year", str(YEAR)]) == 1
    told_of = capsys.readouterr().out
    assert f"out-of-bounds (stops): 1\n  children.csv {HERE}: age is not from 0 to 17; row 5" in told_of
    assert "children: 46 records, and 1958 the year before" in told_of
    out = root / "_build" / "registers" / "2019"
    assert json.loads((out / "control.json").read_text("utf-8"))["rules"]["out-of-bounds"]["severity"] == "stops"
    written = (out / "control.html").read_text("utf-8")
    assert "Alder i år er ikke mellom 0 og 17." in written and '<section id="sentre">' in written
    assert cli.main(["receive", str(tmp_path / "nowhere"), "--year", str(YEAR)]) == 1
    assert "there is no such folder" in capsys.readouterr().err
    assert cli.main(["rules", "--registers"]) == 0
