"""The list of what there is: nothing is gone or changed without a word, and somebody can say that it is meant."""

import json
from pathlib import Path

import pytest
from books import OFFICIAL, ROOT, MakeBook

from kunnskapsstatus.cli import main
from kunnskapsstatus.data import datapackage, inventory, store
from kunnskapsstatus.errors import BookError, DataError

MEN = "2018,stays,,men,count,90,,,,direct,SSB\n"
ROWS = f"2018,stays,,women,count,900,,,,direct,SSB\n{MEN}"
LAW = (ROOT / "data" / "reference" / "law.csv").read_text("utf-8").splitlines(keepends=True)


@pytest.fixture
def book(small_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = small_book(official={"stays": OFFICIAL + ROWS})
    datapackage.write(root)
    monkeypatch.chdir(root)
    return root


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / "data" / name
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "told"),
    [
        ("printed/table-03.csv", "81,84,83,84,86", "81,84,83,84,87", 2, "column '2018': '86' → '87'"),
        ("printed/table-03.csv", "2017,2018", "2017,2019", 1, "column '2019': '2018' → '2019'"),
        ("printed/table-03.csv", "Trusler,64,63,63,63,61\n", "", 4, "this row is gone: Trusler,64,63,63,63,61"),
        ("printed/table-12.csv", "N,14,17,15,46\n", "", 3, "this row is gone: N,14,17,15,46"),
        ("printed/table-12.csv", "N,14", "Ikke besvart,1 %,2 %,3 %,4 %\nN,14", 4, "this row was not there"),
        ("official/stays.csv", MEN, "", 2, "1 of 2 rows are gone; data/datapackage.json counts them"),
        ("reference/law.csv", LAW[-1], "", len(LAW) - 1, "rows are gone"),
    ],
)
def test_what_is_gone_or_changed_is_told_with_its_line(
    book: Path, name: str, old: str, new: str, place: int, told: str
) -> None:
    store.load(book)
    edit(book, name, old, new)
    for read in (store.read, store.load):
        with pytest.raises(DataError) as error:
            read(book)
        assert error.value.place.endswith(f"data/{name}:{place}") and told in error.value.cause
        assert error.value.remedy.endswith("run: kunnskapsstatus datapackage --accept")


@pytest.mark.parametrize("name", ["printed/table-12.csv", "official/stays.csv", "reference/law.csv"])
def test_a_file_that_is_gone_is_named(book: Path, name: str) -> None:
    (book / "data" / name).unlink()
    with pytest.raises(DataError, match=rf"data/{name}:1: the file is gone"):
        store.read(book)


def test_more_rows_and_other_values_of_official_files_need_no_word(book: Path) -> None:
    edit(book, "official/stays.csv", ",men,count,90", ",men,count,95")
    edit(book, "official/stays.csv", OFFICIAL, OFFICIAL + ROWS.replace("2018", "2019"))
    assert len(store.read(book)[lambda frame: frame["dataset"] == "official-stays"]) == 4


def test_how_a_proofread_file_is_saved_does_not_count(book: Path) -> None:
    path = book / "data" / "printed" / "table-03.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    store.read(book)


def test_somebody_says_that_it_is_meant_and_sees_what(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(book, "printed/table-03.csv", "81,84,83,84,86", "81,84,83,84,87")
    (book / "data" / "official" / "stays.csv").unlink()
    before = (book / "data" / "datapackage.json").read_bytes()
    changes = [
        "data/printed/table-03.csv:2: column '2018': '86' → '87'",
        "data/official/stays.csv:1: the file is gone; data/datapackage.json lists it",
    ]
    assert main(["datapackage"]) == 1
    told = capsys.readouterr().err
    assert all(change in told for change in changes) and "--accept" in told
    assert (book / "data" / "datapackage.json").read_bytes() == before
    assert main(["datapackage", "--accept"]) == 0
    told = capsys.readouterr().out
    assert all(f"accepted: {change}" in told for change in changes)
    store.read(book)
    assert list(inventory.changes(book)) == []


def test_a_book_without_a_list_is_read(book: Path) -> None:
    (book / "data" / "datapackage.json").unlink()
    edit(book, "printed/table-03.csv", "81,84,83,84,86", "81,84,83,84,87")
    store.read(book)


def test_a_list_that_counts_no_rows_still_names_a_file_that_is_gone(book: Path) -> None:
    path = book / "data" / "datapackage.json"
    whole = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({"resources": [{"path": one["path"]} for one in whole["resources"]]}), "utf-8")
    edit(book, "printed/table-03.csv", "81,84,83,84,86", "81,84,83,84,87")
    store.read(book)
    (book / "data" / "official" / "stays.csv").unlink()
    with pytest.raises(DataError, match=r"official/stays\.csv:1: the file is gone"):
        store.read(book)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"resources": [', "this is not JSON"),
        ("[]", "has no 'resources'"),
        ('{"resources": 3}', "is no list"),
        ('{"resources": [3]}', "3 is no resource"),
        ('{"resources": [{"path": "../../evil.csv"}]}', "no resource with a path below data/"),
        ('{"resources": [{"path": "/etc/passwd"}]}', "no resource with a path below data/"),
        ('{"resources": [{"path": "stated/prose.csv", "rows": "3"}]}', "rows = '3' is no number"),
        ('{"resources": [{"path": "stated/prose.csv", "rows": 0, "proofread": [3]}]}', "is no list of lines"),
    ],
)
def test_a_list_that_cannot_be_read_is_named_and_can_be_made_anew(book: Path, text: str, told: str) -> None:
    (book / "data" / "datapackage.json").write_text(text, "utf-8")
    with pytest.raises(DataError) as error:
        store.read(book)
    assert error.value.place.endswith("data/datapackage.json:1") and told in error.value.cause
    datapackage.write(book, accept=True)
    store.read(book)


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("codebook/reason.csv", "Psykisk vold,Psych", "Psykisk vald,Psych", 2),
        ("codebook/size.csv", "large,10 årsverk", "large,11 årsverk", 4),
        ("exhibits/users.toml", 'category = "reason"', 'category = "size"', 1),
        ("exhibits/users.toml", 'columns = ["year"]', 'columns = ["group"]', 1),
        ("exhibits/users.toml", 'measure = "percent"\nyear', 'measure = "correlation"\nyear', 12),
    ],
)
def test_what_was_proofread_is_not_at_fault(book: Path, name: str, old: str, new: str, place: int) -> None:
    edit(book, name, old, new)
    with pytest.raises(BookError) as error:
        store.read(book)
    assert error.value.place.endswith(f"data/{name}:{place}"), error.value
    assert "which is as it was proofread" in error.value.cause and "data/printed/table-" in error.value.cause
