"""Numbers of sentences, for all numbers: what is equal, what comes before, and what is shown."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.exhibits.quantity import simplest
from kunnskapsstatus.numbers import exact, format_number

COUNTS = st.integers(0, 20_000)
SOME = st.integers(1, 20_000)
TENTHS = st.integers(-100_000, 100_000)


@given(COUNTS, SOME)
def test_a_ratio_is_the_fraction_that_it_is(part: int, whole: int) -> None:
    ratio, share, plain = Number(part) / Number(whole), Number(part).percent_of(Number(whole)), part / whole
    assert ratio == plain and not ratio < plain and not ratio > plain and ratio <= plain <= ratio
    assert share == 100 * part / whole and not share > 100 * part / whole


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_what_is_equal_has_one_hash(part: int, whole: int) -> None:
    ratio = Number(part) / Number(whole)
    assert hash(ratio) == hash(Number(part / whole)) == hash(simplest(part / whole))
    assert hash(ratio) == hash(part / whole) and part / whole in {ratio}


@given(TENTHS, TENTHS)
def test_a_difference_of_decimals_is_the_decimal(first: int, second: int) -> None:
    difference, plain = Number(first / 10, 1) - Number(second / 10, 1), (first - second) / 10
    assert difference == plain and hash(difference) == hash(plain)
    assert difference.bare == format_number(plain, 1) and difference.whole.bare == format_number(plain)
    assert (first < second) == (Number(first / 10, 1) < second / 10)


@given(st.integers(1, 10**6), st.integers(1, 100), st.integers(0, 2))
def test_a_ratio_is_shown_as_the_fraction_rounds(part: int, whole: int, decimals: int) -> None:
    exactly = Fraction(part, 10) / Fraction(whole, 10)
    units = int(exactly * 10**decimals + Fraction(1, 2))
    shown = (Number(part / 10, 1) / Number(whole / 10, 1)).with_decimals(decimals)
    assert shown.bare == format_number(units / 10**decimals, decimals)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_taking_away_what_binary_adds_keeps_the_order(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert exact(low) <= exact(high)
    assert exact(exact(low)) == exact(low) == exact(simplest(low))
