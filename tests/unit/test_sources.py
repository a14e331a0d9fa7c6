"""Spoilt input: every message says in which file, on which line, in which column, what was found and expected."""

import re
from pathlib import Path

import pytest
from books import EXHIBITS, OFFICIAL, PROSE, ROOT, MakeBook

from kunnskapsstatus.chapter.door import Door
from kunnskapsstatus.data import definitions, moved
from kunnskapsstatus.data import store as observations
from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.errors import BookError, DataError, DefinitionError, LookupFailed

REASONS = "category,2017,2018\nPsykisk vold,84,86\nTrusler,63,61\n"


def spoilt(make: MakeBook, kind: type[BookError] = DataError, **given: object) -> BookError:
    """The error from reading a book in which something is wrong."""
    root = make(**given)
    with pytest.raises(kind) as error:
        observations.read(root)
    return error.value


def says(error: BookError, place: str, *parts: str) -> None:
    """The message begins with the place and has each of the parts."""
    first = str(error).splitlines()[0]
    assert f"{place}: " in first
    assert [part for part in parts if part not in str(error)] == []


def test_the_small_book_itself_is_right(small_book: MakeBook) -> None:
    frame = observations.read(small_book())
    assert len(frame) == 14 * 5 + 3 * 4
    assert frame["dataset"].unique().tolist() == ["table-03", "table-12"]


def test_a_column_is_missing(small_book: MakeBook) -> None:
    error = spoilt(small_book, printed={"table-03": "2017,2018\n84,86\n"})
    says(error, "printed/table-03.csv:1", "column 'category' is missing", "found 2017, 2018")


def test_a_column_is_missing_in_prose(small_book: MakeBook) -> None:
    root = small_book()
    (root / "data" / "stated" / "prose.csv").write_text("key,what,qualifier\n", "utf-8")
    with pytest.raises(DataError) as error:
        observations.read(root)
    says(
        error.value,
        "stated/prose.csv:1",
        "column 'value' is missing",
        "found key, what, qualifier",
        "must have: key, what, value",
    )


def test_files_that_stand_where_they_are_no_longer_read_are_named_with_their_place(small_book: MakeBook) -> None:
    root = small_book(codebook={"units": "measure,unit,kind\n"}, printed={"prose": PROSE})
    with pytest.raises(DataError) as error:
        observations.load(root)
    says(
        error.value,
        "data",
        "data/printed/prose.csv is no longer read there, it belongs in data/stated/prose.csv",
        "data/codebook/units.csv is no longer read there, it belongs in data/reference/units.csv",
        "Move it",
    )
    assert [new for new in moved.MOVED.values() if not (ROOT / "data" / new).is_file()] == []


@pytest.mark.parametrize(
    "name", ["official/new.xlsx", "official/Users.CSV", "official/2025/users.csv", "exhibits/a.tml"]
)
def test_a_file_among_the_data_that_nothing_reads_is_named(small_book: MakeBook, name: str) -> None:
    root = small_book()
    for spare in ("official/notes.md", "official/.~lock.users.csv#", "official/~$users.xlsx", "official/users.csv~"):
        (root / "data" / spare).write_text("", "utf-8")
    observations.read(root)
    (root / "data" / name).parent.mkdir(exist_ok=True)
    (root / "data" / name).write_text("year\n2025\n", "utf-8")
    with pytest.raises(DataError, match=r"nothing reads this file: data/\w+ has files that end with \.\w+") as error:
        observations.read(root)
    assert error.value.file.endswith(f"data/{name}")


def test_a_text_in_curly_quotation_marks(small_book: MakeBook) -> None:
    error = spoilt(small_book, DefinitionError, exhibits=EXHIBITS.replace('"bars"', "“bars”"))
    says(error, "exhibits/users.toml:9", "this is not TOML", 'straight quotation marks, "…", not in “')


def test_a_column_stands_twice(small_book: MakeBook) -> None:
    error = spoilt(small_book, printed={"table-03": "category,2018,2018\nTrusler,61,63\n"})
    says(error, "printed/table-03.csv:1", "column '2018' stands twice", "one name")


def test_a_row_stands_twice(small_book: MakeBook) -> None:
    error = spoilt(small_book, printed={"table-03": REASONS + "Trusler,63,61\n"})
    says(error, "printed/table-03.csv:4", "column '2017'", "repeats line 3", "threats", "2017", "63", "stands once")


def test_a_letter_in_a_number(small_book: MakeBook) -> None:
    error = spoilt(small_book, printed={"table-03": REASONS.replace("63", "6E")})
    says(error, "printed/table-03.csv:3", "column '2017'", "'6E' is not a number", "Expected a number")


def test_a_letter_in_a_number_of_the_prose(small_book: MakeBook) -> None:
    error = spoilt(small_book, prose="shelters,Antall sentre,4x,,count,2018,centres,,,1,,\n")
    says(error, "stated/prose.csv:2", "column 'value'", "'4x' is not a number", "Expected a number")


def test_a_percentage_above_a_hundred(small_book: MakeBook) -> None:
    error = spoilt(small_book, printed={"table-03": REASONS.replace("86", "860")})
    says(error, "printed/table-03.csv:2", "column '2018'", "860", "a percentage from 0 to 100")


def test_a_negative_count(small_book: MakeBook) -> None:
    error = spoilt(small_book, official={"shelters": OFFICIAL + "2019,centres,,,count,-3,,,,direct,SSB\n"})
    says(error, "official/shelters.csv:2", "column 'value'", "-3", "a count that is not negative")


def test_another_encoding(small_book: MakeBook) -> None:
    error = spoilt(
        small_book, printed={"table-03": "category,2018\nTrusler,61\nÆresrelatert vold,7\n".encode("latin-1")}
    )
    says(error, "printed/table-03.csv:3", "character 1", "0xc6", "not UTF-8", "Save the file as UTF-8")


def test_a_row_of_another_length(small_book: MakeBook) -> None:
    error = spoilt(small_book, printed={"table-03": REASONS + "Annet,6\n"})
    says(error, "printed/table-03.csv:4", "has 2 cells", "the header 3")


def test_an_unknown_category(small_book: MakeBook) -> None:
    error = spoilt(small_book, printed={"table-03": REASONS.replace("Trusler", "Truslar")})
    says(
        error,
        "printed/table-03.csv:3",
        "column 'category'",
        "'Truslar' is not a category of reason",
        "Expected one of",
        "Trusler",
    )


def test_an_unknown_group_in_the_header(small_book: MakeBook) -> None:
    error = spoilt(small_book, printed={"table-12": "category,Enorme\nJa,3\n"})
    says(error, "printed/table-12.csv:1", "column 'Enorme'", "not a category of size", "5 årsverk eller mindre")


def test_a_header_that_is_no_year(small_book: MakeBook) -> None:
    error = spoilt(small_book, printed={"table-03": "category,20l8\nTrusler,61\n"})
    says(error, "printed/table-03.csv:1", "column '20l8'", "is not a year", "four digits")


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("20l9,centres,,,count,45,,,,direct,SSB", ("column 'year'", "'20l9' is not a year", "four digits")),
        (
            "2019,center,,,count,45,,,,direct,SSB",
            ("column 'population'", "'center' is not in the codebook", "did you mean 'centres'?"),
        ),
        (
            "2019,centres,,,antall,45,,,,direct,SSB",
            ("column 'measure'", "'antall' is not in the codebook", "Known: percent, count"),
        ),
        ("2019,centres,,womn,count,45,,,,direct,SSB", ("column 'group'", "'womn' is not known", "did you mean 'women")),
        (
            "2019,centres,smal,,count,45,,,,direct,SSB",
            ("column 'category'", "'smal' is not known", "did you mean 'small"),
        ),
        (
            "2022,centres,,,count,45,,from2021,,direct,SSB",
            ("column 'series'", "'from2021' is not known", "did you mean 'from-2021"),
        ),
        ("2019,centres,,,count,45,,,,dirct,SSB", ("column 'access'", "'dirct' is not known", "did you mean 'direct")),
    ],
)
def test_an_official_figure_with_an_unknown_key(small_book: MakeBook, row: str, parts: tuple[str, ...]) -> None:
    error = spoilt(small_book, official={"shelters": OFFICIAL + row + "\n"})
    says(error, "official/shelters.csv:2", *parts)


def test_a_key_stands_twice_in_the_codebook(small_book: MakeBook) -> None:
    error = spoilt(
        small_book, codebook={"size": "key,label_nb,label_en,printed\nsmall,Liten,Small,\nsmall,Mindre,Smaller,\n"}
    )
    says(error, "codebook/size.csv:3", "key 'small' stands twice", "unique")


def test_a_definition_names_an_unknown_variable(small_book: MakeBook) -> None:
    error = spoilt(small_book, DefinitionError, exhibits=EXHIBITS.replace('"reason"', '"raeson"'))
    says(error, "exhibits/users.toml:6", "[reasons-for-stay]", "no variable 'raeson'", "did you mean 'reason'")


def test_a_definition_has_an_unknown_field(small_book: MakeBook) -> None:
    error = spoilt(small_book, DefinitionError, exhibits=EXHIBITS.replace("dash =", "dahs ="))
    says(
        error,
        "exhibits/users.toml:8",
        "[reasons-for-stay]",
        "field 'dahs' is not known",
        "did you mean 'dash'",
        "Fields: base",
    )


@pytest.mark.parametrize(
    ("new", "line", "parts"),
    [
        ('form = "cake"', 9, ("form = 'cake'", "Known: table, bars")),
        ('form = "bar"', 9, ("form = 'bar'", "did you mean 'bars'")),
        ("form = 3", 9, ("form = 3 is not a text", "with quotes")),
        ('columns = ["årstall"]', 7, ("columns = 'årstall'", "Known: heading")),
        ("columns = [[1]]", 7, ("columns = [1] is not a text",)),
        ('population = "guests"', 4, ("population = 'guests'", "Known: residents")),
        ('measure = "prosent"', 5, ("measure = 'prosent'", "did you mean 'percent'", "Known: percent")),
        ('title = ""', 3, ("field 'title' is missing", "what it shows")),
        ('source = "\\u00ad"', 10, ("source: character 1", "U+00AD (soft hyphen)")),
        ('dash = "…"', 8, ("dash = '…' is not known", "Known: -, .., .")),
        ('category = "../../reason"', 6, ("no variable '../../reason'",)),
        ("printed = 3", 2, ("printed = 3 is not a text", "with quotes")),
        ('printed = "table-1.3"', 2, ("printed = 'table-1.3' is no table or figure",)),
        ('printed = "../../evil"', 2, ("printed = '../../evil' is no table or figure",)),
        ('printed = "table-99"', 2, ("nothing gives values of 'table-99'", "missing")),
        ('year = "2018"', 2, ("year = '2018' is not a whole number", "without quotes")),
        ("year = 2118", 2, ("year = 2118 is not a year from 1978",)),
        ("years = [2018, true]", 2, ("years = True is not a whole number",)),
        ("years = {a = 1}", 2, ("is not a whole number",)),
        ("base = -1", 2, ("base = found -1, expected a count",)),
        ('order = "vallue"', 2, ("order = 'vallue'", "did you mean 'value'")),
        ('unlabelled = "totl"', 2, ("unlabelled = 'totl'", "did you mean 'total'")),
        ('several = "true"', 2, ("several = 'true' is neither true nor false", "Write several = true")),
        ('same_as = "child-staff-by-sise"', 2, ("is no exhibit", "did you mean 'child-staff-by-size'")),
        (
            'select = [{datasett = "x"}]',
            2,
            ("column 'datasett' is not known", "mean 'dataset'", "Columns: heading"),
        ),
        ('select = "table-03"', 2, ("select: 'table-03' is not a table with columns",)),
        ("select = [{}]", 2, ("select: {} is not a table with columns",)),
        ('select = [{year = "2018"}]', 2, ("year = '2018' is not a year", "without quotes")),
        ("select = [{dataset = []}]", 2, ("dataset = [] is not a text, or a list",)),
        ('select = [{dataset = "table-3"}]', 2, ("no dataset 'table-3'", "did you mean 'table-03'")),
        ('select = [{dataset = ["table-03", "table-30"]}]', 2, ("no dataset 'table-30'",)),
        ('select = [{dataset = "table-03", category = "threat"}]', 2, ("category 'threat'", "did you mean 'threats'")),
        ('select = [{dataset = "table-03", year = 2020}]', 2, ("year 2020", "There is: 2014, 2015")),
    ],
)
def test_a_definition_is_not_right(small_book: MakeBook, new: str, line: int, parts: tuple[str, ...]) -> None:
    field = new.partition(" ")[0]
    section, other = EXHIBITS.split("\n\n")
    section, found = re.subn(rf"^{field} = .*$", new.replace("\\", r"\\"), section, flags=re.MULTILINE)
    if not found:
        section = section.replace("\n", f"\n{new}\n", 1)
    exhibits = f"{section}\n\n{other}"
    error = spoilt(small_book, DefinitionError, exhibits=exhibits)
    says(error, f"exhibits/users.toml:{line}", "[reasons-for-stay]", *parts)


def test_an_id_is_a_part_of_an_address(small_book: MakeBook) -> None:
    error = spoilt(small_book, DefinitionError, exhibits=EXHIBITS.replace("[reasons-for-stay]", '["../reasons"]'))
    says(error, "exhibits/users.toml:1", "[../reasons]", "lower-case letters, digits and hyphens")


def test_a_definition_stands_in_a_section(small_book: MakeBook) -> None:
    error = spoilt(small_book, DefinitionError, exhibits='title = "Årsaker"\n' + EXHIBITS)
    says(error, "exhibits/users.toml:1", "[title]", "outside a section")


def test_a_definition_gives_too_few_levels_for_the_header(small_book: MakeBook) -> None:
    error = spoilt(small_book, printed={"table-03": "category,2018 | Kvinner\nTrusler,61\n"})
    says(error, "printed/table-03.csv:1", "column '2018 | Kvinner' has 2 levels", "[reasons-for-stay] has 1")


def test_definitions_that_are_no_toml(small_book: MakeBook) -> None:
    error = spoilt(small_book, DefinitionError, exhibits="[reasons-for-stay\n")
    says(error, "exhibits/users.toml:1", "not TOML", "line 1")


def test_a_printed_table_has_one_definition(small_book: MakeBook) -> None:
    error = spoilt(small_book, DefinitionError, exhibits=EXHIBITS.replace("table-12", "table-03"))
    says(error, "exhibits/users.toml:13", "[child-staff-by-size] table-03 is already [reasons-for-stay]")


def test_an_id_stands_once_in_the_book(small_book: MakeBook) -> None:
    root = small_book()
    (root / "data" / "exhibits" / "zz.toml").write_text(
        '[reasons-for-stay]\ntitle = "Årsaker"\nsource = "Ingen"\n', "utf-8"
    )
    with pytest.raises(DefinitionError, match=r"zz\.toml:1: \[reasons-for-stay\] is also in .*users\.toml"):
        definitions.load(Codebook(root))


def test_an_unknown_exhibit(small_book: MakeBook) -> None:
    with pytest.raises(LookupFailed, match=r"no exhibit 'reason-for-stay'; did you mean 'reasons-for-stay'") as error:
        Door(small_book()).exhibit("reason-for-stay", 2018, show=False)
    assert "data/exhibits/*.toml" in error.value.remedy


def test_a_year_without_data(small_book: MakeBook) -> None:
    with pytest.raises(LookupFailed, match="no data for 1999") as error:
        Door(small_book()).exhibit("reasons-for-stay", 1999, show=False)
    assert error.value.remedy == "Years with data: 2014, 2015, 2016, 2017, 2018."


@pytest.mark.parametrize("year", ["2018", 2018.0, True])
def test_a_year_is_a_whole_number(small_book: MakeBook, year: object) -> None:
    with pytest.raises(LookupFailed, match=f"year is {year!r}, which is not a whole number") as error:
        Door(small_book()).exhibit("reasons-for-stay", year, show=False)  # type: ignore[arg-type]
    assert "2014–2018" in error.value.remedy


def test_a_year_that_another_exhibit_has_shows_the_latest(small_book: MakeBook) -> None:
    shown = Door(small_book()).exhibit("child-staff-by-size", 2016, show=False)
    assert (shown.year, shown.view.asked) == (2018, 2016)


def test_no_message_names_a_file_that_is_not_there(small_book: MakeBook) -> None:
    error = spoilt(small_book, printed={"table-03": REASONS.replace("63", "6E")})
    assert Path(error.file).is_file()
