"""A look-up gives the number that is asked for, or none: never that of another year, group, measure or population."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from books import EXHIBITS, OFFICIAL, MakeBook

from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.view import view_of

Ask = Callable[..., Exhibit]
Asked = Callable[[Ask], Any]


def official(small_book: MakeBook, definition: str, *rows: str) -> Exhibit:
    """An exhibit of official figures, in 2018."""
    exhibits = f'{EXHIBITS}\n[trial]\ntitle = "Prøve"\nsource = "Ingen"\n{definition}\n'
    select = 'select = [{dataset = "official-trial"}]\n'
    figures = OFFICIAL + "".join(f"{row},Oppdiktet.,direct,SSB\n" for row in rows)
    root = small_book(exhibits=exhibits + select, official={"trial": figures})
    return Exhibit(view_of(Book(root), "trial", 2018), lambda view: {})


@pytest.mark.parametrize(
    ("asked", "told", "remedy"),
    [
        (lambda of: of("residents", 2018)["women"], "has no number for 2018; it has 2017", "year .*'women', 2017"),
        (lambda of: of("centre-cost")["total"], "has no number for 2021; it has 2018", "x.'total', 2018"),
        (lambda of: of("centre-cost")["oslo"], "has no number for 2021; it has 2018", "x.'oslo', 2018"),
        (lambda of: of("services-since-2018")["longest-travel"], "has no number for 2024; it has 2020", "2020"),
        (lambda of: of("profiles-by-size")["share-of-staff"], "the total of its groups; it has small", "'small'"),
        (lambda of: of("profiles-by-size").at("share-of-staff")["share-of-staff"], "the total of its groups", "small"),
        (lambda of: of("stay-length")[2017], "the total of its groups; it has men", "Name the group"),
        (lambda of: of("reasons-for-stay")[2018], "the total of its categories; it has psychological", "category"),
        (lambda of: of("residents", 2018)["women"].percent_of(of("residents", 2018)["total"]), "it has 2017", "2017"),
    ],
    ids=range(9),
)
def test_what_is_left_out_is_the_shown_year_and_the_total_and_no_other(
    exhibit_of: Ask, asked: Asked, told: str, remedy: str
) -> None:
    with pytest.raises(LookupFailed, match=told) as failed:
        asked(exhibit_of)
    assert re.search(remedy, failed.value.remedy)


def test_a_year_that_is_named_is_given(exhibit_of: Ask) -> None:
    residents = exhibit_of("residents", 2018)
    assert (residents["women", 2017].value, residents["total"].value, residents["men"].value) == (1662, 1842, 135)
    part = residents.at("women")
    assert (part.year, part["women"].value) == (2017, 1662)  # a part says which year it shows
    assert exhibit_of("profiles-by-size").at("share-of-staff")["small"].value == 14


def test_no_key_is_needed_where_the_whole_exhibit_has_one_value(small_book: MakeBook) -> None:
    shown = official(
        small_book, 'category = "sex"\ngroup = "size"',
        "2017,residents,women,small,count,20,,", "2017,residents,men,small,count,2,,",
    )  # fmt: skip
    assert (shown.year, shown["women"].value, shown.top()) == (2017, 20, "women")
    assert shown["small", "women", 2017, "count", "residents"].value == 20


def test_the_measure_is_not_another_in_another_year(exhibit_of: Ask) -> None:
    view = exhibit_of("reasons-for-stay", 2018).view
    cells = [("women", 2017, "percent", 90), ("women", 2018, "count", 20), ("men", 2018, "percent", 10)]
    rows = (Observation(category=key, year=year, measure=measure, value=of) for key, year, measure, of in cells)
    shown = Exhibit(replace(view, rows=tuple(rows)), lambda _: {})
    with pytest.raises(LookupFailed, match="no number for 2018; it has 2017"):
        shown["women"]
    assert (shown["women", "count"].value, shown["women", 2017].value, shown["men"].value) == (20, 90, 10)


def test_a_measure_that_its_key_alone_has_is_meant(exhibit_of: Ask) -> None:
    assert str(exhibit_of("services-since-2018")["longest-travel", 2020]) == "486\u00a0kilometer"


def test_the_population_is_that_of_the_year_or_the_own_one(exhibit_of: Ask) -> None:
    assert exhibit_of("cost-spread", 2018)["minimum"].value == 10  # of municipalities
    assert exhibit_of("cost-spread", 2023)["minimum"].value == 45  # of centres
    assert exhibit_of("men-residents")["men"].value == 210  # of residents, and not of stays


def test_the_older_method_is_asked_for_by_its_year(exhibit_of: Ask) -> None:
    residents = exhibit_of("residents")
    assert residents.old(2022).value == 1979
    with pytest.raises(LookupFailed, match="has no number for 2024; it has 2022"):
        residents.old()


def test_a_year_in_quotation_marks_is_told_of(exhibit_of: Ask) -> None:
    with pytest.raises(
        LookupFailed, match=r"has no '2018': a year is a number\nWrite it without quotation marks: 2018"
    ):
        exhibit_of("residents")["2018"]


# --- shares -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identifier", "keys", "text"),
    [
        ("residents", ("women",), "91\u00a0prosent"),
        ("residents", ("women", 2017), "92\u00a0prosent"),
        ("services-since-2018", ("full-once-or-more", "women-services", 2020), "47\u00a0prosent"),
        ("centres-overview", ("oslo", "nights"), "12\u00a0prosent"),
    ],
)
def test_a_share_is_of_the_total_of_the_same(
    exhibit_of: Ask, identifier: str, keys: tuple[Any, ...], text: str
) -> None:
    assert str(exhibit_of(identifier).share(*keys)) == text


def test_a_share_of_a_part_is_of_the_total_of_the_whole(exhibit_of: Ask) -> None:
    residents = exhibit_of("residents")
    assert residents.at("women").share("women") == residents.share("women")


NO_SUM = "of which no total is a sum"


@pytest.mark.parametrize(
    ("identifier", "keys", "told"),
    [
        ("services-since-2018", ("full-once-or-more", "men-services", 2020), "no total of men-services, 2020, count"),
        ("men-residents", ("men", "stays"), "has no total of stays, 2024, count"),
        ("enough-rooms-until-housing", ("yes",), f"counted in prosent, {NO_SUM}"),
        ("resident-traits", ("under-30",), f"counted in prosent, {NO_SUM}"),
        ("stay-length", ("men", 2016), f"counted in gjennomsnitt, {NO_SUM}"),
        ("centre-cost", ("norasenteret", 2018), f"counted in kroner per innbygger, {NO_SUM}"),
        ("services-since-2018", ("longest-travel", 2020), f"counted in kilometer, {NO_SUM}"),
        ("residents", ("total",), "is the whole itself"),
        ("residents", (2023, "women"), "begins with 2023, which is a year"),
    ],
)
def test_a_share_of_another_whole_is_refused(
    exhibit_of: Ask, identifier: str, keys: tuple[Any, ...], told: str
) -> None:
    with pytest.raises(LookupFailed, match=told):
        exhibit_of(identifier).share(*keys)


def test_a_share_of_nothing_says_which_number_is_zero(small_book: MakeBook) -> None:
    shown = official(
        small_book, 'category = "sex"', "2018,residents,women,,count,0,,", "2018,residents,,,count,0,,"
    )  # fmt: skip
    with pytest.raises(LookupFailed, match=r"official/trial.csv:3: 0 cannot be divided by 0 \(Beboere, 2018\)"):
        shown.share("women")
