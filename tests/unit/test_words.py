"""What a sentence says of several numbers: rising, falling, an order, a sum, about a half."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from kunnskapsstatus.chapter.statements import check, evaluate
from kunnskapsstatus.errors import Hidden, LookupFailed
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.lists import small

Ask = Callable[..., Exhibit]


@pytest.fixture
def reasons(exhibit_of: Ask) -> Exhibit:
    """Table 3 in 2014–2018: psychological 81, 84, 83, 84, 86; threats 64, 63, 63, 63, 61; weapon 20, 21, 22, 23, 22."""
    return exhibit_of("reasons-for-stay")


def test_what_rises_and_falls_from_year_to_year(reasons: Exhibit) -> None:
    assert reasons.rises("psychological", since=2016)
    assert not reasons.rises("psychological")  # 84 in 2015, 83 in 2016
    assert not reasons.falls("threats", since=2015, until=2017)  # 63 three times
    assert reasons.falls("threats", since=2017)
    assert [str(number.bare) for number in reasons.rises("material").numbers] == ["20", "21", "22", "23", "22"]


def test_a_year_that_is_not_there_is_named(reasons: Exhibit) -> None:
    with pytest.raises(LookupFailed, match="2013"):
        reasons.rises("psychological", since=2013)
    with pytest.raises(LookupFailed, match="no two years from 2018 to 2018"):
        reasons.rises("psychological", since=2018)


def test_a_number_that_is_missing_between_is_named(reasons: Exhibit) -> None:
    with pytest.raises(LookupFailed, match=r"table-03.csv:6: .* has no value"):
        reasons.rises("economic", since=2015)


def test_nothing_rises_across_a_break(exhibit_of: Ask) -> None:
    with pytest.raises(LookupFailed, match="break in the series"):
        exhibit_of("residents", 2024).rises(since=2018)


def test_an_order_of_several_keys(reasons: Exhibit) -> None:
    assert reasons.order("psychological", "physical", "threats")
    assert not reasons.order("psychological", "physical", "threats", at=2014)  # physical 61, threats 64
    assert reasons.order("psychological", "threats", "physical", at=2014)


def test_the_highest_and_the_lowest(reasons: Exhibit) -> None:
    assert reasons.leads("psychological")
    assert not reasons.leads("physical")
    assert reasons.leads("physical", "threats", "material")
    assert reasons.trails("material", "threats", "physical")
    assert not reasons.leads("threats", "threats")  # nothing is more than itself


def test_those_that_are_named_are_compared_whatever_is_hidden(reasons: Exhibit) -> None:
    rows = tuple(
        replace(row, value=math.nan, symbol=":") if row.category == "trafficking" else row for row in reasons.view.rows
    )
    hidden = replace(reasons, view=replace(reasons.view, rows=rows))
    for asked, end in ((hidden.bottom, "lowest"), (hidden.top, "highest")):
        with pytest.raises(Hidden, match=f"of which the {end} is asked for"):
            asked()
    assert hidden.trails("material", "threats") and hidden.leads("psychological", "threats")


def test_the_highest_at_each_of_several_keys(reasons: Exhibit) -> None:
    assert reasons.leads("physical", "threats", at=2018)
    assert not reasons.leads("physical", "threats", each=(2018, 2014))  # physical 61, threats 64
    assert reasons.trails("threats", "psychological", each=(2014, 2018))
    found = reasons.leads("physical", "threats", each=(2014, 2018))
    assert [number.bare for number in found.numbers[:2]] == ["61", "64"]


def test_a_sum_of_keys(exhibit_of: Ask) -> None:
    full = exhibit_of("full-women-by-size")
    assert full.sum("once", "several") == 20 + 41
    assert len(full.sum("once", "several").origins) == 2


@pytest.mark.parametrize(("keys", "told"), [((), "a sum of nothing"), (("threats",) * 2, "'threats' stands twice")])
def test_a_sum_names_each_key_once(reasons: Exhibit, keys: tuple[str, ...], told: str) -> None:
    with pytest.raises(LookupFailed, match=told):
        reasons.sum(*keys)


def test_a_slice_is_asked_with_fewer_words(reasons: Exhibit, exhibit_of: Ask) -> None:
    threats = reasons.at("threats")
    assert threats[2014] == reasons["threats", 2014]
    assert threats.falls(since=2017)
    full = exhibit_of("full-by-organisation").at("women-services")
    assert full["iks"] == 67
    with pytest.raises(LookupFailed, match="has no 'threat'"):
        reasons.at("threat")


def percent(value: float) -> Number:
    return Number(value, unit="prosent")


@pytest.mark.parametrize(
    ("number", "word", "holds"),
    [
        (percent(47), "about_half", True),
        (percent(44), "about_half", False),
        (percent(45), "about_half", True),  # as near as two fifths
        (percent(56), "about_half", False),
        (percent(33), "about_third", True),
        (percent(37), "about_third", False),
        (percent(26), "about_quarter", True),
        (percent(30), "about_quarter", False),
        (percent(66), "about_two_thirds", True),
        (percent(76), "about_three_quarters", True),
        (percent(19), "about_fifth", True),
        (percent(96), "almost_all", True),
        (percent(100), "almost_all", False),
        (percent(90), "almost_all", False),
    ],
)
def test_a_fraction_is_the_one_that_is_nearest(number: Number, word: str, holds: bool) -> None:
    assert bool(getattr(number, word)()) is holds


def test_a_fraction_of_a_count_needs_its_whole() -> None:
    assert Number(23).about_half(of=Number(46))
    with pytest.raises(LookupFailed, match=r"about_half\(of=whole\)"):
        Number(23).about_half()


def test_about_a_number() -> None:
    assert percent(73).about(75)
    assert not percent(71).about(75)
    assert Number(1842).about(1800)
    assert not Number(1842).about(2000)
    assert Number(7.04, 1, "prosent").about(7, within=0.05)
    assert Number(92).about_twice(Number(45))
    assert not Number(92).about_twice(Number(40))
    with pytest.raises(LookupFailed, match="different units"):
        Number(3, unit="kroner").about(Number(3, unit="døgn"))


def test_a_claim_shows_the_numbers_that_decide_it(reasons: Exhibit) -> None:
    found = check(
        'reasons.rises("psychological", since=2016) and reasons.top() == "psychological"', {"reasons": reasons}
    )
    assert found.holds is True
    assert [part.value for part in found.parts] == [
        "sant: 83\u00a0prosent, 84\u00a0prosent, 86\u00a0prosent",
        "Psykisk vold",
    ]
    assert [origin.place[-4:] for origin in found.origins] == ["2016", "2017", "2018"]


def test_a_claim_shows_labels_and_what_it_says_itself_only_once(reasons: Exhibit) -> None:
    found = check('reasons.top(2) == ("psychological", "physical") and 5 < reasons["threats"]', {"reasons": reasons})
    assert [(part.expression, part.value) for part in found.parts] == [
        ("reasons.top(2)", "Psykisk vold, Fysisk vold"),
        ("reasons['threats']", "61\u00a0prosent"),
    ]
    assert evaluate('reasons["threats"] / reasons["physical"]', {"reasons": reasons}).value == 1.0


def test_a_claim_that_is_false_shows_why(reasons: Exhibit) -> None:
    found = check('not reasons["threats"].about_two_thirds()', {"reasons": reasons})
    assert found.holds is True
    assert [part.value for part in found.parts] == ["usant: 61\u00a0prosent"]


def test_a_key_is_told_to_readers_by_its_label(exhibit_of: Callable[..., Exhibit]) -> None:
    reasons = exhibit_of("reasons-for-stay")
    said = evaluate("reasons.top(2)", {"reasons": reasons}), evaluate("reasons.top()", {"reasons": reasons})
    assert [(one.text, one.value) for one in said] == [("psykisk vold, fysisk vold",) * 2, ("psykisk vold",) * 2]
    assert evaluate("'psychological'", {"reasons": reasons}).text == "psychological", "it is nobody's key"


@pytest.mark.parametrize(
    ("text", "told"), [("Fysisk vold", "fysisk vold"), ("IKS", "IKS"), ("Å være", "å være"), ("", ""), ("§ 3", "§ 3")]
)
def test_a_text_within_a_sentence_begins_small_unless_it_is_letters(text: str, told: str) -> None:
    assert small(text) == told
