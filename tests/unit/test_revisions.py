"""A number that has been published and is another now: a line is asked for, checked, and shown to readers."""

import gzip
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from books import EXHIBITS, OFFICIAL, PROSE, ROOT

from kunnskapsstatus.chapter.door import Door
from kunnskapsstatus.data import published, values
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.observation import Observation, rows_of
from kunnskapsstatus.data.revisions import COLUMNS, FILE
from kunnskapsstatus.desk import release
from kunnskapsstatus.errors import BookError, DataError
from kunnskapsstatus.exhibits.lookup import number
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.forms.download import as_csv
from kunnskapsstatus.forms.notes import notes

NOT_YET = "2999-01-01"
HEAD = ",".join(COLUMNS) + "\n"
MEN = Observation(
    "official-men", group="men", year=2024, population="residents", measure="count", value=234.0, access="direct",
    file="data/official/men.csv", line=12,
)  # fmt: skip
SHARE = replace(MEN, measure="percent", value=9.0, decimals=1, access="derived", line=13)
STAFF = Observation("prose", "staff", value=120.0, measure="count", file="data/stated/prose.csv", line=2)
ROWS = (MEN, SHARE, STAFF)
NOW = replace(MEN, value=240.0)

Check = Callable[..., str]


def today() -> str:
    """Not kept: a run of the tests may go on past midnight."""
    return date.today().isoformat()


def line(was: str = "234", now: str = "240", day: str = "", reason: str = "Skrivefeil", measure: str = "count") -> str:
    return f"official-men,,,,men,2024,residents,{measure},,{was},{now},{day or today()},{reason}\n"


def keep(root: Path, rows: Sequence[Observation]) -> None:
    """Release a book of these values."""
    data = {"version": 1, "released": {"version": "0.1.0", "date": "2026-01-02"}, "observations": values.pack(rows)}
    (root / values.RELEASED).parent.mkdir(exist_ok=True)
    (root / values.RELEASED).write_bytes(gzip.compress(values.text(data).encode()))


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """What is said of values, where :data:`ROWS` are released and these are the lines of revisions; empty for
    nothing."""
    keep(tmp_path, ROWS)

    def said(rows: Sequence[Observation], *lines: str) -> str:
        if lines:
            (tmp_path / FILE).write_text(HEAD + "".join(lines), "utf-8")
        try:
            published.check(tmp_path, rows, [SHARE])
        except DataError as error:
            return str(error).replace(f"{tmp_path}/", "")
        return ""

    return said


def test_values_as_they_were_released_need_no_line(check: Check) -> None:
    assert check(ROWS) == ""
    assert check([replace(row, line=row.line + 5, file="data/official/other.csv") for row in ROWS]) == ""


def test_all_lines_that_are_missing_are_asked_for_at_once_ready_but_for_the_reason(check: Check) -> None:
    told = check([NOW, SHARE]).splitlines()
    assert told[:3] == [
        "data/revisions.csv:1: 2 numbers that are in the released book (0.1.0) and now another:",
        "  data/official/men.csv:12: 234 → 240",
        "  data/stated/prose.csv:2: 120 → taken out",
    ]
    assert told[4:] == [HEAD.rstrip(), line(reason="").rstrip(), f"prose,staff,,,,,,count,,120,,{today()},"]
    assert check([NOW, SHARE], *(f"{one}Skrivefeil\n" for one in told[5:])) == ""


def test_the_header_is_asked_for_once(check: Check) -> None:
    told = check([NOW, SHARE], line()).splitlines()
    assert told[0].startswith("data/revisions.csv:3: a number that is in the released book")
    assert told[2:] == [
        "Add to data/revisions.csv. Say why, for readers, in Bokmål, at the end of the line:",
        f"prose,staff,,,,,,count,,120,,{today()},",
    ]


def test_a_new_number_and_one_that_is_computed_need_no_line(check: Check) -> None:
    assert check([*ROWS, replace(MEN, year=2025)]) == ""
    assert check([MEN, replace(SHARE, value=9.1), STAFF]) == ""
    assert check([MEN, STAFF]) == ""


def test_a_number_that_somebody_has_worked_out_and_typed_needs_a_line(check: Check, tmp_path: Path) -> None:
    """It says ``derived`` as a computed one does, and follows from no number of the book."""
    typed = replace(MEN, year=2006, access="derived")
    keep(tmp_path, [*ROWS, typed])
    assert "234 → 240" in check([*ROWS, replace(typed, value=240.0)])
    assert "234 → taken out" in check(ROWS)
    assert check([*ROWS, replace(typed, value=240.0)], line().replace("2024", "2006")) == ""


def test_a_missing_value_that_becomes_a_number_needs_no_line_and_the_other_way_does(
    check: Check, tmp_path: Path
) -> None:
    missing = replace(MEN, value=float("nan"), symbol="..")
    assert "234 → .." in check([missing, SHARE, STAFF])
    keep(tmp_path, [missing, SHARE, STAFF])
    assert check(ROWS) == check([SHARE, STAFF]) == ""


def test_a_break_that_is_marked_is_no_other_number(check: Check) -> None:
    assert check([replace(MEN, series="from-2021"), SHARE, STAFF]) == ""


def test_the_same_number_with_more_decimals_is_no_other_number(check: Check) -> None:
    assert check([replace(MEN, decimals=1), SHARE, STAFF]) == ""


def test_several_of_one_number_follow_each_other(check: Check) -> None:
    first, second = line(now="236", day="2026-01-03"), line("236", "240", "2026-02-03")
    assert check([NOW, *ROWS[1:]], first, second) == ""


def test_what_is_released_with_its_line_needs_another_when_it_changes_again(check: Check, tmp_path: Path) -> None:
    keep(tmp_path, [NOW, *ROWS[1:]])
    assert check([NOW, *ROWS[1:]], line()) == ""
    assert "240 → 241" in check([replace(MEN, value=241.0), *ROWS[1:]], line())
    assert check([replace(MEN, value=241.0), *ROWS[1:]], line(), line("240", "241")) == ""


@pytest.mark.parametrize(
    ("lines", "at", "cause"),
    [
        ([line(reason="")], 2, "column 'reason': is empty"),
        ([line(day=NOT_YET)], 2, f"column 'date': '{NOT_YET}' is no day until today"),
        ([line(day="12.03.2026")], 2, "column 'date': '12.03.2026' is no day until today"),
        ([line(day="20260312")], 2, "column 'date': '20260312' is no day until today"),
        ([line(now="234")], 2, "column 'is': '234' is what it was"),
        ([line(was="230")], 2, "column 'was': '230', and the released book (0.1.0) has '234'"),
        ([line(now="241")], 2, "column 'is': '241', and the number is '240' now (data/official/men.csv:12)"),
        ([line(now="236"), line("237", "240")], 3, "line 2 ends with 236"),
        (
            [line(now="236", day="2026-02-03"), line("236", "240", "2026-01-03")],
            3,
            "line 2 ends with 236 on 2026-02-03",
        ),
        ([line(), line().replace("-men", "-mem")], 3, "no such number: official-mem, men, 2024, residents, count"),
        ([line(), line().replace(",2024,", ",24,")], 3, "column 'year'"),
        ([line(), line().replace("count", "percent")], 3, "residents, percent is computed from other numbers"),
    ],
)
def test_a_line_that_does_not_fit_is_told_of(check: Check, lines: list[str], at: int, cause: str) -> None:
    told = check([NOW, *ROWS[1:]], *lines)
    assert told.startswith(f"data/revisions.csv:{at}: ") and cause in told


def test_a_line_of_a_number_that_nobody_has_read_is_told_of(check: Check) -> None:
    told = check([*ROWS, replace(MEN, year=2025)], line().replace("2024", "2025"))
    assert "official-men, men, 2025, residents, count is not in the released book (0.1.0)" in told


def test_without_a_released_book_lines_are_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    published.check(tmp_path, ROWS)
    (tmp_path / FILE).write_text(HEAD + line("230", "234"), "utf-8")
    published.check(tmp_path, ROWS)
    with pytest.raises(DataError, match="the number is '240' now"):
        published.check(tmp_path, [NOW])


@pytest.mark.parametrize(
    ("content", "cause"),
    [(b"x", "this is not JSON"), (gzip.compress(b'{"version":1}'), "these are no values of a released book")],
    ids=["no JSON", "other JSON"],
)
def test_a_released_file_that_cannot_be_read_is_told_of(
    check: Check, tmp_path: Path, content: bytes, cause: str
) -> None:
    (tmp_path / values.RELEASED).write_bytes(content)
    assert f"data/released.json.gz:1: {cause}" in check(ROWS)


# --- what readers see -------------------------------------------------------------------------------------------------

RESIDENTS = """
[residents]
title = "Voksne beboere"
source = "Bufdir"
measure = "count"
group = "sex"
select = [{dataset = "official-residents", measure = "count"}]
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A small book in which four numbers have been corrected since it was released, each with its line."""
    root = tmp_path_factory.mktemp("revised")
    for name in ("codebook", "reference"):
        shutil.copytree(ROOT / "data" / name, root / "data" / name)
    tables = {name: (ROOT / "data" / "printed" / name).read_text("utf-8") for name in ("table-03.csv", "table-12.csv")}
    row = "{},residents,,men,count,{},,from-2021,,direct,Bufdir\n"
    first = row.format(2022, 2230) + row.replace("men", "women").format(2023, 5)
    before = {
        **{f"printed/{name}": text for name, text in tables.items()},
        "exhibits/users.toml": EXHIBITS + RESIDENTS,
        "stated/prose.csv": PROSE + "staff,Ansatte i alt,120,omkring,count,2018,,,,4.1,,\n",
        "official/residents.csv": OFFICIAL + first + row.format(2023, 2234) + row.format(2024, "2 340"),
    }
    after = {
        "printed/table-03.csv": tables["table-03.csv"].replace("Trusler,64,63,63,63,61", "Trusler,65,63,63,63,62"),
        "stated/prose.csv": before["stated/prose.csv"].replace("120", "121"),
        "official/residents.csv": OFFICIAL + first + row.format(2024, "2 314"),
        "revisions.csv": HEAD
        + "table-03,,,threats,,2014,stays,percent,,64,65,2026-01-03,Skrivefeil i rapporten.\n"
        + "table-03,,,threats,,2018,stays,percent,,61,62,2026-01-03,Skrivefeil i rapporten.\n"
        + "official-residents,,,,men,2023,residents,count,from-2021,2234,,2026-01-04,Telt to ganger\n"
        + "official-residents,,,,men,2024,residents,count,from-2021,2 340,2314,2026-03-12,Bufdir har rettet\n"
        + "prose,staff,,,,2018,,count,,120,121,2026-01-03,Regnefeil\n",
    }
    for files in (before, after):
        for name, text in files.items():
            (root / "data" / name).parent.mkdir(exist_ok=True)
            (root / "data" / name).write_text(text, "utf-8")
        if files is before:
            keep(root, list(rows_of(Book(root).observations)))
    return Book(root)


def test_an_exhibit_tells_what_it_was_what_it_is_when_and_why(book: Book) -> None:
    assert notes(view_of(book, "reasons-for-stay"))[-1] == (
        "Rettet 03.01.2026: 65 var 64 (trusler, 2014); 62 var 61 (trusler, 2018). Grunn: Skrivefeil i rapporten."
    )
    assert [text.replace("\u00a0", " ") for text in notes(view_of(book, "residents"))[-2:]] == [
        "Rettet 04.01.2026: tatt ut, var 2 234 (menn, 2023). Grunn: Telt to ganger.",
        "Rettet 12.03.2026: 2 314 var 2 340 (menn, 2024). Grunn: Bufdir har rettet.",
    ]
    assert not any("Rettet" in text for text in notes(view_of(book, "child-staff-by-size")))


def test_an_edition_tells_of_what_it_knows_and_no_more(book: Book) -> None:
    assert [text[:17] for text in notes(view_of(book, "residents", 2023)) if "Rettet" in text] == ["Rettet 04.01.2026"]
    assert not any("Rettet" in text for text in notes(view_of(book, "residents", 2022)))


def test_the_download_and_the_number_in_a_sentence_tell_it_too(book: Book) -> None:
    view, told = view_of(book, "reasons-for-stay"), "Rettet 03.01.2026: 62 var 61. Grunn: Skrivefeil i rapporten."
    (row,) = [text for text in as_csv(view).splitlines() if text.startswith("threats,Trusler,total,I alt,2018")]
    assert f",{told}," in row
    assert number(view, "threats").origins[0].sentence().endswith(told)
    door = Door(book.root)
    assert "121 var 120. Grunn: Regnefeil." in door.stated("staff").origins[0].sentence()
    assert FILE.as_posix() in door.read


def test_what_shows_it_depends_on_the_list_and_nothing_else_does(book: Book) -> None:
    assert FILE.as_posix() in view_of(book, "reasons-for-stay").files
    assert FILE.as_posix() not in view_of(book, "child-staff-by-size").files


# --- releasing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changelog", "cause"),
    [
        ("# Changelog\n", "there is no version here"),
        ("# Changelog\n\n## 0.1.0 (unreleased)\n", ":3: 0.1.0 has no date: 'unreleased'\nWrite the day of the release"),
        ("## 0.2.0 (2026-11-26)\n", ":1: the version is 0.2.0 here, and 0.1.0 in CITATION.cff"),
        ("## 0.1.0 (2026-11-26)\n", ":1: the version is 0.1.0 here, and 0.0.9 in pyproject.toml\nWrite the same here"),
    ],
)
def test_a_release_needs_a_version_with_a_date_in_all_places(tmp_path: Path, changelog: str, cause: str) -> None:
    (tmp_path / "CHANGELOG.md").write_text(changelog)
    (tmp_path / "CITATION.cff").write_text("version: 0.1.0\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "book"\nversion = "0.0.9"\n')
    with pytest.raises(BookError) as told:
        release.release(tmp_path)
    assert cause in str(told.value)


@pytest.mark.parametrize("day", ["2999-01-01", "2026-01-01"])
def test_a_release_is_of_no_later_day_and_of_none_before_the_last(tmp_path: Path, day: str) -> None:
    (tmp_path / "CHANGELOG.md").write_text(f"## 0.2.0 ({day})\n\n## 0.1.0 (2026-02-01)\n")
    (tmp_path / "CITATION.cff").write_text("version: 0.2.0\n")
    with pytest.raises(BookError, match=rf"CHANGELOG.md:1: 0\.2\.0 is of {day}; expected a day from 2026-02-01"):
        release.version_of(tmp_path)
