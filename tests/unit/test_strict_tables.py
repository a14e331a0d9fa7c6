"""Tables as people save them: what has one meaning is read, all else is refused where it begins."""

import re
import unicodedata
from datetime import date

import pytest
from books import OFFICIAL, MakeBook

from kunnskapsstatus.data import store
from kunnskapsstatus.errors import DataError

ROWS = (
    "2018,stays,threats,,percent,61,,,,direct,Bufdir\n"
    '2018,stays,physical,,percent,"64,5",omkring,,"Rundet av, i kilden",direct,Bufdirs årbok\n'
    "2018,nights,,women,count,1816,,,,direct,Bufdir\n"
)
WHOLE = OFFICIAL + ROWS


def official(make: MakeBook, content: str | bytes) -> list[tuple[object, ...]]:
    """What an official file says: its observations without their lines."""
    root = make()
    data = content if isinstance(content, bytes) else content.encode()
    (root / "data" / "official" / "trial.csv").write_bytes(data)
    said = ("year", "population", "category", "group", "measure", "value", "decimals", "qualifier", "reservation")
    rows = [row for row in store.observed(root) if row.dataset == "official-trial"]
    return [tuple(getattr(row, name) for name in (*said, "source")) for row in rows]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + WHOLE.encode(),
        WHOLE.replace("\n", "\r\n"),
        WHOLE.replace("\n", "\r"),
        WHOLE.removesuffix("\n"),
        WHOLE + "\n \n\n",
        WHOLE.replace("year,population", " year , population\u00a0"),
        WHOLE.replace("stays,threats", " stays, threats "),
        unicodedata.normalize("NFD", WHOLE),
        WHOLE.replace("av, i", "av,\ni"),
        WHOLE.replace("av, i", "av,\u2028i"),
        WHOLE.replace("av, i", "av,\u2029 i"),
        WHOLE.replace("av, i", "av,\u0085i"),
        WHOLE.replace("av, i", "av,\ti"),
        WHOLE.replace('"64,5"', "64.5"),
        *(WHOLE.replace("1816", f"1{space}816") for space in " \u00a0\u2007\u2009\u202f"),
    ],
)
@pytest.mark.usefixtures("untraced")
def test_what_has_one_meaning_is_read(small_book: MakeBook, content: str | bytes) -> None:
    good = official(small_book, WHOLE)
    assert good[1][5:9] == (64.5, 1, "omkring", "Rundet av, i kilden")
    assert official(small_book, content) == good


@pytest.mark.parametrize("sign", ["-", "\u2212", "–"])
def test_a_minus_is_written_in_three_ways(small_book: MakeBook, sign: str) -> None:
    (row,) = official(small_book, f"{OFFICIAL}2018,stays,,,change,{sign}15,,,,direct,SSB\n")
    assert row[5] == -15
    (zero,) = official(small_book, f"{OFFICIAL}2018,stays,,,count,{sign},,,,direct,SSB\n")
    assert zero[5] == 0


SWALLOWED = OFFICIAL + (
    '2018,stays,threats,,percent,61,,,,direct,"Bufdir\n2018,stays,physical,,percent,64,,,,direct,Bufdir\n'
    '2018,nights,,women,count,1816,,,,direct,Bufdir"\n'
)
"""Two quotation marks that take two rows into the cell of a third."""


def edit(old: str, new: str) -> str:
    assert old in WHOLE
    return WHOLE.replace(old, new, 1)


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        (edit("direct,Bufdir\n", 'direct,"Bufdir\n'), 2, "mark before 'Bufdir' opens a cell, and something follows"),
        (edit("1816,,,,direct,", '1816,,,,direct,"'), 4, "the quotation mark before 'Bufdir' is never closed"),
        (edit("Bufdirs", 'Bufdirs "'), 3, "there is a quotation mark inside the cell 'Bufdirs \" årbok'"),
        (edit('"64,5"', '64,5"'), 3, "there is a quotation mark inside the cell '5\"'"),
        (SWALLOWED, 2, "takes whole rows into its cell"),
        (WHOLE.replace(",", ";"), 1, "separated by semicolons, not by commas"),
        (WHOLE.replace(",", "\t"), 1, "separated by tabs, not by commas"),
        (WHOLE.encode("cp1252"), 3, "the byte 0xe5 is not UTF-8; in Windows-1252 it is «å»"),
        (WHOLE.encode("utf-16"), 1, "this is UTF-16, as Excel saves"),
        ("", 1, "the file is empty"),
        (edit("group,measure", ",measure"), 1, "column 4 has no name, 'category' stands before it"),
        (edit(OFFICIAL, OFFICIAL + "\n"), 2, "the line is empty"),
        (edit(OFFICIAL, OFFICIAL + ",,,,,,,,,,\n"), 2, "the row is empty"),
        (edit('"64,5"', "64,5"), 3, "the row has 12 cells, the header 11"),
        (edit("1816", '"1\n816"'), 4, "there is a line break in the number '1\\n816'"),
        (edit("av, i kilden", "av,\ni kilden").replace("women", "wmen"), 5, "'wmen' is not known; did you mean 'women"),
        (edit("Bufdir\n", "Buf\0dir\n"), 2, "is U+0000 (a control character)"),
        (edit("threats", "thr\u00adeats"), 2, "is U+00AD (soft hyphen)"),
        (edit("threats", "threats\u200b"), 2, "is U+200B (zero width space)"),
        (edit("Bufdirs", "\u202eBufdirs"), 3, "is U+202E (right-to-left override)"),
        (edit("1816", "2.340"), 4, "found '2.340', expected a count"),
        (edit("1816", "2715.5"), 4, "found '2715.5', expected a count"),
        (edit("1816", "-3"), 4, "found '-3', expected a count that is not negative"),
        (edit("1816", "1" + "0" * 20), 4, "not negative: a whole number of at most 10 000 000"),
        (edit("1816", "1e20"), 4, "'1e20' is not a number"),
        (edit("1816", ""), 4, "column 'value': is empty"),
        (edit("1816", "yes"), 4, "'yes' is not a number"),
        (edit("women,count,1816", ",cost-per-inhabitant,-5"), 4, "found '-5', expected a number from 0 to 100 000"),
        (edit("women,count,1816", ",kilometres,-5"), 4, "found '-5', expected a number from 0 to 3 000"),
        (edit("61", "18.499999999999996"), 2, "has 15 decimals, more than 6"),
        (edit("2018,nights", f"{date.today().year + 1},nights"), 4, "is not a year from 1978 to"),
        (edit("2018,nights", "²⁰¹⁸,nights"), 4, "'²⁰¹⁸' is not a year"),
        (edit("count", ""), 4, "column 'measure': is empty"),
        (edit("count", "cuont"), 4, "'cuont' is not in the codebook; did you mean 'count'?"),
        (b"PK\x03\x04 a workbook", 1, "a workbook of Excel or LibreOffice"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("untraced")
def test_what_has_no_one_meaning_is_named_where_it_is(
    small_book: MakeBook, content: str | bytes, line: int, told: str
) -> None:
    with pytest.raises(DataError) as error:
        official(small_book, content)
    assert error.value.place.endswith(f"data/official/trial.csv:{line}")
    assert told in error.value.cause and error.value.remedy


def test_how_to_save_a_file_is_told_for_both_programs(small_book: MakeBook) -> None:
    for content in (WHOLE.replace(",", ";").encode(), WHOLE.encode("cp1252"), WHOLE.encode("utf-16")):
        with pytest.raises(DataError, match=r"(?s)UTF-8 with commas.*LibreOffice.*Excel"):
            official(small_book, content)


def test_a_folder_in_a_files_place_is_no_missing_table(small_book: MakeBook) -> None:
    root = small_book()
    path = root / "data" / "printed" / "table-12.csv"
    path.unlink()
    path.mkdir()
    with pytest.raises(DataError, match=r"printed/table-12\.csv: this is a folder, not a file"):
        store.read(root)


def test_a_printed_table_that_no_exhibit_shows_is_named(small_book: MakeBook) -> None:
    with pytest.raises(DataError, match=r"printed/table-05\.csv:1: no exhibit has printed = 'table-05'"):
        store.read(small_book(printed={"table-05": "category,2018\nTrusler,3\n"}))


def test_a_stated_number_of_a_figure_that_is_not_there_is_named(small_book: MakeBook) -> None:
    prose = "nights,Døgn,800,,count,2018,nights,,women,4.1,table-3,\n"
    with pytest.raises(DataError, match=r"prose\.csv:2: .*no exhibit has printed = 'table-3'; did you mean 'table-03'"):
        store.read(small_book(prose=prose))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("psychological,Psykisk vold,,,\n", "5 cells"),
        ("Psychological,Psykisk vold,,\n", "'Psychological' is no key"),
        (",Psykisk vold,,\n", "'' is no key"),
        ("psychological,,,\n", "no label in Bokmål"),
        ("threats,Trusler,,\nmore,Trusler,,\n", "'Trusler' is a form of 'threats' too"),
    ],
)
def test_a_variable_that_is_not_right_is_named(small_book: MakeBook, row: str, told: str) -> None:
    with pytest.raises(DataError, match=rf"codebook/reason\.csv:[23]: .*{told}"):
        store.read(small_book(codebook={"reason": f"key,label_nb,label_en,printed\n{row}"}))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("percent,prosent,number,,\npercent,prosent,number,,\n", "'percent' stands twice"),
        ("percent,prosent,nummer,,\n", "column 'kind': 'nummer' is not known"),
        ("mean,,number,0,many\n", "column 'highest': 'many' is not a number"),
        (",,number,,\n", "no name"),
    ],
)
def test_a_unit_that_is_not_right_is_named(small_book: MakeBook, row: str, told: str) -> None:
    root = small_book()
    (root / "data" / "reference" / "units.csv").write_text(f"measure,unit,kind,lowest,highest\n{row}", "utf-8")
    with pytest.raises(DataError, match=rf"reference/units\.csv:[23]: .*{told}"):
        store.read(root)


def test_a_table_without_its_measures_limits_still_knows_counts(small_book: MakeBook) -> None:
    root = small_book(official={"trial": f"{OFFICIAL}2018,stays,,,count,2.5,,,,direct,SSB\n"})
    (root / "data" / "reference" / "units.csv").write_text("measure,unit,kind\ncount,,number\n", "utf-8")
    with pytest.raises(DataError, match=r"trial\.csv:2: .*found '2\.5', expected a count"):
        store.read(root)


def test_person_years_may_have_decimals(small_book: MakeBook) -> None:
    (row,) = official(small_book, f'{OFFICIAL}2018,full-time-equivalents,,,count,"8,3",,,,direct,SSB\n')
    assert row[5] == 8.3


NEWER = f"{OFFICIAL.rstrip()},accessed\n"


def test_a_row_of_the_form_before_is_told_which_column_it_lacks(small_book: MakeBook) -> None:
    with pytest.raises(DataError, match=r"trial\.csv:3: ") as error:
        official(small_book, f"{NEWER}2018,stays,,,count,9,,,,direct,SSB,\n2017,stays,,,count,7,,,,direct,Bufdir\n")
    assert error.value.cause == (
        "the row has 11 cells, the header 12: none for 'accessed'; its last, 'Bufdir', is for 'source'"
    )
    assert error.value.remedy.endswith(
        "accessed: the day when you read the number, as 2026-05-31, of figures of 2025 and later; else empty."
    )


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ("2018,stays,,,count,9\n\n2018,stays,,,count,8,,,,direct,SSB,,\n", (2, 3, 4)),
        ("2018,stays,,,count,2.5,,,,direct,SSB,\n201,stays,,,count,9,,,,direct,SSB,\n", (2, 3)),
        ("2018,stays,,,count,5,,,,direct,SSB,\n" * 3, (3, 4)),
    ],
    ids=["cells", "values", "twice"],
)
def test_all_rows_that_cannot_be_read_are_told_at_once(
    small_book: MakeBook, rows: str, places: tuple[int, ...]
) -> None:
    with pytest.raises(DataError) as error:
        official(small_book, NEWER + rows)
    told = str(error.value)
    assert [int(line) for line in re.findall(r"trial\.csv:(\d+): ", told)] == list(places)
    assert told.endswith(f"\n{len(places)} faults.")
