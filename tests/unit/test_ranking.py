"""What is highest and lowest, in order, rising: of numbers that are known, of one kind, and more than one."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kunnskapsstatus.chapter.statements import check
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.errors import Hidden, LookupFailed
from kunnskapsstatus.exhibits.exhibit import Exhibit

Ask = Callable[..., Exhibit]
Asked = Callable[[Exhibit], Any]


@pytest.fixture
def residents(exhibit_of: Ask) -> Exhibit:
    """Women 2 123, men 210 and others 7 in 2024; 1 950, 233 and 10 in 2023; in 2018 men alone."""
    return exhibit_of("residents")


def without(exhibit: Exhibit, symbol: str, **cell: Any) -> Exhibit:
    """The exhibit where there is a symbol instead of a number in a cell."""

    def marked(row: Observation) -> Observation:
        hit = all(getattr(row, name) == wanted for name, wanted in cell.items())
        return replace(row, value=math.nan, symbol=symbol) if hit else row

    return replace(exhibit, view=replace(exhibit.view, rows=tuple(map(marked, exhibit.view.rows))))


RANKED: dict[str, Asked] = {
    "top": lambda x: x.top(),
    "tops": lambda x: x.top(2),
    "bottom": lambda x: x.bottom(),
    "rank": lambda x: x.rank("men"),
    "ranking": lambda x: x.ranking(),
    "leads": lambda x: x.leads("men"),
    "trails": lambda x: x.trails("men"),
}


@pytest.mark.parametrize("asked", RANKED.values(), ids=RANKED)
def test_nothing_is_ranked_past_a_key_that_has_no_row(exhibit_of: Ask, asked: Asked) -> None:
    with pytest.raises(LookupFailed, match="cannot be ranked: it has no number for 2018 of 'women', 'other-gender'"):
        asked(exhibit_of("residents", 2018))


@pytest.mark.parametrize("asked", RANKED.values(), ids=RANKED)
def test_a_part_of_one_year_knows_who_is_missing_in_it(residents: Exhibit, asked: Asked) -> None:
    with pytest.raises(LookupFailed, match="cannot be ranked: it has no number for 2018 of 'women', 'other-gender'"):
        asked(residents.at(2018))
    assert residents.at(2023).top() == residents.at(2023).top(1)[0] == "women"


@pytest.mark.parametrize("asked", RANKED.values(), ids=RANKED)
@pytest.mark.parametrize("symbol", ["..", ""])
def test_nothing_is_ranked_past_a_number_that_is_missing(residents: Exhibit, asked: Asked, symbol: str) -> None:
    gap = without(residents, symbol, group="women", year=2024)
    with pytest.raises(LookupFailed, match=r"official/residents.csv:41: .* at 'women' has no value"):
        asked(gap)


def test_what_cannot_be_is_in_nobodys_way(residents: Exhibit) -> None:
    assert without(residents, ".", group="women", year=2024).top() == "men"


def test_a_count_that_is_hidden_is_small(residents: Exhibit) -> None:
    few = without(residents, ":", group="other-gender", year=2024)
    assert (few.top(), few.top(2), few.rank("men")) == ("women", ("women", "men"), 2)
    assert few.leads("women") and [key for key, _ in few.ranking()] == ["women", "men"]
    for asked in (lambda: few.rank("other-gender"), lambda: few.bottom(), lambda: few.trails("men")):
        with pytest.raises(Hidden, match=r"official/residents.csv:42"):
            asked()


@pytest.mark.parametrize("asked", RANKED.values(), ids=RANKED)
def test_a_share_that_is_hidden_may_be_any(exhibit_of: Ask, asked: Asked) -> None:
    """It is of few persons, and those may be all that there are."""
    shares = exhibit_of("case-cooperation-by-organisation")
    hidden = without(shares, ":", category="police", group="total")
    named = (replace(row, category="men") if row.category == "doctor" else row for row in hidden.view.rows)
    with pytest.raises(Hidden, match="'police' has no value: :"):
        asked(replace(hidden, view=replace(hidden.view, rows=tuple(named))).at("percent"))


def test_a_count_is_hidden_too_where_another_is_to_be_so(exhibit_of: Ask) -> None:
    """In a table of two dimensions a number may be hidden for the sake of its row, and be the highest of its column."""
    counts = exhibit_of("rvts-guidance-by-size")
    hidden = without(counts, ":", category="rvts-not-selected", group="small").at("count")
    assert counts.top(None, "small", "count") == "rvts-not-selected"
    with pytest.raises(Hidden, match="'rvts-not-selected' has no value: :"):
        hidden.top(None, "small")


def test_those_that_have_a_number_are_ranked_where_it_is_said(exhibit_of: Ask) -> None:
    known = exhibit_of("residents", 2018)
    assert known.ranking(known=True) == [("men", 135.0)]
    assert (known.top(known=True), known.bottom(known=True), known.rank("men", known=True)) == ("men", "men", 1)
    nights = exhibit_of("nights-per-stay")
    assert nights.leads("helgeland", known=True) and nights.trails("hallingdal", known=True)
    said = check('x.top(known=True) == "helgeland"', {"x": nights})
    assert said.holds and ", av dem det er tall for: Helgeland" in said.spoken


# --- keys that are too many, and too few ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (lambda x: x.sum("women", "men", 2023), "2023 is a year, and 'women' is a group"),
        (lambda x: x.leads("women", "men", 2023), "2023 is a year, and 'women' is a group"),
        (lambda x: x.trails(2023, "men"), "'men' is a group, and 2023 is a year"),
        (lambda x: x.order("women", "men", 2023), "2023 is a year, and 'women' is a group"),
        (lambda x: x.order(("women", 2023), "men"), "'men' is a group, and .'women', 2023. is a group and a year"),
        (lambda x: x.order(), "no keys have no order"),
        (lambda x: x.order("women"), "1 key has no order"),
        (lambda x: x.leads("women", each=[]), "compared at each of no keys"),
        (lambda x: x.at("women").leads("women"), "compared with nothing"),
        (lambda x: x.top(2024), r"2024 is a key, and keys stand after how many: x.top\(None, 2024\)"),
        (lambda x: x.bottom("women"), r"'women' is a key, and keys stand after how many: x.bottom\(None, 'women'\)"),
        (lambda x: x.top(0), "Give a number from 1 to 3"),
        (lambda x: x.top(-1), "Give a number from 1 to 3"),
        (lambda x: x.top(4), "asks for 4 of the 3 that are ranked"),
        (lambda x: x.top(True), "Give a number from 1 to 3"),
    ],
    ids=range(15),
)
def test_a_key_too_many_is_not_something_else(residents: Exhibit, asked: Asked, told: str) -> None:
    with pytest.raises(LookupFailed, match=told):
        asked(residents)


def test_keys_of_one_kind_are_compared_and_added(residents: Exhibit) -> None:
    assert residents.sum("women", "men", at=2023) == 1950 + 233
    assert residents.leads("women", "men", at=2023)
    assert residents.order(2024, 2023, 2022)
    assert residents.order("total", "women", "men")
    assert residents.order(("women", 2024), ("women", 2023), ("men", 2023))
    assert len(residents.top(3)) == 3


# --- equals -----------------------------------------------------------------------------------------------------------


def test_of_equals_none_is_named_first(exhibit_of: Ask) -> None:
    offers = exhibit_of("child-offers-by-size")  # welcome and talk-with-parent: 100 per cent
    with pytest.raises(
        LookupFailed, match=r"'welcome', 'talk-with-parent' are equal and are all the first\nAsk .*top.2"
    ):
        offers.top()
    claim = check("offers.top() == 'welcome'", {"offers": offers})
    assert (claim.value, claim.error) == (False, "") and "are equal" in claim.parts[0].value
    assert claim.spoken == "Usant: flere har samme tall."
    assert set(offers.top(2)) == {"welcome", "talk-with-parent"}
    assert (offers.rank("welcome"), offers.rank("talk-with-parent")) == (1, 1)
    assert not offers.leads("welcome")
    reasons = exhibit_of("reasons-for-stay", 2018)
    with pytest.raises(LookupFailed, match=r"are equal and are all the first\nAsk for none or all of them, x.bottom.3"):
        reasons.bottom()
    assert len(reasons.bottom(3)) == 3
    distance = exhibit_of("travel-distance-by-centre")  # two share the third place
    with pytest.raises(LookupFailed, match=r"share place 3\nAsk for none or all of them, x.top.2. or x.top.4"):
        distance.top(3)


# --- from year to year ------------------------------------------------------------------------------------------------


def test_nothing_rises_backwards(residents: Exhibit) -> None:
    assert residents.rises(since=2021, until=2024)
    for word in (residents.rises, residents.falls):
        with pytest.raises(LookupFailed, match="no two years from 2024 to 2021; the first is not before the last"):
            word(since=2024, until=2021)
    with pytest.raises(LookupFailed, match="a change from 2024 to 2021"):
        residents.change("women", 2024, 2021)
    assert residents.change("women", 2023) == 2123 - 1950


def test_what_is_no_year_is_told_of(residents: Exhibit) -> None:
    for asked in (lambda: residents.rises(since="2021"), lambda: residents.change("women", "men", 2024)):  # type: ignore[arg-type]
        with pytest.raises(LookupFailed, match="is no year\nGive a year such as 2018"):
            asked()


def test_nothing_rises_past_a_year_that_is_hidden(residents: Exhibit) -> None:
    hidden = without(residents, ":", group="women", year=2023)
    with pytest.raises(Hidden, match=r"official/residents.csv:36"):
        hidden.rises("women", since=2021)
    assert hidden.rises(since=2021)


@pytest.mark.parametrize("identifier", ["profiles-by-size", "drivers-two-laws"])
def test_nothing_rises_without_years(exhibit_of: Ask, identifier: str) -> None:
    exhibit = exhibit_of(identifier)
    for word in (exhibit.rises, exhibit.falls):
        with pytest.raises(LookupFailed, match="has no two years from None to None; it has none"):
            word()
