"""From a delivery to aggregates that the book reads: none of a record, all or nothing, and never what is invented."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from books import ROOT
from deliveries import CANARY, HEAD, YEAR, checked, control_of, delivered, valid, write_csv

from kunnskapsstatus import cli
from kunnskapsstatus.data import counted, invented
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.rules import registers
from kunnskapsstatus.data.rules.rule import Facts
from kunnskapsstatus.editions import synthetic
from kunnskapsstatus.editions.edition import Edition
from kunnskapsstatus.editions.making import Made
from kunnskapsstatus.errors import BookError, DataError
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.registers import aggregates
from kunnskapsstatus.registers.aggregates import Aggregates

JUDGED = registers.judged
PLACE = Path("data") / "registers" / str(YEAR)


@pytest.fixture(scope="module", autouse=True)
def unjudged() -> Iterator[None]:
    """Two records a centre are nothing that a rule would believe."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registers, "judged", lambda *_: ())
        yield


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return delivered(tmp_path_factory.mktemp("sent") / "2019")


@pytest.fixture(scope="module")
def made(delivery: Path) -> Aggregates:
    return aggregates.aggregate(ROOT, control_of(delivery))


@pytest.fixture(scope="module")
def book(made: Aggregates, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with the real data, and with what is counted."""
    root = tmp_path_factory.mktemp("book")
    shutil.copytree(ROOT / "data", root / "data")
    assert aggregates.write(root, made) == PLACE
    return root


def test_a_delivery_that_is_not_accepted_is_not_counted(tmp_path: Path) -> None:
    write_csv(tmp_path / "residents.csv", valid("residents").assign(departure="2018-01-01"))
    with pytest.raises(BookError, match="is not accepted, and nothing is counted of it"):
        aggregates.aggregate(ROOT, checked(tmp_path))


def test_what_is_written_is_of_no_record_and_says_what_it_is_made_of(
    book: Path, made: Aggregates, delivery: Path
) -> None:
    assert sorted(path.name for path in (book / PLACE).iterdir()) == sorted(counted.FILES)
    run = json.loads((book / PLACE / counted.RUN).read_text("utf-8"))
    assert run["files"][0]["name"] == "residents.csv" and run["files"][0]["records"] == 90
    assert run["rules"]["rounding"] == "half-up" and run["publication"] == {
        "rule": "small", "persons": 3, "of_a_centre": 20, "largest": 45,
    }  # fmt: skip
    assert {one["who"] for one in run["signatures"]} == {"Prøve"}
    assert run["exhibits"]["reasons-for-stay"]["cells"] == 14 and "not-there" not in run["exhibits"]
    records = valid("residents", 90)
    secrets = {CANARY, *records["arrival"], *records["departure"]}
    written = [(book / PLACE / name).read_text("utf-8") for name in (counted.FILE, counted.RUN)]
    written += [pd.read_parquet(book / PLACE / counted.PARQUET).to_csv()]
    assert not [(one, text[:40]) for one in secrets for text in written if one in text]
    assert made.left["children"] == "its forms have not come"


@pytest.mark.usefixtures("untraced")
def test_the_edition_of_the_year_shows_it_and_earlier_ones_do_not(book: Path) -> None:
    then, now = (view_of(open_book(book), "reasons-for-stay", year) for year in (2018, YEAR))
    assert (then.year, now.year) == (2018, YEAR)
    assert YEAR not in then.years and "registreringer" not in then.source
    assert now.source.endswith(f", Krisesentrenes registreringer {YEAR}")
    assert [row.value for row in now.values if row.year == YEAR and row.category == "psychological"] == [50.0]
    undated = view_of(open_book(book), "resident-help-by-size", YEAR)
    assert {row.year for row in undated.values if row.given} == {YEAR}, "what is of no year gives way"


@pytest.mark.usefixtures("untraced")
def test_the_same_again_is_the_same_bytes(book: Path, delivery: Path) -> None:
    before = {name: (book / PLACE / name).read_bytes() for name in counted.FILES}
    aggregates.write(book, aggregates.aggregate(ROOT, control_of(delivery)))
    assert {name: (book / PLACE / name).read_bytes() for name in counted.FILES} == before


def read(root: Path) -> list[Observation]:
    return list(counted.read(open_book(root).codebook, open_book(root).units, ()))


def test_what_is_not_as_it_was_counted_stops_the_book(book: Path, tmp_path: Path) -> None:
    shutil.copytree(book / "data", tmp_path / "data")
    assert read(tmp_path)
    path = tmp_path / PLACE / counted.FILE
    path.write_text("\n".join(path.read_text("utf-8").splitlines()[:-1]) + "\n", "utf-8")
    with pytest.raises(DataError, match="this is not what was counted"):
        read(tmp_path)
    (tmp_path / PLACE / counted.RUN).unlink()
    with pytest.raises(DataError, match="is not beside it"):
        read(tmp_path)


def test_a_run_that_was_cut_off_leaves_what_was_there(made: Aggregates, book: Path, tmp_path: Path) -> None:
    place = tmp_path / PLACE
    old = place.with_name(f".{place.name}.old")
    shutil.copytree(book / PLACE, old)
    (draft := place.with_name(f".{place.name}.draft")).mkdir()
    aggregates.recover(place)
    assert place.is_dir() and not old.exists() and not draft.exists()
    with pytest.raises(DataError):  # a book without all else cannot be read with it
        aggregates.write(tmp_path, made)
    assert sorted(path.name for path in place.iterdir()) == sorted(counted.FILES)
    assert [path.name for path in place.parent.iterdir()] == [place.name]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("kunnskapsstatus.paths.root", lambda: tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def test_it_can_be_tried_before_anything_is_written(
    delivery: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["edition", f"{YEAR}", "--from", str(delivery), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert f"Counted for {YEAR}: " in said and "not counted, its forms have not come: " in said
    assert not (root / PLACE).exists()
    assert cli.main(["edition", "--years", "2019-2020", "--from", str(delivery)]) == 1
    assert "registers are those of one year" in capsys.readouterr().err
    assert cli.main(["tabulate", str(delivery), "--year", f"{YEAR}", "--rule", "recods=first"]) == 1
    assert "did you mean" in capsys.readouterr().err


@pytest.mark.usefixtures("untraced")
def test_what_is_invented_never_enters_the_data(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = str(delivered(root / "sent", "residents-syntetisk.csv"))
    made_of: list[Path] = []

    def make(book: Path, *_: object, **__: object) -> list[Made]:
        made_of.append(book)
        return [Made(Edition(book, {"year": YEAR}), fault=BookError("no further"))]

    monkeypatch.setattr("kunnskapsstatus.editions.make.make", make)
    assert cli.main(["edition", "--years", f"{YEAR}", "--from", sent]) == 1
    assert f"The edition {YEAR}-syntetisk is not made:\nno further" in capsys.readouterr().err
    (copy,) = made_of
    assert copy == root / synthetic.FOLDER / synthetic.BOOK and (copy / invented.MARK).is_file()
    assert (copy / PLACE / counted.FILE).is_file() and not (root / invented.MARK).exists()
    assert cli.main(["tabulate", sent, "--year", f"{YEAR}"]) == 0
    written = root / "_build" / "registers" / f"{YEAR}" / "syntetisk"
    rows = (written / counted.FILE).read_text("utf-8").splitlines()[1:]
    assert rows and all("Syntetisk" in row for row in rows)
    assert json.loads((written / counted.RUN).read_text("utf-8"))["synthetic"] is True
    assert not (root / PLACE).exists()
    shutil.copytree(written, root / PLACE)
    with pytest.raises(DataError, match="this row is invented"):
        read(root)


@pytest.mark.usefixtures("untraced")
def test_a_number_that_no_rule_believes_is_not_written_until_it_is_signed(
    made: Aggregates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registers, "judged", JUDGED)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    some = made.rows["reasons-for-stay"]
    place = next(at for at, row in enumerate(some) if row.category == "psychological" and row.known)
    rows = [replace(row, value=3.0) if at == place else row for at, row in enumerate(some)]
    wrong = replace(made, rows={"reasons-for-stay": rows})
    with pytest.raises(DataError, match="leap: 3") as stopped:
        aggregates.write(tmp_path, wrong)
    assert not (tmp_path / PLACE).exists()
    lines = [one for one in str(stopped.value).splitlines() if one.startswith("leap,")]
    file = (PLACE / counted.FILE).as_posix()
    assert any(one.startswith(f"leap,{file},table-03 {YEAR} stays psychological percent,3") for one in lines)
    signed = tmp_path / "data" / "signatures.csv"
    text = signed.read_text("utf-8") if signed.exists() else f"{HEAD}\n"
    filled = [one.replace("WHO", "Prøve").replace("WHY", "Kontrollert.") for one in lines]
    signed.write_text(text + "\n".join([*filled, ""]), "utf-8")
    assert read(tmp_path) == [], "what is signed before it is written waits"
    aggregates.write(tmp_path, wrong)
    assert read(tmp_path)


@pytest.mark.parametrize("men_first", [True, False], ids=["men-first", "men-last"])
def test_of_several_totals_of_a_year_the_largest_is_of_the_whole_country(men_first: bool) -> None:
    """An exhibit of men alone counts them as residents, in all: they are not too few for all stays."""
    all_, men = (Observation(name, year=YEAR, population="residents", measure="count", value=number)
                 for name, number in (("figure-a02", 1800.0), ("register-men-residents", 130.0)))  # fmt: skip
    counted_rows = [men, all_] if men_first else [all_, men]
    *_, (country, rules) = JUDGED(counted_rows, Facts((), (), open_book(ROOT).codebook, open_book(ROOT).units), ())
    assert rules == registers.OF_THE_COUNTRY and country.typed == [all_]
