"""Numbers, for all numbers: rounding goes half up, and what is printed can be read back."""

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunnskapsstatus.numbers import MINUS, NBSP, SYMBOLS, format_number, half_up, parse_cell

VALUES = st.floats(-1e9, 1e9, allow_nan=False)
DECIMALS = st.integers(0, 5)


@given(VALUES, DECIMALS)
def test_rounding_moves_a_number_by_at_most_half_a_unit_of_its_last_place(value: float, decimals: int) -> None:
    assert abs(half_up(value, decimals) - Decimal(repr(value))) <= Decimal("0.5").scaleb(-decimals)


@given(st.integers(0, 10**9), DECIMALS)
def test_a_half_goes_away_from_zero(whole: int, decimals: int) -> None:
    half = float(f"{whole}.5e-{decimals}")
    up = Decimal(whole + 1).scaleb(-decimals)
    assert half_up(half, decimals) == up
    assert half_up(-half, decimals) == -up


@given(VALUES, VALUES, DECIMALS)
def test_rounding_keeps_order(first: float, second: float, decimals: int) -> None:
    low, high = sorted((first, second))
    assert half_up(low, decimals) <= half_up(high, decimals)


@given(VALUES, DECIMALS)
def test_what_is_formatted_reads_back_as_the_rounded_number(value: float, decimals: int) -> None:
    cell = parse_cell(format_number(value, decimals))
    assert (cell.value, cell.decimals, cell.symbol) == (float(half_up(value, decimals)), decimals, "")


@given(VALUES, DECIMALS)
def test_a_formatted_number_has_norwegian_signs_only(value: float, decimals: int) -> None:
    text = format_number(value, decimals)
    assert set(text) <= set(f"0123456789,{NBSP}{MINUS}")
    whole, _, fraction = text.removeprefix(MINUS).partition(",")
    assert len(fraction) == decimals
    first, *groups = whole.split(NBSP)
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in groups)


@given(VALUES, DECIMALS)
def test_nothing_is_written_as_minus_zero(value: float, decimals: int) -> None:
    assert format_number(value, decimals).strip(f"0,{NBSP}") != MINUS


@given(st.integers(0, 10**6), st.sampled_from([" %", "%", " år", f"{NBSP}%", ""]))
def test_a_cell_may_carry_its_unit(value: int, unit: str) -> None:
    cell = parse_cell(f"{value}{unit}")
    assert (cell.value, cell.percent) == (value, "%" in unit)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([" ", NBSP]))
def test_thousands_are_one_number(thousands: int, rest: int, space: str) -> None:
    assert parse_cell(f"{thousands}{space}{rest:03}").value == 1000 * thousands + rest


@settings(max_examples=40)
@given(
    st.text(min_size=1).filter(
        lambda text: not any(c.isdecimal() for c in text) and text.strip() not in SYMBOLS and text.strip()
    )
)
def test_a_cell_without_a_digit_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        parse_cell(text)


@given(st.integers(0, 10**4), st.sampled_from("abzæøå#?/;"), st.integers(0, 5))
def test_a_foreign_sign_in_a_number_is_never_skipped(value: int, sign: str, position: int) -> None:
    text = str(value)
    with pytest.raises(ValueError, match="is not a number"):
        parse_cell(text[:position] + sign + text[position:])


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_is_no_number(symbol: str) -> None:
    cell = parse_cell(symbol)
    assert cell.symbol == symbol
    assert math.isnan(cell.value)


def test_a_missing_number_has_no_digits() -> None:
    with pytest.raises(ValueError, match="Show its symbol"):
        format_number(math.nan)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(2.675, 2, "2,68"), (0.5, 0, "1"), (1842, 0, "1\u00a0842"), (-0.4, 0, "0"), (10.4, 1, "10,4")],
)
def test_as_a_reader_rounds(value: float, decimals: int, text: str) -> None:
    assert format_number(value, decimals) == text
