"""A view decides once what an exhibit means, and every form, look-up and ranking means the same."""

from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError, fields, replace

import pytest
from books import EXHIBITS, OFFICIAL, ROOT, MakeBook

from kunnskapsstatus.data import listed
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.derived import derive
from kunnskapsstatus.data.derived import official as computing
from kunnskapsstatus.data.observation import FIELDS, Observation, frame_of, rows_of, schema
from kunnskapsstatus.data.units import Units
from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits import lookup, ranking
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.view import PREFERRED, View, main_measure, state, view_of
from kunnskapsstatus.forms.marks import marks_of
from kunnskapsstatus.keys import OFFICIAL as OFFICIAL_SET

BOOK = Book(ROOT)
DERIVED = "derived-"
IDS = list(BOOK.definitions)
Ask = Callable[..., Exhibit]


def test_a_chart_and_a_look_up_mean_the_same_measure(exhibit_of: Ask) -> None:
    cost = exhibit_of("cost-by-size")
    drawn = {mark.category: mark.value for mark in marks_of(cost.view)}
    assert {key: cost[key].value for key in drawn} == drawn == {"small": 108.8, "medium": 96.8, "large": 72.5}
    assert cost.top() == "small" and dict(cost.ranking()) == drawn
    assert cost["small", "count"].value == 14


@pytest.mark.parametrize("identifier", IDS)
def test_what_a_chart_draws_is_what_a_look_up_gives(identifier: str) -> None:
    """Each mark, asked for by its category and group (and a line's year), is the number that is drawn."""
    view = view_of(BOOK, identifier, 2018)
    if view.definition.form in ("table", "map"):
        return
    for mark in marks_of(view):
        row = mark.row
        keys = [key for key in (row.category, row.group, row.year, row.population) if key is not None]
        assert row.measure == view.measure or row.measure in ("minimum", "maximum")
        if mark.known:
            assert lookup.number(view, *dict.fromkeys(keys), row.measure).value == mark.value


@pytest.mark.parametrize("identifier", IDS)
def test_a_view_is_as_the_book_says(identifier: str) -> None:
    view = view_of(BOOK, identifier, 2018)
    assert view.measure in (*view.measures, "")
    assert view.year in (*view.years, None)
    assert view.year == (2018 if 2018 in view.years else view.years[-1] if view.years else None)
    assert set(view.values) <= set(view.rows)
    assert all((ROOT / file).is_file() for file in view.files)
    with pytest.raises(FrozenInstanceError):
        view.year = 2019  # type: ignore[misc]


def test_the_definition_names_the_main_measure_and_else_the_first_that_is_preferred() -> None:
    definition = BOOK.definitions["cost-by-size"]
    assert definition.measure == ""
    for place, measure in enumerate(PREFERRED):
        assert main_measure(definition, [*reversed(PREFERRED[place:]), "nights"]) == measure
    assert main_measure(definition, ["nights", "visits"]) == "nights"
    assert main_measure(replace(definition, measure="visits"), ["percent", "visits"]) == "visits"
    assert main_measure(replace(definition, measure="visits"), ["percent"]) == "percent"
    assert main_measure(definition, []) == ""


def official(small_book: MakeBook, definition: str, *rows: str) -> Exhibit:
    exhibits = f'{EXHIBITS}\n[trial]\ntitle = "Prøve"\nsource = "Ingen"\n{definition}\n'
    root = small_book(
        exhibits=exhibits, official={"trial": OFFICIAL + "".join(f"{row},Oppdiktet.,direct,SSB\n" for row in rows)}
    )
    return Exhibit(view_of(Book(root), "trial", 2018), lambda view: {})


def test_a_ranking_means_the_measure_that_the_definition_names(small_book: MakeBook) -> None:
    shown = official(
        small_book,
        'measure = "count"\ncategory = "sex"\nselect = [{dataset = "official-trial"}]',
        "2018,residents,women,,count,10,,", "2018,residents,men,,count,30,,",
        "2018,residents,women,,percent,60,,", "2018,residents,men,,percent,40,,",
    )  # fmt: skip
    assert (shown.view.measure, shown.top(), shown["men"].value) == ("count", "men", 30)
    assert (shown.top(None, "percent"), shown["men", "percent"].value) == ("women", 40)


def test_what_is_ranked_varies_in_the_main_measure(small_book: MakeBook) -> None:
    shown = official(
        small_book,
        'category = "sex"\ngroup = "size"\nselect = [{dataset = "official-trial"}]',
        "2018,residents,women,small,percent,20,,", "2018,residents,women,large,percent,30,,",
        "2018,residents,men,small,count,2,,", "2018,residents,men,large,count,1,,",
    )  # fmt: skip
    assert shown.ranking("women") == [("large", 30.0), ("small", 20.0)]
    assert shown.top(None, "men", "count") == "small"
    with pytest.raises(LookupFailed, match="no number for the total of its categories; it has women"):
        shown.ranking()


def test_none_is_no_key(small_book: MakeBook) -> None:
    trial = '[trial]\ntitle = "Prøve"\nsource = "Ingen"\nprinted = "figure-02"\n'
    root = small_book(exhibits=f"{EXHIBITS}\n{trial}", prose="ten,Ti,10,,count,,residents,,,4.1,figure-02,\n")
    shown = Exhibit(view_of(Book(root), "trial", 2018), lambda view: {})
    assert (shown.year, shown["count"].value) == (None, 10)
    with pytest.raises(LookupFailed, match="has no None"):
        shown[None]


def test_a_ranking_keeps_to_the_shown_year_and_the_total(small_book: MakeBook) -> None:
    shown = official(
        small_book,
        'measure = "count"\ncategory = "sex"\ngroup = "size"\nselect = [{dataset = "official-trial"}]',
        "2017,residents,women,,count,90,,", "2017,residents,men,,count,10,,",
        "2018,residents,women,,count,20,,", "2018,residents,men,,count,30,,",
        "2018,residents,women,small,count,15,,", "2018,residents,men,small,count,5,,",
    )  # fmt: skip
    assert shown.ranking() == [("men", 30.0), ("women", 20.0)]
    assert shown.ranking(2017)[0] == ("women", 90.0)
    assert shown.ranking("small") == [("women", 15.0), ("men", 5.0)]
    assert (shown.bottom(), shown.bottom(2), shown.rank("women")) == ("women", ("women", "men"), 2)
    with pytest.raises(LookupFailed, match="'other' to rank"):
        shown.rank("other")


def test_the_number_by_an_older_method_is_asked_for_by_name(exhibit_of: Ask) -> None:
    methods = exhibit_of("counting-methods")
    assert methods.old("residents", 2022).series == "old-method"
    assert "old-method" not in set(methods.values["series"])
    with pytest.raises(LookupFailed, match="has no 'men'"):
        methods.old("men")
    with pytest.raises(
        LookupFailed, match="no number for all of them; it has residents, day-users\\nName the population"
    ):
        methods.old()


def test_a_number_by_an_older_method_that_nobody_gives_says_why(small_book: MakeBook) -> None:
    shown = official(small_book, 'select = [{dataset = "official-trial"}]', "2018,residents,,,count,..,,old-method")
    with pytest.raises(LookupFailed, match=r"has no value: \.\. \(tall mangler\)"):
        shown.old("residents")


@pytest.mark.parametrize(
    ("rows", "missing", "expected"),
    [
        ([], "", "empty"),
        ([Observation(measure="percent")], "", "empty"),
        ([Observation(measure="base", value=12)], "", "empty"),
        ([Observation(measure="percent", value=12, series="old-method")], "", "empty"),
        ([Observation(measure="percent", value=12)], "", "complete"),
        ([Observation(measure="name", text="Moss")], "", "complete"),
        ([Observation(measure="percent", value=12)], "Bare ett tall.", "partial"),
    ],
)
def test_how_much_there_is_of_an_exhibit(rows: list[Observation], missing: str, expected: str) -> None:
    assert state(replace(BOOK.definitions["cost-by-size"], missing=missing), rows) == expected


# --- the schema -------------------------------------------------------------------------------------------------------


def test_the_schema_is_the_observation() -> None:
    assert FIELDS == tuple(field.name for field in fields(Observation)) == tuple(schema().names)
    blank = Observation()
    assert (blank.category, blank.group, blank.year, blank.known, blank.given) == ("total", "total", None, False, False)


def test_rows_come_out_of_a_frame_as_they_went_in() -> None:
    rows = [
        Observation("a", year=2018, value=1.5, decimals=1, base=None, symbol="", line=3),
        Observation("b", year=None, base=44, text="Moss", symbol="-", value=0.0),
    ]
    frame = frame_of(rows)
    assert frame.columns.tolist() == list(FIELDS)
    assert list(rows_of(frame)) == rows
    assert all(type(row.year) in (int, type(None)) and type(row.base) in (int, type(None)) for row in rows_of(frame))
    assert list(rows_of(frame_of([]))) == []


@pytest.mark.parametrize(
    "selection",
    [
        {"dataset": "table-03"},
        {"dataset": ["table-03", "table-12", "gone"]},
        {"dataset": "table-03", "year": 2018, "category": ["threats", "psychological"]},
        {"measure": "percent", "group": "small"},
        {"key": "men-share-residents"},
        {"dataset": "gone"},
    ],
)
def test_rows_are_found_by_their_fields(selection: Mapping[str, object]) -> None:
    def fits(row: Observation) -> bool:
        wanted = {name: value if isinstance(value, list) else [value] for name, value in selection.items()}
        return all(getattr(row, name) in values for name, values in wanted.items())

    everything = list(rows_of(BOOK.observations))
    found = BOOK.rows(selection)
    assert [_plain(row) for row in found] == [_plain(row) for row in everything if fits(row)]
    assert [_plain(row) for row in BOOK.rows(selection, selection)] == [_plain(row) for row in found]


def _plain(row: Observation) -> list[str]:
    return [str(getattr(row, name)) for name in FIELDS]


def test_the_place_of_a_key_is_counted_from_the_top(exhibit_of: Ask) -> None:
    view = exhibit_of("reasons-for-stay").view
    values = dict(ranking.ranking(view))
    assert ranking.place(view, "psychological") == 1
    assert [ranking.place(view, key) for key in values] == sorted(ranking.place(view, key) for key in values)


def test_a_list_writes_each_name_in_one_way() -> None:
    view = view_of(BOOK, "organisation-reports")
    rows = {row.category for row in view.values}
    assert {"HARSTAD KRISESENTER", "Harstad krisesenter", "sarpsborg krisesenter"} < rows
    assert {view.label(name) for name in rows if "arstad" in name.lower()} == {"Harstad krisesenter"}
    assert {view.label(name) for name in rows} - {c.label_nb for c in BOOK.codebook["centre"].categories.values()} == {
        "I alt"
    }
    assert "data/codebook/centre.csv" in view.files


def test_all_files_that_a_number_is_computed_from_are_files_of_the_view() -> None:
    """Whatever file other numbers stand in, each exhibit that changes by it has it among its files: its page is made
    anew."""
    report = [row for row in rows_of(BOOK.observations) if not row.dataset.startswith((OFFICIAL_SET, DERIVED))]
    typed = [*listed.official(BOOK.codebook, Units(ROOT))]
    shown = [name for name in IDS if any(row.access == "derived" for row in view_of(BOOK, name).rows)]

    def views(changed: str) -> dict[str, View]:
        book = Book(ROOT)
        own, official_rows = ([_other(row, changed) for row in rows] for rows in (report, typed))
        made = computing.not_typed(computing.computed([*own, *official_rows]), official_rows)
        rows = [*own, *computing.in_order(official_rows, made)]
        vars(book)["observations"] = frame_of([*rows, *derive(rows, BOOK.codebook)])
        return {name: view_of(book, name) for name in shown}

    before = views("")
    missed = {
        (name, file)
        for file in sorted({row.file for row in (*report, *typed)})
        for name, view in views(file).items()
        if file not in view.files and _said(view) != _said(before[name])
    }
    assert len(shown) >= 10 and missed == set()


def _other(row: Observation, file: str) -> Observation:
    return replace(row, value=row.value * 0.97) if row.file == file and row.known and row.measure != "base" else row


def _said(view: View) -> list[tuple[object, ...]]:
    return [(row.category, row.group, row.year, row.measure, row.symbol, repr(row.value)) for row in view.rows]
