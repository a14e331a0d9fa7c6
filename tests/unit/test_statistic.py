"""Numbers in sentences: how they read, what they do with each other, and what they refuse."""

import operator
from collections.abc import Callable

import numpy as np
import pytest

from kunnskapsstatus.chapter.statements import evaluate
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits.lookup import missing
from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.exhibits.origin import Origin

HERE = Origin(
    "reasons-for-stay", "Opphold, psykisk vold, 2018", "krisesenterstatistikken", "data/printed/table-03.csv", 2
)
THERE = Origin(
    "reasons-for-stay", "Opphold, trusler, 2018", "krisesenterstatistikken", "data/printed/table-03.csv", 4, "Forbehold"
)


def percent(value: float, **given: object) -> Number:
    return Number(value, unit="prosent", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (percent(86), "86\u00a0prosent"),
        (percent(10.4, decimals=1), "10,4\u00a0prosent"),
        (Number(69396), "69\u00a0396"),
        (Number(-3, unit="døgn"), "\u22123\u00a0døgn"),
        (percent(86.5).whole, "87\u00a0prosent"),
        (percent(86).with_decimals(1), "86,0\u00a0prosent"),
        (percent(7, qualifier="omkring"), "7\u00a0prosent"),
        (percent(7, qualifier="omkring").qualified, "omkring\u00a07\u00a0prosent"),
        (percent(7).qualified, "7\u00a0prosent"),
        (percent(40.7, decimals=1).english, "40.7\u00a0per\u00a0cent"),
        (percent(7, qualifier="omkring").qualified.english, "about\u00a07\u00a0per\u00a0cent"),
        (Number(-69396).english, "\u221269,396"),
        (Number(1, unit="kroner"), "1\u00a0krone"),
        (Number(-1, unit="kroner"), "\u22121\u00a0krone"),
        (Number(1.2, unit="kroner"), "1\u00a0krone"),
        (Number(1.2, 1, unit="kroner"), "1,2\u00a0kroner"),
        (Number(0, unit="kroner"), "0\u00a0kroner"),
        (Number(1.0, 1, "millioner kroner"), "1,0\u00a0million kroner"),
        (Number(1.5, 1, "millioner kroner"), "1,5\u00a0millioner kroner"),
        (Number(1, unit="kroner").english, "1\u00a0krone"),
        (Number(1, unit="døgn").english, "1\u00a0night"),
        (Number(2, unit="døgn").english, "2\u00a0nights"),
        (Number(1, unit="kilometer"), "1\u00a0kilometer"),
    ],
)
def test_how_a_number_reads(number: Number, text: str) -> None:
    assert str(number) == text
    assert f"{number}" == text


def test_a_number_without_english_says_so_and_the_others_keep_where_they_are_from() -> None:
    with pytest.raises(LookupFailed, match="3\u00a0ukjent has no English"):
        _ = Number(3, unit="ukjent").english
    assert (percent(86).english, percent(86).english.unit) == (86, "prosent")


def test_a_bare_number_has_no_unit() -> None:
    assert percent(86).bare == "86"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (percent(86) - percent(81), "5\u00a0prosentpoeng"),
        (percent(81) - percent(86), "\u22125\u00a0prosentpoeng"),
        (abs(percent(81) - percent(86)), "5\u00a0prosentpoeng"),
        (percent(86) - 6, "80\u00a0prosent"),
        (100 - percent(86), "14\u00a0prosent"),
        (percent(41) + percent(20), "61\u00a0prosent"),
        (sum([percent(41), percent(20)]), "61\u00a0prosent"),
        (percent(10.4, decimals=1) - percent(8), "2,4\u00a0prosentpoeng"),
        (Number(94, unit="kroner") - Number(40, unit="kroner"), "54\u00a0kroner"),
        (Number(121.9, unit="kroner") / Number(47, unit="kroner"), "2,6"),
        (Number(90, unit="kroner") / 4, "22,5\u00a0kroner"),
        (2 * Number(45, unit="kroner"), "90\u00a0kroner"),
        (-Number(45), "\u221245"),
        (Number(4).percent_of(Number(46)), "9\u00a0prosent"),
        (Number(4).percent_of(46), "9\u00a0prosent"),
    ],
)
def test_arithmetic_keeps_units(number: Number, text: str) -> None:
    assert str(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ((Number(26.4, 1) - Number(13.9, 1)).whole, "13"),
        (round(Number(26.4, 1) - Number(13.9, 1)), "13"),
        (Number(0.3, 1) / Number(0.4, 1), "0,8"),
        (percent(1.1, decimals=1) * 2.5, "2,8\u00a0prosent"),
        (Number(2340) - 0.5, "2\u00a0339,5"),
        (0.5 + Number(2340), "2\u00a0340,5"),
        (Number(3) * 1.5, "4,5"),
        (1.5 * Number(3), "4,5"),
        (Number(3) * Number(1.5, 1), "4,5"),
        (Number(1.5, 1) * Number(3), "4,5"),
        (0.5 * Number(1842), "921"),
        (Number(1842) - 42.0, "1\u00a0800"),
        (Number(2) * (1 / 3), "0,67"),
        (percent(40.7, decimals=1) - 0.7, "40,0\u00a0prosent"),
        (percent(20).of(7.5), "1,5"),
    ],
)
def test_what_is_computed_is_shown_as_it_is(number: Number, text: str) -> None:
    assert str(number) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2340, "2\u00a0340"),
        (-29, "\u221229"),
        (np.int64(12345), "12\u00a0345"),
        (12, "12"),
        (2018, "2018"),
        (np.int64(2018), "2018"),
        ((2017, 2018), "2017, 2018"),
        (2018.0, "2\u00a0018"),
        (Number(2018), "2\u00a0018"),
        (3 * 0.1, "0,3"),
        (0.1 * 3 / 0.3, "1"),
    ],
)
def test_a_plain_number_in_a_sentence_reads_as_others_do_and_a_year_as_a_year(value: object, text: str) -> None:
    assert evaluate("n", {"n": value}).text == text


def test_a_number_in_a_sentence_is_kept_as_it_stands_there() -> None:
    assert evaluate("n.whole", {"n": Number(26.4, 1) - Number(13.9, 1)}).value == 13
    assert evaluate("n", {"n": Number(0.3, 1) / Number(0.4, 1)}).value == 0.8


def test_a_result_remembers_what_it_is_made_of() -> None:
    difference = percent(86, origins=(HERE,)) - percent(61, origins=(THERE,))
    assert difference.origins == (HERE, THERE)
    assert (difference - percent(61, origins=(THERE,))).origins == (HERE, THERE)
    assert difference.origins[1].sentence() == "Opphold, trusler, 2018. Krisesenterstatistikken. Forbehold."
    assert Origin.from_json(THERE.to_json()) == THERE


def test_numbers_compare_by_value() -> None:
    assert percent(86) > percent(84) > 80
    assert percent(86) == 86
    assert (percent(86) == np.int64(86)) is True
    assert percent(86) <= percent(86)
    assert percent(86) != percent(84)
    assert not percent(0.1 + 0.2) < 0.3
    assert not percent(0.1 + 0.2) > 0.3
    assert max(percent(3), percent(5)) == 5
    assert round(percent(86.4)) == 86


def test_equal_numbers_are_one_member_of_a_set() -> None:
    assert 86 in {percent(86)}
    assert percent(86) in {86, 12}
    assert {percent(86), percent(86, series="from-2021")} == {86}
    assert hash(percent(0.1 + 0.2)) == hash(percent(0.3)) == hash(0.3)
    assert percent(0.1 + 0.2) == percent(0.3)


@pytest.mark.parametrize(
    ("number", "plain"),
    [
        (Number(10) / Number(15), 2 / 3),
        (Number(5) / Number(15), 1 / 3),
        (Number(10).percent_of(Number(15)), 200 / 3),
        (percent(0.1 + 0.2), 0.3),
        (Number(26.4, 1) - Number(13.9, 1), 12.5),
        (Number(1842) / Number(2340), 1842 / 2340),
        (Number(0.333333, 6), 0.333333),
    ],
)
def test_a_number_and_the_fraction_that_it_is_are_equal(number: Number, plain: float) -> None:
    assert number == plain and plain == number
    assert number <= plain <= number and number >= plain
    assert not number < plain and not number > plain
    assert hash(number) == hash(plain) and plain in {number} and number in {plain}


ZERO = Number(0, origins=(THERE,))


@pytest.mark.parametrize(
    "divided",
    [
        lambda: Number(3) / ZERO,
        lambda: 100 / ZERO,
        lambda: Number(3).percent_of(ZERO),
        lambda: Number(3).about_half(of=ZERO),
        lambda: Number(3).about_twice(ZERO),
        lambda: percent(3).can_be_of(ZERO),
        lambda: Number(3) / (Number(0.3, origins=(THERE,)) - 0.1 - 0.2),
    ],
    ids=range(7),
)
def test_nothing_is_divided_by_zero_and_it_is_said_which_number_that_is(divided: Callable[[], object]) -> None:
    with pytest.raises(LookupFailed, match=r"table-03.csv:4: .* by 0.* \(Opphold, trusler, 2018\).* zero\nTell of"):
        divided()


@pytest.mark.parametrize(
    "divided", [lambda: Number(3) / 0, lambda: Number(3).percent_of(0), lambda: Number(3).about_twice(0)]
)
def test_nothing_is_divided_by_a_plain_zero(divided: Callable[[], object]) -> None:
    with pytest.raises(LookupFailed, match="3 cannot be divided by 0"):
        divided()


def test_a_plain_number_is_divided_by_a_number() -> None:
    per_man = 100 / Number(210, origins=(HERE,))
    assert (str(per_man), per_man.origins, per_man == 100 / 210) == ("0,5", (HERE,), True)
    assert str(1000 / Number(40, unit="kroner")) == "25,0"


def test_numbers_of_different_units_are_different_and_no_error() -> None:
    mixed = [Number(5, unit="kroner"), percent(5), Number(7)]
    assert percent(5) in mixed
    assert Number(5, unit="døgn") not in mixed[:2]
    assert Number(5, unit="kroner") != percent(5)
    assert percent(7) in mixed  # a plain number has any unit


def test_so_many_per_cent_of_a_whole() -> None:
    assert str(percent(20).of(Number(1000, unit="kroner"))) == "200\u00a0kroner"
    assert str(percent(20).of(1000)) == "200"
    with pytest.raises(LookupFailed, match="is no percentage"):
        Number(20, unit="kroner").of(Number(3))


def test_a_percentage_that_no_whole_number_of_cases_gives() -> None:
    assert percent(26).can_be_of(43) and percent(28).can_be_of(Number(43))
    assert not percent(26).can_be_of(44) and not percent(28).can_be_of(44)
    assert percent(13.6, decimals=1).can_be_of(44) and not percent(37.5, decimals=1).can_be_of(44)
    assert percent(0).can_be_of(3) and percent(100).can_be_of(3) and percent(2.5).can_be_of(40)
    assert not percent(26).can_be_of(0.3)
    everything = {n for n in range(101) if percent(n).can_be_of(7)}
    assert everything == {0, 14, 29, 43, 57, 71, 86, 100}
    with pytest.raises(LookupFailed, match="is no percentage"):
        Number(20, unit="kroner").can_be_of(3)


@pytest.mark.parametrize(
    ("product", "text"),
    [
        (Number(3) * Number(40, unit="kroner"), "120\u00a0kroner"),
        (Number(40, unit="kroner") * Number(3), "120\u00a0kroner"),
        (Number(44) * percent(50) / 100, "22,0"),
    ],
)
def test_a_product_has_the_unit_that_it_is_counted_in(product: Number, text: str) -> None:
    assert str(product) == text


def test_two_units_do_not_multiply() -> None:
    with pytest.raises(LookupFailed, match="counted in no unit"):
        Number(1000, unit="kroner") * percent(20)


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (Number(120, unit="kroner") / Number(40, unit="kroner"), "3,0"),
        (Number(120, unit="kroner") / Number(40), "3,0\u00a0kroner"),
        (Number(120) / Number(40), "3,0"),
        (percent(60) / percent(20), "3,0"),
        (percent(60) / Number(20), "3,0"),
        (100 * Number(12) / percent(20), "60,0"),
    ],
)
def test_a_ratio_has_the_unit_that_it_is_counted_in(ratio: Number, text: str) -> None:
    assert str(ratio) == text


@pytest.mark.parametrize(
    ("number", "other"),
    [
        (Number(108.8, unit="kroner"), percent(86)),
        (percent(86), Number(108.8, unit="kroner")),
        (Number(5), Number(6, unit="kilometer")),
    ],
)
def test_a_ratio_that_is_counted_in_no_unit_is_no_number(number: Number, other: Number) -> None:
    with pytest.raises(LookupFailed, match="is counted in no unit"):
        number / other


def test_a_share_is_of_the_same_unit() -> None:
    assert str(Number(30, unit="kroner").percent_of(Number(40, unit="kroner"))) == "75\u00a0prosent"
    with pytest.raises(LookupFailed, match="different units"):
        percent(86).percent_of(Number(108.8, unit="kroner"))


@pytest.mark.parametrize("combine", [operator.add, operator.sub, operator.lt, operator.ge])
def test_different_units_do_not_meet(combine: Callable[[Number, Number], object]) -> None:
    with pytest.raises(LookupFailed, match="different units"):
        combine(Number(5, unit="prosent"), Number(6, unit="kroner"))


def test_a_difference_in_points_is_put_back_on_a_percentage() -> None:
    high, low = Number(86, unit="prosent"), Number(81, unit="prosent")
    assert [str(n) for n in (high - (high - low), (high - low) + low, high - low)] == [
        "81\u00a0prosent",
        "86\u00a0prosent",
        "5\u00a0prosentpoeng",
    ]


def test_rounding_is_half_up_and_keeps_where_a_number_is_from() -> None:
    number = Number(86.5, 1, "prosent", series="until-2020")
    assert (str(round(number)), round(number).series) == ("87\u00a0prosent", "until-2020")
    assert round(Number(2.675, 3), 2) == 2.68


def test_a_number_is_not_a_text() -> None:
    assert percent(86) != "86"
    with pytest.raises(TypeError):
        assert percent(86) < "90"  # type: ignore[operator]


BEFORE = Number(100, series="until-2020")
AFTER = Number(80, series="from-2021")


@pytest.mark.parametrize(
    "combine",
    [
        lambda: BEFORE - AFTER,
        lambda: BEFORE + AFTER,
        lambda: BEFORE / AFTER,
        lambda: BEFORE * AFTER,
        lambda: BEFORE > AFTER,
        lambda: BEFORE >= AFTER,
        lambda: BEFORE == AFTER,
        lambda: BEFORE != AFTER,
        lambda: BEFORE in (AFTER, BEFORE),
        lambda: max(BEFORE, AFTER),
        lambda: BEFORE.percent_of(AFTER),
        lambda: (BEFORE - 1) < AFTER,
        lambda: (Number(1) + BEFORE) < AFTER,
        lambda: abs(BEFORE.with_decimals(1)) < AFTER,
    ],
)
def test_numbers_on_each_side_of_a_break_do_not_meet(combine: object) -> None:
    with pytest.raises(LookupFailed, match="different sides of a break"):
        combine()  # type: ignore[operator]


def test_a_ratio_across_a_break_is_refused_in_the_words_of_its_numbers() -> None:
    cost = Number(97, unit="kroner", series="until-2020")
    with pytest.raises(LookupFailed, match="97\u00a0kroner and 80 are on different sides"):
        cost / AFTER


def test_numbers_of_one_part_meet_and_so_do_numbers_without_parts() -> None:
    assert Number(90, series="until-2020") < BEFORE
    assert BEFORE - Number(10) == 90


def test_a_missing_number_says_why() -> None:
    row = Observation(symbol="..", file="data/printed/table-03.csv", line=6)
    error = missing(row, "reasons-for-stay['economic', 2014]")
    assert str(error).startswith(
        "data/printed/table-03.csv:6: reasons-for-stay['economic', 2014] has no value: .. (tall mangler)"
    )


def test_english_and_a_hedge_stay_with_what_is_made_of_a_number() -> None:
    about = percent(1840.7, decimals=1, qualifier="omkring").qualified.english
    assert (about.bare, str(about.whole)) == ("1,840.7", "about\u00a01,841\u00a0per\u00a0cent")
    assert str(abs(-about)) == str(round(about, 1)) == str(about) == "about\u00a01,840.7\u00a0per\u00a0cent"
    assert str(about - 1) == "1\u00a0839,7\u00a0prosent"
